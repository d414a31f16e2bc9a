package io.tlsfloor.capture.file;

import io.tlsfloor.capture.file.CaptureBytes.Packet;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * A second reader of undamaged files, as short as the formats allow: the whole file in memory, a
 * copy for each packet. Knows plain pcap and the three packet blocks.
 */
final class PlainReader {
  private PlainReader() {}

  static List<Packet> read(byte[] file) {
    ByteBuffer in = ByteBuffer.wrap(file);
    return in.getInt(0) == 0x0a0d0d0a ? pcapng(in) : pcap(in);
  }

  private static List<Packet> pcap(ByteBuffer in) {
    List<Packet> packets = new ArrayList<>();
    int magic = in.getInt(0);
    boolean little = magic == 0xd4c3b2a1 || magic == 0x4d3cb2a1;
    boolean nanos = magic == 0x4d3cb2a1 || magic == 0xa1b23c4d;
    in.order(little ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    int linkType = in.getInt(20) & 0xFFFF;
    in.position(24);
    while (in.hasRemaining()) {
      long time = (in.getInt() & 0xFFFFFFFFL) * 1_000_000_000L;
      time += (in.getInt() & 0xFFFFFFFFL) * (nanos ? 1 : 1000);
      byte[] data = new byte[in.getInt()];
      int original = in.getInt();
      in.get(data);
      packets.add(packet(packets.size() + 1, linkType, time, true, original, data));
    }
    return packets;
  }

  private static List<Packet> pcapng(ByteBuffer in) {
    List<Packet> packets = new ArrayList<>();
    List<int[]> interfaces = new ArrayList<>(); // link type, snap length, resolution
    long number = 0;
    long time = 0;
    while (in.hasRemaining()) {
      int start = in.position();
      if (in.getInt(start) == 0x0a0d0d0a) {
        in.order(ByteOrder.BIG_ENDIAN);
        if (in.getInt(start + 8) != 0x1a2b3c4d) {
          in.order(ByteOrder.LITTLE_ENDIAN);
        }
        interfaces.clear();
      }
      int type = in.getInt();
      int length = in.getInt();
      if (type == 1) {
        int[] described = {in.getShort() & 0xFFFF, 0, 6};
        in.getShort();
        described[1] = in.getInt();
        while (in.position() < start + length - 4) {
          int code = in.getShort();
          int size = in.getShort() & 0xFFFF;
          described[2] = code == 9 ? in.get(in.position()) & 0xFF : described[2];
          in.position(in.position() + (size + 3) / 4 * 4);
        }
        interfaces.add(described);
      } else if (type == 6 || type == 2) {
        int word = in.getInt();
        int[] of = interfaces.get(type == 6 ? word : in.getShort(start + 8) & 0xFFFF);
        long high = in.getInt();
        long ticks = high << 32 | in.getInt() & 0xFFFFFFFFL;
        byte[] data = new byte[in.getInt()];
        int original = in.getInt();
        in.get(data);
        BigDecimal unit =
            of[2] >= 0x80 ? BigDecimal.valueOf(2).pow(of[2] - 0x80) : BigDecimal.TEN.pow(of[2]);
        BigDecimal nanos = BigDecimal.valueOf(ticks).movePointRight(9).divideToIntegralValue(unit);
        time = nanos.min(BigDecimal.valueOf(Long.MAX_VALUE)).longValueExact();
        packets.add(packet(++number, of[0], time, true, original, data));
      } else if (type == 3) {
        int original = in.getInt();
        int[] of = interfaces.get(0);
        byte[] data = new byte[of[1] == 0 ? original : Math.min(original, of[1])];
        in.get(data);
        packets.add(packet(++number, of[0], time, false, original, data));
      } else if (type == 0xbad || type == 0x40000bad || type == 9) {
        number++;
      }
      in.position(start + length);
    }
    return packets;
  }

  private static Packet packet(
      long number, int linkType, long time, boolean timeKnown, int original, byte[] data) {
    return new Packet(number, linkType, time, timeKnown, original, HexFormat.of().formatHex(data));
  }
}
