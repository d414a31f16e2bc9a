package io.tlsfloor.report.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EventIdTest {
  private static String id(Told told) {
    return EventId.of(told.judgement().connection());
  }

  @Test
  void staysTheSameWhenTheSamePacketsLieInAnotherFileAtAnotherPlace() {
    Told one = new Told();
    Told other = new Told();
    other.file = "merged.pcapng";
    other.frame = 70_000;

    assertThat(id(one)).isEqualTo(id(other)).matches("[0-9a-f]{32}");
  }

  @Test
  void differsForAnotherConnectionOfTheSameEnds() {
    Told one = new Told();
    Told other = new Told();
    other.time = one.time.plusNanos(1);

    assertThat(id(one)).isNotEqualTo(id(other));
  }
}
