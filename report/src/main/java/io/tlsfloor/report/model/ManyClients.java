package io.tlsfloor.report.model;

import io.tlsfloor.parser.observation.IpAddress;
import io.tlsfloor.parser.observation.KeyedHash;
import io.tlsfloor.parser.observation.Room;

/**
 * Counts clients truly, many more of them than have room for a row: each by a hash with a key of
 * the process, and a small number that says what is known of it. {@link #MAX} of them.
 */
final class ManyClients {
  /** More are said to be more: 16 MB of a heap of 1 GB. */
  static final int MAX = Room.entries(1 << 20);

  /** Numbers that a client may have, from 0. */
  static final int KINDS = 7;

  private final IdSet clients = new IdSet(MAX);

  /** Adds a client, or lowers its number to {@code kind}. */
  void add(IpAddress client, int kind) {
    long id = id(client);
    clients.put(id, Math.min(kind, clients.number(id, KINDS)));
  }

  /** The number of a client; {@link #KINDS} for one that was not added. */
  int kind(IpAddress client) {
    return clients.number(id(client), KINDS);
  }

  /** Returns whether it was added, unless there were {@link #more} than have room. */
  boolean has(IpAddress client) {
    return kind(client) < KINDS;
  }

  /** How many there are. */
  long size() {
    return clients.size();
  }

  /** How many have a number. */
  long count(int kind) {
    return clients.count(kind);
  }

  /** Returns whether there were more than could be counted. */
  boolean more() {
    return clients.more();
  }

  private static long id(IpAddress client) {
    return KeyedHash.of(client.high(), client.low(), client.v4() ? 1 : 0);
  }
}
