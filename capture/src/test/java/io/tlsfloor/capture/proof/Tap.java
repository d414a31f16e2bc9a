package io.tlsfloor.capture.proof;

import static io.tlsfloor.testing.WireBytes.join;
import static io.tlsfloor.testing.WireBytes.u16;
import static io.tlsfloor.testing.WireBytes.u32;

import io.tlsfloor.testing.WireFrame;
import io.tlsfloor.testing.WirePackets;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Captures packets in Ethernet, 10 µs apart. */
final class Tap {
  static final int PSH_ACK = WirePackets.PSH | WirePackets.ACK;
  static final byte[] NONE = {};

  /** An Exchange Online address of the bundled list. */
  static final byte[] SERVICE = {0x34, 0x60, 0x0A, 0x0A};

  private static final byte[] ADDRESSES = {2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2};
  private static final long MICROS_A_PACKET = 10;
  private static final long START_MICROS = 1_790_000_000_000_000L;

  private final List<WireFrame> frames = new ArrayList<>();
  private Function<byte[], List<byte[]>> dress = List::of;
  private long micros = START_MICROS;

  /** Returns what was captured. */
  List<WireFrame> frames() {
    return frames;
  }

  /** Lets packet time pass. */
  void pause(long millis) {
    micros += millis * 1000;
  }

  /** From now on frames are sent as {@code dress} makes them. */
  void dress(Function<byte[], List<byte[]>> dress) {
    this.dress = dress;
  }

  /** A frame of that type. */
  void frame(int etherType, byte[] data) {
    for (byte[] each : dress.apply(join(ADDRESSES, u16(etherType), data))) {
      micros += MICROS_A_PACKET;
      frames.add(WireFrame.ethernet(micros * 1000, each, each.length));
    }
  }

  /** 10.x.y.z by number. */
  static byte[] v4(int number) {
    return u32(0x0A000000 + number);
  }

  /** An IPv6 address. */
  static byte[] v6(long high, long low) {
    return ByteBuffer.allocate(16).putLong(high).putLong(low).array();
  }
}
