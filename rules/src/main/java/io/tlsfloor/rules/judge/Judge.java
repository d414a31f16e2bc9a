package io.tlsfloor.rules.judge;

import io.tlsfloor.parser.observation.Peer;
import io.tlsfloor.parser.observation.Protocol;
import io.tlsfloor.parser.observation.TlsConnection;
import io.tlsfloor.rules.ClientStack;
import io.tlsfloor.rules.Direction;
import io.tlsfloor.rules.Exemption;
import io.tlsfloor.rules.Finding;
import io.tlsfloor.rules.Judgement;
import io.tlsfloor.rules.Policy;
import io.tlsfloor.rules.Severity;
import io.tlsfloor.rules.catalogue.Catalogue;
import io.tlsfloor.rules.rule.Answer;
import io.tlsfloor.rules.rule.Facts;
import io.tlsfloor.rules.rule.Rule;
import io.tlsfloor.rules.rule.Rules;
import io.tlsfloor.rules.stack.StackTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Says of a connection whose service it is, in which direction it goes and what is wrong with it.
 *
 * <p>A function of the connection: no clock. What was judged before is remembered. Safe for use by
 * several threads.
 */
public final class Judge {
  private static final int ROUTINES = 1 << 12; // the later of two that meet
  private static final long DAY_NANOS = TimeUnit.DAYS.toNanos(1);

  private final Policy policy;
  private final ServiceFinder finder;
  private final List<Rule> rules;
  private final StackTable stacks = StackTable.bundled();
  private final @Nullable Routine[] routines = new Routine[ROUTINES];

  /**
   * A judge.
   *
   * @param policy what to flag
   * @param catalogue whose names and addresses are whose; the policy's instances narrow it
   */
  public Judge(Policy policy, Catalogue catalogue) {
    this.policy = policy;
    this.finder = new ServiceFinder(catalogue.restrictedTo(policy.instances()));
    this.rules = policy.rules().stream().sorted().map(Rules::of).toList();
  }

  /** All that policy says of {@code connection}. */
  public Judgement judge(TlsConnection connection) {
    if (!Routine.mayBe(connection) || finder.holds(connection.client().address(), connection)) {
      return judge(facts(connection));
    }
    int place = Routine.hash(connection) & ROUTINES - 1;
    boolean home = isHome(connection.client());
    Routine known = routines[place];
    if (known != null && known.home == home && known.isFor(connection)) {
      return known.clean
          ? known.judgement(connection)
          : judge(known.facts.of(connection)); // findings name their connection
    }
    Facts facts = facts(connection);
    Judgement judgement = judge(facts);
    routines[place] = new Routine(facts, judgement.findings().isEmpty(), home);
    return judgement;
  }

  /**
   * What follows from the handshake, names, server and day, whoever the client is, unless it
   * belongs to a service.
   *
   * @param facts of the first such connection
   * @param clean whether there are no findings
   * @param home whether its client is at home
   */
  private record Routine(Facts facts, boolean clean, boolean home) {
    /** Returns whether a connection has nothing else that a judgement depends on. */
    static boolean mayBe(TlsConnection connection) {
      return connection.mail().isEmpty()
          && connection.log().isEmpty()
          && connection.way().target().isEmpty()
          && connection.way().prefaces().isEmpty()
          && connection.evidence().timeKnown();
    }

    static int hash(TlsConnection connection) {
      int handshake = System.identityHashCode(connection.handshake());
      int hash = 31 * (31 * handshake + connection.server().hashCode()) + (int) day(connection);
      return hash ^ hash >>> 16;
    }

    private static long day(TlsConnection connection) {
      return Math.floorDiv(connection.evidence().first().timeNanos(), DAY_NANOS);
    }

    @SuppressWarnings("ReferenceEquality") // equal ones that are other objects are judged anew
    boolean isFor(TlsConnection other) {
      TlsConnection known = facts.connection();
      return known.handshake() == other.handshake()
          && known.names() == other.names()
          && known.transport() == other.transport()
          && known.server().equals(other.server())
          && day(known) == day(other);
    }

    Judgement judgement(TlsConnection other) {
      return new Judgement(
          other, facts.direction(), facts.service(), facts.stack(), List.of(), false, false);
    }
  }

  /** The same judgement with its reasons, for a reader who doubts it. */
  public Reasoning explain(TlsConnection connection) {
    Facts facts = facts(connection);
    return new ReasonWriter(policy, finder, facts, judge(facts)).reasoning();
  }

  private Facts facts(TlsConnection connection) {
    Placed placed = place(connection);
    Optional<ClientStack> stack =
        connection.offer().isPresent() ? stacks.match(connection.offer().get()) : Optional.empty();
    if (placed.found.isEmpty()) {
      return new Facts(
          connection,
          policy.floor(),
          placed.direction,
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          stack);
    }
    ServiceFinder.ServiceMatch found = placed.found.get();
    return new Facts(
        connection,
        policy.floor(Optional.of(found.service())),
        placed.direction,
        Optional.of(found.service()),
        Optional.of(found.row()),
        finder.legacyHost(connection, found),
        stack);
  }

  private Judgement judge(Facts facts) {
    boolean counts =
        policy.directions().contains(facts.direction())
            && (facts.service().isPresent() || policy.anyService());
    List<Finding> findings = findings(facts);
    if (!findings.isEmpty()) {
      findings = excepted(findings, facts, counts && isAnyEnough(findings));
    }
    boolean open = false;
    boolean enough = false;
    for (int i = 0; i < findings.size(); i++) {
      Finding finding = findings.get(i);
      if (finding.exception().isEmpty()) {
        open = true;
        enough |= isEnough(finding);
      }
    }
    return new Judgement(
        facts.connection(),
        facts.direction(),
        facts.service(),
        facts.stack(),
        findings,
        counts && enough,
        counts && open && !enough);
  }

  private List<Finding> findings(Facts facts) {
    List<Finding> findings = List.of(); // most connections have none
    for (int i = 0; i < rules.size(); i++) {
      if (rules.get(i).judge(facts) instanceof Answer.Found found) {
        findings = findings.isEmpty() ? new ArrayList<>(2) : findings;
        Finding finding = found.finding();
        Severity severity = policy.adjustments().severities().get(finding.rule());
        findings.add(severity == null ? finding : finding.withSeverity(severity));
      }
    }
    if (findings.size() > 1) {
      findings.sort((a, b) -> b.severity().compareTo(a.severity())); // the worst first
    }
    return findings;
  }

  /**
   * The findings with the exceptions that cover them.
   *
   * @param flagged whether they are flagged but for those: otherwise nothing is excepted
   */
  private List<Finding> excepted(List<Finding> findings, Facts facts, boolean flagged) {
    if (policy.adjustments().exemptions().isEmpty()) {
      return findings;
    }
    List<Finding> all = new ArrayList<>(findings.size());
    for (Finding finding : findings) {
      all.add(excepted(finding, facts, flagged));
    }
    return all;
  }

  private Finding excepted(Finding finding, Facts facts, boolean flagged) {
    Exemption expired = null;
    for (Exemption exemption : policy.adjustments().exemptions()) {
      if (exemption.covers(finding.rule(), facts.connection(), facts.service(), facts.stack())) {
        if (!exemption.isExpiredAt(facts.connection())) {
          return flagged ? finding.excepted(exemption.waiver()) : finding;
        }
        expired = exemption;
      }
    }
    return expired == null ? finding : finding.expired(expired.waiver());
  }

  private boolean isAnyEnough(List<Finding> findings) {
    for (int i = 0; i < findings.size(); i++) {
      if (isEnough(findings.get(i))) {
        return true;
      }
    }
    return false;
  }

  private boolean isEnough(Finding finding) {
    return finding.severity().compareTo(policy.minSeverity()) >= 0
        && finding.confidence().compareTo(policy.minConfidence()) >= 0;
  }

  private record Placed(Direction direction, Optional<ServiceFinder.ServiceMatch> found) {}

  /** Service and direction, which depend on each other. */
  private Placed place(TlsConnection connection) {
    Peer client = connection.client();
    Peer server = connection.server();
    if (connection.report().isPresent()) { // which the service itself made, or a tenant's device
      return new Placed(Direction.OUTBOUND, finder.find(connection, server));
    }
    if (finder.holds(client.address(), connection)) {
      if (connection.protocol() == Protocol.DTLS && isHome(server) && !isHome(client)) {
        // Media: either end may say hello, and the home end counts as the client.
        return new Placed(
            Direction.OUTBOUND, finder.findByAddress(connection, client.address(), client.port()));
      }
      Optional<ServiceFinder.ServiceMatch> own = finder.find(connection, server);
      return new Placed(
          Direction.INBOUND,
          own.isPresent()
              ? own
              : finder.findByAddress(connection, client.address(), server.port()));
    }
    Optional<ServiceFinder.ServiceMatch> found = finder.find(connection, server);
    return new Placed(direction(client, server, found), found);
  }

  private Direction direction(
      Peer client, Peer server, Optional<ServiceFinder.ServiceMatch> found) {
    if (found.isPresent()) {
      return Direction.OUTBOUND;
    }
    if (isHome(client)) {
      return isHome(server) ? Direction.INTERNAL : Direction.OUTBOUND;
    }
    return Direction.EXTERNAL;
  }

  private boolean isHome(Peer peer) {
    return policy.homeNetworks().contains(peer.address());
  }
}
