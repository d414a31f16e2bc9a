package io.tlsfloor.capture.file;

/** Block types of pcapng (draft-ietf-opsawg-pcapng §11.1). */
final class PcapngBlockType {
  static final int SECTION_HEADER = 0x0A0D0D0A; // the same in either byte order
  static final int INTERFACE_DESCRIPTION = 1;
  static final int OBSOLETE_PACKET = 2;
  static final int SIMPLE_PACKET = 3;
  static final int NAME_RESOLUTION = 4;
  static final int INTERFACE_STATISTICS = 5;
  static final int ENHANCED_PACKET = 6;

  private PcapngBlockType() {}

  /**
   * Returns whether Wireshark shows a block that is no packet as a frame, so that it takes a
   * number.
   */
  static boolean isNumbered(int type) {
    return switch (type) {
      case 0x0000_0009 -> true; // systemd journal export
      case 0x0000_0204, 0x0000_0216, 0x0000_0221 -> true; // sysdig events
      case 0x0000_0BAD, 0x4000_0BAD -> true; // custom
      default -> false;
    };
  }
}
