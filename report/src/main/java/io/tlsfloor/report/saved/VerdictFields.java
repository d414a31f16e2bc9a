package io.tlsfloor.report.saved;

import static io.tlsfloor.report.saved.Fields.object;
import static io.tlsfloor.report.saved.Scalar.DATE;
import static io.tlsfloor.report.saved.Scalar.DAY;
import static io.tlsfloor.report.saved.Scalar.HOST;
import static io.tlsfloor.report.saved.Scalar.SENTENCE;
import static io.tlsfloor.report.saved.Scalar.SMALL;
import static io.tlsfloor.report.saved.Scalar.STACK;

import io.tlsfloor.rules.ClientStack;
import io.tlsfloor.rules.Confidence;
import io.tlsfloor.rules.Finding;
import io.tlsfloor.rules.Finding.Waiver;
import io.tlsfloor.rules.FindingEvidence;
import io.tlsfloor.rules.Judgement;
import io.tlsfloor.rules.Remedy;
import io.tlsfloor.rules.RuleId;
import io.tlsfloor.rules.Service;
import io.tlsfloor.rules.ServiceEvidence;
import io.tlsfloor.rules.Severity;
import java.io.IOException;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** The fields of a connection's line that say what policy makes of it. */
final class VerdictFields {
  static final Scalar<RuleId> RULE = Scalar.dashed(RuleId.class);

  /** How bad something is. */
  static final Scalar<Severity> SEVERITY = Scalar.word(Severity.class);

  private static final Scalar<Confidence> CONFIDENCE = Scalar.word(Confidence.class);
  private static final Scalar<ServiceEvidence> EVIDENCE = Scalar.word(ServiceEvidence.class);

  static final Scalar<String> INSTANCE = Scalar.text("Worldwide");
  static final Scalar<String> AREA = Scalar.text("Exchange");
  static final Scalar<String> SERVICE = Scalar.text("Exchange Online");

  private static final Scalar<String> CATEGORY = Scalar.text("Optimize");
  private static final Scalar<String> MATCHED = Scalar.text("*.sharepoint.com");
  private static final Scalar<String> FIELD = Scalar.text("client_hello.legacy_version");
  private static final Scalar<String> VALUE = Scalar.text("0x0301");
  private static final Scalar<String> REASON = Scalar.text("printer, replaced in spring");
  static final Scalar<String> OWNER = Scalar.text("facilities");
  private static final Scalar<String> REFERENCE =
      Scalar.text(
          "https://learn.microsoft.com/purview/technical-reference-details-about-encryption");
  private static final Scalar<String> TO_DO = Scalar.text("Set MinProtocol to TLSv1.2.");

  private VerdictFields() {}

  /**
   * What policy makes of a connection.
   *
   * @param service whose it is
   * @param stack what the client looks like
   * @param findings what rules found, worst first
   */
  record Verdict(Optional<Service> service, Optional<ClientStack> stack, List<Finding> findings) {}

  /**
   * Its fields.
   *
   * @param file that its evidence is in
   * @param message the sentence of the worst finding
   */
  static Verdict fields(Fields<Judgement> own, String file, Optional<String> message)
      throws IOException {
    Optional<Service> service =
        own.anyOrNull(
            "service",
            "Whose it is; null when it is not Microsoft 365.",
            object(VerdictFields::service),
            Judgement::service);
    Optional<ClientStack> stack =
        own.any(
            "client_stack",
            "What the client looks like; left out where it is not known.",
            object(VerdictFields::stack),
            Judgement::stack);
    own.alsoAny(
        "severity", "Of the worst finding; left out without one.", SEVERITY, Judgement::severity);
    return new Verdict(
        service,
        stack,
        own.list(
            "findings",
            "Worst first.",
            object(new Elsewhere(file, message), VerdictFields::finding),
            Judgement::findings));
  }

  private static Service service(Fields<Service> service) throws IOException {
    return new Service(
        service.needed("instance", "Of the endpoint list.", INSTANCE, Service::instance),
        service.needed("area", "Microsoft's service area.", AREA, Service::area),
        service.needed("name", "The service, for people.", SERVICE, Service::name),
        service.any("set", "Id of the endpoint set; left out for none.", SMALL, Service::set),
        service.any(
            "category",
            "Optimize, Allow or Default; left out where the set has none.",
            CATEGORY,
            Service::category),
        service.needed("matched", "The row's value as in the list.", MATCHED, Service::matched),
        service.needed("host", "The name or address that matched.", HOST, Service::host),
        service.needed("evidence", "Where that stood.", EVIDENCE, Service::evidence),
        service.needed("confidence", "How sure that is.", CONFIDENCE, Service::confidence),
        service.any(
            "note",
            "What a reader should know beside it; left out for nothing.",
            SENTENCE,
            Service::note));
  }

  /** Remedies are told already: the key, which finds them, is not in the line. */
  static ClientStack stack(Fields<ClientStack> stack) throws IOException {
    return new ClientStack(
        stack.needed("name", "What the client most likely is.", STACK, ClientStack::name),
        "",
        stack.needed("confidence", "How sure that is.", CONFIDENCE, ClientStack::confidence),
        stack.list("candidates", "All that it may be.", STACK, ClientStack::candidates));
  }

  /**
   * What other fields say of a finding.
   *
   * @param file that its evidence is in
   * @param message the sentence of the worst finding of a connection
   */
  private record Elsewhere(String file, Optional<String> message) {
    Optional<String> unsaid(Finding finding) {
      String sentence = finding.summary();
      return message.isPresent() && message.get().equals(sentence)
          ? Optional.empty()
          : Optional.of(sentence);
    }
  }

  /**
   * The fields of a finding.
   *
   * @param file that its evidence is in
   */
  static Finding finding(Fields<Finding> finding, String file) throws IOException {
    return finding(finding, new Elsewhere(file, Optional.empty()));
  }

  private static Finding finding(Fields<Finding> finding, Elsewhere line) throws IOException {
    return new Finding(
        finding.needed("rule", "Which rule found it.", RULE, Finding::rule),
        finding.needed("severity", "How bad it is.", SEVERITY, Finding::severity),
        finding.needed("confidence", "How sure it is.", CONFIDENCE, Finding::confidence),
        finding
            .any(
                "summary",
                "It in one sentence; left out where that is the line's message.",
                SENTENCE,
                line::unsaid)
            .or(line::message)
            .orElseThrow(() -> finding.wrong("summary")),
        finding.list(
            "evidence",
            "Where to look.",
            object(line.file(), VerdictFields::evidence),
            Finding::evidence),
        finding.any(
            "remedy",
            "What to do about it; left out where nothing is known.",
            object(VerdictFields::remedy),
            Finding::remedy),
        finding.any(
            "enforced",
            "Since or until when the service refuses it; left out where it set no date.",
            DATE,
            Finding::enforced),
        waiver(finding),
        finding.any(
            "expired_exception",
            "What covered it until a day before that of its packets; left out for none.",
            object(VerdictFields::expired),
            Finding::expired));
  }

  private static Waiver expired(Fields<Waiver> waiver) throws IOException {
    return new Waiver(
        waiver.needed("reason", "Why.", REASON, Waiver::reason),
        waiver.needed("owner", "Who answered for it.", OWNER, Waiver::owner),
        waiver.needed("until", "The last day on which it held.", DAY, Waiver::until));
  }

  private static FindingEvidence evidence(Fields<FindingEvidence> evidence, String file)
      throws IOException {
    return new FindingEvidence(
        file,
        evidence.number(
            "frame",
            "Counted from 1 in the file; 0 when it is in no single frame.",
            FindingEvidence::frame),
        evidence.needed("field", "The field, in the RFC's words.", FIELD, FindingEvidence::field),
        evidence.needed("value", "What it holds.", VALUE, FindingEvidence::value));
  }

  /** The fields of a remedy. */
  static Remedy remedy(Fields<Remedy> remedy) throws IOException {
    return new Remedy(
        remedy.needed("text", "In a sentence.", TO_DO, Remedy::text),
        remedy.needed("reference", "Where more is said.", REFERENCE, Remedy::reference));
  }

  private static Optional<Waiver> waiver(Fields<Finding> finding) throws IOException {
    Optional<String> reason =
        finding.any(
            "exception",
            "The reason of the exception that covers it; left out for none.",
            REASON,
            each -> each.exception().map(Waiver::reason));
    Optional<String> owner =
        finding.any(
            "exception_owner",
            "Who answers for the exception; left out for none.",
            OWNER,
            each -> each.exception().map(Waiver::owner));
    Optional<LocalDate> until =
        finding.any(
            "exception_until",
            "The last day on which the exception holds; left out for none.",
            DAY,
            each -> each.exception().map(Waiver::until));
    return reason.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Waiver(
                reason.get(),
                owner.orElseThrow(() -> finding.wrong("exception_owner")),
                until.orElseThrow(() -> finding.wrong("exception_until"))));
  }
}
