package io.tlsfloor.parser.quic;

import io.tlsfloor.parser.Cursor;
import java.nio.ByteBuffer;

/**
 * The frames of an Initial packet in clear; only CRYPTO frames are of interest (RFC 9000 §12.4,
 * §17.2.2: an Initial holds PADDING, PING, ACK, CRYPTO and CONNECTION_CLOSE).
 */
public final class QuicFrames {
  private static final int PADDING = 0x00;
  private static final int PING = 0x01;
  private static final int ACK = 0x02;
  private static final int ACK_ECN = 0x03;
  private static final int CRYPTO = 0x06;
  private static final int MAX_ACK_RANGES = 1 << 12;

  private QuicFrames() {}

  /** Takes what CRYPTO frames carry. */
  @FunctionalInterface
  public interface CryptoSink {
    /**
     * Bytes of the TLS handshake.
     *
     * @param offset in the stream of handshake bytes
     */
    void crypto(long offset, ByteBuffer buffer, int start, int length);
  }

  /**
   * Walks the frames.
   *
   * @return whether all of them are frames that an Initial may hold
   */
  public static boolean read(byte[] frames, CryptoSink sink) {
    ByteBuffer buffer = ByteBuffer.wrap(frames);
    Cursor in = new Cursor();
    in.wrap(buffer, 0, frames.length);
    while (in.hasRemaining()) {
      int type = in.u8("type");
      switch (type) {
        case PADDING, PING -> {
          // One byte, and nothing in it.
        }
        case ACK, ACK_ECN -> acknowledgment(in, type);
        case CRYPTO -> {
          long offset = integer(in);
          int length = (int) Math.min(integer(in), Integer.MAX_VALUE);
          int start = in.skip(length, "crypto_data");
          if (!in.failed()) {
            sink.crypto(offset, buffer, start, length);
          }
        }
        default -> {
          return type == 0x1C; // CONNECTION_CLOSE: nothing of interest follows
        }
      }
    }
    return !in.failed();
  }

  private static void acknowledgment(Cursor in, int type) {
    integer(in);
    integer(in);
    long ranges = Math.min(integer(in), MAX_ACK_RANGES);
    integer(in);
    for (long i = 0; i < ranges && !in.failed(); i++) {
      integer(in);
      integer(in);
    }
    if (type == ACK_ECN) {
      integer(in);
      integer(in);
      integer(in);
    }
  }

  /** RFC 9000 §16. */
  private static long integer(Cursor in) {
    int first = in.u8("integer");
    int width = 1 << (first >>> 6);
    long value = first & 0x3F;
    for (int i = 1; i < width; i++) {
      value = value << 8 | in.u8("integer");
    }
    return value;
  }
}
