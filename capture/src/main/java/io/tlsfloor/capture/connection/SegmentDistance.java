package io.tlsfloor.capture.connection;

/**
 * How far a segment is from a connection between its ends: it belongs to the nearest. One measure
 * for connections that live and for what one that finished left, for segments with bytes and for a
 * SYN, which is one without bytes at the place where its side begins.
 *
 * <p>Both numbers of a segment count, each by the bits of its difference from what is expected: a
 * number that fits costs nothing, one of which nothing is known as much as any in a window.
 */
final class SegmentDistance {
  /** It is none of a connection's. */
  static final int NONE = Integer.MAX_VALUE;

  /** Numbers of one direction that are in flight are no further apart. */
  static final int WINDOW = 1 << 17;

  static final int FAR = 1 << 20; // numbers so far apart are of two connections

  private static final int WIDEST = bits(WINDOW);
  private static final int OWN = 2; // its own number says more
  private static final int SILENCE = (OWN + 1) * WIDEST;
  private static final int UNSEEN = 1; // bits: less than a set-up's number that does not fit
  private static final int UNKNOWN = 4; // bits: as much as a few bytes

  private final TcpSegment segment;
  private final FlowTable table;

  SegmentDistance(TcpSegment segment, FlowTable table) {
    this.segment = segment;
    this.table = table;
  }

  private static int bits(long distance) {
    return distance == 0 ? 0 : Long.SIZE - Long.numberOfLeadingZeros(distance);
  }

  private static long between(int one, int other) {
    return Math.abs((long) (one - other));
  }

  /** How far it is from a connection. */
  int from(Connection connection) {
    return segment.isSyn() ? ofSyn(connection) : ofBytes(connection);
  }

  /** How far it is from the connection of a row that finished last; NONE where none did. */
  int fromFinished(int row) {
    if (!table.isFinished(row)) {
      return NONE;
    }
    int direction = segment.direction();
    if (segment.isSyn()) {
      return isCopyOfSyn(row) ? SILENCE : NONE;
    }
    long own = between(segment.sequence(), table.expected(row, direction));
    if (own >= FAR) {
      return NONE;
    }
    int answered =
        segment.acknowledges()
            ? answered(between(segment.acknowledgment(), table.expected(row, 1 - direction)))
            : UNKNOWN;
    boolean idle = !table.isRecent(row, segment.frame.timeNanos(), Wait.REUSE.nanos);
    return OWN * bits(own) + answered + (idle ? SILENCE : 0);
  }

  private boolean isCopyOfSyn(int row) {
    int behind = table.expected(row, segment.direction()) - segment.sequence();
    return behind > 0
        && behind < WINDOW
        && table.isRecent(row, segment.frame.timeNanos(), Wait.COPY.nanos);
  }

  /** Returns whether it acknowledges about what the other end of one that finished had sent. */
  boolean answersFinished(int row) {
    return segment.acknowledges()
        && between(segment.acknowledgment(), table.expected(row, 1 - segment.direction())) < WINDOW;
  }

  private static int answered(long distance) {
    return Math.min(bits(distance), WIDEST);
  }

  /** Its numbers may be used again. */
  private int silence(Connection connection) {
    return segment.frame.timeNanos() - connection.lastNanos() > Wait.REUSE.nanos ? SILENCE : 0;
  }

  /** How far its own number is from what is expected of a side. */
  long ofOwn(TcpSide side) {
    return side.isKnown() ? between(segment.sequence(), side.next()) : WINDOW;
  }

  // A segment with bytes, an acknowledgment, or an end.

  private int ofBytes(Connection connection) {
    TcpSide side = connection.side(segment.direction());
    TcpSide other = connection.side(1 - segment.direction());
    if (fits(side, other)) {
      return silence(connection); // as most do: what follows comes out at the same
    }
    long own = side.isKnown() ? own(connection, side, other) : unknown(other);
    if (own >= FAR) {
      return NONE;
    }
    return OWN * bits(own) + answered(side, other) + silence(connection);
  }

  /** Returns whether both of its numbers are the ones that are expected. */
  private boolean fits(TcpSide side, TcpSide other) {
    return segment.acknowledges()
        && side.isKnown()
        && segment.sequence() == side.next()
        && other.isKnown()
        && (segment.acknowledgment() == other.next()
            || side.hasAcknowledged() && segment.acknowledgment() == side.acknowledgmentNumber());
  }

  private long own(Connection connection, TcpSide side, TcpSide other) {
    if (isBeforeStart(connection, side)) {
      return FAR;
    }
    long own = between(segment.sequence(), side.next());
    return own < FAR || !other.isAhead(segment.sequence()) ? own : WINDOW; // of bytes not captured
  }

  /**
   * Nothing is before a SYN, and what else a connection began with is not captured so much later
   * than what followed it.
   */
  private boolean isBeforeStart(Connection connection, TcpSide side) {
    boolean late = segment.frame.timeNanos() - connection.lastNanos() > Wait.COPY.nanos;
    return segment.sequence() - side.base() < -1
        && (side.isFromSyn() || side.isPayloadSeen() && late);
  }

  /** Nothing of this direction was seen: it is the connection's if it answers the other. */
  private long unknown(TcpSide other) {
    boolean speaks = segment.acknowledges() && other.isKnown();
    return speaks && between(segment.acknowledgment(), other.next()) > WINDOW ? FAR : WINDOW;
  }

  private int answered(TcpSide side, TcpSide other) {
    if (!segment.acknowledges() || !other.isKnown()) {
      return UNKNOWN;
    }
    long distance = between(segment.acknowledgment(), other.next());
    return answered(
        side.hasAcknowledged()
            ? Math.min(distance, between(segment.acknowledgment(), side.acknowledgmentNumber()))
            : distance);
  }

  // A SYN, or a SYN-ACK.

  private int ofSyn(Connection connection) {
    TcpSide side = connection.side(segment.direction());
    TcpSide other = connection.side(1 - segment.direction());
    int own = side.isKnown() ? beginning(connection, side) : unseen(connection, other);
    int answered = isAnswer() && own != NONE ? beginningOfOther(connection, other) : UNKNOWN;
    return own == NONE || answered == NONE ? NONE : own + answered + silence(connection);
  }

  private boolean isAnswer() {
    return segment.hasAcknowledgment();
  }

  /** How far its number is before where the side begins, as far as was seen. */
  private int beginning(Connection connection, TcpSide side) {
    long since = segment.frame.timeNanos() - connection.lastNanos();
    int late = side.base() - (segment.sequence() + 1);
    boolean stale = since > (side.isPayloadSeen() ? Wait.COPY.nanos : Wait.OTHER_SIDE.nanos);
    boolean elsewhere = side.isFromSyn() || side.isSeen() && since > Wait.COPY.nanos;
    return stale || late < 0 || late >= WINDOW || late > 0 && elsewhere ? NONE : bits(late);
  }

  /** Of its sender no packet was seen: a SYN-ACK's number says nothing, a SYN crosses another. */
  private int unseen(Connection connection, TcpSide other) {
    long age = segment.frame.timeNanos() - connection.first().timeNanos();
    boolean crosses =
        other.isFromSyn()
            && connection.facts.initiator() == segment.direction()
            && age < Wait.OTHER_SIDE.nanos;
    return isAnswer() || crosses ? UNSEEN : NONE;
  }

  /** How far what a SYN-ACK acknowledges is from where the other side begins. */
  private int beginningOfOther(Connection connection, TcpSide other) {
    boolean soon = segment.frame.timeNanos() - connection.lastNanos() <= Wait.REUSE.nanos;
    if (!other.isKnown()) {
      return soon ? UNKNOWN : NONE;
    }
    int acknowledged = segment.acknowledgment() - other.base();
    int least = other.mayBeginEarlier() ? -WINDOW : 0;
    if (acknowledged == 0 || acknowledged == other.bytes.have()) {
      return 0;
    }
    boolean ofItsBytes = acknowledged > 0 && acknowledged < other.bytes.have();
    return acknowledged >= least && acknowledged < WINDOW && (ofItsBytes || soon)
        ? answered(Math.abs((long) acknowledged))
        : NONE;
  }
}
