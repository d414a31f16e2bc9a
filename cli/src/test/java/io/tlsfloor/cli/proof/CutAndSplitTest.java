package io.tlsfloor.cli.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.cli.proof.Verdicts.Verdict;
import io.tlsfloor.parser.observation.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Every message of the samples in two segments gives the same verdict; cut short it gives the same
 * or {@code incomplete}, and never a version that was not there. In small captures every place is
 * tried, in others some at random.
 */
class CutAndSplitTest {
  /** Captures with no more payload than this are tried at every place. */
  private static final int EVERY_PLACE_BYTES = Integer.getInteger("tlsfloor.every", 3000);

  private static final int SOME_PLACES = Rounds.count(120);

  /** A connection by itself, and a place inside one of its payloads. */
  private record Place(List<Packet> packets, int index, int offset) {}

  @TestFactory
  Stream<DynamicTest> inTwoSegmentsTheVerdictIsTheSame() {
    return forEachSample(
        place -> {
          Segment segment = Segment.in(place.packets.get(place.index)).orElseThrow();
          boolean whole = place.packets.stream().allMatch(Packet::whole);
          if (whole && Reshaped.divisible(segment) && place.offset > 0) {
            assertThat(Verdicts.of(Reshaped.split(place.packets, place.index, place.offset)))
                .isEqualTo(Verdicts.of(place.packets));
          }
        });
  }

  @TestFactory
  Stream<DynamicTest> cutByTheSnapLengthItIsTheSameOrIncomplete() {
    return forEachSample(
        place -> {
          List<Packet> cut = new ArrayList<>(place.packets);
          cut.set(
              place.index,
              Segment.in(place.packets.get(place.index)).orElseThrow().cutAfter(place.offset));
          assertWeaker(Verdicts.of(cut), Verdicts.of(place.packets));
        });
  }

  @TestFactory
  Stream<DynamicTest> cutByTheEndOfTheCaptureItIsTheSameOrIncomplete() {
    return forEachSample(
        place -> {
          List<Packet> cut = new ArrayList<>(place.packets.subList(0, place.index + 1));
          Segment segment = Segment.in(place.packets.get(place.index)).orElseThrow();
          cut.set(place.index, Reshaped.beginning(segment, place.offset));
          assertWeaker(Verdicts.of(cut), Verdicts.of(place.packets));
        });
  }

  /** What is checked at one place. */
  private interface Check {
    void at(Place place);
  }

  private static Stream<DynamicTest> forEachSample(Check check) {
    return Sample.all().stream()
        .filter(Sample::isSmall)
        .map(
            sample ->
                DynamicTest.dynamicTest(
                    sample.name(),
                    () -> {
                      for (Place place : places(sample)) {
                        try {
                          check.at(place);
                        } catch (AssertionError | RuntimeException e) {
                          throw new AssertionError(describe(sample, place), e);
                        }
                      }
                    }));
  }

  private static String describe(Sample sample, Place place) {
    Packet packet = place.packets.get(place.index);
    return "%s, frame %d after %d of %d bytes; again with -Dtlsfloor.seed=%d"
        .formatted(
            sample,
            sample.packets().indexOf(packet) + 1,
            place.offset,
            Segment.in(packet).orElseThrow().length(),
            Rounds.SEED);
  }

  private static List<Place> places(Sample sample) {
    List<Place> all = new ArrayList<>();
    List<String> connections =
        sample.packets().stream()
            .map(Segment::in)
            .flatMap(Optional::stream)
            .map(Segment::connection)
            .distinct()
            .toList();
    for (String connection : connections) {
      List<Packet> own =
          sample.packets().stream()
              .filter(
                  packet ->
                      Segment.in(packet).filter(s -> s.connection().equals(connection)).isPresent())
              .toList();
      for (int index = 0; index < own.size(); index++) {
        int length = Segment.in(own.get(index)).orElseThrow().length();
        for (int offset = 0; offset < length; offset++) {
          all.add(new Place(own, index, offset));
        }
      }
    }
    if (all.size() <= EVERY_PLACE_BYTES) {
      return all;
    }
    Random random = Rounds.random(sample.name().hashCode());
    return random.ints(SOME_PLACES, 0, all.size()).mapToObj(all::get).toList();
  }

  /** Of a part of the packets at most as much is told as of all, and nothing else. */
  private static void assertWeaker(List<Verdict> told, List<Verdict> whole) {
    assertThat(told).hasSizeLessThanOrEqualTo(whole.size());
    for (Verdict verdict : told) {
      assertThat(whole)
          .as("one of which %s is the same or less", verdict)
          .anyMatch(full -> isWeaker(verdict, full));
    }
  }

  private static boolean isWeaker(Verdict verdict, Verdict full) {
    boolean outcome =
        verdict.outcome() == full.outcome()
            || verdict.outcome() == Outcome.INCOMPLETE
            || verdict.outcome() == Outcome.NO_TLS; // mail that had not come to TLS yet
    boolean max = verdict.max().isEmpty() || verdict.max().equals(full.max());
    boolean chosen = verdict.choice().isEmpty() || verdict.choice().equals(full.choice());
    return outcome && max && chosen;
  }
}
