package io.tlsfloor.parser.packet;

import io.tlsfloor.parser.Bytes;
import java.nio.ByteBuffer;

/**
 * What encrypted tunnels send in clear with their data: whose it is, and a number that counts up.
 * One datagram looks like much else; several in turn that count do not. Stateless.
 *
 * <ul>
 *   <li>OpenVPN with AEAD: opcode 9 and a peer's number, or opcode 6; then 32 bits that count, or
 *       16 bits of an epoch and 48 that count
 *   <li>WireGuard: type 4, the receiver's number, 64 bits that count (its white paper, §5.4.6)
 * </ul>
 */
public final class TunnelCounter {
  /** Nothing that looks like data of a tunnel. */
  public static final long NONE = 0;

  private static final int OPENVPN_DATA = 6; // opcodes
  private static final int OPENVPN_DATA_OF_PEER = 9;
  private static final int PEER_BYTES = 4; // opcode, key and the peer's number
  private static final int MIN_OPENVPN = 1 + 4 + 16 + 1; // counter, check value, something inside
  private static final int WIREGUARD_DATA = 0x04000000; // type, three reserved zero bytes
  private static final int MIN_WIREGUARD = 32;
  private static final int WIREGUARD_PADDED_TO = 16;
  private static final int WIREGUARD_COUNTER = 8;
  private static final int MAX_STEP = 64; // datagrams that were lost, or went another way

  private TunnelCounter() {}

  /**
   * What the datagrams of one session and direction have in common; {@link #NONE} for what is no
   * such datagram.
   *
   * @param available bytes of it that were captured
   * @param length bytes of it that were sent
   */
  public static long session(ByteBuffer buffer, int at, int available, int length) {
    if (available < MIN_OPENVPN) {
      return NONE;
    }
    int first = Bytes.u8(buffer, at);
    if (first >>> 3 == OPENVPN_DATA_OF_PEER) {
      return available >= MIN_OPENVPN + PEER_BYTES ? Bytes.u32(buffer, at) : NONE;
    }
    if (first >>> 3 == OPENVPN_DATA) {
      return first;
    }
    boolean wireGuard =
        Bytes.i32(buffer, at) == WIREGUARD_DATA
            && length >= MIN_WIREGUARD
            && length % WIREGUARD_PADDED_TO == 0;
    return wireGuard ? 1L << 32 | Bytes.u32(buffer, at + PEER_BYTES) : NONE;
  }

  /** Where the counter of such a datagram stands. */
  public static long counter(ByteBuffer buffer, int at) {
    int first = Bytes.u8(buffer, at);
    if (first >>> 3 == OPENVPN_DATA_OF_PEER) {
      return Bytes.i64(buffer, at + PEER_BYTES);
    }
    return first >>> 3 == OPENVPN_DATA
        ? Bytes.i64(buffer, at + 1)
        : Long.reverseBytes(Bytes.i64(buffer, at + WIREGUARD_COUNTER));
  }

  /** Whether a counter is a little further on than another of its session. */
  public static boolean isNext(long before, long counter) {
    long step = counter - before;
    long upper = (counter >>> 32) - (before >>> 32); // of OpenVPN's 32 bits, with others behind
    return step > 0 && step <= MAX_STEP || upper > 0 && upper <= MAX_STEP;
  }
}
