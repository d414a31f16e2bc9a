package io.tlsfloor.capture.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.capture.Frame;
import io.tlsfloor.capture.chain.FrameLoop;
import io.tlsfloor.capture.connection.Analyzer;
import io.tlsfloor.capture.connection.AnalyzerOptions;
import io.tlsfloor.capture.file.CaptureFile;
import io.tlsfloor.capture.file.CaptureFiles;
import io.tlsfloor.parser.field.Field;
import io.tlsfloor.parser.observation.FrameRef;
import io.tlsfloor.parser.observation.Offer;
import io.tlsfloor.parser.observation.TlsConnection;
import io.tlsfloor.parser.observation.TlsVersion;
import io.tlsfloor.testing.Project;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A recorded run shows the bytes of the facts that the connection tells. */
class RecordingTest {
  private static final Path SAMPLES = Project.path("samples");

  static List<Path> captures() throws IOException {
    try (Stream<Path> folders = Files.list(SAMPLES)) {
      return folders
          .sorted()
          .flatMap(folder -> Stream.of("capture.pcapng", "capture.pcap").map(folder::resolve))
          .filter(Files::exists)
          .toList();
    }
  }

  private static List<TlsConnection> analyze(Path file) throws Exception {
    List<TlsConnection> connections = new ArrayList<>();
    Analyzer analyzer = new Analyzer(AnalyzerOptions.standard(address -> true), connections::add);
    Frame frame = new Frame();
    try (CaptureFile capture = CaptureFiles.open(file, analyzer.names())) {
      analyzer.begin(capture.name());
      while (capture.next(frame)) {
        analyzer.frame(frame);
      }
    }
    analyzer.end();
    return connections;
  }

  private static List<byte[]> frames(Path file) throws Exception {
    List<byte[]> frames = new ArrayList<>(List.of(new byte[0]));
    Frame frame = new Frame();
    try (CaptureFile capture = CaptureFiles.open(file, (address, name) -> {})) {
      while (capture.next(frame)) {
        byte[] bytes = new byte[frame.capturedLength()];
        frame.buffer().get(frame.offset(), bytes);
        frames.add(bytes);
      }
    }
    return frames;
  }

  private static List<Recording> trace(Path file, List<TlsConnection> connections)
      throws Exception {
    Set<Long> first = new HashSet<>();
    connections.forEach(connection -> first.add(connection.evidence().first().number()));
    RunRecorder recorder = new RunRecorder(first::contains);
    Analyzer analyzer =
        new Analyzer(AnalyzerOptions.standard(address -> true), connection -> {}, recorder);
    try (CaptureFile capture = CaptureFiles.open(file, analyzer.names())) {
      analyzer.begin(capture.name());
      FrameLoop.run(capture, analyzer::frame);
    }
    analyzer.end();
    return connections.stream()
        .map(connection -> recorder.recording(connection.evidence().first().number()).orElseThrow())
        .toList();
  }

  @ParameterizedTest
  @MethodSource("captures")
  void everyPlaceHoldsTheBytesThatItShows(Path file) throws Exception {
    List<TlsConnection> connections = analyze(file);
    List<byte[]> frames = frames(file);
    for (Recording trace : trace(file, connections)) {
      for (LocatedMessage message : trace.messages(List.of())) {
        List<List<FrameBytes>> places = message.places();
        for (int field = 0; field < places.size(); field++) {
          int length = 0;
          for (FrameBytes place : places.get(field)) {
            byte[] shown = HexFormat.ofDelimiter(" ").parseHex(message.hex(place));
            assertThat(frames.get((int) place.frame()))
                .as("%s of %s", message.fields().get(field), message.name())
                .hasSizeGreaterThanOrEqualTo(place.offset() + place.length());
            for (int i = 0; i < shown.length; i++) {
              assertThat(frames.get((int) place.frame())[place.offset() + i]).isEqualTo(shown[i]);
            }
            assertThat(message.frames()).contains(place.frame());
            length += place.length();
          }
          assertThat(length).isIn(0, message.fields().get(field).length());
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("captures")
  void theFieldsSayWhatTheConnectionSays(Path file) throws Exception {
    List<TlsConnection> connections = analyze(file);
    List<Recording> traces = trace(file, connections);
    assertThat(traces).hasSameSizeAs(connections);
    for (int i = 0; i < traces.size(); i++) {
      TlsConnection connection = connections.get(i);
      Recording trace = traces.get(i);
      assertThat(trace.packets()).isNotEmpty();
      assertThat(trace.packets().get(0).frame()).isEqualTo(connection.evidence().first().number());
      connection
          .offer()
          .map(Offer::legacyVersion)
          .ifPresent(version -> assertVersion(trace, "ClientHello", version));
      connection
          .offer()
          .flatMap(Offer::serverName)
          .ifPresent(name -> assertThat(meanings(trace, "ClientHello")).contains(name));
      connection
          .choice()
          .ifPresent(
              choice ->
                  assertThat(names(trace))
                      .anyMatch(n -> n.contains("ServerHello") || n.contains("HelloRetryRequest")));
      connection
          .alert()
          .ifPresent(
              alert ->
                  assertThat(meanings(trace, "Alert"))
                      .anyMatch(m -> m.startsWith(alert.description() + " ")));
      for (FrameRef hello : connection.evidence().clientHello()) {
        assertThat(trace.messages(List.of()))
            .filteredOn(m -> m.fromClient() && m.name().endsWith("ClientHello"))
            .as("frame %d", hello.number())
            .anyMatch(m -> m.frames().contains(hello.number()));
      }
    }
  }

  private static void assertVersion(Recording trace, String message, TlsVersion version) {
    assertThat(meanings(trace, message))
        .anyMatch(meaning -> meaning.startsWith(String.format("0x%04x", version.value())));
  }

  private static List<String> names(Recording trace) {
    return trace.messages(List.of()).stream().map(LocatedMessage::name).toList();
  }

  private static List<String> meanings(Recording trace, String message) {
    return trace.messages(List.of()).stream()
        .filter(m -> m.name().endsWith(message))
        .flatMap(m -> m.fields().stream())
        .map(Field::meaning)
        .toList();
  }

  @ParameterizedTest
  @MethodSource("captures")
  void looksAtEachFrameByItself(Path file) throws Exception {
    try (CaptureFile capture = CaptureFiles.open(file, (address, name) -> {})) {
      FrameLoop.run(
          capture,
          frame -> {
            FrameLook look = FrameLook.of(frame);
            assertThat(look.number()).isEqualTo(frame.number());
            assertThat(look.what()).isNotEmpty();
          });
    }
  }

  private static List<String> assembly(Recording recording, List<TlsConnection> connections) {
    TlsConnection connection =
        connections.stream()
            .filter(each -> each.evidence().first().number() == recording.first())
            .findFirst()
            .orElseThrow();
    return recording.assembly(connection, recording.messages(List.of()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"span-duplicates", "fragments", "tunnels"})
  void saysHowPacketsWerePutTogether(String sample) throws Exception {
    Path file = SAMPLES.resolve(sample).resolve("capture.pcapng");
    List<TlsConnection> connections = analyze(file);

    List<String> sentences =
        trace(file, connections).stream()
            .flatMap(each -> assembly(each, connections).stream())
            .toList();

    assertThat(sentences)
        .anyMatch(
            sentence ->
                switch (sample) {
                  case "span-duplicates" -> sentence.contains("sent again, or captured twice");
                  case "fragments" -> sentence.contains("makes an IP datagram whole");
                  default -> sentence.contains("came inside vlan:12");
                });
  }
}
