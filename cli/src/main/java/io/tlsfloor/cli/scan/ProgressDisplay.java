package io.tlsfloor.cli.scan;

import io.tlsfloor.cli.command.Console;
import java.io.PrintStream;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongConsumer;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import me.tongfei.progressbar.ProgressState;
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
  private @Nullable Bar bar;

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
      bar = new Bar(console, total, done, Duration.ofNanos(took));
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

  /**
   * A bar with percentage, bytes, rate and time left; without a bar and what needs one where it is
   * not known how much comes. The only class that knows the library for it, loaded with the first
   * bar.
   */
  private static final class Bar {
    private static final long KILOBYTE = 1_000;
    private static final long MEGABYTE = 1_000_000;
    private static final int UPDATE_MILLIS = 250;
    private static final int ECHO = 3; // a terminal writes ^C behind the bar, on the same line

    private final ProgressBar bar;
    private final Console console;

    /**
     * Shows a bar.
     *
     * @param total bytes; 0 when that is not known
     * @param done bytes of them, read before
     * @param took reading those
     */
    Bar(Console console, long total, long done, Duration took) {
      this.console = console;
      PrintStream out = console.progress();
      long unit = total > 0 && total < 10 * MEGABYTE ? KILOBYTE : MEGABYTE;
      ProgressBarBuilder builder =
          new ProgressBarBuilder()
              .setTaskName("scan")
              .setInitialMax(total > 0 ? total : -1)
              .startsFrom(done, took)
              .setUnit(unit == MEGABYTE ? " MB" : " kB", unit)
              .showSpeed(new DecimalFormat("0.0", DecimalFormatSymbols.getInstance(Locale.ROOT)))
              .setStyle(ProgressBarStyle.ASCII)
              .setUpdateIntervalMillis(UPDATE_MILLIS)
              .clearDisplayOnFinish()
              .setConsumer(new ConsoleProgressBarConsumer(out, console.columns() - ECHO));
      bar = (total > 0 ? builder : builder.setRenderer(Bar::withoutEnd)).build();
      console.progressShown(true);
    }

    /** {@code scan 176 MB (0:00:02) 88.0 MB/s}. */
    private static String withoutEnd(ProgressState state, int columns) {
      Duration took = state.getTotalElapsed();
      double seconds = Math.max(took.toMillis(), 1) / 1000.0;
      String text =
          String.format(
              Locale.ROOT,
              "scan %d MB (%d:%02d:%02d) %.1f MB/s",
              state.getCurrent() / MEGABYTE,
              took.toHours(),
              took.toMinutesPart(),
              took.toSecondsPart(),
              state.getCurrent() / seconds / MEGABYTE);
      return text.length() <= columns ? text : text.substring(0, columns);
    }

    void show(long done) {
      bar.stepTo(done);
    }

    /** Takes the line away, with what the terminal wrote behind it. */
    void close() {
      console.progressShown(false);
      bar.close();
      console.progress().print(Console.ERASE_LINE);
      console.progress().flush();
    }
  }
}
