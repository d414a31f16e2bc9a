package io.tlsfloor.parser.packet;

import io.tlsfloor.parser.Bytes;

/**
 * sFlow: datagrams that report samples of a device's traffic, among them the first bytes of frames
 * (sFlow version 5, sflow.org, section 5). Several frames are in one, each cut: they are counted
 * and not read.
 */
final class SflowLayer {
  private static final int PORT = 6343;
  private static final int VERSION_2 = 2;
  private static final int VERSION_4 = 4;
  private static final int VERSION_5 = 5;
  private static final int IP4 = 1; // types of an agent's address
  private static final int IP6 = 2;
  private static final int ADDRESS_TYPE = 4; // offsets from the datagram's first byte
  private static final int ADDRESS = 8;
  private static final int AFTER_ADDRESS = 12; // bytes of sub-agent, sequence, time
  private static final int MAX_SAMPLES = 256;
  private static final int SAMPLE_HEADER = 8; // format, length
  private static final int FLOW_SAMPLE = 1;
  private static final int EXPANDED_FLOW_SAMPLE = 3;
  private static final int BEFORE_RECORDS = 28; // of a flow sample: sequence to output
  private static final int BEFORE_EXPANDED_RECORDS = 40;
  private static final int RAW_HEADER = 1; // a record with the first bytes of a frame

  private SflowLayer() {}

  /** Says whether a datagram holds samples of frames. */
  static PacketKind read(HeaderWalk packet, int at, boolean ownPort) {
    int addressType =
        packet.available(at) < ADDRESS ? 0 : Bytes.i32(packet.buffer(), at + ADDRESS_TYPE);
    if (addressType != IP4 && addressType != IP6) {
      return PacketKind.UDP;
    }
    int version = Bytes.i32(packet.buffer(), at);
    boolean older = ownPort && (version == VERSION_2 || version == VERSION_4);
    int samplesAt = at + ADDRESS + (addressType == IP4 ? 4 : 16) + AFTER_ADDRESS;
    if (older) {
      return packet.stop(PacketKind.UNSUPPORTED_TUNNEL, "sflow", PORT);
    }
    return version == VERSION_5 ? readSamples(packet, samplesAt) : PacketKind.UDP;
  }

  /** Samples follow each other; one of them must hold a frame's first bytes. */
  private static PacketKind readSamples(HeaderWalk packet, int firstAt) {
    int samples = packet.available(firstAt) < 4 ? 0 : Bytes.i32(packet.buffer(), firstAt);
    if (samples < 1 || samples > MAX_SAMPLES) {
      return PacketKind.UDP;
    }
    boolean frames = false;
    int at = firstAt + 4;
    for (int i = 0; i < samples && !frames; i++) {
      int available = packet.available(at) - SAMPLE_HEADER;
      if (available < 0) {
        return packet.missing() > 0 ? packet.tooShort() : PacketKind.UDP;
      }
      int length = Bytes.i32(packet.buffer(), at + 4);
      if (length < 0 || length > available + packet.missing()) {
        return PacketKind.UDP;
      }
      frames = isOfFrame(packet, at, Math.min(available, length));
      at += SAMPLE_HEADER + Math.min(length, available);
    }
    return frames ? packet.stop(PacketKind.UNSUPPORTED_TUNNEL, "sflow", PORT) : PacketKind.UDP;
  }

  private static boolean isOfFrame(HeaderWalk packet, int at, int length) {
    int format = Bytes.i32(packet.buffer(), at);
    int before = format == FLOW_SAMPLE ? BEFORE_RECORDS : BEFORE_EXPANDED_RECORDS;
    if (format != FLOW_SAMPLE && format != EXPANDED_FLOW_SAMPLE || length < before + 4) {
      return false;
    }
    int records = Bytes.i32(packet.buffer(), at + 8 + before);
    int recordAt = at + 8 + before + 4;
    int end = at + 8 + length;
    for (int i = 0; i < records && end - recordAt >= 8; i++) {
      int size = Bytes.i32(packet.buffer(), recordAt + 4);
      if (Bytes.i32(packet.buffer(), recordAt) == RAW_HEADER) {
        return true;
      }
      if (size < 0 || size > end - recordAt - 8) {
        return false;
      }
      recordAt += 8 + size;
    }
    return false;
  }
}
