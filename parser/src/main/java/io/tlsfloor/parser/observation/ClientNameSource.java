package io.tlsfloor.parser.observation;

/** Where a client's own name was seen, or what a report calls it. */
public enum ClientNameSource {
  /** Host Name or Client FQDN option of a DHCP client (RFC 2132 §3.14, RFC 4702). */
  DHCP,
  /** Vendor class identifier of a DHCP client: what it is, not which (RFC 2132 §9.13). */
  DHCP_VENDOR_CLASS,
  /** Options that a DHCP client asks for, as 1,3,6: what it may be (RFC 2132 §9.8). */
  DHCP_PARAMETERS,
  /** Registration of a name, or source name of a datagram (RFC 1002 §4.2, §4.4). */
  NETBIOS,
  /** A multicast DNS answer with the sender's own address (RFC 6762). */
  MDNS,
  /** Argument of EHLO, HELO or LHLO (RFC 5321 §4.1.1.1). */
  EHLO,
  /** The device, as a report of Microsoft's names it. */
  DEVICE,
  /** Who used it, as a report of Microsoft's says. */
  USER,
  /** Holds what was used, as a report of Microsoft's says. */
  APPLICATION,
  /** Who may have used it, and with what: an account that a report names, and that fits. */
  PERHAPS_USER,
  /** The address of the machine that an account may have used. */
  PERHAPS_MACHINE
}
