package io.tlsfloor.capture.chain;

import io.tlsfloor.capture.Damage;
import io.tlsfloor.capture.Frame;
import io.tlsfloor.capture.chain.ChainResult.Input;
import io.tlsfloor.capture.connection.Analyzer;
import io.tlsfloor.capture.connection.AnalyzerOptions;
import io.tlsfloor.capture.file.CaptureFile;
import io.tlsfloor.capture.file.CaptureFiles;
import io.tlsfloor.capture.file.CaptureFormatException;
import io.tlsfloor.capture.file.CaptureSet;
import io.tlsfloor.capture.file.CaptureSet.Unread;
import io.tlsfloor.capture.file.FollowControl;
import io.tlsfloor.capture.file.FollowEnd;
import io.tlsfloor.capture.file.RotatedSet;
import io.tlsfloor.capture.record.FrameKeeper;
import io.tlsfloor.parser.observation.TlsConnection;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Reads a chain of captures: connections may go on from one to the next. Confined to one thread,
 * with a flow table of its own; shares nothing with others of its kind.
 */
public final class ChainReader {
  private static final int LOOK_EVERY = 64; // frames between looks at the clock and for signals
  private static final long TICK_NANOS =
      10_000_000L; // of packet time, while a filter keeps all out

  private final Analyzer analyzer;
  private final @Nullable Predicate<Frame> filter;
  private final BooleanSupplier interrupted;
  private final LongConsumer progress;
  private final List<Input> inputs = new ArrayList<>();
  private long told; // bytes of the capture that is read
  private long droppedByCapture;
  private long filtered;
  private long nextTick = Long.MIN_VALUE;
  private long firstNanos = Long.MAX_VALUE;
  private long lastNanos = Long.MIN_VALUE;
  private Optional<FollowEnd> followEnd = Optional.empty();

  /**
   * Begins a chain.
   *
   * @param options of the analysis
   * @param filter lets frames through; null for all of them
   * @param sink takes each connection, in the order of verdicts
   * @param keeper of the frames of undecided connections; null for none
   * @param interrupted whether to stop between two frames
   * @param progress takes the number of bytes read since the last call
   */
  public ChainReader(
      AnalyzerOptions options,
      @Nullable Predicate<Frame> filter,
      Consumer<TlsConnection> sink,
      @Nullable FrameKeeper keeper,
      BooleanSupplier interrupted,
      LongConsumer progress) {
    analyzer = new Analyzer(options, sink, keeper);
    this.filter = filter;
    this.interrupted = interrupted;
    this.progress = progress;
  }

  /** Reads a capture file to its end, to its damage, or until interrupted. */
  public void read(Path path) {
    try (CaptureFile capture = CaptureFiles.open(path, analyzer.names())) {
      read(capture);
    } catch (CaptureFormatException e) {
      inputs.add(Input.unread(path.toString(), e.problem(), e.advice()));
    } catch (IOException e) {
      Unread unread = CaptureSet.unreadable(path, e);
      inputs.add(Input.unread(unread.input(), unread.reason(), unread.advice()));
    }
  }

  /**
   * Reads a capture while it grows.
   *
   * @return why that ended; empty if the capture cannot be read, or not beyond a damage
   */
  public Optional<FollowEnd> follow(RotatedSet set) {
    followEnd = Optional.empty();
    FollowControl control =
        new FollowControl() {
          @Override
          public boolean stopped() {
            return interrupted.getAsBoolean();
          }

          @Override
          public void ended(FollowEnd how) {
            followEnd = Optional.of(how);
          }
        };
    try (CaptureFile capture = CaptureFiles.follow(set, analyzer.names(), control)) {
      read(capture);
    } catch (CaptureFormatException e) {
      if (!interrupted.getAsBoolean()) { // else its header was still to come
        inputs.add(Input.unread(set.current().toString(), e.problem(), e.advice()));
      }
    } catch (IOException e) {
      if (!interrupted.getAsBoolean()) {
        Unread unread = CaptureSet.unreadable(set.current(), e);
        inputs.add(Input.unread(unread.input(), unread.reason(), unread.advice()));
      }
    }
    return followEnd;
  }

  /** The captures that were read since this was asked last. */
  public List<Input> takeInputs() {
    List<Input> taken = List.copyOf(inputs);
    inputs.clear();
    return taken;
  }

  /** Reads a capture from a stream. */
  public void read(InputStream in, String name) {
    try (CaptureFile capture = CaptureFiles.open(in, name, analyzer.names())) {
      read(capture);
    } catch (CaptureFormatException e) {
      inputs.add(Input.unread(name, e.problem(), e.advice()));
    } catch (IOException e) {
      inputs.add(
          Input.unread(name, "cannot be read: " + CaptureSet.reason(e), "check what writes to it"));
    }
  }

  private void read(CaptureFile capture) {
    analyzer.begin(capture.name());
    Optional<String> failure = Optional.empty();
    try {
      frames(capture);
    } catch (IOException e) {
      if (!interrupted.getAsBoolean()) { // a read that was broken off is no damage
        failure = Optional.of("cannot be read further: " + CaptureSet.reason(e));
      }
    }
    if (followEnd.equals(Optional.of(FollowEnd.WRITTEN_ANEW))) {
      failure =
          Optional.of("overwritten while it was read: its last packets before that may be missing");
    }
    Damage damage = capture.damage();
    droppedByCapture += capture.droppedByCapture();
    inputs.add(
        new Input(
            capture.name(),
            capture.packets(),
            capture.bytes(),
            damage.isThere()
                ? Optional.of("damaged at byte " + damage.offset() + ": " + damage.what())
                : failure,
            Optional.empty()));
  }

  private void frames(CaptureFile capture) throws IOException {
    told = 0;
    FrameLoop.run(
        capture,
        LOOK_EVERY,
        Long.MAX_VALUE,
        this::take,
        any -> {
          tell(capture);
          return !interrupted.getAsBoolean();
        });
    if (!interrupted.getAsBoolean()) {
      capture.captureEnd().ifPresent(analyzer::tick); // nothing came until then
    }
  }

  private void tell(CaptureFile capture) {
    long bytes = capture.bytes();
    if (bytes != told) {
      progress.accept(bytes - told);
      told = bytes;
    }
  }

  private void take(Frame frame) {
    if (frame.timeKnown()) {
      long time = frame.timeNanos();
      firstNanos = Math.min(firstNanos, time);
      lastNanos = Math.max(lastNanos, time);
    }
    if (filter == null || filter.test(frame)) {
      analyzer.frame(frame);
    } else {
      leaveOut(frame.timeNanos());
    }
  }

  /** Time passes all the same, for what waits for an answer. */
  private void leaveOut(long time) {
    filtered++;
    if (time >= nextTick) {
      analyzer.tick(time);
      nextTick = time + TICK_NANOS;
    }
  }

  /** Returns whether connections can go on in a capture that begins at {@code first}. */
  public boolean continuesAt(OptionalLong first) {
    return first.isPresent()
        && lastNanos != Long.MIN_VALUE
        && CaptureSet.continues(lastNanos, first.getAsLong(), AnalyzerOptions.IDLE.toNanos());
  }

  /**
   * Ends the chain where this program failed: what was decided stays, what is undecided is lost.
   *
   * @param name of the capture that was read
   */
  ChainResult broken(String name, Throwable fault) {
    analyzer.handOn();
    StackTraceElement[] trace = fault.getStackTrace();
    String where = trace.length == 0 ? "" : " at " + trace[0];
    inputs.add(
        Input.unread(
            name,
            "given up by a fault of tlsfloor: " + fault + where,
            "report it, with the capture if you may"));
    return result();
  }

  /** Ends the chain: what is undecided goes to the sink as it stands. */
  public ChainResult end() {
    analyzer.end();
    return result();
  }

  private ChainResult result() {
    return new ChainResult(
        inputs,
        analyzer.coverage(),
        analyzer.clientNames(),
        droppedByCapture,
        filtered,
        firstNanos,
        lastNanos);
  }
}
