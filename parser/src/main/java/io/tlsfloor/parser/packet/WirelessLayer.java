package io.tlsfloor.parser.packet;

import io.tlsfloor.parser.Bytes;

/**
 * Frames of wireless networks (IEEE 802.11 §9.2), and what receivers put before them: radiotap and
 * PPI, whose numbers are little-endian. Data that is not encrypted is read.
 *
 * <p>Encrypted data is opaque. Parts of a frame, and frames that carry several others, are counted
 * as not read.
 */
final class WirelessLayer {
  private static final int FLAGS = 1; // offsets in bytes from the start of the header
  private static final int FIRST_ADDRESS = 4;
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
  private static final int MESH = 0x01; // of the second

  private static final int MESH_HEADER = 6;
  private static final int MESH_ADDRESSES = 0x03; // further ones, in the first byte
  private static final int INITIALIZATION = 8; // TKIP's and CCMP's, before what they had encrypted
  private static final int SUBFRAME_LENGTH = 12; // after its two addresses
  private static final int SUBFRAME_HEADER = 14;
  private static final int SNAP = 0xAAAA03;

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

  private WirelessLayer() {}

  /** A frame that begins with its first byte. */
  static PacketKind read(PacketView packet, int at) {
    return read(packet, at, 0, 1);
  }

  /** A frame of which some access points swap the first two bytes. */
  static PacketKind readEitherOrder(PacketView packet, int at) {
    boolean swapped =
        packet.available(at) > 0 && (Bytes.u8(packet.buffer(), at) & VERSION) != 0; // it is 0
    return read(packet, at, swapped ? FLAGS : 0, 1);
  }

  private static PacketKind read(PacketView packet, int at, int typeAt, int alignment) {
    if (packet.available(at) < 2) {
      return packet.tooShort();
    }
    int type = Bytes.u8(packet.buffer(), at + typeAt);
    int flags = Bytes.u8(packet.buffer(), at + FLAGS - typeAt);
    if ((type & VERSION) != 0) {
      return packet.stop(PacketKind.UNSUPPORTED_TUNNEL, "802.11-version", type & VERSION);
    }
    if ((type & TYPE) != DATA || (type & NO_DATA) != 0) {
      return packet.stop(PacketKind.NOT_OURS, "802.11-type", type);
    }
    int header = HEADER + ((flags & BOTH) == BOTH ? ADDRESS : 0);
    int quality = header;
    boolean hasQuality = (type & WITH_QUALITY) != 0;
    if (hasQuality) {
      header += QUALITY + ((flags & ORDER) != 0 ? HIGH_THROUGHPUT : 0);
    }
    int payload = at + (header + alignment - 1) / alignment * alignment;
    if (packet.available(payload) < 0) {
      return packet.tooShort();
    }
    addresses(packet, at, flags & BOTH);
    boolean isProtected = (flags & PROTECTED) != 0;
    if (isProtected && !isSnap(packet, payload) && !isSnap(packet, payload + INITIALIZATION)) {
      return packet.stop(PacketKind.OPAQUE_TUNNEL, "802.11-encrypted", type);
    }
    int fragment = Bytes.u8(packet.buffer(), at + SEQUENCE_CONTROL) & FRAGMENT_NUMBER;
    if (fragment != 0 || (flags & MORE_FRAGMENTS) != 0) {
      return packet.stop(PacketKind.UNSUPPORTED_TUNNEL, "802.11-fragment", fragment);
    }
    if (hasQuality && (Bytes.u8(packet.buffer(), at + quality) & AGGREGATE) != 0) {
      return readAggregate(packet, payload);
    }
    boolean mesh = hasQuality && (Bytes.u8(packet.buffer(), at + quality + 1) & MESH) != 0;
    return readPayload(packet, payload, mesh);
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
    packet.note(HeaderPlaces.Kind.LINK_ADDRESS, at + FIRST_ADDRESS);
    packet.note(HeaderPlaces.Kind.LINK_ADDRESS, at + SECOND_ADDRESS);
    packet.note(HeaderPlaces.Kind.LINK_ADDRESS, at + THIRD_ADDRESS);
    if (distribution == BOTH) {
      packet.note(HeaderPlaces.Kind.LINK_ADDRESS, at + HEADER);
    }
    packet.macs(mac(packet, at + source), mac(packet, at + destination));
  }

  private static long mac(PacketView packet, int at) {
    return Bytes.u32(packet.buffer(), at) << 16 | Bytes.u16(packet.buffer(), at + 4);
  }

  private static boolean isSnap(PacketView packet, int at) {
    return packet.available(at) >= 3 && Bytes.u24(packet.buffer(), at) == SNAP;
  }

  /** Frames in a frame (IEEE 802.11 §9.3.2.2): one is read, several are counted. */
  private static PacketKind readAggregate(PacketView packet, int at) {
    if (packet.available(at) < SUBFRAME_HEADER) {
      return packet.tooShort();
    }
    int length = Bytes.u16(packet.buffer(), at + SUBFRAME_LENGTH);
    int next = at + SUBFRAME_HEADER + (length + 3 & ~3);
    if (packet.available(next) + packet.beyond() > SUBFRAME_HEADER) {
      return packet.stop(PacketKind.UNSUPPORTED_TUNNEL, "802.11-aggregate", length);
    }
    packet.note(HeaderPlaces.Kind.ETHERNET, at);
    packet.narrow(at + SUBFRAME_HEADER, length);
    return readPayload(packet, at + SUBFRAME_HEADER, false);
  }

  /**
   * Reads what a frame carries, behind the header of a mesh, or of an encryption that was undone,
   * when it is there.
   */
  private static PacketKind readPayload(PacketView packet, int at, boolean mesh) {
    if (packet.available(at) < 3) {
      return packet.tooShort();
    }
    if (isSnap(packet, at)) {
      return EthernetLayer.readLlc(packet, at);
    }
    if (isSnap(packet, at + INITIALIZATION)) {
      return EthernetLayer.readLlc(packet, at + INITIALIZATION);
    }
    if (!mesh) {
      return EthernetLayer.readLlc(packet, at);
    }
    int addresses = Bytes.u8(packet.buffer(), at) & MESH_ADDRESSES;
    int behind = at + MESH_HEADER + addresses * ADDRESS;
    if (packet.available(behind) < 3) {
      return packet.tooShort();
    }
    return EthernetLayer.readLlc(packet, isSnap(packet, behind) ? behind : at);
  }

  // Receivers.

  /** LINKTYPE_IEEE802_11_RADIOTAP. */
  static PacketKind readRadiotap(PacketView packet, int at) {
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
    return (flags & DATA_PADDED) != 0 ? read(packet, at + header, 0, 4) : read(packet, at + header);
  }

  /** The flags of a frame, behind the words that say which fields are there; 0 without. */
  private static int radiotapFlags(PacketView packet, int at, int header) {
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
  static PacketKind readPpi(PacketView packet, int at) {
    if (packet.available(at) < PPI_HEADER) {
      return packet.tooShort();
    }
    int linkType = little32(packet, at + PPI_LINK_TYPE);
    return LinkLayer.readNested(
        packet, linkType, at, little16(packet, at + PPI_LENGTH), PPI_HEADER);
  }

  private static int little16(PacketView packet, int at) {
    return Short.reverseBytes((short) Bytes.u16(packet.buffer(), at)) & 0xFFFF;
  }

  private static int little32(PacketView packet, int at) {
    return Integer.reverseBytes(Bytes.i32(packet.buffer(), at));
  }
}
