package io.tlsfloor.cli.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.cli.proof.Verdicts.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * How packets lie in a capture makes no difference: every sample gives the same versions, outcome,
 * service and rules when its packets are shuffled, cut up, doubled, overlapped or mixed with
 * others'.
 */
class SamePacketsOtherwiseTest {
  private static final List<Sample> SAMPLES = Sample.all();
  private static final int ROUNDS = Rounds.count(20);

  /** Large samples take part in fewer rounds. */
  private static final int ROUNDS_OF_LARGE = 1 + ROUNDS / 20;

  /** Makes other packets of the same traffic. */
  private interface Reshaping {
    List<Packet> of(List<Packet> packets, Random random);
  }

  private static Stream<DynamicTest> holdsFor(Reshaping reshaping) {
    return SAMPLES.stream()
        .map(sample -> DynamicTest.dynamicTest(sample.name(), () -> check(sample, reshaping)));
  }

  private static void check(Sample sample, Reshaping reshaping) {
    List<Verdict> expected = Verdicts.of(sample.packets());
    int rounds = sample.isSmall() ? ROUNDS : ROUNDS_OF_LARGE;
    for (int round = 0; round < rounds; round++) {
      List<Packet> packets = reshaping.of(sample.packets(), Rounds.random(round));
      assertThat(Verdicts.of(packets))
          .as("%s, %s", sample, Rounds.again(round))
          .containsExactlyElementsOf(expected);
    }
  }

  @Test
  void everySampleTellsSomething() {
    assertThat(SAMPLES).hasSizeGreaterThanOrEqualTo(10);
    assertThat(SAMPLES.stream().filter(sample -> !Verdicts.of(sample.packets()).isEmpty()).count())
        .isGreaterThanOrEqualTo(10);
  }

  @TestFactory
  Stream<DynamicTest> shuffledWithinAWindow() {
    return holdsFor(Reshaped::shuffled);
  }

  @TestFactory
  Stream<DynamicTest> cutUpAtRandom() {
    return holdsFor((packets, random) -> Reshaped.resegmented(packets, 400, random));
  }

  @TestFactory
  Stream<DynamicTest> cutUpIntoSingleBytes() {
    return SAMPLES.stream()
        .filter(Sample::isSmall)
        .map(
            sample ->
                DynamicTest.dynamicTest(
                    sample.name(),
                    () ->
                        assertThat(
                                Verdicts.of(
                                    Reshaped.resegmented(sample.packets(), 1, Rounds.random(0))))
                            .containsExactlyElementsOf(Verdicts.of(sample.packets()))));
  }

  @TestFactory
  Stream<DynamicTest> doubled() {
    return holdsFor(Reshaped::duplicated);
  }

  @TestFactory
  Stream<DynamicTest> overlappedWithEqualBytes() {
    return holdsFor(Reshaped::overlapped);
  }

  @TestFactory
  Stream<DynamicTest> cutUpOverlappedDoubledAndShuffled() {
    return holdsFor(
        (packets, random) ->
            Reshaped.shuffled(
                Reshaped.duplicated(
                    Reshaped.overlapped(Reshaped.resegmented(packets, 700, random), random),
                    random),
                random));
  }

  @TestFactory
  Stream<DynamicTest> mixedWithAnother() {
    return SAMPLES.stream()
        .filter(Sample::isSmall)
        .map(sample -> DynamicTest.dynamicTest(sample.name(), () -> mixed(sample)));
  }

  private static void mixed(Sample sample) {
    Random random = Rounds.random(sample.name().hashCode());
    for (int round = 0; round < ROUNDS; round++) {
      Sample other = SAMPLES.get(random.nextInt(SAMPLES.size()));
      if (other.name().equals(sample.name())
          || !other.isSmall()
          || !Reshaped.areStrangers(sample.packets(), other.packets())) {
        continue;
      }
      List<Verdict> expected = new ArrayList<>(Verdicts.of(sample.packets()));
      expected.addAll(Verdicts.of(other.packets()));
      expected.sort(null);
      assertThat(Verdicts.of(Reshaped.interleaved(sample.packets(), other.packets())))
          .as("%s and %s, %s", sample, other, Rounds.again(round))
          .containsExactlyElementsOf(expected);
    }
  }
}
