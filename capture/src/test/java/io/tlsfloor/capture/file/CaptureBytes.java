package io.tlsfloor.capture.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.capture.Damage;
import io.tlsfloor.capture.Frame;
import io.tlsfloor.parser.observation.IpAddress;
import io.tlsfloor.testing.WireBytes;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Makes capture files for tests, and reads them whole. Shares no constant with the readers. */
final class CaptureBytes {
  /** What a capture told, from its begin to its end or its damage. */
  record Told(
      List<Packet> packets, List<String> names, Damage damage, long dropped, String format) {}

  /** One frame, copied out. */
  record Packet(
      long number, int linkType, long nanos, boolean timeKnown, int originalLength, String hex) {}

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteOrder order;

  private CaptureBytes(ByteOrder order) {
    this.order = order;
  }

  static CaptureBytes little() {
    return new CaptureBytes(ByteOrder.LITTLE_ENDIAN);
  }

  static CaptureBytes big() {
    return new CaptureBytes(ByteOrder.BIG_ENDIAN);
  }

  /** Bytes of hex digits; blanks are left out, and what follows a # up to the end of the line. */
  static byte[] hex(String annotated) {
    return WireBytes.hex(annotated);
  }

  byte[] bytes() {
    return out.toByteArray();
  }

  CaptureBytes u16(int value) {
    out.writeBytes(ByteBuffer.allocate(2).order(order).putShort((short) value).array());
    return this;
  }

  CaptureBytes u32(long value) {
    out.writeBytes(ByteBuffer.allocate(4).order(order).putInt((int) value).array());
    return this;
  }

  CaptureBytes u64(long value) {
    out.writeBytes(ByteBuffer.allocate(8).order(order).putLong(value).array());
    return this;
  }

  CaptureBytes raw(byte... bytes) {
    out.writeBytes(bytes);
    return this;
  }

  CaptureBytes raw(String annotated) {
    return raw(hex(annotated));
  }

  private CaptureBytes padding() {
    while (out.size() % 4 != 0) {
      out.write(0);
    }
    return this;
  }

  private CaptureBytes nested() {
    return new CaptureBytes(order);
  }

  /** A pcap header of version 2.4. */
  CaptureBytes pcap(long magic, long linkTypeField) {
    return u32(magic).u16(2).u16(4).u32(0).u32(0).u32(65535).u32(linkTypeField);
  }

  /** A pcap record that holds all of its packet. */
  CaptureBytes record(long seconds, long fraction, byte... packet) {
    return u32(seconds).u32(fraction).u32(packet.length).u32(packet.length).raw(packet);
  }

  /** A pcapng block around a body that is padded here. */
  CaptureBytes block(long type, CaptureBytes body) {
    body.padding();
    long total = body.out.size() + 12L;
    return u32(type).u32(total).raw(body.bytes()).u32(total);
  }

  CaptureBytes section() {
    return block(0x0a0d0d0aL, nested().u32(0x1a2b3c4dL).u16(1).u16(0).u64(-1));
  }

  /** An interface description; options are pairs of code and value, each value made by hand. */
  CaptureBytes interfaceOf(int linkType, long snaplen, Option... options) {
    CaptureBytes body = nested().u16(linkType).u16(0).u32(snaplen);
    options(body, options);
    return block(1, body);
  }

  CaptureBytes enhanced(int interfaceId, long ticks, byte[] packet, Option... options) {
    CaptureBytes body = nested().u32(interfaceId).u32(ticks >>> 32).u32(ticks);
    body.u32(packet.length).u32(packet.length).raw(packet).padding();
    options(body, options);
    return block(6, body);
  }

  CaptureBytes obsolete(int interfaceId, int drops, long ticks, byte[] packet) {
    CaptureBytes body = nested().u16(interfaceId).u16(drops).u32(ticks >>> 32).u32(ticks);
    return block(2, body.u32(packet.length).u32(packet.length).raw(packet));
  }

  CaptureBytes simple(long originalLength, byte[] captured) {
    return block(3, nested().u32(originalLength).raw(captured));
  }

  CaptureBytes statistics(int interfaceId, Option... options) {
    CaptureBytes body = nested().u32(interfaceId).u32(0).u32(0);
    options(body, options);
    return block(5, body);
  }

  /** A name-resolution block; records are pairs of type and content. */
  CaptureBytes names(Option... records) {
    CaptureBytes body = nested();
    for (Option each : records) {
      body.u16(each.code).u16(each.value.length).raw(each.value).padding();
    }
    return block(4, body.u16(0).u16(0));
  }

  /** An option, or a name record: a code, and a value that is padded when it is written. */
  record Option(int code, byte[] value) {}

  static Option option(int code, String hex) {
    return new Option(code, hex(hex));
  }

  Option option64(int code, long value) {
    return new Option(code, nested().u64(value).bytes());
  }

  private static void options(CaptureBytes body, Option... options) {
    for (Option each : options) {
      body.u16(each.code).u16(each.value.length).raw(each.value).padding();
    }
    if (options.length > 0) {
      body.u16(0).u16(0);
    }
  }

  static Told read(byte[] bytes) throws IOException, CaptureFormatException {
    return read(new ByteArrayInputStream(bytes));
  }

  static Told read(InputStream in) throws IOException, CaptureFormatException {
    List<String> names = new ArrayList<>();
    try (CaptureFile capture =
        CaptureFiles.open(
            in, "test", (IpAddress address, String name) -> names.add(address + " " + name))) {
      return drain(capture, names);
    }
  }

  static Told drain(CaptureFile capture, List<String> names) throws IOException {
    List<Packet> packets = new ArrayList<>();
    Frame frame = new Frame();
    while (capture.next(frame)) {
      byte[] copy = new byte[frame.capturedLength()];
      assertThat(frame.buffer().order()).isEqualTo(ByteOrder.BIG_ENDIAN);
      frame.buffer().get(frame.offset(), copy);
      packets.add(
          new Packet(
              frame.number(),
              frame.linkType(),
              frame.timeNanos(),
              frame.timeKnown(),
              frame.originalLength(),
              HexFormat.of().formatHex(copy)));
    }
    assertThat(capture.next(frame)).as("once it has ended").isFalse();
    assertThat(capture.packets()).isEqualTo(packets.size());
    return new Told(packets, names, capture.damage(), capture.droppedByCapture(), capture.format());
  }
}
