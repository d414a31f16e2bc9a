package io.tlsfloor.report.model;

import io.tlsfloor.parser.observation.FrameRef;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Holds what a run sees of each UTC day, by which a day counts as covered or not. What is only
 * known of a longer time, as the packets of a capture of several days, is shared out by the time.
 * Confined to one thread.
 */
public final class RunDays {
  /** A run of more days has a clock that is wrong. */
  static final int MAX_DAYS = 5_000;

  private static final long DAY_MILLIS = Duration.ofDays(1).toMillis();
  private static final long MAX_SPAN_MILLIS =
      400 * DAY_MILLIS; // a capture of more has a wrong clock
  private static final int MAX_SPANS = 100_000; // of captures that do not continue each other

  private final NavigableMap<Integer, Counted> days = new TreeMap<>();
  private Counted latestDay = new Counted();
  private int latest = Integer.MIN_VALUE; // its number
  private final List<Span> spans = new ArrayList<>();
  private long dated; // of what was lost, that whose day is known

  private static final class Counted {
    private long connections;
    private long lost;
    private double packets;
    private double dropped;
    private double blind;

    private void connections(long more, long moreLost) {
      connections += more;
      lost += moreLost;
    }

    private void watched(double morePackets, double moreDropped, double moreBlind) {
      packets += morePackets;
      dropped += moreDropped;
      blind += moreBlind;
    }
  }

  /** In milliseconds since 1970. */
  private record Span(long from, long to) {}

  private Counted day(int day) {
    if (day != latest) { // unlike most: those of one day come together
      Counted known = days.get(day);
      if (known == null && days.size() == MAX_DAYS) {
        return days.lastEntry().getValue();
      }
      latestDay = known == null ? new Counted() : known;
      latest = day;
      days.put(day, latestDay);
    }
    return latestDay;
  }

  /** Counts a connection of the service, by its first packet. */
  void connection(FrameRef first, boolean lost) {
    day(ClientDay.day(first)).connections(1, lost ? 1 : 0);
  }

  /**
   * Something was captured all this time.
   *
   * @param packets that were read
   * @param dropped packets that were lost before they were read
   * @param blindSeconds in which an interface was down
   */
  public void watched(Instant from, Instant to, long packets, long dropped, long blindSeconds) {
    long end = to.toEpochMilli();
    long begin = Math.min(from.toEpochMilli(), end);
    if (to.isBefore(from) || end - begin > MAX_SPAN_MILLIS) { // the clock does not say what passed
      share(end, end, packets, dropped, blindSeconds);
      return;
    }
    Span last = spans.isEmpty() ? new Span(begin, begin) : spans.get(spans.size() - 1);
    if (last.from <= begin && begin <= last.to) {
      Span longer = new Span(last.from, Math.max(last.to, end));
      if (spans.isEmpty()) {
        spans.add(longer);
      } else {
        spans.set(spans.size() - 1, longer);
      }
    } else if (spans.size() < MAX_SPANS) {
      spans.add(new Span(begin, end));
    }
    share(begin, end, packets, dropped, blindSeconds);
  }

  private void share(long begin, long end, long packets, long dropped, long blindSeconds) {
    double whole = Math.max(1, end - begin);
    long lastDay = Math.floorDiv(end, DAY_MILLIS);
    for (long each = Math.floorDiv(begin, DAY_MILLIS); each <= lastDay; each++) {
      long from = Math.max(begin, each * DAY_MILLIS);
      long to = Math.min(end, (each + 1) * DAY_MILLIS);
      double part = begin == end ? 1 : (to - from) / whole;
      day((int) each).watched(packets * part, dropped * part, blindSeconds * part);
      if (days.size() >= MAX_DAYS) {
        return;
      }
    }
  }

  /** So many connections were lost by now of which nothing else is known. */
  public void lost(Instant at, long connections) {
    if (connections > 0) {
      day((int) Math.floorDiv(at.toEpochMilli(), DAY_MILLIS)).connections(connections, connections);
      dated += connections;
    }
  }

  /**
   * All of them, the earliest first.
   *
   * @param lost connections that losses hit without a word of which: those that {@link #lost} does
   *     not know are shared out by the time
   * @param dropped packets likewise
   */
  List<Run.Day> all(long lost, long dropped) {
    Map<Integer, Long> watched = watched();
    double whole = Math.max(1, watched.values().stream().mapToLong(Long::longValue).sum());
    List<Run.Day> all = new ArrayList<>(days.size());
    days.forEach(
        (number, day) -> {
          long millis = watched.getOrDefault(number, 0L);
          double part = watched.isEmpty() ? 1.0 / days.size() : millis / whole;
          long hit = (long) Math.ceil(Math.max(0, lost - dated) * part);
          all.add(
              new Run.Day(
                  number,
                  Math.max(0, (millis - Math.round(1000 * day.blind)) / 1000),
                  day.connections + hit,
                  day.lost + hit,
                  Math.round(day.packets),
                  (long) Math.ceil(day.dropped + dropped * part)));
        });
    return all;
  }

  /** Milliseconds by day; what several captures saw at a time counts once. */
  private Map<Integer, Long> watched() {
    List<Span> inOrder = new ArrayList<>(spans);
    inOrder.sort((one, other) -> Long.compare(one.from, other.from));
    Map<Integer, Long> millis = new TreeMap<>();
    long until = Long.MIN_VALUE;
    for (Span span : inOrder) {
      long from = Math.max(span.from, until);
      until = Math.max(until, span.to);
      while (from < span.to && millis.size() < MAX_DAYS) {
        int day = (int) Math.floorDiv(from, DAY_MILLIS);
        long to = Math.min(span.to, (day + 1) * DAY_MILLIS);
        millis.merge(day, to - from, Long::sum);
        from = to;
      }
    }
    return millis;
  }
}
