package io.tlsfloor.parser.preface;

import io.tlsfloor.parser.Bytes;
import io.tlsfloor.parser.FieldSink;
import io.tlsfloor.parser.Privacy;
import io.tlsfloor.parser.Progress;
import java.nio.ByteBuffer;

/**
 * The X.224 connection request or confirm of RDP in its TPKT packet, with the negotiation that
 * chooses TLS (MS-RDPBCGR §2.2.1.1 and §2.2.1.2; RFC 2126 §4.3).
 *
 * <p>Bytes are borrowed until the next {@code wrap}.
 */
public final class X224View {
  private static final int TPKT_BYTES = 4;
  private static final int X224_BYTES = 7; // length, code, two references, class
  private static final int NEGOTIATION_BYTES = 8;
  private static final int MAX_BYTES = TPKT_BYTES + 255; // the length indicator has one byte
  private static final int REQUEST = 0xE0;
  private static final int CONFIRM = 0xD0;
  private static final int TYPE_REQUEST = 1;
  private static final int TYPE_RESPONSE = 2;
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private ByteBuffer buffer = NOTHING;
  private int start;
  private int length;

  /** Points this view at a packet; the accessors are valid after DONE. */
  public Progress wrap(ByteBuffer buffer, int start, int available) {
    Progress head = wrapHead(buffer, start, available);
    return head == Progress.DONE && available < length ? Progress.NEED_MORE : head;
  }

  /** Like {@link #wrap}, but is content with the first 11 bytes. */
  public Progress wrapHead(ByteBuffer buffer, int start, int available) {
    this.buffer = buffer;
    this.start = start;
    if (available > 0 && Bytes.u8(buffer, start) != 3
        || available > 1 && Bytes.u8(buffer, start + 1) != 0) {
      return Progress.MALFORMED;
    }
    if (available < TPKT_BYTES + X224_BYTES) {
      return Progress.NEED_MORE;
    }
    length = Bytes.u16(buffer, start + 2);
    int code = Bytes.u8(buffer, start + 5);
    boolean sound =
        length >= TPKT_BYTES + X224_BYTES
            && length <= MAX_BYTES
            && Bytes.u8(buffer, start + 4) == length - TPKT_BYTES - 1
            && (code == REQUEST || code == CONFIRM)
            && (code == CONFIRM || Bytes.u16(buffer, start + 6) == 0)
            && Bytes.u8(buffer, start + 10) == 0;
    return sound ? Progress.DONE : Progress.MALFORMED;
  }

  /**
   * Describes a whole packet: all but the value of a cookie, which holds the user's name
   * (MS-RDPBCGR §2.2.1.1).
   */
  void describe(FieldSink sink) {
    int end = start + length;
    int text = start + TPKT_BYTES + X224_BYTES;
    int lineEnd = text;
    while (lineEnd < end && buffer.get(lineEnd) != '\n') {
      lineEnd++;
    }
    boolean cookie = text < end && Bytes.u8(buffer, text) >= 'A' && lineEnd < end;
    int rest = cookie ? lineEnd - 1 : text; // with CR
    sink.bytes("tpktHeader, x224Crq", start, text - start, Privacy.PUBLIC);
    sink.bytes("cookie", text, rest - text, Privacy.SECRET);
    sink.bytes("rdpNegData", rest, end - rest, Privacy.PUBLIC);
  }

  /** Bytes of the whole packet. */
  public int length() {
    return length;
  }

  /** Whether it is the client's request, else the server's confirm. */
  public boolean isRequest() {
    return Bytes.u8(buffer, start + 5) == REQUEST;
  }

  /** Whether the packet negotiates TLS: a request that offers it, a confirm that chose it. */
  public boolean negotiatesTls() {
    int at = start + length - NEGOTIATION_BYTES;
    if (isRequest()
        && length >= TPKT_BYTES + X224_BYTES + NEGOTIATION_BYTES + 36
        && Bytes.u8(buffer, at - 28) == 6) {
      at -= 36; // rdpCorrelationInfo stands behind, MS-RDPBCGR §2.2.1.1.2
    }
    return at >= start + TPKT_BYTES + X224_BYTES
        && Bytes.u8(buffer, at) == (isRequest() ? TYPE_REQUEST : TYPE_RESPONSE)
        && Bytes.u8(buffer, at + 2) == NEGOTIATION_BYTES
        && Bytes.u8(buffer, at + 4) != 0; // SSL 1, HYBRID 2, RDSTLS 4, HYBRID_EX 8; little-endian
  }
}
