package io.tlsfloor.report.model;

import io.tlsfloor.parser.observation.AlertNames;
import io.tlsfloor.parser.observation.AlertSeen;
import io.tlsfloor.parser.observation.Choice;
import io.tlsfloor.parser.observation.Ending;
import io.tlsfloor.parser.observation.Evidence;
import io.tlsfloor.parser.observation.FrameRef;
import io.tlsfloor.parser.observation.Offer;
import io.tlsfloor.parser.observation.Outcome;
import io.tlsfloor.parser.observation.PrefaceKind;
import io.tlsfloor.parser.observation.Protocol;
import io.tlsfloor.parser.observation.Reported;
import io.tlsfloor.parser.observation.ServerCertificate;
import io.tlsfloor.parser.observation.Target;
import io.tlsfloor.parser.observation.TlsConnection;
import io.tlsfloor.parser.observation.TlsVersion;
import io.tlsfloor.parser.observation.Transport;
import io.tlsfloor.report.text.Words;
import io.tlsfloor.rules.ClientStack;
import io.tlsfloor.rules.Confidence;
import io.tlsfloor.rules.Direction;
import io.tlsfloor.rules.Ends;
import io.tlsfloor.rules.Finding;
import io.tlsfloor.rules.Judgement;
import io.tlsfloor.rules.Service;
import io.tlsfloor.rules.Severity;
import java.util.List;
import java.util.Optional;

/**
 * Holds what there is to report of one connection, whether it was judged just now or is read back
 * from a line. Nothing in it is made up: what a line does not hold is not here.
 *
 * @param id the same for the same packets
 * @param ends the client that is named, and its server
 * @param route how it went
 * @param versions what was offered and chosen
 * @param end what became of it
 * @param verdict what policy says
 * @param frames where to look
 * @param report what a report of Microsoft's says besides; empty for others
 * @param issuer who signed the server's certificate, as it says; empty where none was seen
 * @param judgement all facts and findings; empty for a line that was read back
 */
public record Result(
    String id,
    Ends ends,
    Route route,
    Versions versions,
    End end,
    Verdict verdict,
    Frames frames,
    Optional<Reported> report,
    Optional<String> issuer,
    Optional<Judgement> judgement) {

  /**
   * How a connection went.
   *
   * @param transport below it
   * @param protocol of it
   * @param direction as policy sees it
   * @param prefaces dialogues before TLS, in order: {@code starttls-smtp}
   * @param tunnels encapsulations, outermost first, VLANs included: {@code vlan:12}
   * @param target what a proxy was asked for
   * @param host the server's name: what identified the service, else what the client asked for,
   *     else any
   */
  public record Route(
      Transport transport,
      Protocol protocol,
      Direction direction,
      List<String> prefaces,
      List<String> tunnels,
      Optional<Target> target,
      Optional<String> host) {}

  /**
   * Versions of a connection, each empty for not known.
   *
   * @param offered the highest that the client takes
   * @param chosen by the server
   * @param inferred from records
   */
  public record Versions(
      Optional<TlsVersion> offered, Optional<TlsVersion> chosen, Optional<TlsVersion> inferred) {}

  /**
   * Holds what became of a connection.
   *
   * @param outcome how far it got
   * @param alert in clear
   * @param ending what ended it
   */
  public record End(Outcome outcome, Optional<AlertSeen> alert, Optional<Ending> ending) {
    /** In the few words that a column holds: {@code refused by server: protocol_version}. */
    public String text() {
      return switch (outcome) {
        case ESTABLISHED -> "established";
        case REFUSED ->
            "refused"
                + alert
                    .map(
                        a ->
                            a.by().map(side -> " by " + Words.constant(side)).orElse("")
                                + ": "
                                + AlertNames.name(a.description()))
                    .orElse("");
        case ANSWERED_IN_CLEAR -> "answered in clear";
        case RESET -> "reset" + by();
        case CLOSED -> "closed" + by();
        case INCOMPLETE -> "incomplete";
        case UNANSWERED -> "no answer";
        case NEGOTIATED -> "negotiated";
        case NO_TLS -> "no TLS";
      };
    }

    private String by() {
      return ending.flatMap(Ending::by).map(side -> " by " + Words.constant(side)).orElse("");
    }
  }

  /**
   * Holds what policy says of a connection.
   *
   * @param service whose it is
   * @param stack what the client looks like
   * @param findings worst first
   * @param flagged whether it is an alert
   */
  public record Verdict(
      Optional<Service> service, Optional<Stack> stack, List<Finding> findings, boolean flagged) {
    /** Copies the list. */
    public Verdict {
      findings = List.copyOf(findings);
    }
  }

  /**
   * Holds what a client looks like.
   *
   * @param name for people
   * @param confidence how sure that is
   * @param candidates all that send such a hello
   */
  public record Stack(String name, Confidence confidence, List<String> candidates) {
    /** Copies the list. */
    public Stack {
      candidates = List.copyOf(candidates);
    }

    private static Stack of(ClientStack stack) {
      return new Stack(stack.name(), stack.confidence(), stack.candidates());
    }
  }

  /**
   * Where a connection is in its capture.
   *
   * @param first frame of it
   * @param last frame that the verdict used
   * @param hello frame of the first hello, else {@code first}
   * @param timeKnown whether frames have times
   */
  public record Frames(FrameRef first, FrameRef last, FrameRef hello, boolean timeKnown) {}

  /** Returns what there is to report of a judged connection. */
  public static Result of(Judgement judgement) {
    TlsConnection connection = judgement.connection();
    Evidence evidence = connection.evidence();
    return new Result(
        EventId.of(connection),
        judgement.ends(),
        new Route(
            connection.transport(),
            connection.protocol(),
            judgement.direction(),
            PrefaceKind.labels(connection.way().prefaces()),
            connection.way().tunnels(),
            connection.way().target(),
            host(judgement)),
        new Versions(
            connection.offer().map(Offer::max),
            connection.choice().map(Choice::version),
            connection.inferred()),
        new End(connection.outcome(), connection.alert(), connection.ending()),
        new Verdict(
            judgement.service(),
            judgement.stack().map(Stack::of),
            judgement.findings(),
            judgement.flagged()),
        new Frames(
            evidence.first(),
            evidence.last(),
            evidence.clientHello().isEmpty() ? evidence.first() : evidence.clientHello().get(0),
            evidence.timeKnown()),
        connection.report(),
        connection.certificate().map(ServerCertificate::issuer),
        Optional.of(judgement));
  }

  private static Optional<String> host(Judgement judgement) {
    TlsConnection connection = judgement.connection();
    Optional<String> known = judgement.service().map(Service::host);
    if (known.isEmpty()) {
      known = connection.serverName();
    }
    if (known.isEmpty()) {
      known = connection.way().target().map(Target::host);
    }
    return known.isPresent() || connection.names().isEmpty()
        ? known
        : Optional.of(connection.names().get(0).name());
  }

  /** All facts and findings, for forms that report all of it. */
  public Judgement facts() {
    return judgement.orElseThrow(
        () -> new IllegalStateException("a line that was read back holds no facts: " + id));
  }

  /** Whether it is an alert. */
  public boolean flagged() {
    return verdict.flagged();
  }

  /** Whether an exception covers a finding of it. */
  public boolean excepted() {
    return verdict.findings().stream().anyMatch(finding -> finding.exception().isPresent());
  }

  /** Returns what rules found, worst first. */
  public List<Finding> findings() {
    return verdict.findings();
  }

  /** The worst finding. */
  public Optional<Finding> worst() {
    return findings().isEmpty() ? Optional.empty() : Optional.of(findings().get(0));
  }

  /** The worst severity among the findings. */
  public Optional<Severity> severity() {
    Optional<Severity> worst = Optional.empty();
    for (Finding finding : findings()) {
      worst = Severity.worse(worst, Optional.of(finding.severity()));
    }
    return worst;
  }

  /** Whose service it is. */
  public Optional<ServiceName> service() {
    return verdict.service().map(ServiceName::of);
  }

  /** Its first frame. */
  public FrameRef first() {
    return frames.first();
  }

  /** Where it was to, for people: its name, else its address. */
  public String hostOrAddress() {
    return route.host().orElseGet(() -> ends.server().address().toString());
  }

  /** Its port, at a proxy the one that was asked for. */
  public int port() {
    return route.target().map(Target::port).orElse(ends.server().port());
  }

  /** Identifies its five-tuple in any tool (Community ID v1); empty where an address is unknown. */
  public Optional<String> communityId() {
    return CommunityId.known(route.transport(), ends.client(), ends.server());
  }
}
