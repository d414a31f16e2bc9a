package io.tlsfloor.capture.live;

import io.tlsfloor.capture.Frame;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Several interfaces as one source, in the order of time.
 *
 * <p>Each interface hands its frames over in batches. A frame therefore waits until every other
 * interface has told a later one, or until none of them can have an earlier one any more. Confined
 * to one thread.
 */
public final class MergedCapture implements LiveCapture {
  /** Twice the time after which a kernel hands over what it has. */
  private static final long HOLD_NANOS = 2 * LiveOptions.TIMEOUT_MILLIS * 1_000_000L;

  private static final long NAP_NANOS = 5_000_000; // nobody can wait for several at once

  private final List<InterfaceCapture> interfaces;
  private InterfaceCapture last;

  /** Merges interfaces; closes them when it is closed. */
  public MergedCapture(List<InterfaceCapture> interfaces) {
    if (interfaces.isEmpty()) {
      throw new IllegalArgumentException("no interface");
    }
    this.interfaces = List.copyOf(interfaces);
    last = interfaces.get(0);
  }

  /** Looks at each interface, at most once a second. */
  public void check() {
    for (InterfaceCapture one : interfaces) {
      one.check();
    }
  }

  /** The interfaces. */
  public List<InterfaceCapture> interfaces() {
    return interfaces;
  }

  @Override
  public long nextNanos() {
    long earliest = NOTHING;
    for (InterfaceCapture one : interfaces) {
      earliest = Math.min(earliest, one.nextNanos());
    }
    return earliest;
  }

  @Override
  public boolean poll(Frame frame) {
    if (interfaces.size() == 1) {
      return last.poll(frame);
    }
    InterfaceCapture earliest = last;
    long time = NOTHING;
    boolean allTold = true;
    for (InterfaceCapture one : interfaces) {
      long next = one.nextNanos();
      allTold &= next != NOTHING;
      if (next < time) {
        time = next;
        earliest = one;
      }
    }
    if (time == NOTHING || !allTold && time > nowNanos() - HOLD_NANOS) {
      return false;
    }
    last = earliest;
    return earliest.poll(frame);
  }

  private static long nowNanos() {
    Instant now = Instant.now();
    return now.getEpochSecond() * 1_000_000_000L + now.getNano();
  }

  @Override
  public void await(long nanos) {
    if (interfaces.size() == 1) {
      last.await(nanos);
    } else {
      LockSupport.parkNanos(this, Math.min(nanos, NAP_NANOS));
    }
  }

  @Override
  public boolean isOpen() throws CaptureException {
    for (InterfaceCapture one : interfaces) {
      one.isOpen();
    }
    return true;
  }

  @Override
  public LiveStats stats() {
    LiveStats sum = LiveStats.NONE;
    for (InterfaceCapture one : interfaces) {
      sum = sum.plus(one.stats());
    }
    return sum;
  }

  /** The interface of the frame that came last. */
  @Override
  public String name() {
    return last.name();
  }

  @Override
  public long packets() {
    return interfaces.stream().mapToLong(InterfaceCapture::packets).sum();
  }

  @Override
  public long bytes() {
    return interfaces.stream().mapToLong(InterfaceCapture::bytes).sum();
  }

  @Override
  public void close() {
    interfaces.forEach(InterfaceCapture::close);
  }
}
