package io.tlsfloor.capture.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.capture.chain.ChainReader;
import io.tlsfloor.capture.chain.ChainResult;
import io.tlsfloor.capture.chain.ParallelChains;
import io.tlsfloor.capture.connection.Analyzer;
import io.tlsfloor.capture.connection.AnalyzerOptions;
import io.tlsfloor.capture.file.CaptureSet.Capture;
import io.tlsfloor.parser.observation.Choice;
import io.tlsfloor.parser.observation.Loss;
import io.tlsfloor.parser.observation.Offer;
import io.tlsfloor.parser.observation.TlsConnection;
import io.tlsfloor.testing.Exchange;
import io.tlsfloor.testing.Rounds;
import io.tlsfloor.testing.WireFile;
import io.tlsfloor.testing.WireFrame;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Many connections at once, none of them spoiled: how they are read changes nothing that counts.
 */
class CrowdTest {
  private static final int ROUNDS = Math.min(Rounds.count(Rounds.some(5)), 1_000);

  @TempDir Path folder;

  private static Crowd crowd(int round) {
    return new Crowd(Rounds.random(round), 200, 4);
  }

  @Test
  void allAreFoundAndNobodyElse() {
    for (int round = 0; round < ROUNDS; round++) {
      Crowd crowd = crowd(round);
      Told told = Told.of(crowd.packets());
      assertThat(crowd.missed(told)).as(Rounds.again(round)).isEmpty();
      assertThat(crowd.accused(told)).as(Rounds.again(round)).isEmpty();
      assertThat(told.isStated()).as(Rounds.again(round)).isFalse();
    }
  }

  /** Shows what has to go for lack of room is counted, each flow once. */
  @ParameterizedTest
  @CsvSource({"4, 1000000", "20, 1000000", "1000, 10000", "1000, 100000", "10, 30000"})
  void whatHasNoRoomIsFoundOrCounted(int flows, long bytes) {
    AnalyzerOptions usual = Told.options();
    AnalyzerOptions tiny =
        new AnalyzerOptions(
            usual.timeout(), usual.home(), flows, bytes, usual.late(), usual.patient());
    for (int round = 0; round < ROUNDS; round++) {
      Crowd crowd = crowd(round);
      Told told = Told.of(crowd.packets(), tiny);
      assertThat((long) crowd.missed(told).size())
          .as(Rounds.again(round))
          .isLessThanOrEqualTo(told.coverage().count(Loss.EVICTED_FLOWS));
      assertThat(crowd.accused(told)).as(Rounds.again(round)).isEmpty();
    }
  }

  /** A watch tells some before they are over, and amends what it told. */
  @Test
  void aWatchTellsInTheEndWhatAScanTells() {
    for (int round = 0; round < ROUNDS; round++) {
      Crowd crowd = crowd(round);
      Map<String, TlsConnection> watched = new LinkedHashMap<>();
      Analyzer watch =
          new Analyzer(
              Told.options().live(),
              each -> {
                TlsConnection before = watched.put(each.client().toString(), each);
                assertThat(each.evidence().amends()).isEqualTo(before != null);
              });
      Told.feed(watch, crowd.packets());
      watch.tick(last(crowd) + 20 * Crowd.SECOND);
      watch.end();
      List<TlsConnection> scanned = new ArrayList<>();
      Analyzer scan = new Analyzer(Told.options(), scanned::add);
      Told.feed(scan, crowd.packets());
      scan.tick(last(crowd) + 20 * Crowd.SECOND);
      scan.end();

      assertThat(shown(watched.values())).as(Rounds.again(round)).isEqualTo(shown(scanned));
      assertThat(watch.coverage()).as(Rounds.again(round)).isEqualTo(scan.coverage());
    }
  }

  /** Captures that do not go on in each other are read by several threads. */
  @Test
  void chainsThatAreReadInParallelTellWhatTheyTellInTurn() throws Exception {
    for (int round = 0; round < Math.min(ROUNDS, 50); round++) {
      List<Capture> captures = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        Crowd crowd = new Crowd(Rounds.random(5 * round + i), 60, 4);
        long days = i * 3L * 86_400 * Crowd.SECOND;
        List<WireFrame> packets = crowd.packets().stream().map(each -> moved(each, days)).toList();
        Path file = folder.resolve(round + "-" + i + ".pcap");
        Files.write(file, WireFile.Form.PCAP.write(packets));
        captures.add(new Capture(file, OptionalLong.of(packets.get(0).nanos()), Files.size(file)));
      }
      assertThat(read(captures, 4)).as(Rounds.again(round)).isEqualTo(read(captures, 1));
    }
  }

  /** The connections of captures, in order, and what was lost. */
  private static List<String> read(List<Capture> captures, int threads) throws IOException {
    List<String> told = new ArrayList<>();
    new ParallelChains(
            captures,
            task ->
                new ChainReader(
                    Told.options(), null, task::put, null, task::isCancelled, task::count),
            () -> false,
            bytes -> {})
        .run(
            threads,
            new ParallelChains.Sink() {
              @Override
              public void begun() {
                // Nothing to show.
              }

              @Override
              public void connection(TlsConnection connection) {
                told.add(shown(connection));
              }

              @Override
              public void finished(ChainResult chain) {
                told.add(chain.coverage().counts().toString());
              }
            });
    assertThat(told).hasSizeGreaterThan(200);
    return told;
  }

  private static long last(Crowd crowd) {
    return crowd.packets().get(crowd.packets().size() - 1).nanos();
  }

  private static List<String> shown(Collection<TlsConnection> told) {
    return told.stream().map(CrowdTest::shown).sorted().toList();
  }

  private static String shown(TlsConnection c) {
    return c.client()
        + " "
        + c.offer().map(Offer::max)
        + c.choice().map(Choice::version)
        + c.outcome()
        + c.ending()
        + c.names()
        + c.mail();
  }

  /** The clock is set back in the midst, by less and by more than a flow may be silent. */
  @ParameterizedTest
  @ValueSource(longs = {-10, -3_600, -3_700, -86_400, 3_700})
  void aClockThatIsSetHidesNobody(long seconds) {
    for (int round = 0; round < ROUNDS; round++) {
      Crowd crowd = crowd(round);
      List<WireFrame> packets = new ArrayList<>();
      for (WireFrame each : crowd.packets()) {
        boolean later = each.nanos() > Crowd.BEGIN + 2 * Crowd.SECOND;
        packets.add(moved(each, later ? seconds * Crowd.SECOND : 0));
      }
      Told told = Told.of(packets);
      assertThat(crowd.accused(told)).as(Rounds.again(round)).isEmpty();
      assertThat(crowd.missed(told).isEmpty() || told.isStated())
          .as("%s: %s %s", Rounds.again(round), crowd.missed(told), told.coverage().counts())
          .isTrue();
      assertThat(crowd.missed(told)).as(Rounds.again(round)).hasSizeLessThanOrEqualTo(6);
    }
  }

  private static WireFrame moved(WireFrame frame, long nanos) {
    return new WireFrame(
        frame.nanos() + nanos, frame.linkType(), frame.bytes(), frame.originalLength());
  }

  /** The two directions are captured by taps whose clocks are apart. */
  @ParameterizedTest
  @ValueSource(longs = {-5_000, -4_900, -1_000, 1_000, 4_900, 5_000})
  void tapsUpToFiveSecondsApartAreOneConnection(long millis) {
    for (int round = 0; round < ROUNDS; round++) {
      Crowd crowd = crowd(round);
      Told told = Told.of(apart(crowd, millis));
      assertThat(crowd.missed(told)).as(Rounds.again(round)).isEmpty();
      assertThat(crowd.accused(told)).as(Rounds.again(round)).isEmpty();
      assertThat(told.isStated()).as(Rounds.again(round)).isFalse();
    }
  }

  /** Further apart they may be read one by one; still nobody below the floor is lost. */
  @ParameterizedTest
  @ValueSource(longs = {-60_000, -9_000, -5_500, 5_500, 9_000, 60_000})
  void tapsFurtherApartHideNobody(long millis) {
    for (int round = 0; round < ROUNDS; round++) {
      Crowd crowd = crowd(round);
      Told told = Told.of(apart(crowd, millis));
      assertThat(crowd.missed(told).isEmpty() || told.isStated()).as(Rounds.again(round)).isTrue();
      assertThat(crowd.accused(told)).as(Rounds.again(round)).isEmpty();
    }
  }

  /** The packets of a crowd as captured, those of the servers so much later. */
  private static List<WireFrame> apart(Crowd crowd, long millis) {
    ToLongFunction<Exchange.Sent> at =
        sent -> sent.nanos() + (sent.fromClient() ? 0 : millis * 1_000_000);
    List<WireFrame> packets = new ArrayList<>();
    for (Exchange exchange : crowd.exchanges()) {
      for (Exchange.Sent sent : exchange.sent()) {
        packets.add(crowd.frame(exchange, sent, at.applyAsLong(sent)));
      }
    }
    packets.sort(Comparator.comparingLong(WireFrame::nanos));
    return packets;
  }
}
