package io.tlsfloor.report.model;

import io.tlsfloor.parser.observation.IpAddress;
import io.tlsfloor.report.text.Words;
import io.tlsfloor.rules.Finding.Waiver;
import io.tlsfloor.rules.RuleId;
import io.tlsfloor.rules.Severity;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Where the clients with findings stand: each is counted once, by the first that applies, so that
 * all numbers add up.
 */
public final class Standing {
  /** How a client fares. */
  public enum Kind {
    /** It got through below the floor. */
    THROUGH,
    /** It is below the floor, and was refused, reset or closed. */
    REFUSED,
    /** It is below the floor, and it is not known what became of it. */
    UNDECIDED,
    /** It is below the floor, and an exception says who accepted that. */
    EXCEPTED,
    /** It has other findings alone. */
    OTHER,
    /** It has findings of severity low alone: it offers old versions beside newer ones, say. */
    LOW
  }

  private static final List<Kind> IN_ORDER = List.of(Kind.values());

  /** How many kinds there are. */
  static final int KINDS = IN_ORDER.size();

  private static final Set<RuleId> BELOW =
      EnumSet.of(
          RuleId.NEGOTIATED_BELOW_FLOOR,
          RuleId.OFFERED_BELOW_FLOOR,
          RuleId.INFERRED_BELOW_FLOOR,
          RuleId.REPORTED_BELOW_FLOOR);

  private final Map<IpAddress, Kind> kinds = new HashMap<>();
  private final Map<Kind, Long> counts = new EnumMap<>(Kind.class);
  private long all;
  private final boolean more;
  private final TreeSet<String> waivers = new TreeSet<>();

  /**
   * Takes groups of findings.
   *
   * @param dropped those that had to go: their clients count all the same
   */
  public Standing(List<FindingGroup> groups, FindingGroups.Dropped dropped) {
    for (FindingGroup group : groups) {
      Optional<Kind> kind = kindOf(group);
      if (kind.isPresent()) {
        kinds.merge(group.client(), kind.get(), (a, b) -> a.compareTo(b) <= 0 ? a : b);
      }
      if (kind.equals(Optional.of(Kind.EXCEPTED))) {
        group.waiver().map(Waiver::text).ifPresent(waivers::add);
      }
    }
    ManyClients gone = dropped.clients();
    for (Kind kind : IN_ORDER) {
      counts.put(kind, gone.count(kind.ordinal()));
    }
    all = gone.size();
    more = gone.more();
    kinds.forEach((client, kind) -> count(kind, gone.kind(client)));
  }

  /** Counts a client that has a group; by {@code before} it may be counted already. */
  private void count(Kind kind, int before) {
    if (before == ManyClients.KINDS) {
      all++;
    } else {
      counts.merge(IN_ORDER.get(before), -1L, Long::sum);
    }
    counts.merge(IN_ORDER.get(Math.min(before, kind.ordinal())), 1L, Long::sum);
  }

  /** How the client of a group fares by it; empty if the group is of no finding that counts. */
  static Optional<Kind> kindOf(FindingGroup group) {
    return group.counts() ? Optional.of(kind(group)) : Optional.empty();
  }

  private static Kind kind(FindingGroup group) {
    if (!isBelow(group)) {
      return group.severity().equals(Optional.of(Severity.LOW)) ? Kind.LOW : Kind.OTHER;
    }
    if (!group.key().flagged()) {
      return Kind.EXCEPTED;
    }
    return group.established() ? Kind.THROUGH : group.refused() ? Kind.REFUSED : Kind.UNDECIDED;
  }

  /** Returns whether a group is of connections below the floor. */
  public static boolean isBelow(FindingGroup group) {
    if (group.key().rule().isEmpty()) {
      return false;
    }
    RuleId rule = group.key().rule().get();
    return BELOW.contains(rule) || rule == RuleId.DOWNGRADE && alsoNegotiatedBelow(group);
  }

  private static boolean alsoNegotiatedBelow(FindingGroup group) {
    for (RuleId rule : group.alsoFound()) {
      if (rule == RuleId.NEGOTIATED_BELOW_FLOOR) {
        return true;
      }
    }
    return false;
  }

  /** How many clients fare so. */
  public long count(Kind kind) {
    return counts.getOrDefault(kind, 0L);
  }

  /** How many clients have findings. */
  public long all() {
    return all;
  }

  /** Returns whether there are more than could be counted. */
  public boolean more() {
    return more;
  }

  /** How many clients are below the floor, excepted ones too. */
  public long below() {
    return all() - count(Kind.OTHER) - count(Kind.LOW);
  }

  /** How many clients are below the floor, excepted ones left out. */
  public long open() {
    return below() - count(Kind.EXCEPTED);
  }

  /** How those below the floor fare: {@code 2 got through with it, 3 were refused}. */
  public String fates() {
    List<String> fates = new ArrayList<>();
    fate(fates, Kind.THROUGH, "", "", "got through with it");
    fate(fates, Kind.REFUSED, "was ", "were ", "refused");
    fate(fates, Kind.UNDECIDED, "was ", "were ", "undecided");
    String excepted =
        waivers.size() == 1 ? waivers.first() : "excepted until " + firstEnd() + " at the earliest";
    fate(fates, Kind.EXCEPTED, "is ", "are ", excepted);
    return String.join(", ", fates);
  }

  /** The texts begin alike, so that the first of them ends first. */
  private String firstEnd() {
    String[] words = waivers.isEmpty() ? new String[0] : waivers.first().split(" ");
    return words.length < 3 ? "" : words[2];
  }

  private void fate(List<String> fates, Kind kind, String one, String many, String words) {
    long count = count(kind);
    if (count > 0) {
      fates.add(Words.number(count) + " " + (count == 1 ? one : many) + words);
    }
  }
}
