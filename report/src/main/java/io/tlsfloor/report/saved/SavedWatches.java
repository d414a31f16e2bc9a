package io.tlsfloor.report.saved;

import io.tlsfloor.report.model.LossKind;
import io.tlsfloor.report.model.Losses;
import io.tlsfloor.report.model.Run;
import io.tlsfloor.report.model.WatchState;
import io.tlsfloor.report.text.Timestamps;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Pairs the beginnings of watches with their ends, over files and restarts, and names what no watch
 * saw, or what is not among the lines: what came after the last line of one that has no end, the
 * time between two of them, and the time of which one left no line.
 */
final class SavedWatches {

  /** A watch writes every ten minutes, and at each rotation. */
  private static final Duration MAX_SILENCE = Duration.ofMinutes(20);

  private static final int MAX_SIGNS = 1 << 20; // of all watches; about 100 bytes each
  private static final int MAX_WATCHES = 1 << 16;

  /** A watch as far as it is known. */
  private static final class Watch {
    private Instant begun;
    private Instant last;
    private String place = "";
    private @Nullable WatchState state; // the last one that counts anything
    private final NavigableMap<Duration, Instant> signs = new TreeMap<>(); // by how long it ran
    private boolean begunIsKnown; // a line says it
    private boolean started; // its first line is there
    private boolean ended;

    Watch(Instant begun) {
      this.begun = begun;
      last = begun;
    }

    /** As far as it had come. */
    private Run soFar() {
      if (state == null) {
        return Run.NOTHING;
      }
      Map<String, Long> losses = new TreeMap<>(state.counts());
      losses.keySet().retainAll(WatchState.LOSSES);
      return new Run(
          new Run.Course("", last, state.ran(), false),
          new Run.Read(
              List.of(),
              count(state, "packets"),
              count(state, "bytes"),
              Optional.empty(),
              Optional.empty(),
              state.days()),
          new Run.Totals(count(state, "connections"), 0, 0, 0, 0, 0, 0, Map.of()),
          new Run.Missed(Losses.of(losses, new TreeMap<>())),
          new Run.Terms(
              state.floor(),
              List.of(),
              false,
              Run.Terms.UNKNOWN,
              Optional.empty(),
              List.of(),
              state.narrowedBy().isEmpty()
                  ? Optional.empty()
                  : Optional.of(new Run.LeftOut(0, 0, state.narrowedBy())),
              Optional.empty()));
    }

    private static long count(WatchState state, String name) {
      return state.counts().getOrDefault(name, 0L);
    }

    /** It was there at that time; when it ended is known better. */
    private void seen(Instant at) {
      last = ended || last.isAfter(at) ? last : at;
    }

    /** It was there at that time, and may have begun earlier. */
    private void beganBy(Instant at) {
      begun = begunIsKnown || begun.isBefore(at) ? begun : at;
    }

    /** It says how it is doing, or that it begins. */
    private void says(WatchState now) {
      begun = now.begun();
      begunIsKnown = true;
      boolean newer = signs.isEmpty() || now.ran().compareTo(signs.lastKey()) >= 0;
      if (newer && !now.isStart() && !now.isChange()) {
        state = now;
      }
      seen(now.at());
      place = now.interfaces().isEmpty() ? place : now.place();
      started |= now.isStart();
    }

    private void end(Run.Course run) {
      beganBy(run.ended().minus(run.duration()));
      ended = true;
      last = run.ended();
      signs.put(run.duration(), run.ended());
    }
  }

  private final Map<String, Watch> watches = new LinkedHashMap<>();
  private final Map<String, Run.Course> ends = new HashMap<>(); // of all runs
  private int signs;

  /** Where there is no more room, one is reported like results of a version without such lines. */
  private Optional<Watch> watch(String id, Instant begun) {
    if (watches.size() >= MAX_WATCHES && !watches.containsKey(id)) {
      return Optional.empty();
    }
    Watch watch = watches.computeIfAbsent(id, key -> new Watch(begun));
    Run.Course end = ends.get(id);
    if (end != null) {
      watch.end(end);
    }
    return Optional.of(watch);
  }

  /** A line that is of a watch, and says nothing of how it is doing. */
  void line(String id, Instant at) {
    watch(id, at)
        .ifPresent(
            watch -> {
              watch.beganBy(at);
              watch.seen(at);
            });
  }

  /** A line of a watch that says how it is doing, or that it begins. */
  void state(WatchState state) {
    watch(state.id(), state.begun()).ifPresent(watch -> state(watch, state));
  }

  private void state(Watch watch, WatchState state) {
    watch.says(state);
    if (signs < MAX_SIGNS && watch.signs.put(state.ran(), state.at()) == null) {
      signs++;
    }
  }

  void end(Run.Course run) {
    ends.put(run.id(), run);
    Watch watch = watches.get(run.id());
    if (watch != null) {
      watch.end(run);
    }
  }

  /** Returns whether no line of a watch was read. */
  boolean isEmpty() {
    return watches.isEmpty();
  }

  /** Returns watches without an end, as far as they had come when they last wrote. */
  List<Run> open() {
    return watches.values().stream().filter(watch -> !watch.ended).map(Watch::soFar).toList();
  }

  /**
   * Returns what no watch saw; nothing if all of them ended, and each began where another ended.
   */
  Losses losses() {
    List<String> open =
        watches.values().stream()
            .filter(watch -> !watch.ended)
            .map(watch -> "after " + Timestamps.iso(watch.last))
            .toList();
    Losses losses =
        open.isEmpty() ? Losses.NONE : Losses.of(LossKind.WATCHES_WITHOUT_END, open.size(), open);
    return losses.and(gaps()).and(signs < MAX_SIGNS ? silence() : Losses.NONE);
  }

  /** Files of a watch may be missing: its first, or one between others. */
  private Losses silence() {
    long seconds = 0;
    List<String> named = new ArrayList<>();
    for (Watch watch : watches.values()) {
      Duration ran = Duration.ZERO;
      Instant before = watch.begun;
      boolean missing = !watch.started;
      if (watch.signs.isEmpty()) {
        watch.signs.put(Duration.between(watch.begun, watch.last), watch.last);
      }
      for (Map.Entry<Duration, Instant> sign : watch.signs.entrySet()) {
        Duration silent = sign.getKey().minus(ran);
        if (silent.compareTo(MAX_SILENCE) > 0 || missing) {
          seconds += Math.max(1, silent.toSeconds());
          named.add(Timestamps.iso(before) + " to " + Timestamps.iso(sign.getValue()));
        }
        ran = sign.getKey();
        before = sign.getValue();
        missing = false;
      }
    }
    return seconds == 0 ? Losses.NONE : Losses.of(LossKind.SILENT_SECONDS, seconds, named);
  }

  private Losses gaps() {
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
    return seconds == 0 ? Losses.NONE : Losses.of(LossKind.UNWATCHED_SECONDS, seconds, named);
  }
}
