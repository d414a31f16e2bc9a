package io.tlsfloor.capture.connection;

import io.tlsfloor.capture.flow.Flow;
import io.tlsfloor.capture.stream.FrameMark;
import io.tlsfloor.parser.observation.FrameRef;
import io.tlsfloor.parser.packet.PacketView;
import org.jspecify.annotations.Nullable;

/** A flow that is followed: what is known of its ends, and its conversation while there is one. */
abstract class TrackedFlow extends Flow {
  /** Direction of the end that sent SYN, or -1. */
  int initiator = -1;

  private boolean contrary;

  /** Direction of the first packet. */
  int firstDirection;

  private boolean seen0;
  private boolean seen1;
  private long mac0 = PacketView.NO_MAC;
  private long mac1 = PacketView.NO_MAC;
  private long firstNumber;
  private long firstNanos;
  private String firstFile = "";

  /** Whether the capture has times. */
  boolean timeKnown = true;

  /** The bytes; null before the first and after the verdict. */
  @Nullable Conversation conversation;

  /** Nothing more is to be learned, until the ports are used again. */
  boolean done;

  private boolean tentative;

  /** Begins again as another flow: nothing is known of it. */
  void begin() {
    initiator = -1;
    contrary = false;
    firstDirection = 0;
    seen0 = false;
    seen1 = false;
    mac0 = PacketView.NO_MAC;
    mac1 = PacketView.NO_MAC;
    firstNumber = 0;
    firstNanos = 0;
    firstFile = "";
    timeKnown = true;
    conversation = null;
    done = false;
    tentative = false;
  }

  /** Notes which end a SYN or SYN-ACK shows to have opened the connection: the first one counts. */
  final void initiated(int direction) {
    contrary |= initiator == 1 - direction;
    initiator = initiator < 0 ? direction : initiator;
  }

  /** There are two set-ups, of which one is forged. */
  final void contradicted() {
    contrary = true;
  }

  /** Whether there are a SYN and a SYN-ACK of one end, or two: one of them is forged. */
  final boolean isContrary() {
    return contrary;
  }

  /** Whether nothing shows so far that it is a connection: it is not reported. */
  final boolean isTentative() {
    return tentative;
  }

  final void tentative(boolean is) {
    tentative = is;
  }

  /** Notes the flow's first frame. */
  final void first(FrameMark frame) {
    firstFile = frame.file();
    firstNumber = frame.number();
    firstNanos = frame.timeNanos();
  }

  /** The flow's first frame. */
  final FrameRef first() {
    return new FrameRef(firstFile, firstNumber, firstNanos);
  }

  /** Packet time of the flow's first frame. */
  final long firstNanos() {
    return firstNanos;
  }

  /** Notes the sender of a packet. */
  final void seen(int direction, PacketView packet) {
    if (!isSeen(direction)) {
      seen(direction, packet.sourceMac());
    }
  }

  /** Notes a sender by its MAC address. */
  final void seen(int direction, long mac) {
    if (direction == 0 && !seen0) {
      seen0 = true;
      mac0 = mac;
    } else if (direction == 1 && !seen1) {
      seen1 = true;
      mac1 = mac;
    }
  }

  /** Whether a packet of {@code direction} was seen. */
  final boolean isSeen(int direction) {
    return direction == 0 ? seen0 : seen1;
  }

  /** Source MAC address of that direction's first frame, or -1. */
  final long mac(int direction) {
    return direction == 0 ? mac0 : mac1;
  }

  /** The end that opened the connection, or was seen first: its direction. */
  final int opener() {
    return initiator >= 0 ? initiator : firstDirection;
  }
}
