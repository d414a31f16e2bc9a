package io.tlsfloor.inventory.page;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/** Values that many rows have, each kept once and known by its index. */
final class Shared<T> {
  private final Map<T, Integer> indexes = new HashMap<>();
  private final List<T> values = new ArrayList<>();

  int index(T value) {
    return indexes.computeIfAbsent(
        value,
        key -> {
          values.add(key);
          return values.size() - 1;
        });
  }

  T value(int index) {
    return values.get(index);
  }

  /** Which values a filter takes, by index; empty where it asks for nothing and takes all. */
  boolean[] taken(Optional<String> asked, Predicate<T> filter) {
    boolean[] taken = new boolean[asked.isEmpty() ? 0 : values.size()];
    for (int i = 0; i < taken.length; i++) {
      taken[i] = filter.test(values.get(i));
    }
    return taken;
  }

  /** The rank of each value's text, by index. */
  int[] ranks(Function<T, String> text) {
    return Order.ranks(values.stream().map(text).toArray(String[]::new), Comparator.naturalOrder());
  }
}
