package io.tlsfloor.capture.track;

import io.tlsfloor.capture.flow.Flow;
import io.tlsfloor.capture.stream.FrameMark;
import org.jspecify.annotations.Nullable;

/**
 * A TCP connection in the flow table: what is known of its set-up, and its bytes once there are
 * any.
 */
final class TcpFlow extends Flow {
  private static final int UNKNOWN = -1;

  /** Direction of the end that sent SYN, or -1. */
  int initiator = UNKNOWN;

  private final boolean[] synSeen = new boolean[2];
  private final int[] synSequence = new int[2];

  /** Whether a packet of that direction was seen. */
  final boolean[] seen = new boolean[2];

  /** Source MAC address of that direction's first frame, or -1. */
  final long[] mac = {UNKNOWN, UNKNOWN};

  private final boolean[] acknowledgmentSeen = new boolean[2];
  private final int[] acknowledgment = new int[2];

  /** Direction of the first packet. */
  int firstDirection;

  /** The flow's first frame. */
  final FrameMark first = new FrameMark();

  boolean timeKnown = true;

  /** The bytes; null before the first and after the verdict. */
  @Nullable Conversation conversation;

  /** Nothing more is to be learned, until the ports are used again. */
  boolean done;

  /** RST or FIN was seen. */
  boolean ended;

  /** Sequence number right after the latest payload byte seen in that direction, once it ended. */
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
