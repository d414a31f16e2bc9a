package io.tlsfloor.report.form.table;

import io.tlsfloor.rules.Policy;
import java.util.List;

/**
 * How the table is written.
 *
 * @param policy what was flagged
 * @param columns width in characters
 * @param color whether escape sequences are used
 * @param verbose whether every group is shown
 * @param quiet whether only the rows are shown
 * @param all whether connections that are not flagged are there too
 * @param inputs as given
 * @param typed options that decide what is found, for commands to type next
 * @param top rows that are shown, the worst; 0 for all
 * @param grouping what a row is
 * @param screenLines of the terminal that many rows have to fit; 0 for no terminal
 */
public record TableOptions(
    Policy policy,
    int columns,
    boolean color,
    boolean verbose,
    boolean quiet,
    boolean all,
    List<String> inputs,
    Typed typed,
    int top,
    Grouping grouping,
    int screenLines) {
  /** Rows that a terminal shows though they scroll; of more it shows as many as it has room for. */
  static final int SCREEN_ROWS = 20;

  /** Says what a row of the table is. */
  public enum Grouping {
    /** Connections of one client to one service. */
    CLIENT,
    /** A change, and the clients that it clears. */
    FIX
  }

  /**
   * Options as they were typed, each with a space behind it.
   *
   * @param all those that decide what is found
   * @param ofExplain those of them that explain takes for one connection
   */
  public record Typed(String all, String ofExplain) {
    /** None at all. */
    public static final Typed NONE = new Typed("", "");
  }

  /** All rows, by client. */
  public TableOptions(
      Policy policy,
      int columns,
      boolean color,
      boolean verbose,
      boolean quiet,
      boolean all,
      List<String> inputs) {
    this(policy, columns, color, verbose, quiet, all, inputs, Typed.NONE, 0, Grouping.CLIENT, 0);
  }

  /** How many of these rows are shown at most: the worst. */
  public int shown(int rows) {
    int most = top > 0 ? top : fitsScreen(rows) ? Math.max(SCREEN_ROWS, screenLines) : rows;
    return Math.min(most, rows);
  }

  /**
   * Returns whether so many rows have to fit a screen: the answer must not scroll away from its
   * reader.
   */
  boolean fitsScreen(int rows) {
    return top == 0 && screenLines > 0 && rows > SCREEN_ROWS;
  }

  /** Returns whether a row is a change. */
  public boolean byFix() {
    return grouping == Grouping.FIX;
  }

  /** For what is no terminal. */
  public TableOptions withoutColor() {
    return new TableOptions(
        policy, columns, false, verbose, quiet, all, inputs, typed, top, grouping, 0);
  }
}
