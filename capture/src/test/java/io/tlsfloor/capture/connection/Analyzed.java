package io.tlsfloor.capture.connection;

import io.tlsfloor.capture.Frame;
import io.tlsfloor.parser.observation.ClientName;
import io.tlsfloor.parser.observation.Coverage;
import io.tlsfloor.parser.observation.TlsConnection;
import io.tlsfloor.testing.WireFrame;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Holds what the analyzer tells of a capture: connections, what was lost, names of clients. */
record Analyzed(List<TlsConnection> connections, Coverage coverage, List<ClientName> clientNames) {
  /** Clients are those of 10.0.0.0/8. */
  static final AnalyzerOptions OPTIONS =
      AnalyzerOptions.standard(address -> address.low() >>> 24 == 10);

  static Analyzed of(List<WireFrame> frames, AnalyzerOptions options) {
    return of(frames, options, List.of());
  }

  /** The same of frames that several interfaces captured. */
  static Analyzed of(List<WireFrame> frames, AnalyzerOptions options, List<Integer> interfaces) {
    List<TlsConnection> connections = new ArrayList<>();
    Analyzer analyzer = new Analyzer(options, connections::add);
    analyzer.begin("test.pcap");
    feed(analyzer, frames, interfaces);
    analyzer.end();
    return new Analyzed(connections, analyzer.coverage(), analyzer.clientNames());
  }

  /** Hands an analyzer the frames of a capture that has begun. */
  static void feed(Analyzer analyzer, List<WireFrame> frames) {
    feed(analyzer, frames, List.of());
  }

  /** The same of frames that several interfaces captured. */
  static void feed(Analyzer analyzer, List<WireFrame> frames, List<Integer> interfaces) {
    Frame frame = new Frame();
    for (int i = 0; i < frames.size(); i++) {
      WireFrame each = frames.get(i);
      frame.bytes(ByteBuffer.wrap(each.bytes()), 0, each.bytes().length, each.originalLength());
      frame.about(i + 1, each.linkType(), each.nanos(), true);
      frame.interfaceNumber(interfaces.isEmpty() ? 0 : interfaces.get(i));
      analyzer.frame(frame);
    }
  }
}
