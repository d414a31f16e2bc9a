package io.tlsfloor.capture.record;

import io.tlsfloor.parser.observation.TlsConnection;
import io.tlsfloor.parser.packet.PacketView;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Is told which packets of one connection are read, and where their bytes belong. */
public interface ConnectionRecorder {
  /** Records nothing: of most connections nobody wants to know it. */
  ConnectionRecorder NONE = new ConnectionRecorder() {};

  /**
   * A packet of it is read.
   *
   * @param direction of its sender, 0 or 1
   * @param flags TCP control bits; 0 for UDP
   * @param start index of its payload in the buffer that it is read from
   * @param length of the payload
   * @param missing bytes of it that were not captured
   * @param by way of which it came; null for the common form of packet
   */
  default void packet(
      int direction, int flags, int start, int length, int missing, @Nullable PacketView by) {}

  /** Bytes of the packet have a place among those of its sender. */
  default void bytes(int direction, int place, ByteBuffer buffer, int start, int length) {}

  /**
   * The packet is a datagram.
   *
   * @param start index of its payload in its buffer
   * @param at index of what is read of it, which headers of TURN may be before
   */
  default void datagram(int direction, ByteBuffer buffer, int start, int length, int at) {}

  /** The first byte of a side has the place {@code by} now: all is read again. */
  default void beginEarlier(int direction, int by) {}

  /** None of what came of a side is of it. */
  default void restart(int direction) {}

  /** Takes what is found in the bytes of a direction. */
  default SideRecorder side(int direction) {
    return SideRecorder.NONE;
  }

  /** It is reported, and the client is the sender of {@code direction}. */
  default void told(int direction, TlsConnection connection) {}
}
