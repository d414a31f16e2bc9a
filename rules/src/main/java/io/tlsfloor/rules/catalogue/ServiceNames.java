package io.tlsfloor.rules.catalogue;

import io.tlsfloor.rules.resource.Tsv;
import java.util.ArrayList;
import java.util.List;

/**
 * What administrators know services by: as Microsoft's admin centre calls them, and not as the
 * endpoint list does, whose display names changed over time. Sign-in, which the list has in one
 * area with much else, is a service of its own, with a day of its own on which it refuses old TLS.
 */
public final class ServiceNames {
  private static final List<NamedRows> TABLE = read();

  private record NamedRows(RowScope scope, String name) {}

  private ServiceNames() {}

  private static List<NamedRows> read() {
    List<NamedRows> table = new ArrayList<>();
    for (String[] row : Tsv.rows(ServiceNames.class, "service-names.tsv", 4)) {
      table.add(new NamedRows(new RowScope(row[0], row[1], row[2]), row[3]));
    }
    return List.copyOf(table);
  }

  /** All of them. */
  public static List<String> all() {
    return TABLE.stream().map(NamedRows::name).distinct().toList();
  }

  /** The name of a row's service; of an own catalogue, the one that it was given. */
  static String of(Row row) {
    for (int i = 0; i < TABLE.size(); i++) { // no iterator: each connection asks
      if (TABLE.get(i).scope().covers(row)) {
        return TABLE.get(i).name();
      }
    }
    return row.set().area();
  }
}
