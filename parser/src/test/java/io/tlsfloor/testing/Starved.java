package io.tlsfloor.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * How long something takes on a machine of its own: time in which threads of a process, or the one
 * that looks at it, could run and had no processor, because others had them, does not count. So a
 * bound in seconds can be held on a busy machine.
 */
public final class Starved {
  private static final int LOOK_MILLIS = 5;
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Path SELF = Path.of("/proc/thread-self");

  private Starved() {}

  /**
   * Waits.
   *
   * @param pid of the process that works
   * @param over asked again and again
   * @return time until then, without that in which the process waited for a processor
   */
  public static Duration until(long pid, BooleanSupplier over) throws InterruptedException {
    long begun = System.nanoTime();
    long own = ofThread(SELF);
    long before = waitedNanos(pid);
    long waited = before;
    while (!over.getAsBoolean()) {
      waited = Math.max(waited, waitedNanos(pid));
      Thread.sleep(LOOK_MILLIS);
      if (System.nanoTime() - begun > PATIENCE.toNanos()) {
        throw new AssertionError(
            "waited for process " + pid + " for " + PATIENCE.toSeconds() + " s");
      }
    }
    waited += ofThread(SELF) - own;
    return Duration.ofNanos(System.nanoTime() - begun - (waited - before));
  }

  /** Counts all its threads; 0 where the system does not tell, or the process is gone. */
  private static long waitedNanos(long pid) {
    try (Stream<Path> threads = Files.list(Path.of("/proc/" + pid + "/task"))) {
      return threads.mapToLong(Starved::ofThread).sum();
    } catch (IOException | UncheckedIOException gone) {
      return 0;
    }
  }

  private static long ofThread(Path thread) {
    try {
      String[] numbers = Files.readString(thread.resolve("schedstat")).strip().split(" ");
      return numbers.length < 2 ? 0 : Long.parseLong(numbers[1]);
    } catch (IOException gone) {
      return 0;
    }
  }
}
