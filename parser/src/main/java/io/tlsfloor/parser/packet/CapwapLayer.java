package io.tlsfloor.parser.packet;

import io.tlsfloor.parser.Bytes;

/** Data between access points and their controller (RFC 5415 §4): frames of 802.3 or 802.11. */
final class CapwapLayer {
  private static final int FRAGMENT = 4; // offset in bytes from the start of the header
  private static final int MIN_HEADER = 8;
  private static final int RADIO_ADDRESS = 8; // its length; then it
  private static final int MAC_LENGTH = 6;

  private static final int ENCRYPTED = 0x01; // the preamble: version 0, and a type
  private static final int DTLS_RECORD = 4; // after the preamble and three reserved bytes
  private static final int DTLS_MAJOR = 0xFE;
  private static final int LENGTH = 19; // bits below it; in units of four bytes
  private static final int LENGTH_MASK = 0x1F;
  private static final int BINDING = 9;
  private static final int BINDING_MASK = 0x1F;
  private static final int IEEE_802_11 = 1;
  private static final int NATIVE = 1 << 8;
  private static final int IN_FRAGMENTS = 1 << 7;
  private static final int WITH_RADIO_ADDRESS = 1 << 4;
  private static final int KEEP_ALIVE = 1 << 3;
  private static final int RESERVED = 0x07;
  private static final int FRAGMENT_OFFSET = 0xFFF8; // of which three bits are reserved

  private CapwapLayer() {}

  static PacketKind read(HeaderWalk packet, int at) {
    if (packet.available(at) < MIN_HEADER) {
      return packet.tooShort();
    }
    int first = Bytes.i32(packet.buffer(), at);
    if (first >>> 24 == ENCRYPTED) {
      return Bytes.u8(packet.buffer(), at + DTLS_RECORD + 1) == DTLS_MAJOR
          ? packet.stop(PacketKind.OPAQUE_TUNNEL, "capwap-dtls", ENCRYPTED)
          : PacketKind.MALFORMED;
    }
    int header = (first >>> LENGTH & LENGTH_MASK) * 4;
    if (first >>> 24 != 0 || header < MIN_HEADER || (first & RESERVED) != 0) {
      return PacketKind.MALFORMED;
    }
    if (packet.available(at) < header) {
      return packet.tooShort();
    }
    if ((first & KEEP_ALIVE) != 0) {
      return packet.stop(PacketKind.NOT_OURS, "capwap-keepalive", 0);
    }
    int offset = Bytes.u16(packet.buffer(), at + FRAGMENT + 2) & FRAGMENT_OFFSET;
    boolean inFragments = (first & IN_FRAGMENTS) != 0;
    if (inFragments && offset != 0) {
      return packet.stop(PacketKind.UNSUPPORTED_TUNNEL, "capwap-fragment", offset);
    }
    if (!packet.enter(TunnelType.CAPWAP)) {
      return PacketKind.TOO_DEEP;
    }
    if (inFragments) {
      packet.goesOnElsewhere();
    }
    if ((first & WITH_RADIO_ADDRESS) != 0
        && header > RADIO_ADDRESS + MAC_LENGTH
        && Bytes.u8(packet.buffer(), at + RADIO_ADDRESS) == MAC_LENGTH) {
      packet.note(HeaderPlaces.Kind.LINK_ADDRESS, at + RADIO_ADDRESS + 1);
    }
    if ((first & NATIVE) == 0) {
      return EthernetLayer.read(packet, at + header);
    }
    int binding = first >>> BINDING & BINDING_MASK;
    return binding == IEEE_802_11
        ? WirelessLayer.readEitherOrder(packet, at + header)
        : packet.stop(PacketKind.UNSUPPORTED_TUNNEL, "capwap-binding", binding);
  }
}
