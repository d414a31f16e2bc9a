package io.tlsfloor.capture.track;

/** A TCP connection in the flow table: what is known of its set-up (RFC 9293 §3.5). */
final class TcpFlow extends TrackedFlow {
  private final boolean[] synSeen = new boolean[2];
  private final int[] synSequence = new int[2];
  private final boolean[] acknowledgmentSeen = new boolean[2];
  private final int[] acknowledgment = new int[2];

  /** RST or FIN was seen. */
  boolean ended;

  /** Sequence number right after the latest payload byte seen in that direction. */
  final int[] endSequence = new int[2];

  void syn(int direction, int sequence) {
    synSeen[direction] = true;
    synSequence[direction] = sequence;
  }

  /** Whether a SYN with this sequence number begins another connection than this. */
  boolean isOtherSyn(int direction, int sequence) {
    return synSeen[direction] ? synSequence[direction] != sequence : conversation != null || done;
  }

  boolean synSeen(int direction) {
    return synSeen[direction];
  }

  int firstSequence(int direction) {
    return synSequence[direction] + 1;
  }

  void acknowledge(int direction, int number) {
    acknowledgmentSeen[direction] = true;
    acknowledgment[direction] = number;
  }

  boolean acknowledgmentSeen(int direction) {
    return acknowledgmentSeen[direction];
  }

  int acknowledgment(int direction) {
    return acknowledgment[direction];
  }
}
