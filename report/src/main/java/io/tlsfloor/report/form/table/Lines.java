package io.tlsfloor.report.form.table;

import java.util.ArrayList;
import java.util.List;

/** Breaks text into lines that fit. */
public final class Lines {
  private Lines() {}

  /** Breaks at spaces, and inside a word only when it alone is too long. */
  public static List<String> wrap(String text, int width) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : words(text)) {
      if (!line.isEmpty() && line.length() + 1 + word.length() > width) {
        lines.add(line.toString());
        line.setLength(0);
      }
      if (!line.isEmpty()) {
        line.append(' ');
      }
      line.append(word);
      while (line.length() > width) {
        lines.add(line.substring(0, width));
        line.delete(0, width);
      }
    }
    if (!line.isEmpty()) {
      lines.add(line.toString());
    }
    return lines;
  }

  private static List<String> words(String text) {
    List<String> words = new ArrayList<>();
    int start = 0;
    while (start < text.length()) {
      int end = text.indexOf(' ', start);
      end = end < 0 ? text.length() : end;
      if (end > start) {
        words.add(text.substring(start, end));
      }
      start = end + 1;
    }
    return words;
  }

  /** Fills up with spaces on the right. */
  public static String left(String text, int width) {
    return text.length() >= width ? text : text + " ".repeat(width - text.length());
  }

  /** Fills up with spaces on the left. */
  public static String right(String text, int width) {
    return text.length() >= width ? text : " ".repeat(width - text.length()) + text;
  }
}
