package io.tlsfloor.report.model;

import io.tlsfloor.parser.observation.ClientName;
import io.tlsfloor.parser.observation.FrameRef;
import io.tlsfloor.parser.observation.IpAddress;
import io.tlsfloor.parser.observation.MacAddress;
import io.tlsfloor.parser.observation.TlsConnection;
import io.tlsfloor.parser.observation.TlsVersion;
import io.tlsfloor.report.model.ClientBehaviour.SpeaksFloor;
import io.tlsfloor.report.model.ClientSummary.Period;
import io.tlsfloor.report.text.Timestamps.Dated;
import io.tlsfloor.rules.Ends;
import io.tlsfloor.rules.Judgement;
import io.tlsfloor.rules.Severity;
import java.time.Instant;
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

  /** Stacks that are kept for each; a client with more is a NAT or a proxy. */
  static final int MAX_STACKS = 8;

  /** Versions that are counted by name for each; made-up numbers could be many. */
  static final int MAX_VERSIONS = 16;

  /** Stacks at one address from which on they are hardly those of one device. */
  private static final int SEVERAL_STACKS = 5;

  /** As the lines of clients are in order. */
  private static final Comparator<Map.Entry<Key, Entry>> IN_ORDER =
      Comparator.<Map.Entry<Key, Entry>, IpAddress>comparing(each -> each.getKey().pair().client())
          .thenComparing(each -> each.getKey().pair().service(), ClientSummary::inOrder)
          .thenComparing(each -> each.getValue().first);

  private final TlsVersion floor;
  private final ClientNameBook names = new ClientNameBook();
  private final ManyClients everyone = new ManyClients(); // those without an entry by now, too
  private final Set<IpAddress> speakers = new LinkedHashSet<>(); // of the floor or more, to anyone
  private final NavigableMap<Long, Integer> days = new TreeMap<>(); // entries of each
  private final Map<Key, Entry> entries = new LinkedHashMap<>(256, 0.75f, true); // by last use
  private final Latest latest = new Latest();
  private long dropped;

  /** Values that most entries share with the one before: of many entries each byte counts. */
  private static final class Latest {
    private Optional<ServiceName> service = Optional.empty();
    private Optional<MacAddress> mac = Optional.empty();
    private Map<TlsVersion, Long> once = Map.of();

    Optional<ServiceName> service(Optional<ServiceName> other) {
      service = service.equals(other) ? service : other;
      return service;
    }

    Optional<MacAddress> mac(Optional<MacAddress> other) {
      mac = mac.equals(other) ? mac : other;
      return mac;
    }

    Map<TlsVersion, Long> once(TlsVersion version) {
      once = once.containsKey(version) ? once : Map.of(version, 1L);
      return once;
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

  /** What was counted, with what the client did: one object, of which there are many. */
  private static final class Entry extends BehaviourTally {
    private Optional<MacAddress> mac = Optional.empty();
    private long connections;
    private long flagged;
    private long excepted;
    private Map<TlsVersion, Long> offered = Map.of();
    private Map<TlsVersion, Long> negotiated = Map.of();
    private Optional<Severity> severity = Optional.empty();
    private Optional<Severity> exceptedSeverity = Optional.empty();
    private List<String> stacks = List.of();
    private Instant first = Instant.MAX;
    private Instant last = Instant.MIN;

    Entry(TlsVersion floor) {
      super(floor);
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
    TlsConnection connection = judgement.connection();
    Ends ends = judgement.ends();
    FrameRef first = connection.evidence().first();
    Key key = key(judgement);
    Entry entry = entries.get(key);
    if (entry == null) {
      if (entries.size() == MAX_ENTRIES) {
        dropOldest();
      }
      entry = new Entry(floor);
      entries.put(key, entry);
      days.merge(key.day(), 1, Integer::sum);
      everyone.add(ends.client().address(), 0);
    }
    entry.connections++;
    entry.add(connection);
    if (entry.mac.isEmpty()) {
      entry.mac = latest.mac(ends.clientMac());
    }
    if (connection.offer().isPresent()) {
      entry.offered = counted(entry.offered, connection.offer().get().max());
    }
    if (connection.choice().isPresent()) {
      entry.negotiated = counted(entry.negotiated, connection.choice().get().version());
    }
    if (judgement.flagged()) {
      entry.flagged++;
      entry.severity = Severity.worse(entry.severity, judgement.severity());
    } else if (judgement.excepted()) {
      entry.excepted++;
      entry.exceptedSeverity = Severity.worse(entry.exceptedSeverity, judgement.severity());
    }
    if (judgement.stack().isPresent()) {
      String name = judgement.stack().get().name();
      if (entry.stacks.size() < MAX_STACKS && !entry.stacks.contains(name)) {
        entry.stacks = with(entry.stacks, name);
      }
    }
    Instant last = connection.evidence().last().time();
    entry.first = first.time().isBefore(entry.first) ? first.time() : entry.first;
    if (last.isAfter(entry.last)) {
      entry.last = last.equals(entry.first) ? entry.first : last;
    }
  }

  /** Takes a connection back that was counted, if it was not handed out. */
  public void takeBack(Judgement judgement) {
    TlsConnection connection = judgement.connection();
    Key key = key(judgement);
    Entry entry = entries.get(key);
    if (entry == null) {
      return;
    }
    if (--entry.connections == 0) {
      remove(key);
      return;
    }
    entry.takeBack(connection);
    if (connection.offer().isPresent()) {
      entry.offered = uncounted(entry.offered, connection.offer().get().max());
    }
    if (connection.choice().isPresent()) {
      entry.negotiated = uncounted(entry.negotiated, connection.choice().get().version());
    }
    if (judgement.flagged()) {
      entry.flagged--;
    } else if (judgement.excepted()) {
      entry.excepted--;
    }
  }

  private static Map<TlsVersion, Long> uncounted(Map<TlsVersion, Long> counts, TlsVersion version) {
    Map<TlsVersion, Long> fewer = new TreeMap<>(counts);
    fewer.computeIfPresent(version, (v, count) -> count == 1 ? null : count - 1);
    return fewer;
  }

  private Key key(Judgement judgement) {
    return new Key(
        new ClientAndService(
            judgement.ends().client().address(),
            latest.service(judgement.service().map(ServiceName::of))),
        ClientSummary.day(judgement.connection().evidence().first().time()));
  }

  /** One more of a version. Most clients have one alone, which takes a third of a tree's room. */
  private Map<TlsVersion, Long> counted(Map<TlsVersion, Long> counts, TlsVersion version) {
    Long known = counts.get(version);
    if (counts.isEmpty()) {
      return latest.once(version);
    }
    if (known != null && counts.size() == 1) {
      return Map.of(version, known + 1);
    }
    if (known == null && counts.size() == MAX_VERSIONS) {
      return counts;
    }
    Map<TlsVersion, Long> several = counts.size() == 1 ? new TreeMap<>(counts) : counts;
    several.merge(version, 1L, Long::sum);
    return several;
  }

  private static List<String> with(List<String> stacks, String name) {
    if (stacks.isEmpty()) {
      return List.of(name);
    }
    List<String> more = new ArrayList<>(stacks);
    more.add(name);
    return List.copyOf(more);
  }

  /** The entry that was idle the longest goes; a flagged one only when there is no other. */
  private void dropOldest() {
    Key oldest = entries.keySet().iterator().next();
    int looked = 0;
    for (Map.Entry<Key, Entry> entry : entries.entrySet()) {
      if (entry.getValue().flagged == 0) {
        oldest = entry.getKey();
        break;
      }
      if (++looked == 64) { // enough: a search over all of them for each new client would be slow
        break;
      }
    }
    remove(oldest);
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
   * idle the longest gives way.
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
      for (Map.Entry<Key, Entry> each : entries.entrySet()) {
        if (each.getValue().flagged > 0) {
          flagged.add(each.getKey().pair());
        }
      }
    }
    List<Map.Entry<Key, Entry>> told = new ArrayList<>(all ? entries.size() : 16);
    for (Map.Entry<Key, Entry> each : entries.entrySet()) {
      Key key = each.getKey();
      boolean asked = all || each.getValue().flagged > 0 || flagged.contains(key.pair());
      if (asked && key.day() <= until) {
        told.add(each);
      }
    }
    told.sort(IN_ORDER);
    Map<IpAddress, List<String>> stacks = stacks();
    return new AbstractList<>() {
      @Override
      public ClientSummary get(int index) {
        Map.Entry<Key, Entry> each = told.get(index);
        IpAddress client = each.getKey().pair().client();
        int several = stacks.isEmpty() ? 0 : stacks.getOrDefault(client, List.of()).size();
        return summary(each.getKey(), each.getValue(), several, within);
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
    for (Map.Entry<Key, Entry> each : entries.entrySet()) {
      if (!each.getValue().stacks.isEmpty()) {
        stacks.merge(each.getKey().pair().client(), each.getValue().stacks, ClientTally::both);
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

  private ClientSummary summary(Key key, Entry entry, int stacks, Period within) {
    IpAddress client = key.pair().client();
    List<ClientName> own = names.of(client);
    return new ClientSummary(
        client,
        entry.mac,
        key.pair().service(),
        entry.connections,
        entry.flagged,
        entry.excepted,
        entry.offered,
        entry.negotiated,
        entry.severity,
        entry.exceptedSeverity,
        List.copyOf(entry.stacks),
        own,
        behaviour(client, entry, stacks, own),
        within.of(key.day(), entry.first, entry.last),
        entry.first,
        entry.last);
  }

  private ClientBehaviour behaviour(
      IpAddress client, Entry entry, int stacks, List<ClientName> own) {
    SpeaksFloor speaks =
        entry.speaksFloor()
            ? SpeaksFloor.HERE
            : speakers.contains(client) ? SpeaksFloor.ELSEWHERE : SpeaksFloor.NO;
    int severalNames = ClientNameBook.several(own);
    List<String> several = new ArrayList<>(2);
    if (stacks >= SEVERAL_STACKS) {
      several.add(stacks + " stacks");
    }
    if (severalNames > 0) {
      several.add(severalNames + " names");
    }
    return new ClientBehaviour(
            entry.succeeded(),
            entry.failed(),
            entry.firstSuccess(),
            entry.lastSuccess(),
            entry.retryInterval(),
            entry.lowHellos(),
            speaks,
            !several.isEmpty(),
            BehaviourText.several(several))
        .inWords(entry.offered, floor, Dated.IF_NEEDED);
  }
}
