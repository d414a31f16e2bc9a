package io.tlsfloor.parser.packet;

import io.tlsfloor.parser.Bytes;

/** GRE (RFC 2784 §2, RFC 2890 §2), PPTP's form of it (RFC 2637 §4.1), WCCP. */
final class GreLayer {
  private static final int PROTOCOL = 2; // offsets in bytes from the start of the header
  private static final int MIN_HEADER = 4;
  private static final int FIELD = 4; // each of checksum, key, sequence, acknowledgment
  private static final int CHECKSUM_PRESENT = 0x8000;
  private static final int ROUTING_PRESENT = 0x4000; // RFC 1701, dropped by RFC 2784
  private static final int KEY_PRESENT = 0x2000;
  private static final int SEQUENCE_PRESENT = 0x1000;
  private static final int ACKNOWLEDGMENT_PRESENT = 0x0080; // PPTP
  private static final int VERSION = 0x0007;

  private static final int PPTP_PAYLOAD_LENGTH = 4;
  private static final int PPTP_CALL_ID = 6;
  private static final int PPTP_MIN_HEADER = 8;

  private static final int ERSPAN = 0x88BE; // types I and II
  private static final int ERSPAN_III = 0x22EB;
  private static final int WCCP = 0x883E;
  private static final int WCCP_REDIRECT_HEADER = 4; // version 2 has it, version 1 has not
  private static final int ARUBA = 0x8200; // 802.11 of Aruba's access points, one number a network
  private static final int ARUBA_MASK = 0xFE0F;
  private static final int KEEPALIVE = 0x0000; // Cisco's
  private static final int OSI = 0x00FE; // IS-IS

  private GreLayer() {}

  static PacketKind read(HeaderWalk packet, int at) {
    if (packet.available(at) < MIN_HEADER) {
      return packet.tooShort();
    }
    int flags = Bytes.u16(packet.buffer(), at);
    int version = flags & VERSION;
    if (version == 1) {
      return readPptp(packet, flags, at);
    }
    if (version != 0) {
      return packet.stop(PacketKind.UNSUPPORTED_TUNNEL, "gre-version", version);
    }
    if ((flags & ROUTING_PRESENT) != 0) {
      return packet.stop(PacketKind.UNSUPPORTED_TUNNEL, "gre-routing", flags);
    }
    int header =
        MIN_HEADER
            + FIELD * Integer.bitCount(flags & (CHECKSUM_PRESENT | KEY_PRESENT | SEQUENCE_PRESENT));
    if (packet.available(at) < header) {
      return packet.tooShort();
    }
    if (!packet.enter(TunnelType.GRE)) {
      return PacketKind.TOO_DEEP;
    }
    int protocol = Bytes.u16(packet.buffer(), at + PROTOCOL);
    return switch (protocol) {
      case KEEPALIVE, OSI -> packet.stop(PacketKind.NOT_OURS, "gre-protocol", protocol);
      case ERSPAN ->
          (flags & SEQUENCE_PRESENT) == 0
              ? ErspanLayer.readTypeI(packet, at + header)
              : ErspanLayer.readTypeII(packet, at + header);
      case ERSPAN_III -> ErspanLayer.readTypeIII(packet, at + header);
      case WCCP -> readWccp(packet, at + header);
      default -> readType(packet, protocol, at + header);
    };
  }

  private static PacketKind readType(HeaderWalk packet, int protocol, int at) {
    if ((protocol & ARUBA_MASK) == ARUBA) {
      return WirelessLayer.readEitherOrder(packet, at);
    }
    return protocol < 0x0600
        ? packet.stop(PacketKind.UNSUPPORTED_TUNNEL, "gre-protocol", protocol)
        : EtherTypes.read(packet, protocol, at);
  }

  private static PacketKind readPptp(HeaderWalk packet, int flags, int at) {
    int header =
        PPTP_MIN_HEADER
            + FIELD * Integer.bitCount(flags & (SEQUENCE_PRESENT | ACKNOWLEDGMENT_PRESENT));
    if (packet.available(at) < header) {
      return packet.tooShort();
    }
    int protocol = Bytes.u16(packet.buffer(), at + PROTOCOL);
    if (protocol != EtherTypes.PPP) {
      return packet.stop(PacketKind.UNSUPPORTED_TUNNEL, "gre-protocol", protocol);
    }
    int length = Bytes.u16(packet.buffer(), at + PPTP_PAYLOAD_LENGTH);
    if ((flags & SEQUENCE_PRESENT) == 0 && length == 0) { // RFC 2637 §4.1
      return packet.stop(PacketKind.NOT_OURS, "pptp-acknowledgment", protocol);
    }
    int call = Bytes.u16(packet.buffer(), at + PPTP_CALL_ID);
    if (!packet.enter(TunnelType.PPTP, call)) {
      return PacketKind.TOO_DEEP;
    }
    if (length != 0) {
      packet.narrow(at + header, length);
    }
    return PppLayer.read(packet, at + header);
  }

  /** A packet that a router redirects to a web cache (draft-mclaggan-wccp-v2rev1 §4). */
  private static PacketKind readWccp(HeaderWalk packet, int at) {
    if (!packet.enter(TunnelType.WCCP)) {
      return PacketKind.TOO_DEEP;
    }
    return IpLayer.read(packet, Ipv4Layer.isPlausible(packet, at) ? at : at + WCCP_REDIRECT_HEADER);
  }
}
