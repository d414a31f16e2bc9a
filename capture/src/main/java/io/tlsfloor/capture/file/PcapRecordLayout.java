package io.tlsfloor.capture.file;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * How long the header of a packet record is: some systems wrote more than the format's 16 bytes.
 *
 * <p>All begin with time, captured length, and original length. The longer ones share their magic
 * number with others, so the first records have to decide.
 */
enum PcapRecordLayout {
  /** This is what the format says. */
  STANDARD(16),
  /** Nokia IPSO: four more bytes, under the standard magic number. */
  NOKIA(20),
  /** Linux 2.2's libpcap, patched: interface index, protocol, packet type. Either magic number. */
  PATCHED(24),
  /** SuSE 6.3: the same and two processor numbers, under the modified magic number. */
  SUSE(28);

  private static final PcapRecordLayout[] UNDER_STANDARD_MAGIC = {STANDARD, PATCHED, NOKIA};
  private static final PcapRecordLayout[] UNDER_MODIFIED_MAGIC = {PATCHED, SUSE};

  /** Records that are looked at; two that follow each other nearly always decide. */
  private static final int RECORDS_TO_TRY = 3;

  /** Neighbours of one capture that lie further apart are taken for misread: thirty days. */
  private static final long SECONDS_APART = 30 * 24 * 60 * 60;

  final int headerLength;

  PcapRecordLayout(int headerLength) {
    this.headerLength = headerLength;
  }

  /**
   * Chooses by the records that are in the window already: the first layout that they follow. The
   * magic number's usual one stands where they are too few to decide (a pipe, a file cut short) and
   * where they follow none; another must have two records to show.
   */
  static PcapRecordLayout choose(ByteWindow window, boolean modified, boolean littleEndian)
      throws IOException {
    PcapRecordLayout[] candidates = modified ? UNDER_MODIFIED_MAGIC : UNDER_STANDARD_MAGIC;
    int at = window.peek(0);
    int end = at + window.available();
    for (PcapRecordLayout layout : candidates) {
      int records = layout.plausibleRecords(window.buffer(), at, end, littleEndian);
      if (records >= (layout == candidates[0] ? 0 : 2)) {
        return layout;
      }
    }
    return candidates[0];
  }

  /** Records that follow the layout, of the first few; -1 if one of them does not. */
  private int plausibleRecords(ByteBuffer buffer, int start, int end, boolean littleEndian) {
    int at = start;
    int records = 0;
    int lastSeconds = 0;
    while (records < RECORDS_TO_TRY && headerLength <= end - at) {
      int seconds = PcapReader.u32(buffer, at, littleEndian);
      int fraction = PcapReader.u32(buffer, at + 4, littleEndian);
      int captured = PcapReader.u32(buffer, at + 8, littleEndian);
      int original = PcapReader.u32(buffer, at + 12, littleEndian);
      boolean plausible =
          Integer.compareUnsigned(fraction, 1_000_000) < 0
              && captured >= 0
              && captured <= Math.min(original, PacketSize.MAX)
              && original > 0
              && original <= PacketSize.MAX_JUMBO
              && (records == 0 || Math.abs((long) seconds - lastSeconds) < SECONDS_APART)
              && (this == STANDARD || hasSmallInterfaceIndex(buffer, at, littleEndian));
      if (!plausible) {
        return -1;
      }
      lastSeconds = seconds;
      records++;
      at += headerLength + captured;
    }
    return records;
  }

  private static boolean hasSmallInterfaceIndex(ByteBuffer buffer, int at, boolean littleEndian) {
    return PcapReader.u32(buffer, at + 16, littleEndian) >>> 16 == 0;
  }
}
