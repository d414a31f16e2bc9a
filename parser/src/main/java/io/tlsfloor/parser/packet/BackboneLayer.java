package io.tlsfloor.parser.packet;

import io.tlsfloor.parser.Bytes;

/** Headers that carriers and data centres put around Ethernet, or between it and its type. */
final class BackboneLayer {
  private static final int SERVICE_TAG = 4; // flags, service id (IEEE 802.1Q §9.7)
  private static final int INTERFACE_TAG = 4; // Cisco's VN-Tag: flags, interfaces; then the type
  private static final int FABRIC_TAG = 2; // Cisco's FabricPath: forwarding tag, time to live

  private static final int METADATA = 2; // version, length
  private static final int METADATA_TYPE = 0x1FFF; // below it, the option's length
  private static final int SECURITY_GROUP = 1;
  private static final int REDUNDANCY_TAG = 4; // path, size, sequence number; then the type

  private BackboneLayer() {}

  /** Provider backbone bridging: a frame in a frame. */
  static PacketKind readProviderBackbone(HeaderWalk packet, int at) {
    if (packet.available(at) < SERVICE_TAG) {
      return packet.tooShort();
    }
    return packet.enter(TunnelType.PBB, Bytes.u24(packet.buffer(), at + 1))
        ? EthernetLayer.read(packet, at + SERVICE_TAG)
        : PacketKind.TOO_DEEP;
  }

  /** Cisco's FabricPath: a frame in a frame. */
  static PacketKind readFabricPath(HeaderWalk packet, int at) {
    if (packet.available(at) < FABRIC_TAG) {
      return packet.tooShort();
    }
    return packet.enter(TunnelType.FABRICPATH)
        ? EthernetLayer.read(packet, at + FABRIC_TAG)
        : PacketKind.TOO_DEEP;
  }

  /**
   * Cisco's metadata: a version, a length in units of four bytes, that many options; then the type.
   * The first option of TrustSec is the source's security group.
   */
  static PacketKind readMetadata(HeaderWalk packet, int at) {
    if (packet.available(at) < METADATA) {
      return packet.tooShort();
    }
    int options = Bytes.u8(packet.buffer(), at + 1) * 4;
    int type = at + METADATA + options;
    if (packet.available(type) < 2) {
      return packet.tooShort();
    }
    boolean group =
        options > 0
            && (Bytes.u16(packet.buffer(), at + METADATA) & METADATA_TYPE) == SECURITY_GROUP;
    int number = group ? Bytes.u16(packet.buffer(), at + METADATA + 2) : TunnelPath.NO_NUMBER;
    return packet.enter(TunnelType.CISCO_METADATA, number)
        ? EtherTypes.read(packet, Bytes.u16(packet.buffer(), type), type + 2)
        : PacketKind.TOO_DEEP;
  }

  /** A tag of high-availability seamless redundancy (IEC 62439-3 §5). */
  static PacketKind readRedundancy(HeaderWalk packet, int at) {
    return packet.available(at) < REDUNDANCY_TAG + 2
        ? packet.tooShort()
        : EtherTypes.read(
            packet, Bytes.u16(packet.buffer(), at + REDUNDANCY_TAG), at + REDUNDANCY_TAG + 2);
  }

  /** A tag between a switch and a virtual machine's interface. */
  static PacketKind readInterfaceTag(HeaderWalk packet, int at) {
    if (packet.available(at) < INTERFACE_TAG + 2) {
      return packet.tooShort();
    }
    return packet.enter(TunnelType.VNTAG)
        ? EtherTypes.read(
            packet, Bytes.u16(packet.buffer(), at + INTERFACE_TAG), at + INTERFACE_TAG + 2)
        : PacketKind.TOO_DEEP;
  }
}
