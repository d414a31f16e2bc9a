package io.tlsfloor.report.model;

import io.tlsfloor.parser.observation.ClientName;
import io.tlsfloor.parser.observation.MacAddress;
import io.tlsfloor.parser.observation.TlsConnection;
import io.tlsfloor.parser.observation.TlsVersion;
import io.tlsfloor.report.model.ClientBehaviour.SpeaksFloor;
import io.tlsfloor.report.model.ClientSummary.Period;
import io.tlsfloor.report.text.Timestamps.Dated;
import io.tlsfloor.rules.Judgement;
import io.tlsfloor.rules.Severity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a client did with a service on a day: one object, of which there are many, and which refers
 * to few.
 */
final class ClientDay extends BehaviourTally {
  /** Stacks that are kept; a client with more is a NAT or a proxy. */
  static final int MAX_STACKS = 8;

  /** Stacks at one address from which on they are hardly those of one device. */
  private static final int SEVERAL_STACKS = 5;

  private static final long NO_MAC = -1;

  private long mac = NO_MAC;
  private long connections;
  private long flagged;
  private long excepted;
  private VersionCounts offered = VersionCounts.NONE;
  private VersionCounts negotiated = VersionCounts.NONE;
  private Optional<Severity> severity = Optional.empty();
  private Optional<Severity> exceptedSeverity = Optional.empty();
  private List<String> stacks = List.of();
  private long first = Long.MAX_VALUE;
  private long last = Long.MIN_VALUE;
  private boolean used;

  // Of the tally that it is in, and in order there.
  final ClientTally.Key key;
  ClientTally.@Nullable Queue queue;
  @Nullable ClientDay before;
  @Nullable ClientDay after;

  ClientDay(ClientTally.Key key, TlsVersion floor) {
    super(floor);
    this.key = key;
  }

  /** Counts a connection. */
  void add(Judgement judgement) {
    TlsConnection connection = judgement.connection();
    used = connections++ > 0;
    add(connection);
    if (mac == NO_MAC && judgement.ends().clientMac().isPresent()) {
      mac = judgement.ends().clientMac().get().bits();
    }
    if (connection.offer().isPresent()) {
      offered = offered.plus(connection.offer().get().max());
    }
    if (connection.choice().isPresent()) {
      negotiated = negotiated.plus(connection.choice().get().version());
    }
    if (judgement.flagged()) {
      flagged++;
      severity = Severity.worse(severity, judgement.severity());
    } else if (judgement.excepted()) {
      excepted++;
      exceptedSeverity = Severity.worse(exceptedSeverity, judgement.severity());
    }
    if (judgement.stack().isPresent()) {
      note(judgement.stack().get().name());
    }
    first = Math.min(first, nanos(connection.evidence().first()));
    last = Math.max(last, nanos(connection.evidence().last()));
  }

  private void note(String stack) {
    if (stacks.size() == MAX_STACKS || stacks.contains(stack)) {
      return;
    }
    if (stacks.isEmpty()) {
      stacks = List.of(stack);
    } else {
      List<String> more = new ArrayList<>(stacks);
      more.add(stack);
      stacks = List.copyOf(more);
    }
  }

  /**
   * Takes a connection back that was counted.
   *
   * @return how many are left; with none it is to be let go
   */
  long takeBack(Judgement judgement) {
    TlsConnection connection = judgement.connection();
    if (--connections == 0) {
      return 0;
    }
    takeBack(connection);
    if (connection.offer().isPresent()) {
      offered = offered.minus(connection.offer().get().max());
    }
    if (connection.choice().isPresent()) {
      negotiated = negotiated.minus(connection.choice().get().version());
    }
    if (judgement.flagged()) {
      flagged--;
    } else if (judgement.excepted()) {
      excepted--;
    }
    return connections;
  }

  /** Whether it was used again since it came, or since {@link #rest}. */
  boolean isUsed() {
    return used;
  }

  void rest() {
    used = false;
  }

  /** Flagged connections. */
  long flagged() {
    return flagged;
  }

  /** Time of the first connection, as {@link BehaviourTally} counts. */
  long first() {
    return first;
  }

  /** Names of the stacks that the client looked like. */
  List<String> stacks() {
    return stacks;
  }

  /**
   * What else is known of the client.
   *
   * @param names that it gave itself
   * @param stacks that it looked like, with all services
   * @param speaksFloor whether it offered the floor or more to any server
   */
  record Else(List<ClientName> names, int stacks, boolean speaksFloor) {}

  /** A line of it; {@code within} are the times that were looked at. */
  ClientSummary summary(Period within, Else known) {
    Instant from = instant(first);
    Instant to = instant(last);
    return new ClientSummary(
        key.client(),
        mac == NO_MAC ? Optional.empty() : Optional.of(new MacAddress(mac)),
        key.service(),
        connections,
        flagged,
        excepted,
        offered.byVersion(),
        negotiated.byVersion(),
        severity,
        exceptedSeverity,
        stacks,
        known.names,
        behaviour(known),
        within.of(key.day(), from, to),
        from,
        to);
  }

  private ClientBehaviour behaviour(Else known) {
    SpeaksFloor speaks =
        speaksFloor()
            ? SpeaksFloor.HERE
            : known.speaksFloor ? SpeaksFloor.ELSEWHERE : SpeaksFloor.NO;
    int severalNames = ClientNameBook.several(known.names);
    List<String> several = new ArrayList<>(2);
    if (known.stacks >= SEVERAL_STACKS) {
      several.add(known.stacks + " stacks");
    }
    if (severalNames > 0) {
      several.add(severalNames + " names");
    }
    return new ClientBehaviour(
            succeeded(),
            failed(),
            firstSuccess(),
            lastSuccess(),
            retryInterval(),
            lowHellos(),
            speaks,
            !several.isEmpty(),
            BehaviourText.several(several))
        .inWords(offered.byVersion(), floor, Dated.IF_NEEDED);
  }
}
