package io.tlsfloor.parser.packet;

import io.tlsfloor.parser.Bytes;

/** Encrypted tunnels in UDP: what they carry is hidden, and their being there is counted. */
final class EncryptedUdp {
  private static final int NAT_TRAVERSAL_PORT = 4500;
  private static final int KEEPALIVE = 0xFF; // RFC 3948 §2.3: one byte
  private static final int MIN_ESP = 8 + 12; // SPI and sequence; padding, trailer and check value

  private static final int OPENVPN_PORT = 1194;
  private static final int MIN_OPENVPN = 14; // a reset; nothing that is sent is shorter
  private static final int FIRST_OPCODE = 3; // of all that are in use
  private static final int LAST_OPCODE = 11;
  private static final int CLIENT_RESET = 7 << 3; // opcode, key 0
  private static final int SERVER_RESET = 8 << 3;
  private static final int SERVER_RESET_LENGTH = 26;
  private static final int SESSION_END = 9; // of opcode and session
  private static final int NOTHING_ACKNOWLEDGED = 5; // bytes: a count and a number, both 0

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

  /**
   * OpenVPN: anything on its own port, on others what begins a session (doc/doxygen of OpenVPN,
   * "Network protocol"), without authentication or with that of `tls-auth` and `tls-crypt`.
   */
  static PacketKind readOpenVpn(HeaderWalk packet, int at, boolean ownPort) {
    int length = packet.payloadLength() + packet.missing();
    if (length < MIN_OPENVPN || packet.available(at) < MIN_OPENVPN) {
      return PacketKind.UDP;
    }
    int first = Bytes.u8(packet.buffer(), at);
    int opcode = first >>> 3;
    boolean is =
        ownPort
            ? opcode >= FIRST_OPCODE && opcode <= LAST_OPCODE
            : first == CLIENT_RESET && isClientReset(packet, at, length)
                || first == SERVER_RESET
                    && length == SERVER_RESET_LENGTH
                    && Bytes.u8(packet.buffer(), at + SESSION_END) == 1
                    && Bytes.i32(packet.buffer(), at + SESSION_END + 1) == 0;
    return is ? packet.stop(PacketKind.OPAQUE_TUNNEL, "openvpn", OPENVPN_PORT) : PacketKind.UDP;
  }

  private static boolean isClientReset(HeaderWalk packet, int at, int length) {
    int last = at + length - NOTHING_ACKNOWLEDGED;
    boolean first = Bytes.i32(packet.buffer(), at + SESSION_END) == 1; // packet of tls-crypt
    return switch (length) {
      case 14, 42, 86 -> isZero(packet, last); // no check value, SHA-1's, SHA-512's
      case 54 -> first || isZero(packet, last); // SHA-256's
      default -> false;
    };
  }

  private static boolean isZero(HeaderWalk packet, int at) {
    return packet.available(at) >= NOTHING_ACKNOWLEDGED
        && Bytes.u8(packet.buffer(), at) == 0
        && Bytes.i32(packet.buffer(), at + 1) == 0;
  }
}
