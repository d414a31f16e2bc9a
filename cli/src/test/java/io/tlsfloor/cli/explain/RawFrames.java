package io.tlsfloor.cli.explain;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The frames of a pcap or pcapng file, read with nothing of the product. */
final class RawFrames {
  private RawFrames() {}

  /** Captured bytes by frame number; the first is at index 1. */
  static List<byte[]> of(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    List<byte[]> frames = new ArrayList<>();
    frames.add(new byte[0]);
    int magic = ByteBuffer.wrap(bytes).getInt(0);
    if (magic == 0x0A0D0D0A) {
      pcapng(bytes, frames);
    } else {
      pcap(bytes, magic == 0xA1B2C3D4 || magic == 0xA1B23C4D, frames);
    }
    return frames;
  }

  private static void pcap(byte[] bytes, boolean big, List<byte[]> frames) {
    ByteBuffer in =
        ByteBuffer.wrap(bytes).order(big ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    for (int at = 24; at + 16 <= bytes.length; ) {
      int length = in.getInt(at + 8);
      frames.add(Arrays.copyOfRange(bytes, at + 16, at + 16 + length));
      at += 16 + length;
    }
  }

  private static void pcapng(byte[] bytes, List<byte[]> frames) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    int at = 0;
    while (at + 12 <= bytes.length) {
      if (in.order(ByteOrder.BIG_ENDIAN).getInt(at) == 0x0A0D0D0A) { // a section
        boolean big = in.getInt(at + 8) == 0x1A2B3C4D;
        in.order(big ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
      } else {
        in.order(order(bytes));
      }
      int type = in.getInt(at);
      int length = in.getInt(at + 4);
      if (type == 6) { // an Enhanced Packet Block
        int captured = in.getInt(at + 20);
        frames.add(Arrays.copyOfRange(bytes, at + 28, at + 28 + captured));
      } else if (type == 3) { // a Simple Packet Block
        frames.add(Arrays.copyOfRange(bytes, at + 12, at + 12 + in.getInt(at + 8)));
      }
      at += length;
    }
  }

  private static ByteOrder order(byte[] bytes) {
    return bytes[8] == 0x1A ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
  }
}
