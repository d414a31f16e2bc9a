package io.tlsfloor.report.saved;

import io.tlsfloor.parser.observation.TlsConnection;
import io.tlsfloor.report.text.JsonLine;
import io.tlsfloor.rules.ClientStack;
import io.tlsfloor.rules.Confidence;
import io.tlsfloor.rules.Direction;
import io.tlsfloor.rules.Ends;
import io.tlsfloor.rules.Finding;
import io.tlsfloor.rules.FindingEvidence;
import io.tlsfloor.rules.Judgement;
import io.tlsfloor.rules.Remedy;
import io.tlsfloor.rules.RuleId;
import io.tlsfloor.rules.Service;
import io.tlsfloor.rules.ServiceEvidence;
import io.tlsfloor.rules.Severity;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** The fields of a connection's line that say what policy makes of it. */
final class VerdictFields {
  private VerdictFields() {}

  static void write(JsonLine json, Judgement judgement) throws IOException {
    if (judgement.service().isPresent()) {
      service(json, judgement.service().get());
    } else {
      json.nothing("service");
    }
    if (judgement.stack().isPresent()) {
      stack(json, judgement.stack().get());
    }
    if (judgement.severity().isPresent()) {
      json.word("severity", judgement.severity().get());
    }
    findings(json, judgement.findings());
  }

  private static void service(JsonLine json, Service service) throws IOException {
    json.object("service");
    json.text("instance", service.instance());
    json.text("area", service.area());
    json.text("name", service.name());
    if (service.set().isPresent()) {
      json.number("set", service.set().get());
    }
    json.text("category", service.category());
    json.text("matched", service.matched());
    json.text("host", service.host());
    json.word("evidence", service.evidence());
    json.word("confidence", service.confidence());
    json.text("note", service.note());
    json.endObject();
  }

  private static void stack(JsonLine json, ClientStack stack) throws IOException {
    json.object("client_stack");
    json.text("name", stack.name());
    json.word("confidence", stack.confidence());
    json.texts("candidates", stack.candidates());
    json.endObject();
  }

  private static void findings(JsonLine json, List<Finding> findings) throws IOException {
    json.list("findings");
    for (Finding finding : findings) {
      json.element();
      json.plain("rule", finding.rule().id());
      json.word("severity", finding.severity());
      json.word("confidence", finding.confidence());
      json.text("summary", finding.summary());
      json.list("evidence");
      for (FindingEvidence evidence : finding.evidence()) {
        json.element();
        json.number("frame", evidence.frame());
        json.text("field", evidence.field());
        json.text("value", evidence.value());
        json.endObject();
      }
      json.endList();
      if (finding.remedy().isPresent()) {
        remedy(json, finding.remedy().get());
      }
      json.text("enforced", finding.enforced());
      json.text("exception", finding.exception().map(Finding.Waiver::reason));
      json.text("exception_owner", finding.exception().map(Finding.Waiver::owner));
      json.text("exception_until", finding.exception().map(waiver -> waiver.until().toString()));
      json.endObject();
    }
    json.endList();
  }

  private static void remedy(JsonLine json, Remedy remedy) throws IOException {
    json.object("remedy");
    json.text("text", remedy.text());
    json.text("reference", remedy.reference());
    json.endObject();
  }

  /**
   * Reads back what policy makes of a connection.
   *
   * @param ends as the line has them
   * @throws SavedLineException if it is none
   */
  static Judgement of(Fields line, TlsConnection connection, Ends ends) {
    Fields own = line.object("tlsfloor");
    return new Judgement(
        connection,
        ends,
        line.object("network").neededWord("direction", Direction.class),
        own.object("service").ifAny(VerdictFields::service),
        own.object("client_stack").ifAny(VerdictFields::stack),
        own.objects("findings").stream()
            .map(finding -> finding(finding, connection.evidence().first().file()))
            .toList(),
        line.object("event").text("kind").equals(Optional.of("alert")),
        false);
  }

  private static Service service(Fields service) {
    return new Service(
        service.needed("instance"),
        service.needed("area"),
        service.needed("name"),
        service.small("set"),
        service.text("category"),
        service.needed("matched"),
        service.needed("host"),
        service.neededWord("evidence", ServiceEvidence.class),
        service.neededWord("confidence", Confidence.class),
        service.text("note"));
  }

  /** Remedies are told already: the key, which finds them, is not in the line. */
  private static ClientStack stack(Fields stack) {
    return new ClientStack(
        stack.needed("name"),
        "",
        stack.neededWord("confidence", Confidence.class),
        stack.texts("candidates"));
  }

  private static Finding finding(Fields finding, String file) {
    List<FindingEvidence> evidence =
        finding.objects("evidence").stream()
            .map(
                each ->
                    new FindingEvidence(
                        file, each.number("frame"), each.needed("field"), each.needed("value")))
            .toList();
    return new Finding(
        finding.neededWord("rule", RuleId.class),
        finding.neededWord("severity", Severity.class),
        finding.neededWord("confidence", Confidence.class),
        finding.needed("summary"),
        evidence,
        finding.object("remedy").ifAny(r -> new Remedy(r.needed("text"), r.needed("reference"))),
        finding.text("enforced"),
        finding
            .text("exception")
            .map(
                reason ->
                    new Finding.Waiver(
                        reason,
                        finding.needed("exception_owner"),
                        finding.neededDay("exception_until"))));
  }
}
