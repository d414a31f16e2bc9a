package io.tlsfloor.parser.observation;

/**
 * A name that a client gave itself, or that a report gives it. Anybody may give himself any name:
 * it helps to find a device, and proves nothing.
 *
 * @param address the client's, at the time of {@code frame}
 * @param name as it was sent, neither lowered nor escaped
 * @param from the protocol that it is from
 * @param frame where it was seen last
 */
public record ClientName(IpAddress address, String name, ClientNameSource from, FrameRef frame) {
  /** Returns whether it names who uses the client, or what for or where, and not the client. */
  public boolean isOfPeople() {
    return switch (from) {
      case USER, APPLICATION, PERHAPS_USER, PERHAPS_MACHINE -> true;
      case DHCP, NETBIOS, MDNS, EHLO, DEVICE -> false;
    };
  }
}
