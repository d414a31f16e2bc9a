package io.tlsfloor.capture.connection;

import io.tlsfloor.parser.observation.Contradiction;
import io.tlsfloor.parser.observation.Coverage;
import io.tlsfloor.parser.observation.Loss;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Counts losses. Confined to one thread. */
final class LossCounter {
  private static final int MAX_KINDS =
      1 << 10; // link types, ethertypes, protocols: few in any real capture

  private final long[] counts = new long[Loss.values().length];
  private final TreeMap<String, Long> unsupported = new TreeMap<>();
  private final Map<Contradiction, Long> contradictions = new EnumMap<>(Contradiction.class);

  void add(Loss loss) {
    counts[loss.ordinal()]++;
  }

  void add(Loss loss, long times) {
    counts[loss.ordinal()] += times;
  }

  void addUnsupported(Loss loss, String what, int number) {
    add(loss);
    String kind = number < 0 ? what : what + " " + number;
    if (unsupported.size() < MAX_KINDS || unsupported.containsKey(kind)) {
      unsupported.merge(kind, 1L, Long::sum);
    }
  }

  /** Counts what contradicts itself: once, and by each of its names. */
  void addConflict(Set<Contradiction> which) {
    if (which.isEmpty()) { // as for most
      return;
    }
    boolean counts = false;
    for (Contradiction each : which) {
      contradictions.merge(each, 1L, Long::sum);
      counts |= each.mayHide();
    }
    add(Loss.CONFLICTS, counts ? 1 : 0);
  }

  /**
   * The counts so far, and of kinds that are counted elsewhere.
   *
   * @param fragments datagrams whose fragments contradict each other
   */
  Coverage snapshot(Map<Loss, Long> elsewhere, long fragments) {
    Map<Contradiction, Long> named = new EnumMap<>(Contradiction.class);
    named.putAll(contradictions);
    if (fragments > 0) {
      named.merge(Contradiction.FRAGMENT_BYTES, fragments, Long::sum);
    }
    Map<Loss, Long> occurred = new EnumMap<>(Loss.class);
    for (Map.Entry<Loss, Long> each : elsewhere.entrySet()) {
      if (each.getValue() > 0) {
        occurred.put(each.getKey(), each.getValue());
      }
    }
    for (Loss loss : Loss.values()) {
      if (counts[loss.ordinal()] > 0) {
        occurred.merge(loss, counts[loss.ordinal()], Long::sum);
      }
    }
    if (fragments > 0) {
      occurred.merge(Loss.CONFLICTS, fragments, Long::sum);
    }
    return new Coverage(occurred, unsupported, named);
  }
}
