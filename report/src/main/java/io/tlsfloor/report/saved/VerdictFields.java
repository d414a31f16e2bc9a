package io.tlsfloor.report.saved;

import static io.tlsfloor.report.saved.Fields.object;
import static io.tlsfloor.report.saved.Scalar.DAY;
import static io.tlsfloor.report.saved.Scalar.SMALL;
import static io.tlsfloor.report.saved.Scalar.TEXT;

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

  private static final Scalar<Severity> SEVERITY = Scalar.word(Severity.class);
  private static final Scalar<Confidence> CONFIDENCE = Scalar.word(Confidence.class);
  private static final Scalar<ServiceEvidence> EVIDENCE = Scalar.word(ServiceEvidence.class);

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
   */
  static Verdict fields(Fields<Judgement> own, String file) throws IOException {
    Optional<Service> service =
        own.anyOrNull("service", object(VerdictFields::service), Judgement::service);
    Optional<ClientStack> stack =
        own.any("client_stack", object(VerdictFields::stack), Judgement::stack);
    if (own.isWritten()) {
      own.any("severity", SEVERITY, Judgement::severity);
    }
    return new Verdict(
        service,
        stack,
        own.list("findings", object(file, VerdictFields::finding), Judgement::findings));
  }

  private static Service service(Fields<Service> service) throws IOException {
    return new Service(
        service.needed("instance", TEXT, Service::instance),
        service.needed("area", TEXT, Service::area),
        service.needed("name", TEXT, Service::name),
        service.any("set", SMALL, Service::set),
        service.any("category", TEXT, Service::category),
        service.needed("matched", TEXT, Service::matched),
        service.needed("host", TEXT, Service::host),
        service.needed("evidence", EVIDENCE, Service::evidence),
        service.needed("confidence", CONFIDENCE, Service::confidence),
        service.any("note", TEXT, Service::note));
  }

  /** Remedies are told already: the key, which finds them, is not in the line. */
  static ClientStack stack(Fields<ClientStack> stack) throws IOException {
    return new ClientStack(
        stack.needed("name", TEXT, ClientStack::name),
        "",
        stack.needed("confidence", CONFIDENCE, ClientStack::confidence),
        stack.list("candidates", TEXT, ClientStack::candidates));
  }

  /**
   * The fields of a finding.
   *
   * @param file that its evidence is in
   */
  static Finding finding(Fields<Finding> finding, String file) throws IOException {
    return new Finding(
        finding.needed("rule", RULE, Finding::rule),
        finding.needed("severity", SEVERITY, Finding::severity),
        finding.needed("confidence", CONFIDENCE, Finding::confidence),
        finding.needed("summary", TEXT, Finding::summary),
        finding.list("evidence", object(file, VerdictFields::evidence), Finding::evidence),
        finding.any("remedy", object(VerdictFields::remedy), Finding::remedy),
        finding.any("enforced", TEXT, Finding::enforced),
        waiver(finding));
  }

  private static FindingEvidence evidence(Fields<FindingEvidence> evidence, String file)
      throws IOException {
    return new FindingEvidence(
        file,
        evidence.number("frame", FindingEvidence::frame),
        evidence.needed("field", TEXT, FindingEvidence::field),
        evidence.needed("value", TEXT, FindingEvidence::value));
  }

  /** The fields of a remedy. */
  static Remedy remedy(Fields<Remedy> remedy) throws IOException {
    return new Remedy(
        remedy.needed("text", TEXT, Remedy::text),
        remedy.needed("reference", TEXT, Remedy::reference));
  }

  private static Optional<Waiver> waiver(Fields<Finding> finding) throws IOException {
    Optional<String> reason =
        finding.any("exception", TEXT, each -> each.exception().map(Waiver::reason));
    Optional<String> owner =
        finding.any("exception_owner", TEXT, each -> each.exception().map(Waiver::owner));
    Optional<LocalDate> until =
        finding.any("exception_until", DAY, each -> each.exception().map(Waiver::until));
    return reason.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Waiver(
                reason.get(),
                owner.orElseThrow(() -> finding.wrong("exception_owner")),
                until.orElseThrow(() -> finding.wrong("exception_until"))));
  }
}
