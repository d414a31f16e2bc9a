package io.tlsfloor.parser.preface;

import io.tlsfloor.parser.Bytes;
import io.tlsfloor.parser.Progress;
import java.nio.ByteBuffer;

/**
 * The header of the PROXY protocol, version 2: signature, command, family, addresses and TLVs
 * (HAProxy's proxy-protocol.txt §2.2). Only its extent is read.
 */
public final class ProxyV2View {
  private static final long SIGNATURE_HIGH = 0x0D0A0D0A000D0A51L;
  private static final int SIGNATURE_LOW = 0x5549540A;

  /** Bytes before the addresses. */
  public static final int FIXED_BYTES = 16;

  private int length;

  /** Points this view at a header; {@link #length} is valid after DONE. */
  public Progress wrap(ByteBuffer buffer, int start, int available) {
    Progress fixed = wrapFixed(buffer, start, available);
    if (fixed != Progress.DONE) {
      return fixed;
    }
    return available < length ? Progress.NEED_MORE : Progress.DONE;
  }

  /** Like {@link #wrap}, but is content with the 16 bytes before the addresses. */
  public Progress wrapFixed(ByteBuffer buffer, int start, int available) {
    for (int i = 0; i < Math.min(available, 12); i++) {
      int expected =
          i < 8
              ? (int) (SIGNATURE_HIGH >>> 8 * (7 - i)) & 0xFF
              : SIGNATURE_LOW >>> 8 * (11 - i) & 0xFF;
      if (Bytes.u8(buffer, start + i) != expected) {
        return Progress.MALFORMED;
      }
    }
    if (available < FIXED_BYTES) {
      return Progress.NEED_MORE;
    }
    int command = Bytes.u8(buffer, start + 12); // version 2, LOCAL or PROXY
    int family = Bytes.u8(buffer, start + 13) >>> 4;
    int transport = Bytes.u8(buffer, start + 13) & 0x0F;
    if (command >>> 4 != 2 || (command & 0x0F) > 1 || family > 3 || transport > 2) {
      return Progress.MALFORMED;
    }
    length = FIXED_BYTES + Bytes.u16(buffer, start + 14);
    return Progress.DONE;
  }

  /** Bytes of the whole header, addresses and TLVs included: 16 to 65551. */
  public int length() {
    return length;
  }
}
