package io.tlsfloor.capture.rewrite;

import io.tlsfloor.parser.observation.IpAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Addresses and names of clients that a payload tells before TLS, written over in their place. */
final class DialogueAddresses {
  private static final byte[] PROXY_V2 = {
    0x0D, 0x0A, 0x0D, 0x0A, 0x00, 0x0D, 0x0A, 0x51, 0x55, 0x49, 0x54, 0x0A
  };
  private static final int PROXY_FAMILY = 13; // offsets in bytes: haproxy's proxy-protocol.txt §2.2
  private static final int PROXY_ADDRESSES = 16;
  private static final int MIN_TEXT = 7; // 1.2.3.4
  private static final byte BLANK = '*';

  private static final Pattern ADDRESS =
      Pattern.compile(
          "(?<![0-9.])[0-9]{1,3}(?:\\.[0-9]{1,3}){3}(?![0-9])"
              + "|(?<![0-9A-Za-z:.])[0-9A-Fa-f]{0,4}:[0-9A-Fa-f]{0,4}:[0-9A-Fa-f:]*[0-9A-Fa-f]"
              + "(?![0-9A-Za-z:])");

  /** The server's greeting to EHLO: what follows its own name is what it calls the client. */
  private static final Pattern EHLO_REPLY =
      Pattern.compile("(?m)^250[ -][^ \r\n]*\\.[^ \r\n]*( [^\r\n]+)");

  private static final Pattern TARGET = Pattern.compile("(?m)^CONNECT [^\r\n]*");

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
    Matcher targets = TARGET.matcher(text);
    int targetsEnd = targets.find() ? targets.end() : -1;
    for (Matcher found = ADDRESS.matcher(text); found.find(); ) {
      String other = substitution.told(found.group(), found.start() < targetsEnd);
      if (other.length() == found.group().length()) {
        byte[] written = other.getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy(written, 0, bytes, from + found.start(), written.length);
      }
    }
    for (Matcher found = EHLO_REPLY.matcher(text); found.find(); ) {
      Arrays.fill(bytes, from + found.start(1) + 1, from + found.end(1), BLANK);
    }
  }
}
