package io.tlsfloor.fuzz;

import java.lang.management.ManagementFactory;
import java.util.function.Supplier;

/** Takes input that costs far more than its packets and bytes for a finding. */
final class Work {
  /** A hundred times what a scan may cost: the fuzzer's own probes take most of it. */
  private static final long NANOS_A_PACKET = 100 * 40_000;

  private static final long NANOS_A_BYTE = 100 * 20;
  private static final long NANOS_A_RUN = 200_000_000;
  private static final int TRIES = 3; // a collection of garbage is no finding

  private Work() {}

  /** Holds what was done. */
  record Done(long packets, long bytes) {}

  /** Runs it, and again where it took too long. */
  static void inBounds(Supplier<Done> run) {
    long least = Long.MAX_VALUE;
    long allowed = 0;
    for (int i = 0; i < TRIES && least > allowed; i++) {
      long before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
      Done done = run.get();
      least =
          Math.min(least, ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - before);
      allowed = NANOS_A_RUN + NANOS_A_PACKET * done.packets() + NANOS_A_BYTE * done.bytes();
    }
    if (least > allowed) {
      throw new AssertionError("slow: " + least / 1_000_000 + " of " + allowed / 1_000_000 + " ms");
    }
  }
}
