package io.tlsfloor.capture.file;

import io.kaitai.struct.ByteBufferKaitaiStream;
import io.tlsfloor.capture.Frame;
import io.tlsfloor.capture.kaitai.PcapHeader;
import io.tlsfloor.parser.LittleEndianViews;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * A pcap file (draft-ietf-opsawg-pcap): one header, then records of one link type, with times in
 * microseconds or nanoseconds, in either byte order.
 */
final class PcapReader extends WindowedCapture {
  private static final int HEADER_LENGTH = 24;
  private static final int RECORD_HEADER = 16;
  private static final int SET_LENGTHS = 4; // from version 2.4 on the captured length comes first

  private final boolean littleEndian;
  private final int linkType;
  private final int nanosPerTick;
  private final boolean eitherLengthFirst;
  private final LittleEndianViews views = new LittleEndianViews();

  private PcapReader(String name, String compression, ByteWindow window, PcapHeader header) {
    super(window, name, (isNanos(header.magic()) ? "pcap, nanoseconds" : "pcap") + compression);
    this.littleEndian =
        switch (header.magic()) {
          case MICRO_LE, NANO_LE -> true;
          case MICRO_BE, NANO_BE -> false;
        };
    this.linkType = (int) header.body().linkType();
    this.nanosPerTick = isNanos(header.magic()) ? 1 : 1000;
    this.eitherLengthFirst = header.body().versionMinor() < SET_LENGTHS;
  }

  private static boolean isNanos(PcapHeader.Magic magic) {
    return switch (magic) {
      case NANO_LE, NANO_BE -> true;
      case MICRO_LE, MICRO_BE -> false;
    };
  }

  /** Returns whether a file that begins with these four bytes, read big-endian, is a pcap file. */
  static boolean recognises(int magic) {
    return PcapHeader.Magic.byId(Integer.toUnsignedLong(magic)) != null;
  }

  /**
   * Reads the header of a file that {@link #recognises} said yes to.
   *
   * @param compression that was taken off, as text to append to the format
   */
  static PcapReader open(String name, String compression, ByteWindow window)
      throws IOException, CaptureFormatException {
    if (window.peek(HEADER_LENGTH) < 0) {
      throw new CaptureFormatException(
          name,
          String.format(
              "ends within the header of a pcap file: %d of %d bytes",
              window.available(), HEADER_LENGTH),
          "capture again, or copy the file again if it is longer where it comes from",
          true);
    }
    int at = window.take(HEADER_LENGTH);
    PcapHeader header =
        new PcapHeader(new ByteBufferKaitaiStream(window.buffer().slice(at, HEADER_LENGTH)));
    if (header.body().versionMajor() != 2) {
      throw new CaptureFormatException(
          name,
          String.format(
              "is a pcap file of version %d.%d, and only 2.0 to 2.4 are known",
              header.body().versionMajor(), header.body().versionMinor()),
          "convert it with: editcap -F pcapng OLD NEW",
          true);
    }
    return new PcapReader(name, compression, window, header);
  }

  @Override
  public boolean next(Frame frame) throws IOException {
    if (hasEnded()) {
      return false;
    }
    int at = window.take(RECORD_HEADER);
    if (at < 0) {
      return window.available() == 0 ? endBetweenRecords() : cut(RECORD_HEADER, "packet header");
    }
    ByteBuffer header = littleEndian ? views.of(window.buffer()) : window.buffer();
    long time = header.getLong(at); // two fields each
    long sizes = header.getLong(at + 8);
    if (littleEndian) { // which turns the fields around as well
      time = Long.rotateLeft(time, 32);
      sizes = Long.rotateLeft(sizes, 32);
    }
    int seconds = (int) (time >>> 32);
    int fraction = (int) time;
    int captured = (int) (sizes >>> 32);
    int original = (int) sizes;
    if (eitherLengthFirst && Integer.compareUnsigned(captured, original) > 0) {
      captured = original;
      original = (int) (sizes >>> 32);
    }
    if (captured <= 0 || captured > MAX_PACKET) {
      if (Integer.compareUnsigned(captured, MAX_PACKET) > 0) {
        return damaged(tooLong(captured));
      }
      if (isNoRecord(seconds, fraction, original)) {
        return false;
      }
    }
    at = window.take(captured);
    if (at < 0) {
      return cut(captured, "packet");
    }
    countPacket();
    frame.bytes(window.buffer(), at, captured, original);
    frame.about(
        packets(),
        linkType,
        (seconds & 0xFFFF_FFFFL) * 1_000_000_000L + (fraction & 0xFFFF_FFFFL) * nanosPerTick,
        true);
    return true;
  }

  /** Finds out what an empty record is if it is none: zeros, or the header of another file. */
  private boolean isNoRecord(int seconds, int fraction, int original) {
    if ((seconds | fraction | original) == 0) {
      return !damaged("zeros where a packet header should be");
    }
    if (original == 0 && recognises(littleEndian ? Integer.reverseBytes(seconds) : seconds)) {
      return !damaged("the header of another pcap file: two files were joined");
    }
    return false;
  }

  /** Ends the file at the record whose header was just taken. */
  private boolean damaged(String what) {
    return damaged(window.offset() - RECORD_HEADER, what);
  }

  /** 0: the format has no place for it. */
  @Override
  public long droppedByCapture() {
    return 0;
  }
}
