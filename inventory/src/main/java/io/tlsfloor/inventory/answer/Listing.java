package io.tlsfloor.inventory.answer;

import io.tlsfloor.inventory.store.Texts;
import io.tlsfloor.inventory.store.Times;
import io.tlsfloor.report.text.Timestamps;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.time.Instant;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jdbi.v3.core.statement.Query;

/**
 * A list with columns, for any form of output.
 *
 * @param columns names of the fields, as JSON has them
 * @param rows values in the order of the columns: text, empty for none; numbers, times, lists of
 *     text
 */
public record Listing(List<String> columns, List<List<Object>> rows) {
  /** A form of output. */
  public enum Form {
    /** For people. */
    TABLE,
    /** A JSON object a line. */
    JSONL,
    /** For spreadsheets. */
    CSV;

    /** The word for the option. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** A list without rows yet. */
  public static Listing of(String... columns) {
    return new Listing(List.of(columns), new ArrayList<>());
  }

  /**
   * A list whose rows are made each time one is asked for: there may be a million.
   *
   * @param values of a row, as {@link #add} takes them
   */
  static <T> Listing of(List<String> columns, List<T> all, Function<T, List<Object>> values) {
    return new Listing(
        columns,
        new AbstractList<>() {
          @Override
          public List<Object> get(int index) {
            return values.apply(all.get(index));
          }

          @Override
          public int size() {
            return all.size();
          }
        });
  }

  /** What a query gives: the names of its columns say what they hold. */
  static Listing of(Query query) {
    return query.scanResultSet(
        (results, context) -> {
          ResultSet r = results.get();
          ResultSetMetaData data = r.getMetaData();
          List<String> columns = new ArrayList<>();
          for (int i = 1; i <= data.getColumnCount(); i++) {
            columns.add(data.getColumnLabel(i));
          }
          Listing listing = new Listing(columns, new ArrayList<>());
          while (r.next()) {
            List<Object> row = new ArrayList<>();
            for (int i = 0; i < columns.size(); i++) {
              row.add(value(columns.get(i), r, i + 1));
            }
            listing.rows.add(row);
          }
          return listing;
        });
  }

  private static Object value(String column, ResultSet r, int at) throws SQLException {
    return switch (column) {
      case "stacks", "offered", "negotiated" -> Texts.list(r.getString(at));
      case "day", "first_seen", "last_seen" -> Times.text(r.getInt(at));
      case "connections", "below", "established" -> r.getLong(at);
      default -> r.getString(at);
    };
  }

  /** The same with its first rows alone. */
  public Listing first(int most) {
    return new Listing(columns, rows.subList(0, Math.min(most, rows.size())));
  }

  /** Adds a row. */
  public void add(Object... values) {
    rows.add(List.of(values));
  }

  /** A value for people, with words between those of a list. */
  public static String text(Object value, String between) {
    if (value instanceof Instant time) {
      return Timestamps.seconds(time);
    }
    return value instanceof List<?> list
        ? String.join(between, list.stream().map(String::valueOf).toList())
        : value.toString();
  }
}
