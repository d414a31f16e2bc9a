package io.tlsfloor.parser.tls;

import io.tlsfloor.parser.Bytes;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A Name of X.509 (RFC 5280 §4.1.2.4) as text (RFC 4514): the last element first, values escaped,
 * control characters too.
 */
final class DistinguishedName {
  private static final int MAX_ATTRIBUTES = 64; // of all elements; real certificates have about ten
  private static final int MAX_VALUE_BYTES = 1024; // X.520's upper bounds are 64 to 256 characters
  private static final int MAX_OID_BYTES = 32;
  private static final int ATTRIBUTE_TYPE = 0x5504; // 2.5.4, X.520
  private static final long PILOT = 0x0992_2689_93F2_2C64L; // 0.9.2342.19200300.100, RFC 4519
  private static final int PILOT_TYPE = 1;
  private static final String COMMON_NAME = "CN";
  private static final String ESCAPED = ",+\"\\<>;=";

  private final String text;
  private final @Nullable String commonName;

  private DistinguishedName(String text, @Nullable String commonName) {
    this.text = text;
    this.commonName = commonName;
  }

  String text() {
    return text;
  }

  /** The most specific common name: the last in encoding order. */
  Optional<String> commonName() {
    return Optional.ofNullable(commonName);
  }

  /** Reads {@code RDNSequence}; {@code null} where it is none, or is larger than any in use. */
  static @Nullable DistinguishedName read(ByteBuffer buffer, DerReader sequence) {
    Deque<String> elements = new ArrayDeque<>();
    String commonName = null;
    int attributes = 0;
    while (sequence.next()) {
      if (sequence.tag() != DerReader.SET) {
        return null;
      }
      StringBuilder element = new StringBuilder();
      DerReader set = sequence.inside();
      while (set.next(DerReader.SEQUENCE)) {
        DerReader attribute = set.inside();
        if (++attributes > MAX_ATTRIBUTES
            || !attribute.next(DerReader.OID)
            || attribute.contentLength() > MAX_OID_BYTES) {
          return null;
        }
        int typeAt = attribute.contentAt();
        int typeLength = attribute.contentLength();
        String keyword = keyword(buffer, typeAt, typeLength);
        if (!attribute.next() || attribute.contentLength() > MAX_VALUE_BYTES) {
          return null;
        }
        String value = string(buffer, attribute);
        if (COMMON_NAME.equals(keyword) && value != null) {
          commonName = value;
        }
        if (element.length() > 0) {
          element.append('+');
        }
        element.append(keyword != null ? keyword : oid(buffer, typeAt, typeLength)).append('=');
        append(element, keyword == null ? null : value, buffer, attribute);
      }
      if (set.failed() || element.length() == 0) {
        return null;
      }
      elements.addFirst(element.toString());
    }
    return sequence.failed() ? null : new DistinguishedName(String.join(",", elements), commonName);
  }

  private static void append(
      StringBuilder element, @Nullable String value, ByteBuffer buffer, DerReader attribute) {
    if (value != null) {
      escape(element, value);
      return;
    }
    element.append('#'); // RFC 4514 §2.4: the BER encoding in hex
    int end = attribute.contentAt() + attribute.contentLength();
    for (int at = attribute.elementAt(); at < end; at++) {
      hex(element, Bytes.u8(buffer, at));
    }
  }

  /** RFC 4514 §3: what stands for a type that is often met, by the bytes of its identifier. */
  private static @Nullable String keyword(ByteBuffer buffer, int at, int length) {
    if (length == 3 && Bytes.u16(buffer, at) == ATTRIBUTE_TYPE) {
      return switch (Bytes.u8(buffer, at + 2)) {
        case 3 -> COMMON_NAME;
        case 6 -> "C";
        case 7 -> "L";
        case 8 -> "ST";
        case 9 -> "STREET";
        case 10 -> "O";
        case 11 -> "OU";
        default -> null;
      };
    }
    if (length == 10 && Bytes.i64(buffer, at) == PILOT && Bytes.u8(buffer, at + 8) == PILOT_TYPE) {
      return switch (Bytes.u8(buffer, at + 9)) {
        case 1 -> "UID";
        case 25 -> "DC";
        default -> null;
      };
    }
    return null;
  }

  /** The text of a value of one of the string types; {@code null} for another type. */
  private static @Nullable String string(ByteBuffer buffer, DerReader value) {
    Charset charset =
        switch (value.tag()) {
          case 0x0C -> StandardCharsets.UTF_8;
          case 0x12, 0x13, 0x14, 0x16, 0x1A -> StandardCharsets.ISO_8859_1; // ASCII; T61 as in use
          case 0x1E -> StandardCharsets.UTF_16BE;
          default -> null;
        };
    if (charset == null) {
      return null;
    }
    byte[] copy = new byte[value.contentLength()];
    buffer.get(value.contentAt(), copy);
    return new String(copy, charset);
  }

  /** RFC 4514 §2.4. */
  private static void escape(StringBuilder out, String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      boolean atEdge = i == 0 || i == value.length() - 1;
      if (c < 0x20 || c == 0x7F) {
        hex(out.append('\\'), c);
      } else if (ESCAPED.indexOf(c) >= 0 || c == '#' && i == 0 || c == ' ' && atEdge) {
        out.append('\\').append(c);
      } else {
        out.append(c);
      }
    }
  }

  private static void hex(StringBuilder out, int value) {
    out.append(Character.forDigit(value >>> 4, 16)).append(Character.forDigit(value & 0xF, 16));
  }

  /** Dotted decimal of an object identifier (X.690 §8.19). */
  private static String oid(ByteBuffer buffer, int at, int length) {
    StringBuilder text = new StringBuilder();
    BigInteger arc = BigInteger.ZERO;
    for (int i = 0; i < length; i++) {
      int b = Bytes.u8(buffer, at + i);
      arc = arc.shiftLeft(7).or(BigInteger.valueOf(b & 0x7F));
      if ((b & 0x80) != 0) {
        continue;
      }
      if (text.length() == 0) { // the first two arcs share a number
        int first = arc.min(BigInteger.valueOf(80)).intValue() / 40;
        text.append(first).append('.').append(arc.subtract(BigInteger.valueOf(40L * first)));
      } else {
        text.append('.').append(arc);
      }
      arc = BigInteger.ZERO;
    }
    return text.toString();
  }
}
