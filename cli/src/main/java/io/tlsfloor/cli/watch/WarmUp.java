package io.tlsfloor.cli.watch;

import io.tlsfloor.capture.Frame;
import io.tlsfloor.capture.chain.FrameLoop;
import io.tlsfloor.capture.connection.Analyzer;
import io.tlsfloor.capture.file.CaptureFile;
import io.tlsfloor.capture.file.CaptureFiles;
import io.tlsfloor.capture.file.CaptureFormatException;
import io.tlsfloor.capture.file.CaptureSet;
import io.tlsfloor.capture.record.FrameKeeper;
import io.tlsfloor.cli.command.Console;
import io.tlsfloor.cli.command.Installation;
import io.tlsfloor.parser.observation.Room;
import io.tlsfloor.rules.catalogue.Catalogue;
import io.tlsfloor.rules.judge.Judge;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Has the Java virtual machine load and compile what handshakes need before the first one is
 * captured: otherwise the first hundreds of them run interpreted, packets wait for that in the
 * kernel, and at a high rate its buffer overflows.
 *
 * <p>A few captures go through analyzers and a judge again and again, for a bounded time. What they
 * tell is thrown away, and each analyzer with it; nothing of it can change what a watch finds.
 */
final class WarmUp {
  /** Twice as long was no better, half as long was worse: docs/dev/performance.md. */
  static final Duration LIMIT = Duration.ofMillis(500);

  /** Connections after which a further one takes hardly less time than the last. */
  static final int ENOUGH = 2000;

  private static final long MAX_BYTES = 4L << 20; // of frames in memory

  /** This is as much as the launcher lets young objects have: the first collection may keep all. */
  private static final int ROOM_BYTES = 12 << 20;

  private final WatchOptions options;
  private final Judge judge;
  private final BooleanSupplier interrupted;
  private final LongSupplier nanos;
  private final long limitNanos;
  private long begunNanos;
  private long heldBytes;
  private int connections;
  private int runs; // of captures, each as far as it went

  /** The frames of a capture, and the time that was spent on them. */
  private static final class Training {
    private final List<Frame> frames = new ArrayList<>();
    private long spentNanos;

    private void spent(long nanos) {
      spentNanos += nanos;
    }
  }

  /**
   * A warm-up that has not begun.
   *
   * @param interrupted whether somebody asked for an end
   * @param nanos the clock, as {@link System#nanoTime}
   */
  WarmUp(
      WatchOptions options, Catalogue catalogue, BooleanSupplier interrupted, LongSupplier nanos) {
    this.options = options;
    this.interrupted = interrupted;
    this.nanos = nanos;
    judge = new Judge(options.judging().policy(), catalogue);
    limitNanos =
        options.capturing().duration().filter(d -> d.compareTo(LIMIT) < 0).orElse(LIMIT).toNanos();
  }

  /**
   * Warms up for a watch, if the captures are where the installed application has them. The heap
   * that grew meanwhile is given back: a watch needs less.
   */
  static void before(WatchOptions options, Catalogue catalogue, Console console) {
    // The launcher trains the class-data archive with these captures, too.
    Optional<Path> folder = Installation.beside("lib/training").filter(Files::isDirectory);
    if (folder.isPresent()) {
      new WarmUp(options, catalogue, console::interrupted, System::nanoTime).run(folder.get());
      touchRoom();
      System.gc(); // nothing is captured yet that would wait for it
    }
  }

  /**
   * Has the kernel give the memory that the first collection copies into. With packets waiting, it
   * would take three times as long: a page fault for each 4 KiB.
   */
  private static void touchRoom() {
    byte[] room = new byte[ROOM_BYTES]; // large ones begin where old objects do
    room[0] = 1;
  }

  /**
   * Runs the captures below {@code folder}, until it was enough, the time is over or somebody asked
   * for an end. One of them is run however long that takes on a busy machine. What cannot be read
   * is left out.
   *
   * @return connections that were judged
   */
  int run(Path folder) {
    begunNanos = nanos.getAsLong();
    List<Training> captures = read(folder);
    Analyzer analyzer = analyzer();
    while (!captures.isEmpty() && !isOver()) {
      // To each kind of handshake the same time, whatever its first one takes.
      Training next =
          Collections.min(captures, Comparator.comparingLong(capture -> capture.spentNanos));
      long before = nanos.getAsLong();
      analyze(analyzer, next.frames);
      next.spent(Math.max(1, nanos.getAsLong() - before));
      runs++;
    }
    return connections;
  }

  private boolean isOver() {
    return connections >= ENOUGH
        || runs > 0 && nanos.getAsLong() - begunNanos >= limitNanos
        || interrupted.getAsBoolean();
  }

  /** As a capture of its own: no connection meets one that was there before. */
  private void analyze(Analyzer analyzer, List<Frame> frames) {
    for (int i = 0; i < frames.size() && !isOver(); i++) {
      analyzer.frame(frames.get(i));
    }
    analyzer.end();
  }

  private Analyzer analyzer() {
    @Nullable FrameKeeper keeper =
        options.evidence().isEmpty()
            ? null
            : new FrameKeeper(Room.of(FrameKeeper.DEFAULT_MAX_BYTES));
    return new Analyzer(
        options.analyzer(options.judging().policy().homeNetworks()::contains),
        connection -> {
          if (keeper != null) {
            keeper.told();
          }
          judge.judge(connection);
          connections++;
        },
        keeper);
  }

  // ---- the captures

  private List<Training> read(Path folder) {
    List<Training> captures = new ArrayList<>();
    for (CaptureSet.Capture each : CaptureSet.of(List.of(folder.toString())).captures()) {
      if (isOver()) {
        break;
      }
      Training capture = new Training();
      read(each.path(), capture.frames);
      if (!capture.frames.isEmpty()) {
        captures.add(capture);
      }
    }
    return captures;
  }

  private void read(Path path, List<Frame> frames) {
    try (CaptureFile file = CaptureFiles.open(path, (address, name) -> {})) {
      FrameLoop.run(
          file,
          1,
          Long.MAX_VALUE,
          frame -> {
            heldBytes += frame.capturedLength();
            frames.add(copy(frame));
          },
          any -> heldBytes < MAX_BYTES);
    } catch (CaptureFormatException | IOException e) {
      // What was read until then serves as well.
    }
  }

  /** In memory of the kind that captured frames lie in: code is compiled for what it meets. */
  private static Frame copy(Frame frame) {
    ByteBuffer bytes = ByteBuffer.allocateDirect(frame.capturedLength());
    bytes.put(0, frame.buffer(), frame.offset(), frame.capturedLength());
    Frame copy = new Frame();
    copy.bytes(bytes, 0, frame.capturedLength(), frame.originalLength());
    copy.about(frame.number(), frame.linkType(), frame.timeNanos(), frame.timeKnown());
    copy.vlanTci(frame.vlanTci());
    return copy;
  }
}
