package io.tlsfloor.report.form.table;

import io.tlsfloor.parser.observation.Reported;
import io.tlsfloor.parser.observation.TlsVersion;
import io.tlsfloor.report.model.ClientDay;
import io.tlsfloor.report.model.Fate;
import io.tlsfloor.report.model.FindingGroup;
import io.tlsfloor.report.text.Printable;
import io.tlsfloor.report.text.Words;
import io.tlsfloor.rules.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One client in one line, before it is fitted to a width; its worst group of findings decides what
 * it says, and {@code +1} tells that there is more.
 *
 * @param severity for the colour; empty without a finding
 * @param label of the severity
 * @param name the client's own, or empty
 * @param address of the client
 * @param service for people
 * @param more other services and fixes of it
 * @param offered version
 * @param chosen version
 * @param fate what becomes of it
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
    Fate fate,
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
   * @param groups of it, the worst first
   * @param client what is known of it
   * @param details lines below
   */
  static TableRow of(List<FindingGroup> groups, Optional<ClientDay> client, List<String> details) {
    FindingGroup worst = groups.get(0);
    List<String> services = FindingGroup.services(groups, NONE);
    List<String> fixes = FindingGroup.fixes(groups);
    long times = 0;
    for (FindingGroup group : groups) {
      times += group.times();
    }
    return new TableRow(
        worst.severity(),
        worst.label().orElse(NONE),
        client.map(TableRow::bestName).orElse(""),
        Printable.name(ClientDay.shown(worst.client(), client)),
        services.get(0),
        new More(services.size() - 1, Math.max(0, fixes.size() - 1)),
        worst.offered().map(TlsVersion::toString).orElse(NONE),
        worst.chosen().map(TlsVersion::toString).orElse(worst.isReportedOld() ? "old" : NONE)
            + (worst.inferred() ? "?" : ""),
        Fate.of(worst),
        Words.number(times),
        fixes.isEmpty() ? NONE : fixes.get(0),
        with(client, details));
  }

  /** Who uses it for what comes first. */
  private static List<String> with(Optional<ClientDay> client, List<String> details) {
    String users = // who is the client where there is no address
        client.filter(day -> !Reported.isStandIn(day.client())).map(ClientDay::users).orElse("");
    String applications = client.map(ClientDay::applications).orElse("");
    if (users.isEmpty() && applications.isEmpty()) {
      return details;
    }
    List<String> all = new ArrayList<>();
    all.add(
        Printable.name(
            "used"
                + (users.isEmpty() ? "" : " by " + users)
                + (applications.isEmpty() ? "" : " for " + applications)));
    all.addAll(details);
    return all;
  }

  /** The first is the one that was heard last. */
  private static String bestName(ClientDay client) {
    return client.calledBy().map(Printable::name).orElse("");
  }
}
