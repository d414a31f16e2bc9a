package io.tlsfloor.report.saved;

import io.tlsfloor.report.model.LossCount;
import io.tlsfloor.report.text.Timestamps;
import io.tlsfloor.report.text.Words;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Pairs the beginnings of watches with their ends, over files and restarts, and names what no watch
 * saw: what came after the last line of one that has no end, and the time between two of them.
 */
final class SavedWatches {
  private static final String NO_END = "watches_without_end";
  private static final int MAX_NAMED = 3;
  private static final int MAX_WATCHES = 1 << 16;

  /** A watch as far as it is known. */
  private static final class Watch {
    private final Instant begun;
    private Instant last;
    private String place = "";
    private Map<String, Long> counts = Map.of(); // of the last line that has any
    private boolean ended;

    Watch(Instant begun) {
      this.begun = begun;
      last = begun;
    }
  }

  private final Map<String, Watch> watches = new LinkedHashMap<>();
  private final Set<String> ends = new HashSet<>(); // of runs whose beginning may come later

  void mark(SavedReader.Mark mark) {
    if (watches.size() >= MAX_WATCHES && !watches.containsKey(mark.id())) {
      return; // such a watch is reported like results of a version that wrote no such lines
    }
    Watch watch = watches.computeIfAbsent(mark.id(), id -> new Watch(mark.begun()));
    watch.counts =
        mark.at().isBefore(watch.last) || mark.counts().isEmpty() ? watch.counts : mark.counts();
    watch.last = mark.at().isAfter(watch.last) ? mark.at() : watch.last;
    watch.place = mark.place().orElse(watch.place);
    watch.ended |= ends.contains(mark.id());
  }

  void end(String id, Instant at) {
    ends.add(id);
    Watch watch = watches.get(id);
    if (watch != null) {
      watch.ended = true;
      watch.last = at.isAfter(watch.last) ? at : watch.last;
    }
  }

  /** What watches without an end had counted when they last wrote: no run line adds it up. */
  Map<String, Long> counts() {
    Map<String, Long> counts = new TreeMap<>();
    for (Watch watch : watches.values()) {
      if (!watch.ended) {
        watch.counts.forEach((name, count) -> counts.merge(name, count, Long::sum));
      }
    }
    return counts;
  }

  /** What no watch saw; nothing if all of them ended, and each began where another ended. */
  List<LossCount> losses() {
    List<LossCount> losses = new ArrayList<>();
    List<String> open =
        watches.values().stream()
            .filter(watch -> !watch.ended)
            .map(watch -> "after " + Timestamps.iso(watch.last))
            .toList();
    if (!open.isEmpty()) {
      String text =
          Words.either(
                  open.size(),
                  "watch has no end: what it could not see is not known",
                  "watches have no end: what they could not see is not known")
              + " ("
              + named(open)
              + ")";
      losses.add(new LossCount(NO_END, text, open.size(), true));
    }
    gaps().ifPresent(losses::add);
    return losses;
  }

  private Optional<LossCount> gaps() {
    Map<String, Watch> before = new HashMap<>(); // by what was watched, the one that lasted longest
    long seconds = 0;
    List<String> named = new ArrayList<>();
    List<Watch> inOrder =
        watches.values().stream()
            .sorted(Comparator.comparing((Watch watch) -> watch.begun))
            .toList();
    for (Watch watch : inOrder) {
      Watch earlier = before.get(watch.place);
      if (earlier != null && earlier.last.isBefore(watch.begun)) {
        long gap = Duration.between(earlier.last, watch.begun).toSeconds();
        if (gap > 0) {
          seconds += gap;
          named.add(Timestamps.iso(earlier.last) + " to " + Timestamps.iso(watch.begun));
        }
      }
      if (earlier == null || earlier.last.isBefore(watch.last)) {
        before.put(watch.place, watch);
      }
    }
    return seconds == 0
        ? Optional.empty()
        : Optional.of(
            new LossCount(
                LossCount.UNWATCHED,
                Words.count(seconds, "second") + " in which no watch ran (" + named(named) + ")",
                seconds,
                true));
  }

  private static String named(List<String> all) {
    List<String> first = all.subList(0, Math.min(MAX_NAMED, all.size()));
    return String.join(", ", first)
        + (all.size() > MAX_NAMED ? " and " + (all.size() - MAX_NAMED) + " more" : "");
  }
}
