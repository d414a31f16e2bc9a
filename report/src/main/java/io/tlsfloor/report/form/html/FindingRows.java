package io.tlsfloor.report.form.html;

import io.tlsfloor.parser.observation.IpAddress;
import io.tlsfloor.parser.observation.TlsVersion;
import io.tlsfloor.report.model.ClientAndService;
import io.tlsfloor.report.model.ClientDay;
import io.tlsfloor.report.model.CommunityId;
import io.tlsfloor.report.model.FindingGroup;
import io.tlsfloor.report.model.Pivot;
import io.tlsfloor.report.model.ServiceName;
import io.tlsfloor.report.text.Printable;
import io.tlsfloor.report.text.Timestamps;
import io.tlsfloor.report.text.Words;
import io.tlsfloor.rules.ClientStack;
import io.tlsfloor.rules.Finding;
import io.tlsfloor.rules.FindingEvidence;
import io.tlsfloor.rules.Remedy;
import io.tlsfloor.rules.RuleId;
import io.tlsfloor.rules.Severity;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Puts groups of findings into words. */
final class FindingRows {
  private static final String NONE = "–";
  private static final int MAX_EVIDENCE = 12;
  private static final int MAX_NAMES = 3;

  private final Map<ClientAndService, ClientDay> summaries = new HashMap<>();
  private final Map<String, KnownClient> known;
  private final boolean explainable;

  /**
   * Knows what else is known of the clients.
   *
   * @param known by address, from elsewhere
   * @param explainable whether the reader has the captures
   */
  FindingRows(List<ClientDay> clients, Map<String, KnownClient> known, boolean explainable) {
    this.known = known;
    this.explainable = explainable;
    for (ClientDay client : clients) {
      summaries.put(client.key(), client);
    }
  }

  /** The group as row number {@code id}. */
  FindingRow row(int id, FindingGroup group) {
    Optional<Severity> severity = group.severity();
    Optional<Finding> finding = group.finding();
    Optional<ClientDay> client = Optional.ofNullable(summaries.get(group.key().clientAndService()));
    KnownClient device = known.getOrDefault(group.client().toString(), KnownClient.NOTHING);
    return new FindingRow(
        id,
        severity.map(s -> Words.constant(s)).orElse(NONE),
        severity.map(Severity::ecs).orElse(0),
        new FindingRow.Client(
            Printable.name(ClientDay.shown(group.client(), client)),
            sortKey(group.client()),
            names(client, device)),
        new FindingRow.Server(
            Printable.name(group.key().service().map(ServiceName::name).orElse("no service")),
            Printable.name(FindingGroup.commonest(group.hosts()).orElse(NONE))),
        group.key().rule().map(RuleId::id).orElse(NONE),
        new FindingRow.Handshake(
            group.offered().map(TlsVersion::toString).orElse(NONE),
            group.chosen().map(TlsVersion::toString).orElse(group.isReportedOld() ? "old" : NONE)
                + (group.inferred() ? " (inferred)" : ""),
            Printable.name(FindingGroup.commonest(group.outcomes()).orElse(NONE))),
        stack(group),
        new FindingRow.Seen(
            group.times(), Timestamps.seconds(group.first()), Timestamps.seconds(group.last())),
        new FindingRow.Words(
            Printable.name(finding.map(Finding::summary).orElse("")),
            Printable.name(finding.flatMap(Finding::remedy).map(Remedy::text).orElse("")),
            Printable.name(finding.flatMap(Finding::remedy).map(Remedy::reference).orElse("")),
            Printable.text(
                group.waiver().map(each -> each.text() + ": " + each.reason()).orElse(""))),
        new FindingRow.Proof(
            finding.map(FindingRows::evidence).orElse(List.of()),
            facts(group, client, device),
            explainable ? command(group) : "",
            explainable ? pivot(group).wireshark() : "",
            explainable ? pivot(group).arkime() : ""));
  }

  /** IPv4 before IPv6, each in the order of its bits. */
  private static String sortKey(IpAddress address) {
    StringBuilder key = new StringBuilder();
    String text = address.toString();
    if (text.indexOf(':') >= 0) {
      return "6" + text;
    }
    key.append('4');
    for (String part : text.split("\\.")) {
      key.append("000".substring(part.length())).append(part);
    }
    return key.toString();
  }

  /** Returns what it is called, and who answers for it. */
  private static String names(Optional<ClientDay> client, KnownClient device) {
    List<String> all = new ArrayList<>();
    all.add(device.name());
    client.ifPresent(seen -> seen.names().forEach(name -> all.add(name.name())));
    String names =
        all.stream()
            .filter(name -> !name.isEmpty())
            .map(Printable::name)
            .distinct()
            .limit(MAX_NAMES)
            .collect(Collectors.joining(", "));
    String owner = Printable.name(device.owner());
    return names + (names.isEmpty() || owner.isEmpty() ? "" : " · ") + owner;
  }

  private static String stack(FindingGroup group) {
    return group
        .stack()
        .map(s -> Printable.name(s.name()) + " (" + Words.constant(s.confidence()) + ")")
        .orElse("not known");
  }

  private static List<FindingRow.Evidence> evidence(Finding finding) {
    List<FindingRow.Evidence> rows = new ArrayList<>();
    for (FindingEvidence each : finding.evidence()) {
      if (rows.size() == MAX_EVIDENCE) {
        break;
      }
      rows.add(
          new FindingRow.Evidence(
              Printable.text(each.file()) + (each.frame() > 0 ? "#" + each.frame() : ""),
              Printable.name(each.field()),
              Printable.name(each.value())));
    }
    return rows;
  }

  private static List<Page.Pair> facts(
      FindingGroup group, Optional<ClientDay> client, KnownClient device) {
    List<Page.Pair> facts = new ArrayList<>();
    if (!device.owner().isEmpty()) {
      facts.add(new Page.Pair("Owner", Printable.name(device.owner())));
    }
    if (!device.ticket().isEmpty()) {
      facts.add(new Page.Pair("Ticket", Printable.name(device.ticket())));
    }
    facts.add(new Page.Pair("Hosts", counted(group.hosts())));
    facts.add(new Page.Pair("Outcomes", counted(group.outcomes())));
    if (group.stack().map(ClientStack::candidates).filter(c -> c.size() > 1).isPresent()) {
      facts.add(
          new Page.Pair(
              "Looks equally like",
              Printable.name(String.join(", ", group.stack().get().candidates()))));
    }
    if (!group.prefaces().isEmpty()) {
      facts.add(new Page.Pair("Way", Printable.name(String.join(", ", group.prefaces()))));
    }
    List<String> also = new ArrayList<>();
    group.alsoFound().forEach(rule -> also.add(rule.id()));
    if (!also.isEmpty()) {
      facts.add(new Page.Pair("Also found", String.join(", ", also)));
    }
    Optional<Finding> finding = group.finding();
    if (finding.isPresent()) {
      facts.add(new Page.Pair("Confidence", Words.constant(finding.get().confidence())));
      finding
          .get()
          .enforced()
          .ifPresent(date -> facts.add(new Page.Pair("Enforced", Printable.name(date))));
    }
    CommunityId.known(group.transport(), group.ends().client(), group.ends().server())
        .ifPresent(id -> facts.add(new Page.Pair("Community ID", id)));
    if (client.isPresent()) {
      if (!client.get().users().isEmpty()) {
        facts.add(new Page.Pair("User", Printable.name(client.get().users())));
      }
      if (!client.get().applications().isEmpty()) {
        facts.add(new Page.Pair("Application", Printable.name(client.get().applications())));
      }
      client.get().mac().ifPresent(mac -> facts.add(new Page.Pair("MAC address", mac.toString())));
      if (!client.get().behaviour().text().isEmpty()) {
        facts.add(
            new Page.Pair(
                "Behaviour", Printable.name(String.join("; ", client.get().behaviour().text()))));
      }
    }
    return facts;
  }

  /** Leads to the connection that {@link FindingGroup#finding} is about. */
  private static Pivot pivot(FindingGroup group) {
    return new Pivot(group.transport(), group.ends().client(), group.ends().server());
  }

  private static String counted(Map<String, Long> counts) {
    List<String> parts = new ArrayList<>();
    counts.forEach(
        (what, count) -> parts.add(Printable.name(what) + " (" + Words.number(count) + ")"));
    return String.join(", ", parts);
  }

  private static String command(FindingGroup group) {
    String place = group.frame().file() + "#" + group.frame().number();
    return group.frame().number() == 0 ? "" : "tlsfloor explain " + Printable.shell(place);
  }
}
