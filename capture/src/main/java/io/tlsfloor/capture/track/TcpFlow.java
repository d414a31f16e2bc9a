package io.tlsfloor.capture.track;

/**
 * A TCP connection in the flow table: what is known of its set-up (RFC 9293 §3.5). There are as
 * many as the cap allows, so it holds numbers and no arrays; the index of each pair is the
 * direction.
 */
final class TcpFlow extends TrackedFlow {
  private boolean synSeen0;
  private boolean synSeen1;
  private boolean acknowledgmentSeen0;
  private boolean acknowledgmentSeen1;

  /** RST or FIN was seen. */
  boolean ended;

  private int synSequence0;
  private int synSequence1;
  private int acknowledgment0;
  private int acknowledgment1;
  private int endSequence0;
  private int endSequence1;

  void syn(int direction, int sequence) {
    if (direction == 0) {
      synSeen0 = true;
      synSequence0 = sequence;
    } else {
      synSeen1 = true;
      synSequence1 = sequence;
    }
  }

  /** Whether a SYN with this sequence number begins another connection than this. */
  boolean isOtherSyn(int direction, int sequence) {
    return synSeen(direction)
        ? firstSequence(direction) - 1 != sequence
        : conversation != null || done;
  }

  boolean synSeen(int direction) {
    return direction == 0 ? synSeen0 : synSeen1;
  }

  int firstSequence(int direction) {
    return (direction == 0 ? synSequence0 : synSequence1) + 1;
  }

  void acknowledge(int direction, int number) {
    if (direction == 0) {
      acknowledgmentSeen0 = true;
      acknowledgment0 = number;
    } else {
      acknowledgmentSeen1 = true;
      acknowledgment1 = number;
    }
  }

  boolean acknowledgmentSeen(int direction) {
    return direction == 0 ? acknowledgmentSeen0 : acknowledgmentSeen1;
  }

  int acknowledgment(int direction) {
    return direction == 0 ? acknowledgment0 : acknowledgment1;
  }

  /** Notes the sequence number right after the latest payload byte. */
  void endSequence(int direction, int sequence) {
    if (direction == 0) {
      endSequence0 = sequence;
    } else {
      endSequence1 = sequence;
    }
  }

  int endSequence(int direction) {
    return direction == 0 ? endSequence0 : endSequence1;
  }
}
