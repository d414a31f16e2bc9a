package io.tlsfloor.inventory.live;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/** Tells a thread that works, if slowly, from one that waits for something that does not come. */
final class Headway {
  private static final long WINDOW_NANOS = 500_000_000L;
  private static final long WORK_NANOS = 500_000; // that a thread which works does in a window

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final Thread thread;
  private long since;
  private long used;
  private boolean made = true;

  Headway(Thread thread) {
    this.thread = thread;
  }

  /** Whether it worked in the last half second or so. */
  boolean isMade() {
    long now = System.nanoTime();
    if (now - since > WINDOW_NANOS) {
      long total = THREADS.getThreadCpuTime(thread.getId());
      made = total - used > WORK_NANOS || since == 0;
      used = total;
      since = now;
    }
    return made;
  }
}
