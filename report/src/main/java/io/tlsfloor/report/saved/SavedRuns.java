package io.tlsfloor.report.saved;

import io.tlsfloor.report.model.ClientDay.Period;
import io.tlsfloor.report.model.Run;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Runs as one. Those that follow each other add up; of those that looked at the same time the
 * larger of each count holds. Confined to one thread.
 */
final class SavedRuns {
  private final Set<String> ids = new HashSet<>();
  private final Set<String> reads = new HashSet<>(); // what they read
  private final NavigableMap<Instant, Run> byTime = new TreeMap<>(); // by their first packets
  private @Nullable Run others; // whose packets have no times

  /** Returns whether a run of this id is not here. */
  boolean isNew(String id) {
    return id.isEmpty() || !ids.contains(id);
  }

  /** Adds a run that is not here. */
  void add(Run run) {
    ids.add(run.course().id());
    boolean again = run.read().packets() > 0 && !reads.add(read(run.read()));
    Run more = again ? run.with(Run.Read.NOTHING).with(Run.Missed.NOTHING) : run;
    Optional<Period> time = time(run);
    if (time.isEmpty()) {
      others = others == null ? run : others.and(run);
      return;
    }
    Instant from = time.get().from();
    Optional<Instant> same = overlapped(time.get());
    byTime.merge(
        same.orElse(from),
        more,
        (known, each) -> same.isEmpty() ? known.and(each) : known.larger(each));
  }

  /** The same for the same captures, wherever they lie. */
  private static String read(Run.Read read) {
    return read.packets() + "|" + read.bytes() + "|" + read.first() + "|" + read.last();
  }

  private static Optional<Period> time(Run run) {
    Run.Read read = run.read();
    return read.first().flatMap(from -> read.last().map(to -> new Period(0, from, to)));
  }

  /** Finds the run that looked at the same time; by its key. */
  private Optional<Instant> overlapped(Period time) {
    return Stream.of(
            Optional.ofNullable(byTime.floorEntry(time.from())),
            Optional.ofNullable(byTime.higherEntry(time.from())))
        .flatMap(Optional::stream)
        .filter(each -> time(each.getValue()).filter(time::overlaps).isPresent())
        .map(Map.Entry::getKey)
        .findFirst();
  }

  /** All of them; empty for none. */
  Optional<Run> sum() {
    return Stream.concat(byTime.values().stream(), Stream.ofNullable(others)).reduce(Run::and);
  }
}
