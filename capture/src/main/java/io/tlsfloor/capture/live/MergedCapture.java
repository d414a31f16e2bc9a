package io.tlsfloor.capture.live;

import io.tlsfloor.capture.Frame;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** Several interfaces as one source, in the order of time. Confined to one thread. */
public final class MergedCapture implements LiveCapture {
  private final List<InterfaceCapture> interfaces;
  private final EarliestFirst<InterfaceCapture> order;
  private InterfaceCapture last;

  /** Merges interfaces; closes them when it is closed. */
  public MergedCapture(List<InterfaceCapture> interfaces) {
    if (interfaces.isEmpty()) {
      throw new IllegalArgumentException("no interface");
    }
    this.interfaces = List.copyOf(interfaces);
    order = new EarliestFirst<>(interfaces);
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
    return order.nextNanos();
  }

  @Override
  public boolean poll(Frame frame) {
    if (interfaces.size() == 1) {
      return last.poll(frame);
    }
    InterfaceCapture next = order.next();
    if (next == null) {
      return false;
    }
    last = next;
    return next.poll(frame);
  }

  @Override
  public void await(long nanos) {
    if (interfaces.size() == 1) {
      last.await(nanos);
    } else {
      LockSupport.parkNanos(this, Math.min(nanos, LiveOptions.NAP_NANOS));
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
