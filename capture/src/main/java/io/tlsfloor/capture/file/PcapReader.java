package io.tlsfloor.capture.file;

import io.kaitai.struct.ByteBufferKaitaiStream;
import io.tlsfloor.capture.Frame;
import io.tlsfloor.capture.kaitai.PcapHeader;
import io.tlsfloor.parser.LittleEndianViews;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * A pcap file (draft-ietf-opsawg-pcap): one header, then records of one link type.
 *
 * <p>Reads microsecond and nanosecond files of either byte order, and the variants of {@link
 * PcapRecordLayout}, AIX, Ixia, and writers older than version 2.3.
 */
final class PcapReader extends WindowedCapture {
  private static final int HEADER_LENGTH = 24;
  private static final int IXIA_HEADER_LENGTH = 28;
  private static final int MICROSECONDS = 6; // Frame.timeResolution

  /** Which of a record's two lengths comes first; it changed with version 2.3. */
  private enum Lengths {
    CAPTURED_FIRST,
    ORIGINAL_FIRST,
    /** Version 2.3 itself was written either way: the smaller is the captured length. */
    SMALLER_IS_CAPTURED
  }

  private final boolean littleEndian;
  private final int linkType;
  private final int maxCaptured;
  private final int nanosPerTick;
  private final Lengths lengths;
  private final int recordHeader;
  private final LittleEndianViews views = new LittleEndianViews();
  private long tail; // bytes of the last packet that its frame did not give

  private PcapReader(
      String name, String format, ByteWindow window, Variant variant, PcapRecordLayout layout) {
    super(window, name, format);
    this.littleEndian = variant.littleEndian;
    this.linkType = variant.linkType;
    this.maxCaptured = PacketSize.max(linkType);
    this.nanosPerTick = variant.nanos ? 1 : 1000;
    this.lengths = variant.lengths;
    this.recordHeader = layout.headerLength;
  }

  /** Holds what the header says. */
  private record Variant(
      boolean littleEndian, boolean nanos, int linkType, Lengths lengths, boolean modified) {}

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
    int at = window.peek(HEADER_LENGTH);
    boolean ixia = at >= 0 && isIxia(window.buffer().getInt(at));
    if (at < 0 || (ixia && window.peek(IXIA_HEADER_LENGTH) < 0)) {
      throw new CaptureFormatException(
          name,
          String.format(
              "ends within the header of a pcap file: %d of %d bytes",
              window.available(), ixia ? IXIA_HEADER_LENGTH : HEADER_LENGTH),
          "capture again, or copy the file again if it is longer where it comes from",
          true);
    }
    int length = ixia ? IXIA_HEADER_LENGTH : HEADER_LENGTH;
    PcapHeader header =
        new PcapHeader(
            new ByteBufferKaitaiStream(window.buffer().slice(window.take(length), length)));
    if (header.body().versionMajor() < 2) {
      throw new CaptureFormatException(
          name,
          String.format(
              "is a pcap file of version %d.%d, and 2.0 is the oldest that is known",
              header.body().versionMajor(), header.body().versionMinor()),
          "convert it with: editcap -F pcapng OLD NEW",
          true);
    }
    Variant variant = variant(header);
    window.peek(Integer.BYTES); // so that a file's first records are there to choose by
    PcapRecordLayout layout =
        isFixed(header)
            ? PcapRecordLayout.STANDARD
            : PcapRecordLayout.choose(window, variant.modified, variant.littleEndian);
    String format = (variant.nanos ? "pcap, nanoseconds" : "pcap") + compression;
    return new PcapReader(name, format, window, variant, layout);
  }

  private static boolean isIxia(int magic) {
    return magic == 0x1c0001ac || magic == 0xac01001c || magic == 0x1c0001ab || magic == 0xab01001c;
  }

  /** Returns whether magic number and version leave no doubt about the records' layout. */
  private static boolean isFixed(PcapHeader header) {
    return switch (header.magic()) {
      case MICRO_BE, MICRO_LE ->
          header.body().versionMajor() != 2 || header.body().versionMinor() < 4;
      case MODIFIED_BE, MODIFIED_LE -> false;
      default -> true;
    };
  }

  private static Variant variant(PcapHeader header) {
    PcapHeader.Body body = header.body();
    boolean littleEndian =
        switch (header.magic()) {
          case MICRO_LE, NANO_LE, MODIFIED_LE, IXIA_HARDWARE_LE, IXIA_SOFTWARE_LE -> true;
          case MICRO_BE, NANO_BE, MODIFIED_BE, IXIA_HARDWARE_BE, IXIA_SOFTWARE_BE -> false;
        };
    boolean nanos =
        switch (header.magic()) {
          case NANO_LE, NANO_BE, IXIA_HARDWARE_LE, IXIA_HARDWARE_BE -> true;
          default -> false;
        };
    boolean modified =
        header.magic() == PcapHeader.Magic.MODIFIED_LE
            || header.magic() == PcapHeader.Magic.MODIFIED_BE;
    boolean micro =
        header.magic() == PcapHeader.Magic.MICRO_LE || header.magic() == PcapHeader.Magic.MICRO_BE;
    int linkType = (int) body.linkType();
    Lengths lengths = Lengths.CAPTURED_FIRST;
    if (body.versionMajor() == 543 || (body.versionMajor() == 2 && body.versionMinor() < 3)) {
      lengths = Lengths.ORIGINAL_FIRST; // 543 is DG/UX
    } else if (body.versionMajor() == 2 && body.versionMinor() == 3) {
      lengths = Lengths.SMALLER_IS_CAPTURED;
    }
    if (micro && body.versionMajor() == 2 && body.versionMinor() == 2) {
      int fromAix = linkTypeOfAix(linkType);
      if (fromAix >= 0) { // AIX counts nanoseconds, and has the lengths in today's order
        return new Variant(littleEndian, true, fromAix, lengths, false);
      }
    }
    return new Variant(littleEndian, nanos, linkType, lengths, modified);
  }

  /** AIX writes the interface type of RFC 1573 for the link type; -1 for none of those. */
  private static int linkTypeOfAix(int interfaceType) {
    return switch (interfaceType) {
      case 6 -> 1; // Ethernet
      case 9 -> 6; // Token Ring
      case 15 -> 10; // FDDI
      case 24 -> 0; // loopback
      default -> -1;
    };
  }

  @Override
  public boolean next(Frame frame) throws IOException {
    if (hasEnded() || (tail > 0 && !skipTail())) {
      return false;
    }
    int at = window.take(recordHeader);
    if (at < 0) {
      return window.available() == 0 ? endBetweenRecords() : cut(recordHeader, "packet header");
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
    if (lengths != Lengths.CAPTURED_FIRST
        && (lengths == Lengths.ORIGINAL_FIRST || Integer.compareUnsigned(captured, original) > 0)) {
      int swap = captured;
      captured = original;
      original = swap;
    }
    if (captured <= 0 || captured > PacketSize.MAX) {
      if (Integer.compareUnsigned(captured, maxCaptured) > 0) {
        return damaged(PacketSize.tooLong(captured, linkType));
      }
      if (captured == 0 && isNoRecord(seconds, fraction, original)) {
        return false;
      }
      tail = Math.max(0, captured - PacketSize.MAX);
      captured -= (int) tail;
    }
    at = window.take(captured);
    if (at < 0) {
      return cut(captured + tail, "packet");
    }
    countPacket();
    frame.bytes(window.buffer(), at, captured, original);
    frame.about(
        packets(),
        linkType,
        (seconds & 0xFFFF_FFFFL) * 1_000_000_000L + (fraction & 0xFFFF_FFFFL) * nanosPerTick,
        true);
    frame.timeResolution(nanosPerTick == 1 ? Frame.NANOSECONDS : MICROSECONDS);
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

  private boolean skipTail() throws IOException {
    long from = window.offset();
    long count = tail;
    tail = 0;
    return (window.skip(count - 1) && window.take(1) >= 0)
        || cutAt(from, String.format("ends within a packet of %,d bytes", PacketSize.MAX + count));
  }

  /** Ends the file at the record whose header was just taken. */
  private boolean damaged(String what) {
    return damaged(window.offset() - recordHeader, what);
  }

  static int u32(ByteBuffer buffer, int at, boolean littleEndian) {
    int value = buffer.getInt(at);
    return littleEndian ? Integer.reverseBytes(value) : value;
  }

  /** 0: the format has no place for it. */
  @Override
  public long droppedByCapture() {
    return 0;
  }
}
