package io.tlsfloor.parser.packet;

import io.tlsfloor.parser.Bytes;
import java.nio.ByteBuffer;

/** What is read of TCP headers for windows (RFC 9293 §3.1, RFC 7323 §2). */
final class TcpOptions {
  /** Bytes of a header without options. */
  static final int MIN_HEADER = 20;

  /** Offset of the window field. */
  static final int WINDOW = 14;

  private static final int END_OF_OPTIONS = 0;
  private static final int NO_OPERATION = 1;
  private static final int WINDOW_SCALE = 3;
  private static final int LARGEST_SCALE = 14; // RFC 7323 §2.3

  private TcpOptions() {}

  /** The shift of the Window Scale option; -1 without one. */
  static int windowScale(ByteBuffer in, int options, int end) {
    int at = options;
    while (at + 2 < end && Bytes.u8(in, at) != END_OF_OPTIONS) {
      if (Bytes.u8(in, at) == NO_OPERATION) {
        at++;
      } else if (Bytes.u8(in, at) == WINDOW_SCALE) {
        return Math.min(Bytes.u8(in, at + 2), LARGEST_SCALE);
      } else {
        at += Math.max(Bytes.u8(in, at + 1), 2);
      }
    }
    return -1;
  }
}
