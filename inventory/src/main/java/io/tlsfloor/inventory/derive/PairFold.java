package io.tlsfloor.inventory.derive;

import io.tlsfloor.inventory.store.KnownAs;
import io.tlsfloor.inventory.store.LowHours;
import io.tlsfloor.inventory.store.Texts;
import io.tlsfloor.inventory.store.Times;
import io.tlsfloor.report.model.ClientState;
import io.tlsfloor.report.model.Faring.OfDay;
import io.tlsfloor.report.model.Found;
import io.tlsfloor.report.model.Ranges;
import io.tlsfloor.report.model.State;
import io.tlsfloor.report.model.State.Days.Shown;
import io.tlsfloor.report.model.State.Phase;
import io.tlsfloor.report.saved.SavedFinding;
import io.tlsfloor.report.text.Column;
import io.tlsfloor.rules.Remedy;
import io.tlsfloor.rules.Severity;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * Holds what a client did with a service, day by day, and what follows from it.
 *
 * <p>What several sensors saw of one address on a day are views of the same connections: the larger
 * count holds. Counts of several addresses, and of runs that follow each other, add up. What was
 * found is united. What reports say overlaps or follows by its own times, whenever they were read:
 * see {@link Ranges}.
 */
final class PairFold {
  /** Changes that are kept; a client with more goes to and fro each day. */
  private static final int MAX_CHANGES = 60;

  /** What is kept of it, but for its key; each is complete when {@link #finish} was called. */
  static final List<Column<PairFold>> COLUMNS =
      List.of(
          new Column<>("kind", fold -> fold.days.phase().ordinal()),
          new Column<>("first_day", fold -> fold.firstDay),
          new Column<>("last_day", fold -> fold.lastDay),
          new Column<>("first_low", fold -> fold.firstLow),
          new Column<>("first_seen", fold -> fold.firstSeen),
          new Column<>("last_seen", fold -> fold.lastSeen),
          new Column<>("connections", fold -> fold.connections),
          new Column<>("good_connections", fold -> fold.days.goodConnections()),
          new Column<>("good_days", fold -> fold.days.goodDays()),
          new Column<>("mixed", fold -> fold.days.isMixed() ? 1 : 0),
          new Column<>("low", fold -> Rhythms.text(fold.days.rhythms())),
          new Column<>("before_stacks", fold -> fold.beforeStacks),
          new Column<>("same_stack", fold -> fold.sameStack ? 1 : 0),
          new Column<>("address_used_again", fold -> fold.usedAgain ? 1 : 0),
          new Column<>("least_absence", fold -> fold.days.leastAbsence()),
          new Column<>("stacks", fold -> sorted(fold.stacks)), // whichever came first
          new Column<>("used", fold -> sorted(fold.used)),
          new Column<>("sites", fold -> lines(fold.sites.stream().map(String::valueOf).toList())),
          new Column<>("history", fold -> lines(fold.history)),
          new Column<>("found", PairFold::foundLines),
          new Column<>("guilty", PairFold::guilty),
          new Column<>("remedy", fold -> fold.remedy(Remedy::text)),
          new Column<>("reference", fold -> fold.remedy(Remedy::reference)));

  private final int client;
  private final int service;
  private final SiteHours watched;
  private final Map<String, Map<Integer, Long>> good = new HashMap<>(); // by place, by lane
  private final Map<String, Map<Integer, Long>> all = new HashMap<>();
  private final TreeSet<Integer> sites = new TreeSet<>();
  private final List<String> history = new ArrayList<>();
  private final Map<String, OfDay> found = new TreeMap<>(); // by stack: its last day
  private State.Days days = new State.Days();
  private final List<Fact> reportedToday = new ArrayList<>();
  private final List<ReportedSpan> reported = new ArrayList<>(); // what reports count
  private int day = Integer.MIN_VALUE;
  private final Map<String, Integer> lowToday = new TreeMap<>(); // hours by stack
  private boolean byReportsToday = true; // which alone saw it
  private boolean routedToday = true;
  private final Set<String> stacksToday = new TreeSet<>();
  private String beforeStacks = ""; // up to its last low day
  private boolean sameStack; // as one of them since
  private boolean usedAgain;
  private int firstDay = Integer.MAX_VALUE;
  private int lastDay = Integer.MIN_VALUE;
  private int firstLow;
  private int fixedOn = Integer.MIN_VALUE;
  private long firstSeen = Long.MAX_VALUE;
  private long lastSeen = Long.MIN_VALUE;
  private long connections;
  private String stacks = "";
  private String used = "";

  /** Of a pair of which nothing is known yet; {@code watched} says what sites watched. */
  PairFold(int client, int service, SiteHours watched) {
    this.client = client;
    this.service = service;
    this.watched = watched;
  }

  /** Goes on where a row of {@code pair} ended. */
  static PairFold of(ResultSet row, SiteHours watched) throws SQLException {
    PairFold fold = new PairFold(row.getInt("client"), row.getInt("service"), watched);
    fold.days =
        new State.Days(
            Phase.values()[row.getInt("kind")],
            row.getLong("good_connections"),
            row.getInt("good_days"),
            row.getInt("mixed") > 0,
            row.getInt("last_day"),
            Rhythms.of(row.getString("low")));
    fold.firstDay = row.getInt("first_day");
    fold.lastDay = row.getInt("last_day");
    fold.firstLow = row.getInt("first_low");
    fold.firstSeen = row.getLong("first_seen");
    fold.lastSeen = row.getLong("last_seen");
    fold.connections = row.getLong("connections");
    fold.stacks = row.getString("stacks");
    fold.beforeStacks = row.getString("before_stacks");
    fold.sameStack = row.getInt("same_stack") > 0;
    fold.usedAgain = row.getInt("address_used_again") > 0;
    fold.used = row.getString("used");
    Texts.list(row.getString("sites")).forEach(site -> fold.sites.add(Integer.valueOf(site)));
    fold.history.addAll(Texts.list(row.getString("history")));
    found(row.getString("found")).forEach(fold::add);
    return fold;
  }

  /** What was found, from a row of {@code pair}. */
  static List<OfDay> found(String lines) {
    List<OfDay> days = new ArrayList<>();
    for (String line : Texts.list(lines)) {
      int space = line.indexOf(' ');
      days.add(
          new OfDay(
              Integer.parseInt(line, 0, space, 10),
              List.of(SavedFinding.of(line.substring(space + 1)))));
    }
    return days;
  }

  int client() {
    return client;
  }

  int service() {
    return service;
  }

  /**
   * A fact, in the order of days.
   *
   * @param since the first of the days that a report is about; else the day
   * @param low see {@link LowHours}
   * @param routed whether its frames came from a router, and it is known by its address alone
   */
  record Fact(
      int day,
      int since,
      int site,
      String address,
      int lane,
      long connections,
      long good,
      String stacks,
      String low,
      String used,
      long firstSeen,
      long lastSeen,
      boolean routed) {
    private boolean isRange() {
      return since < day;
    }

    private boolean isReported() {
      return KnownAs.isReportedText(address);
    }
  }

  /** How many connections a report counts from one day to another. */
  private record ReportedSpan(int first, int last, long connections) {
    private static final Ranges<ReportedSpan> RANGES =
        new Ranges<>(ReportedSpan::first, ReportedSpan::last, ReportedSpan::connections);

    private boolean isRange() {
      return first < last;
    }
  }

  /** What reports say of one day, by the times that they show. */
  private static Ranges<Fact> ofOneDay(ToLongFunction<Fact> count) {
    return new Ranges<>(Fact::firstSeen, Fact::lastSeen, count);
  }

  void add(Fact fact) {
    if (fact.day() != day) {
      endDay();
      day = fact.day();
      firstDay = Math.min(firstDay, day);
    }
    if (fact.isReported()) {
      reportedToday.add(fact);
    } else {
      String place = fact.site() + " " + fact.address();
      good.computeIfAbsent(place, key -> new HashMap<>(2))
          .merge(fact.lane(), fact.good(), Long::sum);
      all.computeIfAbsent(place, key -> new HashMap<>(2))
          .merge(fact.lane(), fact.connections(), Long::sum);
    }
    if (!fact.isRange()) {
      LowHours.of(fact.low())
          .forEach((stack, hours) -> lowToday.merge(stack, hours, (one, more) -> one | more));
    }
    sites.add(fact.site());
    routedToday &= fact.routed();
    stacksToday.addAll(Texts.list(fact.stacks()));
    byReportsToday &= fact.isReported();
    stacks =
        stacks.contains(fact.stacks()) ? stacks : Texts.union(stacks, Texts.list(fact.stacks()));
    used = used.contains(fact.used()) ? used : Texts.union(used, Texts.list(fact.used()));
    firstSeen = Math.min(firstSeen, fact.firstSeen());
    lastSeen = Math.max(lastSeen, fact.lastSeen());
  }

  /** Adds what was found on a day; in any order. Of each stack its last day counts. */
  void add(OfDay more) {
    found.merge(more.findings().get(0).stackName(), more, PairFold::later);
  }

  private static OfDay later(OfDay one, OfDay other) {
    return one.day() == other.day()
        ? new OfDay(one.day(), Found.united(one.findings(), other.findings()))
        : one.day() > other.day() ? one : other;
  }

  private static long larger(Map<String, Map<Integer, Long>> counts) {
    long sum = 0;
    for (Map<Integer, Long> lanes : counts.values()) {
      sum += lanes.values().stream().mapToLong(Long::longValue).max().orElse(0);
    }
    return sum;
  }

  private void endDay() {
    if (day == Integer.MIN_VALUE) {
      return;
    }
    List<Fact> rows = reportedToday.stream().filter(fact -> !fact.isRange()).toList();
    long reportedOfDay = ofOneDay(Fact::connections).sum(rows);
    connections += larger(all) + reportedOfDay;
    if (!rows.isEmpty()) {
      reported.add(new ReportedSpan(day, day, reportedOfDay));
    }
    List<Shown> shown = new ArrayList<>();
    shown.add(new Shown(day, Map.copyOf(lowToday), larger(good) + ofOneDay(Fact::good).sum(rows)));
    for (Fact fact : reportedToday) {
      if (fact.isRange()) {
        reported.add(new ReportedSpan(fact.since(), day, fact.connections()));
        shown.add(new Shown(fact.since(), LowHours.of(fact.low()), fact.good()));
        LowHours.of(fact.low()).forEach((stack, hours) -> lowToday.putIfAbsent(stack, hours));
      }
    }
    Phase before = days.phase();
    boolean byReports = byReportsToday;
    boolean perhapsAnother = isPerhapsAnother();
    days.add(
        day,
        shown,
        number -> byReports ? watched.ofReports(sites, number) : watched.of(sites, number),
        perhapsAnother);
    byReportsToday = true;
    routedToday = true;
    stacksToday.clear();
    Phase now = days.phase();
    usedAgain = Pairs.isBelow(now.ordinal()) && perhapsAnother && days.isBetter();
    if (now != before) {
      fixedOn = now == Phase.FIXED ? day : fixedOn;
      if (history.size() < MAX_CHANGES) {
        history.add(now.name().toLowerCase(Locale.ROOT) + " from " + Times.text(day));
      }
    }
    firstLow = !lowToday.isEmpty() && firstLow == 0 ? day : firstLow;
    lastDay = Math.max(lastDay, day);
    good.clear();
    all.clear();
    reportedToday.clear();
    lowToday.clear();
  }

  /**
   * Returns whether another client may have the address by now: nothing tells but the address,
   * behind a router, and nothing that it looks like since its last low day was there before.
   */
  private boolean isPerhapsAnother() {
    if (!lowToday.isEmpty()) {
      beforeStacks = Texts.union(stacks, List.of());
      sameStack = false;
    } else {
      sameStack |= Texts.list(beforeStacks).stream().anyMatch(stacksToday::contains);
    }
    return routedToday && !sameStack;
  }

  /** Ends the last day; what is asked from now on is complete. */
  void finish() {
    endDay();
    if (reported.stream()
        .anyMatch(ReportedSpan::isRange)) { // which was folded from its first day on
      for (ReportedSpan each : reported) {
        connections -= each.isRange() ? 0 : each.connections();
      }
      connections += ReportedSpan.RANGES.sum(reported);
    }
    found.values().removeIf(each -> each.day() <= fixedOn);
  }

  private static String sorted(String lines) {
    return lines(Texts.list(lines).stream().sorted().toList());
  }

  private String foundLines() {
    return lines(found.values().stream().flatMap(each -> texts(each).stream()).toList());
  }

  private String guilty() {
    Set<String> guilty = new LinkedHashSet<>();
    decisive().forEach(each -> guilty.add(each.stackName()));
    return Texts.union("", guilty);
  }

  private String remedy(Function<Remedy, String> part) {
    Optional<Remedy> remedy =
        decisive().stream().findFirst().flatMap(each -> each.worst().remedy());
    return Texts.clean(remedy.map(part).orElse(""));
  }

  private static String lines(Collection<String> all) {
    return String.join("\n", all);
  }

  private static List<String> texts(OfDay day) {
    return day.findings().stream().map(each -> day.day() + " " + SavedFinding.text(each)).toList();
  }

  /** Returns what is worth a row of what was found, what decides first. */
  private List<Found> decisive() {
    return found.values().stream()
        .flatMap(each -> each.findings().stream())
        .filter(each -> each.severity() != Severity.LOW)
        .sorted(ClientState.DECISIVE_FIRST)
        .toList();
  }

  Set<Integer> sites() {
    return sites;
  }
}
