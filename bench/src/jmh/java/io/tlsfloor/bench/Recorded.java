package io.tlsfloor.bench;

import io.tlsfloor.capture.Frame;
import io.tlsfloor.capture.chain.FrameLoop;
import io.tlsfloor.capture.connection.Analyzer;
import io.tlsfloor.capture.connection.AnalyzerOptions;
import io.tlsfloor.capture.file.CaptureFile;
import io.tlsfloor.capture.file.CaptureFiles;
import io.tlsfloor.capture.file.CaptureFormatException;
import io.tlsfloor.parser.observation.TlsConnection;
import io.tlsfloor.rules.HomeNetworks;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Simulated traffic in memory: its frames, and the connections in it. */
final class Recorded {
  private static final int BYTES = 4 << 20;
  private static final OfficeTraffic.Shape SHAPE = new OfficeTraffic.Shape(1, 100, 1, 14);

  final List<ByteBuffer> frames = new ArrayList<>();
  final List<Long> times = new ArrayList<>();
  final List<TlsConnection> connections = new ArrayList<>();

  /** Makes it; the same each time. */
  Recorded() throws IOException {
    Path file = Files.createTempFile("tlsfloor", ".pcap");
    try {
      try (PcapWriter out = new PcapWriter(file)) {
        new OfficeTraffic(SHAPE).write(out, BYTES);
      }
      try (CaptureFile capture = CaptureFiles.open(file, (address, name) -> {})) {
        FrameLoop.run(capture, this::keep);
      }
    } catch (CaptureFormatException e) {
      throw new IllegalStateException("the generator's own capture cannot be read", e);
    } finally {
      Files.delete(file);
    }
    analyze(connections);
  }

  private void keep(Frame frame) {
    ByteBuffer copy = ByteBuffer.allocateDirect(frame.capturedLength());
    copy.put(0, frame.buffer(), frame.offset(), frame.capturedLength());
    frames.add(copy);
    times.add(frame.timeNanos());
  }

  /** Analyzes all of it once; how many connections there were. */
  int analyze(List<TlsConnection> into) {
    Analyzer analyzer =
        new Analyzer(AnalyzerOptions.standard(HomeNetworks.standard()::contains), into::add);
    analyzer.begin("bench.pcap");
    Frame frame = new Frame();
    for (int i = 0; i < frames.size(); i++) {
      ByteBuffer bytes = frames.get(i);
      frame.bytes(bytes, 0, bytes.capacity(), bytes.capacity());
      frame.about(i + 1, 1, times.get(i), true);
      analyzer.frame(frame);
    }
    analyzer.end();
    return (int) analyzer.connections();
  }
}
