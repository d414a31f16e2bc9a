package io.tlsfloor.cli.proof;

import static io.tlsfloor.cli.proof.Verdicts.assertWeaker;
import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.cli.Sample;
import io.tlsfloor.cli.proof.Verdicts.Verdict;
import io.tlsfloor.testing.Rounds;
import io.tlsfloor.testing.TakesLong;
import io.tlsfloor.testing.WireFrame;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Every message of the samples in two segments gives the same verdict; cut short, in a segment or a
 * datagram, it gives the same or {@code incomplete}, and never a version that was not there. In
 * small captures every place is tried, in others some at random.
 */
@TakesLong("every sample is cut at every place")
class CutAndSplitTest {
  /** Captures with no more payload than this are tried at every place. */
  private static final int EVERY_PLACE_BYTES = Integer.getInteger("tlsfloor.every", 1500);

  private static final int SOME_PLACES = Rounds.count(100);

  /** A connection by itself, and what is told of it whole. */
  private static final class Connection {
    final List<WireFrame> packets = new ArrayList<>();
    private List<Verdict> told = List.of();

    List<Verdict> told() {
      if (told.isEmpty()) {
        told = Verdicts.of(packets);
      }
      return told;
    }

    int bytes() {
      return packets.stream().mapToInt(Payload::length).sum();
    }
  }

  /** A place inside one of the payloads of a connection. */
  private record Place(Connection of, int index, int offset) {
    WireFrame packet() {
      return of.packets.get(index);
    }

    /** The packets, with another in the place of this one. */
    List<WireFrame> with(WireFrame packet) {
      List<WireFrame> all = new ArrayList<>(of.packets);
      all.set(index, packet);
      return all;
    }
  }

  @TestFactory
  Stream<DynamicTest> inTwoSegmentsTheVerdictIsTheSame() {
    return forEachSample(
        place -> {
          Segment segment = Segment.in(place.packet()).orElse(null);
          if (segment != null
              && Reshaped.divisible(segment)
              && place.offset > 0
              && place.of.packets.stream().allMatch(WireFrame::whole)) {
            assertThat(Verdicts.of(Reshaped.split(place.of.packets, place.index, place.offset)))
                .isEqualTo(place.of.told());
          }
        });
  }

  @TestFactory
  Stream<DynamicTest> cutByTheSnapLengthItIsTheSameOrIncomplete() {
    return forEachSample(
        place -> {
          WireFrame cut = Payload.cutAfter(place.packet(), place.offset);
          assertWeaker(Verdicts.of(place.with(cut)), place.of.told());
        });
  }

  @TestFactory
  Stream<DynamicTest> cutByTheEndOfTheCaptureItIsTheSameOrIncomplete() {
    return forEachSample(
        place -> {
          WireFrame last =
              Segment.in(place.packet())
                  .map(segment -> Reshaped.beginning(segment, place.offset))
                  .orElse(Payload.cutAfter(place.packet(), place.offset));
          List<WireFrame> cut = place.with(last).subList(0, place.index + 1);
          assertWeaker(Verdicts.of(cut), place.of.told());
        });
  }

  private static Stream<DynamicTest> forEachSample(Consumer<Place> check) {
    return Sample.each(sample -> check(sample, check));
  }

  private static void check(Sample sample, Consumer<Place> check) {
    for (Place place : places(sample)) {
      try {
        check.accept(place);
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError(describe(sample, place), e);
      }
    }
  }

  private static String describe(Sample sample, Place place) {
    return "%s, frame %d after %d of %d bytes; again with -Dtlsfloor.seed=%d"
        .formatted(
            sample,
            sample.packets().indexOf(place.packet()) + 1,
            place.offset,
            Payload.length(place.packet()),
            Rounds.SEED);
  }

  private static List<Place> places(Sample sample) {
    Map<String, Connection> connections = new LinkedHashMap<>();
    for (WireFrame packet : sample.packets()) {
      Payload.conversation(packet)
          .ifPresent(
              key -> connections.computeIfAbsent(key, k -> new Connection()).packets.add(packet));
    }
    int all = connections.values().stream().mapToInt(Connection::bytes).sum();
    if (all <= EVERY_PLACE_BYTES) {
      return connections.values().stream().flatMap(CutAndSplitTest::everyPlace).toList();
    }
    Random random = Rounds.random(sample.name().hashCode());
    return random
        .ints(SOME_PLACES, 0, all)
        .sorted()
        .mapToObj(at -> place(connections.values(), at))
        .toList();
  }

  private static Stream<Place> everyPlace(Connection of) {
    List<Connection> alone = List.of(of);
    return IntStream.range(0, of.bytes()).mapToObj(at -> place(alone, at));
  }

  /** Where a byte of all payloads, one after the other, lies. */
  private static Place place(Iterable<Connection> connections, int at) {
    int left = at;
    for (Connection connection : connections) {
      for (int index = 0; index < connection.packets.size(); index++) {
        int length = Payload.length(connection.packets.get(index));
        if (left < length) {
          return new Place(connection, index, left);
        }
        left -= length;
      }
    }
    throw new IllegalArgumentException("byte " + at);
  }
}
