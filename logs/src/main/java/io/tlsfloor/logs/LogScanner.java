package io.tlsfloor.logs;

import io.tlsfloor.capture.file.FollowControl;
import io.tlsfloor.capture.file.FollowEnd;
import io.tlsfloor.capture.file.RotatedSet;
import io.tlsfloor.capture.file.StoredBytes;
import io.tlsfloor.logs.LogFields.BadEntryException;
import io.tlsfloor.logs.LogTally.Input;
import io.tlsfloor.parser.observation.FrameRef;
import io.tlsfloor.parser.observation.LogEntry;
import io.tlsfloor.parser.observation.TlsConnection;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the logs of one folder, which say more of each other's connections. Confined to one thread.
 *
 * <p>Logs that say more are read before those that hold connections; DNS answers are taken up to
 * the time of each connection, so that a name that an address had later is not its name. Memory is
 * bounded, whatever the size of the logs.
 */
public final class LogScanner {
  private static final long BESIDE_MILLIS = 1100; // Zeek writes out its logs once a second
  private static final String MORE = "has further pages, which are not here (@odata.nextLink)";
  private static final String SILENT =
      "has no event SslConnectionInspected, and others do not say the version";
  private static final int LOOK_EVERY = 256; // entries between looks at progress and signals

  private final Consumer<TlsConnection> sink;
  private final BooleanSupplier interrupted;
  private final LongConsumer progress;
  private final ReportDates dates;
  private final Function<Path, String> files;
  private final LoggedNames names = new LoggedNames();
  private final ZeekLogs zeek = new ZeekLogs(names);
  private final EveLogs eve = new EveLogs(names);
  private final DnsLogs dns;
  private final List<Input> inputs = new ArrayList<>();
  private List<LogTail> tails = List.of(); // of a log that is followed
  private boolean waited; // for more of it, since those next to it were read last
  private final Map<LogEntry.Writer, Long> counts = new EnumMap<>(LogEntry.Writer.class);
  private long undecided;
  private long judged; // connections whose version or offer is known
  private long logs; // that may hold connections
  private long unreadable;
  private Optional<Instant> first = Optional.empty();
  private Optional<Instant> last = Optional.empty();

  /** Begins a folder, whose reports say their dates. */
  public LogScanner(
      Consumer<TlsConnection> sink, BooleanSupplier interrupted, LongConsumer progress) {
    this(sink, interrupted, progress, ReportDates.NONE);
  }

  /**
   * Begins a folder.
   *
   * @param sink takes each connection, in the order of the log
   * @param interrupted whether to stop between two entries
   * @param progress takes the number of bytes read since its last call
   * @param dates for reports that do not say theirs
   */
  public LogScanner(
      Consumer<TlsConnection> sink,
      BooleanSupplier interrupted,
      LongConsumer progress,
      ReportDates dates) {
    this(sink, interrupted, progress, dates, Path::toString);
  }

  /**
   * Begins a folder whose logs are called otherwise than they lie here.
   *
   * @param files names each of them in results
   */
  public LogScanner(
      Consumer<TlsConnection> sink,
      BooleanSupplier interrupted,
      LongConsumer progress,
      ReportDates dates,
      Function<Path, String> files) {
    this.dates = dates;
    this.sink = sink;
    this.interrupted = interrupted;
    this.progress = progress;
    this.files = files;
    dns = new DnsLogs(zeek, files);
  }

  /** Reads all logs of a folder. */
  public void read(LogSet.Folder folder) {
    for (LogSet.Log log : folder.beside()) {
      if (log.kind() == LogKind.DNS) {
        dns.add(log.path());
      } else {
        read(log);
      }
    }
    for (LogSet.Log log : folder.logs()) {
      read(log);
      logs += log.kind().isReport() ? 0 : 1;
    }
    inputs.addAll(dns.end(Instant.MAX));
  }

  private void read(LogSet.Log log) {
    if (interrupted.getAsBoolean()) {
      return;
    }
    String name = files.apply(log.path());
    try (LogReader reader = LogReader.open(log.path(), name, dates)) {
      read(reader);
    } catch (IOException failure) {
      inputs.add(unread(name, failure));
    }
  }

  /** Reads a log that comes as a stream. */
  public void read(InputStream in, String name) {
    try (LogReader reader = new LogReader(in, name, dates)) {
      read(reader);
      logs += reader.report().isReport() ? 0 : 1;
    } catch (IOException failure) {
      inputs.add(unread(name, failure));
    }
  }

  private static Input unread(String name, IOException failure) {
    return new Input(name, 0, 0, Optional.of("cannot be read: " + reason(failure)));
  }

  private static String reason(IOException failure) {
    String message = failure.getMessage();
    return message == null ? failure.getClass().getSimpleName() : message;
  }

  /**
   * Reads a log while it grows, and those next to it as far as they are written.
   *
   * @param beside the logs next to it, from their beginnings
   * @return why that ended
   */
  public Optional<FollowEnd> follow(RotatedSet set, List<LogSet.Log> beside) {
    class Control implements FollowControl {
      private Optional<FollowEnd> end = Optional.empty();

      @Override
      public boolean stopped() {
        return interrupted.getAsBoolean();
      }

      @Override
      public void idle() {
        waited = true;
      }

      @Override
      public void ended(FollowEnd how) {
        end = Optional.of(how);
      }
    }
    Control control = new Control();
    tails = beside.stream().map(log -> new LogTail(log.path())).toList();
    waited = true;
    try (LogReader reader =
        new LogReader(StoredBytes.follow(set, control), set.current().toString())) {
      read(reader);
      logs += reader.report().isReport() ? 0 : 1;
    } catch (IOException failure) {
      if (!interrupted.getAsBoolean()) {
        inputs.add(unread(set.current().toString(), failure));
      }
    } finally {
      for (LogTail tail : tails) {
        unreadable += tail.bad();
        tail.close();
      }
    }
    return control.end;
  }

  private void read(LogReader reader) {
    Optional<String> failure = Optional.empty();
    long told = 0;
    long reported = reported();
    int left = LOOK_EVERY;
    try {
      for (LogFields entry = reader.next(); entry != null; entry = reader.next()) {
        take(entry, reader);
        if (--left == 0) {
          left = LOOK_EVERY;
          progress.accept(reader.bytes() - told);
          told = reader.bytes();
          if (interrupted.getAsBoolean()) {
            break;
          }
        }
      }
      LogFields entry = interrupted.getAsBoolean() ? null : reader.last();
      if (entry != null) {
        take(entry, reader);
      }
    } catch (IOException broken) {
      if (!interrupted.getAsBoolean()) { // a read that was broken off is no damage
        failure = Optional.of("cannot be read further: " + reason(broken));
      }
    }
    progress.accept(reader.bytes() - told);
    reader.report().reporter().ifPresent(writer -> counts.merge(writer, 0L, Long::sum));
    boolean silent = reader.report() == LogKind.DEFENDER && reported() == reported;
    inputs.add(input(reader, silent && reader.entries() > 0 ? Optional.of(SILENT) : failure));
    unreadable += reader.bad();
  }

  private long reported() {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  static Input input(LogReader reader, Optional<String> failure) {
    Optional<String> damage =
        reader.bad() == 0
            ? failure
            : Optional.of(
                reader.firstBad()
                    + (reader.bad() == 1 ? "" : ", and " + (reader.bad() - 1) + " more like it")
                    + failure.map(more -> "; " + more).orElse(""));
    if (reader.hasMore()) {
      damage = Optional.of(damage.map(others -> others + "; ").orElse("") + MORE);
    }
    return new Input(reader.file(), reader.entries(), reader.bytes(), damage);
  }

  private void take(LogFields entry, LogReader reader) {
    FrameRef place = reader.place();
    try {
      LogKind kind = reader.kind();
      if (kind == LogKind.SSL) {
        takeBeside();
        dns.upTo(place.time());
        tell(zeek.ssl(entry, place));
      } else if (kind == LogKind.EXCHANGE) {
        tell(SmtpAuthClients.facts(entry, place, reader.daysBefore()));
      } else if (kind == LogKind.EVE || kind.isReport()) {
        @Nullable LoggedFacts facts =
            switch (kind) {
              case ENTRA -> EntraSignIns.facts(entry, place);
              case DEFENDER -> DefenderEvents.facts(entry, place);
              default -> eve.event(entry, place);
            };
        if (facts != null) {
          tell(facts);
        }
      } else {
        zeek.beside(reader, entry);
      }
    } catch (BadEntryException noEntry) {
      reader.reject(noEntry.what());
    }
  }

  /** Logs next to one that grows are written up to a second later. */
  private void takeBeside() {
    if (tails.isEmpty() || !waited) {
      return;
    }
    waited = false;
    try {
      TimeUnit.MILLISECONDS.sleep(BESIDE_MILLIS);
    } catch (InterruptedException signalled) {
      Thread.currentThread().interrupt();
    }
    tails.forEach(tail -> tail.take(zeek));
  }

  private void tell(LoggedFacts facts) {
    counts.merge(facts.writer(), 1L, Long::sum);
    add(facts);
  }

  /** A row of a report, of which each version is an observation of its own. */
  private void tell(List<LoggedFacts> row) {
    counts.merge(row.get(0).writer(), 1L, Long::sum);
    row.forEach(this::add);
  }

  private void add(LoggedFacts facts) {
    undecided += facts.isDecided() ? 0 : 1;
    judged += facts.isJudged() ? 1 : 0;
    Instant time = facts.place().time();
    if (!facts.isReport()) { // a report is no watch: its times say nothing of what was seen
      first = Optional.of(first.filter(earliest -> earliest.isBefore(time)).orElse(time));
      last = Optional.of(last.filter(latest -> latest.isAfter(time)).orElse(time));
    }
    sink.accept(facts.connection());
  }

  /** The logs that were read since this was asked last. */
  public List<Input> takeInputs() {
    List<Input> taken = List.copyOf(inputs);
    inputs.clear();
    return taken;
  }

  /** Returns what is left once all logs of the folder are read. */
  public LogTally end() {
    return new LogTally(
        inputs,
        counts,
        undecided,
        judged == 0 ? logs : 0,
        unreadable + dns.bad(),
        eve.brokenFlows(),
        eve.begunBefore(),
        zeek.forgotten() + eve.forgotten() + names.forgotten(),
        names.clients().all(),
        first,
        last);
  }
}
