package io.tlsfloor.report.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.parser.observation.IpAddress;
import io.tlsfloor.parser.observation.Outcome;
import io.tlsfloor.rules.Remedy;
import io.tlsfloor.rules.RuleId;
import io.tlsfloor.rules.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FixesTest {
  private final List<Told> all = new ArrayList<>();

  private void add(int client, String remedy, RuleId rule, Outcome outcome) {
    Told told = new Told();
    told.client = IpAddress.v4(0x0A000000 + client);
    told.remedy = Optional.of(new Remedy(remedy, "docs/remedies/" + remedy + ".md"));
    told.rule = rule;
    told.severity =
        Optional.of(rule == RuleId.OFFERED_BELOW_FLOOR ? Severity.HIGH : Severity.MEDIUM);
    told.outcome = outcome;
    all.add(told);
  }

  private Fixes fixes() {
    return new Fixes(Counted.clients(all.toArray(Told[]::new)).all());
  }

  @Test
  void putsFirstWhatClearsThoseThatFareWorstThenWhatClearsMost() {
    add(1, "rare", RuleId.OFFERED_BELOW_FLOOR, Outcome.REFUSED);
    add(2, "often", RuleId.OFFERED_BELOW_FLOOR, Outcome.REFUSED);
    add(3, "often", RuleId.OFFERED_BELOW_FLOOR, Outcome.RESET);
    add(4, "through", RuleId.OFFERED_BELOW_FLOOR, Outcome.ESTABLISHED);
    add(5, "other", RuleId.LEGACY_ENDPOINT, Outcome.ESTABLISHED);

    assertThat(fixes().all())
        .extracting(fix -> fix.remedy().text())
        .containsExactly("often", "rare", "other", "through");
    assertThat(fixes().sentence())
        .contains(
            "3 kinds of fix: often (2 machines), rare (1 machine), through (1 machine)."
                + " tlsfloor remedy often says how.");
  }

  @Test
  void saysThatAClientNeedsMoreThanOneChange() {
    add(1, "one", RuleId.OFFERED_BELOW_FLOOR, Outcome.REFUSED);
    add(1, "two", RuleId.NEGOTIATED_BELOW_FLOOR, Outcome.REFUSED);
    add(2, "two", RuleId.NEGOTIATED_BELOW_FLOOR, Outcome.REFUSED);

    assertThat(fixes().below())
        .extracting(Fixes.Fix::count)
        .containsExactly(
            "1 client, 1 of them needs another change too",
            "2 clients, 1 of them needs another change too");
  }

  @Test
  void namesOneKindOfFixForAll() {
    add(1, "one", RuleId.OFFERED_BELOW_FLOOR, Outcome.REFUSED);
    add(2, "one", RuleId.OFFERED_BELOW_FLOOR, Outcome.REFUSED);

    assertThat(fixes().sentence())
        .contains("One kind of fix for 2 machines: one. tlsfloor remedy one says how.");
  }

  @Test
  void needsNoChangeForWhatIsExceptedOrNotFlagged() {
    Told told = new Told();
    told.flagged = false;
    all.add(told);

    assertThat(fixes().all()).isEmpty();
    assertThat(fixes().sentence()).isEmpty();
  }

  @Test
  void namesNoMoreThanTwoStacks() {
    assertThat(
            new Fixes.Fix(
                    new Remedy("x", ""),
                    true,
                    Severity.HIGH,
                    List.of("a", "b", "c"),
                    List.of(),
                    Map.of(),
                    0,
                    1)
                .looks())
        .isEqualTo("a, b and 1 more");
  }

  @Test
  void keepsStacksWithCommasInTheirNamesApart() {
    assertThat(
            new Fixes.Fix(
                    new Remedy("x", ""),
                    true,
                    Severity.HIGH,
                    List.of("a, held to TLS 1.0", "b"),
                    List.of(),
                    Map.of(),
                    0,
                    1)
                .looks())
        .isEqualTo("a, held to TLS 1.0; b");
  }
}
