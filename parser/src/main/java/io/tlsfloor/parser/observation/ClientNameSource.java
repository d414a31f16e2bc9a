package io.tlsfloor.parser.observation;

/** Where a client's own name was seen. */
public enum ClientNameSource {
  /** Host Name or Client FQDN option of a DHCP client (RFC 2132 §3.14, RFC 4702). */
  DHCP,
  /** Registration of a name, or source name of a datagram (RFC 1002 §4.2, §4.4). */
  NETBIOS,
  /** A multicast DNS answer with the sender's own address (RFC 6762). */
  MDNS,
  /** Argument of EHLO, HELO or LHLO (RFC 5321 §4.1.1.1). */
  EHLO
}
