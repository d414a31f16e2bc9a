package io.tlsfloor.parser.observation;

import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * A protocol version as it stands on the wire, known to us or not.
 *
 * @param value the 16-bit number, for example 0x0303
 */
public record TlsVersion(int value) implements Comparable<TlsVersion> {
  /** Genuine SSL 2.0, the number in its CLIENT-HELLO (draft-hickman-netscape-ssl-00 §2.5). */
  public static final TlsVersion SSL_2_0 = new TlsVersion(0x0002);

  /** RFC 6101. */
  public static final TlsVersion SSL_3_0 = new TlsVersion(0x0300);

  /** RFC 2246. */
  public static final TlsVersion TLS_1_0 = new TlsVersion(0x0301);

  /** RFC 4346. */
  public static final TlsVersion TLS_1_1 = new TlsVersion(0x0302);

  /** RFC 5246. */
  public static final TlsVersion TLS_1_2 = new TlsVersion(0x0303);

  /** RFC 8446. */
  public static final TlsVersion TLS_1_3 = new TlsVersion(0x0304);

  /** RFC 4347: of the age of TLS 1.1. */
  public static final TlsVersion DTLS_1_0 = new TlsVersion(0xFEFF);

  /** OpenSSL's DTLS 1.0 before 0.9.8f (its {@code DTLS1_BAD_VER}). */
  public static final TlsVersion DTLS_1_0_OPENSSL = new TlsVersion(0x0100);

  /** RFC 6347. */
  public static final TlsVersion DTLS_1_2 = new TlsVersion(0xFEFD);

  /** RFC 9147. */
  public static final TlsVersion DTLS_1_3 = new TlsVersion(0xFEFC);

  private static final int UNKNOWN_RANK = -1;

  /** Returns whether this is a version that an RFC or a TLS 1.3 draft gave a meaning. */
  public boolean isKnown() {
    return rank() != UNKNOWN_RANK;
  }

  /** Returns whether this is a draft of TLS 1.3 ({@code 0x7f00 | draft}, RFC 8446 §4.2.1). */
  public boolean isDraft() {
    return value >>> 8 == 0x7F;
  }

  /** Returns whether this is a DTLS version. */
  public boolean isDtls() {
    return value >>> 8 == 0xFE || value == DTLS_1_0_OPENSSL.value;
  }

  /**
   * The place of this version in time: a later version has a greater rank; a DTLS version ranks
   * with the TLS version that it was derived from; drafts of TLS 1.3 rank between 1.2 and 1.3; an
   * unknown number ranks below all.
   */
  public int rank() {
    return switch (value) {
      case 0x0002 -> 0x0200;
      case 0x0300, 0x0301, 0x0302, 0x0303 -> value;
      case 0xFEFF, 0x0100 -> 0x0302;
      case 0xFEFD -> 0x0303;
      case 0x0304, 0xFEFC -> 0x0500;
      default -> isDraft() ? 0x0400 | value & 0xFF : UNKNOWN_RANK;
    };
  }

  /** Returns whether this version came before {@code other}; never true of an unknown number. */
  public boolean isBefore(TlsVersion other) {
    return isKnown() && other.isKnown() && rank() < other.rank();
  }

  @Override
  public boolean equals(@Nullable Object other) { // the compiler's takes the JDK long to link
    return other instanceof TlsVersion version && value == version.value;
  }

  @Override
  public int hashCode() {
    return value;
  }

  /** The oldest first: by rank, then by number. Unknown numbers come before all others. */
  @Override
  public int compareTo(TlsVersion other) {
    int order = Integer.compare(rank(), other.rank());
    return order != 0 ? order : Integer.compare(value, other.value);
  }

  /** {@code TLS 1.0}, or the number in hex ({@code 0x7f1c}) for what has no name. */
  @Override
  public String toString() {
    return switch (value) {
      case 0x0002 -> "SSL 2.0";
      case 0x0300 -> "SSL 3.0";
      case 0x0301 -> "TLS 1.0";
      case 0x0302 -> "TLS 1.1";
      case 0x0303 -> "TLS 1.2";
      case 0x0304 -> "TLS 1.3";
      case 0xFEFF, 0x0100 -> "DTLS 1.0";
      case 0xFEFD -> "DTLS 1.2";
      case 0xFEFC -> "DTLS 1.3";
      default -> "0x" + HexFormat.of().toHexDigits((short) value);
    };
  }
}
