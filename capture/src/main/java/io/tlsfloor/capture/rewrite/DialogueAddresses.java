package io.tlsfloor.capture.rewrite;

import io.tlsfloor.parser.observation.IpAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Addresses and names of clients that a payload tells before TLS, written over in their place. */
final class DialogueAddresses {
  private static final byte[] PROXY_V2 = {
    0x0D, 0x0A, 0x0D, 0x0A, 0x00, 0x0D, 0x0A, 0x51, 0x55, 0x49, 0x54, 0x0A
  };
  private static final int PROXY_FAMILY = 13; // offsets in bytes: haproxy's proxy-protocol.txt §2.2
  private static final int PROXY_ADDRESSES = 16;
  private static final int SUBNET_OPTION = 8;
  private static final int SUBNET_HEADER = 8; // option, length, family, two prefix lengths
  private static final int MIN_TEXT = 7; // 1.2.3.4
  private final Substitution substitution;
  private final byte[] bytes;
  private final int start;
  private final int end;

  /** Of the payload from {@code start} to {@code end}. */
  DialogueAddresses(Substitution substitution, byte[] bytes, int start, int end) {
    this.substitution = substitution;
    this.bytes = bytes;
    this.start = start;
    this.end = end;
  }

  void rewrite() {
    clientSubnet();
    int text = proxyV2();
    for (int at = text; at < end; at++) {
      int from = at;
      while (at < end && isText(bytes[at])) {
        at++;
      }
      if (at - from >= MIN_TEXT) {
        text(from, at);
      }
    }
  }

  private static boolean isText(byte b) {
    return b >= 0x20 && b < 0x7F || b == '\r' || b == '\n' || b == '\t';
  }

  /** The client's network in a DNS answer (RFC 7871 §6). */
  private void clientSubnet() {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    for (int at = start; at + SUBNET_HEADER < end; at++) {
      int length = buffer.getShort(at + 2) & 0xFFFF;
      int family = buffer.getShort(at + 4) & 0xFFFF;
      int prefix = buffer.get(at + 6) & 0xFF;
      boolean subnet =
          buffer.getShort(at) == SUBNET_OPTION
              && (family == 1 && prefix <= 32 || family == 2 && prefix <= 128)
              && prefix > 0
              && length == 4 + (prefix + 7) / 8
              && at + 4 + length <= end;
      if (subnet) {
        byte[] address = new byte[16];
        System.arraycopy(bytes, at + SUBNET_HEADER, address, 0, length - 4);
        ByteBuffer in = ByteBuffer.wrap(address);
        IpAddress other =
            substitution.told(
                family == 1
                    ? IpAddress.v4(in.getInt(0))
                    : IpAddress.v6(in.getLong(0), in.getLong(8)));
        if (other.v4()) {
          in.putInt(0, (int) other.low());
        } else {
          in.putLong(0, other.high()).putLong(8, other.low());
        }
        System.arraycopy(address, 0, bytes, at + SUBNET_HEADER, length - 4);
      }
    }
  }

  /** Returns where the header is over. */
  private int proxyV2() {
    if (end - start < PROXY_ADDRESSES
        || !Arrays.equals(bytes, start, start + PROXY_V2.length, PROXY_V2, 0, PROXY_V2.length)) {
      return start;
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    int at = start + PROXY_ADDRESSES;
    int family = bytes[start + PROXY_FAMILY] >>> 4 & 0x0F;
    if (family == 1 && end - at >= 8) {
      for (int field = at; field < at + 8; field += 4) {
        buffer.putInt(field, (int) substitution.told(IpAddress.v4(buffer.getInt(field))).low());
      }
    } else if (family == 2 && end - at >= 32) {
      for (int field = at; field < at + 32; field += 16) {
        IpAddress other =
            substitution.told(IpAddress.v6(buffer.getLong(field), buffer.getLong(field + 8)));
        buffer.putLong(field, other.high()).putLong(field + 8, other.low());
      }
    }
    return at;
  }

  private void text(int from, int to) {
    String text = new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
    byte[] other = DialogueText.rewrite(text, substitution).getBytes(StandardCharsets.ISO_8859_1);
    System.arraycopy(other, 0, bytes, from, Math.min(other.length, to - from));
  }
}
