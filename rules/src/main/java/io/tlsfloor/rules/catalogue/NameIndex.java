package io.tlsfloor.rules.catalogue;

import io.tlsfloor.rules.HostName;
import io.tlsfloor.rules.NamePattern;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The names and wildcards of some rows, found by a hash of the name and of each domain above it: a
 * look-up costs one probe for each label, however many rows there are.
 */
final class NameIndex {
  private static final int[] POWERS = powers(); // of String.hashCode()'s 31, for the longest name
  private static final int PLACES = 1 << 12;

  /** Rows under their exact name. */
  private final Map<String, List<Row>> exact = new HashMap<>(1024);

  /** Wildcards under the whole labels that follow the asterisk. */
  private final Map<String, List<Wildcard>> byZone = new HashMap<>(512);

  /** A bit for each of these zones, by its hash: most domains above a name are none. */
  private final BitSet zones = new BitSet(PLACES);

  private record Wildcard(NamePattern pattern, List<Row> rows) {}

  private static int[] powers() {
    int[] powers = new int[HostName.MAX_LENGTH];
    powers[0] = 1;
    for (int i = 1; i < powers.length; i++) {
      powers[i] = 31 * powers[i - 1];
    }
    return powers;
  }

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
      zones.set(pattern.zone().hashCode() & PLACES - 1);
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
    int length = name.length();
    int hash = name.hashCode();
    int before = 0; // the hash of what is before the zone
    for (int i = 0; i < length; i++) {
      char c = name.charAt(i);
      before = 31 * before + c;
      boolean mayBeZone =
          c == '.' && zones.get(hash - before * POWERS[length - 1 - i] & PLACES - 1);
      List<Wildcard> wildcards = mayBeZone ? byZone.get(name.substring(i + 1)) : null;
      if (wildcards != null) {
        for (int j = 0; j < wildcards.size(); j++) {
          if (wildcards.get(j).pattern.matches(name)) {
            each.accept(wildcards.get(j).rows);
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
