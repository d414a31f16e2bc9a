package io.tlsfloor.inventory.store;

import io.tlsfloor.report.text.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/**
 * Writes rows of a table by one statement, which follows from the columns: each is named once, with
 * its value of a row, which is a text, an integer or a long.
 *
 * @param <R> what a row is made of
 */
public final class TableWriter<R> implements AutoCloseable {
  private final List<Column<R>> columns; // in the order of the question marks
  private final RowBatch batch;

  private TableWriter(Handle handle, String sql, List<Column<R>> columns) {
    this.columns = columns;
    batch = new RowBatch(handle, sql);
  }

  /**
   * Adds rows.
   *
   * @param table in which none has the same key
   */
  public static <R> TableWriter<R> insert(Handle handle, String table, List<Column<R>> columns) {
    return new TableWriter<>(handle, insertion(table, columns), columns);
  }

  /** Adds rows, each in place of one with the same key. */
  public static <R> TableWriter<R> upsert(
      Handle handle, String table, List<Column<R>> keys, List<Column<R>> others) {
    List<Column<R>> columns = joined(keys, others);
    String sets =
        others.stream()
            .map(column -> column.name() + " = excluded." + column.name())
            .collect(Collectors.joining(", "));
    String sql =
        "%s on conflict (%s) do %s"
            .formatted(
                insertion(table, columns),
                names(keys),
                sets.isEmpty() ? "nothing" : "update set " + sets);
    return new TableWriter<>(handle, sql, columns);
  }

  /** Changes columns of rows that are there. */
  public static <R> TableWriter<R> update(
      Handle handle, String table, List<Column<R>> keys, List<Column<R>> others) {
    String sql =
        "update %s set %s where %s".formatted(table, equal(others, ", "), equal(keys, " and "));
    return new TableWriter<>(handle, sql, joined(others, keys));
  }

  /** Deletes rows. */
  public static <R> TableWriter<R> delete(Handle handle, String table, List<Column<R>> keys) {
    return delete(handle, table, keys, "true");
  }

  /**
   * Deletes those of them of which a condition holds.
   *
   * @param condition in SQL, on columns of {@code table} by their whole names
   */
  public static <R> TableWriter<R> delete(
      Handle handle, String table, List<Column<R>> keys, String condition) {
    String sql = "delete from %s where %s and %s".formatted(table, equal(keys, " and "), condition);
    return new TableWriter<>(handle, sql, keys);
  }

  private static <R> String insertion(String table, List<Column<R>> columns) {
    return "insert into %s (%s) values (?%s)"
        .formatted(table, names(columns), ", ?".repeat(columns.size() - 1));
  }

  private static <R> String names(List<Column<R>> columns) {
    return columns.stream().map(Column::name).collect(Collectors.joining(", "));
  }

  private static <R> String equal(List<Column<R>> columns, String between) {
    return columns.stream()
        .map(column -> column.name() + " = ?")
        .collect(Collectors.joining(between));
  }

  private static <R> List<Column<R>> joined(List<Column<R>> first, List<Column<R>> second) {
    List<Column<R>> all = new ArrayList<>(first);
    all.addAll(second);
    return List.copyOf(all);
  }

  /** Adds a row, or changes or deletes it. */
  public void add(R row) {
    Object[] values = new Object[columns.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = columns.get(i).value().apply(row);
    }
    batch.add(values);
  }

  /** Writes what waits. */
  public void execute() {
    batch.execute();
  }

  /** Lets go of the statement; rows that were not written are forgotten. */
  @Override
  public void close() {
    batch.close();
  }
}
