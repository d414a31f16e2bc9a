package io.tlsfloor.capture.file;

import java.nio.ByteBuffer;

/**
 * The options of an enhanced packet block (draft-ietf-opsawg-pcapng §3.5, §4.3), by hand: some
 * programs write them with every packet.
 */
final class PcapngPacketOptions {
  /** The options do not fit into their block. */
  static final long MALFORMED = -1;

  private static final int OPT_END = 0;
  private static final int EPB_DROPCOUNT = 4;
  private static final int HEADER = 4;

  private PcapngPacketOptions() {}

  /**
   * How many packets were lost between this one and the one before it.
   *
   * @param start index of the first option
   * @param length of all options in bytes
   * @return 0 where no option says so; the largest number for one that is larger; or {@link
   *     #MALFORMED}
   */
  static long dropCount(ByteBuffer buffer, int start, int length, boolean littleEndian) {
    long lost = 0;
    int at = start;
    int end = start + length;
    while (at < end) {
      if (end - at < HEADER) {
        return MALFORMED;
      }
      int code = u16(buffer, at, littleEndian);
      int valueLength = u16(buffer, at + 2, littleEndian);
      if (code == OPT_END) {
        return lost;
      }
      at += HEADER;
      int padded = valueLength + 3 & ~3;
      if (padded > end - at) {
        return MALFORMED;
      }
      if (code == EPB_DROPCOUNT && valueLength == 8) {
        long count = buffer.getLong(at);
        long counted = littleEndian ? Long.reverseBytes(count) : count;
        lost = PcapngColdBlocks.saturatedSum(lost, counted);
      }
      at += padded;
    }
    return lost;
  }

  private static int u16(ByteBuffer buffer, int at, boolean littleEndian) {
    short value = buffer.getShort(at);
    return (littleEndian ? Short.reverseBytes(value) : value) & 0xFFFF;
  }
}
