package io.tlsfloor.capture.file;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * How long the header of a packet record is: some systems wrote more than the format's 16 bytes.
 *
 * <p>All begin with time, captured length, and original length. The longer ones share their magic
 * number with others, so the first records have to tell.
 */
enum PcapRecordLayout {
  /** As the format says. */
  STANDARD(16),
  /** Nokia IPSO: four more bytes, under the standard magic number. */
  NOKIA(20),
  /** Linux 2.2's libpcap, patched: interface index, protocol, packet type. Either magic number. */
  PATCHED(24),
  /** SuSE 6.3: the same and two processor numbers, under the modified magic number. */
  SUSE(28);

  private static final PcapRecordLayout[] UNDER_STANDARD_MAGIC = {STANDARD, PATCHED, NOKIA};
  private static final PcapRecordLayout[] UNDER_MODIFIED_MAGIC = {PATCHED, SUSE};

  /** Records that are looked at; two that follow each other tell nearly always. */
  private static final int RECORDS_TO_TRY = 3;

  final int headerLength;

  PcapRecordLayout(int headerLength) {
    this.headerLength = headerLength;
  }

  /**
   * Chooses by the records that are in the window already: the first layout that they follow
   * without a fault, else the magic number's usual one, as where nothing is there yet (a pipe).
   */
  static PcapRecordLayout choose(ByteWindow window, boolean modified, boolean littleEndian)
      throws IOException {
    PcapRecordLayout[] candidates = modified ? UNDER_MODIFIED_MAGIC : UNDER_STANDARD_MAGIC;
    int at = window.peek(0);
    for (PcapRecordLayout layout : candidates) {
      if (layout.fits(window.buffer(), at, at + window.available(), littleEndian)) {
        return layout;
      }
    }
    return candidates[0];
  }

  private boolean fits(ByteBuffer buffer, int start, int end, boolean littleEndian) {
    int at = start;
    for (int i = 0; i < RECORDS_TO_TRY && at < end; i++) {
      if (headerLength > end - at) {
        return false;
      }
      int fraction = PcapReader.u32(buffer, at + 4, littleEndian);
      int captured = PcapReader.u32(buffer, at + 8, littleEndian);
      int original = PcapReader.u32(buffer, at + 12, littleEndian);
      boolean plausible =
          Integer.compareUnsigned(fraction, 1_000_000) < 0
              && captured >= 0
              && captured <= Math.min(original, PacketSize.MAX)
              && original > 0
              && original <= PacketSize.MAX_JUMBO;
      if (!plausible) {
        return false;
      }
      if (this != STANDARD && PcapReader.u32(buffer, at + 16, littleEndian) >>> 16 != 0) {
        return false; // an interface index is small
      }
      at += headerLength + captured;
    }
    return true;
  }
}
