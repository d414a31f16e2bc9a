package io.tlsfloor.parser.packet;

/** Link types, by the numbers of tcpdump.org's LINKTYPE_ registry. */
final class LinkLayer {
  private static final int ETHERNET = 1;
  private static final int RAW = 101; // LINKTYPE_RAW
  private static final int RAW_BSD = 12; // DLT_RAW of most systems
  private static final int RAW_OPENBSD = 14; // DLT_RAW of OpenBSD
  private static final int IPV4 = 228;
  private static final int IPV6 = 229;

  private LinkLayer() {}

  static PacketKind read(PacketView packet, int linkType, int at) {
    if (linkType == ETHERNET) {
      return EthernetLayer.read(packet, at);
    }
    return switch (linkType) {
      case RAW, RAW_BSD, RAW_OPENBSD, IPV4, IPV6 -> IpLayer.read(packet, at);
      default -> packet.stop(PacketKind.UNSUPPORTED_LINK, "link-type", linkType);
    };
  }
}
