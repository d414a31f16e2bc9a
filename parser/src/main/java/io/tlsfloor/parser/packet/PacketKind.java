package io.tlsfloor.parser.packet;

/** Says what the walk through a frame's headers ended at. */
public enum PacketKind {
  /** A TCP segment: addresses, ports, sequence numbers, flags and payload are set. */
  TCP,
  /** A UDP datagram: addresses, ports and payload are set. */
  UDP,
  /** A fragment of an IP datagram, also the first: addresses and fragment fields are set. */
  IP_FRAGMENT,
  /** Known, and never carries TCP or UDP (ARP, ICMP, STP, LCP, …): nothing is lost. */
  NOT_OURS,
  /** A link type that is not read. */
  UNSUPPORTED_LINK,
  /** Something that may carry TCP or UDP and is not read: L2TP, an unknown EtherType, …. */
  UNSUPPORTED_TUNNEL,
  /** An encrypted tunnel (ESP, WireGuard, MACsec, 802.11): what it carries cannot be read. */
  OPAQUE_TUNNEL,
  /** The capture ends inside a header; the packet did not. */
  TRUNCATED,
  /** A length or value inside contradicts the header's specification. */
  MALFORMED,
  /**
   * More encapsulations than {@link PacketView#MAX_DEPTH}, or more tags or headers than we follow.
   */
  TOO_DEEP
}
