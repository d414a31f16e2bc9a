package io.tlsfloor.capture.live.ring;

import com.sun.jna.LastErrorException;
import com.sun.jna.Memory;

/**
 * A group of sockets of which each packet goes to one (packet(7), PACKET_FANOUT), by the kernel's
 * hash of addresses and ports, which is the same for both directions. It sees outer headers only,
 * so the rings of a group must be put together again before anything is followed.
 *
 * <p>A full ring drops: rolling over to another (PACKET_FANOUT_FLAG_ROLLOVER) would change the
 * order within a connection.
 */
final class Fanout {
  /** Each packet goes to the one socket. */
  static final Fanout NONE = new Fanout(false);

  private static final int ID = 0xFFFF; // lower half of the option's value; mode above

  private final boolean shared;
  private int id;
  private boolean begun;

  private Fanout(boolean shared) {
    this.shared = shared;
  }

  /** A new group, with a number that no other has. */
  static Fanout shared() {
    return new Fanout(true);
  }

  boolean isShared() {
    return shared;
  }

  /** Adds a socket that is bound to an interface that is up. */
  void join(int socket) throws LastErrorException {
    try (Memory value = new Memory(4);
        Memory length = new Memory(4)) {
      int unique = begun ? 0 : Linux.PACKET_FANOUT_FLAG_UNIQUEID;
      value.setInt(0, id | (Linux.PACKET_FANOUT_HASH | unique) << 16);
      Linux.setsockopt(socket, Linux.SOL_PACKET, Linux.PACKET_FANOUT, value, 4);
      length.setInt(0, 4);
      Linux.getsockopt(socket, Linux.SOL_PACKET, Linux.PACKET_FANOUT, value, length);
      id = value.getInt(0) & ID;
      begun = true;
    }
  }
}
