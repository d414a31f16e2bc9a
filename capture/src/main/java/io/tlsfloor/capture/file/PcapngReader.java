package io.tlsfloor.capture.file;

import io.tlsfloor.capture.Frame;
import io.tlsfloor.capture.NameSink;
import io.tlsfloor.capture.file.PcapngColdBlocks.MalformedBlock;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * A pcapng file (draft-ietf-opsawg-pcapng): sections of blocks, each with its own byte order and
 * its own interfaces.
 *
 * <p>Packet blocks are read by hand, all others by {@link PcapngColdBlocks}. Frames are numbered
 * over all sections, as Wireshark does. A block's length stands at its begin and its end; where
 * they differ, the file is damaged there.
 */
final class PcapngReader extends WindowedCapture {
  /** Interfaces of one section at most; no program writes a thousandth, and each costs memory. */
  static final int MAX_INTERFACES = 1 << 16;

  // Block types (§11.1).
  static final int SECTION_HEADER = 0x0A0D0D0A; // the same in either byte order
  static final int INTERFACE_DESCRIPTION = 1;
  private static final int OBSOLETE_PACKET = 2;
  private static final int SIMPLE_PACKET = 3;
  static final int NAME_RESOLUTION = 4;
  static final int INTERFACE_STATISTICS = 5;
  static final int ENHANCED_PACKET = 6;

  private static final int BYTE_ORDER_MAGIC = 0x1A2B3C4D;
  private static final int BLOCK_HEADER = 8;
  private static final int TRAILER = 4;
  private static final int MIN_BLOCK = BLOCK_HEADER + TRAILER;
  private static final int MIN_SECTION = MIN_BLOCK + PcapngColdBlocks.SECTION_BODY;
  private static final int PACKET_FIELDS = 20; // of the enhanced and of the obsolete block
  private static final int MIN_PACKET = MIN_BLOCK + PACKET_FIELDS;
  private static final int MIN_SIMPLE = MIN_BLOCK + 4;
  private static final int OPTION_HEADER = 4; // code, length
  private static final int EPB_DROPCOUNT = 4; // §4.3: since the packet before, on its interface
  private static final int DROPS_UNKNOWN = 0xFFFF; // of the obsolete block

  private final NameSink names;
  private final List<PcapngInterface> interfaces = new ArrayList<>();
  private boolean littleEndian;
  private long numbered; // packets, and the other blocks that Wireshark shows as frames
  private long lastNanos;
  private long droppedOfPastSections;

  private PcapngReader(String name, String format, ByteWindow window, NameSink names) {
    super(window, name, format);
    this.names = names;
  }

  /**
   * Returns whether a file that begins with these four bytes, read big-endian, is a pcapng file.
   */
  static boolean recognises(int magic) {
    return magic == SECTION_HEADER;
  }

  /**
   * Reads the first section header of a file that {@link #recognises} said yes to.
   *
   * @param compression that was taken off, as text to append to the format
   */
  static PcapngReader open(String name, String compression, ByteWindow window, NameSink names)
      throws IOException, CaptureFormatException {
    PcapngReader reader = new PcapngReader(name, "pcapng" + compression, window, names);
    if (window.peek(MIN_SECTION) < 0) {
      throw new CaptureFormatException(
          name,
          String.format(
              "ends within the header of a pcapng file: %d of %d bytes",
              window.available(), MIN_SECTION),
          "capture again, or copy the file again if it is longer where it comes from",
          true);
    }
    if (!reader.section()) {
      throw new CaptureFormatException(
          name,
          "begins like a pcapng file and is none: " + reader.damage().what(),
          "look at it with: capinfos FILE",
          true);
    }
    return reader;
  }

  @Override
  public boolean next(Frame frame) throws IOException {
    while (!hasEnded()) {
      int at = window.peek(MIN_BLOCK);
      if (at < 0) {
        return window.available() == 0 ? endBetweenRecords() : cut(MIN_BLOCK, "block");
      }
      ByteBuffer buffer = window.buffer();
      int type = u32(buffer, at);
      int total = u32(buffer, at + 4);
      if (type == SECTION_HEADER) {
        section();
        continue;
      }
      if ((total & 3) != 0 || Integer.compareUnsigned(total, MIN_BLOCK) < 0) {
        return damaged(ofLength(total, "which no block can have"));
      }
      if (type == ENHANCED_PACKET || type == OBSOLETE_PACKET) {
        if (packet(frame, type, total)) {
          return true;
        }
      } else if (type == SIMPLE_PACKET) {
        if (simplePacket(frame, total)) {
          return true;
        }
      } else {
        otherBlock(type, total);
      }
    }
    return false;
  }

  /** The enhanced packet block (§4.3) and the obsolete packet block (Appendix A). */
  private boolean packet(Frame frame, int type, int total) throws IOException {
    int at = block(total, MIN_PACKET, "packet block");
    if (at < 0) {
      return false;
    }
    ByteBuffer buffer = window.buffer();
    int interfaceId = u32(buffer, at + 8);
    int drops = 0;
    if (type == OBSOLETE_PACKET) { // with a count of drops in the other half
      drops = littleEndian ? interfaceId >>> 16 : interfaceId & 0xFFFF;
      interfaceId = littleEndian ? interfaceId & 0xFFFF : interfaceId >>> 16;
    }
    if (interfaceId < 0 || interfaceId >= interfaces.size()) {
      return damaged(unknownInterface(interfaceId));
    }
    long ticks = (long) u32(buffer, at + 12) << 32 | u32(buffer, at + 16) & 0xFFFF_FFFFL;
    lastNanos = interfaces.get(interfaceId).unit.nanos(ticks);
    int captured = u32(buffer, at + 20);
    int original = u32(buffer, at + 24);
    if (!deliver(frame, at, MIN_PACKET, total, captured, original, interfaceId, true)) {
      return false;
    }
    if (type == OBSOLETE_PACKET) {
      interfaces.get(interfaceId).droppedBetween(drops == DROPS_UNKNOWN ? 0 : drops);
    } else {
      int options = at + MIN_PACKET - TRAILER + (int) padded(captured);
      drops(interfaces.get(interfaceId), options, at + total - TRAILER);
    }
    return true;
  }

  /** How many packets were lost before this one, if an option between two indexes says it. */
  private void drops(PcapngInterface of, int from, int end) {
    ByteBuffer buffer = window.buffer();
    int at = from;
    while (at + OPTION_HEADER <= end) { // most packets have none
      int word = u32(buffer, at);
      int code = littleEndian ? word & 0xFFFF : word >>> 16;
      int length = littleEndian ? word >>> 16 : word & 0xFFFF;
      int value = at + OPTION_HEADER;
      if (code == EPB_DROPCOUNT && length == Long.BYTES && value + Long.BYTES <= end) {
        long count = buffer.getLong(value);
        of.droppedBetween(littleEndian ? Long.reverseBytes(count) : count);
      }
      at = value + (int) padded(length);
    }
  }

  /** The simple packet block (§4.4): no time, and always of the first interface. */
  private boolean simplePacket(Frame frame, int total) throws IOException {
    int at = block(total, MIN_SIMPLE, "packet block");
    if (at < 0) {
      return false;
    }
    if (interfaces.isEmpty()) {
      return damaged(unknownInterface(0));
    }
    int original = u32(window.buffer(), at + 8);
    int captured = (int) interfaces.get(0).capturedOf(Integer.toUnsignedLong(original));
    return deliver(frame, at, MIN_SIMPLE, total, captured, original, 0, false);
  }

  /**
   * Makes a block contiguous whose length is known to be one.
   *
   * @param least its length at least
   * @param unit what it is
   * @return its index; -1 where the file ends or is damaged
   */
  private int block(int total, int least, String unit) throws IOException {
    if (total >= 0 && total < least) {
      damaged(ofLength(total, "too short for a packet"));
      return -1;
    }
    if (Integer.compareUnsigned(total, ByteWindow.MAX_RUN) > 0) {
      damaged(ofLength(total, "far too long for what it is"));
      return -1;
    }
    int at = window.peek(total);
    if (at < 0) {
      cut(total, unit);
      return -1;
    }
    int trailer = u32(window.buffer(), at + total - TRAILER);
    if (trailer != total) {
      damaged(lengthsDiffer(total, trailer));
      return -1;
    }
    return at;
  }

  /** Points the frame at the packet of a block that is there, and takes the block. */
  private boolean deliver(
      Frame frame,
      int at,
      int least,
      int total,
      int captured,
      int original,
      int interfaceId,
      boolean timeKnown) {
    if (Integer.compareUnsigned(captured, MAX_PACKET) > 0) {
      return damaged(tooLong(captured));
    }
    if (captured > total - least) {
      return damaged(String.format("a packet of %,d bytes in a block of %,d", captured, total));
    }
    window.advance(total);
    countPacket();
    numbered++;
    PcapngInterface of = interfaces.get(interfaceId);
    frame.interfaceNumber(interfaceId);
    frame.bytes(window.buffer(), at + least - TRAILER, captured, original);
    frame.about(numbered, of.linkType, lastNanos, timeKnown);
    return true;
  }

  /** A section header (§4.1): from here on its byte order holds, and its interfaces. */
  private boolean section() throws IOException {
    int at = window.peek(MIN_SECTION);
    if (at < 0) {
      return cut(MIN_SECTION, "section header");
    }
    ByteBuffer buffer = window.buffer();
    int magic = buffer.getInt(at + BLOCK_HEADER);
    if (magic != BYTE_ORDER_MAGIC && magic != Integer.reverseBytes(BYTE_ORDER_MAGIC)) {
      return damaged(String.format("a section header whose byte-order magic is 0x%08x", magic));
    }
    littleEndian = magic != BYTE_ORDER_MAGIC;
    int total = u32(buffer, at + 4);
    if ((total & 3) != 0 || Integer.compareUnsigned(total, MIN_SECTION) < 0) {
      return damaged(ofLength(total, "which no section header can have"));
    }
    try {
      PcapngColdBlocks.section(
          buffer.slice(at + BLOCK_HEADER, PcapngColdBlocks.SECTION_BODY), littleEndian);
    } catch (MalformedBlock broken) {
      return damaged(broken.what());
    }
    droppedOfPastSections = droppedByCapture();
    interfaces.clear();
    window.advance(BLOCK_HEADER);
    return passOver(Integer.toUnsignedLong(total) - MIN_BLOCK, total);
  }

  private void otherBlock(int type, int total) throws IOException {
    if (type == NAME_RESOLUTION) {
      nameResolution(total);
      return;
    }
    boolean description = type == INTERFACE_DESCRIPTION;
    if (!description && type != INTERFACE_STATISTICS) {
      numbered += isNumbered(type) ? 1 : 0;
      window.advance(BLOCK_HEADER); // these, secrets, and what may yet be invented
      passOver(Integer.toUnsignedLong(total) - MIN_BLOCK, total);
      return;
    }
    int at = block(total, MIN_BLOCK, "block");
    if (at < 0) {
      return;
    }
    ByteBuffer body = window.buffer().slice(at + BLOCK_HEADER, total - MIN_BLOCK);
    try {
      if (description && interfaces.size() == MAX_INTERFACES) {
        throw new MalformedBlock(
            String.format("more than %,d interfaces in one section", MAX_INTERFACES));
      } else if (description) {
        interfaces.add(PcapngColdBlocks.interfaceDescription(body, littleEndian));
      } else {
        lost(PcapngColdBlocks.statistics(body, littleEndian));
      }
    } catch (MalformedBlock broken) {
      damaged(broken.what());
      return;
    }
    window.advance(total);
  }

  /**
   * Returns whether Wireshark shows a block that is no packet as a frame, so that it takes a
   * number.
   */
  private static boolean isNumbered(int type) {
    return switch (type) {
      case 0x0000_0009 -> true; // systemd journal export
      case 0x0000_0204, 0x0000_0216, 0x0000_0221 -> true; // sysdig events
      case 0x0000_0BAD, 0x4000_0BAD -> true; // custom
      default -> false;
    };
  }

  private void lost(PcapngColdBlocks.Losses losses) throws MalformedBlock {
    if (losses.interfaceId() >= interfaces.size()) {
      throw new MalformedBlock(unknownInterface((int) losses.interfaceId()));
    }
    PcapngInterface of = interfaces.get((int) losses.interfaceId());
    of.dropped(losses.packets());
    losses.endTicks().ifPresent(ticks -> of.end(of.unit.nanos(ticks)));
  }

  /** Names (§4.5), record by record, so that a block of any length costs no more memory. */
  private void nameResolution(int total) throws IOException {
    window.advance(BLOCK_HEADER);
    long left = Integer.toUnsignedLong(total) - MIN_BLOCK;
    while (left > 0) {
      int at = window.peek(4);
      if (at < 0) {
        cut(4, "name-resolution block");
        return;
      }
      int word = u32(window.buffer(), at);
      int code = littleEndian ? word & 0xFFFF : word >>> 16;
      if (code == 0) { // the end of the records; options may follow
        break;
      }
      int size = littleEndian ? word >>> 16 : word & 0xFFFF;
      int length = 4 + (int) padded(size);
      if (length > left) {
        damaged(String.format("a name record of %,d bytes where the block has %,d", length, left));
        return;
      }
      at = window.peek(length);
      if (at < 0) {
        cut(length, "name record");
        return;
      }
      try {
        PcapngColdBlocks.names(window.buffer(), code, at + 4, size, names);
      } catch (MalformedBlock broken) {
        damaged(broken.what());
        return;
      }
      window.advance(length);
      left -= length;
    }
    passOver(left, total);
  }

  /** Passes over the rest of a block's body, and compares the length at its end. */
  private boolean passOver(long count, int total) throws IOException {
    int at = window.skip(count) ? window.take(TRAILER) : -1;
    if (at < 0) {
      return cutAt(
          window.offset(),
          String.format("ends within a block of %,d bytes", Integer.toUnsignedLong(total)));
    }
    int trailer = u32(window.buffer(), at);
    return trailer == total || damaged(window.offset() - TRAILER, lengthsDiffer(total, trailer));
  }

  /** Ends the file at the block, or the record in one, that is next. */
  private boolean damaged(String what) {
    return damaged(window.offset(), what);
  }

  private int u32(ByteBuffer buffer, int at) {
    int value = buffer.getInt(at);
    return littleEndian ? Integer.reverseBytes(value) : value;
  }

  private static long padded(int length) {
    return length + 3L & ~3L;
  }

  private static String ofLength(int total, String why) {
    return String.format("a block of %,d bytes, %s", Integer.toUnsignedLong(total), why);
  }

  private static String lengthsDiffer(int first, int last) {
    return String.format(
        "a block that is %,d bytes long at its begin and %,d at its end",
        Integer.toUnsignedLong(first), Integer.toUnsignedLong(last));
  }

  private String unknownInterface(int id) {
    return String.format(
        "a block for interface %d where the section has described %,d",
        Integer.toUnsignedLong(id), interfaces.size());
  }

  /** The last statistics of each interface count. */
  @Override
  public long droppedByCapture() {
    long sum = droppedOfPastSections;
    for (PcapngInterface each : interfaces) {
      sum = PcapngColdBlocks.saturatedSum(sum, each.dropped());
    }
    return sum;
  }

  @Override
  public OptionalLong captureEnd() {
    long end = Long.MAX_VALUE;
    for (PcapngInterface each : interfaces) {
      if (each.end().isEmpty()) {
        return OptionalLong.empty();
      }
      end = Math.min(end, each.end().getAsLong());
    }
    return interfaces.isEmpty() ? OptionalLong.empty() : OptionalLong.of(end);
  }
}
