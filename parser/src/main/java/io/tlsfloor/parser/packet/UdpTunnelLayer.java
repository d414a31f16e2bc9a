package io.tlsfloor.parser.packet;

import io.tlsfloor.parser.Bytes;

/**
 * Tunnels in UDP, recognised by a port and by a header that holds together.
 *
 * <p>A port is only a hint: when the bytes do not follow the tunnel's grammar down to the inner
 * packet, the datagram is a plain one and the view is set back to it.
 */
final class UdpTunnelLayer {
  private static final int L2TP = 1701;
  private static final int GTP_U = 2152;
  private static final int TEREDO = 3544;
  private static final int LISP = 4341;
  private static final int NAT_TRAVERSAL = 4500;
  private static final int GRE = 4754; // RFC 8086
  private static final int HTTPS = 443;
  private static final int VXLAN = 4789;
  private static final int VXLAN_GPE = 4790;
  private static final int CAPWAP_DATA = 5247;
  private static final int GUE = 6080;
  private static final int VXLAN_LINUX = 8472; // Linux's default, from before IANA's number
  private static final int GENEVE = 6081;
  private static final int SFLOW = 6343;
  private static final int MPLS = 6635; // RFC 7510
  private static final int ZEROTIER = 9993;
  private static final int TZSP = 37008;
  private static final int OPENVPN = 1194;
  private static final int TAILSCALE = 41641; // a WireGuard
  private static final int WIREGUARD = 51820;

  private UdpTunnelLayer() {}

  /** Goes on from a UDP header that was read, or says {@link PacketKind#UDP}. */
  static PacketKind read(HeaderWalk packet) {
    int start = packet.payloadStart();
    return switch (packet.destinationPort()) {
      case VXLAN, VXLAN_LINUX -> attempt(packet, VxlanLayer::read, start);
      case VXLAN_GPE -> attempt(packet, VxlanLayer::readGpe, start);
      case GENEVE -> attempt(packet, GeneveLayer::read, start);
      case TEREDO -> attempt(packet, UdpTunnelLayer::readTeredo, start);
      case CAPWAP_DATA -> attempt(packet, CapwapLayer::read, start);
      case LISP -> attempt(packet, MirrorLayer::readLisp, start);
      case GUE -> attempt(packet, MirrorLayer::readGue, start);
      case TZSP -> attempt(packet, MirrorLayer::readTzsp, start);
      case GRE -> attempt(packet, GreLayer::read, start);
      case MPLS -> attempt(packet, MplsLayer::read, start);
      case L2TP -> AccessLayer.readL2tp(packet, start);
      case GTP_U -> AccessLayer.readGtp(packet, start);
      default -> readBySourcePort(packet, start);
    };
  }

  /** Those that answer from their port. */
  private static PacketKind readBySourcePort(HeaderWalk packet, int start) {
    return switch (packet.sourcePort()) {
      case TEREDO -> attempt(packet, UdpTunnelLayer::readTeredo, start);
      case CAPWAP_DATA -> attempt(packet, CapwapLayer::read, start);
      case L2TP -> AccessLayer.readL2tp(packet, start);
      case GTP_U -> AccessLayer.readGtp(packet, start);
      default -> readOnAnyPort(packet, start);
    };
  }

  private static PacketKind readOnAnyPort(HeaderWalk packet, int start) {
    int source = packet.sourcePort();
    int destination = packet.destinationPort();
    if (destination == NAT_TRAVERSAL && source != HTTPS
        || source == NAT_TRAVERSAL && destination != HTTPS) { // else a client's own port
      return EncryptedUdp.readNatTraversal(packet, start);
    }
    if (MirrorLayer.isDatagram(packet, start)) {
      return attempt(packet, MirrorLayer::readDatagram, start);
    }
    PacketKind kind =
        EncryptedUdp.readOpenVpn(packet, start, destination == OPENVPN || source == OPENVPN);
    if (kind == PacketKind.UDP) {
      boolean ownPort = isWireGuard(destination) || isWireGuard(source);
      kind = EncryptedUdp.readWireGuard(packet, start, ownPort);
    }
    if (kind == PacketKind.UDP) {
      boolean ownPort = destination == ZEROTIER || source == ZEROTIER;
      kind = EncryptedUdp.readZeroTier(packet, start, ownPort);
    }
    return kind == PacketKind.UDP
        ? SflowLayer.read(packet, start, destination == SFLOW || source == SFLOW)
        : kind;
  }

  private static boolean isWireGuard(int port) {
    return port == WIREGUARD || port == TAILSCALE;
  }

  private static PacketKind attempt(HeaderWalk packet, HeaderWalk.Layer layer, int start) {
    PacketKind inner = packet.attempt(layer, start);
    return inner == PacketKind.MALFORMED ? PacketKind.UDP : inner;
  }

  /** RFC 4380 §5.1.1: indications for authentication and origin may come before the datagram. */
  private static PacketKind readTeredo(HeaderWalk packet, int firstAt) {
    int at = firstAt;
    if (packet.available(at) >= 4 && Bytes.u16(packet.buffer(), at) == 0x0001) {
      int clientId = Bytes.u8(packet.buffer(), at + 2);
      int value = Bytes.u8(packet.buffer(), at + 3);
      at += 4 + clientId + value + 9; // nonce, confirmation
    }
    if (packet.available(at) >= 2 && Bytes.u16(packet.buffer(), at) == 0x0000) {
      at += 8; // obscured port and address
    }
    if (packet.available(at) < 0) {
      return packet.tooShort();
    }
    return packet.enter(TunnelType.TEREDO) ? Ipv6Layer.read(packet, at) : PacketKind.TOO_DEEP;
  }
}
