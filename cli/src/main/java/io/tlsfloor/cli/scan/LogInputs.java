package io.tlsfloor.cli.scan;

import io.tlsfloor.capture.file.FollowEnd;
import io.tlsfloor.capture.file.RotatedSet;
import io.tlsfloor.cli.command.Console;
import io.tlsfloor.logs.LogScanner;
import io.tlsfloor.logs.LogSet;
import io.tlsfloor.logs.LogTally;
import io.tlsfloor.logs.ReportDates;
import io.tlsfloor.parser.observation.ClientName;
import io.tlsfloor.parser.observation.LogEntry;
import io.tlsfloor.parser.observation.TlsConnection;
import io.tlsfloor.report.model.LossKind;
import io.tlsfloor.report.model.Losses;
import io.tlsfloor.report.model.Run;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/** The logs of a run: reads them folder by folder, and adds up what they do not show. */
final class LogInputs {
  private static final long POLL_MILLIS = 200;
  private static final long NANOS = 1_000_000_000L;

  private final Consumer<TlsConnection> sink;
  private final InputLog log;
  private final Console console;
  private final ReportDates dates;
  private final List<ClientName> clientNames = new ArrayList<>();
  private boolean any;
  private final Map<LogEntry.Writer, Long> read = new EnumMap<>(LogEntry.Writer.class);
  private long undecided;
  private long unjudged;
  private long unreadable;
  private long broken;
  private long fromMiddle;
  private long forgotten;
  private Optional<Instant> first = Optional.empty();
  private Optional<Instant> last = Optional.empty();

  /**
   * The logs of one run.
   *
   * @param sink takes each connection
   * @param log takes what became of each log
   * @param dates for reports that do not say theirs
   */
  LogInputs(Consumer<TlsConnection> sink, InputLog log, Console console, ReportDates dates) {
    this.dates = dates;
    this.sink = sink;
    this.log = log;
    this.console = console;
  }

  /**
   * Reads all logs of a set.
   *
   * @param progress takes the number of bytes read since the last call
   */
  void read(LogSet logs, LongConsumer progress) {
    for (LogSet.Folder folder : logs.folders()) {
      LogScanner scanner = scanner(progress);
      scanner.read(folder);
      add(scanner.end());
    }
  }

  /** Reads a log that comes as a stream. */
  void read(InputStream in, String name) {
    LogScanner scanner = scanner(bytes -> {});
    scanner.read(in, name);
    add(scanner.end());
  }

  /**
   * Reads a log while it grows, and the next under its name or of its set, until interrupted.
   *
   * @throws IOException if its folder cannot be read
   */
  void follow(Path path) throws IOException {
    LogScanner scanner = scanner(bytes -> {});
    Path current = path;
    while (!console.interrupted()) {
      RotatedSet set = new RotatedSet(current, LogInputs::firstEntry);
      Optional<FollowEnd> end = scanner.follow(set, LogSet.beside(current));
      scanner.takeInputs().forEach(input -> log.add(summary(input)));
      if (end.isEmpty() || console.interrupted()) {
        break;
      }
      current = next(set);
    }
    add(scanner.end());
  }

  /** The next log of the set once it is there; the same name until then. */
  private Path next(RotatedSet set) throws IOException {
    while (!console.interrupted()) {
      Optional<Path> next = set.successor();
      if (next.isPresent()) {
        return next.get();
      }
      if (set.place() != RotatedSet.PathTarget.NONE) {
        return set.current();
      }
      try {
        TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
      } catch (InterruptedException signalled) {
        Thread.currentThread().interrupt();
        return set.current();
      }
    }
    return set.current();
  }

  private static OptionalLong firstEntry(Path path) {
    Optional<Instant> time = LogSet.examine(path).flatMap(LogSet.Log::first);
    if (time.isEmpty()) {
      return OptionalLong.empty();
    }
    Instant first = time.get();
    return OptionalLong.of(first.getEpochSecond() * NANOS + first.getNano());
  }

  private LogScanner scanner(LongConsumer progress) {
    return new LogScanner(sink, console::interrupted, progress, dates);
  }

  /** Takes what was left of a folder's logs, be they read here or elsewhere. */
  void add(LogTally tally) {
    any = true;
    tally.inputs().forEach(input -> log.add(summary(input)));
    tally.counts().forEach((writer, count) -> read.merge(writer, count, Long::sum));
    undecided += tally.undecided();
    unjudged += tally.unjudged();
    unreadable += tally.unreadable();
    broken += tally.broken();
    fromMiddle += tally.fromMiddle();
    forgotten += tally.unjoined();
    clientNames.addAll(tally.clientNames());
    first = earlier(first, tally.first());
    last = later(last, tally.last());
  }

  private static Optional<Instant> later(Optional<Instant> a, Optional<Instant> b) {
    return b.filter(time -> a.isEmpty() || time.isAfter(a.get())).or(() -> a);
  }

  private static Optional<Instant> earlier(Optional<Instant> a, Optional<Instant> b) {
    return b.filter(time -> a.isEmpty() || time.isBefore(a.get())).or(() -> a);
  }

  private static Run.Input summary(LogTally.Input input) {
    return Run.Input.log(input.file(), input.entries(), input.bytes(), input.damage());
  }

  /** Names that clients gave themselves. */
  List<ClientName> clientNames() {
    return clientNames;
  }

  /** The time of the earliest connection in logs, or an earlier one. */
  Optional<Instant> earliest(Optional<Instant> other) {
    return earlier(first, other);
  }

  /** The time of the latest connection in logs, or a later one. */
  Optional<Instant> latest(Optional<Instant> other) {
    return later(last, other);
  }

  private static LossKind kind(LogEntry.Writer writer) {
    return switch (writer) {
      case ZEEK -> LossKind.LOG_CONNECTIONS;
      case EVE -> LossKind.EVE_CONNECTIONS;
      case ENTRA -> LossKind.REPORT_ENTRA;
      case EXCHANGE -> LossKind.REPORT_EXCHANGE;
      case DEFENDER -> LossKind.REPORT_DEFENDER;
    };
  }

  /** Counts connections on the wire that logs hold. */
  long connections() {
    return read.getOrDefault(LogEntry.Writer.ZEEK, 0L) + read.getOrDefault(LogEntry.Writer.EVE, 0L);
  }

  /** Returns what logs do not show, and what was lost; nothing where none was read. */
  Losses losses() {
    if (!any) {
      return Losses.NONE;
    }
    Map<LossKind, Long> counts = new EnumMap<>(LossKind.class);
    read.forEach((writer, count) -> counts.put(kind(writer), count));
    if (connections() > 0 || read.isEmpty()) {
      counts.put(LossKind.LOG_CONNECTIONS, connections()); // those of EVE too
    }
    counts.put(LossKind.LOG_UNDECIDED, undecided);
    counts.put(LossKind.LOG_UNJUDGED, unjudged);
    counts.put(LossKind.LOG_UNREADABLE_LINES, unreadable);
    counts.put(LossKind.LOG_BROKEN_TLS, broken);
    counts.put(LossKind.LOG_FORGOTTEN, forgotten);
    if (fromMiddle > 0) {
      counts.put(LossKind.FROM_MIDDLE, fromMiddle);
    }
    return Losses.of(counts);
  }
}
