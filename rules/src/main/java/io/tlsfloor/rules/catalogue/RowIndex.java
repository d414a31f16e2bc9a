package io.tlsfloor.rules.catalogue;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/** Rows, ready for look-ups of names and addresses. */
final class RowIndex {
  private final List<Row> rows;
  private final NameIndex names = new NameIndex();
  private final PrefixIndex prefixes = new PrefixIndex();

  /** The rows of one set share one object. */
  private final Set<EndpointSet> setsWithPrefixes =
      Collections.newSetFromMap(new IdentityHashMap<>());

  RowIndex(List<Row> rows) {
    this.rows = List.copyOf(rows);
    for (Row row : this.rows) {
      if (row.isPrefix()) {
        prefixes.add(row);
        setsWithPrefixes.add(row.set());
      } else {
        names.add(row);
      }
    }
  }

  List<Row> rows() {
    return rows;
  }

  NameIndex names() {
    return names;
  }

  PrefixIndex prefixes() {
    return prefixes;
  }

  /** Returns whether a set has addresses as well as names. */
  boolean hasPrefixes(EndpointSet set) {
    return setsWithPrefixes.contains(set);
  }
}
