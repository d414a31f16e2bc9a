package io.tlsfloor.cli.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.cli.Sample;
import io.tlsfloor.cli.proof.Verdicts.Verdict;
import io.tlsfloor.rules.catalogue.Catalogue;
import io.tlsfloor.testing.Rounds;
import io.tlsfloor.testing.TakesLong;
import io.tlsfloor.testing.WireFrame;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * How packets lie in a capture makes no difference: every sample gives the same versions, outcome,
 * service and rules when its packets are shuffled, cut up, doubled, overlapped or mixed with
 * others'.
 */
@TakesLong("every sample is shuffled, cut and mixed")
class SamePacketsOtherwiseTest {
  private static final List<Sample> SAMPLES = Sample.all();
  private static final int ROUNDS = Rounds.count(10);

  /** Large samples take part in fewer rounds, and in single bytes only where rounds are many. */
  private static final int ROUNDS_OF_LARGE = 1 + ROUNDS / 10;

  @TempDir private Path folder;

  /** Makes other packets of the same traffic. */
  private interface Reshaping {
    List<WireFrame> of(List<WireFrame> packets, Random random);
  }

  private static int rounds(Sample sample) {
    return sample.isSmall() ? ROUNDS : ROUNDS_OF_LARGE;
  }

  private static Stream<DynamicTest> holdsFor(Reshaping reshaping) {
    return Sample.each(sample -> check(sample, reshaping));
  }

  private static void check(Sample sample, Reshaping reshaping) {
    List<Verdict> expected = Verdicts.of(sample);
    for (int round = 0; round < rounds(sample); round++) {
      List<WireFrame> packets = reshaping.of(sample.packets(), Rounds.random(round));
      assertThat(Verdicts.of(packets))
          .as("%s, %s", sample, Rounds.again(round))
          .containsExactlyElementsOf(expected);
    }
  }

  @Test
  void everySampleTellsSomething() {
    assertThat(SAMPLES).hasSizeGreaterThanOrEqualTo(10);
    assertThat(SAMPLES.stream().filter(sample -> !Verdicts.of(sample).isEmpty()).count())
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

  /**
   * Behind a dialogue that is not read, a hello is found where it begins a segment or follows a
   * line.
   */
  @TestFactory
  Stream<DynamicTest> cutUpIntoSingleBytes() {
    return Sample.tests(
        SAMPLES.stream()
            .filter(sample -> sample.isSmall() || ROUNDS_OF_LARGE > 5)
            .filter(sample -> !sample.name().equals("starttls-others")),
        sample ->
            assertThat(Verdicts.of(Reshaped.resegmented(sample.packets(), 1, Rounds.random(0))))
                .containsExactlyElementsOf(Verdicts.of(sample)));
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

  /** Half of the others are moved to IPv6, where they share no address with the sample. */
  @TestFactory
  Stream<DynamicTest> mixedWithAnother() throws IOException {
    MovedLists lists = new MovedLists(folder, Catalogue.WORLDWIDE);
    Set<String> mixed = new HashSet<>();
    return Stream.concat(
        Sample.each(sample -> mix(sample, lists, mixed)),
        Stream.of(
            DynamicTest.dynamicTest(
                "samples with DNS among them",
                () -> assertThat(mixed).contains("dns-seen-before", "client-names"))));
  }

  private static void mix(Sample sample, MovedLists lists, Set<String> mixed) {
    Random random = Rounds.random(sample.name().hashCode());
    List<Verdict> own = lists.verdicts(sample.packets());
    for (int round = 0; round < rounds(sample); round++) {
      Sample other = SAMPLES.get(random.nextInt(SAMPLES.size()));
      List<WireFrame> packets =
          random.nextBoolean() ? MovedToIpv6.of(other.packets()) : other.packets();
      if (other.name().equals(sample.name())
          || !other.isSmall()
          || !Reshaped.areStrangers(sample.packets(), packets)) {
        continue;
      }
      mixed.add(sample.name());
      List<Verdict> expected = new ArrayList<>(own);
      expected.addAll(lists.verdicts(packets));
      expected.sort(null);
      assertThat(lists.verdicts(Reshaped.interleaved(sample.packets(), packets)))
          .as("%s and %s, %s", sample, other, Rounds.again(round))
          .containsExactlyElementsOf(expected);
    }
  }
}
