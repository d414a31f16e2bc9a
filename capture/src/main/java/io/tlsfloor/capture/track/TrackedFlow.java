package io.tlsfloor.capture.track;

import io.tlsfloor.capture.flow.Flow;
import io.tlsfloor.capture.stream.FrameMark;
import io.tlsfloor.parser.packet.PacketView;
import org.jspecify.annotations.Nullable;

/** A flow that is followed: what is known of its ends, and its conversation while there is one. */
abstract class TrackedFlow extends Flow {
  /** Direction of the end that sent SYN, or -1. */
  int initiator = -1;

  /** Direction of the first packet. */
  int firstDirection;

  /** Whether a packet of that direction was seen. */
  final boolean[] seen = new boolean[2];

  /** Source MAC address of that direction's first frame, or -1. */
  final long[] mac = {PacketView.NO_MAC, PacketView.NO_MAC};

  /** The flow's first frame. */
  final FrameMark first = new FrameMark();

  /** Whether the capture tells times. */
  boolean timeKnown = true;

  /** The bytes; null before the first and after the verdict. */
  @Nullable Conversation conversation;

  /** Nothing more is to be learned, until the ports are used again. */
  boolean done;

  /** Notes the sender of a packet. */
  final void seen(int direction, PacketView packet) {
    if (!seen[direction]) {
      seen[direction] = true;
      mac[direction] = packet.sourceMac();
    }
  }

  /** The end that opened the connection, or was seen first: its direction. */
  final int opener() {
    return initiator >= 0 ? initiator : firstDirection;
  }
}
