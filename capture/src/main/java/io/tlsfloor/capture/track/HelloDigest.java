package io.tlsfloor.capture.track;

import io.tlsfloor.capture.ProcessSecret;
import java.nio.ByteBuffer;

/**
 * Tells whether two hellos are byte for byte equal, without keeping them: SipHash-2-4 (Aumasson and
 * Bernstein, 2012) with a key of this process, since whoever makes traffic must not be able to make
 * two hellos look alike.
 */
record HelloDigest(long value) {
  /** The digest of no hello. */
  static final HelloDigest NONE = new HelloDigest(0);

  private static final long KEY_0 = ProcessSecret.next();
  private static final long KEY_1 = ProcessSecret.next();

  static HelloDigest of(ByteBuffer buffer, int start, int length) {
    Sip sip = new Sip();
    int at = start;
    int end = start + length;
    for (; at + 8 <= end; at += 8) {
      sip.word(Long.reverseBytes(buffer.getLong(at)));
    }
    long last = (long) length << 56;
    for (int shift = 0; at < end; at++, shift += 8) {
      last |= (buffer.get(at) & 0xFFL) << shift;
    }
    sip.word(last);
    return new HelloDigest(sip.end());
  }

  /** The state of the hash. */
  private static final class Sip {
    private long v0 = KEY_0 ^ 0x736F6D6570736575L;
    private long v1 = KEY_1 ^ 0x646F72616E646F6DL;
    private long v2 = KEY_0 ^ 0x6C7967656E657261L;
    private long v3 = KEY_1 ^ 0x7465646279746573L;

    void word(long word) {
      v3 ^= word;
      round();
      round();
      v0 ^= word;
    }

    long end() {
      v2 ^= 0xFF;
      round();
      round();
      round();
      round();
      return v0 ^ v1 ^ v2 ^ v3;
    }

    private void round() {
      v0 += v1;
      v1 = Long.rotateLeft(v1, 13) ^ v0;
      v0 = Long.rotateLeft(v0, 32);
      v2 += v3;
      v3 = Long.rotateLeft(v3, 16) ^ v2;
      v0 += v3;
      v3 = Long.rotateLeft(v3, 21) ^ v0;
      v2 += v1;
      v1 = Long.rotateLeft(v1, 17) ^ v2;
      v2 = Long.rotateLeft(v2, 32);
    }
  }
}
