package io.tlsfloor.report.saved;

import io.tlsfloor.parser.observation.TlsConnection;
import io.tlsfloor.rules.ClientStack;
import io.tlsfloor.rules.Confidence;
import io.tlsfloor.rules.Direction;
import io.tlsfloor.rules.Finding;
import io.tlsfloor.rules.FindingEvidence;
import io.tlsfloor.rules.Judgement;
import io.tlsfloor.rules.Remedy;
import io.tlsfloor.rules.RuleId;
import io.tlsfloor.rules.Service;
import io.tlsfloor.rules.ServiceEvidence;
import io.tlsfloor.rules.Severity;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What was judged of a connection, from its line. */
final class SavedJudgement {
  private SavedJudgement() {}

  /**
   * Reads a line of dataset {@code tlsfloor.connection}.
   *
   * @throws SavedLineException if it is none
   */
  static Judgement of(Fields line) {
    TlsConnection connection = SavedConnection.of(line);
    Fields own = line.object("tlsfloor");
    String file = own.object("capture").needed("file");
    return new Judgement(
        connection,
        line.object("network").neededWord("direction", Direction.class),
        own.has("service") ? Optional.of(service(own.object("service"))) : Optional.empty(),
        own.has("client_stack") ? Optional.of(stack(own.object("client_stack"))) : Optional.empty(),
        own.objects("findings").stream().map(finding -> finding(finding, file)).toList(),
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

  private static ClientStack stack(Fields stack) {
    List<String> candidates = stack.texts("candidates");
    return new ClientStack(
        stack.needed("name"),
        stack.needed("name").toLowerCase(Locale.ROOT),
        stack.neededWord("confidence", Confidence.class),
        candidates);
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
        finding.has("remedy")
            ? Optional.of(
                new Remedy(
                    finding.object("remedy").needed("text"),
                    finding.object("remedy").needed("reference")))
            : Optional.empty(),
        finding.text("enforced"),
        finding.text("exception"));
  }
}
