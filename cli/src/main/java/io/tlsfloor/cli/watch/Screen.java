package io.tlsfloor.cli.watch;

import io.tlsfloor.capture.live.LiveStats;
import io.tlsfloor.cli.command.Console;
import io.tlsfloor.cli.metrics.Snapshot;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * Holds what a watch says of itself: sentences on standard error and, on a terminal, its state in
 * the last line, which makes way for everything else. Confined to one thread, but for sentences
 * that are to be said later: of those some wait, and where that thread is stuck the others are
 * dropped.
 */
final class Screen {
  private static final String DOT = " · ";
  private static final long STATUS_NANOS = 1_000_000_000L;
  private static final long AGAIN_NANOS = 60_000_000_000L; // between two sentences of one loss
  private static final byte[] ERASE = Console.ERASE_LINE.getBytes(StandardCharsets.US_ASCII);
  private static final int MAX_WAITING = 1000; // sentences

  private final Console console;
  private final PrintStream status;
  private final boolean showsState;
  private final int columns;
  private long shownAt = System.nanoTime() - STATUS_NANOS;
  private boolean shown;
  private long dropsAt = System.nanoTime() - AGAIN_NANOS;
  private long dropsTold;
  private long lostAt = dropsAt;
  private long lostTold;
  private final BlockingQueue<Runnable> waiting = new ArrayBlockingQueue<>(MAX_WAITING);

  /**
   * A screen.
   *
   * @param showsState whether standard error is a terminal for the state
   */
  Screen(Console console, boolean showsState) {
    this.console = console;
    this.showsState = showsState;
    status = console.progress();
    columns = showsState ? console.columns() : 0;
  }

  /** A sentence about the watch itself: something went wrong, or is right again. */
  void event(String what) {
    erase();
    console.warn(what);
  }

  /** A sentence about the watch itself: something is as it should be, or as was asked. */
  void note(String what) {
    erase();
    console.note(what);
  }

  /** An event, by any thread: said at the next {@link #catchUp}. */
  void eventLater(String what) {
    boolean unused = waiting.offer(() -> event(what)); // false: it is full
  }

  /** A note, by any thread: said at the next {@link #catchUp}. */
  void noteLater(String what) {
    boolean unused = waiting.offer(() -> note(what)); // false: it is full
  }

  /** Says what other threads had to say since the last call. */
  void catchUp() {
    for (Runnable next = waiting.poll(); next != null; next = waiting.poll()) {
      next.run();
    }
  }

  /** Says that packets were dropped or lines lost, each at most once a minute. */
  void losses(long now, LiveStats live, long lostLines) {
    if (live.drops() > dropsTold && now - dropsAt >= AGAIN_NANOS) {
      event(
          "packets were dropped: "
              + live.kernelDrops()
              + " by the kernel, "
              + live.interfaceDrops()
              + " by the interface, "
              + live.queueDrops()
              + " by our own queue so far");
      dropsTold = live.drops();
      dropsAt = now;
    }
    if (lostLines > lostTold && now - lostAt >= AGAIN_NANOS) {
      event("lines of results were lost: " + lostLines + " so far");
      lostTold = lostLines;
      lostAt = now;
    }
  }

  /**
   * Standard output, before which the state makes way: also here, since messages are written by
   * another thread, which may be late.
   */
  OutputStream standardOutput() {
    OutputStream out = console.out();
    return new OutputStream() {
      @Override
      public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
      }

      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        erase();
        if (showsState) {
          out.write(ERASE);
        }
        out.write(bytes, offset, length);
      }

      @Override
      public void flush() throws IOException {
        out.flush();
      }
    };
  }

  /** Shows the state, once a second and after anything else. */
  void show(Snapshot now) {
    long time = System.nanoTime();
    if (showsState && (time - shownAt >= STATUS_NANOS || !shown)) {
      String text = state(now);
      status.print(
          Console.ERASE_LINE + (text.length() < columns ? text : text.substring(0, columns - 1)));
      status.flush();
      shown = true;
      shownAt = time;
    }
  }

  /** Takes the state away. */
  void erase() {
    if (shown) {
      status.print(Console.ERASE_LINE);
      status.flush();
      shown = false;
    }
  }

  /** The state in one line, without what changes nothing. */
  static String state(Snapshot now) {
    return now.packetsPerSecond()
        + " packets/s"
        + DOT
        + now.reading().flows()
        + " flows"
        + DOT
        + counts(now);
  }

  /** What there was since the watch began, in one line. */
  static String totals(Snapshot now) {
    return now.reading().packets()
        + " packets"
        + DOT
        + now.reading().bytes()
        + " bytes"
        + DOT
        + counts(now);
  }

  private static String counts(Snapshot now) {
    return now.connections()
        + " connections"
        + DOT
        + now.flagged()
        + " flagged"
        + DOT
        + "dropped "
        + now.live().kernelDrops()
        + " kernel, "
        + now.live().interfaceDrops()
        + " interface, "
        + now.live().queueDrops()
        + " queue"
        + (now.waitedFor().isEmpty() ? "" : DOT + now.waitedFor().size() + " down")
        + (now.blindSeconds() > 0 ? DOT + "blind for " + now.blindSeconds() + " s" : "")
        + (now.lostLines() > 0 ? DOT + now.lostLines() + " lines lost" : "")
        + (now.lostEvidence() > 0 ? DOT + now.lostEvidence() + " without evidence" : "");
  }
}
