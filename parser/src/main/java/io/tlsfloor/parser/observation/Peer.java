package io.tlsfloor.parser.observation;

import org.jspecify.annotations.Nullable;

/**
 * One end of a connection.
 *
 * @param address innermost IP address
 * @param port TCP or UDP port, 0 to 65535
 */
public record Peer(IpAddress address, int port) {
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Peer that && port == that.port && address.equals(that.address);
  }

  @Override
  public int hashCode() {
    return 31 * address.hashCode() + port; // one end can choose its port, but no address that fits
  }

  /** {@code 10.0.0.1:443}, {@code [2001:db8::1]:443}. */
  @Override
  public String toString() {
    return address.v4() ? address + ":" + port : "[" + address + "]:" + port;
  }
}
