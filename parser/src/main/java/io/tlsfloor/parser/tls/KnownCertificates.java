package io.tlsfloor.parser.tls;

import io.tlsfloor.parser.observation.KeyedHash;
import io.tlsfloor.parser.observation.ServerCertificate;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The names of certificates that were met. Servers repeat theirs, so each is read once, and its
 * later copies are compared byte for byte.
 *
 * <p>A certificate has one place, by a hash of some of its bytes with a key of this process. Where
 * two meet, the later one stays: certificates that are made to meet cost a reading each, as they
 * would without this. Bounded in number and in bytes. Not for use by several threads.
 */
public final class KnownCertificates {
  static final int PLACES = 1 << 8; // more than an office has servers that it asks often
  static final int MAX_BYTES = 1 << 12; // most have 1 to 2 KB
  private static final int MIN_BYTES = 4 * Long.BYTES; // shorter ones are none

  private final @Nullable Known[] known = new Known[PLACES];

  /** Holds what was read of a certificate, and its bytes. */
  private record Known(ByteBuffer bytes, Optional<ServerCertificate> names) {}

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
    if (length < MIN_BYTES || length > MAX_BYTES) {
      return CertificateNames.read(buffer, start, length);
    }
    int place = place(buffer, start, length);
    Known there = known[place];
    ByteBuffer bytes = buffer.slice(start, length);
    if (there != null && there.bytes.equals(bytes)) {
      return there.names;
    }
    Optional<ServerCertificate> names = CertificateNames.read(buffer, start, length);
    known[place] = new Known(ByteBuffer.allocate(length).put(bytes).flip(), names);
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
