package io.tlsfloor.capture.connection;

/** Follows the connections of a transport. */
interface Tracker {
  /** Nothing more will come: reads what waits, with what is missing before it given up. */
  void settle(Connection connection);

  /** Counts as missing what was sent, as the other end says, and never captured. */
  void countUnseen(Connection connection);
}
