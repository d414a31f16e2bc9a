package io.tlsfloor.capture.connection;

import io.tlsfloor.parser.observation.IpAddress;
import io.tlsfloor.parser.observation.Peer;
import org.jspecify.annotations.Nullable;

/**
 * The two ends of a connection, as {@link FlowTable} has them: a direction is the place of the end
 * that sends. Most are never asked for as values. Used again.
 */
final class FlowEnds {
  private long pair; // of IPv4 addresses, or a hash of those of IPv6
  private int ports;
  private long @Nullable [] addresses; // of IPv6
  private @Nullable Peer peer0;
  private @Nullable Peer peer1;

  /** Forgets them. */
  void clear() {
    set(0, 0, null);
  }

  /** Takes over what the table has. */
  void set(long bothEnds, int bothPorts, long @Nullable [] bothAddresses) {
    pair = bothEnds;
    ports = bothPorts;
    addresses = bothAddresses;
    peer0 = null;
    peer1 = null;
  }

  /** Takes over those of another connection. */
  void set(FlowEnds other) {
    pair = other.pair;
    ports = other.ports;
    addresses = other.addresses;
    peer0 = other.peer0;
    peer1 = other.peer1;
  }

  /** The end that sends in {@code direction}. */
  Peer peer(int direction) {
    Peer known = direction == 0 ? peer0 : peer1;
    if (known == null) {
      known = new Peer(address(direction), port(direction));
      if (direction == 0) {
        peer0 = known;
      } else {
        peer1 = known;
      }
    }
    return known;
  }

  private IpAddress address(int direction) {
    return addresses == null
        ? IpAddress.v4((int) (direction == 0 ? pair >>> 32 : pair))
        : IpAddress.v6(addresses[2 * direction], addresses[2 * direction + 1]);
  }

  /** Its port. */
  int port(int direction) {
    return direction == 0 ? ports >>> 16 : ports & 0xFFFF;
  }

  @Override
  public String toString() {
    return peer(0) + " - " + peer(1);
  }
}
