package io.tlsfloor.report.form.html;

import io.tlsfloor.report.model.ClientDay;
import io.tlsfloor.report.model.Found;
import io.tlsfloor.report.model.Run;
import io.tlsfloor.report.text.Timestamps;
import io.tlsfloor.report.text.Words;
import io.tlsfloor.rules.Severity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Counts connections with findings over time, by the hour or in a bounded number of longer parts.
 */
final class Timeline {
  /** Parts that are kept: as many as a wide page shows apart. */
  static final int MAX_PARTS = 72;

  /** Those that the chart shows, the worst first. */
  private static final List<Severity> SHOWN =
      List.of(Severity.CRITICAL, Severity.HIGH, Severity.MEDIUM);

  private static final int HOURS_A_DAY = 24;
  private static final int[] HOURS = {1, 2, 3, 4, 6, 12, HOURS_A_DAY}; // longer ones double

  private TreeMap<Long, Map<Severity, Long>> parts = new TreeMap<>(); // by number
  private long hours = 1; // of a part

  /** Counts what was found on a day; on that which stands for no time, nothing. */
  void add(ClientDay day) {
    if (day.day() > 0) {
      for (Found found : day.findings()) {
        found.hours().forEach((hour, times) -> add(day.day(), hour, found.severity(), times));
      }
    }
  }

  private void add(int day, int hour, Severity severity, long times) {
    if (SHOWN.contains(severity)) {
      long part = ((long) day * HOURS_A_DAY + hour) / hours;
      add(parts, part, Map.of(severity, times));
      while (parts.lastKey() - parts.firstKey() >= MAX_PARTS) {
        lengthen();
      }
    }
  }

  private static void add(
      Map<Long, Map<Severity, Long>> to, long part, Map<Severity, Long> counts) {
    Map<Severity, Long> sums = to.computeIfAbsent(part, p -> new EnumMap<>(Severity.class));
    counts.forEach((severity, times) -> sums.merge(severity, times, Long::sum));
  }

  private void lengthen() {
    long longer = hours * 2;
    for (int i = HOURS.length - 1; i >= 0 && HOURS[i] > hours; i--) {
      longer = HOURS[i];
    }
    TreeMap<Long, Map<Severity, Long>> fewer = new TreeMap<>();
    for (Map.Entry<Long, Map<Severity, Long>> part : parts.entrySet()) {
      add(fewer, part.getKey() * hours / longer, part.getValue());
    }
    parts = fewer;
    hours = longer;
  }

  /**
   * A chart over the whole of a run.
   *
   * @param read from its first packet to its last, where those have times
   */
  Page.Chart chart(Run.Read read) {
    String what = "onnections with findings of medium severity or more";
    if (parts.isEmpty()) {
      return new Page.Chart("No c" + what + ".", List.of(), "0", "", "");
    }
    long first = parts.firstKey();
    long last = parts.lastKey();
    if (read.first().isPresent() && read.last().isPresent()) {
      while (part(read.last().get()) - part(read.first().get()) >= MAX_PARTS) {
        lengthen();
      }
      first = Math.min(part(read.first().get()), parts.firstKey());
      last = Math.max(part(read.last().get()), parts.lastKey());
      if (last - first >= MAX_PARTS) { // a packet out of order by far
        first = parts.firstKey();
        last = parts.lastKey();
      }
    }
    long most = 0;
    long mostAt = 0;
    for (Map.Entry<Long, Map<Severity, Long>> part : parts.entrySet()) {
      if (sum(part.getValue()) > most) {
        most = sum(part.getValue());
        mostAt = part.getKey();
      }
    }
    List<Page.ChartColumn> columns = new ArrayList<>();
    for (long part = first; part <= last; part++) {
      columns.add(column(part, parts.getOrDefault(part, Map.of()), most));
    }
    return new Page.Chart(
        "C"
            + what
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
    return Math.floorDiv(time.getEpochSecond(), hours * 3600);
  }

  private Page.ChartColumn column(long part, Map<Severity, Long> counts, long most) {
    List<Page.Piece> pieces = new ArrayList<>();
    long below = 0;
    for (Severity severity : SHOWN) {
      long count = counts.getOrDefault(severity, 0L);
      if (count > 0) {
        int bottom = scaled(below, most);
        int top = Math.max(scaled(below + count, most), bottom + 1);
        pieces.add(new Page.Piece(Words.constant(severity), 100 - top, top - bottom));
        below += count;
      }
    }
    return new Page.ChartColumn(from(part), Words.number(below), pieces);
  }

  private static int scaled(long count, long most) {
    return (int) Math.round(100.0 * count / most);
  }

  private static long sum(Map<Severity, Long> counts) {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  private String from(long part) {
    return Timestamps.seconds(Instant.ofEpochSecond(part * hours * 3600));
  }

  private String length() {
    boolean inDays = hours % HOURS_A_DAY == 0;
    long count = inDays ? hours / HOURS_A_DAY : hours;
    String unit = inDays ? "day" : "hour";
    return count == 1 ? unit : Words.count(count, unit);
  }
}
