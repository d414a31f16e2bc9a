package io.tlsfloor.capture.connection;

import io.tlsfloor.capture.flow.FlowKey;
import io.tlsfloor.capture.stream.FrameMark;
import io.tlsfloor.parser.packet.PacketView;
import io.tlsfloor.parser.packet.TcpFlags;
import org.jspecify.annotations.Nullable;

/**
 * Segments without payload that were captured before anything else of their connection: taps that
 * are out of step show an end or an acknowledgment before the SYN or hello that it follows. Of each
 * direction the first acknowledgment and three ends of the last second are remembered, in a table
 * of fixed size that later ones overwrite.
 */
final class EarlySegments {
  /** How far out of step taps are, at most. */
  static final long WITHIN_NANOS = 1_000_000_000L;

  private static final int ENDS = 3; // of a direction: somebody else may have sent the others
  private static final int OF_ONE = 2 * (1 + ENDS); // both acknowledgments, then ends
  private static final int SLOTS = OF_ONE << 10;

  /** One segment. */
  static final class Early {
    private long hash;
    int direction;
    int flags;
    int sequence;
    int acknowledgment;
    int window;
    long mac;
    final FrameMark frame = new FrameMark();

    /** Lets the connection that had not begun note it. */
    void noteIn(TcpFlow flow) {
      flow.seen(direction, mac);
      int other = 1 - direction;
      int ahead = flow.nextKnown(other) ? acknowledgment - flow.begun(other) : -1;
      if (acknowledges() && ahead >= 0 && ahead <= TcpFlow.USUAL_WINDOW) {
        flow.acknowledge(direction, acknowledgment, window);
      }
      flow.withoutPayload(direction, sequence, flags);
    }

    /** Whether it is at numbers of neither direction of a connection that was told. */
    boolean isApart(TcpFlow told) {
      return !told.mayGoOnAt(direction, sequence)
          && (!acknowledges() || !told.mayGoOnAt(1 - direction, acknowledgment));
    }

    /** Whether it is this one, or a copy of it. */
    private boolean isLike(PacketView packet) {
      return sequence == packet.sequence()
          && acknowledgment == packet.acknowledgment()
          && flags == packet.flags();
    }

    /** Whether {@link #acknowledgment} means something. */
    boolean acknowledges() {
      return (flags & TcpFlags.ACK) != 0 && acknowledgment != 0;
    }
  }

  private final @Nullable Early[] slots =
      new Early[SLOTS]; // filled as they are needed, and then reused

  /** Notes a segment of a connection of which nothing is known: the first of its kind count. */
  void note(FlowKey key, PacketView packet, FrameMark frame) {
    int at = at(key, packet, frame);
    Early slot = slots[at];
    if (slot == null || !isOf(slot, key, frame)) {
      put(at, key, packet, frame);
    }
  }

  /** Notes a segment, if there is no room in the place of the last that is remembered. */
  void replace(FlowKey key, PacketView packet, FrameMark frame) {
    put(at(key, packet, frame), key, packet, frame);
  }

  /** Where a segment is remembered, or may be: of several ends the last one where none is free. */
  private int at(FlowKey key, PacketView packet, FrameMark frame) {
    boolean end = (packet.flags() & (TcpFlags.RST | TcpFlags.FIN)) != 0;
    int at = slot(key) + (end ? 2 + ENDS * key.direction() : key.direction());
    for (int left = end ? ENDS : 1; left > 1; left--) {
      Early slot = slots[at];
      if (slot == null || !isOf(slot, key, frame) || slot.isLike(packet)) {
        return at;
      }
      at++;
    }
    return at;
  }

  private void put(int at, FlowKey key, PacketView packet, FrameMark frame) {
    Early slot = slots[at];
    if (slot == null) {
      slot = new Early();
      slots[at] = slot;
    }
    slot.hash = key.hash();
    slot.direction = key.direction();
    slot.flags = packet.flags();
    slot.sequence = packet.sequence();
    slot.acknowledgment = packet.acknowledgment();
    slot.window = packet.window();
    slot.mac = packet.sourceMac();
    slot.frame.set(frame);
  }

  /** What is remembered of a connection that begins now, each once, ends last; null for no more. */
  @Nullable Early next(FlowKey key, FrameMark frame) {
    int first = slot(key);
    for (int i = 0; i < OF_ONE; i++) {
      Early slot = slots[first + i];
      if (slot != null && isOf(slot, key, frame)) {
        slot.hash = 0;
        return slot;
      }
    }
    return null;
  }

  private static boolean isOf(Early slot, FlowKey key, FrameMark now) {
    return slot.hash == key.hash()
        && now.timeNanos() - slot.frame.timeNanos() <= WITHIN_NANOS
        && slot.frame.file().equals(now.file());
  }

  private static int slot(FlowKey key) {
    return (int) (key.hash() >>> 20) & SLOTS - OF_ONE;
  }
}
