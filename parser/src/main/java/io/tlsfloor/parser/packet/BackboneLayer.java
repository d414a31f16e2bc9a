package io.tlsfloor.parser.packet;

import io.tlsfloor.parser.Bytes;

/** Headers that carriers and data centres put around Ethernet, or between it and its type. */
final class BackboneLayer {
  private static final int SERVICE_TAG = 4; // flags, service id (IEEE 802.1Q §9.7)
  private static final int INTERFACE_TAG = 4; // Cisco's VN-Tag: flags, interfaces; then the type
  private static final int FABRIC_TAG = 2; // Cisco's FabricPath: forwarding tag, time to live

  private BackboneLayer() {}

  /** Provider backbone bridging: a frame in a frame. */
  static PacketKind readProviderBackbone(PacketView packet, int at) {
    if (packet.available(at) < SERVICE_TAG) {
      return packet.tooShort();
    }
    return packet.path.push(TunnelType.PBB, Bytes.u24(packet.buffer, at + 1))
        ? EthernetLayer.read(packet, at + SERVICE_TAG)
        : PacketKind.TOO_DEEP;
  }

  /** Cisco's FabricPath: a frame in a frame. */
  static PacketKind readFabricPath(PacketView packet, int at) {
    if (packet.available(at) < FABRIC_TAG) {
      return packet.tooShort();
    }
    return packet.path.push(TunnelType.FABRICPATH, TunnelPath.NO_NUMBER)
        ? EthernetLayer.read(packet, at + FABRIC_TAG)
        : PacketKind.TOO_DEEP;
  }

  /** A tag between a switch and a virtual machine's interface. */
  static PacketKind readInterfaceTag(PacketView packet, int at) {
    if (packet.available(at) < INTERFACE_TAG + 2) {
      return packet.tooShort();
    }
    return packet.path.push(TunnelType.VNTAG, TunnelPath.NO_NUMBER)
        ? EtherTypes.read(
            packet, Bytes.u16(packet.buffer, at + INTERFACE_TAG), at + INTERFACE_TAG + 2)
        : PacketKind.TOO_DEEP;
  }
}
