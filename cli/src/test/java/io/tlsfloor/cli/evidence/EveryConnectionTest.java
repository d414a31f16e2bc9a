package io.tlsfloor.cli.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.capture.Frame;
import io.tlsfloor.capture.connection.Analyzer;
import io.tlsfloor.capture.connection.AnalyzerOptions;
import io.tlsfloor.capture.connection.Replay;
import io.tlsfloor.capture.file.CaptureFile;
import io.tlsfloor.capture.file.CaptureFiles;
import io.tlsfloor.capture.file.CaptureFormatException;
import io.tlsfloor.capture.record.ConnectionFrames;
import io.tlsfloor.capture.record.ConnectionProof;
import io.tlsfloor.capture.record.FrameKeeper;
import io.tlsfloor.capture.record.ProvingFrame;
import io.tlsfloor.parser.observation.Choice;
import io.tlsfloor.parser.observation.EndedHow;
import io.tlsfloor.parser.observation.Offer;
import io.tlsfloor.parser.observation.PrefaceKind;
import io.tlsfloor.parser.observation.TlsConnection;
import io.tlsfloor.parser.observation.TlsVersion;
import io.tlsfloor.rules.HomeNetworks;
import io.tlsfloor.testing.Project;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The frames that prove a connection are enough to read it again: for every connection of every
 * sample, also those that nothing is wrong with (TLS 1.3, QUIC). {@code -Dtlsfloor.samples=DIR}
 * reads other captures, in any folder below.
 */
class EveryConnectionTest {
  private static final Path SAMPLES =
      Path.of(System.getProperty("tlsfloor.samples", Project.path("samples").toString()));
  private static final AnalyzerOptions OPTIONS =
      AnalyzerOptions.standard(HomeNetworks.standard()::contains);

  private record Told(TlsConnection connection, ConnectionFrames frames) {}

  @TestFactory
  Stream<DynamicTest> isReadAgainFromItsProof() throws IOException {
    try (Stream<Path> files = Files.walk(SAMPLES)) {
      return files
          .filter(file -> file.toString().matches(".*\\.p?cap(ng)?"))
          .sorted()
          .toList()
          .stream()
          .map(
              file ->
                  DynamicTest.dynamicTest(
                      SAMPLES.relativize(file).toString(), () -> readAgain(file)));
    }
  }

  private static void readAgain(Path file) throws IOException {
    List<String> before = new ArrayList<>();
    List<String> after = new ArrayList<>();
    for (Told told : told(file)) {
      if (told.frames().whole()) {
        before.add(words(told.connection()));
        after.add(again(told).map(EveryConnectionTest::words).orElse("nothing"));
      }
    }
    assertThat(after).isEqualTo(before);
  }

  private static List<Told> told(Path file) throws IOException {
    List<Told> all = new ArrayList<>();
    FrameKeeper keeper = new FrameKeeper(FrameKeeper.DEFAULT_MAX_BYTES);
    Analyzer analyzer =
        new Analyzer(OPTIONS, connection -> all.add(new Told(connection, keeper.told())), keeper);
    Frame frame = new Frame();
    try (CaptureFile capture = CaptureFiles.open(file, analyzer.names())) {
      analyzer.begin("capture");
      while (capture.next(frame)) {
        analyzer.frame(frame);
      }
      capture.captureEnd().ifPresent(analyzer::tick);
      analyzer.end();
      return all;
    } catch (CaptureFormatException e) {
      return List.of(); // no capture
    }
  }

  private static List<ProvingFrame> proof(Told told) {
    List<ProvingFrame> all =
        new ArrayList<>(ConnectionProof.ofNames(told.frames(), told.frames().answers().keySet()));
    Replay.of(told.frames(), told.connection())
        .map(read -> ConnectionProof.of(told.frames().frames(), told.connection(), read))
        .ifPresent(all::addAll);
    return all;
  }

  /** The last connection that is told of the proof: a proof of ports used again begins another. */
  private static Optional<TlsConnection> again(Told told) {
    List<TlsConnection> all = new ArrayList<>();
    Analyzer analyzer = new Analyzer(OPTIONS, all::add);
    analyzer.begin("proof");
    Frame frame = new Frame();
    long number = 0;
    for (ProvingFrame each : proof(told)) {
      byte[] bytes = each.bytes();
      frame.bytes(ByteBuffer.wrap(bytes), 0, bytes.length, each.frame().originalLength());
      frame.about(
          ++number, each.frame().linkType(), each.frame().timeNanos(), each.frame().timeKnown());
      analyzer.frame(frame);
    }
    if (told.connection().ending().map(e -> e.how() == EndedHow.TIMEOUT).orElse(false)) {
      analyzer.tick(told.frames().toldNanos());
    }
    analyzer.end();
    return all.size() == 1 ? Optional.of(all.get(0)) : Optional.empty();
  }

  private static String words(TlsConnection c) {
    return String.join(
        " | ",
        c.protocol() + " " + c.client() + " to " + c.server(),
        "offered " + c.offer().map(EveryConnectionTest::words).orElse("-"),
        "chosen " + c.choice().map(Choice::version).map(TlsVersion::toString).orElse("-"),
        "inferred " + c.inferred().map(TlsVersion::toString).orElse("-"),
        c.outcome().toString(),
        "alert " + c.alert(),
        "way " + PrefaceKind.labels(c.way().prefaces()) + c.way().target() + c.way().tunnels(),
        "mail " + c.mail().map(m -> m.requested() + " " + m.commandsInClear()).orElse("-"));
  }

  private static String words(Offer offer) {
    return offer.format()
        + " "
        + offer.max()
        + " "
        + offer.versions()
        + " "
        + offer.serverName()
        + " "
        + offer.ja3();
  }
}
