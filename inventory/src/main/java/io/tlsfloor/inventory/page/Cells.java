package io.tlsfloor.inventory.page;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Values of a list as the cells of a table. */
public final class Cells {
  private Cells() {}

  /** A column's head. */
  public static String head(String column) {
    return Character.toUpperCase(column.charAt(0)) + column.substring(1).replace('_', ' ');
  }

  /** A value; nothing for none. */
  public static String text(@Nullable Object value) {
    return value == null
        ? ""
        : value instanceof List<?> list
            ? String.join(", ", list.stream().map(String::valueOf).toList())
            : value.toString();
  }
}
