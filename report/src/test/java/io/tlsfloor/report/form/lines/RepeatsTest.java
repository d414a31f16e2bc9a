package io.tlsfloor.report.form.lines;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.parser.observation.IpAddress;
import io.tlsfloor.parser.observation.Outcome;
import io.tlsfloor.report.model.Told;
import io.tlsfloor.rules.RuleId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RepeatsTest {
  private final Repeats repeats = new Repeats();
  private final List<String> told = new ArrayList<>();

  private List<String> flush() {
    told.clear();
    repeats.flush((judgement, counts) -> told.add(counts[0] + " of " + counts[1]));
    return told;
  }

  @Test
  void tellsTheFirstAndCountsTheRest() {
    Told finding = new Told();

    assertThat(repeats.isNew(finding.result())).isTrue();
    assertThat(repeats.isNew(finding.result())).isFalse();
    assertThat(repeats.isNew(finding.result())).isFalse();
    assertThat(flush()).containsExactly("2 of 3");
    assertThat(flush()).isEmpty();
    assertThat(repeats.isNew(finding.result())).isFalse();
    assertThat(flush()).containsExactly("1 of 4");
  }

  @Test
  void countsNothingTwiceThatIsAmended() {
    Told first = new Told();
    Told amended = new Told();
    amended.amends = true;
    Told worse = new Told();
    worse.amends = true;
    worse.rule = RuleId.NEGOTIATED_BELOW_FLOOR;

    assertThat(repeats.isNew(first.result())).isTrue();
    assertThat(repeats.isNew(amended.result())).isFalse();
    assertThat(flush()).isEmpty();
    assertThat(repeats.isNew(worse.result())).as("of another kind").isTrue();
  }

  @Test
  void namesARefusalInsideTls() {
    Told told = new Told();
    told.outcome = Outcome.ESTABLISHED;
    told.refusedInside = true;

    assertThat(FindingLine.of(told.result(), false))
        .contains(" · established, perhaps refused inside TLS · ");
  }

  @Test
  void ofMediaTellsTheEndAtHome() {
    Told one = Told.media();
    Told other = Told.media();
    other.client = IpAddress.parse("10.20.3.42");

    assertThat(repeats.isNew(one.result())).isTrue();
    assertThat(repeats.isNew(other.result())).as("another client at the same relay").isTrue();
    assertThat(FindingLine.of(one.result(), false))
        .contains("10.20.3.41 to Exchange Online 52.112.2.30:587");
  }
}
