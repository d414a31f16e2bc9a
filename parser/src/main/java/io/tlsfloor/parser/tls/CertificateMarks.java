package io.tlsfloor.parser.tls;

import io.tlsfloor.parser.Bytes;
import io.tlsfloor.parser.observation.ServerCertificate.Marks;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads number and dates of a certificate (RFC 5280 §4.1.2.2, §4.1.2.5), believes neither, and
 * hashes it.
 */
final class CertificateMarks {
  private static final int UTC_TIME = 0x17;
  private static final int GENERALIZED_TIME = 0x18;
  private static final int MAX_SERIAL_BYTES = 32; // RFC 5280 §4.1.2.2 allows 20
  private static final String PIVOT = "50"; // years before it are of this century
  private static final HexFormat HEX = HexFormat.ofDelimiter(":").withUpperCase();

  private CertificateMarks() {}

  /** The number, which is {@code in}'s current element; empty for one that none may have. */
  static String serial(ByteBuffer buffer, DerReader in) {
    int length = in.contentLength();
    if (length < 1 || length > MAX_SERIAL_BYTES) {
      return "";
    }
    byte[] bytes = new byte[length];
    buffer.get(in.contentAt(), bytes);
    boolean padded = length > 1 && bytes[0] == 0; // keeps the number positive, and is no digit
    return HEX.formatHex(bytes, padded ? 1 : 0, length);
  }

  /**
   * Reads the dates of {@code Validity}; empty where a part cannot be read.
   *
   * @param whole the certificate
   */
  static Optional<Marks> of(
      String serial, ByteBuffer buffer, DerReader validity, ByteBuffer whole) {
    String from = validity.next() ? time(buffer, validity) : null;
    String to = validity.next() ? time(buffer, validity) : null;
    return serial.isEmpty() || from == null || to == null
        ? Optional.empty()
        : Optional.of(new Marks(serial, from, to, Digests.sha1(whole)));
  }

  /** {@code YYMMDDHHMMSSZ} or {@code YYYYMMDDHHMMSSZ}; null for any other form. */
  private static @Nullable String time(ByteBuffer buffer, DerReader in) {
    int digits = in.tag() == UTC_TIME ? 12 : in.tag() == GENERALIZED_TIME ? 14 : -1;
    if (digits < 0 || in.contentLength() != digits + 1) {
      return null;
    }
    String text = Bytes.latin1(buffer, in.contentAt(), digits + 1);
    for (int i = 0; i < digits; i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return null;
      }
    }
    if (text.charAt(digits) != 'Z') {
      return null;
    }
    String century = digits == 14 ? "" : text.substring(0, 2).compareTo(PIVOT) < 0 ? "20" : "19";
    String all = century + text;
    return all.substring(0, 4)
        + "-"
        + all.substring(4, 6)
        + "-"
        + all.substring(6, 8)
        + "T"
        + all.substring(8, 10)
        + ":"
        + all.substring(10, 12)
        + ":"
        + all.substring(12, 14);
  }
}
