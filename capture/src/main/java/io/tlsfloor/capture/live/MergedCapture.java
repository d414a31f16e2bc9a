package io.tlsfloor.capture.live;

import io.tlsfloor.capture.Frame;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Several interfaces as one source, in the order of time. Confined to one thread.
 *
 * <p>Each interface hands its frames over in batches. A frame therefore waits until every other one
 * has given a later one, or until none of them can have an earlier one any more. One from the
 * future is from before the clock was set back, and goes at once.
 */
public final class MergedCapture implements LiveCapture {
  /** A clock that is set back by less holds frames up for so long. */
  private static final long AHEAD_NANOS = 10_000_000_000L;

  /** Rest of a thread that waits for several interfaces at once. */
  private static final long NAP_NANOS = 5_000_000;

  private final List<InterfaceCapture> interfaces;
  private InterfaceCapture last;
  private @Nullable InterfaceCapture earliest; // of the last look
  private long time; // of its frame
  private long clockNanos = Long.MIN_VALUE; // when it was last looked at

  /**
   * Merges interfaces; closes them when it is closed. Of frames with the same time, the earlier
   * interface's comes first.
   */
  public MergedCapture(List<InterfaceCapture> interfaces) {
    if (interfaces.isEmpty()) {
      throw new IllegalArgumentException("no interface");
    }
    this.interfaces = List.copyOf(interfaces);
    last = interfaces.get(0);
  }

  /** Looks at each interface, some times a second. */
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
    long next = NOTHING;
    for (InterfaceCapture one : interfaces) {
      next = Math.min(next, one.nextNanos());
    }
    return next;
  }

  @Override
  public boolean poll(Frame frame) {
    if (interfaces.size() > 1) {
      InterfaceCapture next = next();
      if (next == null) {
        return false;
      }
      last = next;
    }
    return last.poll(frame);
  }

  /** The interface whose frame comes next; null when none is there, or it has to wait. */
  private @Nullable InterfaceCapture next() {
    if (!look() && earliest != null && time != Long.MIN_VALUE) {
      if (time > nowNanos() - LiveOptions.SETTLED_NANOS) {
        return null;
      }
      look(); // this thread may have slept between an interface's answer and the time of day
    }
    return earliest;
  }

  /** Finds the earliest frame; whether every interface had one. */
  private boolean look() {
    earliest = null;
    time = NOTHING;
    boolean all = true;
    for (int i = 0; i < interfaces.size(); i++) {
      InterfaceCapture one = interfaces.get(i);
      long next = one.nextNanos();
      all &= next != NOTHING;
      if (next < time) {
        time = next;
        earliest = one;
      }
      if (next != NOTHING && isAhead(next)) {
        time = Long.MIN_VALUE;
        earliest = one;
      }
    }
    return all;
  }

  /**
   * Returns whether a frame is from the future. The clock is looked at once in ten seconds of
   * frames.
   */
  private boolean isAhead(long frameNanos) {
    if (frameNanos - AHEAD_NANOS <= clockNanos) {
      return false;
    }
    clockNanos = nowNanos();
    return frameNanos - AHEAD_NANOS > clockNanos;
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
    long sum = 0;
    for (InterfaceCapture each : interfaces) {
      sum += each.packets();
    }
    return sum;
  }

  @Override
  public long bytes() {
    long sum = 0;
    for (InterfaceCapture each : interfaces) {
      sum += each.bytes();
    }
    return sum;
  }

  @Override
  public void close() {
    interfaces.forEach(InterfaceCapture::close);
  }
}
