package io.tlsfloor.parser.packet;

import io.tlsfloor.parser.Bytes;

/** PPP (RFC 1661 §2), its framing like HDLC (RFC 1662 §3.1), PPPoE (RFC 2516 §4). */
final class PppLayer {
  private static final int ADDRESS_AND_CONTROL = 0xFF03;
  private static final int ADDRESS = 0xFF; // no protocol number begins or ends so
  private static final int CISCO_UNICAST = 0x0F00;
  private static final int CISCO_MULTICAST = 0x8F00;
  private static final int CISCO_HEADER = 4; // address, control, EtherType
  private static final int SESSION_ID = 2; // offsets in bytes from the start of a PPPoE header
  private static final int SESSION_LENGTH = 4;
  private static final int SESSION_HEADER = 6;
  private static final int SESSION_VERSION_AND_TYPE = 0x11;
  private static final int SESSION_DATA = 0x00;

  private static final int IPV4 = 0x0021; // IANA, "PPP Data Link Layer Protocol Numbers"
  private static final int IPV6 = 0x0057;
  private static final int MPLS_UNICAST = 0x0281;
  private static final int MPLS_MULTICAST = 0x0283;
  private static final int ENCRYPTED = 0x0053;
  private static final int ENCRYPTED_LINK = 0x0055;
  private static final int COMPRESSED = 0x00FD; // also MPPE (RFC 3078 §3)
  private static final int FIRST_CONTROL = 0x4000; // from here on nothing is a network's datagram

  private PppLayer() {}

  /** Reads a PPPoE packet. */
  static PacketKind readSession(PacketView packet, int at) {
    if (packet.available(at) < SESSION_HEADER) {
      return packet.tooShort();
    }
    int start = Bytes.u16(packet.buffer(), at);
    if (start >>> 8 != SESSION_VERSION_AND_TYPE) {
      return PacketKind.MALFORMED;
    }
    if ((start & 0xFF) != SESSION_DATA) {
      return packet.stop(PacketKind.NOT_OURS, "pppoe-code", start & 0xFF);
    }
    int session = Bytes.u16(packet.buffer(), at + SESSION_ID);
    if (!packet.enter(TunnelType.PPPOE, session)) {
      return PacketKind.TOO_DEEP;
    }
    int length = Bytes.u16(packet.buffer(), at + SESSION_LENGTH);
    if (length != 0) {
      packet.narrow(at + SESSION_HEADER, length);
    }
    return read(packet, at + SESSION_HEADER);
  }

  /**
   * Reads a frame of a PPP link, which may be one of Cisco's HDLC (LINKTYPE_PPP_HDLC,
   * LINKTYPE_C_HDLC).
   */
  static PacketKind readFramed(PacketView packet, int at) {
    if (packet.available(at) < 2) {
      return packet.tooShort();
    }
    int start = Bytes.u16(packet.buffer(), at);
    if (start != CISCO_UNICAST && start != CISCO_MULTICAST) {
      return read(packet, at);
    }
    return packet.available(at) < CISCO_HEADER
        ? packet.tooShort()
        : EthernetLayer.readType(packet, Bytes.u16(packet.buffer(), at + 2), at + CISCO_HEADER);
  }

  /** Reads a PPP packet, with or without address and control, protocol field compressed or not. */
  static PacketKind read(PacketView packet, int firstAt) {
    int at = firstAt;
    if (packet.available(at) >= 2 && Bytes.u16(packet.buffer(), at) == ADDRESS_AND_CONTROL) {
      at += 2;
    }
    if (packet.available(at) < 1
        || packet.available(at) < 2 && Bytes.u8(packet.buffer(), at) == ADDRESS) {
      return packet.tooShort();
    }
    int protocol = Bytes.u8(packet.buffer(), at);
    if ((protocol & 1) != 0) { // RFC 1661 §6.5: the last byte of the field is odd
      at += 1;
    } else {
      if (packet.available(at) < 2) {
        return packet.tooShort();
      }
      protocol = Bytes.u16(packet.buffer(), at);
      at += 2;
    }
    return switch (protocol) {
      case IPV4 -> IpLayer.readV4(packet, at);
      case IPV6 -> IpLayer.readV6(packet, at);
      case MPLS_UNICAST, MPLS_MULTICAST -> EthernetLayer.readMpls(packet, at);
      case ENCRYPTED, ENCRYPTED_LINK ->
          packet.stop(PacketKind.OPAQUE_TUNNEL, "ppp-protocol", protocol);
      case COMPRESSED -> packet.stop(PacketKind.UNSUPPORTED_TUNNEL, "ppp-protocol", protocol);
      default ->
          packet.stop(
              protocol >= FIRST_CONTROL ? PacketKind.NOT_OURS : PacketKind.UNSUPPORTED_TUNNEL,
              "ppp-protocol",
              protocol);
    };
  }
}
