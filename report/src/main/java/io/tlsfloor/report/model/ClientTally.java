package io.tlsfloor.report.model;

import io.tlsfloor.parser.observation.ClientName;
import io.tlsfloor.parser.observation.IpAddress;
import io.tlsfloor.parser.observation.KeyedHash;
import io.tlsfloor.parser.observation.Reported;
import io.tlsfloor.parser.observation.Room;
import io.tlsfloor.report.model.ClientDay.Period;
import io.tlsfloor.rules.Judgement;
import io.tlsfloor.rules.Policy;
import io.tlsfloor.rules.Service;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Counts what each client did with each service on each UTC day, in bounded room. A connection
 * belongs to the day of its first packet.
 */
public final class ClientTally {
  /** Days of a client and service that are kept with a heap of 1 GB; about 1 KB each. */
  static final int MAX_ENTRIES = 100_000;

  /** Kinds of news that are known to have been reported; 16 bytes each. */
  private static final int MAX_NEWS = Room.entries(1 << 20);

  private final Found.Finder finder;
  private final int maxEntries;
  private final int partEntries; // that are handed out at once, at the least
  private final ClientNameBook names = new ClientNameBook();
  private final Devices devices = new Devices(); // of clients without an entry by now, too
  private final IdSet accounts = new IdSet(MAX_NEWS); // likewise
  private final IdSet speakers = new IdSet(MAX_NEWS); // of the floor or more, to anyone
  private final NavigableMap<Integer, DayEntries> days = new TreeMap<>();
  private DayEntries latestDay = new DayEntries();
  private int latest = Integer.MIN_VALUE; // its number
  private final Entries entries = new Entries();
  private final Queue unflaggedFirst = new Queue(); // of these one gives way
  private final Queue flaggedLast = new Queue(); // where there is none of those
  private final Shared shared = new Shared();
  private @Nullable Map<IpAddress, IpAddress> first; // as long as nothing came that changes it
  private long dropped;
  private long part; // that is counted
  private final IdSet reported = new IdSet(MAX_NEWS);
  private final Set<DayTally> news = new LinkedHashSet<>(); // that are to be reported soon
  private boolean hasNews; // whether anybody asks for it

  private static final class DayEntries {
    private int entries;

    private void add() {
      entries++;
    }

    private boolean isEmptyWithoutOne() {
      return --entries == 0;
    }
  }

  /** Values that many entries share: of so many entries each byte counts. */
  private static final class Shared {
    private static final int MAX = 4096; // a list has some dozens

    private final Map<ServiceName, Optional<ServiceName>> services = new HashMap<>();
    private final Map<String, List<String>> stacks = new HashMap<>();

    Optional<ServiceName> service(Optional<Service> service) {
      return service.isEmpty()
          ? Optional.empty()
          : shared(services, ServiceName.of(service.get()), Optional::of);
    }

    List<String> stack(Judgement judgement) {
      return judgement.stack().isEmpty()
          ? List.of()
          : shared(stacks, judgement.stack().get().name(), List::of);
    }

    private static <K, V> V shared(Map<K, V> values, K key, Function<K, V> made) {
      V known = values.get(key);
      if (known == null) {
        if (values.size() == MAX) {
          values.clear();
        }
        known = made.apply(key);
        values.put(key, known);
      }
      return known;
    }
  }

  /** A table of entries that are chained themselves, so that it takes no object for each. */
  private static final class Entries {
    private @Nullable DayTally[] table = new DayTally[256];
    private int size;

    @Nullable DayTally find(
        IpAddress client, Optional<Service> service, int day, int daysBefore, int hash) {
      DayTally each = table[hash & table.length - 1];
      while (each != null && !(each.hash == hash && each.isOf(client, service, day, daysBefore))) {
        each = each.next();
      }
      return each;
    }

    void add(DayTally entry) {
      if (++size > table.length) {
        @Nullable DayTally[] smaller = table;
        table = new DayTally[2 * smaller.length];
        for (DayTally chain : smaller) {
          for (DayTally each = chain; each != null; ) {
            DayTally after = each.next();
            put(each);
            each = after;
          }
        }
      }
      put(entry);
    }

    private void put(DayTally entry) {
      int place = entry.hash & table.length - 1;
      entry.meets(table[place]);
      table[place] = entry;
    }

    void remove(DayTally entry) {
      int place = entry.hash & table.length - 1;
      DayTally each = table[place];
      if (each == entry) {
        table[place] = entry.next();
      }
      while (each != null && each.next() != entry) {
        each = each.next();
      }
      if (each != null) {
        each.meets(entry.next());
      }
      size--;
    }

    void clear() {
      Arrays.fill(table, null);
      size = 0;
    }
  }

  /**
   * Entries as they came, or came back. One that was used since the last look at it goes to the
   * end: a look for one to give way takes no more steps than there were connections.
   */
  private static final class Queue {
    private @Nullable DayTally first;
    private @Nullable DayTally last;

    void append(DayTally entry) {
      entry.follow(last);
      first = first == null ? entry : first;
      last = entry;
    }

    void unlink(DayTally entry) {
      first = first == entry ? entry.after() : first;
      last = last == entry ? entry.before() : last;
      entry.leaveQueue();
    }

    void clear() {
      first = null;
      last = null;
    }

    @Nullable DayTally idlest() {
      while (first != null && first.isUsed()) {
        DayTally used = first;
        used.rest();
        unlink(used);
        append(used);
      }
      return first;
    }
  }

  /**
   * Has the usual room.
   *
   * @param shown makes of a judgement what is told of it, with pseudonyms, say: findings are kept
   *     so
   */
  public ClientTally(UnaryOperator<Judgement> shown) {
    this(shown, Room.entries(MAX_ENTRIES));
  }

  /** Has room for {@code maxEntries}. */
  ClientTally(UnaryOperator<Judgement> shown, int maxEntries) {
    this.finder = new Found.Finder(shown);
    this.maxEntries = maxEntries;
    this.partEntries = maxEntries / 8;
  }

  /** From here on notes what is new to the run, which {@link #news} hands out. */
  public void noteNews() {
    hasNews = true;
  }

  /** From here on leaves out what findings say, and where to look: nobody reads it. */
  public void leaveOutDetails() {
    finder.leaveOutDetails();
  }

  /** Notes names that clients gave themselves, in captures later than those before. */
  public void named(List<ClientName> told) {
    names.add(told);
    first = null;
  }

  /** The names that are known of a client so far. */
  public List<ClientName> namesOf(IpAddress client) {
    return names.of(client);
  }

  /** Looks at a connection that is not counted: what else the client can do. */
  void seen(Judgement judgement, Policy policy) {
    if (DayTally.speaks(judgement.connection(), policy.floor())) {
      speakers.add(id(ClientDay.clientOf(judgement)));
    }
  }

  private static long id(IpAddress client) {
    return KeyedHash.of(client.high(), client.low(), client.v4() ? 1 : 0);
  }

  /**
   * Counts a connection.
   *
   * @param policy by which it was judged
   */
  void add(Judgement judgement, Policy policy) {
    DayTally entry = find(judgement);
    boolean isNew = entry == null;
    if (entry == null) {
      if (entries.size == maxEntries) {
        dropIdle();
      }
      entry = made(judgement);
    }
    boolean spoke = entry.speaksFloor();
    boolean wasFlagged = entry.isFlagged();
    entry.add(judgement, policy, shared.stack(judgement), finder);
    if (!spoke && entry.speaksFloor()) {
      speakers.add(id(entry.client));
    }
    if (isNew) {
      queue(entry.isFlagged()).append(entry);
    } else if (entry.isFlagged() != wasFlagged) {
      queue(wasFlagged).unlink(entry);
      queue(entry.isFlagged()).append(entry);
    }
    if (hasNews && isNews(entry, judgement, isNew) && entry.becomesNews()) {
      news.add(entry);
    }
  }

  /** A client and service that the run sees first, a finding of another kind, another answer. */
  private boolean isNews(DayTally entry, Judgement judgement, boolean isNew) {
    long pair = id(entry.client) * 31 + entry.service.hashCode();
    boolean first = isNew && reported.add(KeyedHash.of(pair, 0, 0)) && !reported.more();
    if (judgement.findings().isEmpty() || !judgement.flagged() && !judgement.excepted()) {
      return first;
    }
    int found = judgement.findings().get(0).rule().ordinal();
    int stack = judgement.stack().map(looks -> looks.name().hashCode()).orElse(0);
    int became = judgement.connection().outcome().ordinal();
    long kind = KeyedHash.of(pair, 1 + found + 32L * became, stack);
    return reported.add(kind) && !reported.more() || first;
  }

  private @Nullable DayTally find(Judgement judgement) {
    IpAddress client = ClientDay.clientOf(judgement);
    int day = ClientDay.day(judgement.connection().evidence().first());
    int before = daysBefore(judgement);
    int hash = hash(client, judgement.service(), day + before);
    return entries.find(client, judgement.service(), day, before, hash);
  }

  private static int daysBefore(Judgement judgement) {
    return judgement.connection().report().map(Reported::daysBefore).orElse(0);
  }

  private static int hash(IpAddress client, Optional<Service> service, int day) {
    int name = service.isEmpty() ? 0 : service.get().name().hashCode();
    int hash = 31 * (31 * client.hashCode() + name) + day;
    return hash ^ hash >>> 16;
  }

  private DayTally made(Judgement judgement) {
    IpAddress client = ClientDay.clientOf(judgement);
    int day = ClientDay.day(judgement.connection().evidence().first());
    int before = daysBefore(judgement);
    DayTally entry =
        new DayTally(
            client,
            shared.service(judgement.service()),
            day,
            before,
            hash(client, judgement.service(), day + before));
    entries.add(entry);
    if (day != latest) {
      latestDay = days.computeIfAbsent(day, number -> new DayEntries());
      latest = day;
    }
    latestDay.add();
    if (Reported.isAccount(client)) {
      accounts.add(id(client));
    } else {
      devices.add(client, judgement.ends().clientMac());
      first = null;
    }
    return entry;
  }

  private Queue queue(boolean flagged) {
    return flagged ? flaggedLast : unflaggedFirst;
  }

  /** The one that was used the least goes, a flagged one only where there is no other. */
  private void dropIdle() {
    DayTally goes = unflaggedFirst.idlest();
    remove(goes == null ? Objects.requireNonNull(flaggedLast.idlest()) : goes);
    dropped++;
  }

  private void remove(DayTally entry) {
    entries.remove(entry);
    queue(entry.isFlagged()).unlink(entry);
    if (entry.isNews()) {
      news.remove(entry);
    }
    DayEntries day = days.get(entry.day);
    if (day != null && day.isEmptyWithoutOne()) {
      days.remove(entry.day);
      latest = Integer.MIN_VALUE;
    }
  }

  private void clear() {
    entries.clear();
    unflaggedFirst.clear();
    flaggedLast.clear();
    news.clear();
    days.clear();
    latest = Integer.MIN_VALUE;
  }

  /** All entries, in no order that counts. */
  private List<DayTally> all() {
    List<DayTally> all = new ArrayList<>(entries.size);
    for (DayTally each = unflaggedFirst.first; each != null; each = each.after()) {
      all.add(each);
    }
    for (DayTally each = flaggedLast.first; each != null; each = each.after()) {
      all.add(each);
    }
    return all;
  }

  /** Entries that had to go for lack of room. */
  public long dropped() {
    return dropped;
  }

  /** How many clients there are, whatever the service; one with several addresses counts once. */
  public long clients() {
    return devices.size() - first().size();
  }

  /** How many accounts there are, of which no machine is known. */
  public long accounts() {
    return accounts.size();
  }

  private Map<IpAddress, IpAddress> first() {
    if (first == null) {
      first = devices.first(names.own());
    }
    return first;
  }

  /** Returns whether an earlier day should be handed out, as another entry would need its room. */
  public boolean isFull() {
    return entries.size == maxEntries && days.size() > 1;
  }

  /**
   * Returns what was counted since the last part, by client, service and day; services come after
   * none. It is then forgotten: this is the end.
   *
   * @param all whether of all clients and services; if not, of those with a finding
   * @param from the first of the times that were looked at
   * @param to the end of them: no line counts more of its day
   */
  public List<ClientDay> rest(boolean all, Instant from, Instant to) {
    List<ClientDay> rest = summaries(all, from, to);
    clear();
    return rest;
  }

  /** The same, which stays. */
  List<ClientDay> summaries(boolean all, Instant from, Instant to) {
    return summaries(all, new Period(part, from, to), Integer.MAX_VALUE);
  }

  /** The same of all, whatever times were looked at. */
  List<ClientDay> summaries() {
    return summaries(true, Period.ALL, Integer.MAX_VALUE);
  }

  /**
   * Returns what was counted since the last part, which is then forgotten: what comes is counted
   * from nothing.
   *
   * @param from the first of the times that were looked at since the last part
   * @param to the end of them
   */
  public List<ClientDay> part(Instant from, Instant to) {
    List<ClientDay> all = summaries(true, new Period(part, from, to), Integer.MAX_VALUE);
    part++;
    clear();
    return all;
  }

  /** Returns whether there is news to hand out. */
  public boolean hasNews() {
    return !news.isEmpty();
  }

  /**
   * Returns as a part what was counted of clients and services of which there is news; that is then
   * forgotten.
   *
   * @param from the first of the times that were looked at since the last part of all
   * @param to the end of them
   */
  public List<ClientDay> news(Instant from, Instant to) {
    List<DayTally> these = new ArrayList<>(news);
    these.sort(ClientTally::inOrder);
    List<ClientDay> days = made(these, all(), new Period(part, from, to));
    part++;
    news.clear();
    these.forEach(
        each -> {
          each.isToldNews();
          remove(each);
        });
    return days;
  }

  /**
   * Makes room: hands out the earliest days, which are then forgotten, but never the latest: so
   * many that it is worth the look at all entries. Where there is one day only, nothing: what is
   * used the least gives way.
   *
   * @param all whether of all clients and services; if not, of those with a finding
   * @param from the first of the times that were looked at
   * @param to the end of them
   */
  public List<ClientDay> earliestDays(boolean all, Instant from, Instant to) {
    int until = Integer.MIN_VALUE;
    int count = 0;
    Iterator<Map.Entry<Integer, DayEntries>> earliest = days.entrySet().iterator();
    for (int left = days.size(); left > 1 && count < partEntries; left--) {
      Map.Entry<Integer, DayEntries> day = earliest.next();
      until = day.getKey();
      count += day.getValue().entries;
    }
    if (count == 0) {
      return List.of();
    }
    List<ClientDay> told = summaries(all, new Period(part, from, to), until);
    part++;
    for (DayTally each : all()) {
      if (each.day <= until) {
        remove(each);
      }
    }
    return told;
  }

  private List<ClientDay> summaries(boolean all, Period within, int until) {
    List<DayTally> entered = all();
    Set<ClientAndService> found = new HashSet<>(); // on any day
    if (!all && days.size() > 1) {
      for (DayTally each : entered) {
        if (each.hasFindings()) {
          found.add(each.pair());
        }
      }
    }
    List<DayTally> asked = new ArrayList<>(all ? entered.size() : 16);
    for (DayTally each : entered) {
      boolean wanted = all || each.hasFindings() || !found.isEmpty() && found.contains(each.pair());
      if (wanted && each.day <= until) {
        asked.add(each);
      }
    }
    asked.sort(ClientTally::inOrder);
    return made(asked, entered, within);
  }

  private List<ClientDay> made(List<DayTally> asked, List<DayTally> entered, Period within) {
    Map<IpAddress, List<String>> stacks = stacks(asked, entered);
    Map<IpAddress, IpAddress> first = first();
    List<ClientDay> days = new ArrayList<>(asked.size());
    for (DayTally each : asked) {
      IpAddress client = each.client;
      days.add(
          each.day(
              within,
              new DayTally.Known(
                  names.of(client),
                  first.getOrDefault(client, client),
                  stacks.getOrDefault(client, List.of()).size(),
                  speakers.has(id(client)))));
    }
    return days;
  }

  /** Compares as the lines of clients are in order. */
  private static int inOrder(DayTally a, DayTally b) {
    int order = a.client.compareTo(b.client);
    if (order == 0) {
      order = ClientDay.inOrder(a.service, b.service);
    }
    return order != 0 ? order : Long.compare(a.first(), b.first());
  }

  /** All stacks of the clients of {@code told}, whatever the service. */
  private static Map<IpAddress, List<String>> stacks(List<DayTally> asked, List<DayTally> entered) {
    Map<IpAddress, List<String>> stacks = new HashMap<>();
    for (DayTally each : asked) {
      stacks.put(each.client, List.of());
    }
    for (DayTally each : entered) {
      List<String> more = each.stacks();
      List<String> known = more.isEmpty() ? null : stacks.get(each.client);
      if (known != null && !holds(known, more)) {
        stacks.put(each.client, both(known, more));
      }
    }
    return stacks;
  }

  private static boolean holds(List<String> known, List<String> more) {
    for (int i = 0; i < more.size(); i++) { // no iterator: this is asked for each entry
      if (!known.contains(more.get(i))) {
        return false;
      }
    }
    return true;
  }

  /** Most clients have one stack, whose list is shared. */
  private static List<String> both(List<String> known, List<String> more) {
    if (known.isEmpty()) {
      return more;
    }
    List<String> both = new ArrayList<>(known);
    for (String each : more) {
      if (!both.contains(each)) {
        both.add(each);
      }
    }
    return both;
  }
}
