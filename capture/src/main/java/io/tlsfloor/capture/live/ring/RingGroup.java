package io.tlsfloor.capture.live.ring;

import com.sun.jna.LastErrorException;
import com.sun.jna.Memory;
import io.tlsfloor.capture.Frame;
import io.tlsfloor.capture.live.CaptureException;
import io.tlsfloor.capture.live.DeviceDrops;
import io.tlsfloor.capture.live.EarliestFirst;
import io.tlsfloor.capture.live.LinkState;
import io.tlsfloor.capture.live.LiveCapture;
import io.tlsfloor.capture.live.LiveOptions;
import io.tlsfloor.capture.live.LiveStats;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * An interface through several rings, which the cores that take its packets fill side by side. They
 * are read in the order of time, as one: whatever the kernel parted, tunnels, fragments and the two
 * sides of a NAT, is together again. Confined to one thread.
 */
public final class RingGroup implements LiveCapture {
  private static final int POLL_BYTES = 8; // struct pollfd

  private final String device;
  private final List<RingCapture> rings;
  private final EarliestFirst<RingCapture> order;
  private final Memory poll;
  private final DeviceDrops interfaceDrops;
  private boolean closed;
  private long packets;
  private long bytes;

  private RingGroup(String device, List<RingCapture> rings) {
    this.device = device;
    this.rings = List.copyOf(rings);
    order = new EarliestFirst<>(rings);
    interfaceDrops = new DeviceDrops(device);
    poll = new Memory((long) POLL_BYTES * rings.size());
    for (int i = 0; i < rings.size(); i++) {
      poll.setInt((long) POLL_BYTES * i, rings.get(i).descriptor());
      poll.setShort((long) POLL_BYTES * i + 4, Linux.POLLIN);
    }
  }

  /**
   * Begins to capture, by one ring or by as many as the options say.
   *
   * @throws CaptureException if that cannot be: older kernels make a group only where the interface
   *     is up
   */
  public static LiveCapture open(String device, LiveOptions options) throws CaptureException {
    if (options.rings() == 1) {
      return RingCapture.open(device, options);
    }
    Fanout fanout = Fanout.shared();
    List<RingCapture> rings = new ArrayList<>();
    try {
      for (int i = 0; i < options.rings(); i++) {
        rings.add(RingCapture.open(device, options, fanout));
      }
      return new RingGroup(device, rings);
    } catch (CaptureException e) {
      rings.forEach(RingCapture::close);
      if (e.kind() == CaptureException.Kind.OTHER
          && LinkState.of(device).kind() == LinkState.Kind.DOWN) {
        throw new CaptureException(
            CaptureException.Kind.OTHER,
            device + " is down, and this kernel makes several rings only where the interface is up",
            "ip link set " + device + " up, or leave --rings out.",
            e);
      }
      throw e;
    }
  }

  @Override
  public long nextNanos() {
    return closed ? NOTHING : order.nextNanos();
  }

  @Override
  public boolean poll(Frame frame) {
    RingCapture next = closed ? null : order.next();
    if (next == null || !next.poll(frame)) {
      return false;
    }
    packets++;
    bytes += frame.originalLength() & 0xFFFF_FFFFL;
    frame.about(packets, frame.linkType(), frame.timeNanos(), true);
    return true;
  }

  @Override
  public void await(long nanos) {
    if (closed) {
      return;
    }
    if (order.nextNanos() != NOTHING) { // it waits for the other rings' time, not for a packet
      LockSupport.parkNanos(this, Math.min(nanos, LiveOptions.NAP_NANOS));
      return;
    }
    int millis = (int) Math.max(1, Math.min(nanos / 1_000_000, LiveOptions.TIMEOUT_MILLIS));
    try {
      if (Linux.poll(poll, rings.size(), millis) > 0) {
        clearErrors(nanos);
      }
    } catch (LastErrorException e) {
      LockSupport.parkNanos(this, nanos); // interrupted by a signal
    }
  }

  /** As each ring by itself does: an interface that went down would wake for ever. */
  private void clearErrors(long nanos) {
    boolean any = false;
    for (int i = 0; i < rings.size(); i++) {
      if ((poll.getShort((long) POLL_BYTES * i + 6) & ~Linux.POLLIN) != 0) {
        rings.get(i).clearError();
        any = true;
      }
    }
    if (any) {
      LockSupport.parkNanos(this, nanos);
    }
  }

  @Override
  public boolean wentDown() {
    boolean any = false;
    for (RingCapture ring : rings) {
      any |= ring.wentDown(); // each has to be asked
    }
    return any;
  }

  @Override
  public String engine() {
    return "ring";
  }

  @Override
  public boolean isOpen() {
    return !closed && rings.stream().allMatch(RingCapture::isOpen);
  }

  /** What all rings counted together. */
  @Override
  public LiveStats stats() {
    LiveStats sum = new LiveStats(0, 0, interfaceDrops.count(), 0, 0);
    for (RingCapture ring : rings) {
      sum = sum.plus(ring.stats());
    }
    return sum;
  }

  @Override
  public String name() {
    return device;
  }

  @Override
  public long packets() {
    return packets;
  }

  /** Bytes that were on the wire. */
  @Override
  public long bytes() {
    return bytes;
  }

  /** Packets that each ring gave so far. */
  List<Long> shares() {
    return rings.stream().map(RingCapture::packets).toList();
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      rings.forEach(RingCapture::close);
      poll.close();
    }
  }
}
