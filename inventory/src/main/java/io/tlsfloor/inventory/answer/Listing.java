package io.tlsfloor.inventory.answer;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A list with columns, for any form of output.
 *
 * @param columns names of the fields, as JSON has them
 * @param rows values in the order of the columns: text, numbers, lists of text, or null for none
 */
public record Listing(List<String> columns, List<List<@Nullable Object>> rows) {
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
          public List<@Nullable Object> get(int index) {
            return row(values.apply(all.get(index)));
          }

          @Override
          public int size() {
            return all.size();
          }
        });
  }

  /** The same with its first rows alone. */
  public Listing first(int most) {
    return new Listing(columns, rows.subList(0, Math.min(most, rows.size())));
  }

  /** Adds a row. An empty {@link Optional} is a field with null. */
  public void add(Object... values) {
    rows.add(row(List.of(values)));
  }

  private static List<@Nullable Object> row(List<Object> values) {
    List<@Nullable Object> row = new ArrayList<>(values.size());
    for (Object value : values) {
      row.add(value instanceof Optional<?> optional ? optional.orElse(null) : value);
    }
    return row;
  }
}
