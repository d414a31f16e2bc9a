package io.tlsfloor.cli.scan;

import io.tlsfloor.cli.command.Console;
import java.time.Duration;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Shows how far a long scan has got. What is over within a second shows nothing, and loads nothing.
 * Called by any thread.
 */
final class ProgressDisplay implements LongConsumer, AutoCloseable {
  private static final long WAIT_NANOS = 1_000_000_000L;

  private final boolean wanted;
  private final long total;
  private final Console console;
  private final long started = System.nanoTime();
  private long done;
  private boolean closed;
  private @Nullable BytesBar bar;

  /**
   * A display that waits.
   *
   * @param wanted whether it may be shown at all
   * @param total bytes to read; 0 when that is not known
   */
  ProgressDisplay(boolean wanted, long total, Console console) {
    this.wanted = wanted;
    this.total = total;
    this.console = console;
  }

  /** Counts bytes that were read. */
  @Override
  public void accept(long bytes) {
    if (wanted) {
      count(bytes);
    }
  }

  private synchronized void count(long bytes) {
    done += bytes;
    if (closed) {
      return;
    }
    if (bar == null) {
      long took = System.nanoTime() - started;
      if (took < WAIT_NANOS) {
        return;
      }
      bar = new BytesBar(console, total, done, Duration.ofNanos(took));
    }
    bar.show(done);
  }

  /** Takes the display away. */
  @Override
  public synchronized void close() {
    closed = true;
    if (bar != null) {
      bar.close();
    }
  }
}
