package io.tlsfloor.parser.packet;

import io.tlsfloor.parser.Bytes;
import java.nio.ByteBuffer;

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

  private static final int OPENVPN_PORT = 1194;

  private static final int ZEROTIER_PORT = 9993;
  private static final int ZEROTIER_DESTINATION = 8; // offsets from the datagram's first byte
  private static final int ZEROTIER_SOURCE = 13;
  private static final int ZEROTIER_FLAGS = 18;
  private static final int ZEROTIER_VERB = 27;
  private static final int ZEROTIER_HEADER = 28;
  private static final int ZEROTIER_IDENTITY = 41; // of a greeting, behind versions and time
  private static final int ZEROTIER_IDENTITY_TYPE = 46;
  private static final int MIN_ZEROTIER_HELLO = 112; // with a public key of 64 bytes
  private static final int ZEROTIER_CIPHER = 0x38; // bits of the flags
  private static final int ZEROTIER_LAST_CIPHER = 3 << 3; // AES-GMAC-SIV
  private static final int ZEROTIER_VERBS = 0x1F;
  private static final int ZEROTIER_HELLO = 1;
  private static final int ZEROTIER_RESERVED = 0xFF; // no address begins with it

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
   * OpenVPN: anything on its own port, on others what begins a session ({@link OpenVpn}). Data on
   * other ports is recognised by its counter, which takes several datagrams ({@link
   * TunnelCounter}).
   */
  static PacketKind readOpenVpn(HeaderWalk packet, int at, boolean ownPort) {
    int length = packet.payloadLength() + packet.missing();
    boolean is =
        ownPort
            ? OpenVpn.mayBe(packet.buffer(), at, packet.available(at), length)
            : OpenVpn.begins(packet.buffer(), at, packet.available(at), length);
    return is ? packet.stop(PacketKind.OPAQUE_TUNNEL, "openvpn", OPENVPN_PORT) : PacketKind.UDP;
  }

  /**
   * ZeroTier (node/Packet.hpp of ZeroTierOne): the greeting on any port, since it holds its
   * sender's address twice; all the rest is random but for addresses and a few bits, and believed
   * on ZeroTier's own port.
   */
  static PacketKind readZeroTier(HeaderWalk packet, int at, boolean ownPort) {
    int available = packet.available(at);
    int length = packet.payloadLength() + packet.missing();
    boolean is =
        available > ZEROTIER_IDENTITY_TYPE && isZeroTierHello(packet.buffer(), at, length)
            || ownPort
                && available >= ZEROTIER_HEADER
                && isZeroTierAddress(packet.buffer(), at + ZEROTIER_DESTINATION)
                && isZeroTierPacket(packet.buffer(), at);
    return is ? packet.stop(PacketKind.OPAQUE_TUNNEL, "zerotier", ZEROTIER_PORT) : PacketKind.UDP;
  }

  private static boolean isZeroTierHello(ByteBuffer buffer, int at, int length) {
    int source = at + ZEROTIER_SOURCE;
    int identity = at + ZEROTIER_IDENTITY;
    return length >= MIN_ZEROTIER_HELLO
        && (Bytes.u8(buffer, at + ZEROTIER_FLAGS) & ZEROTIER_CIPHER) == 0
        && (Bytes.u8(buffer, at + ZEROTIER_VERB) & ZEROTIER_VERBS) == ZEROTIER_HELLO
        && isZeroTierAddress(buffer, source)
        && Bytes.i32(buffer, source) == Bytes.i32(buffer, identity)
        && Bytes.u8(buffer, source + 4) == Bytes.u8(buffer, identity + 4)
        && Bytes.u8(buffer, at + ZEROTIER_IDENTITY_TYPE) == 0;
  }

  private static boolean isZeroTierPacket(ByteBuffer buffer, int at) {
    return Bytes.u8(buffer, at + ZEROTIER_SOURCE) == ZEROTIER_RESERVED // a fragment
        || isZeroTierAddress(buffer, at + ZEROTIER_SOURCE)
            && (Bytes.u8(buffer, at + ZEROTIER_FLAGS) & ZEROTIER_CIPHER) <= ZEROTIER_LAST_CIPHER;
  }

  /** Forty bits: 0 and what begins with 0xff are no addresses. */
  private static boolean isZeroTierAddress(ByteBuffer buffer, int at) {
    return Bytes.u8(buffer, at) != ZEROTIER_RESERVED
        && (Bytes.i32(buffer, at) != 0 || Bytes.u8(buffer, at + 4) != 0);
  }
}
