package io.tlsfloor.capture.connection;

import io.tlsfloor.capture.stream.Stream;

/** Where the two directions of a TCP connection begin and end, as the numbers of its flow say. */
final class TcpNumbers {
  /** More than this before a verdict is no loss, but a number that was never sent. */
  private static final int MAX_MISSING = 1 << 24;

  private static final StreamEnds NO_ENDS = new StreamEnds(); // of most, while they last

  private TcpFlow flow;
  private Stream[] streams;

  TcpNumbers(TcpFlow flow, Stream[] streams) {
    this.flow = flow;
    this.streams = streams;
  }

  /** Begins again with another flow. */
  void begin(TcpFlow next, Stream[] lent) {
    flow = next;
    streams = lent;
  }

  /** Takes over what a packet shows of sequence numbers. */
  void learn() {
    for (int direction = 0; direction < 2; direction++) {
      Stream stream = streams[direction];
      if (flow.isSeen(direction)) {
        stream.captured();
      }
      if (isAtStart(direction)) {
        stream.startAt(flow.firstSequence(direction));
        stream.began(flow.firstSequence(direction));
      } else if (flow.startKnown(direction)) {
        stream.mayStartAt(flow.start(direction));
        stream.began(flow.start(direction));
      }
      if (flow.acknowledgmentSeen(1 - direction)) {
        stream.acknowledge(flow.acknowledgment(1 - direction));
      }
    }
  }

  /**
   * Begins directions whose SYN was not seen.
   *
   * @param withHello the direction that begins with a hello at {@code sequence}; -1 for none
   */
  void begin(int withHello, int sequence, long nowNanos) {
    if (withHello >= 0 && streams[withHello].arrivedOffset() == 0 && !isAtStart(withHello)) {
      streams[withHello].mayStartAt(sequence);
    }
    streams[0].begin(nowNanos);
    streams[1].begin(nowNanos);
  }

  /** Whether the first byte of {@code direction} is known from its SYN. */
  boolean isAtStart(int direction) {
    return flow.synSeen(direction) && flow.start(direction) == flow.firstSequence(direction);
  }

  /** Whether the first byte of {@code direction} that was read is its first, as numbers say. */
  boolean beginsAtStart(int direction) {
    Stream stream = streams[direction];
    return flow.startKnown(direction)
        && stream.next() - (int) stream.arrivedOffset() == flow.start(direction);
  }

  /** The FINs and RSTs so far, to be asked. */
  StreamEnds ends() {
    StreamEnds known = flow.ends;
    return known == null ? NO_ENDS : known;
  }

  /** Bytes of {@code direction} that were sent, as numbers of either end say, and did not come. */
  int missing(int direction) {
    Stream stream = streams[direction];
    if (!stream.isStarted()) {
      return 0;
    }
    int missing = ends().isKnown(direction) ? ends().sequence(direction) - stream.next() : 0;
    boolean forged = missing > MAX_MISSING;
    if ((forged || !ends().isKnown(direction)) && flow.acknowledgmentSeen(1 - direction)) {
      missing = flow.acknowledgment(1 - direction) - stream.next();
    }
    return missing == 1 || missing < 0 || missing > MAX_MISSING ? 0 : missing; // 1: a FIN
  }

  /** Gives up what is known to be missing, and looks which ends are in their places then. */
  void giveUp() {
    for (int direction = 0; direction < 2; direction++) {
      streams[direction].lost(streams[direction].next() + missing(direction));
    }
    ends().settle(streams);
  }
}
