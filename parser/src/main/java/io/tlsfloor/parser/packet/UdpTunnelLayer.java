package io.tlsfloor.parser.packet;

import io.tlsfloor.parser.Bytes;

/**
 * Tunnels in UDP, told by a port and by a header that holds together.
 *
 * <p>A port is only a hint: when the bytes do not follow the tunnel's grammar down to the inner
 * packet, the datagram is a plain one and the view is set back to it.
 */
final class UdpTunnelLayer {
  private static final int L2TP = 1701;
  private static final int GTP_U = 2152;
  private static final int TEREDO = 3544;
  private static final int NAT_TRAVERSAL = 4500;
  private static final int HTTPS = 443;
  private static final int VXLAN = 4789;
  private static final int VXLAN_GPE = 4790;
  private static final int VXLAN_LINUX = 8472; // Linux's default, from before IANA's number
  private static final int GENEVE = 6081;
  private static final int WIREGUARD = 51820;

  private UdpTunnelLayer() {}

  /** Goes on from a UDP header that was read, or says {@link PacketKind#UDP}. */
  static PacketKind read(PacketView packet) {
    int start = packet.payloadStart;
    return switch (packet.destinationPort) {
      case VXLAN, VXLAN_LINUX, VXLAN_GPE, GENEVE, TEREDO ->
          readInnerOrSetBack(packet, packet.destinationPort, start);
      case L2TP -> L2tpAndGtp.readL2tp(packet, start);
      case GTP_U -> L2tpAndGtp.readGtp(packet, start);
      default -> readBySourcePort(packet, start);
    };
  }

  /** Those that answer from their port. */
  private static PacketKind readBySourcePort(PacketView packet, int start) {
    return switch (packet.sourcePort) {
      case TEREDO -> readInnerOrSetBack(packet, TEREDO, start);
      case L2TP -> L2tpAndGtp.readL2tp(packet, start);
      case GTP_U -> L2tpAndGtp.readGtp(packet, start);
      default -> readEncrypted(packet, start);
    };
  }

  private static PacketKind readEncrypted(PacketView packet, int start) {
    int source = packet.sourcePort;
    int destination = packet.destinationPort;
    if (destination == NAT_TRAVERSAL && source != HTTPS
        || source == NAT_TRAVERSAL && destination != HTTPS) { // else a client's own port
      return EncryptedUdp.readNatTraversal(packet, start);
    }
    return EncryptedUdp.readWireGuard(
        packet, start, destination == WIREGUARD || source == WIREGUARD);
  }

  private static PacketKind readInnerOrSetBack(PacketView packet, int port, int start) {
    int end = packet.end;
    int beyond = packet.beyond;
    boolean v4 = packet.v4;
    long sourceHigh = packet.sourceHigh;
    long sourceLow = packet.sourceLow;
    long destinationHigh = packet.destinationHigh;
    long destinationLow = packet.destinationLow;
    int sourcePort = packet.sourcePort;
    int destinationPort = packet.destinationPort;
    long sourceMac = packet.sourceMac;
    long destinationMac = packet.destinationMac;
    int entries = packet.path.count();
    int headers = packet.places().entries();

    PacketKind inner = readInner(packet, port, start);
    if (inner != PacketKind.MALFORMED) {
      return inner;
    }
    packet.end = end;
    packet.beyond = beyond;
    packet.v4 = v4;
    packet.sourceHigh = sourceHigh;
    packet.sourceLow = sourceLow;
    packet.destinationHigh = destinationHigh;
    packet.destinationLow = destinationLow;
    packet.sourcePort = sourcePort;
    packet.destinationPort = destinationPort;
    packet.sourceMac = sourceMac;
    packet.destinationMac = destinationMac;
    packet.path.cutTo(entries);
    packet.places().cutTo(headers);
    packet.payloadStart = start;
    packet.payloadLength = end - start;
    packet.missing = beyond;
    return PacketKind.UDP;
  }

  private static PacketKind readInner(PacketView packet, int port, int at) {
    return switch (port) {
      case VXLAN_GPE -> VxlanLayer.readGpe(packet, at);
      case GENEVE -> GeneveLayer.read(packet, at);
      case TEREDO -> readTeredo(packet, at);
      default -> VxlanLayer.read(packet, at);
    };
  }

  /** RFC 4380 §5.1.1: indications for authentication and origin may come before the datagram. */
  private static PacketKind readTeredo(PacketView packet, int firstAt) {
    int at = firstAt;
    if (packet.available(at) >= 4 && Bytes.u16(packet.buffer, at) == 0x0001) {
      int clientId = Bytes.u8(packet.buffer, at + 2);
      int value = Bytes.u8(packet.buffer, at + 3);
      at += 4 + clientId + value + 9; // nonce, confirmation
    }
    if (packet.available(at) >= 2 && Bytes.u16(packet.buffer, at) == 0x0000) {
      at += 8; // obscured port and address
    }
    if (packet.available(at) < 0) {
      return packet.tooShort();
    }
    return packet.path.push(TunnelType.TEREDO, TunnelPath.NO_NUMBER)
        ? Ipv6Layer.read(packet, at)
        : PacketKind.TOO_DEEP;
  }
}
