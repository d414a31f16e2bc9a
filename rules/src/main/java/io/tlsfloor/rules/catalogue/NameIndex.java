package io.tlsfloor.rules.catalogue;

import io.tlsfloor.rules.NamePattern;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The names and wildcards of some rows, found by a hash of the name and of each domain above it: a
 * look-up costs one probe for each label, however many rows there are.
 */
final class NameIndex {
  /** Rows under their exact name. */
  private final Map<String, List<Row>> exact = new HashMap<>(1024);

  /** Wildcards under the whole labels that follow the asterisk. */
  private final Map<String, List<Wildcard>> byZone = new HashMap<>(512);

  private record Wildcard(NamePattern pattern, List<Row> rows) {}

  /**
   * Adds a row.
   *
   * @throws IllegalArgumentException if its value is no name or wildcard
   */
  void add(Row row) {
    String value = row.value();
    if (value.indexOf('*') < 0) {
      List<Row> same = exact.get(value); // no lambda: this runs at the start of every run
      if (same == null) {
        same = new ArrayList<>(2);
        exact.put(value, same);
      }
      same.add(row);
      return;
    }
    NamePattern pattern = NamePattern.parse(value);
    List<Wildcard> wildcards = byZone.get(pattern.zone());
    if (wildcards == null) {
      wildcards = new ArrayList<>(2);
      byZone.put(pattern.zone(), wildcards);
    }
    int at = 0;
    for (Wildcard wildcard : wildcards) {
      if (wildcard.pattern.hasSameShape(pattern)) {
        wildcard.rows.add(row);
        return;
      }
      // More in the pattern is more specific: "*-admin.x" and "a.*.x" before "*.x".
      at += wildcard.pattern.detail() >= pattern.detail() ? 1 : 0;
    }
    List<Row> rows = new ArrayList<>(2);
    rows.add(row);
    wildcards.add(at, new Wildcard(pattern, rows));
  }

  /**
   * Hands over the rows of each value that stands for {@code name}, the most specific value first.
   *
   * @param name in normal form
   */
  void matching(String name, Consumer<List<Row>> each) {
    List<Row> same = exact.get(name);
    if (same != null) {
      each.accept(same);
    }
    for (int dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', dot + 1)) {
      List<Wildcard> wildcards = byZone.get(name.substring(dot + 1));
      if (wildcards != null) {
        for (int i = 0; i < wildcards.size(); i++) {
          if (wildcards.get(i).pattern.matches(name)) {
            each.accept(wildcards.get(i).rows);
          }
        }
      }
    }
  }

  /**
   * Hands over the rows of each wildcard that holds all names below {@code zone}, the most specific
   * first.
   */
  void holdingAllBelow(String zone, Consumer<List<Row>> each) {
    for (int start = 0; start >= 0; start = zone.indexOf('.', start) + 1) {
      List<Wildcard> wildcards = byZone.get(zone.substring(start));
      if (wildcards != null) {
        for (Wildcard wildcard : wildcards) {
          if (wildcard.pattern.form() == NamePattern.Form.BELOW) {
            each.accept(wildcard.rows);
          }
        }
      }
      if (zone.indexOf('.', start) < 0) {
        return;
      }
    }
  }

  /** Hands over, at once, the rows of all exact names exactly one label below {@code zone}. */
  void oneLabelBelow(String zone, Consumer<List<Row>> each) {
    List<Row> found = new ArrayList<>();
    exact.forEach(
        (name, rows) -> {
          int dot = name.indexOf('.');
          if (dot > 0 && name.length() - dot - 1 == zone.length() && name.endsWith(zone)) {
            found.addAll(rows);
          }
        });
    each.accept(found);
  }
}
