package io.tlsfloor.cli.scan;

import io.tlsfloor.capture.Damage;
import io.tlsfloor.capture.Frame;
import io.tlsfloor.capture.file.CaptureFile;
import io.tlsfloor.capture.file.CaptureFiles;
import io.tlsfloor.capture.file.CaptureFormatException;
import io.tlsfloor.capture.file.CaptureSet;
import io.tlsfloor.capture.file.CaptureSet.Unread;
import io.tlsfloor.capture.file.FollowControl;
import io.tlsfloor.capture.file.FollowEnd;
import io.tlsfloor.capture.file.RotatedSet;
import io.tlsfloor.capture.keep.FrameKeeper;
import io.tlsfloor.capture.live.pcap.FrameFilter;
import io.tlsfloor.capture.track.Analyzer;
import io.tlsfloor.capture.track.AnalyzerOptions;
import io.tlsfloor.parser.observation.TlsConnection;
import io.tlsfloor.report.model.InputSummary;
import io.tlsfloor.report.text.Reasons;
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
import org.jspecify.annotations.Nullable;

/**
 * Reads a chain of captures: connections may go on from one to the next. Confined to one thread,
 * with a flow table of its own.
 */
final class ChainScanner {
  private static final int LOOK_EVERY = 64; // frames between looks at the clock and for signals
  private static final long TICK_NANOS =
      10_000_000L; // of packet time, while a filter keeps all out

  private final Analyzer analyzer;
  private final @Nullable FrameFilter filter;
  private final BooleanSupplier interrupted;
  private final LongConsumer progress;
  private final Frame frame = new Frame();
  private final List<InputSummary> inputs = new ArrayList<>();
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
   * @param progress takes the number of bytes read since it was last told
   */
  ChainScanner(
      AnalyzerOptions options,
      @Nullable FrameFilter filter,
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
  void read(Path path) {
    try (CaptureFile capture = CaptureFiles.open(path, analyzer.names())) {
      read(capture);
    } catch (CaptureFormatException e) {
      inputs.add(InputLog.unread(path.toString(), e.problem(), e.advice()));
    } catch (IOException e) {
      Unread unread = CaptureSet.unreadable(path, e);
      inputs.add(InputLog.unread(unread.input(), unread.reason(), unread.advice()));
    }
  }

  /**
   * Reads a capture while it grows.
   *
   * @return why that ended; empty if the capture cannot be read, or not beyond a damage
   */
  Optional<FollowEnd> follow(RotatedSet set) {
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
        inputs.add(InputLog.unread(set.current().toString(), e.problem(), e.advice()));
      }
    } catch (IOException e) {
      if (!interrupted.getAsBoolean()) {
        Unread unread = CaptureSet.unreadable(set.current(), e);
        inputs.add(InputLog.unread(unread.input(), unread.reason(), unread.advice()));
      }
    }
    return followEnd;
  }

  /** The captures that were read since this was asked last. */
  List<InputSummary> takeInputs() {
    List<InputSummary> taken = List.copyOf(inputs);
    inputs.clear();
    return taken;
  }

  /** Reads a capture from a stream. */
  void read(InputStream in, String name) {
    try (CaptureFile capture = CaptureFiles.open(in, name, analyzer.names())) {
      read(capture);
    } catch (CaptureFormatException e) {
      inputs.add(InputLog.unread(name, e.problem(), e.advice()));
    } catch (IOException e) {
      inputs.add(
          InputLog.unread(name, "cannot be read: " + Reasons.of(e), "check what writes to it"));
    }
  }

  private void read(CaptureFile capture) {
    analyzer.begin(capture.name());
    Optional<String> failure = Optional.empty();
    try {
      frames(capture);
    } catch (IOException e) {
      if (!interrupted.getAsBoolean()) { // a read that was broken off is no damage
        failure = Optional.of("cannot be read further: " + Reasons.of(e));
      }
    }
    if (followEnd.equals(Optional.of(FollowEnd.WRITTEN_ANEW))) {
      failure =
          Optional.of("begun anew while it was read: its last packets before that may be missing");
    }
    Damage damage = capture.damage();
    droppedByCapture += capture.droppedByCapture();
    inputs.add(
        new InputSummary(
            capture.name(),
            capture.packets(),
            capture.bytes(),
            damage.isThere()
                ? Optional.of("damaged at byte " + damage.offset() + ": " + damage.what())
                : failure,
            Optional.empty()));
  }

  private void frames(CaptureFile capture) throws IOException {
    long told = 0;
    while (some(capture) && !interrupted.getAsBoolean()) {
      long bytes = capture.bytes();
      if (bytes != told) {
        progress.accept(bytes - told);
        told = bytes;
      }
    }
    progress.accept(capture.bytes() - told);
    if (!interrupted.getAsBoolean()) {
      capture.captureEnd().ifPresent(analyzer::tick); // nothing came until then
    }
  }

  /**
   * Reads a few frames. A short loop, called often, runs compiled from early on.
   *
   * @return whether there are more
   */
  private boolean some(CaptureFile capture) throws IOException {
    for (int left = LOOK_EVERY; left > 0; left--) {
      if (!capture.next(frame)) {
        return false;
      }
      take();
    }
    return true;
  }

  private void take() {
    if (frame.timeKnown()) {
      long time = frame.timeNanos();
      firstNanos = Math.min(firstNanos, time);
      lastNanos = Math.max(lastNanos, time);
    }
    if (filter == null || filter.admits(frame)) {
      analyzer.frame(frame);
    } else {
      leaveOut(frame.timeNanos());
    }
  }

  /** Time passes all the same: who does not answer meanwhile is silent. */
  private void leaveOut(long time) {
    filtered++;
    if (time >= nextTick) {
      analyzer.tick(time);
      nextTick = time + TICK_NANOS;
    }
  }

  /** Whether connections can go on in a capture that begins at {@code first}. */
  boolean continuesAt(OptionalLong first) {
    return first.isPresent()
        && lastNanos != Long.MIN_VALUE
        && CaptureSet.continues(lastNanos, first.getAsLong(), AnalyzerOptions.IDLE.toNanos());
  }

  /** Ends the chain: what is undecided goes to the sink as it stands. */
  ChainResult end() {
    analyzer.end();
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
