package io.tlsfloor.capture.fragment;

import io.tlsfloor.parser.observation.KeyedHash;
import io.tlsfloor.parser.packet.PacketView;
import org.jspecify.annotations.Nullable;

/**
 * Holds what fragments of one datagram have in common (RFC 791 §2.3, RFC 8200 §4.5), and the
 * tunnels they came through.
 *
 * @param protocol of IPv4; 0 for IPv6, where it is no part of the key
 */
record DatagramKey(
    boolean v4,
    long sourceHigh,
    long sourceLow,
    long destinationHigh,
    long destinationLow,
    int id,
    int protocol,
    long tunnels) {
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof DatagramKey that
        && id == that.id
        && protocol == that.protocol
        && v4 == that.v4
        && sourceLow == that.sourceLow
        && destinationLow == that.destinationLow
        && sourceHigh == that.sourceHigh
        && destinationHigh == that.destinationHigh
        && tunnels == that.tunnels;
  }

  /** A sender of fragments must not know which datagrams meet in a table. */
  @Override
  public int hashCode() {
    long rest = (long) id << 32 | protocol << 1 | (v4 ? 1 : 0);
    return KeyedHash.code(
        KeyedHash.of(sourceHigh, sourceLow, destinationHigh, destinationLow, rest), tunnels);
  }

  static DatagramKey of(PacketView packet) {
    return new DatagramKey(
        packet.v4(),
        packet.sourceHigh(),
        packet.sourceLow(),
        packet.destinationHigh(),
        packet.destinationLow(),
        packet.fragmentId(),
        packet.v4() ? packet.fragmentProtocol() : 0,
        packet.tunnelHash());
  }
}
