package io.tlsfloor.report.form.html;

import io.tlsfloor.parser.observation.FrameRef;
import io.tlsfloor.parser.observation.MacAddress;
import io.tlsfloor.parser.observation.TlsVersion;
import io.tlsfloor.report.model.ClientDay;
import io.tlsfloor.report.model.ClientState;
import io.tlsfloor.report.model.ClientStates;
import io.tlsfloor.report.model.CommunityId;
import io.tlsfloor.report.model.Found;
import io.tlsfloor.report.model.KindCounts;
import io.tlsfloor.report.model.KnownClient;
import io.tlsfloor.report.model.Pivot;
import io.tlsfloor.report.model.Run;
import io.tlsfloor.report.text.Printable;
import io.tlsfloor.report.text.Timestamps;
import io.tlsfloor.report.text.Words;
import io.tlsfloor.rules.ClientStack;
import io.tlsfloor.rules.Finding.Waiver;
import io.tlsfloor.rules.FindingEvidence;
import io.tlsfloor.rules.Remedy;
import io.tlsfloor.rules.RemedyPages;
import io.tlsfloor.rules.RuleId;
import io.tlsfloor.rules.Severity;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What was found on a client's connections to a service, in words, as the page shows it. Control
 * characters of what the network said are visible in it.
 */
public final class FindingRow {
  private static final String NONE = "–";
  private static final int MAX_EVIDENCE = 12;
  private static final int MAX_NAMES = 3;

  private final int id;
  private final Of of;
  private final ClientDay sum;
  private final Found found;
  private final Run run;

  /**
   * What a row is of.
   *
   * @param client whose it is
   * @param service that it was found with
   * @param found what was found
   */
  record Of(ClientState client, ClientState.OfService service, Found found) {
    /** What was found on clients, in their order. */
    static List<Of> all(ClientStates clients) {
      List<Of> all = new ArrayList<>();
      for (ClientState client : clients.both()) {
        for (ClientState.OfService service : client.services()) {
          service.findings().forEach(found -> all.add(new Of(client, service, found)));
        }
      }
      return all;
    }

    /** Returns whether it is flagged for a finding of severity low. */
    boolean isLow() {
      return found.flagged() && found.severity() == Severity.LOW;
    }

    /** What excepts it; empty for nothing that still holds. */
    Optional<Waiver> waiver() {
      return client.waiver(service, found);
    }

    /** The same in words, and why; or that it holds no more. */
    Optional<String> exception() {
      return client.exception(service, found);
    }
  }

  /**
   * A thing to look at.
   *
   * @param place file and frame number
   * @param field what was read
   * @param value what it said
   */
  public record Evidence(String place, String field, String value) {}

  /**
   * A row.
   *
   * @param id number on the page, from 1
   * @param run that found it
   */
  FindingRow(int id, Of of, Run run) {
    this.id = id;
    this.of = of;
    this.run = run;
    sum = of.service().sum();
    found = of.found();
  }

  /** Its number on the page, from 1. */
  public int id() {
    return id;
  }

  /** The severity as a word. */
  public String severity() {
    return Words.constant(found.severity());
  }

  /** The severity as a number, for sorting. */
  public int rank() {
    return found.severity().ecs();
  }

  /** The address of its client, or the name of what has none. */
  public String client() {
    return of.client().addressOrName();
  }

  /** For sorting: IPv4 before IPv6, each in the order of its bits. */
  public String sortKey() {
    StringBuilder key = new StringBuilder();
    String text = of.client().client().toString();
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
    all.add(of.client().known().name());
    sum.names().stream().filter(name -> !name.isOfKind()).forEach(name -> all.add(name.name()));
    String names =
        all.stream()
            .filter(name -> !name.isEmpty())
            .map(Printable::name)
            .distinct()
            .limit(MAX_NAMES)
            .collect(Collectors.joining(", "));
    String owner = Printable.name(of.client().known().owner());
    return names + (names.isEmpty() || owner.isEmpty() ? "" : " · ") + owner;
  }

  /** The service for people. */
  public String service() {
    return of.service().name("no service");
  }

  /** The commonest host, with its port. */
  public String host() {
    return Printable.name(found.hosts().commonest().orElse(NONE));
  }

  /** The rule that found it. */
  public String rule() {
    return found.rule().id();
  }

  /** The lowest of the highest versions offered. */
  public String offered() {
    return found.offered().map(TlsVersion::toString).orElse(NONE);
  }

  /** The lowest version chosen. */
  public String chosen() {
    return found.chosen().map(TlsVersion::toString).orElse(found.isReportedOld() ? "old" : NONE)
        + (found.inferred() ? " (inferred)" : "");
  }

  /** The lowest version chosen in any of these. */
  static String chosen(List<Found> all) {
    boolean old = all.stream().anyMatch(Found::isReportedOld);
    return all.stream()
        .flatMap(each -> each.chosen().stream())
        .min(Comparator.naturalOrder())
        .map(TlsVersion::toString)
        .orElse(old ? "old" : NONE);
  }

  /** The commonest outcome. */
  public String outcome() {
    return Printable.name(found.outcomes().commonest().orElse(NONE));
  }

  /** Returns what the client looks like, with confidence. */
  public String stack() {
    return found
        .sight()
        .stack()
        .map(s -> Printable.name(s.name()) + " (" + Words.constant(s.confidence()) + ")")
        .orElse("not known");
  }

  /** How many connections. */
  public long times() {
    return found.times();
  }

  /** Time of the first. */
  public String first() {
    return Timestamps.seconds(found.first());
  }

  /** Time of the last. */
  public String last() {
    return Timestamps.seconds(found.last());
  }

  /** One sentence. */
  public String summary() {
    return Printable.name(found.worst().summary());
  }

  /** Returns what to do; empty for nothing. */
  public String remedy() {
    return Printable.name(found.worst().remedy().map(Remedy::text).orElse(""));
  }

  /** Where that is explained; empty for nowhere. */
  public String reference() {
    return Printable.name(found.worst().remedy().map(Remedy::reference).orElse(""));
  }

  /** The name of the page that says in full what to do; empty where there is none. */
  public Optional<String> guide() {
    return RemedyPages.name(reference()).filter(name -> RemedyPages.text(name).isPresent());
  }

  /** Returns whether it is excepted. */
  public boolean isExcepted() {
    return of.waiver().isPresent();
  }

  /** Why it is excepted, or that it is no more; empty for what never was. */
  public String exception() {
    return of.exception().orElse("");
  }

  /** Where to look in the captures. */
  public List<Evidence> evidence() {
    List<Evidence> rows = new ArrayList<>();
    for (FindingEvidence each : found.worst().evidence()) {
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
    KnownClient device = of.client().known();
    add(facts, "State", of.service().faring().text());
    add(facts, "Owner", Printable.name(device.owner()));
    add(facts, "Ticket", Printable.name(device.ticket()));
    add(facts, "Hosts", counted(found.hosts()));
    add(facts, "Outcomes", counted(found.outcomes()));
    Found.Sight sight = found.sight();
    List<String> candidates = sight.stack().map(ClientStack::candidates).orElse(List.of());
    if (candidates.size() > 1) {
      add(facts, "Looks equally like", Printable.name(String.join(", ", candidates)));
    }
    add(facts, "Way", Printable.name(String.join(", ", sight.prefaces())));
    add(facts, "Also found", String.join(", ", found.also().stream().map(RuleId::id).toList()));
    add(facts, "Confidence", Words.constant(found.worst().confidence()));
    add(facts, "Enforced", Printable.name(found.worst().enforced().orElse("")));
    add(
        facts,
        "Community ID",
        CommunityId.known(sight.transport(), sight.ends().client(), sight.ends().server())
            .orElse(""));
    add(facts, "User", Printable.name(sum.users()));
    add(facts, "Perhaps used by", Printable.name(sum.perhapsUsers()));
    add(facts, "Perhaps on", Printable.name(sum.perhapsMachines()));
    add(facts, "Application", Printable.name(sum.applications()));
    add(facts, "MAC address", sum.mac().map(MacAddress::toString).orElse(""));
    add(
        facts,
        "Behaviour",
        Printable.name(String.join("; ", sum.behaviourText(run.terms().floor(), run.dated()))));
    return facts;
  }

  private static void add(List<Page.Pair> facts, String name, String value) {
    if (!value.isEmpty()) {
      facts.add(new Page.Pair(name, value));
    }
  }

  private static String counted(KindCounts counts) {
    List<String> parts = new ArrayList<>();
    counts
        .named()
        .forEach(
            (what, count) -> parts.add(Printable.name(what) + " (" + Words.number(count) + ")"));
    if (counts.others() > 0) {
      parts.add("others (" + Words.number(counts.others()) + ")");
    }
    return String.join(", ", parts);
  }

  private boolean isExplainable() {
    return run.terms().pseudonymKey().isEmpty(); // else its reader does not have the captures
  }

  /** The command that shows the first frame; empty where clients have pseudonyms. */
  public String command() {
    FrameRef frame = found.sight().frame();
    return !isExplainable() || frame.number() == 0
        ? ""
        : "tlsfloor explain " + Printable.shell(frame.file() + "#" + frame.number());
  }

  /** A display filter of Wireshark for the connection of the finding; empty likewise. */
  public String wireshark() {
    return isExplainable() ? pivot().wireshark() : "";
  }

  /** A search of Arkime for it; empty likewise. */
  public String arkime() {
    return isExplainable() ? pivot().arkime() : "";
  }

  private Pivot pivot() {
    Found.Sight sight = found.sight();
    return new Pivot(sight.transport(), sight.ends().client(), sight.ends().server());
  }
}
