package io.tlsfloor.report.sink;

/**
 * When a run has to be over, whatever it still waits for. At first there is no such time. Any
 * thread may ask or set it.
 */
public final class Deadline {
  private volatile boolean set;
  private volatile long nanoTime;

  /** From here on all waits end at {@code nanoTime}, as {@link System#nanoTime} counts. */
  public void at(long nanoTime) {
    this.nanoTime = nanoTime;
    set = true;
  }

  /** How much of a wait of {@code nanos} there is time for; 0 or more. */
  public long within(long nanos) {
    return set ? Math.max(0, Math.min(nanos, nanoTime - System.nanoTime())) : nanos;
  }
}
