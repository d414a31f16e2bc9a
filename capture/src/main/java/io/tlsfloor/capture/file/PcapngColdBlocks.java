package io.tlsfloor.capture.file;

import io.kaitai.struct.ByteBufferKaitaiStream;
import io.kaitai.struct.KaitaiStream;
import io.tlsfloor.capture.NameSink;
import io.tlsfloor.capture.kaitai.Pcapng;
import io.tlsfloor.parser.observation.IpAddress;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;
import java.util.function.Supplier;

/**
 * Bodies of the pcapng blocks that are not packets: fields through the classes made from {@code
 * pcapng.ksy}, options and names, of which there may be any number, by hand. Stateless; bytes are
 * borrowed for the call.
 */
final class PcapngColdBlocks {
  static final int SECTION_BODY = 16;
  private static final int IF_TSRESOL = 9;
  private static final int IF_TSOFFSET = 14;
  private static final int ISB_ENDTIME = 3;
  private static final int ISB_IFDROP = 5;
  private static final int ISB_OSDROP = 7;
  private static final int IPV4_NAMES = 1;
  private static final int IPV6_NAMES = 2;

  /** Names of a record that are looked at: programs write one, or all that a file of hosts has. */
  static final int MAX_NAMES = 64;

  /** A body that does not follow its description. */
  static final class MalformedBlock extends Exception {
    private static final long serialVersionUID = 1L;

    private final String what;

    MalformedBlock(String what) {
      super(what);
      this.what = what;
    }

    /** One clause that says how. */
    String what() {
      return what;
    }
  }

  /** Holds what statistics say about losses of an interface, and when capturing on it ended. */
  record Losses(long interfaceId, long packets, OptionalLong endTicks) {}

  private PcapngColdBlocks() {}

  /** Reads a section header from its byte-order magic on, and checks that its version is known. */
  static void section(ByteBuffer body, boolean littleEndian) throws MalformedBlock {
    Pcapng.SectionHeader header =
        following(
            "a section header that does not follow its format",
            () -> new Pcapng.SectionHeader(stream(body), littleEndian));
    boolean known =
        header.versionMajor() == 1 && (header.versionMinor() == 0 || header.versionMinor() == 2);
    if (!known) { // 1.2 is 1.0 by another number (draft-ietf-opsawg-pcapng §4.1)
      throw new MalformedBlock(
          String.format(
              "a section of pcapng version %d.%d, and only 1.0 is known",
              header.versionMajor(), header.versionMinor()));
    }
  }

  /** Reads an interface description with its options. */
  static PcapngInterface interfaceDescription(ByteBuffer body, boolean littleEndian)
      throws MalformedBlock {
    String otherwise = "an interface description whose options do not fit into it";
    KaitaiStream in = stream(body);
    Pcapng.InterfaceDescription description =
        following(otherwise, () -> new Pcapng.InterfaceDescription(in, littleEndian));
    Options options = options(body, in, littleEndian);
    int resolution = TimestampUnit.DEFAULT_RESOLUTION;
    long offsetSeconds = 0;
    while (options.next()) {
      if (options.code() == IF_TSRESOL && options.length() == 1) {
        resolution = options.u8();
      } else if (options.code() == IF_TSOFFSET && options.length() == 8) {
        offsetSeconds = options.i64();
      }
    }
    whole(options, otherwise);
    return new PcapngInterface(
        description.linkType(),
        description.snaplen(),
        new TimestampUnit(resolution, offsetSeconds));
  }

  /** Reads interface statistics: the drops of interface and system together. */
  static Losses statistics(ByteBuffer body, boolean littleEndian) throws MalformedBlock {
    String otherwise = "interface statistics whose options do not fit into them";
    KaitaiStream in = stream(body);
    long interfaceId =
        following(otherwise, () -> new Pcapng.InterfaceStatistics(in, littleEndian).interfaceId());
    Options options = options(body, in, littleEndian);
    long dropped = 0;
    OptionalLong end = OptionalLong.empty();
    while (options.next()) {
      boolean drops = options.code() == ISB_IFDROP || options.code() == ISB_OSDROP;
      if (drops && options.length() == 8) {
        dropped = saturatedSum(dropped, options.i64());
      } else if (options.code() == ISB_ENDTIME && options.length() == 8) {
        long words = options.i64(); // the high word first, in either byte order
        end = OptionalLong.of(littleEndian ? Long.rotateLeft(words, Integer.SIZE) : words);
      }
    }
    whole(options, otherwise);
    return new Losses(interfaceId, dropped, end);
  }

  /** A generated class changes the order of the buffer that it reads. */
  private static Options options(ByteBuffer body, KaitaiStream in, boolean littleEndian) {
    return new Options(body.duplicate(), in.pos(), littleEndian);
  }

  private static void whole(Options options, String otherwise) throws MalformedBlock {
    if (options.isMalformed()) {
      throw new MalformedBlock(otherwise);
    }
  }

  /**
   * Reads one record of a name-resolution block, and hands its names on: texts in UTF-8, each with
   * a zero byte behind it, after the address in network order (§4.5).
   *
   * @param at index of the address
   * @param length of address and names
   */
  static void names(ByteBuffer buffer, int code, int at, int length, NameSink sink)
      throws MalformedBlock {
    int width = code == IPV4_NAMES ? Integer.BYTES : code == IPV6_NAMES ? 2 * Long.BYTES : -1;
    if (length < width) {
      throw new MalformedBlock("a name record that is shorter than its address");
    }
    if (width > 0) {
      IpAddress address =
          code == IPV4_NAMES
              ? IpAddress.v4(buffer.getInt(at))
              : IpAddress.v6(buffer.getLong(at), buffer.getLong(at + Long.BYTES));
      byte[] names = new byte[length - width];
      buffer.get(at + width, names);
      hand(address, names, sink);
    }
  }

  /**
   * Returns what a generated class reads. Such classes throw where the bytes do not follow the
   * description; it is the only way they have to say so, and here it becomes a value.
   */
  private static <T> T following(String otherwise, Supplier<T> reading) throws MalformedBlock {
    try {
      return reading.get();
    } catch (KaitaiStream.KaitaiStructError // a fixed value is another
        | BufferUnderflowException // a field does not fit
        | IllegalArgumentException tooShort) { // a sized part does not fit
      throw new MalformedBlock(otherwise);
    }
  }

  /** A sum that stays at the largest number where it would pass it, or where a summand is. */
  static long saturatedSum(long a, long b) { // unsigned counts come as negative numbers
    long sum = a + b;
    return a < 0 || b < 0 || sum < 0 ? Long.MAX_VALUE : sum;
  }

  private static void hand(IpAddress address, byte[] names, NameSink sink) {
    int left = MAX_NAMES;
    int others = 0;
    int start = 0;
    for (int end = 0; end <= names.length; end++) {
      if (end == names.length || names[end] == 0) { // the last one may lack its zero byte
        if (end > start && left > 0) {
          left--;
          sink.name(address, new String(names, start, end - start, StandardCharsets.UTF_8));
        } else if (end > start) {
          others++;
        }
        start = end + 1;
      }
    }
    if (others > 0) {
      sink.leftOut(others);
    }
  }

  private static KaitaiStream stream(ByteBuffer bytes) {
    return new ByteBufferKaitaiStream(bytes);
  }

  /**
   * The options of a block, read where they lie (draft-ietf-opsawg-pcapng §3.5), by hand: there may
   * be a hundred thousand.
   */
  private static final class Options {
    private static final int OPT_END = 0;
    private static final int HEADER = 4;

    private final ByteBuffer buffer;
    private final boolean littleEndian;
    private final int end;
    private int at;
    private int code;
    private int length;
    private int after;
    private boolean malformed;

    /** Stands before the first option, which begins at {@code start}. */
    Options(ByteBuffer block, int start, boolean littleEndian) {
      buffer = block;
      this.littleEndian = littleEndian;
      after = start;
      end = block.limit();
    }

    /** Goes to the next option; false after the last, or where one does not fit. */
    boolean next() {
      at = after;
      if (at == end) {
        return false;
      }
      if (end - at < HEADER) {
        malformed = true;
        return false;
      }
      code = u16(at);
      length = u16(at + 2);
      if (code == OPT_END) {
        return false;
      }
      after = at + HEADER + (length + 3 & ~3);
      malformed = after > end;
      return !malformed;
    }

    /** Returns whether an option did not fit. */
    boolean isMalformed() {
      return malformed;
    }

    /** The option's code. */
    int code() {
      return code;
    }

    /** Bytes of its value. */
    int length() {
      return length;
    }

    /** The first byte of its value. */
    int u8() {
      return buffer.get(at + HEADER) & 0xFF;
    }

    /** The first eight bytes of its value. */
    long i64() {
      long value = buffer.getLong(at + HEADER);
      return littleEndian ? Long.reverseBytes(value) : value;
    }

    private int u16(int index) {
      short value = buffer.getShort(index);
      return (littleEndian ? Short.reverseBytes(value) : value) & 0xFFFF;
    }
  }
}
