package io.tlsfloor.parser.packet;

import io.tlsfloor.parser.Bytes;

/**
 * MPLS label stacks (RFC 3032 §2.1) and what follows them.
 *
 * <p>No field says what that is. IP is recognised by its version and a header that holds together;
 * Ethernet (RFC 4448 §4) by its type, with or without the control word before it.
 */
final class MplsLayer {
  private static final int ENTRY = 4;
  private static final int CONTROL_WORD = 4; // RFC 4385 §3: begins with four zero bits
  private static final int MIN_TO_JUDGE = CONTROL_WORD + 14 + 40; // with Ethernet and IPv6
  private static final int ASSOCIATED_CHANNEL = 1; // RFC 4385 §5: begins with 0001

  private MplsLayer() {}

  static PacketKind read(HeaderWalk packet, int firstAt) {
    int at = firstAt;
    int entry;
    do {
      if (packet.available(at) < ENTRY) {
        return packet.tooShort();
      }
      entry = Bytes.i32(packet.buffer(), at);
      if (!packet.enter(TunnelType.MPLS, entry >>> 12)) {
        return PacketKind.TOO_DEEP;
      }
      at += ENTRY;
    } while ((entry & 0x100) == 0); // bottom of stack
    return readPayload(packet, entry >>> 12, at);
  }

  private static PacketKind readPayload(HeaderWalk packet, int label, int at) {
    if (packet.available(at) < 1) {
      return packet.tooShort();
    }
    if (Ipv4Layer.isPlausible(packet, at)) {
      return Ipv4Layer.read(packet, at);
    }
    if (Ipv6Layer.isPlausible(packet, at)) {
      return Ipv6Layer.read(packet, at);
    }
    if (EthernetLayer.isPlausible(packet, at)) {
      return EthernetLayer.read(packet, at);
    }
    int nibble = Bytes.u8(packet.buffer(), at) >>> 4;
    if (nibble == 0 && EthernetLayer.isPlausible(packet, at + CONTROL_WORD)) {
      return EthernetLayer.read(packet, at + CONTROL_WORD);
    }
    if (packet.beyond() > 0 && packet.available(at) < MIN_TO_JUDGE) {
      return PacketKind.TRUNCATED;
    }
    if (nibble == 4 || nibble == 6) { // with a length that is nonsense
      return IpLayer.read(packet, at);
    }
    return packet.stop(
        nibble == ASSOCIATED_CHANNEL ? PacketKind.NOT_OURS : PacketKind.UNSUPPORTED_TUNNEL,
        "mpls-payload",
        label);
  }
}
