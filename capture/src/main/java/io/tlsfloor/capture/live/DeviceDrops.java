package io.tlsfloor.capture.live;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Packets that an interface or its driver dropped since capture began, as Linux counts them under
 * {@code /sys/class/net} (Documentation/ABI/testing/sysfs-class-net-statistics): those that the
 * device missed, and those that its queue had no room for. libpcap counts the same. Looks at most
 * once a second. Confined to one thread.
 */
public final class DeviceDrops {
  private static final Path LINUX = Path.of("/sys/class/net");
  private static final long LOOK_NANOS = 1_000_000_000L;

  private final Path statistics;
  private final long lookNanos;
  private long last;
  private long total;
  private long lookedAt = System.nanoTime();

  /** Begins to count for an interface. */
  public DeviceDrops(String device) {
    this(LINUX, device, LOOK_NANOS);
  }

  DeviceDrops(Path devices, String device, long lookNanos) {
    statistics = devices.resolve(device).resolve("statistics");
    this.lookNanos = lookNanos;
    last = now();
  }

  /** Packets dropped so far. */
  public long count() {
    long time = System.nanoTime();
    if (time - lookedAt >= lookNanos) {
      lookedAt = time;
      long now = now();
      total += Math.max(0, now - last); // a driver that was loaded again counts from 0
      last = now;
    }
    return total;
  }

  private long now() {
    return read("rx_missed_errors") + read("rx_fifo_errors");
  }

  private long read(String name) {
    try {
      return Long.parseLong(Files.readString(statistics.resolve(name)).trim());
    } catch (IOException | NumberFormatException e) {
      return 0; // it went, or does not count
    }
  }
}
