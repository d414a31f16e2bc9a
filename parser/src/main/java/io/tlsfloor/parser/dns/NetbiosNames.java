package io.tlsfloor.parser.dns;

import io.tlsfloor.parser.Bytes;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * NetBIOS names in their encoded form: sixteen bytes, each as two letters A to P (RFC 1001 §14.1).
 * The last byte says what the name is for.
 */
public final class NetbiosNames {
  /** Bytes of an encoded name. */
  public static final int ENCODED_BYTES = 32;

  /** The last byte of a machine's own name (the workstation service). */
  public static final int WORKSTATION = 0x00;

  private static final int LAST = 15;

  private NetbiosNames() {}

  /** The last byte of the name whose encoding begins at {@code at}; -1 if it is not encoded so. */
  public static int suffix(ByteBuffer buffer, int at) {
    return decode(buffer, at, LAST);
  }

  /**
   * The name without its last byte and the blanks that fill it up, as new text, each byte a
   * character U+0000 to U+00FF; empty if it is not encoded so, or nothing else.
   */
  public static Optional<String> text(ByteBuffer buffer, int at) {
    StringBuilder text = new StringBuilder(LAST);
    for (int i = 0; i < LAST; i++) {
      int c = decode(buffer, at, i);
      if (c < 0) {
        return Optional.empty();
      }
      text.append((char) c);
    }
    String name = text.toString().stripTrailing();
    return name.isEmpty() || name.charAt(0) == 0 ? Optional.empty() : Optional.of(name);
  }

  private static int decode(ByteBuffer buffer, int at, int index) {
    int high = Bytes.u8(buffer, at + 2 * index) - 'A';
    int low = Bytes.u8(buffer, at + 2 * index + 1) - 'A';
    return high < 0 || high > 15 || low < 0 || low > 15 ? -1 : high << 4 | low;
  }
}
