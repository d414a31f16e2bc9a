package io.tlsfloor.cli.diff;

import io.tlsfloor.cli.diff.Change.Kind;
import io.tlsfloor.parser.observation.TlsVersion;
import io.tlsfloor.report.model.ClientAndService;
import io.tlsfloor.report.model.ClientSummary;
import io.tlsfloor.report.text.Words;
import io.tlsfloor.rules.Severity;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Compares two runs, client by client and service by service.
 *
 * <p>A client counts as better or gone only if the second run could have seen the contrary: nothing
 * was lost or left aside in it, it was not interrupted, its floor is no lower, and it covers three
 * quarters of the time that the first one does. Else what is not seen is called so.
 */
final class Comparison {
  private static final int SPAN_NUMERATOR = 3; // of four: weeks are not of one length in captures
  private static final int SPAN_DENOMINATOR = 4;

  private final ComparedRun before;
  private final ComparedRun after;
  private final List<String> doubts = new ArrayList<>();

  Comparison(ComparedRun before, ComparedRun after) {
    this.before = before;
    this.after = after;
    doubts.addAll(after.losses());
    if (after.run().course().interrupted()) {
      doubts.add("the run was interrupted");
    }
    if (after.run().terms().floor().isBefore(before.run().terms().floor())) {
      doubts.add(
          "its floor is "
              + after.run().terms().floor()
              + ", that of BEFORE "
              + before.run().terms().floor());
    }
    long wanted = before.span().toSeconds() * SPAN_NUMERATOR / SPAN_DENOMINATOR;
    if (after.span().toSeconds() < wanted) {
      doubts.add("it covers " + span(after) + " of packet time, and BEFORE " + span(before));
    }
  }

  private static String span(ComparedRun run) {
    long minutes = run.span().toMinutes();
    return minutes < 1
        ? run.span().toSeconds() + " s"
        : minutes < 120 ? minutes + " min" : minutes / 60 + " h";
  }

  /** Why what AFTER does not show cannot be taken for gone or better; empty if it can. */
  List<String> doubts() {
    return doubts;
  }

  /** Changes of all that is or was flagged, the most pressing first. */
  List<Change> changes() {
    Set<ClientAndService> keys = new LinkedHashSet<>(after.clients().keySet());
    keys.addAll(before.clients().keySet());
    List<Change> changes = new ArrayList<>();
    for (ClientAndService key : keys) {
      change(
              key,
              Optional.ofNullable(before.clients().get(key)),
              Optional.ofNullable(after.clients().get(key)))
          .ifPresent(changes::add);
    }
    changes.sort(
        Comparator.comparing(Change::kind)
            .thenComparing(change -> -rank(change.after().or(change::before)))
            .thenComparing(Change::client)
            .thenComparing(change -> change.service().map(Object::toString).orElse("")));
    return changes;
  }

  private Optional<Change> change(
      ClientAndService key, Optional<ClientSummary> was, Optional<ClientSummary> is) {
    int old = rank(was);
    int now = rank(is);
    if (old == 0 && now == 0) {
      return Optional.empty();
    }
    Kind kind = kind(was, is, old, now);
    return Optional.of(
        new Change(kind, key.client(), key.service(), was, is, why(kind, was, is, now)));
  }

  private Kind kind(Optional<ClientSummary> was, Optional<ClientSummary> is, int old, int now) {
    if (was.isEmpty()) {
      return Kind.NEW;
    }
    if (now > old) {
      return Kind.WORSE;
    }
    if (now == old) {
      return Kind.SAME;
    }
    if (now == 0 && !doubts.isEmpty()) {
      return Kind.UNSEEN;
    }
    return is.isEmpty() ? Kind.GONE : Kind.BETTER;
  }

  private String why(Kind kind, Optional<ClientSummary> was, Optional<ClientSummary> is, int now) {
    if (is.isEmpty()) {
      return kind == Kind.GONE
          ? "not one connection to the service"
          : "not one connection seen, but AFTER could have missed some";
    }
    ClientSummary client = is.get();
    String count =
        client.flagged() + " of " + Words.count(client.connections(), "connection") + " flagged";
    return switch (kind) {
      case UNSEEN -> count + ", but AFTER could have missed some";
      case BETTER -> now == 0 ? count : count + ", and less bad" + lowest(client);
      case WORSE ->
          rank(was) == 0 ? count + ", where none was" + lowest(client) : count + lowest(client);
      case NEW, SAME, GONE -> count + lowest(client);
    };
  }

  private static String lowest(ClientSummary client) {
    return first(client.negotiated())
        .map(version -> ", " + version + " chosen at worst")
        .or(() -> first(client.offered()).map(version -> ", " + version + " offered at worst"))
        .orElse("");
  }

  /** Maps of versions are in their order, the lowest first. */
  private static Optional<TlsVersion> first(Map<TlsVersion, Long> counts) {
    return counts.keySet().stream().findFirst();
  }

  /** 0 for nothing flagged, then by severity. */
  static int rank(Optional<ClientSummary> client) {
    return client
        .filter(summary -> summary.flagged() > 0)
        .flatMap(ClientSummary::severity)
        .map(severity -> severity.ordinal() + 1)
        .orElse(0);
  }

  /** {@code high}; {@code none} for nothing flagged; {@code –} for no connection. */
  static String severity(Optional<ClientSummary> client) {
    if (client.isEmpty()) {
      return "–";
    }
    return client
        .filter(summary -> summary.flagged() > 0)
        .flatMap(ClientSummary::severity)
        .map(Severity::name)
        .orElse("none")
        .toLowerCase(Locale.ROOT);
  }
}
