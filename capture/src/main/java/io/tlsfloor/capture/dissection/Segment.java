package io.tlsfloor.capture.dissection;

import java.util.HexFormat;

/**
 * A packet with its payload, as it is kept until all are there.
 *
 * @param packet what is known of it
 * @param sequence TCP sequence number of the first byte of payload; 0 for UDP
 * @param payload a copy of the bytes that were captured; empty where no more are kept
 * @param source where they lie in the file
 */
@SuppressWarnings("ArrayRecordComponent") // made and read in one place, never compared
record Segment(TracedPacket packet, int sequence, byte[] payload, SegmentSource source) {
  /** Where a byte of the payload lies in the file. */
  Place place(int index) {
    String hex = HexFormat.of().toHexDigits(payload[index]);
    return new Place(source.frame(index), source.offset(index), hex, 1);
  }
}
