package io.tlsfloor.capture.proof;

import io.tlsfloor.capture.Frame;
import io.tlsfloor.capture.connection.Analyzer;
import io.tlsfloor.capture.connection.AnalyzerOptions;
import io.tlsfloor.parser.observation.Coverage;
import io.tlsfloor.parser.observation.TlsConnection;
import io.tlsfloor.rules.Hiding;
import io.tlsfloor.rules.Judgement;
import io.tlsfloor.rules.Policy;
import io.tlsfloor.rules.catalogue.Catalogue;
import io.tlsfloor.rules.judge.Judge;
import io.tlsfloor.testing.WireFrame;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Holds what is told of a capture, as judged.
 *
 * @param all connections, in the order of their verdicts
 * @param coverage what was not seen
 */
record Told(List<Judgement> all, Coverage coverage) {
  private static final Policy POLICY = Policy.standard();
  private static final Judge JUDGE = new Judge(POLICY, Catalogue.bundled());
  private static final Hiding HIDING = new Hiding(POLICY);

  /** How connections are followed. */
  static AnalyzerOptions options() {
    return AnalyzerOptions.standard(POLICY.homeNetworks()::contains);
  }

  static Told of(List<WireFrame> packets) {
    return of(packets, options());
  }

  static Told of(List<WireFrame> packets, AnalyzerOptions options) {
    List<Judgement> all = new ArrayList<>();
    Analyzer analyzer = new Analyzer(options, connection -> all.add(judge(connection)));
    feed(analyzer, packets);
    analyzer.end();
    return new Told(all, analyzer.coverage());
  }

  static Judgement judge(TlsConnection connection) {
    return JUDGE.judge(connection);
  }

  /** Gives packets to {@code analyzer}, and leaves it open. */
  static void feed(Analyzer analyzer, List<WireFrame> packets) {
    analyzer.begin("packets");
    Frame frame = new Frame();
    long number = 0;
    for (WireFrame packet : packets) {
      frame.bytes(
          ByteBuffer.wrap(packet.bytes()), 0, packet.bytes().length, packet.originalLength());
      frame.about(++number, packet.linkType(), packet.nanos(), true);
      analyzer.frame(frame);
    }
  }

  /** Those that a finding is about. */
  Stream<Judgement> flagged() {
    return all.stream().filter(Judgement::flagged);
  }

  /** Returns whether a scan would state by exit status 3 that it may have missed something. */
  boolean isStated() {
    return all.stream().anyMatch(HIDING::couldHide)
        || coverage.counts().keySet().stream().anyMatch(Hiding::couldHide);
  }

  /** Returns whether a finding is said to be in doubt. */
  static boolean isDoubted(TlsConnection connection) {
    return connection.evidence().contested() || connection.evidence().notTaken();
  }
}
