package io.tlsfloor.capture.file;

import java.util.OptionalLong;

/** An interface of a pcapng section, and what its statistics said so far. */
final class PcapngInterface {
  final int linkType;
  final TimestampUnit unit;
  private final long snaplen;
  private long dropped;
  private long droppedBetween; // before single packets
  private OptionalLong end = OptionalLong.empty();

  /**
   * Describes one.
   *
   * @param snaplen bytes of a packet that are captured at most, unsigned 32 bits; 0 for all
   */
  PcapngInterface(int linkType, long snaplen, TimestampUnit unit) {
    this.linkType = linkType;
    this.snaplen = snaplen;
    this.unit = unit;
  }

  /** Bytes captured of a packet that was this long, unsigned, where the block does not say. */
  long capturedOf(long original) {
    return snaplen == 0 ? original : Math.min(snaplen, original);
  }

  /** Packets lost on it: by its last statistics, or by what its packets say, if that is more. */
  long dropped() {
    return Math.max(dropped, droppedBetween);
  }

  /** Packets were lost between two of its packets. */
  void droppedBetween(long packets) {
    droppedBetween = PcapngColdBlocks.saturatedSum(droppedBetween, packets);
  }

  void dropped(long packets) {
    dropped = packets;
  }

  /** When capturing on it ended, by its last statistics: nanoseconds since 1970. */
  OptionalLong end() {
    return end;
  }

  void end(long nanos) {
    end = OptionalLong.of(nanos);
  }
}
