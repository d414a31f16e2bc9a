package io.tlsfloor.parser.field;

import java.util.BitSet;

/**
 * Finds the texts in a Certificate message (RFC 5246 §7.4.2): names of persons, devices and
 * organisations, in whatever part of an X.509 certificate they stand (RFC 5280 §4). What holds the
 * message together, keys, numbers and times are no text.
 */
public final class CertificateText {
  private static final int MAX_DEPTH = 16;
  private static final int CONSTRUCTED = 0x20;
  private static final int OCTET_STRING = 0x04;
  private static final int SEQUENCE = 0x30;

  private final byte[] message;
  private final BitSet text = new BitSet();

  private CertificateText(byte[] message) {
    this.message = message;
  }

  /**
   * Offsets of the bytes of texts.
   *
   * @param message from its handshake header on, as far as it is there
   * @param headerBytes of the handshake header
   */
  public static BitSet find(byte[] message, int headerBytes) {
    CertificateText reader = new CertificateText(message);
    int at = headerBytes + 3; // the list's length
    while (at + 3 <= message.length) {
      int length = reader.u24(at);
      int end = Math.min(message.length, at + 3 + length);
      reader.values(at + 3, end, 0);
      at = end;
    }
    return reader.text;
  }

  private int u24(int at) {
    return (message[at] & 0xFF) << 16 | (message[at + 1] & 0xFF) << 8 | message[at + 2] & 0xFF;
  }

  /** Reads DER values one after the other (X.690 §8.1); what is no DER is text to be safe. */
  private void values(int from, int end, int depth) {
    int at = from;
    while (at + 2 <= end) {
      int tag = message[at] & 0xFF;
      int length = message[at + 1] & 0xFF;
      int content = at + 2;
      if (length > 0x80) {
        int bytes = length & 0x7F;
        length = 0;
        for (int i = 0; i < bytes && i < 4 && content < end; i++) {
          length = length << 8 | message[content++] & 0xFF;
        }
      }
      if (length < 0 || depth == MAX_DEPTH) {
        text.set(content, end);
        return;
      }
      int next = (int) Math.min(end, (long) content + length);
      if ((tag & CONSTRUCTED) != 0 || tag == OCTET_STRING && holdsValues(content, next)) {
        values(content, next, depth + 1);
      } else if (isText(tag)) {
        text.set(content, next);
      }
      at = next;
    }
  }

  private boolean holdsValues(int at, int end) {
    return at < end && (message[at] & 0xFF) == SEQUENCE;
  }

  /** Strings by their universal tags; names by the context's (RFC 5280 §4.2.1.6). */
  private static boolean isText(int tag) {
    return switch (tag) {
      case 0x0C, 0x12, 0x13, 0x14, 0x15, 0x16, 0x19, 0x1A, 0x1B, 0x1C, 0x1E -> true;
      case 0x81, 0x82, 0x86, 0x87 -> true;
      default -> false;
    };
  }
}
