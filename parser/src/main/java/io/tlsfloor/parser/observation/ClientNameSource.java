package io.tlsfloor.parser.observation;

/** Where a client's own name was seen, or what a report calls it. */
public enum ClientNameSource {
  /** Host Name or Client FQDN option of a DHCP client (RFC 2132 §3.14, RFC 4702). */
  DHCP,
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
