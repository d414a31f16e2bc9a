package io.tlsfloor.parser.packet;

import io.tlsfloor.parser.Bytes;

/** IP of either version, and what an IP protocol number leads to (IANA, "Protocol Numbers"). */
final class IpLayer {
  static final int TCP = 6;
  static final int UDP = 17;

  private static final int IPV4 = 4; // RFC 2003 in IPv4, RFC 2473 in IPv6
  private static final int IPV6 = 41; // RFC 4213 §3.5 in IPv4, RFC 2473 in IPv6
  private static final int GRE = 47;
  private static final int ESP = 50; // RFC 4303
  private static final int AUTHENTICATION = 51; // RFC 4302 §2
  private static final int ETHERIP = 97; // RFC 3378
  private static final int SCTP = 132;
  private static final int MPLS = 137; // RFC 4023 §3
  private static final int ETHERNET = 143; // RFC 8986 §4.9

  private static final int ETHERIP_HEADER = 2;
  private static final int ETHERIP_VERSION = 0x3000;
  private static final int MIN_AUTHENTICATION = 8;
  private static final int MAX_AUTHENTICATIONS = 4;

  private IpLayer() {}

  /** Reads a datagram whose version is in its first four bits. */
  static PacketKind read(HeaderWalk packet, int at) {
    if (packet.available(at) < 1) {
      return packet.tooShort();
    }
    return switch (Bytes.u8(packet.buffer(), at) >>> 4) {
      case 4 -> Ipv4Layer.read(packet, at);
      case 6 -> Ipv6Layer.read(packet, at);
      default -> PacketKind.MALFORMED;
    };
  }

  /** Reads a datagram where none is announced: malformed, unless its header holds together. */
  static PacketKind readPlausible(HeaderWalk packet, int at) {
    if (Ipv4Layer.isPlausible(packet, at)) {
      return Ipv4Layer.read(packet, at);
    }
    if (Ipv6Layer.isPlausible(packet, at)) {
      return Ipv6Layer.read(packet, at);
    }
    return packet.available(at) < Ipv6Layer.HEADER ? packet.tooShort() : PacketKind.MALFORMED;
  }

  /** Goes on by a protocol number, after the IP header and the extension headers of IPv6. */
  static PacketKind readProtocol(HeaderWalk packet, int protocol, int at) {
    return switch (protocol) {
      case TCP -> TransportLayer.readTcp(packet, at);
      case UDP -> TransportLayer.readUdp(packet, at);
      case IPV4 ->
          packet.enter(packet.v4() ? TunnelType.IP_IN_IP : TunnelType.FOUR_IN_SIX)
              ? Ipv4Layer.read(packet, at)
              : PacketKind.TOO_DEEP;
      case IPV6 ->
          packet.enter(packet.v4() ? TunnelType.SIX_IN_FOUR : TunnelType.IP6_IN_IP6)
              ? Ipv6Layer.read(packet, at)
              : PacketKind.TOO_DEEP;
      case GRE -> GreLayer.read(packet, at);
      case MPLS -> MplsLayer.read(packet, at);
      case ESP -> packet.stop(PacketKind.OPAQUE_TUNNEL, "esp", protocol);
      case AUTHENTICATION -> readAuthenticated(packet, at);
      case ETHERIP -> readEtherIp(packet, at);
      case ETHERNET ->
          packet.enter(TunnelType.ETHERNET_IN_IP6)
              ? EthernetLayer.read(packet, at)
              : PacketKind.TOO_DEEP;
      case SCTP -> readSctp(packet, at);
      default ->
          packet.stop(
              isHarmless(protocol) ? PacketKind.NOT_OURS : PacketKind.UNSUPPORTED_TUNNEL,
              "ip-protocol",
              protocol);
    };
  }

  /** Authentication headers of IPv4; those of IPv6 are passed as extension headers. */
  private static PacketKind readAuthenticated(HeaderWalk packet, int firstAt) {
    int at = firstAt;
    for (int passed = 0; passed < MAX_AUTHENTICATIONS; passed++) {
      if (packet.available(at) < MIN_AUTHENTICATION) {
        return packet.tooShort();
      }
      int next = Bytes.u8(packet.buffer(), at);
      int length = (Bytes.u8(packet.buffer(), at + 1) + 2) * 4;
      if (packet.available(at) < length) {
        return packet.tooShort();
      }
      at += length;
      if (next != AUTHENTICATION) {
        return readProtocol(packet, next, at);
      }
    }
    return PacketKind.TOO_DEEP;
  }

  private static PacketKind readEtherIp(HeaderWalk packet, int at) {
    if (packet.available(at) < ETHERIP_HEADER) {
      return packet.tooShort();
    }
    int version = Bytes.u16(packet.buffer(), at);
    if (version != ETHERIP_VERSION) {
      return packet.stop(PacketKind.UNSUPPORTED_TUNNEL, "etherip-version", version);
    }
    return packet.enter(TunnelType.ETHERIP)
        ? EthernetLayer.read(packet, at + ETHERIP_HEADER)
        : PacketKind.TOO_DEEP;
  }

  /** Signalling as a rule; some carry IP in it. */
  private static PacketKind readSctp(HeaderWalk packet, int at) {
    int available = packet.available(at);
    boolean tunnel =
        InnerPacket.isBehindHeader(packet.buffer(), at, available, available + packet.beyond());
    return packet.stop(
        tunnel ? PacketKind.UNSUPPORTED_TUNNEL : PacketKind.NOT_OURS, "ip-protocol", SCTP);
  }

  /** Protocols that never carry TCP or UDP. */
  private static boolean isHarmless(int protocol) {
    return switch (protocol) {
      case 1, // ICMP
          2, // IGMP
          3, // GGP
          8, // EGP
          9, // IGP
          33, // DCCP
          46, // RSVP
          54, // NARP
          58, // ICMPv6
          59, // no next header (RFC 8200 §4.7)
          88, // EIGRP
          89, // OSPF
          103, // PIM
          112, // VRRP, CARP
          113, // PGM
          124, // IS-IS over IPv4
          134, // RSVP-E2E-IGNORE
          136, // UDP-Lite
          138, // MANET
          240 // pfsync
          ->
          true;
      default -> false;
    };
  }
}
