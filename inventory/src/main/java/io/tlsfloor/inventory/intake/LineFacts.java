package io.tlsfloor.inventory.intake;

import io.tlsfloor.inventory.intake.ClientFacts.Name;
import io.tlsfloor.inventory.intake.ClientFacts.ServiceKey;
import io.tlsfloor.inventory.store.Texts;
import io.tlsfloor.inventory.store.Times;
import io.tlsfloor.parser.observation.TlsVersion;
import io.tlsfloor.report.model.LossCount;
import io.tlsfloor.report.model.Losses;
import io.tlsfloor.report.model.WatchState;
import io.tlsfloor.report.saved.Fields;
import io.tlsfloor.report.saved.SavedLineException;
import io.tlsfloor.report.saved.WatchLine;
import io.tlsfloor.rules.Severity;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Takes from a saved line what the inventory keeps of it. */
final class LineFacts {
  private LineFacts() {}

  /** The name of the sensor that wrote the line; empty where it does not say. */
  static String site(Fields line) {
    return line.object("observer").text("name").orElse("");
  }

  /** The time that a line is of. */
  private static Instant time(Fields line, String field) {
    Fields own = line.object("tlsfloor");
    String bound = field.equals("start") ? "from" : "to";
    return line.object("event")
        .time(field)
        .or(() -> own.time(bound))
        .or(() -> line.time("@timestamp"))
        .orElseThrow(() -> new SavedLineException("it has no event." + field));
  }

  static ClientFacts client(Fields line) {
    Fields source = line.object("source");
    Fields own = line.object("tlsfloor");
    Fields client = own.object("client");
    Fields behaviour = client.object("behaviour");
    Instant first = time(line, "start");
    Instant last = time(line, "end");
    List<Name> names = new ArrayList<>();
    for (Fields name : client.objects("names")) {
      names.add(
          new Name(name.needed("name"), name.text("from").orElse("").toLowerCase(Locale.ROOT)));
    }
    return new ClientFacts(
        source.needed("ip"),
        mac(source),
        names,
        service(own),
        client.number("connections"),
        client.number("flagged"),
        client.number("excepted"),
        behaviour.has("succeeded") ? Optional.of(behaviour.number("succeeded")) : Optional.empty(),
        behaviour.number("failed"),
        versions(client.objects("offered")),
        versions(client.objects("negotiated")),
        good(client.objects("negotiated")),
        client.word("severity", Severity.class),
        client.texts("stacks"),
        first,
        last.isBefore(first) ? first : last);
  }

  private static String mac(Fields source) {
    return source.text("mac").orElse("").toUpperCase(Locale.ROOT).replace(':', '-');
  }

  private static ServiceKey service(Fields own) {
    if (!own.has("service")) {
      return ServiceKey.NONE;
    }
    Fields service = own.object("service");
    return new ServiceKey(
        Texts.clean(service.text("instance").orElse("")),
        Texts.clean(service.text("area").orElse("")),
        Texts.clean(service.text("name").orElse("")));
  }

  private static Map<String, Long> versions(List<Fields> counts) {
    Map<String, Long> versions = new TreeMap<>();
    for (Fields count : counts) {
      versions.merge(count.needed("version"), count.number("connections"), Long::sum);
    }
    return versions;
  }

  private static long good(List<Fields> negotiated) {
    long good = 0;
    for (Fields count : negotiated) {
      boolean old = count.version("version").map(v -> v.isBefore(TlsVersion.TLS_1_2)).orElse(true);
      good += old ? 0 : count.number("connections");
    }
    return good;
  }

  /** Whether a connection line has something to keep, or to take back. */
  static boolean speaks(Fields line) {
    Fields own = line.object("tlsfloor");
    return own.flag("amends") || !own.objects("findings").isEmpty();
  }

  /** The findings of a connection that is a service's, in the direction that counts. */
  static List<FindingFacts> findings(Fields line) {
    Fields own = line.object("tlsfloor");
    Fields event = line.object("event");
    Fields source = line.object("source");
    boolean flagged = event.text("kind").equals(Optional.of("alert"));
    boolean counts =
        flagged
            || own.has("service")
                && line.object("network").text("direction").equals(Optional.of("outbound"));
    List<FindingFacts> all = new ArrayList<>();
    if (!counts) {
      return all;
    }
    Fields capture = own.object("capture");
    String ingress =
        line.object("observer").object("ingress").object("interface").text("name").orElse("");
    for (Fields finding : own.objects("findings")) {
      List<Fields> evidence = finding.objects("evidence");
      Fields remedy = finding.object("remedy");
      all.add(
          new FindingFacts(
              source.needed("ip"),
              mac(source),
              service(own),
              time(line, "start"),
              flagged,
              own.object("client_stack").text("name").orElse(""),
              finding.needed("rule"),
              finding.word("severity", Severity.class).orElse(Severity.LOW),
              finding.text("summary").orElse(""),
              new FindingFacts.Advice(
                  remedy.text("text").orElse(""),
                  remedy.text("reference").orElse(""),
                  finding.text("enforced").orElse("")),
              waiver(finding),
              new FindingFacts.Place(
                  capture.text("file").orElse(ingress),
                  evidence.isEmpty() ? 0 : evidence.get(0).number("frame"),
                  event.text("id").orElse(""))));
    }
    return all;
  }

  private static FindingFacts.Waiver waiver(Fields finding) {
    String owner = finding.text("exception_owner").orElse("");
    return new FindingFacts.Waiver(
        finding.text("exception").map(why -> FindingFacts.exception(why, owner)).orElse(""),
        until(finding));
  }

  private static int until(Fields finding) {
    try {
      return finding.text("exception_until").map(LocalDate::parse).map(Times::day).orElse(0);
    } catch (DateTimeException e) {
      throw new SavedLineException("exception_until is no day");
    }
  }

  /** What a run line says. */
  static RunFacts run(Fields line) {
    Fields run = line.object("tlsfloor").object("run");
    Fields event = line.object("event");
    Optional<Instant> begun = event.time("start");
    Optional<Instant> ended = event.time("end").or(() -> line.time("@timestamp"));
    List<LossCount> losses = Losses.named(run.object("coverage").counts(), Map.of());
    return new RunFacts(
        run.text("id").orElse(""),
        run.time("first_packet").or(() -> begun),
        run.time("last_packet").or(() -> ended),
        begun.flatMap(start -> ended.map(end -> new RunFacts.Clock(start, end, false))),
        narrowed(run),
        hiding(losses, true),
        hiding(losses, false));
  }

  /** What the first line of a watch, or one that says how it is doing, says of it. */
  static RunFacts watch(Fields line) {
    WatchLine.Mark mark = WatchLine.Mark.of(line);
    Fields own = line.object("tlsfloor");
    Map<String, Long> counts = new TreeMap<>();
    Fields stats = own.object("stats");
    for (String name : WatchState.LOSSES) {
      counts.put(name, stats.number(name));
    }
    return new RunFacts(
        mark.id(),
        Optional.of(mark.begun()),
        Optional.of(mark.at()),
        Optional.of(new RunFacts.Clock(mark.begun(), mark.at(), !mark.starts())),
        narrowed(own.object("run")),
        hiding(Losses.named(counts, Map.of()), true),
        List.of());
  }

  private static boolean narrowed(Fields run) {
    Fields left = run.object("left_aside");
    return run.object("coverage").number(LossCount.FILTERED) > 0
        || left.number("connections") > 0
        || left.has("by") && !left.texts("by").isEmpty();
  }

  /**
   * Losses that could hide a finding; what of a later version is not known may hide anything.
   *
   * @param timed those that a watch reports while it runs, or all others
   */
  private static List<String> hiding(List<LossCount> losses, boolean timed) {
    return losses.stream()
        .filter(LossCount::hidesNow)
        .filter(loss -> WatchState.LOSSES.contains(loss.name()) == timed)
        .map(LossCount::text)
        .toList();
  }
}
