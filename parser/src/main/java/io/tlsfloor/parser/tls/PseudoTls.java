package io.tlsfloor.parser.tls;

import io.tlsfloor.parser.Progress;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Objects;

/**
 * Messages that look like a TLS handshake and are not: relays exchange these constants on port 443
 * to get past middleboxes, and go on in clear.
 *
 * <p>Known are the one of Microsoft's media relays (MS-TURN §2.1.1: a ClientHello of 50 bytes,
 * answered by ServerHello and ServerHelloDone in one record), the one of Google Talk's relays (72
 * bytes in SSLv2 format, answered by a ServerHello), and the ServerHello of Skype's imitation,
 * whose client part holds random bytes. A real hello can begin in the same way, so all of a
 * constant must match.
 */
public final class PseudoTls {
  private static final byte[] MS_TURN_CLIENT =
      bytes(
          """
          16 0301 002d
          01 000029 0301
          c1fcd5a3 6d93dd7e0b45673fec7985fbbc3fd660c2ce8485081b8121bcaa10fb
          00 0002 0018 01 00
          """);
  private static final byte[] MS_TURN_SERVER =
      bytes(
          """
          16 0301 004e
          02 000046 0301
          0000000000000000000000000000000000000000000000000000000000000000
          20 0000000000000000000000000000000000000000000000000000000000000000
          0018 00
          0e 000000
          """);
  private static final byte[] GOOGLE_TALK_CLIENT =
      bytes(
          """
          8046 01 0301 002d 0000 0010
          010080 030080 0700c0 060040 020080 040080 000004 00feff 00000a 00fefe 000009 000064
          000062 000003 000006
          1f170ca62f0078fc46552eb18339f1ea
          """);
  private static final byte[] GOOGLE_TALK_SERVER =
      bytes(
          """
          16 0301 004a
          02 000046 0301
          428545a7 27a95da0b3c5e753da482b3fc65aca89c15852a1783c5b174600853f
          20 0ed306725b5b1b5f15ac13f988539d9be83d7b0c30326e384da27557416c345c
          0004 00
          """);
  private static final byte[] SKYPE_SERVER =
      bytes(
          """
          16 0301 004a
          02 000046 0301
          401be486 02ade029e17774e544b9c99cb431315e02dd779d154a9609ba5da870
          20 1ca0e4f64c6351ae2f8e4ee1e6766a0a88d5d8c55cae98c5e481f22a69bf9058
          0005 00
          """);

  private PseudoTls() {}

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex.replace(" ", "").replace("\n", ""));
  }

  /**
   * Compares the beginning of what a client sent with the known constants.
   *
   * @param start index of the stream's first byte
   * @param available bytes of the stream that are there, from {@code start} on
   * @return {@code DONE} if it begins with a whole constant; {@code NEED_MORE} if all bytes that
   *     are there are the beginning of one; {@code MALFORMED} if it is none
   * @throws IndexOutOfBoundsException if the range is not inside {@code buffer}: a bug in the
   *     caller
   */
  public static Progress client(ByteBuffer buffer, int start, int available) {
    Progress best = compare(MS_TURN_CLIENT, buffer, start, available);
    return better(best, compare(GOOGLE_TALK_CLIENT, buffer, start, available));
  }

  /** Works as {@link #client} for what a server sent. */
  public static Progress server(ByteBuffer buffer, int start, int available) {
    Progress best = compare(MS_TURN_SERVER, buffer, start, available);
    best = better(best, compare(GOOGLE_TALK_SERVER, buffer, start, available));
    return better(best, compare(SKYPE_SERVER, buffer, start, available));
  }

  private static Progress better(Progress a, Progress b) {
    return a.compareTo(b) <= 0 ? a : b; // in the order DONE, NEED_MORE, MALFORMED
  }

  private static Progress compare(byte[] constant, ByteBuffer buffer, int start, int available) {
    Objects.checkFromIndexSize(start, available, buffer.limit());
    int compared = Math.min(constant.length, available);
    for (int i = 0; i < compared; i++) {
      if (buffer.get(start + i) != constant[i]) {
        return Progress.MALFORMED;
      }
    }
    return compared == constant.length ? Progress.DONE : Progress.NEED_MORE;
  }
}
