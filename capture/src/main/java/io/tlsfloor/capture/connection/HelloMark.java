package io.tlsfloor.capture.connection;

import io.tlsfloor.parser.Bytes;
import io.tlsfloor.parser.Progress;
import io.tlsfloor.parser.observation.KeyedHash;
import io.tlsfloor.parser.packet.PacketView;
import io.tlsfloor.parser.tls.ContentType;
import io.tlsfloor.parser.tls.PseudoTls;
import io.tlsfloor.parser.tls.SslV2ClientHelloView;
import java.nio.ByteBuffer;

/**
 * Distinguishes the first segments of two hellos, where one five-tuple has both: by a keyed hash of
 * the bytes that hold the client's random.
 */
final class HelloMark {
  /** The segment begins with no ClientHello. */
  static final long NONE = 0;

  private static final int VERSION = 9; // behind the headers of record and message
  private static final int MARKED_BYTES = 43; // record and message header, version, random

  private HelloMark() {}

  static long of(ByteBuffer buffer, int start, int length, SslV2ClientHelloView sslV2) {
    boolean hello =
        TlsOpening.isClientHello(buffer, start, length)
            || sslV2.wrap(buffer, start, length) == Progress.DONE;
    if (!hello || PseudoTls.client(buffer, start, length) == Progress.DONE) {
      return NONE;
    }
    boolean whole = length >= MARKED_BYTES && Bytes.u8(buffer, start) == ContentType.HANDSHAKE;
    int from = whole ? VERSION : 0; // the second hello after a HelloRetryRequest has another length
    long digest = KeyedHash.of(buffer, start + from, Math.min(length, MARKED_BYTES) - from);
    return digest == NONE ? 1 : digest;
  }

  /** Whether all bytes that a mark is made of are there. */
  static boolean isWhole(PacketView packet) {
    return packet.payloadLength() >= MARKED_BYTES;
  }
}
