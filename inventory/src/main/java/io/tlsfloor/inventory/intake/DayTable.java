package io.tlsfloor.inventory.intake;

import io.tlsfloor.inventory.store.RowBatch;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;

/** Rows of {@code client_day}. */
final class DayTable {
  static final int CHUNK = 500;

  private DayTable() {}

  /**
   * Which row.
   *
   * @param endpoint id
   * @param service id
   * @param day since 1970
   */
  record Cell(int endpoint, int service, int day) implements Comparable<Cell> {
    @Override
    public int compareTo(Cell other) {
      int order = Integer.compare(endpoint, other.endpoint);
      order = order != 0 ? order : Integer.compare(service, other.service);
      return order != 0 ? order : Integer.compare(day, other.day);
    }
  }

  /** Those of {@code cells} that there are. */
  static Map<Cell, DayRow> load(Handle handle, Set<Cell> cells) {
    Map<Cell, DayRow> rows = new HashMap<>();
    int first = cells.stream().mapToInt(Cell::day).min().orElse(0);
    int last = cells.stream().mapToInt(Cell::day).max().orElse(0);
    Set<Integer> services = new TreeSet<>(cells.stream().map(Cell::service).toList());
    List<Integer> endpoints =
        new ArrayList<>(new TreeSet<>(cells.stream().map(Cell::endpoint).toList()));
    for (int at = 0; at < endpoints.size(); at += CHUNK) {
      handle
          .createQuery(
              "select * from client_day where endpoint in (<ids>) and service in (<services>)"
                  + " and day between :first and :last")
          .bindList("ids", endpoints.subList(at, Math.min(at + CHUNK, endpoints.size())))
          .bindList("services", services)
          .bind("first", first)
          .bind("last", last)
          .map(
              (r, c) -> {
                Cell cell = new Cell(r.getInt("endpoint"), r.getInt("service"), r.getInt("day"));
                return cells.contains(cell) ? rows.put(cell, row(r)) : null;
              })
          .forEach(row -> {});
    }
    return rows;
  }

  private static DayRow row(ResultSet r) throws SQLException {
    DayRow row = new DayRow();
    row.connections = r.getLong("connections");
    row.flagged = r.getLong("flagged");
    row.succeeded = r.getLong("succeeded");
    row.failed = r.getLong("failed");
    row.mark = r.getString("mark").charAt(0);
    row.severity = r.getInt("severity");
    row.offered = r.getString("offered");
    row.negotiated = r.getString("negotiated");
    row.stacks = r.getString("stacks");
    row.rules = r.getString("rules");
    row.periods = r.getString("periods");
    row.firstSeen = r.getLong("first_seen");
    row.lastSeen = r.getLong("last_seen");
    return row;
  }

  /** Writes rows, in the order of the table's key: batches in order are several times as fast. */
  static void write(Handle handle, Map<Cell, DayRow> rows) {
    try (RowBatch batch =
        new RowBatch(
            handle,
            "insert into client_day (endpoint, service, day, connections, flagged, succeeded, failed,"
                + " mark, severity, offered, negotiated, stacks, rules, periods, first_seen, last_seen)"
                + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
                + " on conflict (endpoint, service, day) do update set"
                + " connections = excluded.connections, flagged = excluded.flagged,"
                + " succeeded = excluded.succeeded, failed = excluded.failed, mark = excluded.mark,"
                + " severity = excluded.severity, offered = excluded.offered,"
                + " negotiated = excluded.negotiated, stacks = excluded.stacks,"
                + " rules = excluded.rules, periods = excluded.periods,"
                + " first_seen = excluded.first_seen, last_seen = excluded.last_seen")) {
      for (Map.Entry<Cell, DayRow> each : new TreeMap<>(rows).entrySet()) {
        Cell cell = each.getKey();
        List<Object> values = new ArrayList<>(List.of(cell.endpoint(), cell.service(), cell.day()));
        values.addAll(each.getValue().content());
        batch.add(values.toArray());
      }
      batch.execute();
    }
  }
}
