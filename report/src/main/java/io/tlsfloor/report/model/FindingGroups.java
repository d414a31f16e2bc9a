package io.tlsfloor.report.model;

import io.tlsfloor.parser.observation.IpAddress;
import io.tlsfloor.parser.observation.Room;
import io.tlsfloor.rules.ClientStack;
import io.tlsfloor.rules.Confidence;
import io.tlsfloor.rules.Finding;
import io.tlsfloor.rules.Policy;
import io.tlsfloor.rules.Severity;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** All groups of findings, in bounded room. Confined to one thread. */
public final class FindingGroups {
  /** Groups that are kept; about 1 KB each. */
  public static final int MAX_GROUPS = Room.entries(20_000);

  private final Severity minSeverity;
  private final Confidence minConfidence;
  private final Map<FindingGroup.Key, FindingGroup> groups =
      new LinkedHashMap<>(64, 0.75f, true); // by last use
  private final Dropped dropped = new Dropped();
  private UnaryOperator<Finding> kept = Finding::told;
  private final Map<IpAddress, IpAddress> devices = new HashMap<>(); // of other addresses of them

  /** Groups by what this policy flags. */
  public FindingGroups(Policy policy) {
    this(policy.minSeverity(), policy.minConfidence());
  }

  /**
   * Groups by the worst finding that is severe and sure enough.
   *
   * @param minSeverity of findings that make a connection flagged
   * @param minConfidence of findings that make a connection flagged
   */
  public FindingGroups(Severity minSeverity, Confidence minConfidence) {
    this.minSeverity = minSeverity;
    this.minConfidence = minConfidence;
  }

  /** Keeps no sentences of findings, for who shows none. */
  public FindingGroups withoutSentences() {
    kept = Finding::untold;
    return this;
  }

  /** Notes whether an address is of a device with another one, as a day of a client says it. */
  public void know(ClientDay day) {
    if (day.flagged() + day.excepted() > 0 && devices.size() < MAX_GROUPS) {
      if (day.client().equals(day.who().device())) {
        devices.remove(day.client());
      } else {
        devices.put(day.client(), day.who().device());
      }
    }
  }

  /** Takes a connection back that was added. */
  public void takeBack(Result result) {
    FindingGroup.Key key = key(result, decisive(result));
    FindingGroup group = groups.get(key);
    if (group != null && group.takeBack(result)) {
      groups.remove(key);
    }
  }

  private static FindingGroup.Key key(Result result, Optional<Finding> finding) {
    return new FindingGroup.Key(
        result.ends().client().address(),
        result.service(),
        finding.map(Finding::rule),
        result.stack().map(ClientStack::name),
        result.flagged());
  }

  /** Adds a connection to its group. */
  public void add(Result result) {
    Optional<Finding> finding = decisive(result);
    FindingGroup.Key key = key(result, finding);
    FindingGroup group = groups.get(key);
    if (group == null) {
      if (groups.size() == MAX_GROUPS) {
        Iterator<FindingGroup> oldest = groups.values().iterator();
        dropped.add(oldest.next());
        oldest.remove();
      }
      group = new FindingGroup(key, result);
      groups.put(key, group);
    }
    group.add(result, finding, kept);
  }

  /** The worst finding that made the connection flagged; without a flag, the worst of all. */
  private Optional<Finding> decisive(Result result) {
    for (Finding finding : result.findings()) {
      if (finding.severity().compareTo(minSeverity) >= 0
          && finding.confidence().compareTo(minConfidence) >= 0
          && finding.exception().isEmpty()) {
        return Optional.of(finding);
      }
    }
    return result.worst();
  }

  /** Groups that had to go for lack of room. */
  public Dropped dropped() {
    return dropped;
  }

  /** Groups that had to go: how many, and how their clients fare, so that all are counted. */
  public static final class Dropped {
    private final ManyClients clients = new ManyClients();
    private long groups;

    private void add(FindingGroup group) {
      groups++;
      Standing.kindOf(group).ifPresent(kind -> clients.add(group.key().client(), kind.ordinal()));
    }

    /** How many groups. */
    public long groups() {
      return groups;
    }

    ManyClients clients() {
      return clients;
    }
  }

  /** The worst first. */
  public List<FindingGroup> inOrder() {
    List<Ranked> ranked = new ArrayList<>(groups.size());
    for (FindingGroup group : groups.values()) {
      group.of(devices.getOrDefault(group.key().client(), group.key().client()));
      ranked.add(new Ranked(group, rank(group), ecs(group)));
    }
    ranked.sort(FindingGroups::inOrder);
    List<FindingGroup> all = new ArrayList<>(ranked.size());
    for (Ranked each : ranked) {
      all.add(each.group);
    }
    return all;
  }

  /** A group, with what comparing it again and again would take longest to find. */
  private record Ranked(FindingGroup group, int rank, int ecs) {}

  /**
   * Those that get through below the floor first, then those that are refused, then the others;
   * among these the worst, then the most frequent, then by client: the same order in each run.
   */
  private static int inOrder(Ranked one, Ranked other) {
    FindingGroup a = one.group;
    FindingGroup b = other.group;
    int order = Boolean.compare(b.key().flagged(), a.key().flagged());
    if (order == 0) {
      order = Boolean.compare(b.waiver().isPresent(), a.waiver().isPresent());
    }
    if (order == 0) {
      order = Integer.compare(one.rank, other.rank);
    }
    if (order == 0) {
      order = Integer.compare(other.ecs, one.ecs);
    }
    if (order == 0) {
      order = Long.compare(b.times(), a.times());
    }
    if (order == 0) {
      order = a.client().compareTo(b.client());
    }
    if (order == 0) {
      order = a.first().compareTo(b.first());
    }
    return order != 0 ? order : a.key().toString().compareTo(b.key().toString());
  }

  private static int rank(FindingGroup group) {
    return Standing.kindOf(group).map(Enum::ordinal).orElse(Standing.KINDS);
  }

  private static int ecs(FindingGroup group) {
    return group.severity().isPresent() ? group.severity().get().ecs() : 0;
  }
}
