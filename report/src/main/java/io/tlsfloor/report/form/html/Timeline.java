package io.tlsfloor.report.form.html;

import io.tlsfloor.report.model.Run;
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

  private static final int SEVERITIES = Severity.values().length;

  private TreeMap<Long, long[]> parts = new TreeMap<>(); // number of the part → count by severity
  private long seconds = 1;

  /** Counts a connection. */
  void add(Instant time, Severity severity) {
    count(parts, Math.floorDiv(time.getEpochSecond(), seconds), severity.ordinal(), 1);
    while (parts.lastKey() - parts.firstKey() >= MAX_PARTS) {
      lengthen();
    }
  }

  /** Takes a connection back that was counted. */
  void takeBack(Instant time, Severity severity) {
    count(parts, Math.floorDiv(time.getEpochSecond(), seconds), severity.ordinal(), -1);
  }

  private static void count(Map<Long, long[]> in, long part, int severity, long times) {
    in.computeIfAbsent(part, p -> new long[SEVERITIES])[severity] += times;
  }

  private void lengthen() {
    long longer = seconds * 2;
    for (int i = SECONDS.length - 1; i >= 0 && SECONDS[i] > seconds; i--) {
      longer = SECONDS[i];
    }
    TreeMap<Long, long[]> fewer = new TreeMap<>();
    for (var part : parts.entrySet()) {
      long number = Math.floorDiv(part.getKey() * seconds, longer);
      for (int severity = 0; severity < SEVERITIES; severity++) {
        count(fewer, number, severity, part.getValue()[severity]);
      }
    }
    parts = fewer;
    seconds = longer;
  }

  /**
   * A chart over the whole of a run.
   *
   * @param what is counted, as the subject of a sentence
   * @param which severities, the worst first
   * @param run from its first packet to its last, where those have times
   */
  Page.Chart chart(String what, List<Severity> which, Run.Read run) {
    if (parts.values().stream().allMatch(counts -> sum(counts, which) == 0)) {
      return new Page.Chart("No " + what + ".", List.of(), "0", "", "");
    }
    long first = parts.firstKey();
    long last = parts.lastKey();
    if (run.first().isPresent() && run.last().isPresent()) {
      while (part(run.last().get()) - part(run.first().get()) >= MAX_PARTS) {
        lengthen();
      }
      first = Math.min(part(run.first().get()), parts.firstKey());
      last = Math.max(part(run.last().get()), parts.lastKey());
      if (last - first >= MAX_PARTS) { // a packet out of order by far
        first = parts.firstKey();
        last = parts.lastKey();
      }
    }
    long most = 0;
    long mostAt = 0;
    for (var part : parts.entrySet()) {
      if (sum(part.getValue(), which) > most) {
        most = sum(part.getValue(), which);
        mostAt = part.getKey();
      }
    }
    List<Page.Column> columns = new ArrayList<>();
    for (long part = first; part <= last; part++) {
      long[] counts = parts.getOrDefault(part, new long[SEVERITIES]);
      columns.add(column(part, counts, which, most));
    }
    return new Page.Chart(
        Character.toUpperCase(what.charAt(0))
            + what.substring(1)
            + " per "
            + length()
            + ". The highest column is "
            + Words.number(most)
            + ", from "
            + from(mostAt)
            + " UTC.",
        columns,
        Words.number(most),
        from(first),
        from(last + 1));
  }

  private long part(Instant time) {
    return Math.floorDiv(time.getEpochSecond(), seconds);
  }

  private Page.Column column(long part, long[] counts, List<Severity> which, long most) {
    List<Page.Piece> pieces = new ArrayList<>();
    long below = 0;
    for (Severity severity : which) {
      long count = counts[severity.ordinal()];
      if (count > 0) {
        int bottom = scaled(below, most);
        int top = Math.max(scaled(below + count, most), bottom + 1);
        pieces.add(new Page.Piece(Words.constant(severity), 100 - top, top - bottom));
        below += count;
      }
    }
    return new Page.Column(from(part), Words.number(sum(counts, which)), pieces);
  }

  private static int scaled(long count, long most) {
    return (int) Math.round(100.0 * count / most);
  }

  private static long sum(long[] counts, List<Severity> which) {
    return which.stream().mapToLong(severity -> counts[severity.ordinal()]).sum();
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
