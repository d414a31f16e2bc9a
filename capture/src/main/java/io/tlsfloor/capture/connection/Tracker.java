package io.tlsfloor.capture.connection;

/** Holds what the teller asks of who follows a connection. */
interface Tracker {
  /** Nothing more will come: reads what waits, with what is missing before it given up. */
  void settle(Connection connection);

  /** Counts as missing what was sent, as the other end says, and never captured. */
  void countUnseen(Connection connection);

  /** Returns whether the server answered another connection between the same ends. */
  boolean hasAnsweredBeside(Connection connection);

  /** Returns whether it is the same, with the same numbers, as one that finished before. */
  boolean isCopy(Connection connection);

  /** The verdict is found: packets that come are of no interest, or of another connection. */
  void finish(Connection connection);

  /** Nobody asks for it any more: it may be used again. */
  void reuse(Connection connection);
}
