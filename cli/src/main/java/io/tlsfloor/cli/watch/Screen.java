package io.tlsfloor.cli.watch;

import io.tlsfloor.cli.command.Console;
import io.tlsfloor.cli.metrics.Snapshot;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;

/**
 * What a watch says of itself: sentences on standard error and, on a terminal, its state in the
 * last line, which makes way for everything else. Confined to one thread.
 */
final class Screen {
  private static final String DOT = " · ";
  private static final long STATUS_NANOS = 1_000_000_000L;

  private final Console console;
  private final PrintStream status;
  private final boolean showsState;
  private final int columns;
  private long shownAt = System.nanoTime() - STATUS_NANOS;
  private boolean shown;

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

  /** Standard output, before which the state makes way. */
  OutputStream standardOutput() {
    OutputStream out = console.out();
    return new OutputStream() {
      @Override
      public void write(int b) throws IOException {
        erase();
        out.write(b);
      }

      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        erase();
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
        + now.flows()
        + " flows"
        + DOT
        + now.connections()
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
