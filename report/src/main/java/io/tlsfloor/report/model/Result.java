package io.tlsfloor.report.model;

import io.tlsfloor.parser.observation.AlertNames;
import io.tlsfloor.parser.observation.Choice;
import io.tlsfloor.parser.observation.Ending;
import io.tlsfloor.parser.observation.Evidence;
import io.tlsfloor.parser.observation.FrameRef;
import io.tlsfloor.parser.observation.NameSeen;
import io.tlsfloor.parser.observation.Offer;
import io.tlsfloor.parser.observation.PrefaceKind;
import io.tlsfloor.parser.observation.Target;
import io.tlsfloor.parser.observation.TlsConnection;
import io.tlsfloor.parser.observation.TlsVersion;
import io.tlsfloor.report.text.Words;
import io.tlsfloor.rules.ClientStack;
import io.tlsfloor.rules.Ends;
import io.tlsfloor.rules.Finding;
import io.tlsfloor.rules.Judgement;
import io.tlsfloor.rules.Service;
import io.tlsfloor.rules.Severity;
import io.tlsfloor.rules.rule.RefusalInside;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One connection as it is reported, whether it was judged just now or is read back from a line. Of
 * one that was read back, what the line does not hold is not known.
 *
 * @param id the same for the same packets
 * @param judgement all facts and findings
 */
public record Result(String id, Judgement judgement) {
  /** Returns what there is to report of a judged connection. */
  public static Result of(Judgement judgement) {
    return new Result(EventId.of(judgement.connection()), judgement);
  }

  /** Returns what was seen. */
  public TlsConnection connection() {
    return judgement.connection();
  }

  /** The client that is named, and its server. */
  public Ends ends() {
    return judgement.ends();
  }

  /** Returns whether it is an alert. */
  public boolean flagged() {
    return judgement.flagged();
  }

  /** Returns whether an exception covers a finding of it. */
  public boolean excepted() {
    return judgement.excepted();
  }

  /** Returns what rules found, worst first. */
  public List<Finding> findings() {
    return judgement.findings();
  }

  /** The worst finding. */
  public Optional<Finding> worst() {
    return findings().isEmpty() ? Optional.empty() : Optional.of(findings().get(0));
  }

  /** The worst severity among the findings. */
  public Optional<Severity> severity() {
    return judgement.severity();
  }

  /** Whose service it is. */
  public Optional<ServiceName> service() {
    return judgement.service().map(ServiceName::of);
  }

  /** Returns what the client looks like. */
  public Optional<ClientStack> stack() {
    return judgement.stack();
  }

  /** The highest version that the client takes. */
  public Optional<TlsVersion> offered() {
    return connection().offer().map(Offer::max);
  }

  /** The version that the server chose. */
  public Optional<TlsVersion> chosen() {
    return connection().choice().map(Choice::version);
  }

  /** The version that records show. */
  public Optional<TlsVersion> inferred() {
    return connection().inferred();
  }

  /** Dialogues before TLS, in order: {@code starttls-smtp}. */
  public List<String> prefaces() {
    return PrefaceKind.labels(connection().way().prefaces());
  }

  /** Its first frame. */
  public FrameRef first() {
    return connection().evidence().first();
  }

  /** The frame of its first hello, else the first. */
  public FrameRef hello() {
    Evidence evidence = connection().evidence();
    return evidence.clientHello().isEmpty() ? evidence.first() : evidence.clientHello().get(0);
  }

  /** Time of the last frame that the verdict used. */
  public Instant end() {
    return connection().evidence().last().time();
  }

  /** The server's name: what identified the service, else what the client asked for, else any. */
  public Optional<String> host() {
    Optional<String> known = judgement.service().map(Service::host);
    if (known.isEmpty()) {
      known = connection().serverName();
    }
    if (known.isEmpty()) {
      known = connection().way().target().map(Target::host);
    }
    List<NameSeen> names = connection().names();
    return known.isPresent() || names.isEmpty() ? known : Optional.of(names.get(0).name());
  }

  /** Where it was to, for people: its name, else its address. */
  public String hostOrAddress() {
    return host().orElseGet(() -> ends().server().address().toString());
  }

  /** Its port, at a proxy the one that was asked for. */
  public int port() {
    return connection().way().target().map(Target::port).orElse(ends().server().port());
  }

  /** Identifies its five-tuple in any tool (Community ID v1); empty where an address is unknown. */
  public Optional<String> communityId() {
    return CommunityId.known(connection().transport(), ends().client(), ends().server());
  }

  /** Returns what became of it, in few words: {@code refused by server: protocol_version}. */
  public String outcome() {
    return switch (connection().outcome()) {
      case ESTABLISHED ->
          RefusalInside.isLikely(connection(), judgement.service())
              ? "established, perhaps refused inside TLS"
              : "established";
      case REFUSED ->
          "refused"
              + connection()
                  .alert()
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
    return connection()
        .ending()
        .flatMap(Ending::by)
        .map(side -> " by " + Words.constant(side))
        .orElse("");
  }
}
