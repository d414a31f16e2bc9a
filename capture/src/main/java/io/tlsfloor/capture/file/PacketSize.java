package io.tlsfloor.capture.file;

/**
 * How long a captured packet can be before its length is taken for damage.
 *
 * <p>libpcap's MAXIMUM_SNAPLEN, which Wireshark shares: no capturing program writes more, save for
 * three link types whose packets are messages of any size.
 */
final class PacketSize {
  /** Bytes captured of a packet at most, and bytes of one that a frame gives at most. */
  static final int MAX = 1 << 18;

  /** The same where a packet is a D-Bus message or a USB transfer; a frame gives the first part. */
  static final int MAX_JUMBO = 1 << 27;

  private static final int LINKTYPE_DBUS = 231;
  private static final int LINKTYPE_USBPCAP = 249;
  private static final int LINKTYPE_EBHSCR = 279;

  private PacketSize() {}

  /** Bytes at most for a link type. */
  static int max(int linkType) {
    return switch (linkType) {
      case LINKTYPE_DBUS, LINKTYPE_USBPCAP, LINKTYPE_EBHSCR -> MAX_JUMBO;
      default -> MAX;
    };
  }

  /** The clause for a length above the maximum. */
  static String tooLong(int captured, int linkType) {
    return String.format(
        "a packet of %,d bytes, more than the %,d that a capture can hold",
        Integer.toUnsignedLong(captured), max(linkType));
  }
}
