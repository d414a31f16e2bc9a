package io.tlsfloor.testing;

import static io.tlsfloor.testing.WireBytes.hex;

import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes capture files block by block, sound or not, and reads undamaged ones again. Shares no
 * constant with the product's readers.
 */
public final class WireFile {
  /** A pcap file with microseconds. */
  public static final long MICROS = 0xA1B2C3D4L;

  /** A pcap file with nanoseconds. */
  public static final long NANOS = 0xA1B23C4DL;

  private static final long NANOS_A_SECOND = 1_000_000_000L;
  private static final int SNAP_LENGTH = 262_144;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteOrder order;

  private WireFile(ByteOrder order) {
    this.order = order;
  }

  /** One whose numbers begin with the lowest byte. */
  public static WireFile little() {
    return new WireFile(ByteOrder.LITTLE_ENDIAN);
  }

  /** One whose numbers begin with the highest byte. */
  public static WireFile big() {
    return new WireFile(ByteOrder.BIG_ENDIAN);
  }

  /** All that was written. */
  public byte[] bytes() {
    return out.toByteArray();
  }

  /** Two bytes. */
  public WireFile u16(int value) {
    out.writeBytes(ByteBuffer.allocate(2).order(order).putShort((short) value).array());
    return this;
  }

  /** Four bytes. */
  public WireFile u32(long value) {
    out.writeBytes(ByteBuffer.allocate(4).order(order).putInt((int) value).array());
    return this;
  }

  /** Eight bytes. */
  public WireFile u64(long value) {
    out.writeBytes(ByteBuffer.allocate(8).order(order).putLong(value).array());
    return this;
  }

  /** Bytes as they are. */
  public WireFile raw(byte... bytes) {
    out.writeBytes(bytes);
    return this;
  }

  /** Annotated hex. */
  public WireFile raw(String annotated) {
    return raw(hex(annotated));
  }

  private WireFile padding() {
    while (out.size() % 4 != 0) {
      out.write(0);
    }
    return this;
  }

  private WireFile nested() {
    return new WireFile(order);
  }

  /** A pcap header of version 2.4. */
  public WireFile pcap(long magic, long linkTypeField) {
    return u32(magic).u16(2).u16(4).u32(0).u32(0).u32(65535).u32(linkTypeField);
  }

  /** A pcap record that holds all of its packet. */
  public WireFile record(long seconds, long fraction, byte... packet) {
    return record(seconds, fraction, packet.length, packet.length, packet);
  }

  /** A pcap record whose header says so many bytes were captured of so many. */
  public WireFile record(long seconds, long fraction, int captured, int original, byte... packet) {
    return u32(seconds).u32(fraction).u32(captured).u32(original).raw(packet);
  }

  /** A pcapng block around a body that is padded here. */
  public WireFile block(long type, WireFile body) {
    body.padding();
    long total = body.out.size() + 12L;
    return u32(type).u32(total).raw(body.bytes()).u32(total);
  }

  /** The block that begins a section. */
  public WireFile section() {
    return block(0x0a0d0d0aL, nested().u32(0x1a2b3c4dL).u16(1).u16(0).u64(-1));
  }

  /** An interface description; options are pairs of code and value, each value made by hand. */
  public WireFile interfaceOf(int linkType, long snaplen, Option... options) {
    WireFile body = nested().u16(linkType).u16(0).u32(snaplen);
    options(body, options);
    return block(1, body);
  }

  /** A packet that was captured whole. */
  public WireFile enhanced(int interfaceId, long ticks, byte[] packet, Option... options) {
    return enhanced(interfaceId, ticks, packet, packet.length, options);
  }

  /** A packet of which perhaps not all was captured. */
  public WireFile enhanced(
      int interfaceId, long ticks, byte[] packet, int original, Option... options) {
    WireFile body = nested().u32(interfaceId).u32(ticks >>> 32).u32(ticks);
    body.u32(packet.length).u32(original).raw(packet).padding();
    options(body, options);
    return block(6, body);
  }

  /** A Packet Block, which nobody writes any more. */
  public WireFile obsolete(int interfaceId, int drops, long ticks, byte[] packet) {
    WireFile body = nested().u16(interfaceId).u16(drops).u32(ticks >>> 32).u32(ticks);
    return block(2, body.u32(packet.length).u32(packet.length).raw(packet));
  }

  /** A Simple Packet Block. */
  public WireFile simple(long originalLength, byte[] captured) {
    return block(3, nested().u32(originalLength).raw(captured));
  }

  /** An Interface Statistics Block. */
  public WireFile statistics(int interfaceId, Option... options) {
    WireFile body = nested().u32(interfaceId).u32(0).u32(0);
    options(body, options);
    return block(5, body);
  }

  /** A name-resolution block; records are pairs of type and content. */
  public WireFile names(Option... records) {
    WireFile body = nested();
    for (Option each : records) {
      body.u16(each.code).u16(each.value.length).raw(each.value).padding();
    }
    return block(4, body.u16(0).u16(0));
  }

  /** An option, or a name record: a code, and a value that is padded when it is written. */
  public record Option(int code, byte[] value) {}

  /** An option with annotated hex. */
  public static Option option(int code, String hex) {
    return new Option(code, hex(hex));
  }

  /** An option with a number of eight bytes. */
  public Option option64(int code, long value) {
    return new Option(code, nested().u64(value).bytes());
  }

  private static void options(WireFile body, Option... options) {
    for (Option each : options) {
      body.u16(each.code).u16(each.value.length).raw(each.value).padding();
    }
    if (options.length > 0) {
      body.u16(0).u16(0);
    }
  }

  // ---- whole files

  /** A form that is told apart by the first bytes of a file. */
  public record Form(boolean pcapng, ByteOrder order, boolean inNanos) {
    /** The one that most programs write today, with nanoseconds. */
    public static final Form PCAPNG = new Form(true, ByteOrder.LITTLE_ENDIAN, true);

    /** A pcap file with nanoseconds. */
    public static final Form PCAP = new Form(false, ByteOrder.LITTLE_ENDIAN, true);

    /** All forms. */
    public static List<Form> all() {
      List<Form> all = new ArrayList<>();
      for (boolean pcapng : new boolean[] {false, true}) {
        for (ByteOrder order : List.of(ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN)) {
          all.add(new Form(pcapng, order, false));
          all.add(new Form(pcapng, order, true));
        }
      }
      return all;
    }

    /** Returns whether the form can hold these frames: a pcap file has one link type. */
    public boolean fits(List<WireFrame> frames) {
      return pcapng || frames.stream().mapToInt(WireFrame::linkType).distinct().count() <= 1;
    }

    /** A file with these frames. */
    public byte[] write(List<WireFrame> frames) {
      WireFile file = new WireFile(order);
      if (!pcapng) {
        int linkType = frames.isEmpty() ? WireFrame.ETHERNET : frames.get(0).linkType();
        file.u32(inNanos ? NANOS : MICROS).u16(2).u16(4).u64(0).u32(SNAP_LENGTH).u32(linkType);
        for (WireFrame each : frames) {
          long fraction = Math.floorMod(each.nanos(), NANOS_A_SECOND);
          file.record(
              Math.floorDiv(each.nanos(), NANOS_A_SECOND),
              inNanos ? fraction : fraction / 1000,
              each.bytes().length,
              each.originalLength(),
              each.bytes());
        }
        return file.bytes();
      }
      file.section();
      List<Integer> linkTypes = frames.stream().map(WireFrame::linkType).distinct().toList();
      for (int linkType : linkTypes) {
        file.interfaceOf(linkType, SNAP_LENGTH, option(9, inNanos ? "09" : "06"));
      }
      for (WireFrame each : frames) {
        long ticks = inNanos ? each.nanos() : Math.floorDiv(each.nanos(), 1000);
        int of = linkTypes.indexOf(each.linkType());
        file.enhanced(of, ticks, each.bytes(), each.originalLength());
      }
      return file.bytes();
    }
  }

  /** A frame that was read. */
  public record Read(long number, boolean timeKnown, WireFrame frame) {}

  /**
   * The frames of an undamaged file, as short as the formats allow: plain pcap, and the three
   * packet blocks.
   */
  public static List<Read> read(byte[] file) {
    ByteBuffer in = ByteBuffer.wrap(file);
    return in.getInt(0) == 0x0a0d0d0a ? pcapng(in) : pcap(in);
  }

  private static List<Read> pcap(ByteBuffer in) {
    List<Read> packets = new ArrayList<>();
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
      packets.add(
          new Read(packets.size() + 1, true, new WireFrame(time, linkType, data, original)));
    }
    return packets;
  }

  private static List<Read> pcapng(ByteBuffer in) {
    List<Read> packets = new ArrayList<>();
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
        packets.add(new Read(++number, true, new WireFrame(time, of[0], data, original)));
      } else if (type == 3) {
        int original = in.getInt();
        int[] of = interfaces.get(0);
        byte[] data = new byte[of[1] == 0 ? original : Math.min(original, of[1])];
        in.get(data);
        packets.add(new Read(++number, false, new WireFrame(time, of[0], data, original)));
      } else if (type == 0xbad || type == 0x40000bad || type == 9) {
        number++;
      }
      in.position(start + length);
    }
    return packets;
  }
}
