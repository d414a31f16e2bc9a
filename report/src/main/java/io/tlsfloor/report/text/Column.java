package io.tlsfloor.report.text;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * A column of a list, in whatever form the list is shown: as a spreadsheet, as JSON, as a table.
 *
 * @param <R> what a row is made of
 * @param name as programs know it, {@code first_seen}; a table shows it as {@code FIRST SEEN}
 * @param value of a row: a text, empty for none; a number, a time, or a list of texts
 * @param between what parts the texts of a list in a spreadsheet
 * @param fit what a table does with it where its lines are too long
 */
public record Column<R>(String name, Function<? super R, ?> value, String between, Fit<R> fit) {
  private static final String BETWEEN = "; ";

  /** A cell is never cut below that. */
  private static final int LEAST = 10;

  /** A cell that may be cut is never longer. */
  private static final int MOST = 44;

  /** What becomes of a cell that is longer than its column is wide. */
  public enum TooLong {
    /** None is: the column is as wide as its longest cell. */
    NEVER,
    /** It is cut, and ends in an ellipsis. */
    CUT,
    /** It goes on in the next line. */
    WRAPPED,
    /** It stays whole, and the cells behind it stand in the next line. */
    LINE_OF_ITS_OWN
  }

  /**
   * How a table fits a column into its lines. Columns give way in turns, the lowest first, until
   * the lines fit: those before turn 0 while all cells are whole, those after it where cells that
   * are cut as far as they may be take too much room.
   *
   * @param right whether cells stand on the right, as numbers do
   * @param tooLong what becomes of a cell that is too long
   * @param least room in characters, where cells may be too long
   * @param most characters that a cell has
   * @param cell of a row, made for so many characters; empty for its value as it is
   * @param turns in which it gives way
   */
  public record Fit<R>(
      boolean right,
      TooLong tooLong,
      int least,
      int most,
      Optional<BiFunction<R, Integer, String>> cell,
      List<Turn<R>> turns) {}

  /**
   * A turn in which a column gives way.
   *
   * @param number from which the lowest comes first
   * @param instead what stands in its place from there on; empty for nothing
   */
  public record Turn<R>(int number, Optional<Column<R>> instead) {}

  /** A column whose cells are never cut. */
  public Column(String name, Function<? super R, ?> value) {
    this(
        name,
        value,
        BETWEEN,
        new Fit<>(false, TooLong.NEVER, 0, Integer.MAX_VALUE, Optional.empty(), List.of()));
  }

  /** A column of words, which a table cuts where it has to. */
  public static <R> Column<R> words(String name, Function<? super R, ?> value) {
    return new Column<>(
        name,
        value,
        BETWEEN,
        new Fit<>(false, TooLong.CUT, LEAST, MOST, Optional.empty(), List.of()));
  }

  /** A column of sentences, which go on in the next line where they have to. */
  public static <R> Column<R> sentences(String name, Function<? super R, ?> value) {
    return new Column<>(
        name,
        value,
        BETWEEN,
        new Fit<>(false, TooLong.WRAPPED, 0, Integer.MAX_VALUE, Optional.empty(), List.of()));
  }

  /**
   * A column whose cells are made for the room that there is.
   *
   * @param least characters of room
   * @param cell of a row, for so many characters; one that is longer has a line of its own
   */
  public static <R> Column<R> fitted(String name, int least, BiFunction<R, Integer, String> cell) {
    return new Column<>(
        name,
        row -> cell.apply(row, Integer.MAX_VALUE),
        BETWEEN,
        new Fit<>(
            false,
            TooLong.LINE_OF_ITS_OWN,
            least,
            Integer.MAX_VALUE,
            Optional.of(cell),
            List.of()));
  }

  /** The same, whose lists are parted by something else in a spreadsheet. */
  public Column<R> parted(String otherwise) {
    return new Column<>(name, value, otherwise, fit);
  }

  /** The same with its cells on the right. */
  public Column<R> right() {
    return new Column<>(
        name,
        value,
        between,
        new Fit<>(true, fit.tooLong, fit.least, fit.most, fit.cell, fit.turns));
  }

  /** The same, where another one stands in its place from a turn on. */
  public Column<R> shorter(int turn, Column<R> instead) {
    return giving(new Turn<>(turn, Optional.of(instead)));
  }

  /** The same, which is left out from a turn on. */
  public Column<R> leaves(int turn) {
    return giving(new Turn<>(turn, Optional.empty()));
  }

  /** A column is declared once; another one of the same name is another one. */
  @Override
  public boolean equals(Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }

  private Column<R> giving(Turn<R> turn) {
    List<Turn<R>> turns = new ArrayList<>(fit.turns);
    turns.add(turn);
    return new Column<>(
        name,
        value,
        between,
        new Fit<>(fit.right, fit.tooLong, fit.least, fit.most, fit.cell, List.copyOf(turns)));
  }

  /** Its cell in a spreadsheet. */
  public String cell(R row) {
    return text(value.apply(row), between);
  }

  /**
   * A value for people.
   *
   * @param between what parts the texts of a list
   */
  public static String text(Object value, String between) {
    if (value instanceof Instant time) {
      return Timestamps.seconds(time);
    }
    return value instanceof List<?> list
        ? String.join(between, list.stream().map(String::valueOf).toList())
        : value.toString();
  }
}
