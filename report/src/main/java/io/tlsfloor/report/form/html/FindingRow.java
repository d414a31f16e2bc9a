package io.tlsfloor.report.form.html;

import io.tlsfloor.parser.observation.TlsVersion;
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
import io.tlsfloor.rules.RemedyPages;
import io.tlsfloor.rules.RuleId;
import io.tlsfloor.rules.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A group of findings in words, as the page shows it. Control characters of what the network said
 * are visible in it.
 */
public final class FindingRow {
  private static final String NONE = "–";
  private static final int MAX_EVIDENCE = 12;
  private static final int MAX_NAMES = 3;

  private final int id;
  private final FindingGroup group;
  private final Optional<Finding> finding;
  private final Optional<ClientDay> client;
  private final KnownClient device;
  private final boolean explainable;

  /**
   * A thing to look at.
   *
   * @param place file and frame number
   * @param field what was read
   * @param value what it said
   */
  public record Evidence(String place, String field, String value) {}

  /**
   * A group of findings.
   *
   * @param id number on the page, from 1
   * @param client what is known of it from the packets
   * @param device what is known of it from elsewhere
   * @param explainable whether the reader has the captures
   */
  FindingRow(
      int id,
      FindingGroup group,
      Optional<ClientDay> client,
      KnownClient device,
      boolean explainable) {
    this.id = id;
    this.group = group;
    this.client = client;
    this.device = device;
    this.explainable = explainable;
    finding = group.finding();
  }

  /** Its number on the page, from 1. */
  public int id() {
    return id;
  }

  /** The severity as a word. */
  public String severity() {
    return group.severity().map(Words::constant).orElse(NONE);
  }

  /** The severity as a number, for sorting. */
  public int rank() {
    return group.severity().map(Severity::ecs).orElse(0);
  }

  /** The address of its client. */
  public String client() {
    return Printable.name(ClientDay.shown(group.client(), client));
  }

  /** For sorting: IPv4 before IPv6, each in the order of its bits. */
  public String sortKey() {
    StringBuilder key = new StringBuilder();
    String text = group.client().toString();
    if (text.indexOf(':') >= 0) {
      return "6" + text;
    }
    key.append('4');
    for (String part : text.split("\\.")) {
      key.append("000".substring(part.length())).append(part);
    }
    return key.toString();
  }

  /** Returns what the client is called, and who answers for it. */
  public String names() {
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

  /** The service for people. */
  public String service() {
    return Printable.name(group.key().service().map(ServiceName::name).orElse("no service"));
  }

  /** The commonest host, with its port. */
  public String host() {
    return Printable.name(FindingGroup.commonest(group.hosts()).orElse(NONE));
  }

  /** The rule that found it. */
  public String rule() {
    return group.key().rule().map(RuleId::id).orElse(NONE);
  }

  /** The lowest of the highest versions offered. */
  public String offered() {
    return group.offered().map(TlsVersion::toString).orElse(NONE);
  }

  /** The lowest version chosen. */
  public String chosen() {
    return group.chosen().map(TlsVersion::toString).orElse(group.isReportedOld() ? "old" : NONE)
        + (group.inferred() ? " (inferred)" : "");
  }

  /** The commonest outcome. */
  public String outcome() {
    return Printable.name(FindingGroup.commonest(group.outcomes()).orElse(NONE));
  }

  /** Returns what the client looks like, with confidence. */
  public String stack() {
    return group
        .stack()
        .map(s -> Printable.name(s.name()) + " (" + Words.constant(s.confidence()) + ")")
        .orElse("not known");
  }

  /** How many connections. */
  public long times() {
    return group.times();
  }

  /** Time of the first. */
  public String first() {
    return Timestamps.seconds(group.first());
  }

  /** Time of the last. */
  public String last() {
    return Timestamps.seconds(group.last());
  }

  /** One sentence. */
  public String summary() {
    return Printable.name(finding.map(Finding::summary).orElse(""));
  }

  /** Returns what to do; empty for nothing. */
  public String remedy() {
    return Printable.name(finding.flatMap(Finding::remedy).map(Remedy::text).orElse(""));
  }

  /** Where that is explained; empty for nowhere. */
  public String reference() {
    return Printable.name(finding.flatMap(Finding::remedy).map(Remedy::reference).orElse(""));
  }

  /** The name of the page that says in full what to do; empty where there is none. */
  public Optional<String> guide() {
    return RemedyPages.name(reference()).filter(name -> RemedyPages.text(name).isPresent());
  }

  /** Why it is excepted; empty for what is not. */
  public String exception() {
    return Printable.text(
        group.waiver().map(each -> each.text() + ": " + each.reason()).orElse(""));
  }

  /** Where to look in the captures. */
  public List<Evidence> evidence() {
    List<Evidence> rows = new ArrayList<>();
    for (FindingEvidence each : finding.map(Finding::evidence).orElse(List.of())) {
      if (rows.size() == MAX_EVIDENCE) {
        break;
      }
      rows.add(
          new Evidence(
              Printable.text(each.file()) + (each.frame() > 0 ? "#" + each.frame() : ""),
              Printable.name(each.field()),
              Printable.name(each.value())));
    }
    return rows;
  }

  /** Further names and values. */
  public List<Page.Pair> facts() {
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

  private static String counted(Map<String, Long> counts) {
    List<String> parts = new ArrayList<>();
    counts.forEach(
        (what, count) -> parts.add(Printable.name(what) + " (" + Words.number(count) + ")"));
    return String.join(", ", parts);
  }

  /** The command that shows the first frame; empty where clients have pseudonyms. */
  public String command() {
    String place = group.frame().file() + "#" + group.frame().number();
    return !explainable || group.frame().number() == 0
        ? ""
        : "tlsfloor explain " + Printable.shell(place);
  }

  /** A display filter of Wireshark for the connection of the finding; empty likewise. */
  public String wireshark() {
    return explainable ? pivot().wireshark() : "";
  }

  /** A search of Arkime for it; empty likewise. */
  public String arkime() {
    return explainable ? pivot().arkime() : "";
  }

  private Pivot pivot() {
    return new Pivot(group.transport(), group.ends().client(), group.ends().server());
  }
}
