package io.tlsfloor.parser.packet;

import io.tlsfloor.parser.Bytes;

/**
 * What receivers put before frames of wireless networks: radiotap, PPI, Prism, AVS.
 *
 * <p>Numbers of radiotap and PPI are little-endian.
 */
final class RadioLayer {
  private static final int RADIOTAP_LENGTH = 2; // offsets in bytes from the start of the header
  private static final int RADIOTAP_PRESENT = 4;
  private static final int RADIOTAP_MIN_HEADER = 8;
  private static final int CLOCK_PRESENT = 1 << 0; // radiotap.org, "Defined fields"
  private static final int FLAGS_PRESENT = 1 << 1;
  private static final int MORE_PRESENT = 1 << 31;
  private static final int CLOCK = 8; // bytes, and its alignment
  private static final int DATA_PADDED = 0x20; // of the flags
  private static final int BAD_CHECKSUM = 0x40;

  private static final int PPI_LENGTH = 2;
  private static final int PPI_LINK_TYPE = 4;
  private static final int PPI_HEADER = 8;

  private static final int PRISM_LENGTH = 4; // in the order of the machine that captured
  private static final int PRISM_MIN_HEADER = 8;
  private static final int AVS_MAGIC = 0x80211000; // and a version in the low bits
  private static final int AVS_VERSION = 0xFFF;
  private static final int AVS_LENGTH = 4;
  private static final int AVS_MIN_HEADER = 8;

  private RadioLayer() {}

  /** LINKTYPE_IEEE802_11_RADIOTAP. */
  static PacketKind readRadiotap(HeaderWalk packet, int at) {
    if (packet.available(at) < RADIOTAP_MIN_HEADER) {
      return packet.tooShort();
    }
    int header = little16(packet, at + RADIOTAP_LENGTH);
    if (header < RADIOTAP_MIN_HEADER) {
      return PacketKind.MALFORMED;
    }
    if (packet.available(at) < header) {
      return packet.tooShort();
    }
    int flags = radiotapFlags(packet, at, header);
    if ((flags & BAD_CHECKSUM) != 0) {
      return PacketKind.MALFORMED; // damaged on the air, and sent again
    }
    return (flags & DATA_PADDED) != 0
        ? WirelessLayer.readPadded(packet, at + header)
        : WirelessLayer.read(packet, at + header);
  }

  /** The flags of a frame, behind the words that say which fields are there; 0 without. */
  private static int radiotapFlags(HeaderWalk packet, int at, int header) {
    int present = little32(packet, at + RADIOTAP_PRESENT);
    if ((present & FLAGS_PRESENT) == 0) {
      return 0;
    }
    int field = RADIOTAP_MIN_HEADER;
    for (int word = present; (word & MORE_PRESENT) != 0; field += 4) {
      if (field + 4 > header) {
        return 0;
      }
      word = little32(packet, at + field);
    }
    if ((present & CLOCK_PRESENT) != 0) {
      field = (field + CLOCK - 1) / CLOCK * CLOCK + CLOCK;
    }
    return field < header ? Bytes.u8(packet.buffer(), at + field) : 0;
  }

  /** LINKTYPE_PPI: fields that are passed over, and the link type of what follows. */
  static PacketKind readPpi(HeaderWalk packet, int at) {
    if (packet.available(at) < PPI_HEADER) {
      return packet.tooShort();
    }
    int linkType = little32(packet, at + PPI_LINK_TYPE);
    return LinkLayer.readNested(
        packet, linkType, at, little16(packet, at + PPI_LENGTH), PPI_HEADER);
  }

  /** LINKTYPE_IEEE802_11_PRISM, which may hold AVS. */
  static PacketKind readPrism(HeaderWalk packet, int at) {
    if (packet.available(at) < PRISM_MIN_HEADER) {
      return packet.tooShort();
    }
    if (isAvs(packet, at)) {
      return readAvs(packet, at);
    }
    int length = Bytes.i32(packet.buffer(), at + PRISM_LENGTH);
    int header = length >>> 16 == 0 ? length : Integer.reverseBytes(length); // it is a small number
    return readBehind(packet, at, header, PRISM_MIN_HEADER);
  }

  /** LINKTYPE_IEEE802_11_AVS. */
  static PacketKind readAvs(HeaderWalk packet, int at) {
    if (packet.available(at) < AVS_MIN_HEADER) {
      return packet.tooShort();
    }
    return isAvs(packet, at)
        ? readBehind(packet, at, Bytes.i32(packet.buffer(), at + AVS_LENGTH), AVS_MIN_HEADER)
        : PacketKind.MALFORMED;
  }

  private static boolean isAvs(HeaderWalk packet, int at) {
    return (Bytes.i32(packet.buffer(), at) & ~AVS_VERSION) == AVS_MAGIC;
  }

  private static PacketKind readBehind(HeaderWalk packet, int at, int header, int minHeader) {
    if (header < minHeader) {
      return PacketKind.MALFORMED;
    }
    return packet.available(at) < header
        ? packet.tooShort()
        : WirelessLayer.read(packet, at + header);
  }

  private static int little16(HeaderWalk packet, int at) {
    return Short.reverseBytes((short) Bytes.u16(packet.buffer(), at)) & 0xFFFF;
  }

  private static int little32(HeaderWalk packet, int at) {
    return Integer.reverseBytes(Bytes.i32(packet.buffer(), at));
  }
}
