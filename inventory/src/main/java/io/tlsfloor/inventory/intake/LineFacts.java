package io.tlsfloor.inventory.intake;

import io.tlsfloor.inventory.store.Texts;
import io.tlsfloor.inventory.store.Times;
import io.tlsfloor.parser.observation.IpAddress;
import io.tlsfloor.parser.observation.Reported;
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
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Takes from a saved line what the inventory keeps of it: the one place that knows its fields. */
final class LineFacts {
  private static final String USER = "user";

  /** Names of clients by where they were sent, in the order in which they are believed. */
  private static final List<String> SOURCES = List.of("dhcp", "ehlo", "netbios", "mdns", USER);

  private static final int MAX_NAME = 255;

  /** Counts that are packets, not connections. */
  private static final Set<String> DROPS = Set.of("kernel_drops", "interface_drops", "queue_drops");

  private static final String BLIND = "blind_seconds";

  /** A run of more days has a clock that is wrong. */
  private static final int MAX_DAYS = 5_000;

  private LineFacts() {}

  /** The time that a line is of. */
  private static Instant time(Fields line, String field) {
    String bound = field.equals("start") ? "from" : "to";
    return line.object("event")
        .time(field)
        .or(() -> line.object("tlsfloor").time(bound))
        .or(() -> line.time("@timestamp"))
        .orElseThrow(() -> new SavedLineException("it has no event." + field));
  }

  private static String watch(Fields own) {
    return Texts.clean(own.object("run").text("id").orElse(""));
  }

  static SavedFacts.Client client(Fields line) {
    Fields source = line.object("source");
    Fields own = line.object("tlsfloor");
    Fields client = own.object("client");
    Instant first = time(line, "start");
    Instant last = time(line, "end");
    List<String> users = names(client, "user");
    String address = address(source, users);
    long excepted = client.number("below_excepted");
    return new SavedFacts.Client(
        watch(own),
        own.time("from").orElse(first),
        address,
        mac(source),
        name(client.objects("names"), address),
        service(own),
        client.number("connections"),
        Math.max(0, client.number("below") - excepted),
        excepted,
        client.number("good"),
        client.object("behaviour").number("failed"),
        versions(client.objects("offered")),
        versions(client.objects("negotiated")),
        Texts.union("", client.texts("stacks")),
        used(users, names(client, "application")),
        first,
        last.isBefore(first) ? first : last);
  }

  private static String mac(Fields source) {
    return source.text("mac").orElse("").toUpperCase(Locale.ROOT).replace(':', '-');
  }

  private static List<String> names(Fields client, String from) {
    return client.objects("names").stream()
        .filter(name -> name.text("from").orElse("").equalsIgnoreCase(from))
        .map(name -> Texts.clean(name.needed("name")).replace('\n', ' '))
        .toList();
  }

  /** A client of which a report gives no address is known by its user. */
  private static String address(Fields source, List<String> users) {
    return source.has("ip") || users.isEmpty()
        ? Texts.clean(source.needed("ip"))
        : Reported.standIn(users.get(0)).toString();
  }

  /** {@code alice@contoso.example (Outlook)}. */
  private static String used(List<String> users, List<String> applications) {
    String what = applications.isEmpty() ? "" : " (" + String.join(", ", applications) + ")";
    return Texts.union("", users.stream().map(user -> user + what).toList());
  }

  private static String versions(List<Fields> counts) {
    Map<String, Long> versions = new TreeMap<>();
    for (Fields each : counts) {
      versions.merge(each.needed("version"), each.number("connections"), Long::sum);
    }
    return Texts.counts(versions);
  }

  /**
   * The name by the best source; none if that source has several: then several devices are behind.
   */
  private static String name(List<Fields> names, String address) {
    for (String source : SOURCES) {
      Set<String> own = new LinkedHashSet<>();
      for (Fields each : names) {
        String name = plain(each.needed("name"));
        boolean counts = !source.equals(USER) || isNameless(address);
        if (counts
            && each.text("from").orElse("").equalsIgnoreCase(source)
            && isName(name, address)) {
          own.add(name);
        }
      }
      if (!own.isEmpty()) {
        return own.size() == 1 ? own.iterator().next() : "";
      }
    }
    return "";
  }

  /** Only a client without an address is called as its user: others may have several. */
  private static boolean isNameless(String address) {
    try {
      return Reported.isStandIn(IpAddress.parse(address));
    } catch (IllegalArgumentException pseudonym) {
      return false;
    }
  }

  private static String plain(String name) {
    String text = Texts.clean(name.trim()).toLowerCase(Locale.ROOT);
    text = text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
    return text.length() > MAX_NAME ? text.substring(0, MAX_NAME) : text;
  }

  /** Not what every device calls itself, nor its address. */
  private static boolean isName(String name, String address) {
    return !name.isEmpty()
        && !name.startsWith("[")
        && !name.equals(address)
        && !name.equals("localhost")
        && !name.startsWith("localhost.")
        && !name.matches("[0-9.]+");
  }

  private static SavedFacts.Service service(Fields own) {
    if (!own.has("service")) {
      return SavedFacts.Service.NONE;
    }
    Fields service = own.object("service");
    return new SavedFacts.Service(
        Texts.clean(service.text("instance").orElse("")),
        Texts.clean(service.text("area").orElse("")),
        Texts.clean(service.text("name").orElse("")));
  }

  /** Whether a connection line has something to keep, or to take back. */
  static boolean speaks(Fields line) {
    Fields own = line.object("tlsfloor");
    return own.flag("amends") || !own.objects("findings").isEmpty();
  }

  /** The findings of a connection that is a service's, in the direction that counts. */
  static SavedFacts.Connection connection(Fields line) {
    Fields own = line.object("tlsfloor");
    Fields event = line.object("event");
    boolean counts =
        event.text("kind").equals(Optional.of("alert"))
            || own.has("service")
                && line.object("network").text("direction").equals(Optional.of("outbound"));
    List<SavedFacts.Finding> all = new ArrayList<>();
    if (counts) {
      for (Fields finding : own.objects("findings")) {
        all.add(finding(line, own, finding));
      }
    }
    return new SavedFacts.Connection(watch(own), Texts.clean(event.text("id").orElse("")), all);
  }

  private static SavedFacts.Finding finding(Fields line, Fields own, Fields finding) {
    String ingress =
        line.object("observer").object("ingress").object("interface").text("name").orElse("");
    List<Fields> evidence = finding.objects("evidence");
    Fields remedy = finding.object("remedy");
    String owner = finding.text("exception_owner").map(who -> " (" + who + ")").orElse("");
    return new SavedFacts.Finding(
        address(line.object("source"), line.object("user").text("name").stream().toList()),
        mac(line.object("source")),
        service(own),
        time(line, "start"),
        Texts.clean(own.object("client_stack").text("name").orElse("")),
        Texts.clean(finding.needed("rule")),
        finding.word("severity", Severity.class).orElse(Severity.LOW),
        Texts.clean(finding.text("summary").orElse("")),
        Texts.clean(remedy.text("text").orElse("")),
        Texts.clean(remedy.text("reference").orElse("")),
        Texts.clean(finding.text("enforced").orElse("")),
        Texts.clean(finding.text("exception").map(why -> why + owner).orElse("")),
        until(finding),
        Texts.clean(own.object("capture").text("file").orElse(ingress)),
        evidence.isEmpty() ? 0 : evidence.get(0).number("frame"));
  }

  private static int until(Fields finding) {
    try {
      return finding.text("exception_until").map(LocalDate::parse).map(Times::day).orElse(0);
    } catch (DateTimeException e) {
      throw new SavedLineException("exception_until is no day");
    }
  }

  /** Returns what a run line says. */
  static SavedFacts.Run run(Fields line) {
    Fields run = line.object("tlsfloor").object("run");
    Fields event = line.object("event");
    String id = Texts.clean(run.text("id").orElse(""));
    Optional<Instant> begun = event.time("start");
    Instant ended =
        event
            .time("end")
            .or(() -> line.time("@timestamp"))
            .or(() -> run.time("last_packet"))
            .orElse(Instant.EPOCH);
    Instant first = run.time("first_packet").or(() -> begun).orElse(ended);
    Instant last = run.time("last_packet").orElse(ended);
    boolean narrowed = narrowed(run);
    Lost lost = new Lost(run.object("coverage").counts());
    List<SavedFacts.Day> days = new ArrayList<>();
    for (Fields day : run.objects("days")) {
      days.add(
          new SavedFacts.Day(
              Times.day(day.neededDay("day")),
              day.number("watched_seconds"),
              day.number("connections"),
              day.number("lost"),
              day.number("packets"),
              day.number("dropped")));
    }
    boolean told = !days.isEmpty() || !run.has("first_packet");
    return new SavedFacts.Run(
        id,
        first,
        last,
        narrowed,
        told ? days : days(first, last, lost, run.number("packets")),
        begun.map(
            start ->
                new SavedFacts.Sign(
                    id,
                    start,
                    ended,
                    narrowed,
                    lost.connections,
                    run.number("packets"),
                    lost.packets,
                    lost.blind,
                    true)));
  }

  /** Days of a run that does not say them one by one: what it lost is shared out by the time. */
  private static List<SavedFacts.Day> days(Instant first, Instant last, Lost lost, long packets) {
    List<SavedFacts.Day> days = new ArrayList<>();
    double whole = Math.max(1, last.getEpochSecond() - first.getEpochSecond());
    int end = Math.min(Times.day(last), Times.day(first) + MAX_DAYS);
    for (int day = Times.day(first); day <= end; day++) {
      long from = Math.max(Times.millisOfDay(first, day), 0);
      long to = Math.min(Times.millisOfDay(last, day), Times.DAY_MILLIS);
      long watched = Math.max(0, to - from) / 1_000;
      double share = Math.min(1, watched / whole);
      long blind = (long) Math.ceil(lost.blind * share);
      days.add(
          new SavedFacts.Day(
              day,
              Math.max(0, watched - blind),
              -1,
              (long) Math.ceil(lost.connections * share),
              (long) Math.ceil((packets + lost.packets) * share),
              (long) Math.ceil(lost.packets * share)));
    }
    return days;
  }

  /** Returns what the first line of a watch, or one that says how it is doing, says of it. */
  static SavedFacts.Sign sign(Fields line) {
    WatchState watch = WatchLine.of(line);
    Map<String, Long> counts = new TreeMap<>(watch.counts());
    counts.keySet().retainAll(WatchState.LOSSES);
    Lost lost = new Lost(counts);
    return new SavedFacts.Sign(
        Texts.clean(watch.id()),
        watch.begun(),
        watch.at(),
        !watch.narrowedBy().isEmpty(),
        lost.connections,
        watch.counts().getOrDefault("packets", 0L) + lost.packets,
        lost.packets,
        lost.blind,
        false);
  }

  /** Losses that could hide a finding; what of a later version is not known may hide anything. */
  private static final class Lost {
    private long packets;
    private long blind;
    private long connections;

    Lost(Map<String, Long> counts) {
      for (LossCount loss : Losses.named(counts, Map.of())) {
        if (DROPS.contains(loss.name())) {
          packets += loss.count();
        } else if (loss.name().equals(BLIND)) {
          blind += loss.count();
        } else if (loss.hidesNow() || loss.name().equals(LossCount.LOG_UNDECIDED)) {
          connections += loss.count();
        }
      }
    }
  }

  private static boolean narrowed(Fields run) {
    Fields left = run.object("left_aside");
    return run.object("coverage").number(LossCount.FILTERED) > 0
        || left.number("connections") > 0
        || left.has("by") && !left.texts("by").isEmpty();
  }
}
