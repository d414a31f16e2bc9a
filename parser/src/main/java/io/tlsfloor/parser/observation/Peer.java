package io.tlsfloor.parser.observation;

/**
 * One end of a connection.
 *
 * @param address innermost IP address
 * @param port TCP or UDP port, 0 to 65535
 */
public record Peer(IpAddress address, int port) {
  /** {@code 10.0.0.1:443}, {@code [2001:db8::1]:443}. */
  @Override
  public String toString() {
    return address.v4() ? address + ":" + port : "[" + address + "]:" + port;
  }
}
