package io.tlsfloor.cli.proof;

import io.tlsfloor.testing.WireFrame;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes captures in every form that is told apart by its first bytes: pcap and pcapng, either byte
 * order, microseconds or nanoseconds. Shares nothing with the readers.
 */
@SuppressWarnings("ByteBufferBackingArray") // all are allocated whole by buffer()
record CaptureWriter(Format format, ByteOrder order, boolean inNanos) {
  private static final int SNAP_LENGTH = 262_144;
  private static final long NANOS = 1_000_000_000L;

  enum Format {
    PCAP,
    PCAPNG
  }

  /** All forms. */
  static List<CaptureWriter> all() {
    List<CaptureWriter> all = new ArrayList<>();
    for (Format format : Format.values()) {
      for (ByteOrder order : List.of(ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN)) {
        all.add(new CaptureWriter(format, order, false));
        all.add(new CaptureWriter(format, order, true));
      }
    }
    return all;
  }

  /** Whether the form can hold these packets: a pcap file has one link type. */
  boolean fits(List<WireFrame> packets) {
    return format == Format.PCAPNG
        || packets.stream().mapToInt(WireFrame::linkType).distinct().count() <= 1;
  }

  byte[] write(List<WireFrame> packets) {
    return format == Format.PCAP ? pcap(packets) : pcapng(packets);
  }

  private byte[] pcap(List<WireFrame> packets) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int linkType = packets.isEmpty() ? 1 : packets.get(0).linkType();
    out.writeBytes(
        bytes(
            buffer(24)
                .putInt(inNanos ? 0xA1B23C4D : 0xA1B2C3D4)
                .putShort((short) 2)
                .putShort((short) 4)
                .putInt(0)
                .putInt(0)
                .putInt(SNAP_LENGTH)
                .putInt(linkType)));
    for (WireFrame packet : packets) {
      long fraction = Math.floorMod(packet.nanos(), NANOS);
      out.writeBytes(
          bytes(
              buffer(16)
                  .putInt((int) Math.floorDiv(packet.nanos(), NANOS))
                  .putInt((int) (inNanos ? fraction : fraction / 1000))
                  .putInt(packet.bytes().length)
                  .putInt(packet.originalLength())));
      out.writeBytes(packet.bytes());
    }
    return out.toByteArray();
  }

  private byte[] pcapng(List<WireFrame> packets) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteBuffer section = buffer(16).putInt(0x1A2B3C4D).putShort((short) 1).putShort((short) 0);
    out.writeBytes(block(0x0A0D0D0A, bytes(section.putLong(-1))));
    List<Integer> linkTypes = packets.stream().map(WireFrame::linkType).distinct().toList();
    for (int linkType : linkTypes) {
      ByteBuffer description = buffer(20).putShort((short) linkType).putShort((short) 0);
      description.putInt(SNAP_LENGTH);
      description
          .putShort((short) 9)
          .putShort((short) 1)
          .put((byte) (inNanos ? 9 : 6)); // resolution
      out.writeBytes(block(1, bytes(description)));
    }
    for (WireFrame packet : packets) {
      long time = inNanos ? packet.nanos() : Math.floorDiv(packet.nanos(), 1000);
      int padded = packet.bytes().length + 3 & ~3;
      ByteBuffer body = buffer(20 + padded).putInt(linkTypes.indexOf(packet.linkType()));
      body.putInt((int) (time >>> 32)).putInt((int) time);
      body.putInt(packet.bytes().length).putInt(packet.originalLength()).put(packet.bytes());
      out.writeBytes(block(6, bytes(body)));
    }
    return out.toByteArray();
  }

  private byte[] block(int type, byte[] body) {
    int length = body.length + 12;
    return bytes(buffer(length).putInt(type).putInt(length).put(body).putInt(length));
  }

  private ByteBuffer buffer(int length) {
    return ByteBuffer.allocate(length).order(order);
  }

  private static byte[] bytes(ByteBuffer filled) {
    byte[] all = new byte[filled.capacity()];
    filled.get(0, all);
    return all;
  }

  @Override
  public String toString() {
    return format + " " + order + (inNanos ? " nanoseconds" : " microseconds");
  }
}
