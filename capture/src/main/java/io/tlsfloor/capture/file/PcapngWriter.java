package io.tlsfloor.capture.file;

import io.tlsfloor.parser.observation.IpAddress;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Writes captures in pcapng form (draft-ietf-opsawg-pcapng), little-endian, with comments. One
 * thread; nothing is held back.
 */
public final class PcapngWriter {
  private static final int OPT_COMMENT = 1;
  private static final int SHB_USERAPPL = 4;
  private static final int IF_NAME = 2;
  private static final int IF_TSRESOL = 9;
  private static final int ISB_ENDTIME = 3;
  private static final int RECORD_IPV4 = 1;
  private static final int RECORD_IPV6 = 2;
  private static final int MAX_OPTION_BYTES = 0xFFFF;
  private static final byte[] NANOSECONDS = {9}; // a power of 10, negated
  private static final int ROOM = 512; // for headers and comments

  private final OutputStream out;
  private int interfaces;

  /** A writer to {@code out}, which it does not close. */
  public PcapngWriter(OutputStream out) {
    this.out = out;
  }

  /**
   * Begins a section (§4.1): its interfaces follow.
   *
   * @param application that writes it
   * @param comments in order; each is cut at the length that an option can have
   */
  public void section(String application, List<String> comments) throws IOException {
    interfaces = 0;
    Body body = new Body();
    body.u32(0x1A2B3C4D).u16(1).u16(0).u64(-1); // version 1.0, length not given
    comments.forEach(comment -> body.text(OPT_COMMENT, comment));
    body.text(SHB_USERAPPL, application);
    block(PcapngReader.SECTION_HEADER, body.end());
  }

  /**
   * Describes an interface (§4.2), with times in nanoseconds.
   *
   * @param name where it is known
   * @return its number
   */
  public int addInterface(int linkType, String name) throws IOException {
    Body body = new Body();
    body.u16(linkType).u16(0).u32(0); // frames of any length
    if (!name.isEmpty()) {
      body.text(IF_NAME, name);
    }
    body.option(IF_TSRESOL, NANOSECONDS);
    block(PcapngReader.INTERFACE_DESCRIPTION, body.end());
    return interfaces++;
  }

  /** Names addresses (§4.5). */
  public void names(Map<IpAddress, List<String>> names) throws IOException {
    Body body = new Body();
    names.forEach(
        (address, all) -> {
          ByteArrayOutputStream record = new ByteArrayOutputStream();
          ByteBuffer bytes = ByteBuffer.allocate(address.v4() ? 4 : 16);
          if (address.v4()) {
            bytes.putInt((int) address.low());
          } else {
            bytes.putLong(address.high()).putLong(address.low());
          }
          record.writeBytes(bytes.array());
          for (String name : all) {
            record.writeBytes(name.getBytes(StandardCharsets.UTF_8));
            record.write(0);
          }
          body.option(address.v4() ? RECORD_IPV4 : RECORD_IPV6, record.toByteArray());
        });
    body.u32(0); // the end of the records
    block(PcapngReader.NAME_RESOLUTION, body.end());
  }

  /**
   * Writes a packet (§4.3).
   *
   * @param of number of its interface
   * @param nanos since 1970
   * @param bytes that are captured
   * @param original length on the wire
   */
  public void packet(int of, long nanos, byte[] bytes, int original, List<String> comments)
      throws IOException {
    Body body = new Body(bytes.length + ROOM);
    body.u32(of).time(nanos).u32(bytes.length).u32(original).padded(bytes);
    comments.forEach(comment -> body.text(OPT_COMMENT, comment));
    block(PcapngReader.ENHANCED_PACKET, comments.isEmpty() ? body : body.end());
  }

  /**
   * Writes statistics (§4.6): no packet came until a time.
   *
   * @param of number of the interface
   * @param endNanos when capturing ended, as far as is known here
   */
  public void end(int of, long endNanos, String comment) throws IOException {
    Body body = new Body();
    body.u32(of).time(endNanos).text(OPT_COMMENT, comment);
    Body time = new Body().time(endNanos);
    body.option(ISB_ENDTIME, time.bytes.toByteArray());
    block(PcapngReader.INTERFACE_STATISTICS, body.end());
  }

  private void block(int type, Body body) throws IOException {
    int length = body.bytes.size() + 12;
    new Body().u32(type).u32(length).bytes.writeTo(out);
    body.u32(length).bytes.writeTo(out);
  }

  /** Fields of a block, little-endian. */
  private static final class Body {
    private final ByteArrayOutputStream bytes;

    Body() {
      this(ROOM);
    }

    /** Has room for so many bytes at first. */
    Body(int room) {
      bytes = new ByteArrayOutputStream(room);
    }

    Body u16(int value) {
      bytes.write(value);
      bytes.write(value >>> 8);
      return this;
    }

    Body u32(int value) {
      return u16(value).u16(value >>> 16);
    }

    Body u64(long value) {
      return u32((int) value).u32((int) (value >>> 32));
    }

    /** A time: its high half comes first, in either byte order. */
    Body time(long nanos) {
      long ticks = Math.max(0, nanos);
      return u32((int) (ticks >>> 32)).u32((int) ticks);
    }

    Body padded(byte[] value) {
      bytes.writeBytes(value);
      bytes.writeBytes(new byte[-value.length & 3]);
      return this;
    }

    Body option(int code, byte[] value) {
      return u16(code).u16(value.length).padded(value);
    }

    Body text(int code, String text) {
      byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
      int length = utf8.length;
      while (length > MAX_OPTION_BYTES || length < utf8.length && (utf8[length] & 0xC0) == 0x80) {
        length = Math.min(length - 1, MAX_OPTION_BYTES); // no character is cut in two
      }
      return option(code, Arrays.copyOf(utf8, length));
    }

    /** Ends the options. */
    Body end() {
      return u32(0);
    }
  }
}
