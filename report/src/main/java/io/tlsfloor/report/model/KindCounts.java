package io.tlsfloor.report.model;

import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongBinaryOperator;

/**
 * How often each kind of text came, such as a host or an outcome. Of more than {@link #MAX} kinds
 * those that come first in their order are named, and the rest is counted together: so it does not
 * matter in which order and in which parts they are added up. Immutable.
 *
 * @param named by kind, in order
 * @param others that are not named
 */
public record KindCounts(Map<String, Long> named, long others) {
  /** Kinds that are named. */
  public static final int MAX = 16;

  /** Counts nothing. */
  public static final KindCounts NONE = new KindCounts(Map.of(), 0);

  /** Makes those of one connection, of which most count what others do, too. */
  static final class Singles {
    private static final int MAX = 4096;

    private final Map<String, KindCounts> once = new HashMap<>();

    KindCounts of(String kind, long times) {
      if (times != 1) {
        return KindCounts.of(kind, times);
      }
      KindCounts known = once.get(kind);
      if (known == null) {
        if (once.size() == MAX) {
          once.clear();
        }
        known = KindCounts.of(kind, 1);
        once.put(kind, known);
      }
      return known;
    }
  }

  /** Names as many as there is room for. */
  public KindCounts {
    if (named.size() > 1) { // most have one alone, which takes a third of the room
      NavigableMap<String, Long> first = new TreeMap<>(named);
      while (first.size() > MAX) {
        others += first.pollLastEntry().getValue();
      }
      named = first;
    }
  }

  /** Counts so many of one kind. */
  public static KindCounts of(String kind, long times) {
    return new KindCounts(Map.of(kind, times), 0);
  }

  /** Both, added up. */
  public KindCounts and(KindCounts other) {
    return both(other, Long::sum);
  }

  /** Both: of each kind what {@code count} makes of the two. */
  KindCounts both(KindCounts other, LongBinaryOperator count) {
    return new KindCounts(
        Found.both(named, other.named, count), count.applyAsLong(others, other.others));
  }

  /** How often a kind came that is named. */
  public long count(String kind) {
    return named.getOrDefault(kind, 0L);
  }

  /** How many kinds there are; those that are not named are one. */
  public int kinds() {
    return named.size() + (others > 0 ? 1 : 0);
  }

  /** The kind that came most often, of several the first in order; empty for none. */
  public Optional<String> commonest() {
    Optional<String> best = Optional.empty();
    long most = 0;
    for (Map.Entry<String, Long> each : named.entrySet()) {
      if (each.getValue() > most) {
        best = Optional.of(each.getKey());
        most = each.getValue();
      }
    }
    return best;
  }
}
