package io.tlsfloor.parser.preface;

import io.tlsfloor.parser.Bytes;
import io.tlsfloor.parser.FieldSink;
import io.tlsfloor.parser.Privacy;
import io.tlsfloor.parser.Progress;
import io.tlsfloor.parser.observation.IpAddress;
import java.nio.ByteBuffer;

/**
 * The header of the PROXY protocol, version 2: signature, command, family, addresses and TLVs
 * (HAProxy's proxy-protocol.txt §2.2). Only its extent is read.
 */
public final class ProxyV2View {
  private static final String SIGNATURE = "\r\n\r\n\0\r\nQUIT\n";

  /** Bytes before the addresses. */
  public static final int FIXED_BYTES = 16;

  private ByteBuffer buffer = ByteBuffer.allocate(0);
  private int start;
  private int length;

  /**
   * Points this view at a header of which the 16 bytes before the addresses have to be there;
   * {@link #length} is valid after DONE.
   */
  public Progress wrap(ByteBuffer buffer, int start, int available) {
    this.buffer = buffer;
    this.start = start;
    for (int i = 0; i < Math.min(available, SIGNATURE.length()); i++) {
      if (Bytes.u8(buffer, start + i) != SIGNATURE.charAt(i)) {
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

  /**
   * Describes the header as far as it is there, up to {@code end}: who is behind the proxy. What
   * follows the addresses (TLVs) is not public.
   */
  void describe(FieldSink sink, int end) {
    sink.bytes("signature, command, family, length", start, FIXED_BYTES, Privacy.PUBLIC);
    int family = Bytes.u8(buffer, start + 13) >>> 4;
    int width = family == 1 ? 4 : family == 2 ? 16 : 0;
    int addresses = start + FIXED_BYTES;
    int after = addresses + 2 * width + 4; // two ports
    if (width == 0 || after > Math.min(end, start + length)) {
      return;
    }
    address(sink, "src_addr", addresses, width);
    address(sink, "dst_addr", addresses + width, width);
    sink.bytes("src_port, dst_port", addresses + 2 * width, 4, Privacy.PUBLIC);
  }

  private void address(FieldSink sink, String name, int at, int width) {
    IpAddress address =
        width == 4
            ? IpAddress.v4(Bytes.i32(buffer, at))
            : IpAddress.v6(Bytes.i64(buffer, at), Bytes.i64(buffer, at + 8));
    sink.field(name, at, width, Privacy.ADDRESS, address.toString(), "The PROXY protocol, §2.2");
  }

  /** Bytes of the whole header, addresses and TLVs included: 16 to 65551. */
  public int length() {
    return length;
  }
}
