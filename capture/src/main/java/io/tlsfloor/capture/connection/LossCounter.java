package io.tlsfloor.capture.connection;

import io.tlsfloor.parser.observation.Coverage;
import io.tlsfloor.parser.observation.Loss;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;

/** Counts losses. Confined to one thread. */
final class LossCounter {
  private static final int MAX_KINDS =
      1 << 10; // link types, ethertypes, protocols: few in any real capture

  private final long[] counts = new long[Loss.values().length];
  private final TreeMap<String, Long> unsupported = new TreeMap<>();

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

  /** The counts so far, and of kinds that are counted elsewhere. */
  Coverage snapshot(Map<Loss, Long> elsewhere) {
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
    return new Coverage(occurred, unsupported);
  }
}
