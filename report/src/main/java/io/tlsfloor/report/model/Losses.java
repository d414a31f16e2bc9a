package io.tlsfloor.report.model;

import io.tlsfloor.parser.observation.Contradiction;
import io.tlsfloor.parser.observation.Coverage;
import io.tlsfloor.parser.observation.Loss;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Adds up what was lost. */
public final class Losses {
  private final long[] counts = new long[Loss.values().length];
  private final Map<String, Long> unsupported = new TreeMap<>();
  private final Map<Contradiction, Long> contradictions = new EnumMap<>(Contradiction.class);

  /** Adds what one analyzer could not see. */
  public void add(Coverage coverage) {
    coverage.counts().forEach((loss, count) -> counts[loss.ordinal()] += count);
    coverage.unsupported().forEach((kind, count) -> unsupported.merge(kind, count, Long::sum));
    coverage
        .contradictions()
        .forEach((which, count) -> contradictions.merge(which, count, Long::sum));
  }

  /** Forgets all of it. */
  public void clear() {
    Arrays.fill(counts, 0);
    unsupported.clear();
    contradictions.clear();
  }

  /** Adds losses of one kind. */
  public void add(Loss loss, long count) {
    counts[loss.ordinal()] += count;
  }

  /** How much was lost of these kinds together. */
  long sum(Set<Loss> kinds) {
    return kinds.stream().mapToLong(loss -> counts[loss.ordinal()]).sum();
  }

  /** Adds packets that the program which captured them says it lost. */
  public void addDroppedByCapture(long packets) {
    counts[Loss.KERNEL_DROPS.ordinal()] += packets;
  }

  /**
   * All counts, by the names that a run line has for them.
   *
   * @param byName counts; those of a later version of this program may hide a finding
   * @param kinds frames by what kept them from being read
   */
  public static List<LossCount> named(Map<String, Long> byName, Map<String, Long> kinds) {
    Losses losses = new Losses();
    losses.unsupported.putAll(kinds);
    Map<String, Long> rest = new TreeMap<>(byName);
    for (Loss loss : Loss.values()) {
      losses.add(loss, take(rest, loss.id()));
    }
    List<LossCount> all =
        losses.counts(
            take(rest, LossKind.DAMAGED_INPUTS.id()),
            take(rest, LossKind.HALF_SEEN_HELLOS.id()),
            take(rest, LossKind.CLIENTS_FORGOTTEN.id()));
    rest.forEach((name, count) -> all.add(LossCount.of(name, count)));
    return all;
  }

  private static long take(Map<String, Long> counts, String name) {
    Long count = counts.remove(name);
    return count == null ? 0 : count;
  }

  /**
   * All counts.
   *
   * @param damagedInputs inputs that were not read to their end, or not at all
   * @param halfSeen connections that may be the service's, and of whose hello too little was seen
   * @param clientsDropped clients that had to be forgotten
   */
  public List<LossCount> counts(long damagedInputs, long halfSeen, long clientsDropped) {
    List<LossCount> all = new ArrayList<>();
    all.add(LossKind.DAMAGED_INPUTS.count(damagedInputs));
    for (Loss loss : Loss.values()) {
      String which =
          switch (loss) {
            case UNSUPPORTED_LINK_TYPES -> kinds(true);
            case UNSUPPORTED_TUNNELS -> kinds(false);
            default -> "";
          };
      all.add(LossKind.valueOf(loss.name()).count(counts[loss.ordinal()], which));
    }
    all.add(LossKind.HALF_SEEN_HELLOS.count(halfSeen));
    all.add(LossKind.CLIENTS_FORGOTTEN.count(clientsDropped));
    return all;
  }

  /** Frames by what kept them from being read, such as {@code link-type 105}. */
  public Map<String, Long> unsupported() {
    return unsupported;
  }

  /** Connections with each contradiction. */
  public Map<Contradiction, Long> contradictions() {
    return contradictions;
  }

  private String kinds(boolean links) {
    return unsupported.keySet().stream()
        .filter(kind -> kind.startsWith("link") == links)
        .collect(Collectors.joining(", "));
  }
}
