package io.tlsfloor.parser.packet;

import io.tlsfloor.parser.Bytes;

/**
 * Tunnels in UDP, recognised by a port and by a header that holds together: VXLAN (RFC 7348 §5),
 * Geneve (RFC 8926 §3.4), GTP-U (3GPP TS 29.281 §5.1), CAPWAP's data (RFC 5415 §4), TZSP, and MPLS
 * or GRE with nothing between (RFC 7510, RFC 8086). What others carry is counted.
 *
 * <p>A port is only a hint: when the bytes do not follow the tunnel's grammar down to the inner
 * packet, the datagram is a plain one and the view is set back to it.
 */
final class UdpTunnelLayer {
  private static final int HTTPS = 443;
  private static final int OPENVPN = 1194;
  private static final int GTP_U = 2152;
  private static final int NAT_TRAVERSAL = 4500;
  private static final int GRE = 4754;
  private static final int VXLAN = 4789;
  private static final int CAPWAP_DATA = 5247;
  private static final int GENEVE = 6081;
  private static final int SFLOW = 6343;
  private static final int MPLS = 6635;
  private static final int VXLAN_LINUX = 8472; // Linux's default, from before IANA's number
  private static final int ZEROTIER = 9993;
  private static final int TZSP = 37008;
  private static final int TAILSCALE = 41641; // a WireGuard
  private static final int WIREGUARD = 51820;

  private static final int MIN_OPAQUE = 20; // nothing encrypted is shorter
  private static final int SFLOW_LAST_VERSION = 5;
  private static final int WIREGUARD_INITIATION = 0x01000000; // type, three reserved zero bytes
  private static final int WIREGUARD_INITIATION_LENGTH = 148;
  private static final int WIREGUARD_RESPONSE = 0x02000000;
  private static final int WIREGUARD_RESPONSE_LENGTH = 92;
  private static final int WIREGUARD_DATA = 0x04000000;
  private static final int WIREGUARD_PADDED_TO = 16;

  private static final int VXLAN_NETWORK = 4; // offsets in bytes from the start of the header
  private static final int VXLAN_HEADER = 8;
  private static final int VXLAN_MIN_TO_JUDGE = VXLAN_HEADER + 14 + 40; // with Ethernet and IPv6
  private static final int VXLAN_NETWORK_PRESENT = 0x08;
  private static final int VXLAN_GROUP_POLICY = 0x80; // draft-smith-vxlan-group-policy-05 §2.1

  private static final int GENEVE_FLAGS = 1;
  private static final int GENEVE_PROTOCOL = 2;
  private static final int GENEVE_NETWORK = 4;
  private static final int GENEVE_RESERVED = 7;
  private static final int GENEVE_HEADER = 8;
  private static final int GENEVE_VERSION = 0xC0;
  private static final int GENEVE_OPTIONS_LENGTH = 0x3F; // in units of four bytes
  private static final int GENEVE_CONTROL = 0x80;
  private static final int GENEVE_RESERVED_FLAGS = 0x3F;

  private static final int GTP_TYPE = 1;
  private static final int GTP_LENGTH = 2;
  private static final int GTP_TUNNEL = 4;
  private static final int GTP_HEADER = 8;
  private static final int GTP_OPTIONS = 4; // sequence number, N-PDU number, next extension's type
  private static final int GTP_VERSION_AND_TYPE = 0xF8; // 001 1 0
  private static final int GTP_V1 = 0x30;
  private static final int GTP_WITH_OPTIONS = 0x07; // if any of the three flags is set
  private static final int GTP_WITH_EXTENSIONS = 0x04;
  private static final int GTP_USER_PACKET = 255;
  private static final int GTP_MAX_EXTENSIONS = 16; // honest packets have one or two
  private static final int GTP_MIN_TO_JUDGE = 14 + 40; // Ethernet and IPv6

  private static final int TZSP_TYPE = 1;
  private static final int TZSP_CARRIES = 2;
  private static final int TZSP_HEADER = 4;
  private static final int TZSP_VERSION = 1;
  private static final int TZSP_LAST_WITH_FRAME = 1; // received, to be sent; others have no frame
  private static final int TZSP_LAST_TYPE = 5;
  private static final int TZSP_PADDING = 0; // tags
  private static final int TZSP_LAST = 1;

  private static final int CAPWAP_FRAGMENT = 4;
  private static final int CAPWAP_MIN_HEADER = 8;
  private static final int CAPWAP_ENCRYPTED = 0x01; // the preamble: version 0, and a type
  private static final int CAPWAP_DTLS_RECORD = 4; // after the preamble and three reserved bytes
  private static final int CAPWAP_LENGTH = 19; // bits below it; in units of four bytes
  private static final int CAPWAP_BINDING = 9;
  private static final int CAPWAP_FIELD = 0x1F; // mask of both
  private static final int CAPWAP_IEEE_802_11 = 1;
  private static final int CAPWAP_NATIVE = 1 << 8;
  private static final int CAPWAP_IN_FRAGMENTS = 1 << 7;
  private static final int CAPWAP_KEEP_ALIVE = 1 << 3;
  private static final int CAPWAP_RESERVED = 0x07;
  private static final int CAPWAP_FRAGMENT_OFFSET = 0xFFF8; // of which three bits are reserved
  private static final int DTLS_MAJOR = 0xFE;

  private UdpTunnelLayer() {}

  /** Goes on from a UDP header that was read, or says {@link PacketKind#UDP}. */
  static PacketKind read(PacketView packet) {
    int start = packet.payloadStart();
    int source = packet.sourcePort();
    return switch (packet.destinationPort()) {
      case VXLAN, VXLAN_LINUX -> attempt(packet, UdpTunnelLayer::readVxlan, start);
      case GENEVE -> attempt(packet, UdpTunnelLayer::readGeneve, start);
      case CAPWAP_DATA -> attempt(packet, UdpTunnelLayer::readCapwap, start);
      case TZSP -> attempt(packet, UdpTunnelLayer::readTzsp, start);
      case GRE -> attempt(packet, GreLayer::read, start);
      case MPLS -> attempt(packet, EthernetLayer::readMpls, start);
      case GTP_U -> readGtp(packet, start);
      default ->
          switch (source) { // those that answer from their port
            case CAPWAP_DATA -> attempt(packet, UdpTunnelLayer::readCapwap, start);
            case GTP_U -> readGtp(packet, start);
            default -> readOpaque(packet, start, source, packet.destinationPort());
          };
    };
  }

  private static PacketKind attempt(PacketView packet, PacketView.Layer layer, int start) {
    PacketKind inner = packet.attempt(layer, start);
    return inner == PacketKind.MALFORMED ? PacketKind.UDP : inner;
  }

  /** Encrypted tunnels, and samples of frames: that they are there is counted. */
  private static PacketKind readOpaque(PacketView packet, int at, int source, int destination) {
    int length = packet.payloadLength() + packet.missing();
    if (packet.available(at) < 4 || length < MIN_OPAQUE) {
      return PacketKind.UDP;
    }
    int first = Bytes.i32(packet.buffer(), at);
    if (isOn(NAT_TRAVERSAL, source, destination)) { // RFC 3948 §2: ESP, or IKE behind a zero
      return first == 0
          ? PacketKind.UDP
          : packet.stop(PacketKind.OPAQUE_TUNNEL, "esp", NAT_TRAVERSAL);
    }
    boolean ownPort = isOn(WIREGUARD, source, destination) || isOn(TAILSCALE, source, destination);
    if (first == WIREGUARD_INITIATION && length == WIREGUARD_INITIATION_LENGTH
        || first == WIREGUARD_RESPONSE && length == WIREGUARD_RESPONSE_LENGTH
        || ownPort && first == WIREGUARD_DATA && length % WIREGUARD_PADDED_TO == 0) {
      return packet.stop(PacketKind.OPAQUE_TUNNEL, "wireguard", WIREGUARD);
    }
    if (isOn(OPENVPN, source, destination)) {
      return packet.stop(PacketKind.OPAQUE_TUNNEL, "openvpn", OPENVPN);
    }
    if (isOn(ZEROTIER, source, destination)) {
      return packet.stop(PacketKind.OPAQUE_TUNNEL, "zerotier", ZEROTIER);
    }
    return destination == SFLOW && first > 0 && first <= SFLOW_LAST_VERSION
        ? packet.stop(PacketKind.UNSUPPORTED_TUNNEL, "sflow", SFLOW)
        : PacketKind.UDP;
  }

  /** Returns whether one end has a port that is not just a client's own. */
  private static boolean isOn(int port, int source, int destination) {
    return destination == port && source != HTTPS || source == port && destination != HTTPS;
  }

  private static PacketKind readVxlan(PacketView packet, int at) {
    if (packet.available(at) < VXLAN_HEADER) {
      return packet.tooShort();
    }
    int flags = Bytes.u8(packet.buffer(), at);
    boolean plain = flags == VXLAN_NETWORK_PRESENT && Bytes.u24(packet.buffer(), at + 1) == 0;
    if (!plain && flags != (VXLAN_NETWORK_PRESENT | VXLAN_GROUP_POLICY)) {
      if ((flags & VXLAN_NETWORK_PRESENT) == 0) {
        return PacketKind.MALFORMED;
      }
      if (!EthernetLayer.isPlausible(
          packet, at + VXLAN_HEADER)) { // reserved bits are to be ignored
        return packet.available(at) < VXLAN_MIN_TO_JUDGE ? packet.tooShort() : PacketKind.MALFORMED;
      }
    }
    return readVxlanNetwork(packet, at);
  }

  private static PacketKind readVxlanNetwork(PacketView packet, int at) {
    return packet.enter(TunnelType.VXLAN, Bytes.u24(packet.buffer(), at + VXLAN_NETWORK))
        ? EthernetLayer.read(packet, at + VXLAN_HEADER)
        : PacketKind.TOO_DEEP;
  }

  private static PacketKind readGeneve(PacketView packet, int at) {
    if (packet.available(at) < GENEVE_HEADER) {
      return packet.tooShort();
    }
    int first = Bytes.u8(packet.buffer(), at);
    int flags = Bytes.u8(packet.buffer(), at + GENEVE_FLAGS);
    if ((first & GENEVE_VERSION) != 0
        || (flags & GENEVE_RESERVED_FLAGS) != 0
        || Bytes.u8(packet.buffer(), at + GENEVE_RESERVED) != 0) {
      return PacketKind.MALFORMED;
    }
    int network = Bytes.u24(packet.buffer(), at + GENEVE_NETWORK);
    if ((flags & GENEVE_CONTROL) != 0) {
      return packet.stop(PacketKind.NOT_OURS, "geneve-control", network);
    }
    int inner = at + GENEVE_HEADER + (first & GENEVE_OPTIONS_LENGTH) * 4;
    if (packet.available(inner) < 0) {
      return packet.tooShort();
    }
    return packet.enter(TunnelType.GENEVE, network)
        ? EthernetLayer.readType(packet, Bytes.u16(packet.buffer(), at + GENEVE_PROTOCOL), inner)
        : PacketKind.TOO_DEEP;
  }

  private static PacketKind readGtp(PacketView packet, int at) {
    if (packet.available(at) < GTP_HEADER) {
      return packet.beyond() > 0 ? PacketKind.TRUNCATED : PacketKind.UDP;
    }
    if ((Bytes.u8(packet.buffer(), at) & GTP_VERSION_AND_TYPE) != GTP_V1
        || Bytes.u16(packet.buffer(), at + GTP_LENGTH) + GTP_HEADER
            != packet.payloadLength() + packet.missing()) {
      return PacketKind.UDP;
    }
    if (Bytes.u8(packet.buffer(), at + GTP_TYPE) != GTP_USER_PACKET) {
      return packet.stop(PacketKind.NOT_OURS, "gtp-u", GTP_U);
    }
    int flags = Bytes.u8(packet.buffer(), at);
    int inner = at + GTP_HEADER;
    if ((flags & GTP_WITH_OPTIONS) != 0) {
      inner += GTP_OPTIONS;
      if (packet.available(inner) < 0) {
        return packet.tooShort();
      }
      boolean more =
          (flags & GTP_WITH_EXTENSIONS) != 0 && Bytes.u8(packet.buffer(), inner - 1) != 0;
      for (int passed = 0; more; passed++) {
        if (packet.available(inner) < 1) {
          return packet.tooShort();
        }
        int length = Bytes.u8(packet.buffer(), inner) * 4;
        if (length == 0 || passed == GTP_MAX_EXTENSIONS) {
          return PacketKind.MALFORMED;
        }
        inner += length;
        if (packet.available(inner) < 0) {
          return packet.tooShort();
        }
        more = Bytes.u8(packet.buffer(), inner - 1) != 0;
      }
    }
    return packet.enter(TunnelType.GTP_U, Bytes.i32(packet.buffer(), at + GTP_TUNNEL))
        ? readUserPacket(packet, inner)
        : PacketKind.TOO_DEEP;
  }

  /** A session's type is not in the packet: IP, or Ethernet. */
  private static PacketKind readUserPacket(PacketView packet, int at) {
    if (packet.available(at) < 1) {
      return packet.tooShort();
    }
    if (!IpLayer.isPlausibleV4(packet, at) && EthernetLayer.isPlausible(packet, at)) {
      return EthernetLayer.read(packet, at);
    }
    return switch (Bytes.u8(packet.buffer(), at) >>> 4) {
      case 4 -> IpLayer.readV4(packet, at);
      case 6 -> IpLayer.readV6(packet, at);
      default ->
          packet.beyond() > 0 && packet.available(at) < GTP_MIN_TO_JUDGE
              ? PacketKind.TRUNCATED
              : packet.stop(PacketKind.UNSUPPORTED_TUNNEL, "gtp-u", GTP_U);
    };
  }

  /** TaZmen Sniffer Protocol, which MikroTik's routers and some access points mirror in. */
  private static PacketKind readTzsp(PacketView packet, int at) {
    if (packet.available(at) < TZSP_HEADER) {
      return packet.tooShort();
    }
    int type = Bytes.u8(packet.buffer(), at + TZSP_TYPE);
    if (Bytes.u8(packet.buffer(), at) != TZSP_VERSION || type > TZSP_LAST_TYPE) {
      return PacketKind.MALFORMED;
    }
    if (type > TZSP_LAST_WITH_FRAME) {
      return packet.stop(PacketKind.NOT_OURS, "tzsp-type", type);
    }
    int inner = at + TZSP_HEADER;
    int tag = TZSP_PADDING;
    while (tag != TZSP_LAST) {
      boolean measured = packet.available(inner) >= 1;
      tag = measured ? Bytes.u8(packet.buffer(), inner) : TZSP_PADDING;
      measured &= tag == TZSP_LAST || tag == TZSP_PADDING || packet.available(inner) >= 2;
      if (!measured) {
        return packet.tooShort();
      }
      inner +=
          tag == TZSP_LAST || tag == TZSP_PADDING ? 1 : 2 + Bytes.u8(packet.buffer(), inner + 1);
    }
    if (!packet.enter(TunnelType.TZSP)) {
      return PacketKind.TOO_DEEP;
    }
    int carries = Bytes.u16(packet.buffer(), at + TZSP_CARRIES);
    return switch (carries) {
      case 0x01 -> EthernetLayer.read(packet, inner);
      case 0x12 -> WirelessLayer.read(packet, inner);
      default -> packet.stop(PacketKind.UNSUPPORTED_TUNNEL, "tzsp-protocol", carries);
    };
  }

  private static PacketKind readCapwap(PacketView packet, int at) {
    if (packet.available(at) < CAPWAP_MIN_HEADER) {
      return packet.tooShort();
    }
    int first = Bytes.i32(packet.buffer(), at);
    if (first >>> 24 == CAPWAP_ENCRYPTED) {
      return Bytes.u8(packet.buffer(), at + CAPWAP_DTLS_RECORD + 1) == DTLS_MAJOR
          ? packet.stop(PacketKind.OPAQUE_TUNNEL, "capwap-dtls", CAPWAP_ENCRYPTED)
          : PacketKind.MALFORMED;
    }
    int header = (first >>> CAPWAP_LENGTH & CAPWAP_FIELD) * 4;
    if (first >>> 24 != 0 || header < CAPWAP_MIN_HEADER || (first & CAPWAP_RESERVED) != 0) {
      return PacketKind.MALFORMED;
    }
    if (packet.available(at) < header) {
      return packet.tooShort();
    }
    if ((first & CAPWAP_KEEP_ALIVE) != 0) {
      return packet.stop(PacketKind.NOT_OURS, "capwap-keepalive", 0);
    }
    int offset = Bytes.u16(packet.buffer(), at + CAPWAP_FRAGMENT + 2) & CAPWAP_FRAGMENT_OFFSET;
    boolean inFragments = (first & CAPWAP_IN_FRAGMENTS) != 0;
    if (inFragments && offset != 0) {
      return packet.stop(PacketKind.UNSUPPORTED_TUNNEL, "capwap-fragment", offset);
    }
    if (!packet.enter(TunnelType.CAPWAP)) {
      return PacketKind.TOO_DEEP;
    }
    if (inFragments) {
      packet.goesOnElsewhere();
    }
    if ((first & CAPWAP_NATIVE) == 0) {
      return EthernetLayer.read(packet, at + header);
    }
    int binding = first >>> CAPWAP_BINDING & CAPWAP_FIELD;
    return binding == CAPWAP_IEEE_802_11
        ? WirelessLayer.read(packet, at + header)
        : packet.stop(PacketKind.UNSUPPORTED_TUNNEL, "capwap-binding", binding);
  }
}
