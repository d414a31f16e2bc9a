package io.tlsfloor.capture.connection;

import io.tlsfloor.parser.packet.PacketView;

/** A flow that remembers where the latest bytes of each direction end: it goes on from there. */
abstract class PayloadFlow extends HelloFlow {
  /** Further than this from the latest bytes no segment of the same connection is. */
  private static final int FAR_BYTES = 1 << 24;

  int payloadEnd0;
  int payloadEnd1;
  boolean payloadSeen0;
  boolean payloadSeen1;

  @Override
  void begin() {
    super.begin();
    payloadEnd0 = 0;
    payloadEnd1 = 0;
    payloadSeen0 = false;
    payloadSeen1 = false;
  }

  /** Whether bytes were seen. */
  boolean hasPayload() {
    return payloadSeen0 || payloadSeen1;
  }

  /**
   * Notes payload.
   *
   * @param mark of the hello that it begins with, or 0
   * @param markWhole whether the mark is of all the bytes that it is made of
   */
  void payload(int direction, int sequence, int length, long mark, boolean markWhole, long nanos) {
    int end = sequence + length;
    if (direction == 0) {
      payloadEnd0 = payloadSeen0 ? later(payloadEnd0, end) : end;
      payloadSeen0 = true;
    } else {
      payloadEnd1 = payloadSeen1 ? later(payloadEnd1, end) : end;
      payloadSeen1 = true;
    }
    if (mark != HelloMark.NONE) {
      hello(direction, sequence, mark, markWhole, nanos);
    }
  }

  /** Whether the first hello began at a number that {@code direction} sent. */
  boolean isHelloAt(int direction, int number) {
    boolean sent = direction == 0 ? payloadSeen0 : payloadSeen1;
    return sent && helloKnown() && number == helloSequence;
  }

  /** Whether a number may be one of those that {@code direction} goes on with. */
  boolean isNearPayload(int direction, int number) {
    return beyondPayload(direction, number) < FAR_BYTES;
  }

  /** Whether bytes of {@code direction} were seen, and a number is none near them. */
  boolean isFarFromPayload(int direction, int number) {
    boolean seen = direction == 0 ? payloadSeen0 : payloadSeen1;
    return seen && !isNearPayload(direction, number);
  }

  /** Whether a number is before the latest bytes' end, and not by the one of a keep-alive. */
  boolean isBehindPayload(int direction, int number) {
    boolean seen = direction == 0 ? payloadSeen0 : payloadSeen1;
    return seen && number - (direction == 0 ? payloadEnd0 : payloadEnd1) < -1;
  }

  /**
   * Whether a number is the one behind the latest bytes of {@code direction}, or behind its FIN.
   */
  boolean isRightBehindPayload(int direction, int number) {
    boolean seen = direction == 0 ? payloadSeen0 : payloadSeen1;
    int behind = number - (direction == 0 ? payloadEnd0 : payloadEnd1);
    return seen && (behind == 0 || behind == 1);
  }

  /** Whether a packet acknowledges exactly what was seen of {@code direction}. */
  boolean isAllAcknowledged(int direction, PacketView packet) {
    boolean seen = direction == 0 ? payloadSeen0 : payloadSeen1;
    return seen && packet.acknowledgment() == (direction == 0 ? payloadEnd0 : payloadEnd1);
  }

  /** How far a number is from the end of the latest bytes of {@code direction}. */
  long beyondPayload(int direction, int number) {
    boolean seen = direction == 0 ? payloadSeen0 : payloadSeen1;
    int end = direction == 0 ? payloadEnd0 : payloadEnd1;
    return seen ? Math.abs((long) (number - end)) : Long.MAX_VALUE;
  }

  static int later(int a, int b) {
    return b - a > 0 ? b : a;
  }

  static int earlier(int a, int b) {
    return b - a < 0 ? b : a;
  }
}
