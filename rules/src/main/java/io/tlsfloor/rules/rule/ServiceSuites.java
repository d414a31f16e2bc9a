package io.tlsfloor.rules.rule;

import io.tlsfloor.rules.catalogue.Row;
import io.tlsfloor.rules.catalogue.RowScope;
import io.tlsfloor.rules.resource.Tsv;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The cipher suites that services take. */
final class ServiceSuites {
  private record SuiteRow(RowScope scope, Set<Integer> taken, Map<Integer, LocalDate> until) {
    boolean takes(int suite, Optional<Instant> time) {
      if (taken.contains(suite)) {
        return true;
      }
      LocalDate end = until.get(suite);
      return end != null
          && time.map(at -> at.isBefore(end.atStartOfDay(ZoneOffset.UTC).toInstant())).orElse(true);
    }
  }

  private static final List<SuiteRow> ENTRIES = read();

  private ServiceSuites() {}

  private static List<SuiteRow> read() {
    List<SuiteRow> entries = new ArrayList<>();
    for (String[] row : Tsv.rows(ServiceSuites.class, "suites.tsv", 6)) {
      Set<Integer> taken = new HashSet<>();
      for (String suite : row[3].split(",", -1)) {
        taken.add(Integer.parseInt(suite, 16));
      }
      Map<Integer, LocalDate> until = new HashMap<>();
      if (!row[4].equals("-")) {
        for (String part : row[4].split(",", -1)) {
          int colon = part.indexOf(':');
          until.put(
              Integer.parseInt(part.substring(0, colon), 16),
              LocalDate.parse(part.substring(colon + 1)));
        }
      }
      entries.add(new SuiteRow(new RowScope(row[0], row[1], row[2]), taken, until));
    }
    return entries;
  }

  /**
   * Returns whether the service of {@code row} takes one of {@code suites}.
   *
   * @param time of the connection; without it, suites that were taken once count
   * @return empty where it is not known what the service takes
   */
  static Optional<Boolean> takesOneOf(List<Integer> suites, Row row, Optional<Instant> time) {
    for (SuiteRow entry : ENTRIES) {
      if (entry.scope.covers(row)) {
        return Optional.of(suites.stream().anyMatch(suite -> entry.takes(suite, time)));
      }
    }
    return Optional.empty();
  }
}
