package io.tlsfloor.report.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.report.model.ClientDay.Period;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientDayTest {
  private static final int RUNS = 20;

  /** Of more kinds than have room, too: 1,000 connections have all of them. */
  @ParameterizedTest(name = "{0} connections")
  @ValueSource(ints = {1, 2, 9, 40, 200, 1000})
  void partsInAnyOrderAndGroupingAddUpToTheSame(int connections) {
    for (int seed = 0; seed < RUNS; seed++) {
      RandomDays some = new RandomDays(seed);
      List<ClientDay> parts = some.connections(connections);
      ClientDay sum = parts.stream().reduce(ClientDay::and).orElseThrow();

      assertThat(some.sum(parts, ClientDay::and)).as("seed " + seed).isEqualTo(sum);
    }
  }

  @Test
  void nothingIsLostInASum() {
    for (int seed = 0; seed < RUNS; seed++) {
      RandomDays some = new RandomDays(seed);
      List<ClientDay> parts = some.connections(500);
      ClientDay sum = some.sum(parts, ClientDay::and);

      assertThat(sum.connections()).isEqualTo(500);
      assertThat(sum.findings()).hasSize(ClientDay.MAX_FINDINGS);
      assertThat(sum.findings().stream().mapToLong(Found::times).sum() + sum.leftOut())
          .isEqualTo(
              parts.stream().mapToLong(part -> part.findings().size() + part.leftOut()).sum());
      assertThat(sum.counts().hours().values().stream().mapToLong(each -> each).sum())
          .isEqualTo(500);
      for (Found found : sum.findings()) {
        assertThat(all(found.hosts())).isEqualTo(found.times());
        assertThat(all(found.outcomes())).isEqualTo(found.times());
      }
    }
  }

  private static long all(KindCounts counts) {
    return counts.named().values().stream().mapToLong(each -> each).sum() + counts.others();
  }

  /** As two scans of the same captures see it, whichever is read first, and however often. */
  @Test
  void theLargerOfTwoIsTheSameInAnyOrderAndOfItselfTheSameAgain() {
    for (int seed = 0; seed < RUNS; seed++) {
      RandomDays some = new RandomDays(seed);
      List<ClientDay> parts = some.connections(6);
      ClientDay whole = some.sum(parts, ClientDay::and);
      ClientDay half = some.sum(parts.subList(0, 3), ClientDay::and);

      assertThat(whole.larger(whole)).isEqualTo(whole);
      assertThat(some.sum(List.of(half, whole, half), ClientDay::larger)).isEqualTo(whole);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "00:00:00, 01:00:00, 01:00:00, 02:00:00, false", // the next
    "00:00:00, 01:00:00, 00:59:59, 02:00:00, false", // a rotation that overlaps a little
    "00:00:00, 01:00:00, 00:00:00, 01:00:00, true",
    "00:00:00, 02:00:00, 00:30:00, 00:40:00, true", // a part of it
    "00:00:00, 02:00:00, 00:30:00, 00:30:00, true",
    "00:00:00, 02:00:00, 02:30:00, 02:30:00, false",
    "00:00:00, 02:00:00, 01:48:00, 03:48:00, false",
    "00:00:00, 02:00:00, 01:47:59, 03:47:59, true",
    "00:00:00, 02:00:00, 00:30:00, 02:30:00, true"
  })
  void timesThatShareMoreThanATenthOfTheShorterOverlap(
      String from, String to, String otherFrom, String otherTo, boolean overlap) {
    Period one = new Period(0, at(from), at(to));
    Period other = new Period(0, at(otherFrom), at(otherTo));

    assertThat(one.overlaps(other)).isEqualTo(overlap);
    assertThat(other.overlaps(one)).isEqualTo(overlap);
  }

  private static Instant at(String time) {
    return Instant.parse("2026-11-02T" + time + "Z");
  }
}
