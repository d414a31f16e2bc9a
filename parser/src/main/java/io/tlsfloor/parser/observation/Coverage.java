package io.tlsfloor.parser.observation;

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

  /** How often {@code loss} occurred. */
  public long count(Loss loss) {
    return counts.getOrDefault(loss, 0L);
  }
}
