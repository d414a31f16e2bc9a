package io.tlsfloor.parser.packet;

import io.tlsfloor.parser.Bytes;

/** Encrypted tunnels in UDP: what they carry is hidden, and their being there is counted. */
final class EncryptedUdp {
  private static final int NAT_TRAVERSAL_PORT = 4500;
  private static final int KEEPALIVE = 0xFF; // RFC 3948 §2.3: one byte
  private static final int MIN_ESP = 8 + 12; // SPI and sequence; padding, trailer and check value

  private static final int WIREGUARD_PORT = 51820;
  private static final int TYPE_AND_RESERVED = 4; // bytes
  private static final int INITIATION = 0x01000000; // type, three reserved zero bytes
  private static final int INITIATION_LENGTH = 148;
  private static final int RESPONSE = 0x02000000;
  private static final int RESPONSE_LENGTH = 92;
  private static final int COOKIE_REPLY = 0x03000000;
  private static final int COOKIE_REPLY_LENGTH = 64;
  private static final int TRANSPORT_DATA = 0x04000000;
  private static final int MIN_TRANSPORT_DATA = 32; // header and check value of a keepalive
  private static final int PADDED_TO = 16;

  private EncryptedUdp() {}

  /** ESP or IKE on the port that they share (RFC 3948 §2). */
  static PacketKind readNatTraversal(HeaderWalk packet, int at) {
    int available = packet.available(at);
    if (available == 1 && Bytes.u8(packet.buffer(), at) == KEEPALIVE) {
      return packet.stop(PacketKind.NOT_OURS, "nat-keepalive", NAT_TRAVERSAL_PORT);
    }
    if (available < 4 || packet.payloadLength() + packet.missing() < MIN_ESP) {
      return PacketKind.UDP;
    }
    return Bytes.i32(packet.buffer(), at) == 0 // the non-ESP marker
        ? packet.stop(PacketKind.NOT_OURS, "ike", NAT_TRAVERSAL_PORT)
        : packet.stop(PacketKind.OPAQUE_TUNNEL, "esp", NAT_TRAVERSAL_PORT);
  }

  /**
   * WireGuard (its white paper, §5.4). A handshake is known by its exact length on any port; data
   * looks like too much else to be believed off WireGuard's own port.
   */
  static PacketKind readWireGuard(HeaderWalk packet, int at, boolean ownPort) {
    if (packet.available(at) < TYPE_AND_RESERVED) {
      return PacketKind.UDP;
    }
    int length = packet.payloadLength() + packet.missing();
    boolean is =
        switch (Bytes.i32(packet.buffer(), at)) {
          case INITIATION -> length == INITIATION_LENGTH;
          case RESPONSE -> length == RESPONSE_LENGTH;
          case COOKIE_REPLY -> ownPort && length == COOKIE_REPLY_LENGTH;
          case TRANSPORT_DATA -> ownPort && length >= MIN_TRANSPORT_DATA && length % PADDED_TO == 0;
          default -> false;
        };
    return is ? packet.stop(PacketKind.OPAQUE_TUNNEL, "wireguard", WIREGUARD_PORT) : PacketKind.UDP;
  }
}
