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
 * <p>A line that begins with {@code =} is a set, its fields separated by tabs; each other line is a
 * value of the last set, after one character for its use. The text is made from the JSON files and
 * tables by a test, which also holds the two together.
 */
final class CompactList {
  private static final int SET_FIELDS = 8;
  private static final Row.Use[] USES = Row.Use.values();
  private static final String USE_MARKS = "nslg"; // in the order of Row.Use

  private CompactList() {}

  static String write(List<Row> rows) {
    StringBuilder text = new StringBuilder();
    EndpointSet last = null;
    for (Row row : rows) {
      if (!Objects.equals(row.set(), last)) {
        last = row.set();
        text.append(setLine(last)).append('\n');
      }
      text.append(USE_MARKS.charAt(row.use().ordinal())).append(row.value()).append('\n');
    }
    return text.toString();
  }

  private static String setLine(EndpointSet set) {
    return "="
        + String.join(
            "\t",
            set.instance(),
            set.id().map(Object::toString).orElse(""),
            set.area(),
            set.category().name(),
            set.required() ? "required" : "",
            set.tcp().toString(),
            set.udp().toString(),
            set.origin().name());
  }

  static List<Row> read(InputStream in) throws IOException {
    String text = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
    List<Row> rows = new ArrayList<>(1024);
    EndpointSet set = null;
    int start = 0;
    for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', start)) {
      if (text.charAt(start) == '=') {
        set = set(text.substring(start + 1, end));
      } else {
        rows.add(
            new Row(
                Objects.requireNonNull(set, "value before the first set"),
                text.substring(start + 1, end),
                USES[USE_MARKS.indexOf(text.charAt(start))],
                Optional.empty()));
      }
      start = end + 1;
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
        Category.valueOf(fields[3]),
        !fields[4].isEmpty(),
        Ports.parse(fields[5]),
        Ports.parse(fields[6]),
        EndpointSet.Origin.valueOf(fields[7]));
  }
}
