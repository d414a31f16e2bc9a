package io.tlsfloor.report.model;

import io.tlsfloor.parser.observation.ClientName;
import io.tlsfloor.parser.observation.IpAddress;
import io.tlsfloor.parser.observation.TlsVersion;
import io.tlsfloor.report.model.ClientSummary.Period;
import io.tlsfloor.rules.Judgement;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Counts what each client did with each service on each UTC day, in bounded room. A connection
 * belongs to the day of its first packet.
 */
public final class ClientTally {
  /** Days of a client and service that are kept; about 1 KB each. */
  static final int MAX_ENTRIES = 100_000;

  /** Entries that are handed out at once, at the least. */
  private static final int PART_ENTRIES = MAX_ENTRIES / 8;

  private static final int MAX_LOOKED = 64; // for one that gives way

  /** As the lines of clients are in order. */
  private static final Comparator<Map.Entry<Key, ClientDay>> IN_ORDER =
      Comparator.<Map.Entry<Key, ClientDay>, IpAddress>comparing(
              each -> each.getKey().pair().client())
          .thenComparing(each -> each.getKey().pair().service(), ClientSummary::inOrder)
          .thenComparingLong(each -> each.getValue().first());

  private final TlsVersion floor;
  private final ClientNameBook names = new ClientNameBook();
  private final ManyClients everyone = new ManyClients(); // those without an entry by now, too
  private final Set<IpAddress> speakers = new LinkedHashSet<>(); // of the floor or more, to anyone
  private final NavigableMap<Long, Integer> days = new TreeMap<>(); // entries of each
  private final Map<Key, ClientDay> entries =
      new LinkedHashMap<>(256); // as they came, or came back
  private final Shared shared = new Shared();
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

  /** What is counted on its own. */
  private record Key(ClientAndService pair, long day) {
    @Override
    public boolean equals(@Nullable Object other) { // the compiler's takes the JDK long to link
      return other instanceof Key that && day == that.day && pair.equals(that.pair);
    }

    @Override
    public int hashCode() {
      return 31 * pair.hashCode() + Long.hashCode(day);
    }
  }

  /** Counts against a floor: versions before it are low. */
  public ClientTally(TlsVersion floor) {
    this.floor = floor;
  }

  /** Notes names that clients gave themselves, in captures later than those before. */
  public void named(List<ClientName> told) {
    names.add(told);
  }

  /** Looks at a connection to any server: what else the client can do. */
  public void seen(Judgement judgement) {
    if (BehaviourTally.speaks(judgement.connection(), floor)
        && speakers.add(judgement.ends().client().address())
        && speakers.size() > MAX_ENTRIES) {
      speakers.remove(speakers.iterator().next());
    }
  }

  /** Counts a connection. */
  public void add(Judgement judgement) {
    Key key = key(judgement);
    ClientDay entry = entries.get(key);
    if (entry == null) {
      if (entries.size() == MAX_ENTRIES) {
        dropIdle();
      }
      entry = new ClientDay(floor);
      entries.put(key, entry);
      days.merge(key.day(), 1, Integer::sum);
      everyone.add(key.pair().client(), 0);
    }
    entry.add(judgement);
  }

  /** Takes a connection back that was counted, if it was not handed out. */
  public void takeBack(Judgement judgement) {
    Key key = key(judgement);
    ClientDay entry = entries.get(key);
    if (entry != null && entry.takeBack(judgement) == 0) {
      remove(key);
    }
  }

  private Key key(Judgement judgement) {
    return new Key(
        new ClientAndService(
            judgement.ends().client().address(),
            shared.service(judgement.service().map(ServiceName::of))),
        ClientSummary.day(judgement.connection().evidence().first().time()));
  }

  /**
   * The one that came first goes, unless it was used since the last look at it or is flagged: then
   * it counts as the last that came, and the next one is looked at. Among many of these the search
   * ends: for each new client it would be slow.
   */
  private void dropIdle() {
    for (int looked = 0; looked < MAX_LOOKED; looked++) {
      Map.Entry<Key, ClientDay> eldest = entries.entrySet().iterator().next();
      ClientDay entry = eldest.getValue();
      if (!entry.isUsed() && entry.flagged() == 0) {
        break;
      }
      entry.rest();
      Key key = eldest.getKey();
      entries.remove(key);
      entries.put(key, entry);
    }
    remove(entries.keySet().iterator().next());
    dropped++;
  }

  private void remove(Key key) {
    if (entries.remove(key) != null) {
      days.merge(key.day(), -1, (before, less) -> before == 1 ? null : before + less);
    }
  }

  /** Lets all entries go, counted: memory is full, so that this takes none. */
  public void makeRoom() {
    dropped += entries.size();
    entries.clear();
    days.clear();
  }

  /** Entries that had to go for lack of room. */
  public long dropped() {
    return dropped;
  }

  /** How many clients there are, whatever the service. */
  public long clients() {
    return everyone.size();
  }

  /** Whether an earlier day should be handed out, as another entry would need its room. */
  public boolean isFull() {
    return entries.size() == MAX_ENTRIES && days.size() > 1;
  }

  /** What was counted, by client, service and day. */
  public List<ClientSummary> summaries() {
    return List.copyOf(summaries(true, Period.ALL));
  }

  /**
   * What was counted, by client, service and day; services come after none. To be used before more
   * is counted.
   *
   * @param all whether of all clients and services; if not, of those with a flagged connection
   * @param within the times that were looked at: no line counts more of its day
   */
  public List<ClientSummary> summaries(boolean all, Period within) {
    return summaries(all, within, Long.MAX_VALUE);
  }

  /**
   * What was counted so far, which is then forgotten: what comes is counted from nothing.
   *
   * @param within the times that were looked at since the last part
   * @param open connections that may be amended: they count in a later part
   */
  public List<ClientSummary> part(Period within, List<Judgement> open) {
    open.forEach(this::takeBack);
    List<ClientSummary> part = List.copyOf(summaries(true, within));
    entries.clear();
    days.clear();
    open.forEach(this::add);
    return part;
  }

  /**
   * Makes room: hands out the earliest days, which are then forgotten, but never the latest: so
   * many that it is worth the look at all entries. Where there is one day only, nothing: what is
   * used the least gives way.
   *
   * @param all whether of all clients and services; if not, of those with a flagged connection
   * @param within the times that were looked at
   */
  public List<ClientSummary> earliestDays(boolean all, Period within) {
    long until = Long.MIN_VALUE;
    int count = 0;
    Iterator<Map.Entry<Long, Integer>> earliest = days.entrySet().iterator();
    for (int left = days.size(); left > 1 && count < PART_ENTRIES; left--) {
      Map.Entry<Long, Integer> day = earliest.next();
      until = day.getKey();
      count += day.getValue();
    }
    if (count == 0) {
      return List.of();
    }
    List<ClientSummary> told = List.copyOf(summaries(all, within, until));
    long last = until;
    entries.keySet().removeIf(key -> key.day() <= last);
    days.headMap(last, true).clear();
    return told;
  }

  /**
   * Each summary is made when it is asked for: of many clients they take more room than entries.
   */
  private List<ClientSummary> summaries(boolean all, Period within, long until) {
    Set<ClientAndService> flagged = new HashSet<>(); // on any day
    if (!all && days.size() > 1) {
      for (Map.Entry<Key, ClientDay> each : entries.entrySet()) {
        if (each.getValue().flagged() > 0) {
          flagged.add(each.getKey().pair());
        }
      }
    }
    List<Map.Entry<Key, ClientDay>> told = new ArrayList<>(all ? entries.size() : 16);
    for (Map.Entry<Key, ClientDay> each : entries.entrySet()) {
      Key key = each.getKey();
      boolean asked = all || each.getValue().flagged() > 0 || flagged.contains(key.pair());
      if (asked && key.day() <= until) {
        told.add(each);
      }
    }
    told.sort(IN_ORDER);
    Map<IpAddress, List<String>> stacks = stacks();
    return new AbstractList<>() {
      @Override
      public ClientSummary get(int index) {
        Map.Entry<Key, ClientDay> each = told.get(index);
        IpAddress client = each.getKey().pair().client();
        int several = stacks.isEmpty() ? 0 : stacks.getOrDefault(client, List.of()).size();
        return each.getValue()
            .summary(
                each.getKey().pair(),
                each.getKey().day(),
                within,
                new ClientDay.Else(names.of(client), several, speakers.contains(client)));
      }

      @Override
      public int size() {
        return told.size();
      }
    };
  }

  /** All stacks of each client that has one, whatever the service. */
  private Map<IpAddress, List<String>> stacks() {
    Map<IpAddress, List<String>> stacks = new HashMap<>();
    for (Map.Entry<Key, ClientDay> each : entries.entrySet()) {
      if (!each.getValue().stacks().isEmpty()) {
        stacks.merge(each.getKey().pair().client(), each.getValue().stacks(), ClientTally::both);
      }
    }
    return stacks;
  }

  /** Most clients have one stack, whose list is shared. */
  private static List<String> both(List<String> known, List<String> more) {
    if (known.containsAll(more)) {
      return known;
    }
    Set<String> both = new LinkedHashSet<>(known);
    both.addAll(more);
    return List.copyOf(both);
  }
}
