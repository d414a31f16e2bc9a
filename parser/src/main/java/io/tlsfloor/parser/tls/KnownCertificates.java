package io.tlsfloor.parser.tls;

import io.tlsfloor.parser.observation.KeyedHash;
import io.tlsfloor.parser.observation.ServerCertificate;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The names of certificates that were met. Servers repeat theirs, so each is read once, and its
 * later copies are compared byte for byte.
 *
 * <p>A certificate has one of two places, by a hash of some of its bytes with a key of this
 * process. Where three meet, the later two stay: certificates that are made to meet cost a reading
 * each, as they would without this. Bounded in number and in bytes. Not for use by several threads.
 */
public final class KnownCertificates {
  static final int PLACES = 1 << 8; // more than an office has servers that it asks often
  static final int MAX_BYTES = 1 << 12; // most have 1 to 2 KB
  private static final int MIN_BYTES = 4 * Long.BYTES; // shorter ones are none

  private final @Nullable Known[] known = new Known[PLACES];

  /** Holds what was read of a certificate, and its bytes. */
  private static final class Known {
    private final byte[] bytes;
    private final Optional<ServerCertificate> names;

    Known(byte[] bytes, Optional<ServerCertificate> names) {
      this.bytes = bytes;
      this.names = names;
    }

    boolean isOf(ByteBuffer buffer, int start, int length) {
      int at = buffer.arrayOffset() + start;
      return Arrays.equals(bytes, 0, bytes.length, buffer.array(), at, at + length);
    }
  }

  /**
   * The names of a certificate: what {@link CertificateNames#read} says.
   *
   * @param start index of the certificate's first byte
   * @param length of the certificate
   * @throws IndexOutOfBoundsException if the range is not inside {@code buffer}: a bug in the
   *     caller
   */
  public Optional<ServerCertificate> names(ByteBuffer buffer, int start, int length) {
    Objects.checkFromIndexSize(start, length, buffer.limit());
    if (length < MIN_BYTES || length > MAX_BYTES || !buffer.hasArray()) {
      return CertificateNames.read(buffer, start, length);
    }
    int place = place(buffer, start, length);
    Known there = known[place];
    Known other = known[place ^ 1];
    if (there != null && there.isOf(buffer, start, length)) {
      return there.names;
    }
    if (other != null && other.isOf(buffer, start, length)) {
      return other.names;
    }
    Optional<ServerCertificate> names = CertificateNames.read(buffer, start, length);
    byte[] bytes = new byte[length];
    buffer.get(start, bytes);
    known[place ^ 1] = there == null ? other : there;
    known[place] = new Known(bytes, names);
    return names;
  }

  /** By its end, which is of the signature, and by bytes on the way there. */
  private static int place(ByteBuffer buffer, int start, int length) {
    long hash =
        KeyedHash.of(
            buffer.getLong(start + length - Long.BYTES),
            buffer.getLong(start + length / 2),
            (long) buffer.getInt(start + length / 4) << 32 | length);
    return (int) hash & PLACES - 1;
  }
}
