package io.tlsfloor.capture.connection;

/**
 * A hello that was found among bytes of which nothing is known. The server's answer decides whether
 * it is one. Where none came, what its sender goes on with does: a client that sent a hello sends
 * TLS or waits, and who sends a file that holds one goes on with the file.
 */
final class HelloInText {
  /** Segments of other bytes behind it that one forged packet can not be. */
  private static final int MORE_THAN_ONE = 3;

  private int direction = -1;
  private long answers;

  /** Begins again with another conversation: none was found. */
  void begin() {
    direction = -1;
    answers = 0;
  }

  /**
   * It was found.
   *
   * @param answers bytes that had arrived from the other end
   */
  void found(int direction, long answers) {
    this.direction = direction;
    this.answers = answers;
  }

  /** Whether one was found in a direction. */
  boolean isIn(int direction) {
    return this.direction == direction;
  }

  /**
   * Whether neither end showed that it was none: the other end said nothing behind it, and what
   * followed in its own direction may be forged.
   */
  boolean isOpen(TcpDirections conversation, int[] scanned) {
    return direction >= 0
        && conversation.stream(1 - direction).arrivedOffset() <= answers
        && scanned[direction] < MORE_THAN_ONE;
  }
}
