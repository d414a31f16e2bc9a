package io.tlsfloor.report.form.html;

import io.tlsfloor.report.text.Timestamps;
import io.tlsfloor.report.text.Words;
import io.tlsfloor.rules.Severity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Counts flagged connections over time, in a bounded number of parts of equal length. */
final class Timeline {
  /** Parts that are kept: as many as a wide page shows apart. */
  static final int MAX_PARTS = 72;

  /** Lengths that people think in; longer ones double. */
  private static final long[] SECONDS = {
    1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 21600, 43200, 86400
  };

  private static final Severity[] WORST_FIRST = {
    Severity.CRITICAL, Severity.HIGH, Severity.MEDIUM, Severity.LOW
  };

  private TreeMap<Long, long[]> parts = new TreeMap<>(); // number of the part → count by severity
  private long seconds = 1;

  /** Counts a connection. */
  void add(Instant time, Severity severity) {
    count(parts, Math.floorDiv(time.getEpochSecond(), seconds), severity.ordinal(), 1);
    while (parts.lastKey() - parts.firstKey() >= MAX_PARTS) {
      lengthen();
    }
  }

  private static void count(Map<Long, long[]> in, long part, int severity, long times) {
    in.computeIfAbsent(part, p -> new long[WORST_FIRST.length])[severity] += times;
  }

  private void lengthen() {
    long longer = seconds * 2;
    for (int i = SECONDS.length - 1; i >= 0 && SECONDS[i] > seconds; i--) {
      longer = SECONDS[i];
    }
    TreeMap<Long, long[]> fewer = new TreeMap<>();
    for (var part : parts.entrySet()) {
      long number = Math.floorDiv(part.getKey() * seconds, longer);
      for (int severity = 0; severity < WORST_FIRST.length; severity++) {
        count(fewer, number, severity, part.getValue()[severity]);
      }
    }
    parts = fewer;
    seconds = longer;
  }

  /** The chart. */
  Page.Chart chart() {
    if (parts.isEmpty()) {
      return new Page.Chart("No connection with findings.", List.of(), "0", "", "");
    }
    long most = 0;
    long mostAt = 0;
    for (var part : parts.entrySet()) {
      if (sum(part.getValue()) > most) {
        most = sum(part.getValue());
        mostAt = part.getKey();
      }
    }
    List<Page.Column> columns = new ArrayList<>();
    for (long part = parts.firstKey(); part <= parts.lastKey(); part++) {
      columns.add(column(part, parts.getOrDefault(part, new long[WORST_FIRST.length]), most));
    }
    return new Page.Chart(
        "Connections with findings per "
            + length()
            + ", by severity. Most: "
            + Words.number(most)
            + " from "
            + from(mostAt)
            + " UTC.",
        columns,
        Words.number(most),
        from(parts.firstKey()),
        from(parts.lastKey() + 1));
  }

  private Page.Column column(long part, long[] counts, long most) {
    List<Page.Piece> pieces = new ArrayList<>();
    long below = 0;
    for (Severity severity : WORST_FIRST) {
      long count = counts[severity.ordinal()];
      if (count > 0) {
        int bottom = scaled(below, most);
        int top = Math.max(scaled(below + count, most), bottom + 1);
        pieces.add(new Page.Piece(Words.constant(severity), 100 - top, top - bottom));
        below += count;
      }
    }
    return new Page.Column(from(part), Words.number(sum(counts)), pieces);
  }

  private static int scaled(long count, long most) {
    return (int) Math.round(100.0 * count / most);
  }

  private static long sum(long[] counts) {
    long sum = 0;
    for (long count : counts) {
      sum += count;
    }
    return sum;
  }

  private String from(long part) {
    return Timestamps.seconds(Instant.ofEpochSecond(part * seconds));
  }

  private String length() {
    if (seconds % 86400 == 0) {
      return length(seconds / 86400, "day");
    }
    if (seconds % 3600 == 0) {
      return length(seconds / 3600, "hour");
    }
    return seconds % 60 == 0 ? length(seconds / 60, "minute") : length(seconds, "second");
  }

  private static String length(long count, String unit) {
    return count == 1 ? unit : Words.count(count, unit);
  }
}
