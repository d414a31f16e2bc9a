package io.tlsfloor.rules.catalogue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * The names and wildcards of some rows, found by a hash of the name and of each domain above it: a
 * look-up costs one probe for each label, however many rows there are.
 */
final class NameIndex {
  /** Rows under their exact name. */
  private final Map<String, List<Row>> exact = new HashMap<>();

  /** Wildcards under the whole labels that follow the asterisk. */
  private final Map<String, List<Wildcard>> byZone = new HashMap<>();

  private record Wildcard(NamePattern pattern, List<Row> rows) {}

  /**
   * Adds a row.
   *
   * @throws IllegalArgumentException if its value is no name or wildcard
   */
  void add(Row row) {
    NamePattern pattern = NamePattern.parse(row.value());
    if (pattern.form() == NamePattern.Form.EXACT) {
      exact.computeIfAbsent(pattern.zone(), name -> new ArrayList<>(2)).add(row);
      return;
    }
    List<Wildcard> wildcards = byZone.computeIfAbsent(pattern.zone(), z -> new ArrayList<>(2));
    for (Wildcard wildcard : wildcards) {
      if (wildcard.pattern.equals(pattern)) {
        wildcard.rows.add(row);
        return;
      }
    }
    List<Row> rows = new ArrayList<>(2);
    rows.add(row);
    wildcards.add(new Wildcard(pattern, rows));
    // More in the pattern is more specific: "*-admin.x" and "a.*.x" before "*.x".
    wildcards.sort((a, b) -> Integer.compare(weight(b.pattern), weight(a.pattern)));
  }

  private static int weight(NamePattern pattern) {
    return pattern.head().length() + pattern.label().length();
  }

  /**
   * The rows of the most specific value that stands for {@code name} and has a row that counts.
   *
   * @param name in normal form
   * @param counts which rows count
   * @return those rows, which all have the same value; empty if there is none
   */
  List<Row> mostSpecific(String name, Predicate<Row> counts) {
    List<Row> found = counted(exact.getOrDefault(name, List.of()), counts);
    for (int dot = name.indexOf('.');
        found.isEmpty() && dot >= 0;
        dot = name.indexOf('.', dot + 1)) {
      for (Wildcard wildcard : byZone.getOrDefault(name.substring(dot + 1), List.of())) {
        if (found.isEmpty() && wildcard.pattern.matches(name)) {
          found = counted(wildcard.rows, counts);
        }
      }
    }
    return found;
  }

  /** All rows whose value stands for {@code name}, the most specific first. */
  List<Row> all(String name) {
    List<Row> found = new ArrayList<>(exact.getOrDefault(name, List.of()));
    for (int dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', dot + 1)) {
      for (Wildcard wildcard : byZone.getOrDefault(name.substring(dot + 1), List.of())) {
        if (wildcard.pattern.matches(name)) {
          found.addAll(wildcard.rows);
        }
      }
    }
    return found;
  }

  /** The rows with exactly this wildcard, which begins with {@code *.}. */
  List<Row> sameWildcard(String zone, Predicate<Row> counts) {
    for (Wildcard wildcard : byZone.getOrDefault(zone, List.of())) {
      if (wildcard.pattern.form() == NamePattern.Form.BELOW) {
        return counted(wildcard.rows, counts);
      }
    }
    return List.of();
  }

  /** The rows of the most specific {@code *.} wildcard that holds all names below {@code zone}. */
  List<Row> mostSpecificWildcard(String zone, Predicate<Row> counts) {
    for (int dot = zone.indexOf('.'); dot >= 0; dot = zone.indexOf('.', dot + 1)) {
      List<Row> found = sameWildcard(zone.substring(dot + 1), counts);
      if (!found.isEmpty()) {
        return found;
      }
    }
    return List.of();
  }

  /** Rows with an exact name exactly one label below {@code zone}. */
  List<Row> oneLabelBelow(String zone, Predicate<Row> counts) {
    List<Row> found = new ArrayList<>();
    exact.forEach(
        (name, rows) -> {
          int dot = name.indexOf('.');
          if (dot > 0 && name.length() - dot - 1 == zone.length() && name.endsWith(zone)) {
            found.addAll(counted(rows, counts));
          }
        });
    return found;
  }

  private static List<Row> counted(List<Row> rows, Predicate<Row> counts) {
    if (rows.isEmpty()) {
      return Collections.emptyList();
    }
    List<Row> found = new ArrayList<>(rows.size());
    for (Row row : rows) {
      if (counts.test(row)) {
        found.add(row);
      }
    }
    return found;
  }
}
