package io.tlsfloor.capture.connection;

import io.tlsfloor.capture.stream.Stream;

/** Where the two directions of a TCP connection begin and end, as the numbers of its flow say. */
final class TcpNumbers {
  /** More than this before a verdict is no loss, but a number that was never sent. */
  private static final int MAX_MISSING = 1 << 24;

  private static final StreamEnds NO_ENDS = new StreamEnds(); // of most, while they last

  private final TcpDirections conversation;
  private final Stream[] streams;

  TcpNumbers(TcpDirections conversation) {
    this.conversation = conversation;
    this.streams = conversation.streams;
  }

  /** Takes over what a packet shows of sequence numbers. */
  void learn() {
    for (int direction = 0; direction < 2; direction++) {
      Stream stream = streams[direction];
      if (conversation.flow.isSeen(direction)) {
        stream.captured();
      }
      if (conversation.flow.isAnswerOpen(direction)) {
        continue; // whether it begins there is not known yet
      }
      if (isAtStart(direction)) {
        stream.startAt(conversation.flow.firstSequence(direction));
        stream.began(conversation.flow.firstSequence(direction));
      } else if (conversation.flow.startKnown(direction)) {
        stream.mayStartAt(conversation.flow.start(direction));
        stream.began(conversation.flow.start(direction));
      }
      if (conversation.flow.acknowledgmentSeen(1 - direction)) {
        stream.acknowledge(conversation.flow.acknowledgment(1 - direction));
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
    return conversation.flow.synSeen(direction)
        && conversation.flow.start(direction) == conversation.flow.firstSequence(direction);
  }

  /** Whether the first byte of {@code direction} that was read is its first, as numbers say. */
  boolean beginsAtStart(int direction) {
    Stream stream = streams[direction];
    return conversation.flow.startKnown(direction)
        && stream.next() - (int) stream.arrivedOffset() == conversation.flow.start(direction);
  }

  /** The FINs and RSTs so far, to be asked. */
  StreamEnds ends() {
    StreamEnds known = conversation.flow.ends;
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
    if ((forged || !ends().isKnown(direction))
        && conversation.flow.acknowledgmentSeen(1 - direction)) {
      missing = conversation.flow.acknowledgment(1 - direction) - stream.next();
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
