package io.tlsfloor.report.form.table;

import io.tlsfloor.report.text.Column;
import io.tlsfloor.report.text.Column.Fit;
import io.tlsfloor.report.text.Column.TooLong;
import io.tlsfloor.report.text.Column.Turn;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * Rows as lines that fit a width. Where they do not, columns give way as they are declared: in
 * turns, and then the widest of those whose cells may be too long become narrower. Confined to one
 * thread.
 *
 * @param <R> what a row is made of
 */
public final class TextTable<R> {
  private static final String GAP = "  ";

  private final List<R> rows;
  private final int width;
  private final Style style;
  private final List<Place<R>> places = new ArrayList<>(); // of the columns that are shown
  private final StringBuilder line = new StringBuilder(); // that is written

  /**
   * How a table looks.
   *
   * @param margin spaces before each line
   * @param titled whether columns have their names above them
   * @param printable makes a cell safe for a terminal
   */
  public record Style(int margin, boolean titled, UnaryOperator<String> printable) {}

  /** Puts cells into colours. */
  @FunctionalInterface
  public interface Painter<R> {
    /** Changes a line that ends with a cell, which begins at {@code from}. */
    void paint(R row, Column<R> column, StringBuilder line, int from);
  }

  /** Fits {@code rows} into lines of so many characters. */
  public TextTable(List<Column<R>> columns, List<R> rows, int width, Style style) {
    this.rows = rows;
    this.width = width;
    this.style = style;
    columns.forEach(column -> places.add(new Place<>(column, rows, style)));
    takeTurns();
    shrink();
  }

  private record PlaceTurn<R>(Place<R> place, Turn<R> turn) {}

  /** Before turn 0 cells are whole; after it they are cut as far as they may be. */
  private void takeTurns() {
    List<PlaceTurn<R>> steps = new ArrayList<>();
    for (Place<R> place : places) {
      place.column.fit().turns().forEach(turn -> steps.add(new PlaceTurn<>(place, turn)));
    }
    steps.sort((a, b) -> Integer.compare(a.turn.number(), b.turn.number()));
    int at = 0;
    while (at < steps.size() && steps.get(at).turn.number() < 0 && over(false) > 0) {
      at = take(steps, at);
    }
    if (over(true) > 0) {
      for (Place<R> place : List.copyOf(places)) {
        if (over(true) > 0 && place.isEmpty()) {
          places.remove(place);
        }
      }
    }
    while (at < steps.size() && over(true) > 0) {
      at = take(steps, at);
    }
  }

  /** Several columns may give way in one turn. */
  private int take(List<PlaceTurn<R>> steps, int first) {
    int at = first;
    int number = steps.get(first).turn.number();
    for (; at < steps.size() && steps.get(at).turn.number() == number; at++) {
      PlaceTurn<R> step = steps.get(at);
      if (step.turn.instead().isPresent()) {
        step.place.become(step.turn.instead().get());
      } else {
        places.remove(step.place);
      }
    }
    return at;
  }

  private void shrink() {
    for (int over = over(false); over > 0; over = over(false)) {
      Place<R> widest = null;
      for (Place<R> place : places) {
        if (place.width > place.least() && (widest == null || place.width > widest.width)) {
          widest = place;
        }
      }
      if (widest == null) {
        return;
      }
      widest.shrink(over);
    }
  }

  /** Characters by which the lines are too long. */
  private int over(boolean cut) {
    int total = style.margin - GAP.length() - width;
    for (Place<R> place : places) {
      int cells = cut ? place.least() : place.width;
      total += cells == 0 ? 0 : GAP.length() + cells;
    }
    return total;
  }

  /** Returns whether a column, or one that stands in the place of another, is shown. */
  public boolean shows(Column<R> column) {
    for (Place<R> place : places) {
      if (place.column.equals(column) && place.width > 0) {
        return true;
      }
    }
    return false;
  }

  /** Returns how many characters are before a column that is shown. */
  public int start(Column<R> column) {
    int start = style.margin;
    for (Place<R> place : places) {
      if (place.column.equals(column)) {
        return start;
      }
      start += place.width == 0 ? 0 : GAP.length() + place.width;
    }
    throw new IllegalArgumentException(column.name() + " is not shown");
  }

  /** Hands on the titles, where there are any, and all rows. */
  public void write(Consumer<CharSequence> lines) {
    if (style.titled) {
      lines.accept(titles());
    }
    rows.forEach(row -> write(row, (each, column, text, from) -> {}, lines));
  }

  /** The line of the titles. */
  public String titles() {
    line.setLength(0);
    for (Place<R> place : places) {
      if (begin(place)) {
        append(place, cut(place.title(), place.width));
      }
    }
    strip();
    return line.toString();
  }

  /** Hands on the lines of a row, each to be used at once; a large table has many of them. */
  public void write(R row, Painter<R> painter, Consumer<CharSequence> lines) {
    List<List<String>> below = List.of(); // of the places, what goes on in further lines
    line.setLength(0);
    for (int i = 0; i < places.size(); i++) {
      Place<R> place = places.get(i);
      if (!begin(place)) {
        continue;
      }
      int from = line.length();
      String cell = place.cell(row, place.width);
      if (Lines.width(cell) > place.width) {
        switch (place.column.fit().tooLong()) {
          case NEVER, CUT -> cell = cut(cell, place.width);
          case WRAPPED -> {
            List<String> parts = Lines.wrap(cell, place.width);
            cell = parts.get(0);
            below = below.isEmpty() ? nothing() : below;
            below.set(i, parts.subList(1, parts.size()));
          }
          case LINE_OF_ITS_OWN -> {
            lines.accept(line.append(cell));
            line.setLength(0);
            from = start(place.column);
            line.append(" ".repeat(from));
            cell = "";
          }
        }
      }
      append(place, cell);
      painter.paint(row, place.column, line, from);
    }
    strip();
    lines.accept(line);
    if (!below.isEmpty()) {
      writeBelow(below, lines);
    }
  }

  private List<List<String>> nothing() {
    List<List<String>> nothing = new ArrayList<>();
    places.forEach(place -> nothing.add(List.of()));
    return nothing;
  }

  private void writeBelow(List<List<String>> below, Consumer<CharSequence> lines) {
    int most = below.stream().mapToInt(List::size).max().orElse(0);
    for (int at = 0; at < most; at++) {
      line.setLength(0);
      for (int i = 0; i < below.size(); i++) {
        if (begin(places.get(i))) {
          append(places.get(i), at < below.get(i).size() ? below.get(i).get(at) : "");
        }
      }
      strip();
      lines.accept(line);
    }
  }

  /** Puts the margin or a gap before a column; nothing where it has nothing to show. */
  private boolean begin(Place<R> place) {
    if (place.width == 0) {
      return false;
    }
    line.append(line.isEmpty() ? " ".repeat(style.margin) : GAP);
    return true;
  }

  /** Puts a cell, and spaces beside it up to the width of its column. */
  private void append(Place<R> place, String cell) {
    String beside = " ".repeat(Math.max(0, place.width - Lines.width(cell)));
    if (place.column.fit().right()) {
      line.append(beside).append(cell);
    } else {
      line.append(cell).append(beside);
    }
  }

  private void strip() {
    int end = line.length();
    while (end > 0 && line.charAt(end - 1) == ' ') {
      end--;
    }
    line.setLength(end);
  }

  private static String cut(String text, int width) {
    if (Lines.width(text) <= width) {
      return text;
    }
    int end = text.length();
    while (end > 0 && Lines.width(text.substring(0, end)) > width - 1) {
      end = text.offsetByCodePoints(end, -1);
    }
    return text.substring(0, end) + "…";
  }

  /** Where a column stands, or another one instead. */
  private static final class Place<R> {
    private final List<R> rows;
    private final Style style;
    private Column<R> column;
    private int width; // 0 where there is nothing to show
    private int least = -1; // unknown

    Place(Column<R> column, List<R> rows, Style style) {
      this.rows = rows;
      this.style = style;
      this.column = column;
      width = width(Integer.MAX_VALUE);
    }

    /** Returns whether there is nothing but its title. */
    private boolean isEmpty() {
      return !rows.isEmpty() && rows.stream().allMatch(row -> cell(row, width).isEmpty());
    }

    private void become(Column<R> instead) {
      column = instead;
      width = width(Integer.MAX_VALUE);
      least = -1;
    }

    private String title() {
      return style.titled ? column.name().replace('_', ' ').toUpperCase(Locale.ROOT) : "";
    }

    private String cell(R row, int room) {
      Fit<R> fit = column.fit();
      return style.printable.apply(
          fit.cell().isPresent()
              ? fit.cell().get().apply(row, room)
              : Column.text(column.value().apply(row), ", "));
    }

    /** The width of the longest cell that fits so much room, or that of the title. */
    private int width(int room) {
      int most = column.fit().most();
      int longest = Math.min(Lines.width(title()), most);
      for (R row : rows) {
        int cells = Math.min(Lines.width(cell(row, room)), most);
        longest = cells > longest && cells <= room ? cells : longest;
      }
      return longest;
    }

    private int least() {
      if (least < 0) {
        Fit<R> fit = column.fit();
        least =
            switch (fit.tooLong()) {
              case NEVER -> width;
              case CUT -> Math.min(width, fit.least());
              case WRAPPED -> Math.min(width, longestWord());
              case LINE_OF_ITS_OWN -> width(fit.least());
            };
      }
      return least;
    }

    private int longestWord() {
      int longest = Lines.width(title());
      for (R row : rows) {
        for (String word : cell(row, width).split(" ")) {
          longest = Math.max(longest, Lines.width(word));
        }
      }
      return longest;
    }

    /** Becomes narrower by one, or by more where its cells are made for their room. */
    private void shrink(int over) {
      width =
          column.fit().tooLong() == TooLong.LINE_OF_ITS_OWN
              ? width(Math.max(column.fit().least(), width - over))
              : width - 1;
    }
  }
}
