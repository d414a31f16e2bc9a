package io.tlsfloor.parser.preface;

/**
 * A dialogue of lines, which {@link LineSplitter} gives it in the order in which the ends sent
 * them. Each protocol is one class, which has an {@link Exchange}, and of mail {@link MailFacts}.
 */
interface LineDialogue {
  /** Reads a line of the client. */
  void client(LineView line);

  /** Reads a line of the server. */
  void server(LineView line);

  /** Returns whether what the client sends next means nothing before the server's answer. */
  boolean awaitsServer();

  /**
   * Returns whether a line of the client is a whole one beyond doubt: the first behind a hole may
   * be the rest of one.
   */
  boolean isCommand(LineView line);

  /** Returns whether a line of the server is a whole one beyond doubt. */
  boolean isReply(LineView line);

  /** Bytes of a direction are missing before its next line. */
  default void hole(int direction) {}

  /** A line of a direction was too long to be looked at. */
  default void longLine(int direction) {}
}
