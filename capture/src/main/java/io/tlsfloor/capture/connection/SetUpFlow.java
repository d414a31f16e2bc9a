package io.tlsfloor.capture.connection;

import io.tlsfloor.parser.packet.PacketView;
import io.tlsfloor.parser.packet.TcpFlags;

/**
 * A TCP flow that knows its set-up (RFC 9293 §3.5), and what either end has acknowledged: where the
 * bytes of each direction begin, and how far they may go. The index of each pair is the direction.
 */
abstract class SetUpFlow extends PayloadFlow {
  /** A window whose scale is not known is taken for this: most are smaller. */
  static final int USUAL_WINDOW = 1 << 20;

  /** No window is larger (RFC 7323 §2.3). */
  private static final int LARGEST_WINDOW = 1 << 30;

  private static final byte NO_SCALE = -1;

  boolean synSeen0;
  boolean synSeen1;
  boolean acknowledgmentSeen0;
  boolean acknowledgmentSeen1;
  private byte scale0 = NO_SCALE;
  private byte scale1 = NO_SCALE;
  int synSequence0;
  int synSequence1;
  int acknowledgment0;
  int acknowledgment1;
  int firstAcknowledgment0;
  int firstAcknowledgment1;
  private int windowField0;
  private int windowField1;

  /** There was another SYN-ACK before the one that is known. */
  boolean otherSyn;

  private int otherSequence; // its number
  private boolean answerCarries; // the SYN-ACK has bytes, which is so of hardly any

  @Override
  void begin() {
    super.begin();
    synSeen0 = false;
    synSeen1 = false;
    acknowledgmentSeen0 = false;
    acknowledgmentSeen1 = false;
    scale0 = NO_SCALE;
    scale1 = NO_SCALE;
    synSequence0 = 0;
    synSequence1 = 0;
    acknowledgment0 = 0;
    acknowledgment1 = 0;
    firstAcknowledgment0 = 0;
    firstAcknowledgment1 = 0;
    windowField0 = 0;
    windowField1 = 0;
    otherSyn = false;
    otherSequence = 0;
    answerCarries = false;
  }

  /** Notes a SYN or SYN-ACK; false if the other end has acknowledged another one of this end. */
  boolean syn(int direction, PacketView packet) {
    boolean answers = (packet.flags() & TcpFlags.ACK) != 0;
    if (isAnother(direction, packet)) {
      if (acknowledgmentSeen(1 - direction)
          && firstAcknowledgment(1 - direction) == firstSequence(direction)) {
        return false;
      }
      otherSyn = true;
      otherSequence = firstSequence(direction) - 1;
      boolean read = direction == 0 ? payloadSeen0 : payloadSeen1;
      if (read || packet.payloadLength() > 0) {
        contradicted(); // what is read may be of the one that is forged
      }
    }
    if (answers && TcpWindow.acknowledges(packet)) {
      acknowledge(direction, packet); // it may be behind bytes that acknowledge more
    }
    byte scale = (byte) packet.windowScale();
    if (direction == 0) {
      synSeen0 = true;
      synSequence0 = packet.sequence();
      scale0 = scale;
    } else {
      synSeen1 = true;
      synSequence1 = packet.sequence();
      scale1 = scale;
    }
    answerCarries |= answers && packet.payloadLength() > 0;
    initiated(answers ? 1 - direction : direction);
    return true;
  }

  /** Whether a SYN or SYN-ACK has another number than the one that is known of its sender. */
  final boolean isAnother(int direction, PacketView packet) {
    return synSeen(direction) && packet.sequence() + 1 != firstSequence(direction);
  }

  /**
   * Whether a SYN-ACK of {@code direction} had bytes, and nothing shows so far that the other end
   * took it: it may be forged.
   */
  final boolean isAnswerOpen(int direction) {
    return answerCarries && direction != initiator && !acknowledgmentSeen(1 - direction);
  }

  boolean synSeen(int direction) {
    return direction == 0 ? synSeen0 : synSeen1;
  }

  /** Sequence number after the SYN's; only where {@link #synSeen}. */
  int firstSequence(int direction) {
    return (direction == 0 ? synSequence0 : synSequence1) + 1;
  }

  /** Whether the end that began has acknowledged the other's answer: it sends its SYN no more. */
  boolean isSetUp() {
    return initiator >= 0 && synSeen(initiator) && acknowledgmentSeen(initiator);
  }

  /** Whether the connection's set-up was seen, at least from one side. */
  boolean fromStart() {
    return synSeen0 || synSeen1;
  }

  /** Notes what the sender of a packet acknowledges, and the window that it leaves open. */
  void acknowledge(int direction, PacketView packet) {
    acknowledge(direction, packet.acknowledgment(), packet.window());
  }

  /** The same of a number and a window. */
  void acknowledge(int direction, int number, int window) {
    if (otherSyn && direction == initiator && number == otherSequence + 1) {
      answeredByOther(direction);
    }
    if (direction == 0) {
      acknowledgment0 = acknowledgmentSeen0 ? later(acknowledgment0, number) : number;
      firstAcknowledgment0 = acknowledgmentSeen0 ? first(1, firstAcknowledgment0, number) : number;
      acknowledgmentSeen0 = true;
      windowField0 = window;
    } else {
      acknowledgment1 = acknowledgmentSeen1 ? later(acknowledgment1, number) : number;
      firstAcknowledgment1 = acknowledgmentSeen1 ? first(0, firstAcknowledgment1, number) : number;
      acknowledgmentSeen1 = true;
      windowField1 = window;
    }
  }

  /** The one who began acknowledges the first of two SYN-ACKs, and nothing before. */
  private void answeredByOther(int direction) {
    if (direction == 0 && !acknowledgmentSeen0) {
      synSequence1 = otherSequence;
    } else if (direction == 1 && !acknowledgmentSeen1) {
      synSequence0 = otherSequence;
    }
  }

  /** Of what was acknowledged of {@code direction} the SYN alone, else the lowest. */
  private int first(int direction, int known, int number) {
    boolean syn = synSeen(direction) && firstSequence(direction) == number;
    boolean answered = direction == initiator && synSeen(1 - direction); // nothing is below that
    return syn ? number : answered ? known : earlier(known, number);
  }

  boolean acknowledgmentSeen(int direction) {
    return direction == 0 ? acknowledgmentSeen0 : acknowledgmentSeen1;
  }

  /** The highest number that {@code direction} has acknowledged. */
  int acknowledgment(int direction) {
    return direction == 0 ? acknowledgment0 : acknowledgment1;
  }

  private int firstAcknowledgment(int direction) {
    return direction == 0 ? firstAcknowledgment0 : firstAcknowledgment1;
  }

  /** Whether it is known where the bytes of {@code direction} begin. */
  boolean startKnown(int direction) {
    boolean begun = fromStart() || helloKnown();
    return synSeen(direction) || begun && acknowledgmentSeen(1 - direction);
  }

  /**
   * Sequence number of the first byte of {@code direction}: after its SYN, if the other end
   * acknowledges that; else the lowest that the other end has acknowledged.
   */
  int start(int direction) {
    boolean answered = direction != initiator && acknowledgmentSeen(1 - direction);
    if (!synSeen(direction)) {
      return firstAcknowledgment(1 - direction);
    }
    int first = firstSequence(direction);
    int ahead = firstAcknowledgment(1 - direction) - first;
    return answered && (ahead < 0 || ahead > USUAL_WINDOW)
        ? firstAcknowledgment(1 - direction) // another SYN-ACK was the answer
        : first;
  }

  /** Bytes after what it has acknowledged that the end which sends in {@code direction} takes. */
  int window(int direction) {
    if (!acknowledgmentSeen(direction)) {
      return fromStart() ? USUAL_WINDOW : LARGEST_WINDOW;
    }
    if (!synSeen0 || !synSeen1) {
      return USUAL_WINDOW;
    }
    int scale = scale0 < 0 || scale1 < 0 ? 0 : direction == 0 ? scale0 : scale1;
    int field = direction == 0 ? windowField0 : windowField1;
    return Math.max(field << scale, 1 << 16); // it may have been wider in a packet that was lost
  }
}
