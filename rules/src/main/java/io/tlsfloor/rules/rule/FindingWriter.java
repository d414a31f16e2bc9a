package io.tlsfloor.rules.rule;

import io.tlsfloor.parser.observation.FrameRef;
import io.tlsfloor.parser.observation.IpAddress;
import io.tlsfloor.parser.observation.NameSeen;
import io.tlsfloor.parser.observation.NameSource;
import io.tlsfloor.parser.observation.Reported;
import io.tlsfloor.parser.observation.TlsVersion;
import io.tlsfloor.rules.ClientStack;
import io.tlsfloor.rules.Confidence;
import io.tlsfloor.rules.Ends;
import io.tlsfloor.rules.Finding;
import io.tlsfloor.rules.FindingEvidence;
import io.tlsfloor.rules.Remedy;
import io.tlsfloor.rules.RuleId;
import io.tlsfloor.rules.Sentence;
import io.tlsfloor.rules.Service;
import io.tlsfloor.rules.ServiceEvidence;
import io.tlsfloor.rules.Severity;
import io.tlsfloor.rules.catalogue.Ports;
import io.tlsfloor.rules.catalogue.Row;
import io.tlsfloor.rules.catalogue.RowScope;
import io.tlsfloor.rules.resource.Tsv;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Completes a finding: confidence, sentence, remedy and date come from the facts in the same way
 * for every rule.
 */
final class FindingWriter {
  private final RuleId rule;
  private final Severity severity;
  private final Facts facts;
  private final List<FindingEvidence> evidence = new ArrayList<>(3);
  private Confidence confidence;
  private Optional<Enforcement> enforcement = Optional.empty();
  private String topic;

  FindingWriter(RuleId rule, Severity severity, Facts facts) {
    this.rule = rule;
    this.severity = severity;
    this.facts = facts;
    this.confidence =
        facts
            .service()
            .map(Service::confidence)
            .orElse(Confidence.HIGH)
            .and(RuleWords.sure(facts.connection(), true));
    this.topic = Remedies.topic(rule);
  }

  /** Lowers the confidence to that of the version's evidence. */
  FindingWriter sure(Confidence version) {
    confidence = confidence.and(version);
    return this;
  }

  /** Says since or until when the service refuses {@code version}, where that is published. */
  FindingWriter enforced(TlsVersion version) {
    return facts.row().isPresent() ? enforced(version, facts.row().get()) : this;
  }

  /** Works as {@link #enforced(TlsVersion)}, for the host of another row than the service's. */
  FindingWriter enforced(TlsVersion version, Row row) {
    if (version.isBefore(TlsVersion.TLS_1_2)) {
      enforcement = Enforcement.of(row, facts.serverPort());
    }
    return this;
  }

  /** Says what is to be done, where that does not follow from the rule. */
  FindingWriter about(String other) {
    topic = other;
    return this;
  }

  /** Adds a place to look at: the first of {@code frames}, or no frame. */
  FindingWriter see(List<FrameRef> frames, String field, String value) {
    FrameRef first = facts.connection().evidence().first();
    evidence.add(
        frames.isEmpty()
            ? new FindingEvidence(first.file(), 0, field, value)
            : new FindingEvidence(frames.get(0).file(), frames.get(0).number(), field, value));
    return this;
  }

  /**
   * The finding.
   *
   * @param happened appends what happened, to follow the client and the service
   */
  Finding says(Consumer<StringBuilder> happened) {
    Optional<FrameRef> answer = namedIn();
    if (answer.isPresent()) {
      see(List.of(answer.get()), "dns.answer", facts.service().map(Service::host).orElse(""));
    }
    Remedy remedy = Remedies.of(topic, facts);
    return new Finding(
        rule,
        severity,
        confidence,
        new Sentence(new Words(happened)),
        evidence,
        Optional.of(remedy),
        enforcement.flatMap(Enforcement::date),
        Optional.empty(),
        Optional.empty());
  }

  /** The parts of the sentence, from the facts. */
  private final class Words implements Sentence.Parts {
    private final Consumer<StringBuilder> happened;

    Words(Consumer<StringBuilder> happened) {
      this.happened = happened;
    }

    @Override
    public void ends(StringBuilder text) {
      Ends ends = facts.ends();
      who(text, ends);
      text.append(" to ");
      whom(text, ends);
    }

    @Override
    public void happened(StringBuilder text) {
      happened.accept(text);
      text.append(RuleWords.contested(facts.connection()));
      text.append("; confidence ").append(RuleWords.of(confidence));
      if (facts.stack().isPresent()) {
        text.append(looksLike(facts.stack().get()));
      }
      if (enforcement.isPresent()) {
        text.append("; ").append(enforcement.get().text());
      }
      Optional<String> note = facts.service().flatMap(Service::note);
      if (note.isPresent()) {
        text.append("; note: ").append(note.get());
      }
    }
  }

  /** A report names a user, and has no port; its address may be one of many behind it. */
  private void who(StringBuilder sentence, Ends ends) {
    Optional<Reported> report = facts.connection().report();
    IpAddress address = ends.client().address();
    if (report.isEmpty()) {
      sentence.append(ends.client());
      return;
    }
    Optional<String> name = report.get().user().or(report.get()::device);
    sentence.append(name.orElse(""));
    if (!Reported.isStandIn(address)) {
      sentence.append(name.isPresent() ? " at " : "").append(address);
    }
  }

  private void whom(StringBuilder sentence, Ends ends) {
    if (facts.service().isEmpty()) {
      sentence.append(ends.server());
      return;
    }
    Service service = facts.service().get();
    Optional<FrameRef> answer = namedIn();
    sentence
        .append(service.name())
        .append(" (")
        .append(service.host())
        .append(", port ")
        .append(facts.serverPort())
        .append(", known by ")
        .append(RuleWords.of(service.evidence()))
        .append(answer.isPresent() ? place(answer.get()) : "")
        .append(")");
  }

  /** The frame of the DNS answer that identified the service; empty if something else did. */
  private Optional<FrameRef> namedIn() {
    Optional<Service> byDns =
        facts.service().filter(service -> service.evidence() == ServiceEvidence.DNS);
    if (byDns.isPresent()) {
      for (NameSeen name : facts.connection().names()) {
        if (name.from() == NameSource.DNS && name.name().equalsIgnoreCase(byDns.get().host())) {
          return name.frame();
        }
      }
    }
    return Optional.empty();
  }

  private String place(FrameRef frame) {
    boolean here = frame.file().equals(facts.connection().evidence().first().file());
    String unit = facts.connection().log().isPresent() ? " in line " : " in frame ";
    return unit + frame.number() + (here ? "" : " of " + frame.file());
  }

  private static String looksLike(ClientStack stack) {
    return "; the client looks like "
        + stack.name()
        + " ("
        + RuleWords.of(stack.confidence())
        + (stack.candidates().size() > 1
            ? ", one of " + stack.candidates().size() + " that fit)"
            : ")");
  }

  /**
   * Since or until when a service refuses TLS 1.0 and 1.1.
   *
   * @param date ISO 8601, where one is published
   * @param text for a sentence
   */
  private record Enforcement(Optional<String> date, String text) {
    private record EnforcementRow(RowScope scope, Optional<Ports> ports, Enforcement enforcement) {}

    private static final class Table {
      static final List<EnforcementRow> ENTRIES = read();

      private static List<EnforcementRow> read() {
        List<EnforcementRow> entries = new ArrayList<>();
        for (String[] row : Tsv.rows(Enforcement.class, "enforcement.tsv", 7)) {
          Optional<Ports> ports =
              row[3].equals("*") ? Optional.empty() : Optional.of(Ports.parse(row[3]));
          Optional<String> date = row[4].equals("-") ? Optional.empty() : Optional.of(row[4]);
          entries.add(
              new EnforcementRow(
                  new RowScope(row[0], row[1], row[2]), ports, new Enforcement(date, row[5])));
        }
        return entries;
      }
    }

    /** Returns what is published for the service of {@code row} on {@code port}. */
    static Optional<Enforcement> of(Row row, int port) {
      for (EnforcementRow entry : Table.ENTRIES) {
        if (entry.scope.covers(row)
            && (entry.ports.isEmpty() || entry.ports.get().contains(port))) {
          return Optional.of(entry.enforcement);
        }
      }
      return Optional.empty();
    }
  }
}
