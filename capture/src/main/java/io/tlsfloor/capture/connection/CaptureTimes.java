package io.tlsfloor.capture.connection;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** When captures begin that are read in turn. Immutable. */
public final class CaptureTimes {
  /**
   * The beginning of a capture.
   *
   * @param name by which frames name it
   * @param firstNanos time of its first packet; empty where that is not known
   */
  public record Begin(String name, OptionalLong firstNanos) {}

  private final Map<String, Long> nextByName = new HashMap<>();

  /** Those of captures in the order in which they are read. */
  public CaptureTimes(List<Begin> inOrder) {
    long next = Long.MAX_VALUE;
    for (int i = inOrder.size() - 1; i >= 0; i--) {
      nextByName.put(inOrder.get(i).name(), next);
      next = Math.min(next, inOrder.get(i).firstNanos().orElse(Long.MAX_VALUE));
    }
  }

  /** Returns whether there is more than one capture. */
  boolean overlap() {
    return nextByName.size() > 1;
  }

  /**
   * Returns whether a capture that is read after {@code name} begins at {@code nanos} or before.
   */
  boolean mayFollow(String name, long nanos) {
    return nextByName.getOrDefault(name, Long.MAX_VALUE) <= nanos;
  }
}
