package io.tlsfloor.report.model;

import static java.util.stream.Collectors.joining;

import io.tlsfloor.parser.observation.Contradiction;
import io.tlsfloor.parser.observation.Coverage;
import io.tlsfloor.parser.observation.Loss;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How often each kind of loss happened. A kind that was looked for and never happened counts zero;
 * one that was not looked for is not there.
 *
 * @param counts by kind
 * @param unknown by a name that a later version of this program wrote: each may hide a finding
 * @param unsupported frames by what kept them from being read, such as {@code link-type 105}
 * @param contradictions connections with each
 * @param where each of a kind was, in words, where it is known
 */
public record Losses(
    Map<LossKind, Long> counts,
    SortedMap<String, Long> unknown,
    SortedMap<String, Long> unsupported,
    Map<Contradiction, Long> contradictions,
    Map<LossKind, List<String>> where) {
  /** Nothing was looked for. */
  public static final Losses NONE = new Losses(Map.of(), none(), none(), Map.of(), Map.of());

  /** What every run looks for, and none of it happened. */
  public static final Losses ZERO = zero();

  private static final int MAX_NAMED = 3; // of one kind, in a sentence

  /** Copies the maps. */
  public Losses {
    counts = Collections.unmodifiableMap(copy(counts));
    unknown = Collections.unmodifiableSortedMap(new TreeMap<>(unknown));
    unsupported = Collections.unmodifiableSortedMap(new TreeMap<>(unsupported));
    contradictions = Map.copyOf(contradictions);
    where = Map.copyOf(where);
  }

  private static SortedMap<String, Long> none() {
    return Collections.emptySortedMap();
  }

  private static EnumMap<LossKind, Long> copy(Map<LossKind, Long> counts) {
    EnumMap<LossKind, Long> copy = new EnumMap<>(LossKind.class);
    copy.putAll(counts);
    return copy;
  }

  private static Losses zero() {
    Map<LossKind, Long> zero = new EnumMap<>(LossKind.class);
    for (Loss loss : Loss.values()) {
      zero.put(LossKind.of(loss), 0L);
    }
    zero.put(LossKind.DAMAGED_INPUTS, 0L);
    zero.put(LossKind.HALF_SEEN_HELLOS, 0L);
    zero.put(LossKind.CLIENTS_FORGOTTEN, 0L);
    return new Losses(zero, none(), none(), Map.of(), Map.of());
  }

  /** So many of one kind. */
  public static Losses of(LossKind kind, long count) {
    return new Losses(Map.of(kind, count), none(), none(), Map.of(), Map.of());
  }

  /** So many of each kind. */
  public static Losses of(Map<LossKind, Long> counts) {
    return new Losses(counts, none(), none(), Map.of(), Map.of());
  }

  /** So many of one kind, with where they were. */
  public static Losses of(LossKind kind, long count, List<String> where) {
    return new Losses(
        Map.of(kind, count), none(), none(), Map.of(), Map.of(kind, List.copyOf(where)));
  }

  /** What one analyzer could not see. */
  public static Losses of(Coverage coverage) {
    Map<LossKind, Long> counts = new EnumMap<>(LossKind.class);
    coverage.counts().forEach((loss, count) -> counts.put(LossKind.of(loss), count));
    return new Losses(counts, none(), coverage.unsupported(), coverage.contradictions(), Map.of());
  }

  /** What is counted by the names that a line has for it. */
  public static Losses of(Map<String, Long> byName, SortedMap<String, Long> unsupported) {
    return of(byName, unsupported, Map.of());
  }

  /** The same, with connections that contradict themselves. */
  public static Losses of(
      Map<String, Long> byName,
      SortedMap<String, Long> unsupported,
      Map<Contradiction, Long> contradictions) {
    Map<LossKind, Long> counts = new EnumMap<>(LossKind.class);
    SortedMap<String, Long> unknown = new TreeMap<>();
    byName.forEach(
        (name, count) ->
            LossKind.of(name)
                .ifPresentOrElse(kind -> counts.put(kind, count), () -> unknown.put(name, count)));
    return new Losses(counts, unknown, unsupported, contradictions, Map.of());
  }

  /** Both, added up. */
  public Losses and(Losses other) {
    EnumMap<LossKind, Long> sum = copy(counts);
    other.counts.forEach((kind, count) -> sum.merge(kind, count, Long::sum));
    Map<LossKind, List<String>> both = new EnumMap<>(LossKind.class);
    both.putAll(where);
    other.where.forEach((kind, more) -> both.merge(kind, more, Losses::joined));
    Map<Contradiction, Long> names = new EnumMap<>(Contradiction.class);
    names.putAll(contradictions);
    other.contradictions.forEach((which, count) -> names.merge(which, count, Long::sum));
    return new Losses(
        sum, sum(unknown, other.unknown), sum(unsupported, other.unsupported), names, both);
  }

  private static SortedMap<String, Long> sum(SortedMap<String, Long> a, SortedMap<String, Long> b) {
    SortedMap<String, Long> sum = new TreeMap<>(a);
    b.forEach((name, count) -> sum.merge(name, count, Long::sum));
    return sum;
  }

  private static List<String> joined(List<String> a, List<String> b) {
    List<String> joined = new ArrayList<>(a);
    joined.addAll(b);
    return List.copyOf(joined);
  }

  /** And so many more of one kind. */
  public Losses and(LossKind kind, long count) {
    return and(of(kind, count));
  }

  /** How often this happened. */
  public long count(LossKind kind) {
    return counts.getOrDefault(kind, 0L);
  }

  /** How often one of these happened. */
  public long count(Set<LossKind> kinds) {
    return kinds.stream().mapToLong(this::count).sum();
  }

  /** Returns whether something was lost that could hide a finding. */
  public boolean hides() {
    return counts.entrySet().stream().anyMatch(each -> each.getKey().hides() && each.getValue() > 0)
        || unknown.values().stream().anyMatch(count -> count > 0);
  }

  /** All counts by the names that a line has for them, zero included. */
  public Map<String, Long> byName() {
    Map<String, Long> names = new LinkedHashMap<>();
    counts.forEach((kind, count) -> names.put(kind.id(), count));
    names.putAll(unknown);
    return names;
  }

  /** What happened, in words. */
  public List<LossCount> said() {
    List<LossCount> said = new ArrayList<>();
    counts.forEach(
        (kind, count) -> {
          if (count > 0) {
            said.add(new LossCount(kind.id(), text(kind, count), count, kind.hides()));
          }
        });
    unknown.forEach(
        (name, count) -> {
          if (count > 0) {
            said.add(new LossCount(name, count + " " + name.replace('_', ' '), count, true));
          }
        });
    return said;
  }

  private String text(LossKind kind, long count) {
    String which =
        switch (kind) {
          case UNSUPPORTED_LINK_TYPES -> kinds(true);
          case UNSUPPORTED_TUNNELS -> kinds(false);
          default -> named(where.getOrDefault(kind, List.of()));
        };
    return kind.text(count) + (which.isEmpty() ? "" : " (" + which + ")");
  }

  private String kinds(boolean links) {
    return unsupported.keySet().stream()
        .filter(kind -> kind.startsWith("link") == links)
        .collect(joining(", "));
  }

  private static String named(Collection<String> all) {
    String first = all.stream().limit(MAX_NAMED).collect(joining(", "));
    return first + (all.size() > MAX_NAMED ? " and " + (all.size() - MAX_NAMED) + " more" : "");
  }
}
