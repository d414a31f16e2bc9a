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
 * @param contradictions connections with each; {@link Loss#CONFLICTS} counts those with any
 */
public record Coverage(
    Map<Loss, Long> counts,
    SortedMap<String, Long> unsupported,
    Map<Contradiction, Long> contradictions) {
  /** Copies the maps. */
  public Coverage {
    counts = Map.copyOf(counts);
    unsupported = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(unsupported));
    contradictions = Map.copyOf(contradictions);
  }

  /** Without what contradicts itself. */
  public Coverage(Map<Loss, Long> counts, SortedMap<String, Long> unsupported) {
    this(counts, unsupported, Map.of());
  }

  /** Both together. */
  public Coverage plus(Coverage other) {
    Map<Loss, Long> sum = new EnumMap<>(Loss.class);
    sum.putAll(counts);
    other.counts.forEach((loss, count) -> sum.merge(loss, count, Long::sum));
    TreeMap<String, Long> kinds = new TreeMap<>(unsupported);
    other.unsupported.forEach((kind, count) -> kinds.merge(kind, count, Long::sum));
    Map<Contradiction, Long> named = new EnumMap<>(Contradiction.class);
    named.putAll(contradictions);
    other.contradictions.forEach((which, count) -> named.merge(which, count, Long::sum));
    return new Coverage(sum, kinds, named);
  }

  /** How often {@code loss} occurred. */
  public long count(Loss loss) {
    return counts.getOrDefault(loss, 0L);
  }
}
