package io.tlsfloor.capture.file;

import io.tlsfloor.capture.Frame;
import java.io.IOException;
import java.nio.ByteBuffer;

/** A snoop file, as Solaris and some appliances write it (RFC 1761). */
final class SnoopReader extends WindowedCapture {
  private static final int MAGIC = 0x736E6F6F; // "snoo", and "p\0\0\0" behind it
  private static final int REST_OF_MAGIC = 0x70000000;
  private static final int HEADER_BYTES = 16;
  private static final int RECORD_HEADER_BYTES = 24;
  private static final int VERSION = 8; // offsets in bytes
  private static final int DATALINK = 12;
  private static final int INCLUDED_LENGTH = 4;
  private static final int RECORD_LENGTH = 8;
  private static final int CUMULATIVE_DROPS = 12;
  private static final int SECONDS = 16;
  private static final int MICROSECONDS = 20;
  private static final int RESOLUTION = 6; // Frame.timeResolution

  private final int linkType;
  private int padding; // of the last record
  private long dropped;

  private SnoopReader(String name, String format, ByteWindow window, int linkType) {
    super(window, name, format);
    this.linkType = linkType;
  }

  /** Whether a file that begins with these four bytes, read big-endian, may be a snoop file. */
  static boolean recognises(int magic) {
    return magic == MAGIC;
  }

  /**
   * Reads the header of a file that {@link #recognises} said yes to.
   *
   * @param compression that was taken off, as text to append to the format
   */
  static SnoopReader open(String name, String compression, ByteWindow window)
      throws IOException, CaptureFormatException {
    int at = window.peek(HEADER_BYTES);
    if (at < 0) {
      throw new CaptureFormatException(
          name,
          String.format(
              "ends within the header of a snoop file: %d of %d bytes",
              window.available(), HEADER_BYTES),
          "copy the file again if it is longer where it comes from",
          true);
    }
    ByteBuffer header = window.buffer();
    int version = header.getInt(at + VERSION);
    int linkType = linkType(header.getInt(at + DATALINK));
    if (header.getInt(at + 4) != REST_OF_MAGIC || version != 2 || linkType < 0) {
      throw new CaptureFormatException(
          name,
          String.format(
              "looks like a snoop file of version %d and datalink type %d, which is not read",
              version, header.getInt(at + DATALINK)),
          "convert it with: editcap -F pcapng IN OUT.pcapng",
          true);
    }
    window.take(HEADER_BYTES);
    return new SnoopReader(name, "snoop" + compression, window, linkType);
  }

  /** LINKTYPE_ number for a datalink type of RFC 1761; -1 for one without. */
  private static int linkType(int datalink) {
    return switch (datalink) {
      case 0, 4 -> 1; // IEEE 802.3, Ethernet
      case 2 -> 6; // Token Ring
      case 8 -> 10; // FDDI
      default -> -1;
    };
  }

  @Override
  public boolean next(Frame frame) throws IOException {
    if (hasEnded() || padding > 0 && !skipPadding()) {
      return false;
    }
    long offset = window.offset();
    int at = window.take(RECORD_HEADER_BYTES);
    if (at < 0) {
      return window.available() == 0
          ? endBetweenRecords()
          : cut(RECORD_HEADER_BYTES, "packet header");
    }
    ByteBuffer header = window.buffer();
    int original = header.getInt(at);
    int captured = header.getInt(at + INCLUDED_LENGTH);
    long record = header.getInt(at + RECORD_LENGTH) & 0xFFFF_FFFFL;
    if (captured < 0
        || captured > PacketSize.MAX
        || record < RECORD_HEADER_BYTES + (long) captured
        || record > RECORD_HEADER_BYTES + 2L * PacketSize.MAX) {
      return damaged(offset, PacketSize.tooLong(captured, linkType));
    }
    dropped = header.getInt(at + CUMULATIVE_DROPS) & 0xFFFF_FFFFL;
    long seconds = header.getInt(at + SECONDS) & 0xFFFF_FFFFL;
    long micros = header.getInt(at + MICROSECONDS) & 0xFFFF_FFFFL;
    padding = (int) (record - RECORD_HEADER_BYTES - captured);
    at = window.take(captured);
    if (at < 0) {
      return cut(captured, "packet");
    }
    countPacket();
    frame.bytes(window.buffer(), at, captured, original);
    frame.about(packets(), linkType, seconds * 1_000_000_000L + micros * 1000, true);
    frame.timeResolution(RESOLUTION);
    return true;
  }

  private boolean skipPadding() throws IOException {
    int count = padding;
    padding = 0;
    return window.skip(count) || endBetweenRecords(); // the packet before it is there
  }

  @Override
  public long droppedByCapture() {
    return dropped;
  }
}
