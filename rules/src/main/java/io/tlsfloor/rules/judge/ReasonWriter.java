package io.tlsfloor.rules.judge;

import io.tlsfloor.parser.observation.Peer;
import io.tlsfloor.parser.observation.TlsConnection;
import io.tlsfloor.rules.Direction;
import io.tlsfloor.rules.Finding;
import io.tlsfloor.rules.Judgement;
import io.tlsfloor.rules.Policy;
import io.tlsfloor.rules.RuleId;
import io.tlsfloor.rules.Service;
import io.tlsfloor.rules.ServiceEvidence;
import io.tlsfloor.rules.judge.Reasoning.RuleReason;
import io.tlsfloor.rules.judge.Reasoning.Tried;
import io.tlsfloor.rules.rule.Answer;
import io.tlsfloor.rules.rule.Facts;
import io.tlsfloor.rules.rule.Rules;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Puts the reasons of a judgement into words. */
final class ReasonWriter {
  private final Policy policy;
  private final ServiceFinder finder;
  private final Facts facts;
  private final Judgement judgement;
  private final TlsConnection connection;

  ReasonWriter(Policy policy, ServiceFinder finder, Facts facts, Judgement judgement) {
    this.policy = policy;
    this.finder = finder;
    this.facts = facts;
    this.judgement = judgement;
    connection = judgement.connection();
  }

  Reasoning reasoning() {
    return new Reasoning(judgement, tried(), direction(), rules(), flagged());
  }

  private List<Tried> tried() {
    List<Tried> tried = new ArrayList<>();
    boolean byClient = isService(connection.client());
    for (ServiceEvidence evidence : ServiceEvidence.values()) {
      for (String subject : finder.subjects(connection, evidence)) {
        add(tried, evidence, subject, finder.portOf(connection, evidence));
      }
    }
    if (byClient) {
      add(
          tried,
          ServiceEvidence.ADDRESS,
          connection.client().address().toString(),
          connection.client().port());
    }
    return tried;
  }

  private void add(List<Tried> tried, ServiceEvidence evidence, String subject, int port) {
    boolean chosen =
        judgement
            .service()
            .map(service -> service.evidence() == evidence && same(service.host(), subject))
            .orElse(false);
    tried.add(
        new Tried(
            evidence,
            subject,
            port,
            finder.catalogue().explain(subject, connection.transport(), Optional.of(port)),
            chosen));
  }

  /** The host of a service is in normal form. */
  private static boolean same(String host, String subject) {
    String bare = subject.endsWith(".") ? subject.substring(0, subject.length() - 1) : subject;
    return host.equalsIgnoreCase(bare) || bare.equals("[" + host + "]");
  }

  private boolean isService(Peer peer) {
    return finder.holds(peer.address(), connection);
  }

  private boolean isHome(Peer peer) {
    return policy.homeNetworks().contains(peer.address());
  }

  private String direction() {
    Direction direction = judgement.direction();
    Peer client = connection.client();
    if (direction == Direction.INBOUND) {
      return "the client's address " + client.address() + " is the service's";
    }
    Optional<Service> service = judgement.service();
    if (service.isPresent()) {
      return isService(client)
          ? "either end of media may say hello: "
              + connection.server().address()
              + " is home and counts as the client"
          : "the server is the service, by " + evidence(service.get().evidence());
    }
    if (!isHome(client)) {
      return "the client's address " + client.address() + " is not in the home networks";
    }
    return isHome(connection.server())
        ? "both addresses are in the home networks"
        : "the client's address " + client.address() + " is in the home networks";
  }

  private static String evidence(ServiceEvidence evidence) {
    return switch (evidence) {
      case SNI -> "the server name";
      case CONNECT, SOCKS -> "what a proxy was asked for";
      case MAIL_GREETING -> "the mail greeting";
      case DNS -> "DNS";
      case CERTIFICATE -> "its certificate";
      case ADDRESS -> "its address";
      case REPORT -> "a report of Microsoft's";
    };
  }

  /**
   * Returns what found something, or looked and did not: the others say nothing of this connection.
   */
  private List<RuleReason> rules() {
    List<RuleReason> reasons = new ArrayList<>();
    for (RuleId rule : RuleId.values()) {
      Optional<Finding> finding = // as policy adjusts it
          judgement.findings().stream().filter(found -> found.rule() == rule).findFirst();
      why(rule).ifPresent(why -> reasons.add(new RuleReason(rule, finding, why)));
    }
    return reasons;
  }

  private Optional<String> why(RuleId rule) {
    Answer answer = Rules.of(rule).judge(facts);
    if (answer instanceof Answer.Inapplicable) {
      return Optional.empty();
    }
    if (!policy.rules().contains(rule)) {
      return Optional.of("the rule is off");
    }
    return Optional.of(
        answer instanceof Answer.Found found
            ? found.finding().summary()
            : ((Answer.Not) answer).because(facts));
  }

  private String flagged() {
    if (judgement.flagged()) {
      return "It is flagged.";
    }
    if (judgement.findings().isEmpty()) {
      return "It is not flagged: no rule found anything.";
    }
    if (judgement.service().isEmpty() && !policy.anyService()) {
      return "It is not flagged: the server is no known service.";
    }
    if (!policy.directions().contains(judgement.direction())) {
      String direction = judgement.direction().name().toLowerCase(Locale.ROOT);
      return "It is not flagged: " + direction + " connections are not.";
    }
    Optional<Finding.Waiver> exception =
        judgement.findings().stream().flatMap(f -> f.exception().stream()).findFirst();
    if (exception.isPresent() && !judgement.belowThreshold()) {
      return "It is not flagged: an exception covers it (" + exception.get().reason() + ").";
    }
    return "It is not flagged: severity or confidence is too low.";
  }
}
