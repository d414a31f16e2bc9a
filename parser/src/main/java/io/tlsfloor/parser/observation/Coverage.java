package io.tlsfloor.parser.observation;

import java.util.EnumMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How much was lost, and of what kind.
 *
 * @param counts for each loss that occurred
 * @param unsupported for each kind and number that is not read: {@code link-type 105} → packets
 */
public record Coverage(Map<Loss, Long> counts, SortedMap<String, Long> unsupported) {
  /** Copies the maps. */
  public Coverage {
    counts = Map.copyOf(counts);
    unsupported = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(unsupported));
  }

  /** Both together. */
  public Coverage plus(Coverage other) {
    Map<Loss, Long> sum = new EnumMap<>(Loss.class);
    sum.putAll(counts);
    other.counts.forEach((loss, count) -> sum.merge(loss, count, Long::sum));
    TreeMap<String, Long> kinds = new TreeMap<>(unsupported);
    other.unsupported.forEach((kind, count) -> kinds.merge(kind, count, Long::sum));
    return new Coverage(sum, kinds);
  }

  /** How often {@code loss} occurred. */
  public long count(Loss loss) {
    return counts.getOrDefault(loss, 0L);
  }
}
