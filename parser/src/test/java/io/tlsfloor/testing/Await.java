package io.tlsfloor.testing;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for what another thread or process does, and fails when that takes too long. */
public final class Await {
  /** Longer than anything that a test waits for takes, also on a machine that does much else. */
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private static final long POLL_MILLIS = 10;

  private Await() {}

  /** Goes on once {@code met}, asked again and again; fails after five minutes. */
  public static void until(BooleanSupplier met) {
    until(met, () -> "what did not come");
  }

  /**
   * Goes on once {@code met}; fails after five minutes.
   *
   * @param what is waited for and what there is instead, asked when it fails
   */
  public static void until(BooleanSupplier met, Supplier<String> what) {
    until(met, what, PATIENCE);
  }

  /** The same with another patience. */
  public static void until(BooleanSupplier met, Supplier<String> what, Duration patience) {
    long begun = System.nanoTime();
    while (!met.getAsBoolean()) {
      if (System.nanoTime() - begun > patience.toNanos()) {
        throw new AssertionError("waited " + patience.toSeconds() + " s for " + what.get());
      }
      try {
        Thread.sleep(POLL_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AssertionError("interrupted, waiting for " + what.get(), e);
      }
    }
  }
}
