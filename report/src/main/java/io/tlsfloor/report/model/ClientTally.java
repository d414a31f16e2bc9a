package io.tlsfloor.report.model;

import io.tlsfloor.parser.observation.ClientName;
import io.tlsfloor.parser.observation.IpAddress;
import io.tlsfloor.parser.observation.Room;
import io.tlsfloor.parser.observation.TlsVersion;
import io.tlsfloor.report.model.ClientDay.Period;
import io.tlsfloor.report.text.Timestamps.Dated;
import io.tlsfloor.rules.Judgement;
import java.util.AbstractList;
import java.util.ArrayList;
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
import org.jspecify.annotations.Nullable;

/**
 * Counts what each client did with each service on each UTC day, in bounded room. A connection
 * belongs to the day of its first packet.
 */
public final class ClientTally {
  /** Days of a client and service that are kept with a heap of 1 GB; about 1 KB each. */
  static final int MAX_ENTRIES = 100_000;

  private final TlsVersion floor;
  private final int maxEntries;
  private final int partEntries; // that are handed out at once, at the least
  private final ClientNameBook names = new ClientNameBook();
  private final ManyClients everyone = new ManyClients(); // those without an entry by now, too
  private final Devices devices = new Devices();
  private final ManyClients speakers = new ManyClients(); // of the floor or more, to anyone
  private final NavigableMap<Integer, Integer> days = new TreeMap<>(); // entries of each
  private final Map<Key, DayTally> entries = new HashMap<>(256);
  private final Queue unflaggedFirst = new Queue(); // of these one gives way
  private final Queue flaggedLast = new Queue(); // where there is none of those
  private final Shared shared = new Shared();
  private @Nullable Map<IpAddress, IpAddress> first; // as long as nothing came that changes it
  private long dropped;

  /** Values that many entries share: of so many entries each byte counts. */
  private static final class Shared {
    private static final int MAX = 4096;

    private final Map<ServiceName, Optional<ServiceName>> services = new HashMap<>();

    Optional<ServiceName> service(Optional<ServiceName> other) {
      if (other.isEmpty()) {
        return Optional.empty();
      }
      Optional<ServiceName> known = services.putIfAbsent(other.get(), other);
      if (services.size() > MAX) { // a list has some dozens
        services.clear();
      }
      return known == null ? other : known;
    }
  }

  /**
   * Entries as they came, or came back. One that was used since the last look at it goes to the
   * end: a look for one to give way takes no more steps than there were connections.
   */
  static final class Queue {
    private @Nullable DayTally first;
    private @Nullable DayTally last;

    void append(DayTally entry) {
      entry.queue = this;
      entry.before = last;
      if (last == null) {
        first = entry;
      } else {
        last.after = entry;
      }
      last = entry;
    }

    void unlink(DayTally entry) {
      if (entry.before == null) {
        first = entry.after;
      } else {
        entry.before.after = entry.after;
      }
      if (entry.after == null) {
        last = entry.before;
      } else {
        entry.after.before = entry.before;
      }
      entry.before = null;
      entry.after = null;
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

  /** Holds what is counted on its own: one object, as there are many. */
  record Key(IpAddress client, Optional<ServiceName> service, int day) {
    ClientAndService pair() {
      return new ClientAndService(client, service);
    }

    @Override
    public boolean equals(@Nullable Object other) { // the compiler's takes the JDK long to link
      return other instanceof Key that
          && day == that.day
          && client.equals(that.client)
          && service.equals(that.service);
    }

    @Override
    public int hashCode() {
      return 31 * (31 * client.hashCode() + service.hashCode()) + day;
    }
  }

  /** Counts against a floor: versions before it are low. */
  public ClientTally(TlsVersion floor) {
    this(floor, Room.entries(MAX_ENTRIES));
  }

  /** Has room for {@code maxEntries}. */
  ClientTally(TlsVersion floor, int maxEntries) {
    this.floor = floor;
    this.maxEntries = maxEntries;
    this.partEntries = maxEntries / 8;
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
  public void seen(Judgement judgement) {
    if (DayTally.speaks(judgement.connection(), floor)) {
      speakers.add(judgement.ends().client().address(), 0);
    }
  }

  /** Counts a connection. */
  public void add(Judgement judgement) {
    Key key = key(judgement);
    DayTally entry = entries.get(key);
    if (entry == null) {
      if (entries.size() == maxEntries) {
        dropIdle();
      }
      entry = new DayTally(key, floor);
      entries.put(key, entry);
      days.merge(key.day(), 1, Integer::sum);
      everyone.add(key.client(), 0);
      devices.add(key.client(), judgement.ends().clientMac());
      first = null;
    }
    boolean spoke = entry.speaksFloor();
    entry.add(judgement);
    if (!spoke && entry.speaksFloor()) {
      speakers.add(key.client(), 0);
    }
    line(entry);
  }

  private void line(DayTally entry) {
    Queue queue = entry.flagged() > 0 ? flaggedLast : unflaggedFirst;
    if (entry.queue != queue) {
      unlink(entry);
      queue.append(entry);
    }
  }

  /** Takes a connection back that was counted, if it was not handed out. */
  public void takeBack(Judgement judgement) {
    Key key = key(judgement);
    DayTally entry = entries.get(key);
    if (entry != null && entry.takeBack(judgement) == 0) {
      remove(entry);
    } else if (entry != null) {
      line(entry);
    }
  }

  private Key key(Judgement judgement) {
    return new Key(
        judgement.ends().client().address(),
        shared.service(judgement.service().map(ServiceName::of)),
        ClientDay.day(judgement.connection().evidence().first()));
  }

  /** The one that was used the least goes, a flagged one only where there is no other. */
  private void dropIdle() {
    DayTally goes = unflaggedFirst.idlest();
    remove(goes == null ? Objects.requireNonNull(flaggedLast.idlest()) : goes);
    dropped++;
  }

  private void remove(DayTally entry) {
    entries.remove(entry.key);
    unlink(entry);
    days.merge(entry.key.day(), -1, (before, less) -> before == 1 ? null : before + less);
  }

  private static void unlink(DayTally entry) {
    if (entry.queue != null) {
      entry.queue.unlink(entry);
    }
  }

  private void clear() {
    entries.clear();
    unflaggedFirst.clear();
    flaggedLast.clear();
    days.clear();
  }

  /** Entries that had to go for lack of room. */
  public long dropped() {
    return dropped;
  }

  /** How many clients there are, whatever the service; one with several addresses counts once. */
  public long clients() {
    return everyone.size() - first().size();
  }

  private Map<IpAddress, IpAddress> first() {
    if (first == null) {
      first = devices.first(address -> ClientNameBook.ownName(names.of(address)));
    }
    return first;
  }

  /** Returns whether an earlier day should be handed out, as another entry would need its room. */
  public boolean isFull() {
    return entries.size() == maxEntries && days.size() > 1;
  }

  /** Returns what was counted, by client, service and day. */
  public List<ClientDay> summaries() {
    return List.copyOf(summaries(true, Period.ALL));
  }

  /**
   * Returns what was counted, by client, service and day; services come after none. To be used
   * before more is counted.
   *
   * @param all whether of all clients and services; if not, of those with a finding, excepted or
   *     not
   * @param within the times that were looked at: no line counts more of its day
   */
  public List<ClientDay> summaries(boolean all, Period within) {
    return summaries(all, within, Integer.MAX_VALUE);
  }

  /**
   * Returns what was counted so far, which is then forgotten: what comes is counted from nothing.
   *
   * @param within the times that were looked at since the last part
   * @param open connections that may be amended: they count in a later part
   */
  public List<ClientDay> part(Period within, List<Judgement> open) {
    open.forEach(this::takeBack);
    List<ClientDay> part = List.copyOf(summaries(true, within));
    clear();
    open.forEach(this::add);
    return part;
  }

  /**
   * Makes room: hands out the earliest days, which are then forgotten, but never the latest: so
   * many that it is worth the look at all entries. Where there is one day only, nothing: what is
   * used the least gives way.
   *
   * @param all whether of all clients and services; if not, of those with a finding, excepted or
   *     not
   * @param within the times that were looked at
   */
  public List<ClientDay> earliestDays(boolean all, Period within) {
    int until = Integer.MIN_VALUE;
    int count = 0;
    Iterator<Map.Entry<Integer, Integer>> earliest = days.entrySet().iterator();
    for (int left = days.size(); left > 1 && count < partEntries; left--) {
      Map.Entry<Integer, Integer> day = earliest.next();
      until = day.getKey();
      count += day.getValue();
    }
    if (count == 0) {
      return List.of();
    }
    List<ClientDay> told = List.copyOf(summaries(all, within, until));
    int last = until;
    entries.values().removeIf(entry -> isUntil(last, entry));
    days.headMap(last, true).clear();
    return told;
  }

  private static boolean isUntil(int day, DayTally entry) {
    boolean until = entry.key.day() <= day;
    if (until) {
      unlink(entry);
    }
    return until;
  }

  /**
   * Each summary is made when it is asked for: of many clients they take more room than entries.
   */
  private List<ClientDay> summaries(boolean all, Period within, int until) {
    Set<ClientAndService> found = new HashSet<>(); // on any day
    if (!all && days.size() > 1) {
      for (DayTally each : entries.values()) {
        if (each.hasFindings()) {
          found.add(each.key.pair());
        }
      }
    }
    List<DayTally> told = new ArrayList<>(all ? entries.size() : 16);
    for (DayTally each : entries.values()) {
      Key key = each.key;
      boolean asked = all || each.hasFindings() || found.contains(key.pair());
      if (asked && key.day() <= until) {
        told.add(each);
      }
    }
    told.sort(ClientTally::inOrder);
    Map<IpAddress, List<String>> stacks = stacks(told);
    Map<IpAddress, IpAddress> first = first();
    return new AbstractList<>() {
      @Override
      public ClientDay get(int index) {
        DayTally each = told.get(index);
        IpAddress client = each.key.client();
        int several = stacks.getOrDefault(client, List.of()).size();
        ClientDay day =
            each.day(
                within,
                new DayTally.Else(
                    names.of(client),
                    first.getOrDefault(client, client),
                    several,
                    speakers.has(client)));
        return all ? day.inWords(floor, Dated.IF_NEEDED) : day; // a table words what it shows
      }

      @Override
      public int size() {
        return told.size();
      }
    };
  }

  /** Compares as the lines of clients are in order. */
  private static int inOrder(DayTally a, DayTally b) {
    int order = a.key.client().compareTo(b.key.client());
    if (order == 0) {
      order = ClientDay.inOrder(a.key.service(), b.key.service());
    }
    return order != 0 ? order : Long.compare(a.first(), b.first());
  }

  /** All stacks of the clients of {@code told}, whatever the service. */
  private Map<IpAddress, List<String>> stacks(List<DayTally> told) {
    Map<IpAddress, List<String>> stacks = new HashMap<>();
    for (DayTally each : told) {
      stacks.put(each.key.client(), List.of());
    }
    for (DayTally each : entries.values()) {
      List<String> known = each.stacks().isEmpty() ? null : stacks.get(each.key.client());
      if (known != null && !known.equals(each.stacks()) && !known.containsAll(each.stacks())) {
        stacks.put(each.key.client(), both(known, each.stacks()));
      }
    }
    return stacks;
  }

  /** Most clients have one stack, whose list is shared. */
  private static List<String> both(List<String> known, List<String> more) {
    if (known.isEmpty()) {
      return more;
    }
    Set<String> both = new LinkedHashSet<>(known);
    both.addAll(more);
    return List.copyOf(both);
  }
}
