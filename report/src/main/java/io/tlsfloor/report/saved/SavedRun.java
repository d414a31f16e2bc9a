package io.tlsfloor.report.saved;

import io.tlsfloor.parser.observation.Contradiction;
import io.tlsfloor.report.model.LossCount;
import io.tlsfloor.report.model.Losses;
import io.tlsfloor.report.model.Run;
import io.tlsfloor.report.model.WatchState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Adds runs up: one that was read, and others. */
final class SavedRun {
  /** Is the run of no line at all. */
  static final Run NOTHING =
      Fields.read(Map.of("event", Map.of("end", "1970-01-01T00:00:00Z")), RunLine::fields).run();

  private SavedRun() {}

  /** A run without connections that another run reported already. */
  static Run without(Run run, Run.Found repeats) {
    return new Run(run.course(), run.read(), run.found().minus(repeats), run.missed(), run.terms());
  }

  /** Returns what a run adds that read the same packets as another: what it flagged more. */
  static Run again(Run run, Run.Found repeats) {
    Run.Found more = run.found().minus(repeats);
    return new Run(
        run.course(),
        NOTHING.read(),
        new Run.Found(0, 0, 0, more.flagged(), 0, 0, more.rules()),
        NOTHING.missed(),
        run.terms());
  }

  /** A run with what other watches counted, which have no line of a run. */
  static Run with(Map<String, Long> counts, Run run) {
    if (counts.isEmpty()) {
      return run;
    }
    Map<String, Long> losses = new TreeMap<>(counts);
    losses.keySet().retainAll(WatchState.LOSSES);
    Run.Read read = run.read();
    return new Run(
        run.course(),
        new Run.Read(
            read.inputs(),
            read.packets() + counts.getOrDefault("packets", 0L),
            read.bytes() + counts.getOrDefault("bytes", 0L),
            read.first(),
            read.last(),
            read.days()),
        run.found()
            .and(new Run.Found(counts.getOrDefault("connections", 0L), 0, 0, 0, 0, 0, Map.of())),
        together(run.missed(), new Run.Missed(Losses.named(losses, Map.of()), Map.of())),
        run.terms());
  }

  /** Two runs as one: counts added up; the terms are those of whichever asked for more. */
  static Run together(Run a, Run b) {
    Run later = b.course().ended().isBefore(a.course().ended()) ? a : b;
    return new Run(
        new Run.Course(
            "",
            later.course().ended(),
            a.course().duration().plus(b.course().duration()),
            a.course().interrupted() || b.course().interrupted()),
        together(a.read(), b.read()),
        a.found().and(b.found()),
        together(a.missed(), b.missed()),
        together(a.terms(), b.terms(), later.terms()));
  }

  private static Run.Read together(Run.Read a, Run.Read b) {
    List<Run.Input> inputs = new ArrayList<>(a.inputs());
    inputs.addAll(b.inputs());
    return new Run.Read(
        inputs,
        a.packets() + b.packets(),
        a.bytes() + b.bytes(),
        either(
            a.first(),
            b.first(),
            a.first().orElse(Instant.MAX).isBefore(b.first().orElse(Instant.MAX))),
        either(
            a.last(), b.last(), a.last().orElse(Instant.MIN).isAfter(b.last().orElse(Instant.MIN))),
        days(a.days(), b.days()));
  }

  private static List<Run.Day> days(List<Run.Day> a, List<Run.Day> b) {
    Map<Integer, Run.Day> days = new TreeMap<>();
    Stream.concat(a.stream(), b.stream()).forEach(day -> days.merge(day.day(), day, Run.Day::and));
    return List.copyOf(days.values());
  }

  private static <T> Optional<T> either(Optional<T> one, Optional<T> other, boolean first) {
    return first ? one : other.or(() -> one);
  }

  private static Run.Missed together(Run.Missed a, Run.Missed b) {
    Map<String, Long> counts = new TreeMap<>();
    Map<String, Long> kinds = new TreeMap<>();
    Map<Contradiction, Long> conflicts = new EnumMap<>(Contradiction.class);
    for (Run.Missed each : List.of(a, b)) {
      for (LossCount loss : each.counts()) {
        counts.merge(loss.name(), loss.count(), Long::sum);
      }
      each.unsupported().forEach((kind, count) -> kinds.merge(kind, count, Long::sum));
      each.contradictions().forEach((which, count) -> conflicts.merge(which, count, Long::sum));
    }
    return new Run.Missed(Losses.named(counts, kinds), kinds, conflicts, Optional.empty());
  }

  private static Run.Terms together(Run.Terms a, Run.Terms b, Run.Terms later) {
    Optional<Run.LeftOut> leftOut =
        a.leftOut()
            .map(one -> b.leftOut().map(other -> together(one, other)).orElse(one))
            .or(b::leftOut);
    return new Run.Terms(
        a.floor().isBefore(b.floor()) ? b.floor() : a.floor(),
        a.anyService() || b.anyService(),
        later.list(),
        later.listDate(),
        Stream.concat(a.limits().stream(), b.limits().stream()).distinct().toList(),
        leftOut,
        later.pseudonymKey().or(a::pseudonymKey).or(b::pseudonymKey));
  }

  private static Run.LeftOut together(Run.LeftOut a, Run.LeftOut b) {
    List<String> by = new ArrayList<>(a.by());
    b.by().stream().filter(option -> !by.contains(option)).forEach(by::add);
    return new Run.LeftOut(a.connections() + b.connections(), a.flagged() + b.flagged(), by);
  }
}
