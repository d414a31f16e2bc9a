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

  private static final int BYTE_ORDER_MAGIC = 0x1A2B3C4D;
  private static final int BLOCK_HEADER = 8;
  private static final int TRAILER = 4;
  private static final int MIN_BLOCK = BLOCK_HEADER + TRAILER;
  private static final int MIN_SECTION = MIN_BLOCK + PcapngColdBlocks.SECTION_BODY;
  private static final int PACKET_FIELDS = 20; // of the enhanced and of the obsolete block
  private static final int MIN_PACKET = MIN_BLOCK + PACKET_FIELDS;
  private static final int MIN_SIMPLE = MIN_BLOCK + 4;

  private final NameSink names;
  private final PcapngOptions ofPacket = new PcapngOptions();
  private final List<PcapngInterface> interfaces = new ArrayList<>();
  private boolean littleEndian;
  private long numbered; // packets, and the other blocks that Wireshark shows as frames
  private long lastNanos;
  private long droppedOfPastSections;
  private long droppedByPackets;
  private long tail; // bytes of the last packet's block that were not looked at
  private int tailBlock; // length of that block

  private PcapngReader(String name, String format, ByteWindow window, NameSink names) {
    super(window, name, format);
    this.names = names;
  }

  /**
   * Returns whether a file that begins with these four bytes, read big-endian, is a pcapng file.
   */
  static boolean recognises(int magic) {
    return magic == PcapngBlockType.SECTION_HEADER;
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
    if (tail > 0) {
      skipTail();
    }
    while (!hasEnded()) {
      int at = window.peek(MIN_BLOCK);
      if (at < 0) {
        return window.available() == 0 ? endBetweenRecords() : cut(MIN_BLOCK, "block");
      }
      ByteBuffer buffer = window.buffer();
      int type = u32(buffer, at);
      int total = u32(buffer, at + 4);
      if (type == PcapngBlockType.SECTION_HEADER) {
        section();
        continue;
      }
      if ((total & 3) != 0 || Integer.compareUnsigned(total, MIN_BLOCK) < 0) {
        return damaged(PcapngFaults.length(total, "which no block can have"));
      }
      if (type == PcapngBlockType.ENHANCED_PACKET || type == PcapngBlockType.OBSOLETE_PACKET) {
        if (packet(frame, type, total)) {
          return true;
        }
      } else if (type == PcapngBlockType.SIMPLE_PACKET) {
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
    if (Integer.compareUnsigned(total, MIN_PACKET) < 0) {
      return damaged(PcapngFaults.length(total, "too short for a packet"));
    }
    boolean whole = Integer.compareUnsigned(total, ByteWindow.MAX_RUN) <= 0;
    int at = window.peek(whole ? total : BLOCK_HEADER + PACKET_FIELDS);
    if (at < 0) {
      return cut(Integer.toUnsignedLong(total), "packet block");
    }
    ByteBuffer buffer = window.buffer();
    int interfaceId = u32(buffer, at + 8);
    if (type == PcapngBlockType.OBSOLETE_PACKET) {
      int drops = littleEndian ? interfaceId >>> 16 : interfaceId & 0xFFFF;
      interfaceId = littleEndian ? interfaceId & 0xFFFF : interfaceId >>> 16;
      droppedByPackets += drops == 0xFFFF ? 0 : drops; // 0xFFFF: not known
    }
    if (interfaceId < 0 || interfaceId >= interfaces.size()) {
      return damaged(PcapngFaults.unknownInterface(interfaceId, interfaces.size()));
    }
    PcapngInterface of = interfaces.get(interfaceId);
    long ticks = (long) u32(buffer, at + 12) << 32 | u32(buffer, at + 16) & 0xFFFF_FFFFL;
    int captured = u32(buffer, at + 20);
    int original = u32(buffer, at + 24);
    if (Integer.compareUnsigned(captured, of.maxCaptured) > 0) {
      return damaged(PacketSize.tooLong(captured, of.linkType));
    }
    long padded = padded(captured);
    long options = Integer.toUnsignedLong(total) - MIN_PACKET - padded;
    if (options < 0) {
      return damaged(PcapngFaults.doesNotFit(captured, total));
    }
    if (whole) {
      if (u32(buffer, at + total - TRAILER) != total) {
        return damaged(PcapngFaults.lengthsDiffer(total, u32(buffer, at + total - TRAILER)));
      }
      if (options > 0
          && type == PcapngBlockType.ENHANCED_PACKET
          && !packetOptions(at + total - TRAILER - (int) options, (int) options)) {
        return false;
      }
    }
    lastNanos = of.unit.nanos(ticks);
    frame.interfaceNumber(interfaceId);
    return deliver(frame, BLOCK_HEADER + PACKET_FIELDS, captured, original, of, total, true);
  }

  /** The simple packet block (§4.4): no time, and always of the first interface. */
  private boolean simplePacket(Frame frame, int total) throws IOException {
    if (Integer.compareUnsigned(total, MIN_SIMPLE) < 0) {
      return damaged(PcapngFaults.length(total, "too short for a packet"));
    }
    boolean whole = Integer.compareUnsigned(total, ByteWindow.MAX_RUN) <= 0;
    int at = window.peek(whole ? total : BLOCK_HEADER + 4);
    if (at < 0) {
      return cut(Integer.toUnsignedLong(total), "packet block");
    }
    if (interfaces.isEmpty()) {
      return damaged(PcapngFaults.unknownInterface(0, interfaces.size()));
    }
    PcapngInterface of = interfaces.get(0);
    int original = u32(window.buffer(), at + 8);
    long captured = of.capturedOf(Integer.toUnsignedLong(original));
    if (captured > of.maxCaptured) {
      return damaged(PacketSize.tooLong((int) captured, of.linkType));
    }
    if (padded((int) captured) > Integer.toUnsignedLong(total) - MIN_SIMPLE) {
      return damaged(PcapngFaults.doesNotFit((int) captured, total));
    }
    if (whole && u32(window.buffer(), at + total - TRAILER) != total) {
      return damaged(PcapngFaults.lengthsDiffer(total, u32(window.buffer(), at + total - TRAILER)));
    }
    frame.interfaceNumber(0);
    return deliver(frame, BLOCK_HEADER + 4, (int) captured, original, of, total, false);
  }

  /**
   * Points the frame at a packet. Of a block that is too long for the window only the packet's
   * first bytes are made contiguous, and the rest is passed over when the next packet is asked for.
   */
  private boolean deliver(
      Frame frame,
      int dataAt,
      int captured,
      int original,
      PcapngInterface of,
      int total,
      boolean timeKnown)
      throws IOException {
    int given = Math.min(captured, PacketSize.MAX);
    int at;
    if (Integer.compareUnsigned(total, ByteWindow.MAX_RUN) <= 0) {
      at = window.take(total);
    } else {
      at = window.take(dataAt + given);
      if (at < 0) {
        return cut(Integer.toUnsignedLong(total), "packet block");
      }
      tailBlock = total;
      tail = Integer.toUnsignedLong(total) - dataAt - given;
    }
    countPacket();
    numbered++;
    frame.bytes(window.buffer(), at + dataAt, given, original);
    frame.about(numbered, of.linkType, lastNanos, timeKnown);
    frame.timeResolution(of.unit.resolution());
    return true;
  }

  private void skipTail() throws IOException {
    long count = tail - TRAILER;
    tail = 0;
    passOver(count, tailBlock);
  }

  /** Options of an enhanced packet: the one that counts packets lost before it. */
  private boolean packetOptions(int at, int length) {
    ofPacket.wrap(window.buffer(), at, length, littleEndian);
    try {
      droppedByPackets = PcapngColdBlocks.dropped(droppedByPackets, ofPacket);
      return true;
    } catch (MalformedBlock broken) {
      return damaged(broken.what());
    }
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
      return damaged(PcapngFaults.length(total, "which no section header can have"));
    }
    try {
      PcapngColdBlocks.section(
          buffer.slice(at + BLOCK_HEADER, PcapngColdBlocks.SECTION_BODY), littleEndian);
    } catch (MalformedBlock broken) {
      return damaged(broken.what());
    }
    droppedOfPastSections = droppedByCapture(droppedOfPastSections, 0);
    interfaces.clear();
    window.advance(BLOCK_HEADER);
    return passOver(Integer.toUnsignedLong(total) - MIN_BLOCK, total);
  }

  private void otherBlock(int type, int total) throws IOException {
    if (type == PcapngBlockType.NAME_RESOLUTION) {
      nameResolution(total);
      return;
    }
    boolean description = type == PcapngBlockType.INTERFACE_DESCRIPTION;
    if (!description && type != PcapngBlockType.INTERFACE_STATISTICS) {
      numbered += PcapngBlockType.isNumbered(type) ? 1 : 0;
      window.advance(BLOCK_HEADER); // these, secrets, and what may yet be invented
      passOver(Integer.toUnsignedLong(total) - MIN_BLOCK, total);
      return;
    }
    if (Integer.compareUnsigned(total, ByteWindow.MAX_RUN) > 0) {
      damaged(PcapngFaults.length(total, "far too long for what it is"));
      return;
    }
    int at = window.peek(total);
    if (at < 0) {
      cut(Integer.toUnsignedLong(total), "block");
      return;
    }
    int trailer = u32(window.buffer(), at + total - TRAILER);
    if (trailer != total) {
      damaged(PcapngFaults.lengthsDiffer(total, trailer));
      return;
    }
    ByteBuffer body = window.buffer().slice(at + BLOCK_HEADER, total - MIN_BLOCK);
    try {
      if (description && interfaces.size() == MAX_INTERFACES) {
        throw new MalformedBlock(PcapngFaults.manyInterfaces(MAX_INTERFACES));
      } else if (description) {
        interfaces.add(PcapngColdBlocks.interfaceDescription(body, littleEndian));
      } else {
        PcapngColdBlocks.statistics(body, littleEndian).addTo(interfaces);
      }
    } catch (MalformedBlock broken) {
      damaged(broken.what());
      return;
    }
    window.advance(total);
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
    return trailer == total
        || damaged(window.offset() - TRAILER, PcapngFaults.lengthsDiffer(total, trailer));
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

  @Override
  public long droppedByCapture() {
    return droppedByCapture(droppedOfPastSections, droppedByPackets);
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

  /** Returns what statistics of interfaces count, or what packets do if that is more: not both. */
  private long droppedByCapture(long before, long byPackets) {
    long sum = before;
    for (PcapngInterface each : interfaces) {
      sum = PcapngColdBlocks.saturatedSum(sum, each.dropped());
    }
    return Math.max(sum, byPackets);
  }
}
