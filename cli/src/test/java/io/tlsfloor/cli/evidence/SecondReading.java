package io.tlsfloor.cli.evidence;

import io.tlsfloor.capture.Frame;
import io.tlsfloor.capture.connection.Analyzer;
import io.tlsfloor.capture.connection.AnalyzerOptions;
import io.tlsfloor.capture.file.CaptureFile;
import io.tlsfloor.capture.file.CaptureFiles;
import io.tlsfloor.capture.file.CaptureFormatException;
import io.tlsfloor.capture.record.FrameKeeper;
import io.tlsfloor.cli.Sample;
import io.tlsfloor.parser.observation.Choice;
import io.tlsfloor.parser.observation.Offer;
import io.tlsfloor.parser.observation.TlsConnection;
import io.tlsfloor.parser.observation.TlsVersion;
import io.tlsfloor.report.model.EventId;
import io.tlsfloor.rules.Adjustments;
import io.tlsfloor.rules.Confidence;
import io.tlsfloor.rules.Direction;
import io.tlsfloor.rules.HomeNetworks;
import io.tlsfloor.rules.Judgement;
import io.tlsfloor.rules.Policy;
import io.tlsfloor.rules.RuleId;
import io.tlsfloor.rules.Service;
import io.tlsfloor.rules.Severity;
import io.tlsfloor.rules.catalogue.Catalogue;
import io.tlsfloor.rules.judge.Judge;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** Holds what the program makes of a capture, as far as evidence must not change it. */
final class SecondReading {
  /** Flags whatever a rule found. */
  static final String[] ALL = {
    "--any-service", "--direction", "any", "--min-confidence", "low", "--quiet"
  };

  private static final Policy POLICY =
      new Policy(
          TlsVersion.TLS_1_2,
          Severity.LOW,
          Confidence.LOW,
          true,
          Set.of(RuleId.values()),
          Set.of(Direction.values()),
          Set.of(),
          HomeNetworks.standard(),
          Adjustments.NONE);
  private static final Judge JUDGE = new Judge(POLICY, Catalogue.bundled());

  private static final Map<String, Map<String, String>> SAMPLES = new ConcurrentHashMap<>();

  private SecondReading() {}

  /** The flagged connections of a sample, in words, by event id: read once. */
  static Map<String, String> of(Sample sample) {
    return SAMPLES.computeIfAbsent(sample.name(), name -> of(sample.capture()));
  }

  /** The flagged connections of a capture, in words, by event id. */
  static Map<String, String> of(Path capture) {
    Map<String, String> told = new TreeMap<>();
    Analyzer analyzer =
        new Analyzer(
            AnalyzerOptions.standard(POLICY.homeNetworks()::contains),
            connection -> {
              Judgement judgement = JUDGE.judge(connection);
              if (judgement.flagged()) {
                told.put(EventId.of(connection), words(judgement));
              }
            });
    Frame frame = new Frame();
    try (CaptureFile file = CaptureFiles.open(capture, analyzer.names())) {
      analyzer.begin(capture.toString());
      while (file.next(frame)) {
        analyzer.frame(frame);
      }
      if (file.damage().isThere()) {
        throw new IllegalStateException(capture + ": " + file.damage().what());
      }
      file.captureEnd().ifPresent(analyzer::tick);
      analyzer.end();
      return told;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (CaptureFormatException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Gives what is flagged in a capture to {@code evidence}. */
  static void evidence(Path capture, EvidenceWriter evidence) throws IOException {
    FrameKeeper keeper = new FrameKeeper(FrameKeeper.DEFAULT_MAX_BYTES);
    Analyzer analyzer =
        new Analyzer(
            AnalyzerOptions.standard(POLICY.homeNetworks()::contains),
            connection -> {
              Judgement judgement = JUDGE.judge(connection);
              if (judgement.flagged()) {
                evidence.add(judgement, keeper.told());
              }
            },
            keeper);
    Frame frame = new Frame();
    try (CaptureFile file = CaptureFiles.open(capture, analyzer.names())) {
      analyzer.begin("eth0");
      while (file.next(frame)) {
        analyzer.frame(frame);
      }
      analyzer.end();
    } catch (CaptureFormatException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String words(Judgement judgement) {
    TlsConnection connection = judgement.connection();
    return String.join(
        " | ",
        connection.client() + " to " + connection.server(),
        "offered " + connection.offer().map(SecondReading::words).orElse("-"),
        "chosen " + connection.choice().map(Choice::version).map(Object::toString).orElse("-"),
        "inferred " + connection.inferred().map(Object::toString).orElse("-"),
        connection.outcome().toString(),
        judgement.service().map(SecondReading::words).orElse("no service"),
        judgement.stack().map(stack -> stack.name()).orElse("no stack"),
        judgement.findings().stream()
            .map(f -> f.rule() + " " + f.severity() + " " + f.confidence())
            .toList()
            .toString());
  }

  private static String words(Offer offer) {
    return offer.format() + " " + offer.max() + " " + offer.versions() + " " + offer.ja3();
  }

  private static String words(Service service) {
    return service.instance() + " " + service.matched() + " by " + service.evidence();
  }
}
