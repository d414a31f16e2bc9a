package io.tlsfloor.cli.diff;

import io.tlsfloor.cli.diff.Change.ChangeKind;
import io.tlsfloor.parser.observation.IpAddress;
import io.tlsfloor.parser.observation.MacAddress;
import io.tlsfloor.parser.observation.TlsVersion;
import io.tlsfloor.report.model.ClientAndService;
import io.tlsfloor.report.model.ClientDay;
import io.tlsfloor.report.text.Words;
import io.tlsfloor.rules.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Compares two runs, client by client and service by service.
 *
 * <p>A client is fixed, gone or better only if the second run could have seen the contrary, which
 * {@link Doubts} says, and fixed only if it was seen often enough. Exceptions change nothing here:
 * what is excepted is as bad as it was.
 */
final class Comparison {
  /** Established connections at the floor or above that are enough to call a client fixed. */
  static final int ENOUGH = 5;

  private final ComparedRun before;
  private final ComparedRun after;
  private final Map<ClientAndService, ClientDay> old;
  private final Map<ClientAndService, ClientDay> now;
  private final Map<IpAddress, List<IpAddress>> others;
  private final Doubts doubts;
  private final Asked asked;

  Comparison(ComparedRun before, ComparedRun after, Asked asked) {
    this.before = before;
    this.asked = asked;
    this.after = after;
    old = before.clients(after);
    now = after.clients(before);
    others = before.others(after);
    doubts = new Doubts(before, after);
  }

  /** Which clients and services it is about. */
  Asked asked() {
    return asked;
  }

  /** Returns what keeps either run from showing what it seems to show. */
  Doubts doubts() {
    return doubts;
  }

  /** How long both runs looked at the same time; zero where times are not known. */
  Duration overlap() {
    Instant from = max(before.first().orElse(Instant.MAX), after.first().orElse(Instant.MAX));
    Instant to = min(before.last().orElse(Instant.MIN), after.last().orElse(Instant.MIN));
    return from.isBefore(to) ? Duration.between(from, to) : Duration.ZERO;
  }

  private static Instant max(Instant a, Instant b) {
    return a.isAfter(b) ? a : b;
  }

  private static Instant min(Instant a, Instant b) {
    return a.isBefore(b) ? a : b;
  }

  /** Changes of all that does or did something wrong, the most pressing first. */
  List<Change> changes() {
    Set<ClientAndService> keys = new LinkedHashSet<>(now.keySet());
    keys.addAll(old.keySet());
    return keys.stream()
        .filter(this::isAsked)
        .filter(key -> rank(was(key)) > 0 || rank(is(key)) > 0)
        .map(this::change)
        .sorted(
            Comparator.comparing(Change::kind)
                .thenComparing(change -> -rank(change.after().or(change::before)))
                .thenComparing(Change::client)
                .thenComparing(change -> change.service().map(Object::toString).orElse("")))
        .toList();
  }

  private boolean isAsked(ClientAndService key) {
    return asked.admits(key, mac(key))
        || others.getOrDefault(key.client(), List.of()).stream()
            .anyMatch(other -> asked.admits(new ClientAndService(other, key.service()), mac(key)));
  }

  private Optional<MacAddress> mac(ClientAndService key) {
    return is(key).flatMap(ClientDay::mac).or(() -> was(key).flatMap(ClientDay::mac));
  }

  private Optional<ClientDay> was(ClientAndService key) {
    return Optional.ofNullable(old.get(key));
  }

  private Optional<ClientDay> is(ClientAndService key) {
    return Optional.ofNullable(now.get(key));
  }

  private Change change(ClientAndService key) {
    ChangeKind kind = kind(was(key), is(key));
    return new Change(kind, key.client(), key.service(), was(key), is(key), why(kind, is(key)));
  }

  private ChangeKind kind(Optional<ClientDay> was, Optional<ClientDay> is) {
    if (was.isEmpty()) {
      return ChangeKind.NEW;
    }
    if (is.isEmpty()) {
      return doubts.ofAfter().isEmpty() ? ChangeKind.GONE : ChangeKind.QUIET;
    }
    int before = rank(was);
    int after = rank(is);
    if (before == 0) {
      return ChangeKind.AGAIN;
    }
    if (after >= before) {
      return after > before ? ChangeKind.WORSE : ChangeKind.SAME;
    }
    if (!doubts.ofAfter().isEmpty()) {
      return ChangeKind.UNPROVEN;
    }
    if (after > 0) {
      return ChangeKind.BETTER;
    }
    return good(is.get()) >= ENOUGH && !showsBelow(is.get())
        ? ChangeKind.FIXED
        : ChangeKind.UNPROVEN;
  }

  private TlsVersion floor() {
    return after.run().terms().floor();
  }

  /** Connections that are known to be established at the floor or above. */
  private static long good(ClientDay client) {
    return client.counts().good();
  }

  private static boolean showsBelow(ClientDay client) {
    return client.counts().below() > 0;
  }

  private String why(ChangeKind kind, Optional<ClientDay> is) {
    if (is.isEmpty()) {
      return kind == ChangeKind.GONE
          ? "not one connection to the service"
          : "not seen, but AFTER may have missed it";
    }
    ClientDay client = is.get();
    return switch (kind) {
      case FIXED ->
          Words.count(good(client), "connection") + " at " + floor() + " or later, none below";
      case UNPROVEN -> count(client) + ", " + unproven(client);
      case BETTER -> count(client) + ", and less bad" + worst(client);
      case AGAIN -> count(client) + ", where none was" + worst(client);
      case WORSE, NEW, SAME, GONE, QUIET -> count(client) + worst(client);
    };
  }

  private String unproven(ClientDay client) {
    if (!doubts.ofAfter().isEmpty()) {
      return "but AFTER may have missed it";
    }
    return showsBelow(client)
        ? "but not all at " + floor() + " or later"
        : "but only "
            + Words.number(good(client))
            + " known to be established at "
            + floor()
            + " or later; "
            + ENOUGH
            + " are enough";
  }

  private static String count(ClientDay client) {
    return Words.number(client.flagged())
        + " of "
        + Words.count(client.connections(), "connection")
        + " flagged"
        + (client.excepted() > 0 ? ", " + Words.number(client.excepted()) + " excepted" : "");
  }

  private String worst(ClientDay client) {
    if (client.severity().equals(Optional.of(Severity.LOW))) { // which no chosen version shows
      return ", for versions below " + floor() + " in its list";
    }
    return lowest(client.negotiated())
        .map(version -> ", " + version + " chosen at worst")
        .or(() -> lowest(client.offered()).map(version -> ", " + version + " offered at worst"))
        .orElse("");
  }

  /** Maps of versions are in their order, the lowest first. */
  private static Optional<TlsVersion> lowest(Map<TlsVersion, Long> counts) {
    return counts.keySet().stream().findFirst();
  }

  /** 0 for nothing wrong, then by severity, flagged or excepted. */
  static int rank(Optional<ClientDay> client) {
    return client.flatMap(Comparison::severity).map(severity -> severity.ordinal() + 1).orElse(0);
  }

  private static Optional<Severity> severity(ClientDay client) {
    return Severity.worse(
        client.flagged() > 0 ? client.severity() : Optional.empty(),
        client.excepted() > 0 ? client.exceptedSeverity() : Optional.empty());
  }

  /** {@code high}; {@code none} for nothing wrong; {@code –} for no connection. */
  static String shown(Optional<ClientDay> client) {
    if (client.isEmpty()) {
      return "–";
    }
    String severity = client.flatMap(Comparison::severity).map(Words::constant).orElse("none");
    boolean onlyExcepted = client.get().flagged() == 0 && client.get().excepted() > 0;
    return onlyExcepted ? "(" + severity + ")" : severity;
  }
}
