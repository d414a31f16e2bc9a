package io.tlsfloor.parser.packet;

import io.tlsfloor.parser.Bytes;

/**
 * Frames of wireless networks (IEEE 802.11 §9.2), as access points tunnel them, and what receivers
 * put before them: radiotap and PPI, whose numbers are little-endian. Data that is not encrypted is
 * read.
 *
 * <p>Encrypted data is opaque. Parts of a frame, and frames that carry others, are counted as not
 * read.
 */
final class WirelessLayer {
  private static final int FIRST_ADDRESS = 4; // offsets in bytes from the start of the header
  private static final int SECOND_ADDRESS = 10;
  private static final int THIRD_ADDRESS = 16;
  private static final int SEQUENCE_CONTROL = 22;
  private static final int HEADER = 24; // of data between a station and an access point
  private static final int ADDRESS = 6;
  private static final int QUALITY = 2;
  private static final int HIGH_THROUGHPUT = 4;

  private static final int VERSION = 0x03; // bits of the first byte
  private static final int DATA = 0x08;
  private static final int TYPE = 0x0C;
  private static final int NO_DATA = 0x40;
  private static final int WITH_QUALITY = 0x80;

  private static final int TO_DISTRIBUTION = 0x01; // bits of the second
  private static final int FROM_DISTRIBUTION = 0x02;
  private static final int BOTH = TO_DISTRIBUTION | FROM_DISTRIBUTION;
  private static final int MORE_FRAGMENTS = 0x04;
  private static final int PROTECTED = 0x40;
  private static final int ORDER = 0x80; // with quality of service: a control field more

  private static final int FRAGMENT_NUMBER = 0x0F; // of the sequence control's first byte
  private static final int AGGREGATE = 0x80; // of the first byte of quality control
  private static final int SNAP = 0xAAAA03;

  private static final int RECEIVER_LENGTH = 2; // of radiotap and PPI
  private static final int RECEIVER_MIN_HEADER = 8;
  private static final int PPI_LINK_TYPE = 4;

  private WirelessLayer() {}

  /** A frame that begins with its first byte; some access points swap the first two. */
  static PacketKind read(PacketView packet, int at) {
    if (packet.available(at) < 2) {
      return packet.tooShort();
    }
    int first = Bytes.u8(packet.buffer(), at);
    boolean swapped = (first & VERSION) != 0; // it is 0
    int type = swapped ? Bytes.u8(packet.buffer(), at + 1) : first;
    int flags = swapped ? first : Bytes.u8(packet.buffer(), at + 1);
    if ((type & VERSION) != 0) {
      return packet.stop(PacketKind.UNSUPPORTED_TUNNEL, "802.11-version", type & VERSION);
    }
    if ((type & TYPE) != DATA || (type & NO_DATA) != 0) {
      return packet.stop(PacketKind.NOT_OURS, "802.11-type", type);
    }
    int quality = at + HEADER + ((flags & BOTH) == BOTH ? ADDRESS : 0);
    boolean hasQuality = (type & WITH_QUALITY) != 0;
    int payload =
        hasQuality ? quality + QUALITY + ((flags & ORDER) != 0 ? HIGH_THROUGHPUT : 0) : quality;
    if (packet.available(payload) < 0) {
      return packet.tooShort();
    }
    addresses(packet, at, flags & BOTH);
    if ((flags & PROTECTED) != 0 && !isSnap(packet, payload)) { // or the receiver decrypted it
      return packet.stop(PacketKind.OPAQUE_TUNNEL, "802.11-encrypted", type);
    }
    int fragment = Bytes.u8(packet.buffer(), at + SEQUENCE_CONTROL) & FRAGMENT_NUMBER;
    if (fragment != 0 || (flags & MORE_FRAGMENTS) != 0) {
      return packet.stop(PacketKind.UNSUPPORTED_TUNNEL, "802.11-fragment", fragment);
    }
    return hasQuality && (Bytes.u8(packet.buffer(), quality) & AGGREGATE) != 0
        ? packet.stop(PacketKind.UNSUPPORTED_TUNNEL, "802.11-aggregate", type)
        : EthernetLayer.readLlc(packet, payload);
  }

  /** Which address is whose (IEEE 802.11 §9.3.2.1). */
  private static void addresses(PacketView packet, int at, int distribution) {
    int source =
        switch (distribution) {
          case BOTH -> HEADER;
          case FROM_DISTRIBUTION -> THIRD_ADDRESS;
          default -> SECOND_ADDRESS;
        };
    int destination = (distribution & TO_DISTRIBUTION) != 0 ? THIRD_ADDRESS : FIRST_ADDRESS;
    packet.macs(mac(packet, at + source), mac(packet, at + destination));
  }

  private static long mac(PacketView packet, int at) {
    return Bytes.u32(packet.buffer(), at) << 16 | Bytes.u16(packet.buffer(), at + 4);
  }

  private static boolean isSnap(PacketView packet, int at) {
    return packet.available(at) >= 3 && Bytes.u24(packet.buffer(), at) == SNAP;
  }

  /** LINKTYPE_IEEE802_11_RADIOTAP: fields that are passed over, and the frame. */
  static PacketKind readRadiotap(PacketView packet, int at) {
    if (packet.available(at) < RECEIVER_MIN_HEADER) {
      return packet.tooShort();
    }
    return LinkLayer.readNested(
        packet, LinkLayer.IEEE802_11, at, receiverLength(packet, at), RECEIVER_MIN_HEADER);
  }

  /** LINKTYPE_PPI: fields that are passed over, and the link type of what follows. */
  static PacketKind readPpi(PacketView packet, int at) {
    if (packet.available(at) < RECEIVER_MIN_HEADER) {
      return packet.tooShort();
    }
    int linkType = Integer.reverseBytes(Bytes.i32(packet.buffer(), at + PPI_LINK_TYPE));
    return LinkLayer.readNested(
        packet, linkType, at, receiverLength(packet, at), RECEIVER_MIN_HEADER);
  }

  private static int receiverLength(PacketView packet, int at) {
    short length = (short) Bytes.u16(packet.buffer(), at + RECEIVER_LENGTH);
    return Short.reverseBytes(length) & 0xFFFF;
  }
}
