package io.tlsfloor.inventory.intake;

import io.tlsfloor.inventory.intake.DayTable.Cell;
import io.tlsfloor.inventory.state.DayMark;
import io.tlsfloor.inventory.store.RowBatch;
import io.tlsfloor.inventory.store.Texts;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;

/** Rows of {@code sighting}: the days of an endpoint with a service, in one text. */
final class SightingTable {
  /** Not seen for so many days, and then again: the sighting is opened again. */
  private static final int REOPENED_DAYS = 14;

  private record Pair(int endpoint, int service) {}

  /** That of the table's key, in which rows are written fast. */
  private static final Comparator<Pair> IN_ORDER =
      Comparator.comparingInt(Pair::endpoint).thenComparingInt(Pair::service);

  private static final class Row {
    private long firstSeen = Long.MAX_VALUE;
    private long lastSeen = Long.MIN_VALUE;
    private int firstDay;
    private String days;
    private long connections;
    private String stacks = "";

    Row(String days, int firstDay) {
      this.days = days;
      this.firstDay = firstDay;
    }
  }

  private SightingTable() {}

  /**
   * Follows changes of days.
   *
   * @param before rows of days as they were; none for a new one
   * @param changed rows of days as they are
   */
  static void follow(
      Handle handle, Map<Cell, Long> before, Map<Cell, DayRow> changed, Receipt receipt) {
    Map<Pair, Row> rows = new HashMap<>();
    List<Integer> endpoints =
        new ArrayList<>(new TreeSet<>(changed.keySet().stream().map(Cell::endpoint).toList()));
    for (int at = 0; at < endpoints.size(); at += DayTable.CHUNK) {
      handle
          .createQuery("select * from sighting where endpoint in (<ids>)")
          .bindList("ids", endpoints.subList(at, Math.min(at + DayTable.CHUNK, endpoints.size())))
          .map(
              (r, c) -> {
                Row row = new Row(r.getString("days"), r.getInt("first_day"));
                row.firstSeen = r.getLong("first_seen");
                row.lastSeen = r.getLong("last_seen");
                row.connections = r.getLong("connections");
                row.stacks = r.getString("stacks");
                return rows.put(new Pair(r.getInt("endpoint"), r.getInt("service")), row);
              })
          .forEach(row -> {});
    }
    Map<Pair, Row> touched = new TreeMap<>(IN_ORDER);
    for (Map.Entry<Cell, DayRow> each : new TreeMap<>(changed).entrySet()) {
      Pair pair = new Pair(each.getKey().endpoint(), each.getKey().service());
      Row row = rows.get(pair);
      if (row == null) {
        row = new Row("", 0);
        rows.put(pair, row);
        receipt.fresh++;
      } else {
        receipt.changed++;
      }
      touched.put(pair, row);
      set(
          row,
          each.getKey().day(),
          each.getValue(),
          before.getOrDefault(each.getKey(), 0L),
          receipt);
    }
    write(handle, touched);
  }

  private static void set(Row row, int day, DayRow value, long counted, Receipt receipt) {
    if (!row.days.isEmpty() && day - (row.firstDay + row.days.length() - 1) > REOPENED_DAYS) {
      receipt.reopened++;
    }
    int first = DayMark.firstWith(row.days, row.firstDay, day);
    row.days = DayMark.with(row.days, row.firstDay, day, value.mark);
    row.firstDay = first;
    row.connections += value.connections - counted;
    row.firstSeen = Math.min(row.firstSeen, value.firstSeen);
    row.lastSeen = Math.max(row.lastSeen, value.lastSeen);
    row.stacks = Texts.union(row.stacks, Texts.list(value.stacks));
  }

  private static void write(Handle handle, Map<Pair, Row> rows) {
    try (RowBatch batch =
        new RowBatch(
            handle,
            "insert into sighting (endpoint, service, first_seen, last_seen, first_day, days,"
                + " below_days, connections, stacks) values (?, ?, ?, ?, ?, ?, ?, ?, ?)"
                + " on conflict (endpoint, service) do update set first_seen = excluded.first_seen,"
                + " last_seen = excluded.last_seen, first_day = excluded.first_day,"
                + " days = excluded.days, below_days = excluded.below_days,"
                + " connections = excluded.connections, stacks = excluded.stacks")) {
      rows.forEach(
          (pair, row) ->
              batch.add(
                  pair.endpoint(),
                  pair.service(),
                  row.firstSeen,
                  row.lastSeen,
                  row.firstDay,
                  row.days,
                  (int) row.days.chars().filter(mark -> DayMark.isBelow((char) mark)).count(),
                  row.connections,
                  row.stacks));
      batch.execute();
    }
  }
}
