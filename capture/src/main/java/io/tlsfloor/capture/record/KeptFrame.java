package io.tlsfloor.capture.record;

import io.tlsfloor.capture.Frame;
import io.tlsfloor.parser.packet.PacketView;
import java.nio.ByteBuffer;

/**
 * A copy of a captured frame.
 *
 * @param source the capture file or interface
 * @param number counted from 1 within the source, as Wireshark does
 * @param timeNanos nanoseconds since 1970 UTC
 * @param timeKnown whether the time is the frame's own
 * @param linkType LINKTYPE_ number of tcpdump.org
 * @param bytes those that were captured; a VLAN tag that the kernel took out is in its place again.
 *     Not to be changed
 * @param originalLength bytes that were on the wire
 */
@SuppressWarnings("ArrayRecordComponent") // made in one place, never changed or compared
public record KeptFrame(
    String source,
    long number,
    long timeNanos,
    boolean timeKnown,
    int linkType,
    byte[] bytes,
    int originalLength) {
  private static final int ETHERNET = 1;
  private static final int MAC_ADDRESSES = 12;
  private static final int TAG_BYTES = 4;
  private static final int OVERHEAD_BYTES = 112; // record, array header, a place in a list

  /** Copies {@code frame}. */
  static KeptFrame of(String source, Frame frame) {
    int tci = frame.vlanTci();
    boolean tagged =
        tci != Frame.NO_TCI
            && frame.linkType() == ETHERNET
            && frame.capturedLength() >= MAC_ADDRESSES;
    byte[] bytes = new byte[frame.capturedLength() + (tagged ? TAG_BYTES : 0)];
    if (tagged) {
      frame.buffer().get(frame.offset(), bytes, 0, MAC_ADDRESSES);
      int type = (tci & PacketView.SERVICE_TAG) != 0 ? 0x88A8 : 0x8100;
      ByteBuffer.wrap(bytes).putInt(MAC_ADDRESSES, type << 16 | tci & 0xFFFF);
      frame
          .buffer()
          .get(
              frame.offset() + MAC_ADDRESSES,
              bytes,
              MAC_ADDRESSES + TAG_BYTES,
              frame.capturedLength() - MAC_ADDRESSES);
    } else {
      frame.buffer().get(frame.offset(), bytes);
    }
    return new KeptFrame(
        source,
        frame.number(),
        frame.timeNanos(),
        frame.timeKnown(),
        frame.linkType(),
        bytes,
        frame.originalLength() + (tagged ? TAG_BYTES : 0));
  }

  /**
   * Points {@code frame} at this copy.
   *
   * @param as the number that it is to have
   */
  public void into(Frame frame, long as) {
    frame.bytes(ByteBuffer.wrap(bytes), 0, bytes.length, originalLength);
    frame.about(as, linkType, timeNanos, timeKnown);
    frame.vlanTci(Frame.NO_TCI);
  }

  /** Memory that it takes, about. */
  int heldBytes() {
    return bytes.length + OVERHEAD_BYTES;
  }
}
