package io.tlsfloor.report.model;

import io.tlsfloor.parser.observation.ClientName;
import io.tlsfloor.parser.observation.FrameRef;
import io.tlsfloor.parser.observation.IpAddress;
import io.tlsfloor.parser.observation.MacAddress;
import io.tlsfloor.parser.observation.TlsConnection;
import io.tlsfloor.parser.observation.TlsVersion;
import io.tlsfloor.report.model.ClientBehaviour.SpeaksFloor;
import io.tlsfloor.rules.Ends;
import io.tlsfloor.rules.Judgement;
import io.tlsfloor.rules.Severity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Counts what each client did with each service, in bounded room. */
public final class ClientTally {
  /** Pairs of client and service that are kept; about 1 KB each. */
  static final int MAX_ENTRIES = 100_000;

  /** Stacks that are kept for each; a client with more is a NAT or a proxy. */
  static final int MAX_STACKS = 8;

  /** Versions that are counted by name for each; made-up numbers could be many. */
  static final int MAX_VERSIONS = 16;

  /** Stacks at one address from which on they are hardly those of one device. */
  private static final int SEVERAL_STACKS = 5;

  private final TlsVersion floor;
  private final ClientNameBook names = new ClientNameBook();
  private final ManyClients everyone = new ManyClients(); // those without an entry by now, too
  private final Set<IpAddress> speakers = new LinkedHashSet<>(); // of the floor or more, to anyone
  private final Map<ClientAndService, Entry> entries =
      new LinkedHashMap<>(256, 0.75f, true); // by last use
  private long dropped;

  private static final class Entry {
    private Optional<MacAddress> mac = Optional.empty();
    private long connections;
    private long flagged;
    private final Map<TlsVersion, Long> offered = new TreeMap<>();
    private final Map<TlsVersion, Long> negotiated = new TreeMap<>();
    private Optional<Severity> severity = Optional.empty();
    private final List<String> stacks = new ArrayList<>(1);
    private final BehaviourTally behaviour;
    private Instant first = Instant.MAX;
    private Instant last = Instant.MIN;

    Entry(TlsVersion floor) {
      behaviour = new BehaviourTally(floor);
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

  /** Takes a look at a connection to whomever: what the client can do beside. */
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
    ClientAndService key =
        new ClientAndService(ends.client().address(), judgement.service().map(ServiceName::of));
    Entry entry = entries.get(key);
    if (entry == null) {
      if (entries.size() == MAX_ENTRIES) {
        dropOldest();
      }
      entry = new Entry(floor);
      entries.put(key, entry);
      everyone.add(key.client(), 0);
    }
    entry.connections++;
    entry.behaviour.add(connection);
    if (entry.mac.isEmpty()) {
      entry.mac = ends.clientMac();
    }
    if (connection.offer().isPresent()) {
      count(entry.offered, connection.offer().get().max());
    }
    if (connection.choice().isPresent()) {
      count(entry.negotiated, connection.choice().get().version());
    }
    if (judgement.flagged()) {
      entry.flagged++;
      Severity worst = judgement.severity().orElse(Severity.LOW);
      if (entry.severity.isEmpty() || entry.severity.get().compareTo(worst) < 0) {
        entry.severity = Optional.of(worst);
      }
    }
    if (judgement.stack().isPresent()) {
      String name = judgement.stack().get().name();
      if (entry.stacks.size() < MAX_STACKS && !entry.stacks.contains(name)) {
        entry.stacks.add(name);
      }
    }
    FrameRef first = connection.evidence().first();
    FrameRef last = connection.evidence().last();
    entry.first = first.time().isBefore(entry.first) ? first.time() : entry.first;
    entry.last = last.time().isAfter(entry.last) ? last.time() : entry.last;
  }

  private static void count(Map<TlsVersion, Long> counts, TlsVersion version) {
    if (counts.size() < MAX_VERSIONS || counts.containsKey(version)) {
      counts.merge(version, 1L, Long::sum);
    }
  }

  /** The entry that was idle the longest goes; a flagged one only when there is no other. */
  private void dropOldest() {
    ClientAndService oldest = entries.keySet().iterator().next();
    int looked = 0;
    for (Map.Entry<ClientAndService, Entry> entry : entries.entrySet()) {
      if (entry.getValue().flagged == 0) {
        oldest = entry.getKey();
        break;
      }
      if (++looked == 64) { // enough: a search over all of them for each new client would be slow
        break;
      }
    }
    entries.remove(oldest);
    dropped++;
  }

  /** Entries that had to go for lack of room. */
  public long dropped() {
    return dropped;
  }

  /** How many clients there are, whatever the service. */
  public long clients() {
    return everyone.size();
  }

  /** All of them, by client and then by service. */
  public List<ClientSummary> summaries() {
    return summaries(true);
  }

  /**
   * Those of interest, by client and then by service.
   *
   * @param all whether of all; if not, of those with a flagged connection
   */
  public List<ClientSummary> summaries(boolean all) {
    Map<IpAddress, Set<String>> stacks = new HashMap<>();
    for (Map.Entry<ClientAndService, Entry> each : entries.entrySet()) {
      if (all || each.getValue().flagged > 0) {
        stacks.put(each.getKey().client(), new HashSet<>());
      }
    }
    for (Map.Entry<ClientAndService, Entry> each : entries.entrySet()) {
      Set<String> ofClient = stacks.get(each.getKey().client());
      if (ofClient != null) {
        ofClient.addAll(each.getValue().stacks);
      }
    }
    List<ClientSummary> summaries = new ArrayList<>(stacks.size());
    for (Map.Entry<ClientAndService, Entry> each : entries.entrySet()) {
      if (all || each.getValue().flagged > 0) {
        int several = stacks.getOrDefault(each.getKey().client(), Set.of()).size();
        summaries.add(summary(each.getKey(), each.getValue(), several));
      }
    }
    summaries.sort(ClientTally::inOrder);
    return summaries;
  }

  /** By client, then by service; what is of no service comes first. */
  private static int inOrder(ClientSummary a, ClientSummary b) {
    int order = a.client().compareTo(b.client());
    if (order == 0) {
      order = Boolean.compare(a.service().isPresent(), b.service().isPresent());
    }
    return order != 0 || a.service().isEmpty() || b.service().isEmpty()
        ? order
        : a.service().get().compareTo(b.service().get());
  }

  private ClientSummary summary(ClientAndService key, Entry entry, int stacks) {
    return new ClientSummary(
        key.client(),
        entry.mac,
        key.service(),
        entry.connections,
        entry.flagged,
        entry.offered,
        entry.negotiated,
        entry.severity,
        List.copyOf(entry.stacks),
        names.of(key.client()),
        behaviour(key, entry.behaviour, stacks),
        entry.first,
        entry.last);
  }

  private ClientBehaviour behaviour(ClientAndService key, BehaviourTally tally, int stacks) {
    SpeaksFloor speaks =
        tally.speaksFloor()
            ? SpeaksFloor.HERE
            : speakers.contains(key.client()) ? SpeaksFloor.ELSEWHERE : SpeaksFloor.NO;
    int severalNames = ClientNameBook.several(names.of(key.client()));
    List<String> several = new ArrayList<>(2);
    if (stacks >= SEVERAL_STACKS) {
      several.add(stacks + " stacks");
    }
    if (severalNames > 0) {
      several.add(severalNames + " names");
    }
    return new ClientBehaviour(
        tally.succeeded(),
        tally.failed(),
        tally.firstSuccess(),
        tally.lastSuccess(),
        tally.retryInterval(),
        tally.lowHellos(),
        speaks,
        !several.isEmpty(),
        BehaviourText.of(tally, speaks, floor, several));
  }
}
