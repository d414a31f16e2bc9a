package io.tlsfloor.parser.preface;

import io.tlsfloor.parser.Bytes;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Recognises by the first bytes of a direction which preface begins there, if any. Stateless.
 *
 * <p>The first bytes of a stream are enough for most; those that begin alike (SMTP and FTP both
 * greet with 220) start as one preface that finds out later.
 */
public final class PrefaceRecognizer {
  /** No preface needs more bytes than this to be recognised or ruled out. */
  public static final int MAX_BYTES = 64;

  /** What the bytes look like. */
  public enum Answer {
    /** {@link #start} gives the preface. */
    YES,
    /** Fewer bytes than it takes, and none that contradicts. */
    NEED_MORE,
    /** No preface that we know. */
    NO
  }

  private PrefaceRecognizer() {}

  /**
   * Looks at the first bytes of one direction. The answer is about that direction alone: the other
   * may still say YES after this one's NO (a server's greeting says more than a client's command).
   *
   * @param direction 0 for the end that opened the connection (or was seen first), else 1; the
   *     bytes decide which end is the client, and this where they may be of either
   */
  public static Answer test(int direction, ByteBuffer buffer, int start, int length) {
    int looked = Math.min(length, MAX_BYTES);
    if (looked == 0) {
      return Answer.NEED_MORE;
    }
    boolean more = false;
    for (Prefaces.Opening opening : Prefaces.candidates(Bytes.u8(buffer, start))) {
      Answer answer = look(opening, direction, buffer, start, looked);
      if (answer == Answer.YES) {
        return answer;
      }
      more |= answer == Answer.NEED_MORE;
    }
    return more && looked < MAX_BYTES ? Answer.NEED_MORE : Answer.NO;
  }

  /** A new preface for bytes that {@link #test} said YES to; empty for any others. */
  public static Optional<Preface> start(int direction, ByteBuffer buffer, int start, int length) {
    int looked = Math.min(length, MAX_BYTES);
    if (looked > 0) {
      for (Prefaces.Opening opening : Prefaces.candidates(Bytes.u8(buffer, start))) {
        if (look(opening, direction, buffer, start, looked) == Answer.YES) {
          return Optional.of(opening.begin(direction));
        }
      }
    }
    return Optional.empty();
  }

  private static Answer look(
      Prefaces.Opening opening, int direction, ByteBuffer buffer, int start, int length) {
    boolean othersTurn = direction == 1 && opening.byClient();
    return othersTurn && PacketLook.isSocks5PasswordTaken(buffer, start, length)
        ? Answer.NO
        : opening.test().look(buffer, start, length);
  }
}
