package io.tlsfloor.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.parser.observation.TlsVersion;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PolicyInForceTest {
  private static final Policy STANDARD = Policy.standard();

  private static Policy with(TlsVersion floor, Set<RuleId> rules, Exemption... exemptions) {
    return new Policy(
        floor,
        STANDARD.minSeverity(),
        STANDARD.minConfidence(),
        STANDARD.anyService(),
        rules,
        STANDARD.directions(),
        STANDARD.instances(),
        STANDARD.homeNetworks(),
        new Adjustments(Map.of(), Map.of(), List.of(exemptions)));
  }

  private static Exemption exemption(String client, String owner, String until) {
    return new Exemption(
        Optional.of(IpPrefix.parse(client)),
        Optional.empty(),
        Set.of(),
        Optional.empty(),
        "replaced in spring",
        owner,
        LocalDate.parse(until),
        7);
  }

  @Test
  void policiesThatJudgeAlikeHaveOneDigest() {
    PolicyInForce standard = PolicyInForce.of(STANDARD);

    assertThat(standard.digest()).matches("[0-9a-f]{32}");
    assertThat(PolicyInForce.of(with(STANDARD.floor(), STANDARD.rules()))).isEqualTo(standard);
    assertThat(standard.changes(standard)).isEmpty();
  }

  @Test
  void saysWhatIsOtherwiseThanBefore() {
    Set<RuleId> fewer = EnumSet.copyOf(STANDARD.rules());
    fewer.remove(RuleId.DOWNGRADE);
    PolicyInForce before =
        PolicyInForce.of(
            with(
                TlsVersion.TLS_1_2,
                STANDARD.rules(),
                exemption("10.0.0.7", "facilities", "2026-12-31")));
    PolicyInForce after =
        PolicyInForce.of(
            with(
                TlsVersion.TLS_1_3,
                fewer,
                exemption("10.0.0.7", "facilities", "2027-03-31"),
                exemption("10.0.0.8", "IT", "2026-12-01")));

    assertThat(after.digest()).isNotEqualTo(before.digest());
    assertThat(after.changes(before))
        .containsExactly(
            "floor TLS 1.3, was TLS 1.2",
            "no longer: rule downgrade",
            "new: exception until 2026-12-01 by IT",
            "new: exception until 2027-03-31 by facilities",
            "no longer: exception until 2026-12-31 by facilities");
  }

  /** Whom an exception is for may be somebody's machine: it is in the digest alone. */
  @Test
  void anExceptionForSomebodyElseIsAChangeThatNamesNobody() {
    PolicyInForce before =
        PolicyInForce.of(
            with(STANDARD.floor(), STANDARD.rules(), exemption("10.0.0.7", "IT", "2026-12-31")));
    PolicyInForce after =
        PolicyInForce.of(
            with(STANDARD.floor(), STANDARD.rules(), exemption("10.0.0.9", "IT", "2026-12-31")));

    assertThat(after.changes(before)).containsExactly("what an exception is for");
  }
}
