package io.tlsfloor.parser.packet;

import io.tlsfloor.parser.Bytes;
import java.nio.ByteBuffer;

/**
 * Messages of OpenVPN (doc/doxygen of OpenVPN, "Network protocol"): an opcode, a key number, and
 * what the opcode says. Over TCP two bytes with the length come before each. Stateless.
 */
public final class OpenVpn {
  /** Bytes of the length before each message over TCP. */
  public static final int LENGTH_BYTES = 2;

  private static final int MIN_BYTES = 14; // a reset; nothing that is sent is shorter
  private static final int FIRST_OPCODE = 3; // of all that are in use
  private static final int LAST_OPCODE = 11;
  private static final int CLIENT_RESET = 7 << 3; // opcode, key 0
  private static final int SERVER_RESET = 8 << 3;
  private static final int CLIENT_RESET_OF_KEY = 10 << 3; // with the client's own key, wrapped
  private static final int SERVER_RESET_LENGTH = 26;
  private static final int SESSION_END = 9; // of opcode and session
  private static final int NOTHING_ACKNOWLEDGED = 5; // bytes: a count and a number, both 0
  private static final int FIRST_PACKET = 1;
  private static final int FIRST_EARLY_PACKET = 0x0F000001; // before the key is accepted
  private static final int ENCRYPTED_RESET = 54; // bytes of one of tls-crypt
  private static final int MIN_WRAPPED_KEY = 32 + 256 + 2; // check value, key, length

  private OpenVpn() {}

  /** Whether a message is one, where nothing else is expected. */
  static boolean mayBe(ByteBuffer buffer, int at, int available, int length) {
    int opcode = length < MIN_BYTES || available < 1 ? 0 : Bytes.u8(buffer, at) >>> 3;
    return opcode >= FIRST_OPCODE && opcode <= LAST_OPCODE;
  }

  /**
   * Whether a message begins a session: without authentication, or with that of {@code tls-auth},
   * {@code tls-crypt} and {@code tls-crypt-v2}.
   *
   * @param available bytes of it that were captured
   * @param length bytes of it that were sent
   */
  public static boolean begins(ByteBuffer buffer, int at, int available, int length) {
    if (length < MIN_BYTES || available < MIN_BYTES) {
      return false;
    }
    return switch (Bytes.u8(buffer, at)) {
      case CLIENT_RESET -> isClientReset(buffer, at, available, length);
      case CLIENT_RESET_OF_KEY -> isResetOfKey(buffer, at, available, length);
      case SERVER_RESET ->
          length == SERVER_RESET_LENGTH
              && Bytes.u8(buffer, at + SESSION_END) == 1
              && Bytes.i32(buffer, at + SESSION_END + 1) == 0;
      default -> false;
    };
  }

  /** Whether a segment of TCP is the first message of a session, alone. */
  public static boolean beginsSegment(ByteBuffer buffer, int at, int available, int length) {
    return isSegment(buffer, at, available, length)
        && begins(buffer, at + LENGTH_BYTES, available - LENGTH_BYTES, length - LENGTH_BYTES);
  }

  /** Whether a segment of TCP is one message, as the length before it says. */
  public static boolean isSegment(ByteBuffer buffer, int at, int available, int length) {
    return available > LENGTH_BYTES && Bytes.u16(buffer, at) == length - LENGTH_BYTES;
  }

  private static boolean isClientReset(ByteBuffer buffer, int at, int available, int length) {
    int last = length - NOTHING_ACKNOWLEDGED;
    boolean zero =
        available >= length
            && Bytes.u8(buffer, at + last) == 0
            && Bytes.i32(buffer, at + last + 1) == 0;
    return switch (length) {
      case 14, 42, 86 -> zero; // no check value, SHA-1's, SHA-512's
      case ENCRYPTED_RESET ->
          zero || Bytes.i32(buffer, at + SESSION_END) == FIRST_PACKET; // SHA-256's, or tls-crypt
      default -> false;
    };
  }

  private static boolean isResetOfKey(ByteBuffer buffer, int at, int available, int length) {
    int packet = Bytes.i32(buffer, at + SESSION_END);
    int wrapped = length - ENCRYPTED_RESET;
    return (packet == FIRST_PACKET || packet == FIRST_EARLY_PACKET)
        && wrapped >= MIN_WRAPPED_KEY
        && (available < length || Bytes.u16(buffer, at + length - 2) == wrapped);
  }
}
