package io.tlsfloor.report.form.table;

import io.tlsfloor.parser.observation.TlsVersion;
import io.tlsfloor.report.model.ClientDay;
import io.tlsfloor.report.model.ClientState;
import io.tlsfloor.report.model.Faring;
import io.tlsfloor.report.model.Found;
import io.tlsfloor.report.text.Printable;
import io.tlsfloor.report.text.Words;
import io.tlsfloor.rules.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One client in one line, before it is fitted to a width; the service that it fares worst with
 * decides what it says, and {@code +1} tells that there is more.
 *
 * @param severity for the colour; empty without a finding
 * @param label of the severity
 * @param name the client's own, or empty
 * @param address of the client, or what it is known by
 * @param service for people
 * @param more other services and fixes of it
 * @param offered version
 * @param chosen version
 * @param faring how it fares
 * @param times how often
 * @param fix what {@code tlsfloor remedy} takes
 * @param details lines below, where they are asked for
 */
record TableRow(
    Optional<Severity> severity,
    String label,
    String name,
    String address,
    String service,
    More more,
    String offered,
    String chosen,
    Faring faring,
    String times,
    String fix,
    List<String> details) {
  private static final String NONE = "–";

  /**
   * How many others there are.
   *
   * @param services besides the one that is named
   * @param fixes besides the one that is named
   */
  record More(int services, int fixes) {}

  /**
   * Returns the row of a client.
   *
   * @param details lines below
   */
  static TableRow of(ClientState client, List<String> details) {
    List<String> services = client.serviceNames(NONE);
    List<String> fixes = client.fixes();
    List<Found> findings = client.findings();
    Optional<Found> worst = findings.isEmpty() ? Optional.empty() : Optional.of(findings.get(0));
    ClientDay sum = worst.isPresent() ? named(client) : client.sum();
    String address = client.address();
    return new TableRow(
        client.severity(),
        client.label().orElse(NONE),
        address.isEmpty() ? "" : client.name(),
        address.isEmpty() ? client.name() : address,
        services.get(0),
        new More(services.size() - 1, Math.max(0, fixes.size() - 1)),
        worst
            .map(found -> found.offered().map(TlsVersion::toString).orElse(NONE))
            .orElseGet(() -> lowest(sum.offered())),
        worst.map(TableRow::chosen).orElseGet(() -> lowest(sum.negotiated())),
        client.faring(),
        Words.number(worst.isPresent() ? client.times() : sum.connections()),
        fixes.isEmpty() ? NONE : fixes.get(0),
        with(sum, details));
  }

  /** What names it; most clients have no names, and what they did need not be added up. */
  private static ClientDay named(ClientState client) {
    for (ClientState.OfService each : client.services()) {
      if (!each.sum().names().isEmpty()) {
        return client.sum();
      }
    }
    return client.services().get(0).sum();
  }

  private static String chosen(Found found) {
    return found.chosen().map(TlsVersion::toString).orElse(found.isReportedOld() ? "old" : NONE)
        + (found.inferred() ? "?" : "");
  }

  /** Of a client without findings. */
  private static String lowest(Map<TlsVersion, Long> counts) {
    return counts.isEmpty() ? NONE : counts.keySet().iterator().next().toString();
  }

  /** Who uses it for what comes first, or may; of an account, for what and on what. */
  private static List<String> with(ClientDay client, List<String> details) {
    List<String> all = new ArrayList<>();
    String users = client.isAccount() ? "" : client.users();
    String applications = client.applications();
    String machines = client.perhapsMachines();
    if (!users.isEmpty() || !applications.isEmpty()) {
      all.add(
          Printable.name(
              "used"
                  + (users.isEmpty() ? "" : " by " + users)
                  + (applications.isEmpty() ? "" : " for " + applications)
                  + (machines.isEmpty() ? "" : "; perhaps on " + machines)));
    } else if (!machines.isEmpty()) {
      all.add(Printable.name("perhaps on " + machines));
    }
    if (!client.perhapsUsers().isEmpty()) {
      all.add(Printable.name("perhaps used by " + client.perhapsUsers()));
    }
    all.addAll(details);
    return all;
  }
}
