package io.tlsfloor.cli.scan;

import io.tlsfloor.capture.Frame;
import io.tlsfloor.capture.chain.ChainReader;
import io.tlsfloor.capture.chain.ChainTask;
import io.tlsfloor.capture.chain.Following;
import io.tlsfloor.capture.chain.ParallelChains;
import io.tlsfloor.capture.connection.AnalyzerOptions;
import io.tlsfloor.capture.file.CaptureSet.Capture;
import io.tlsfloor.capture.file.CaptureSet.Unread;
import io.tlsfloor.capture.file.GivenPath;
import io.tlsfloor.capture.live.pcap.FrameFilter;
import io.tlsfloor.capture.record.FrameKeeper;
import io.tlsfloor.cli.command.Console;
import io.tlsfloor.cli.evidence.EvidenceWriter;
import io.tlsfloor.logs.LogLook;
import io.tlsfloor.logs.LogSet;
import io.tlsfloor.parser.observation.Room;
import io.tlsfloor.parser.observation.TlsConnection;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Reads the inputs of a scan: captures in order, chain by chain, by several threads where that
 * pays; then logs; then standard input. Or one input that grows.
 */
final class ScanReading {
  private static final int MAX_THREADS = 4; // each has a flow table of its own
  private static final long MIN_PARALLEL_BYTES = 1 << 20; // below, threads cost more than they save

  /** Takes what captures show, from one thread. Logs have a sink of their own. */
  interface Sink extends ParallelChains.Sink {
    /**
     * A connection was seen, by the thread that keeps its frames.
     *
     * @param keeper of the connection's frames, which it has until this returns; null for none
     */
    void connection(TlsConnection connection, @Nullable FrameKeeper keeper) throws IOException;
  }

  private final ScanOptions options;
  private final Inputs inputs;
  private final LogInputs logs;
  private final InputLog log;
  private final @Nullable EvidenceWriter evidence;
  private final ProgressDisplay progress;
  private final Sink sink;
  private final Console console;
  private final AnalyzerOptions analysis;
  private final Set<String> filterNotes = ConcurrentHashMap.newKeySet();

  /**
   * Reading that has not begun.
   *
   * @param logs reads logs, and takes their connections
   * @param log takes what became of an input that no chain reports
   * @param evidence keeps frames; null for none
   */
  ScanReading(
      ScanOptions options,
      Inputs inputs,
      LogInputs logs,
      InputLog log,
      @Nullable EvidenceWriter evidence,
      ProgressDisplay progress,
      Sink sink,
      Console console) {
    this.options = options;
    this.inputs = inputs;
    this.logs = logs;
    this.log = log;
    this.evidence = evidence;
    this.progress = progress;
    this.sink = sink;
    this.console = console;
    analysis =
        AnalyzerOptions.standard(options.judging().policy().homeNetworks()::contains)
            .withTimeout(options.judging().timeout());
  }

  /**
   * Reads everything, or until interrupted.
   *
   * @throws IOException if the sink fails
   */
  void run() throws IOException {
    if (options.follow()) {
      Path followed = GivenPath.of(options.inputs().get(0));
      if (LogSet.examine(followed).isPresent()) {
        logs.follow(followed);
        return;
      }
      ChainReader chain = begin(analysis.growing());
      new Following(chain, console::interrupted, log::add, console::warn).from(followed);
      sink.finished(chain.end());
      return;
    }
    int processors = Runtime.getRuntime().availableProcessors();
    boolean parallel = evidence == null; // frames are kept where connections are judged
    if (parallel
        && processors > 1
        && !inputs.captures().isEmpty()
        && inputs.filesSize() >= MIN_PARALLEL_BYTES) {
      int threads = Math.min(Math.min(processors, MAX_THREADS), inputs.captures().size());
      new ParallelChains(inputs.captures(), this::reader, console::interrupted, progress)
          .run(threads, sink);
    } else {
      oneByOne();
    }
    logs.read(inputs.logs(), progress);
    if (inputs.standardInput() && !console.interrupted()) {
      standardInput();
    }
  }

  private void standardInput() throws IOException {
    byte[] head = new byte[LogLook.MIN_BYTES];
    int length = 0;
    LogLook look;
    try {
      int read;
      do {
        read = console.in().read(head, length, head.length - length);
        length += Math.max(0, read);
        look = LogLook.at(Arrays.copyOf(head, length));
      } while (read > 0 && look.isOpen());
    } catch (IOException broken) { // which the capture's reader meets again, and reports
      look = LogLook.at(Arrays.copyOf(head, length));
    }
    InputStream in = // of which a read does not wait for more than the head, as a push-back does
        new SequenceInputStream(new ByteArrayInputStream(head, 0, length), console.in());
    if (look.mayBe()) {
      logs.read(in, Inputs.STANDARD_INPUT);
      return;
    }
    Optional<Unread> unread = look.unread(Inputs.STANDARD_INPUT);
    if (unread.isPresent()) {
      log.addLog(unread.get());
      return;
    }
    if (look.isHeadless()) {
      log.add(LogSet.headless(Inputs.STANDARD_INPUT));
      return;
    }
    ChainReader stream = begin(analysis.growing());
    stream.read(
        evidence == null ? in : evidence.watched(in, Inputs.STANDARD_INPUT), Inputs.STANDARD_INPUT);
    sink.finished(stream.end());
  }

  private void oneByOne() throws IOException {
    ChainReader chain = null;
    for (Capture capture : inputs.captures()) {
      if (console.interrupted()) {
        break;
      }
      if (chain != null && !chain.continuesAt(capture.first())) {
        sink.finished(chain.end());
        chain = null;
      }
      if (chain == null) {
        chain = begin(analysis);
      }
      chain.read(capture.path());
    }
    if (chain != null) {
      sink.finished(chain.end());
    }
  }

  private ChainReader begin(AnalyzerOptions analysis) {
    FrameKeeper keeper =
        evidence == null ? null : new FrameKeeper(Room.of(FrameKeeper.DEFAULT_MAX_BYTES));
    return new ChainReader(
        analysis,
        filter(),
        connection -> {
          try {
            sink.connection(connection, keeper);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        },
        keeper,
        console::interrupted,
        progress);
  }

  /** For a thread of its own: its connections wait until they are reported in order. */
  private ChainReader reader(ChainTask task) {
    return new ChainReader(
        analysis,
        filter(),
        task::put,
        null,
        () -> console.interrupted() || task.isCancelled(),
        task::count);
  }

  /** A filter for one thread; null for none. What it cannot be used for is said once. */
  private @Nullable Predicate<Frame> filter() {
    return options.filter().isEmpty()
        ? null
        : FrameFilter.of(
                options.filter().get(),
                note -> {
                  if (filterNotes.add(note)) {
                    console.warn(note);
                  }
                })
            ::admits;
  }
}
