package io.tlsfloor.capture.connection;

import io.tlsfloor.capture.stream.FrameMark;
import io.tlsfloor.capture.stream.Reassembly;

/**
 * In which order the bytes of both ends of a TCP connection are read: those that answer others wait
 * for these, so that a dialogue is heard as it was held, whatever the order of its packets in the
 * capture. Nothing waits for ever. A part of a {@link Connection}, used again.
 */
final class Turns {
  private enum Order {
    /** After the bytes that they answer were read. */
    IN_TURN,
    /** As far as the other end's next byte answers them, where both wait for each other. */
    AS_ANSWERED,
    ANY
  }

  private static final long NEVER = -1;

  private final TcpSide side0;
  private final TcpSide side1;
  private final FrameMark now;

  private Order order = Order.IN_TURN;
  private boolean unreadAwaited; // bytes wait for such as were not read yet
  private boolean uncapturedAwaited; // or were not captured yet
  private long waitingSince = NEVER; // for bytes that were not captured yet
  private boolean over; // what is awaited will not come

  Turns(TcpSide side0, TcpSide side1, FrameMark now) {
    this.side0 = side0;
    this.side1 = side1;
    this.now = now;
  }

  /** Begins again, of another connection. */
  void clear() {
    order = Order.IN_TURN;
    unreadAwaited = false;
    uncapturedAwaited = false;
    waitingSince = NEVER;
    over = false;
  }

  private TcpSide side(int direction) {
    return direction == 0 ? side0 : side1;
  }

  /**
   * Reads as much as is there: what one end said may let the other's bytes be read, and comes
   * before what answers it. Where bytes of both ends wait for each other, since one was sent again
   * with more, the fewest are read that the other's answer.
   */
  void read() {
    boolean goesOn = true;
    boolean waits = false;
    while (goesOn) {
      unreadAwaited = false;
      uncapturedAwaited = false;
      order = Order.IN_TURN;
      goesOn = side0.reader.step();
      goesOn |= side1.reader.step();
      waits = uncapturedAwaited;
      if (!goesOn && unreadAwaited && !uncapturedAwaited) {
        order = Order.AS_ANSWERED;
        TcpSide first = readable(0) <= readable(1) ? side0 : side1;
        TcpSide second = first == side0 ? side1 : side0;
        goesOn = first.reader.step() || second.reader.step();
        order = Order.ANY;
        goesOn = goesOn || first.reader.step() || second.reader.step();
      }
    }
    waitingSince = !waits ? NEVER : waitingSince == NEVER ? now.timeNanos() : waitingSince;
    side0.reader.checkAnswer();
    side1.reader.checkAnswer();
    side0.reader.checkRoom();
    side1.reader.checkRoom();
  }

  /**
   * How many bytes of {@code direction} may be read: those that answer others, which were not read
   * or not captured yet, have to wait.
   */
  int readable(int direction) {
    Reassembly own = side(direction).bytes;
    TcpSide other = side(1 - direction);
    if (over || !other.isKnown()) {
      return own.available();
    }
    int position = other.base() + other.bytes.position();
    int end = other.ending() != 0 ? 1 : 0; // which has a number of its own
    int captured = Math.max(position, other.next()) + end;
    int to = own.readable(order == Order.IN_TURN ? position + end : captured);
    if (order == Order.AS_ANSWERED) {
      int answered = other.bytes.answered(side(direction).base());
      return Math.max(0, Math.min(to, answered) - own.position());
    }
    if (to < own.have()) {
      unreadAwaited |= order == Order.IN_TURN;
      uncapturedAwaited |= own.readable(captured) < own.have();
    }
    return to - own.position();
  }

  /** Returns whether bytes wait for others that were not captured yet. */
  boolean isWaiting() {
    return waitingSince != NEVER;
  }

  /** Waits no longer than bytes of the other side may be late. */
  void giveUpLate() {
    if (isWaiting() && now.timeNanos() - waitingSince > patience()) {
      end();
    }
  }

  private long patience() {
    boolean oneSided = !side0.isSeen() || !side1.isSeen();
    return (oneSided ? Wait.OTHER_SIDE : Wait.ACKNOWLEDGED_GAP).nanos;
  }

  /** Reads what waits for others' bytes all the same; false if nothing waited so. */
  boolean waitNoMore() {
    if (over || !uncapturedAwaited) {
      return false;
    }
    end();
    return true;
  }

  /** What is awaited will not come: bytes are read as they are there, from now on. */
  void end() {
    over = true;
    read();
  }

  @Override
  public String toString() {
    return over ? "turns are over" : isWaiting() ? "waits for bytes not captured" : "in turn";
  }
}
