package io.tlsfloor.rules.rule;

import io.tlsfloor.rules.catalogue.Ports;
import io.tlsfloor.rules.catalogue.Row;
import io.tlsfloor.rules.resource.Tsv;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Since or until when a service refuses TLS 1.0 and 1.1.
 *
 * @param date ISO 8601, where one is published
 * @param text for a sentence
 */
record Enforcement(Optional<String> date, String text) {
  private record Entry(RowScope scope, Optional<Ports> ports, Enforcement enforcement) {}

  private static final class Table {
    static final List<Entry> ENTRIES = read();

    private static List<Entry> read() {
      List<Entry> entries = new ArrayList<>();
      for (String[] row : Tsv.rows(Enforcement.class, "enforcement.tsv", 7)) {
        Optional<Ports> ports =
            row[3].equals("*") ? Optional.empty() : Optional.of(Ports.parse(row[3]));
        Optional<String> date = row[4].equals("-") ? Optional.empty() : Optional.of(row[4]);
        entries.add(
            new Entry(new RowScope(row[0], row[1], row[2]), ports, new Enforcement(date, row[5])));
      }
      return entries;
    }
  }

  /** What is published for the service of {@code row} on {@code port}. */
  static Optional<Enforcement> of(Row row, int port) {
    for (Entry entry : Table.ENTRIES) {
      if (entry.scope.covers(row) && (entry.ports.isEmpty() || entry.ports.get().contains(port))) {
        return Optional.of(entry.enforcement);
      }
    }
    return Optional.empty();
  }
}
