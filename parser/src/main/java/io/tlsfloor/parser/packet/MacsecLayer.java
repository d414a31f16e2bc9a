package io.tlsfloor.parser.packet;

import io.tlsfloor.parser.Bytes;

/** IEEE 802.1AE tags: readable where only integrity is protected, opaque where secrecy is. */
final class MacsecLayer {
  private static final int TAG = 6; // control, short length, packet number
  private static final int CHANNEL_ID = 8;
  private static final int CHANNEL_ID_PRESENT = 0x20; // IEEE 802.1AE §9.5
  private static final int ENCRYPTED = 0x08;
  private static final int CHANGED = 0x04;

  private MacsecLayer() {}

  static PacketKind read(HeaderWalk packet, int at) {
    if (packet.available(at) < TAG) {
      return packet.tooShort();
    }
    int control = Bytes.u8(packet.buffer(), at);
    if ((control & (ENCRYPTED | CHANGED)) != 0) {
      return packet.stop(PacketKind.OPAQUE_TUNNEL, "macsec", EtherTypes.MACSEC);
    }
    int type = at + TAG + ((control & CHANNEL_ID_PRESENT) != 0 ? CHANNEL_ID : 0);
    if (packet.available(type) < 2) {
      return packet.tooShort();
    }
    if (!packet.enter(TunnelType.MACSEC)) {
      return PacketKind.TOO_DEEP;
    }
    return EtherTypes.read(packet, Bytes.u16(packet.buffer(), type), type + 2);
  }
}
