package io.tlsfloor.cli.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.capture.Frame;
import io.tlsfloor.capture.connection.Analyzer;
import io.tlsfloor.capture.connection.AnalyzerOptions;
import io.tlsfloor.cli.Sample;
import io.tlsfloor.parser.observation.Choice;
import io.tlsfloor.parser.observation.Offer;
import io.tlsfloor.parser.observation.Outcome;
import io.tlsfloor.parser.observation.Peer;
import io.tlsfloor.parser.observation.TlsConnection;
import io.tlsfloor.parser.observation.TlsVersion;
import io.tlsfloor.rules.Finding;
import io.tlsfloor.rules.Judgement;
import io.tlsfloor.rules.Policy;
import io.tlsfloor.rules.catalogue.Catalogue;
import io.tlsfloor.rules.judge.Judge;
import io.tlsfloor.testing.WireFrame;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Holds what the program makes of packets, as far as it must not depend on how they lie. */
final class Verdicts {
  private static final Policy POLICY = Policy.standard();
  private static final Judge JUDGE = new Judge(POLICY, Catalogue.bundled());

  private static final Map<String, List<Verdict>> SAMPLES = new ConcurrentHashMap<>();

  private Verdicts() {}

  /**
   * One connection's verdict.
   *
   * @param client address and port
   * @param server address and port
   * @param offered what the hello offers, in words; empty where none was read
   * @param max the highest version offered
   * @param chosen version and message
   * @param choice the version alone
   * @param inferred version told by records
   * @param service whose, and by which evidence
   * @param rules what was found, with severities
   */
  record Verdict(
      String client,
      String server,
      Optional<String> offered,
      Optional<TlsVersion> max,
      Optional<String> chosen,
      Optional<TlsVersion> choice,
      Optional<TlsVersion> inferred,
      Outcome outcome,
      Optional<String> service,
      List<String> rules)
      implements Comparable<Verdict> {
    private static Verdict of(Judgement judgement) {
      TlsConnection connection = judgement.connection();
      return new Verdict(
          text(connection.client()),
          text(connection.server()),
          connection.offer().map(Verdict::text),
          connection.offer().map(Offer::max),
          connection.choice().map(Verdict::text),
          connection.choice().map(Choice::version),
          connection.inferred(),
          connection.outcome(),
          judgement.service().map(s -> s.instance() + " " + s.matched() + " by " + s.evidence()),
          judgement.findings().stream().map(Verdict::text).sorted().toList());
    }

    private static String text(Peer peer) {
      return peer.address() + "#" + peer.port();
    }

    private static String text(Offer offer) {
      return offer.format()
          + (offer.whole() ? " " : " half ")
          + offer.versions().map(Object::toString).orElse("")
          + (offer.fallbackScsv() ? " fallback " : " ")
          + offer.serverName().orElse("-")
          + " "
          + offer.ja3().orElse("-");
    }

    private static String text(Choice choice) {
      return choice.version() + " " + choice.basis() + (choice.whole() ? "" : " half");
    }

    private static String text(Finding finding) {
      return finding.rule() + " " + finding.severity() + " " + finding.confidence();
    }

    @Override
    public int compareTo(Verdict other) {
      return toString().compareTo(other.toString());
    }
  }

  /** The verdicts on a sample as it is, sorted: worked out once. */
  static List<Verdict> of(Sample sample) {
    return SAMPLES.computeIfAbsent(sample.name(), name -> List.copyOf(of(sample.packets())));
  }

  /** The verdicts on {@code packets}, sorted. */
  static List<Verdict> of(List<WireFrame> packets) {
    return of(packets, JUDGE, AnalyzerOptions.standard(POLICY.homeNetworks()::contains));
  }

  /** The verdicts on {@code packets} by another judge and within other limits, sorted. */
  static List<Verdict> of(List<WireFrame> packets, Judge judge, AnalyzerOptions options) {
    List<Verdict> verdicts = new ArrayList<>();
    Analyzer analyzer =
        new Analyzer(options, connection -> verdicts.add(Verdict.of(judge.judge(connection))));
    feed(analyzer, packets);
    analyzer.end();
    verdicts.sort(null);
    return verdicts;
  }

  /** Of a part of the packets at most as much is told as of all, and nothing else. */
  static void assertWeaker(List<Verdict> told, List<Verdict> whole) {
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
}
