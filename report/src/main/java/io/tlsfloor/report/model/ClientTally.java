package io.tlsfloor.report.model;

import io.tlsfloor.parser.observation.ClientName;
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

  private static final int MAX_LOOKED = 64; // for one that gives way

  /** Stacks at one address from which on they are hardly those of one device. */
  private static final int SEVERAL_STACKS = 5;

  /** As the lines of clients are in order. */
  private static final Comparator<Map.Entry<Key, Entry>> IN_ORDER =
      Comparator.<Map.Entry<Key, Entry>, IpAddress>comparing(each -> each.getKey().pair().client())
          .thenComparing(each -> each.getKey().pair().service(), ClientSummary::inOrder)
          .thenComparingLong(each -> each.getValue().first);

  private final TlsVersion floor;
  private final ClientNameBook names = new ClientNameBook();
  private final ManyClients everyone = new ManyClients(); // those without an entry by now, too
  private final Set<IpAddress> speakers = new LinkedHashSet<>(); // of the floor or more, to anyone
  private final NavigableMap<Long, Integer> days = new TreeMap<>(); // entries of each
  private final Map<Key, Entry> entries = new LinkedHashMap<>(256); // as they came, or came back
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

  /**
   * What was counted, with what the client did: one object, of which there are many, and which
   * refers to few.
   */
  private static final class Entry extends BehaviourTally {
    private static final long NO_MAC = -1;

    private long mac = NO_MAC;
    private long connections;
    private long flagged;
    private long excepted;
    private final VersionCounts offered = new VersionCounts();
    private final VersionCounts negotiated = new VersionCounts();
    private Optional<Severity> severity = Optional.empty();
    private Optional<Severity> exceptedSeverity = Optional.empty();
    private List<String> stacks = List.of();
    private long first = Long.MAX_VALUE;
    private long last = Long.MIN_VALUE;
    private boolean used; // since one last had to go

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
    Key key = key(judgement);
    Entry entry = entries.get(key);
    if (entry == null) {
      if (entries.size() == MAX_ENTRIES) {
        dropIdle();
      }
      entry = new Entry(floor);
      entries.put(key, entry);
      days.merge(key.day(), 1, Integer::sum);
      everyone.add(ends.client().address(), 0);
    }
    entry.used = entry.connections++ > 0;
    entry.add(connection);
    if (entry.mac == Entry.NO_MAC && ends.clientMac().isPresent()) {
      entry.mac = ends.clientMac().get().bits();
    }
    if (connection.offer().isPresent()) {
      entry.offered.add(connection.offer().get().max());
    }
    if (connection.choice().isPresent()) {
      entry.negotiated.add(connection.choice().get().version());
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
    entry.first = Math.min(entry.first, BehaviourTally.nanos(connection.evidence().first().time()));
    entry.last = Math.max(entry.last, BehaviourTally.nanos(connection.evidence().last().time()));
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
      entry.offered.takeBack(connection.offer().get().max());
    }
    if (connection.choice().isPresent()) {
      entry.negotiated.takeBack(connection.choice().get().version());
    }
    if (judgement.flagged()) {
      entry.flagged--;
    } else if (judgement.excepted()) {
      entry.excepted--;
    }
  }

  private Key key(Judgement judgement) {
    return new Key(
        new ClientAndService(
            judgement.ends().client().address(),
            shared.service(judgement.service().map(ServiceName::of))),
        ClientSummary.day(judgement.connection().evidence().first().time()));
  }

  private static List<String> with(List<String> stacks, String name) {
    if (stacks.isEmpty()) {
      return List.of(name);
    }
    List<String> more = new ArrayList<>(stacks);
    more.add(name);
    return List.copyOf(more);
  }

  /**
   * The one that came first goes, unless it was used since the last look at it or is flagged: then
   * it counts as the last that came, and the next one is looked at. Among many of these the search
   * ends: for each new client it would be slow.
   */
  private void dropIdle() {
    for (int looked = 0; looked < MAX_LOOKED; looked++) {
      Map.Entry<Key, Entry> eldest = entries.entrySet().iterator().next();
      Entry entry = eldest.getValue();
      if (!entry.used && entry.flagged == 0) {
        break;
      }
      entry.used = false;
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
    Instant first = BehaviourTally.instant(entry.first);
    Instant last = BehaviourTally.instant(entry.last);
    return new ClientSummary(
        client,
        entry.mac == Entry.NO_MAC ? Optional.empty() : Optional.of(new MacAddress(entry.mac)),
        key.pair().service(),
        entry.connections,
        entry.flagged,
        entry.excepted,
        entry.offered.byVersion(),
        entry.negotiated.byVersion(),
        entry.severity,
        entry.exceptedSeverity,
        List.copyOf(entry.stacks),
        own,
        behaviour(client, entry, stacks, own),
        within.of(key.day(), first, last),
        first,
        last);
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
        .inWords(entry.offered.byVersion(), floor, Dated.IF_NEEDED);
  }
}
