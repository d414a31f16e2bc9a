package io.tlsfloor.inventory.page;

import io.tlsfloor.report.model.Fares;
import io.tlsfloor.report.model.Faring;
import io.tlsfloor.report.text.Column;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Values of a list as the cells of a table. */
public final class Cells {
  private static final Pattern ONE_LINE = Pattern.compile("[0-9A-Fa-f.:-]{1,20}");

  /** Ways to fare that need no hurry. */
  private static final Set<Fares> CALM = Set.of(Fares.EXCEPTED, Fares.LISTS_OLD, Fares.GOOD);

  /** Columns whose values need no name. */
  private static final Set<String> SPEAKS = Set.of("day", "service", "state", "noted", "site");

  private static final int MOST = 12;
  private static final int MOST_IN_ONE_LINE = 32; // letters

  private Cells() {}

  /** The class of the colour of how a client fares. */
  public static String badge(Faring faring) {
    String colour = faring.isBad() ? "critical" : CALM.contains(faring.kind()) ? "low" : "high";
    return faring.wholeText().length() > MOST_IN_ONE_LINE ? colour + " long" : colour;
  }

  /** A column's head. */
  public static String head(String column) {
    return column.equals("mac")
        ? "MAC address"
        : Character.toUpperCase(column.charAt(0)) + column.substring(1).replace('_', ' ');
  }

  /** Which columns have a value in any row. */
  public static boolean[] filled(List<List<Object>> rows) {
    boolean[] filled = new boolean[rows.isEmpty() ? 0 : rows.get(0).size()];
    for (List<Object> row : rows) {
      for (int i = 0; i < filled.length; i++) {
        filled[i] = filled[i] || !text(row.get(i)).isEmpty();
      }
    }
    return filled;
  }

  /** The class of a cell: dates, addresses and numbers stay in one line; nothing needs none. */
  public static @Nullable String kind(Object value) {
    String text = text(value);
    return text.isEmpty() ? "none" : ONE_LINE.matcher(text).matches() ? "day" : null;
  }

  /**
   * Returns what stands before a value where there is no head of a column: nothing before what says
   * it.
   */
  public static @Nullable String label(String column, Object value) {
    return SPEAKS.contains(column) || text(value).isEmpty() ? null : head(column) + " ";
  }

  /** The first of a list, as many as can be read in a cell. */
  public static List<String> first(List<String> all) {
    return all.subList(0, Math.min(MOST, all.size()));
  }

  /** How many come after those. */
  public static int more(List<String> all) {
    return Math.max(0, all.size() - MOST);
  }

  /** A value. */
  public static String text(Object value) {
    return Column.text(value, ", ");
  }
}
