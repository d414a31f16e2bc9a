package io.tlsfloor.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.cli.report.digest.Repeats;
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

    assertThat(repeats.isNew(finding.judgement())).isTrue();
    assertThat(repeats.isNew(finding.judgement())).isFalse();
    assertThat(repeats.isNew(finding.judgement())).isFalse();
    assertThat(flush()).containsExactly("2 of 3");
    assertThat(flush()).isEmpty();
    assertThat(repeats.isNew(finding.judgement())).isFalse();
    assertThat(flush()).containsExactly("1 of 4");
  }
}
