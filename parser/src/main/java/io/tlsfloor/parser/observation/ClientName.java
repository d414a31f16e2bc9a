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
  /** Returns whether it names the client, and not who uses it, what for or where, or its kind. */
  public boolean isOfClient() {
    return switch (from) {
      case DHCP, NETBIOS, MDNS, EHLO, DEVICE -> true;
      case DHCP_VENDOR_CLASS, DHCP_PARAMETERS, USER, APPLICATION, PERHAPS_USER, PERHAPS_MACHINE ->
          false;
    };
  }

  /** Returns whether it says what the client is, which many are, and not which. */
  public boolean isOfKind() {
    return from == ClientNameSource.DHCP_VENDOR_CLASS || from == ClientNameSource.DHCP_PARAMETERS;
  }
}
