package io.tlsfloor.rules.catalogue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Rows in a text that is quick to read: at the start of every run all bundled lists are read, and
 * reading them as JSON would take longer than many a capture.
 *
 * <p>Each line begins with two hex digits, the length of what follows the third character. A line
 * whose third character is {@code =} is a set, its fields separated by tabs; each other line is a
 * value of the last set, and the third character says its use. Nothing is searched for, character
 * by character, before the code that does so is compiled. The text is made from the JSON files and
 * tables by a test, which also holds the two together.
 */
final class CompactList {
  private static final int SET_FIELDS = 8;
  private static final Row.Use[] USES = Row.Use.values();
  private static final Category[] CATEGORIES = Category.values();
  private static final EndpointSet.Origin[] ORIGINS = EndpointSet.Origin.values();
  static final String USE_MARKS = "nslg"; // in the order of Row.Use

  private CompactList() {}

  static List<Row> read(InputStream in) throws IOException {
    byte[] text = in.readAllBytes();
    List<Row> rows = new ArrayList<>(1024);
    EndpointSet set = null;
    for (int at = 0; at < text.length; ) {
      int length = 16 * Character.digit(text[at], 16) + Character.digit(text[at + 1], 16);
      char mark = (char) text[at + 2];
      String content = new String(text, at + 3, length, StandardCharsets.ISO_8859_1);
      if (mark == '=') {
        set = set(content);
      } else {
        rows.add(
            new Row(
                Objects.requireNonNull(set, "value before the first set"),
                content,
                USES[USE_MARKS.indexOf(mark)],
                Optional.empty()));
      }
      at += 3 + length + 1;
    }
    return rows;
  }

  private static EndpointSet set(String line) {
    String[] fields = line.split("\t", -1);
    if (fields.length != SET_FIELDS) {
      throw new IllegalStateException("not a set of endpoints: " + line);
    }
    return new EndpointSet(
        fields[0],
        fields[1].isEmpty() ? Optional.empty() : Optional.of(Integer.valueOf(fields[1])),
        fields[2],
        byName(CATEGORIES, fields[3]),
        !fields[4].isEmpty(),
        Ports.parse(fields[5]),
        Ports.parse(fields[6]),
        byName(ORIGINS, fields[7]));
  }

  /** Compares names, because {@code valueOf} works by reflection and takes long the first time. */
  private static <E extends Enum<E>> E byName(E[] constants, String name) {
    for (E constant : constants) {
      if (constant.name().equals(name)) {
        return constant;
      }
    }
    throw new IllegalStateException("no such name in a set of endpoints: " + name);
  }
}
