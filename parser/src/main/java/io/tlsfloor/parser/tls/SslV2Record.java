package io.tlsfloor.parser.tls;

import io.tlsfloor.parser.Bytes;
import io.tlsfloor.parser.FieldSink;
import java.nio.ByteBuffer;

/**
 * The record around messages in SSL 2.0's format, without padding (draft-hickman-netscape-ssl-00
 * §1.1; RFC 5246 §E.2): two bytes of length, the highest bit set, then the message's type.
 */
final class SslV2Record {
  /** Bytes before the message. */
  static final int HEADER_BYTES = 2;

  /** Set: a header of two bytes, no padding. */
  private static final int SHORT_HEADER = 0x80;

  private SslV2Record() {}

  /**
   * Returns whether the bytes so far, which may be none, can begin a record with a message of a
   * type.
   */
  static boolean mayHold(int messageType, ByteBuffer buffer, int start, int available) {
    return available == 0
        || (Bytes.u8(buffer, start) & SHORT_HEADER) != 0
            && (available <= HEADER_BYTES || Bytes.u8(buffer, start + HEADER_BYTES) == messageType);
  }

  /** Describes the header and the message's type. */
  static void describe(FieldSink sink, ByteBuffer buffer, int start, String type, String source) {
    int length = lengthOnWire(buffer, start) - HEADER_BYTES;
    sink.field("msg_length", start, HEADER_BYTES, FieldSink.count(length), source);
    sink.field("msg_type", start + HEADER_BYTES, 1, type, source);
  }

  /** Length of the record, its header included, of which two bytes must be there. */
  static int lengthOnWire(ByteBuffer buffer, int start) {
    return HEADER_BYTES + (Bytes.u16(buffer, start) & 0x7FFF);
  }
}
