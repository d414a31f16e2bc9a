package io.tlsfloor.report.form.table;

import java.util.ArrayList;
import java.util.List;

/** Breaks text into lines that fit a terminal, whose cells a wide character fills two of. */
public final class Lines {
  /** A space that is no place to break a line; {@link #wrap} makes a plain one of it. */
  public static final char NO_BREAK = '\u00a0';

  private static final char FIRST_OTHER = 0x300; // that does not fill one cell

  private Lines() {}

  /** A file's name or another word that is to be copied: it stays on one line. */
  public static String whole(String word) {
    return word.replace(' ', NO_BREAK);
  }

  /**
   * Breaks at spaces, and inside a word only when it alone is too long. A path is never broken: it
   * is to be copied, and a terminal that is too narrow wraps it by itself.
   */
  public static List<String> wrap(String text, int width) {
    if (text.length() <= width && isSimple(text)) {
      return text.isEmpty() ? List.of() : List.of(text);
    }
    List<String> lines = new ArrayList<>();
    if (isSimple(text) && breakAtSpaces(text, width, lines)) {
      return lines;
    }
    lines.clear();
    StringBuilder line = new StringBuilder();
    for (String word : text.split(" ")) {
      if (word.isEmpty()) {
        continue;
      }
      if (!line.isEmpty() && width(line) + 1 + width(word) > width) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : " ").append(word.replace(NO_BREAK, ' '));
      while (width(line) > width && word.indexOf('/') < 0 && word.indexOf(NO_BREAK) < 0) {
        int end = fitting(line, width);
        lines.add(line.substring(0, end));
        line.delete(0, end);
      }
    }
    if (!line.isEmpty()) {
      lines.add(line.toString());
    }
    return lines;
  }

  /**
   * Breaks the lines of a text that are too long; what follows of a line is as far in as it is, and
   * of a list's item as its text.
   */
  public static String fold(String text, int width) {
    StringBuilder folded = new StringBuilder();
    for (String line : text.split("\n", -1)) {
      folded.append(folded.isEmpty() && !text.startsWith("\n") ? "" : "\n");
      if (width(line) <= width) {
        folded.append(line);
        continue;
      }
      String body = line.stripLeading();
      String indent = " ".repeat(line.length() - body.length());
      String mark = body.replaceFirst("^(- |\\* |[0-9]+\\. )?.*$", "$1");
      String between = "";
      for (String part : wrap(body, width - indent.length() - mark.length())) {
        folded
            .append(between)
            .append(indent)
            .append(between.isEmpty() ? "" : " ".repeat(mark.length()));
        folded.append(part);
        between = "\n";
      }
    }
    return folded.toString();
  }

  /**
   * Breaks a simple text, each character of which fills a cell; a large table has some million of
   * them.
   *
   * @return whether all words fit
   */
  private static boolean breakAtSpaces(String text, int width, List<String> lines) {
    int at = 0;
    while (text.length() - at > width) {
      int end = text.lastIndexOf(' ', at + width);
      if (end <= at) {
        return false;
      }
      lines.add(text.substring(at, end));
      at = end + 1;
    }
    lines.add(text.substring(at));
    return true;
  }

  /**
   * Returns whether a text stays as it is where it fits: letters of one cell, and single spaces
   * inside.
   */
  private static boolean isSimple(String text) {
    char before = ' ';
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= FIRST_OTHER || c == NO_BREAK || c == ' ' && before == ' ') {
        return false;
      }
      before = c;
    }
    return before != ' ';
  }

  /** How many characters of a text fit, at least one. */
  private static int fitting(CharSequence text, int width) {
    int cells = 0;
    int end = 0;
    while (end < text.length()) {
      int c = Character.codePointAt(text, end);
      cells += cells(c);
      if (cells > width && end > 0) {
        break;
      }
      end += Character.charCount(c);
    }
    return end;
  }

  /** Cells of a terminal that a text fills. */
  public static int width(String text) {
    for (int i = 0; i < text.length(); i++) { // no stream: a table has some million characters
      if (text.charAt(i) >= FIRST_OTHER) {
        return width((CharSequence) text);
      }
    }
    return text.length();
  }

  private static int width(CharSequence text) {
    int cells = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < FIRST_OTHER) {
        cells++;
      } else {
        int whole = Character.codePointAt(text, i);
        cells += cells(whole);
        i += Character.charCount(whole) - 1;
      }
    }
    return cells;
  }

  /** East Asian wide characters and emoji fill two cells, marks on other letters none. */
  private static int cells(int c) {
    if (c < FIRST_OTHER) {
      return 1;
    }
    int type = Character.getType(c);
    if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK) {
      return 0;
    }
    boolean wide =
        c >= 0x1100 && c <= 0x115F
            || c >= 0x2E80 && c <= 0xA4CF
            || c >= 0xAC00 && c <= 0xD7A3
            || c >= 0xF900 && c <= 0xFAFF
            || c >= 0xFE30 && c <= 0xFE6F
            || c >= 0xFF00 && c <= 0xFF60
            || c >= 0xFFE0 && c <= 0xFFE6
            || c >= 0x1F300 && c <= 0x1FAFF
            || c >= 0x20000 && c <= 0x3FFFD;
    return wide ? 2 : 1;
  }

  /** Fills up with spaces on the right. */
  public static String left(String text, int width) {
    return text + " ".repeat(Math.max(0, width - width(text)));
  }

  /** Fills up with spaces on the left. */
  public static String right(String text, int width) {
    return " ".repeat(Math.max(0, width - width(text))) + text;
  }
}
