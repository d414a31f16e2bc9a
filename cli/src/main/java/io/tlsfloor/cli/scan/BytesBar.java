package io.tlsfloor.cli.scan;

import io.tlsfloor.cli.command.Console;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** A bar with bytes, rate and time left. The only class that knows the library for it. */
final class BytesBar {
  private static final long MEGABYTE = 1_000_000;
  private static final int UPDATE_MILLIS = 250;

  private final ProgressBar bar;

  /**
   * Shows a bar.
   *
   * @param total bytes; 0 when that is not known
   */
  BytesBar(Console console, long total) {
    bar =
        new ProgressBarBuilder()
            .setTaskName("scan")
            .setInitialMax(total > 0 ? total : -1)
            .setUnit(" MB", MEGABYTE)
            .showSpeed()
            .setStyle(ProgressBarStyle.ASCII)
            .setUpdateIntervalMillis(UPDATE_MILLIS)
            .clearDisplayOnFinish()
            .setConsumer(new ConsoleProgressBarConsumer(console.progress(), console.columns() - 1))
            .build();
  }

  void show(long done) {
    bar.stepTo(done);
  }

  void close() {
    bar.close();
  }
}
