package io.tlsfloor.parser.tls;

import io.tlsfloor.parser.Cursor;
import io.tlsfloor.parser.FieldSink;
import io.tlsfloor.parser.Malformed;
import io.tlsfloor.parser.Progress;
import java.nio.ByteBuffer;

/**
 * A Certificate message body up to TLS 1.2, read where it lies (RFC 5246 §7.4.2): only the range of
 * its first certificate, the sender's own. In TLS 1.3 the message is encrypted and laid out
 * differently.
 *
 * <p>Bytes are borrowed: the view is valid until the next {@code wrap} or until the buffer is
 * reused.
 */
public final class CertificateView {
  private static final int MAX_24 = 0xFFFFFF;
  private static final int LENGTHS_BYTES = 3 + 3; // of the list and of its first member

  private final Cursor in = new Cursor();
  private int certificateAt;
  private int certificateLength;

  /**
   * Points this view at a handshake body and checks its lengths.
   *
   * @param start index of {@code certificate_list}'s length in {@code buffer}
   * @param length of the body in bytes, as the handshake header gives it
   * @return whether the list is sound; an empty one is, as clients without a certificate send it
   * @throws IndexOutOfBoundsException if the range is not inside {@code buffer}: a bug in the
   *     caller
   */
  public boolean wrap(ByteBuffer buffer, int start, int length) {
    in.wrap(buffer, start, length);
    certificateAt = start;
    certificateLength = 0;
    int outer = in.enter(in.length24(0, MAX_24, "certificate_list"), "certificate_list");
    while (in.hasRemaining()) {
      int size = in.length24(1, MAX_24, "ASN.1Cert");
      int at = in.skip(size, "ASN.1Cert");
      if (certificateLength == 0 && !in.failed()) {
        certificateAt = at;
        certificateLength = size;
      }
    }
    in.leave(outer, "certificate_list");
    in.end("Certificate");
    return !in.failed();
  }

  /**
   * Works as {@link #wrap} for a message whose end is not there: only the first certificate is
   * waited for.
   *
   * @param available bytes of the body that are there, no more than its length
   * @return {@code DONE} if the first certificate is there, whole
   * @throws IndexOutOfBoundsException if the range is not inside {@code buffer}: a bug in the
   *     caller
   */
  public Progress wrapFirst(ByteBuffer buffer, int start, int available) {
    in.wrap(buffer, start, available);
    certificateAt = start;
    certificateLength = 0;
    if (available < LENGTHS_BYTES) {
      return Progress.NEED_MORE;
    }
    int list = in.u24("certificate_list");
    int size = in.u24("ASN.1Cert");
    if (size == 0 || size > list - 3) {
      return Progress.MALFORMED;
    }
    if (size > in.remaining()) {
      return Progress.NEED_MORE;
    }
    certificateAt = in.position();
    certificateLength = size;
    return Progress.DONE;
  }

  /**
   * Describes a body as far as it is there, sound or not; see {@link CertificateDescription}.
   *
   * @param end after the last byte that is there
   * @param fromClient whether it names a client
   */
  public static void describe(
      FieldSink sink, ByteBuffer buffer, int start, int end, boolean fromClient) {
    new CertificateDescription(sink, buffer, fromClient).describe(start, end);
  }

  /**
   * Where the grammar was broken.
   *
   * @throws IllegalStateException if the last {@link #wrap} returned {@code true}
   */
  public Malformed failure() {
    return in.failure();
  }

  /** Index in the buffer of the first certificate's first byte. */
  public int certificateStart() {
    return certificateAt;
  }

  /** Length of the first certificate, 0 where the list is empty. */
  public int certificateLength() {
    return certificateLength;
  }
}
