package io.tlsfloor.report.saved;

import io.tlsfloor.parser.observation.AlertNames;
import io.tlsfloor.parser.observation.AlertSeen;
import io.tlsfloor.parser.observation.EndedHow;
import io.tlsfloor.parser.observation.Ending;
import io.tlsfloor.parser.observation.FrameRef;
import io.tlsfloor.parser.observation.Outcome;
import io.tlsfloor.parser.observation.Peer;
import io.tlsfloor.parser.observation.Protocol;
import io.tlsfloor.parser.observation.Side;
import io.tlsfloor.parser.observation.Target;
import io.tlsfloor.parser.observation.Transport;
import io.tlsfloor.report.model.Result;
import io.tlsfloor.rules.Confidence;
import io.tlsfloor.rules.Direction;
import io.tlsfloor.rules.Ends;
import io.tlsfloor.rules.Finding;
import io.tlsfloor.rules.FindingEvidence;
import io.tlsfloor.rules.Remedy;
import io.tlsfloor.rules.RuleId;
import io.tlsfloor.rules.Service;
import io.tlsfloor.rules.ServiceEvidence;
import io.tlsfloor.rules.Severity;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What there is to report of a connection, from its line. */
final class SavedResult {
  private static final int DESCRIPTIONS = 256; // RFC 8446 §6: one byte

  private final Fields line;
  private final Fields own;
  private final String file;

  private SavedResult(Fields line) {
    this.line = line;
    own = line.object("tlsfloor");
    file = own.object("capture").text("file").orElse("");
  }

  /**
   * Reads a line of dataset {@code tlsfloor.connection}.
   *
   * @throws SavedLineException if it is none
   */
  static Result of(Fields line) {
    return new SavedResult(line).result();
  }

  private Result result() {
    Fields network = line.object("network");
    Optional<Service> service = own.object("service").ifAny(SavedResult::service);
    return new Result(
        line.object("event").needed("id"),
        ends(),
        new Result.Route(
            network.neededWord("transport", Transport.class),
            network.neededWord("protocol", Protocol.class),
            network.neededWord("direction", Direction.class),
            own.texts("prefaces"),
            own.texts("tunnels"),
            own.object("target").ifAny(t -> new Target(t.needed("host"), t.port("port"))),
            host(service)),
        new Result.Versions(
            own.object("offered").version("max"),
            own.object("negotiated").version("version"),
            own.object("inferred").version("version")),
        new Result.End(
            own.neededWord("outcome", Outcome.class),
            own.object("alert").ifAny(SavedResult::alert),
            own.object("ended")
                .ifAny(
                    e ->
                        new Ending(e.neededWord("how", EndedHow.class), e.word("by", Side.class)))),
        new Result.Verdict(
            service,
            own.object("client_stack").ifAny(SavedResult::stack),
            own.objects("findings").stream().map(this::finding).toList(),
            line.object("event").text("kind").equals(Optional.of("alert"))),
        frames(),
        line.object("tls").object("server").text("issuer"),
        Optional.empty());
  }

  private Ends ends() {
    Fields source = line.object("source");
    Fields destination = line.object("destination");
    return new Ends(peer(source), peer(destination), source.mac("mac"), destination.mac("mac"));
  }

  private static Peer peer(Fields end) {
    return new Peer(end.address("ip"), end.port("port"));
  }

  private Optional<String> host(Optional<Service> service) {
    return service
        .map(Service::host)
        .or(() -> line.object("tls").object("client").text("server_name"))
        .or(() -> own.object("target").text("host"))
        .or(() -> own.objects("names").stream().map(name -> name.needed("name")).findFirst());
  }

  /** A description without a name of its own is written as its number. */
  private static AlertSeen alert(Fields alert) {
    String description = alert.needed("description");
    int number = 0;
    while (number < DESCRIPTIONS && !AlertNames.name(number).equals(description)) {
      number++;
    }
    if (number == DESCRIPTIONS) {
      throw new SavedLineException("tlsfloor.alert.description is no alert's");
    }
    int level = alert.needed("level").equals("warning") ? 1 : AlertSeen.FATAL;
    return new AlertSeen(alert.word("by", Side.class), level, number);
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

  private static Result.Stack stack(Fields stack) {
    return new Result.Stack(
        stack.needed("name"),
        stack.neededWord("confidence", Confidence.class),
        stack.texts("candidates"));
  }

  private Finding finding(Fields finding) {
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

  private Result.Frames frames() {
    Fields event = line.object("event");
    Fields frames = own.object("capture").object("frames");
    Instant start = event.neededTime("start");
    FrameRef first = new FrameRef(file, frames.number("first"), start);
    List<Long> hello = frames.numbers("client_hello");
    return new Result.Frames(
        first,
        new FrameRef(file, frames.number("last"), event.neededTime("end")),
        hello.isEmpty() ? first : new FrameRef(file, hello.get(0), start),
        !start.equals(Instant.EPOCH));
  }
}
