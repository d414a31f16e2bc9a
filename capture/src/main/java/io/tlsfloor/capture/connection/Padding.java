package io.tlsfloor.capture.connection;

import io.tlsfloor.capture.stream.FrameMark;
import io.tlsfloor.capture.stream.Stream;
import io.tlsfloor.parser.packet.PacketView;
import io.tlsfloor.parser.packet.TcpFlags;
import java.nio.ByteBuffer;

/**
 * What fills a short Ethernet frame (IEEE 802.3 §3.2.7) and is counted in the length of the IP
 * packet by some senders: a few zeros without PSH. They are held back, one segment a direction,
 * until other segments show whether they were bytes of the stream: those go on right behind them,
 * or wait for them alone.
 */
final class Padding {
  private static final int MAX_BYTES = 10; // a frame of 64 bytes without options

  private static final ByteBuffer ZEROS = ByteBuffer.allocate(MAX_BYTES).asReadOnlyBuffer();

  private final FrameMark frame = new FrameMark();
  private int sequence;
  private int length;

  /** Whether the payload of a segment may be padding. */
  static boolean mayBe(PacketView packet) {
    int length = packet.payloadLength();
    if (length == 0
        || length > MAX_BYTES
        || packet.missing() > 0
        || (packet.flags() & TcpFlags.PSH) != 0) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (packet.buffer().get(packet.payloadStart() + i) != 0) {
        return false;
      }
    }
    return true;
  }

  /**
   * Holds back a segment that may be padding; whether it did.
   *
   * @param stream of its direction: what it has passed by was padding
   */
  boolean holds(PacketView packet, int at, FrameMark from, Stream stream) {
    if (!mayBe(packet)) {
      return false;
    }
    boolean passed = stream.isStarted() && stream.next() - sequence > 0;
    if (length > 0 && !passed) {
      return at == sequence && packet.payloadLength() == length; // the same once more
    }
    frame.set(from);
    sequence = at;
    length = packet.payloadLength();
    return true;
  }

  /** Gives zeros right before a segment to the stream, of which they were bytes after all. */
  void giveBack(Stream stream, int at, int acknowledgment) {
    if (length > 0 && at == sequence + length) {
      give(stream, acknowledgment);
    }
  }

  /** Gives zeros to the stream if what came out of order waits for these bytes alone. */
  void fillGap(Stream stream, int acknowledgment) {
    if (length > 0 && stream.waitsFor(sequence, length)) {
      give(stream, acknowledgment);
    }
  }

  private void give(Stream stream, int acknowledgment) {
    int count = length;
    length = 0;
    stream.segment(sequence, acknowledgment, ZEROS, 0, count, 0, frame);
  }
}
