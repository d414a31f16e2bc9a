package io.tlsfloor.capture.file;

import io.kaitai.struct.ByteBufferKaitaiStream;
import io.kaitai.struct.KaitaiStream;
import io.tlsfloor.capture.NameSink;
import io.tlsfloor.capture.kaitai.Pcapng;
import io.tlsfloor.parser.observation.IpAddress;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Supplier;

/**
 * Bodies of the pcapng blocks that are not packets, through the classes made from {@code
 * pcapng.ksy}. Stateless; bytes are borrowed for the call..
 */
final class PcapngColdBlocks {
  static final int SECTION_BODY = 16;
  private static final int OPT_END = 0;
  private static final int IF_TSRESOL = 9;
  private static final int IF_TSOFFSET = 14;
  private static final int ISB_ENDTIME = 3;
  private static final int ISB_IFDROP = 5;
  private static final int ISB_OSDROP = 7;

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

  /** What statistics say about losses of an interface, and when capturing on it ended. */
  record Losses(long interfaceId, long packets, OptionalLong endTicks) {
    /** Gives them to the interface that they are of. */
    void addTo(List<PcapngInterface> interfaces) throws MalformedBlock {
      if (interfaceId >= interfaces.size()) {
        throw new MalformedBlock(
            PcapngFaults.unknownInterface((int) interfaceId, interfaces.size()));
      }
      PcapngInterface of = interfaces.get((int) interfaceId);
      of.dropped(packets);
      endTicks.ifPresent(ticks -> of.end(of.unit.nanos(ticks)));
    }
  }

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
    return following(
        "an interface description whose options do not fit into it",
        () -> {
          KaitaiStream in = stream(body);
          Pcapng.InterfaceDescription description =
              new Pcapng.InterfaceDescription(in, littleEndian);
          int resolution = TimestampUnit.DEFAULT_RESOLUTION;
          long offsetSeconds = 0;
          for (Pcapng.Option option : options(in, littleEndian)) {
            if (option.code() == IF_TSRESOL && option.length() == 1) {
              resolution = option.value().asU1();
            } else if (option.code() == IF_TSOFFSET && option.length() == 8) {
              offsetSeconds = option.value().asS8();
            }
          }
          return new PcapngInterface(
              description.linkType(),
              description.snaplen(),
              new TimestampUnit(resolution, offsetSeconds));
        });
  }

  /** Reads interface statistics: the drops of interface and system together. */
  static Losses statistics(ByteBuffer body, boolean littleEndian) throws MalformedBlock {
    return following(
        "interface statistics whose options do not fit into them",
        () -> {
          KaitaiStream in = stream(body);
          long interfaceId = new Pcapng.InterfaceStatistics(in, littleEndian).interfaceId();
          long dropped = 0;
          OptionalLong end = OptionalLong.empty();
          for (Pcapng.Option option : options(in, littleEndian)) {
            boolean drops = option.code() == ISB_IFDROP || option.code() == ISB_OSDROP;
            if (drops && option.length() == 8) {
              dropped = saturatedSum(dropped, option.value().asU8());
            } else if (option.code() == ISB_ENDTIME && option.length() == 8) {
              long words = option.value().asU8(); // the high word first, in either byte order
              end = OptionalLong.of(littleEndian ? Long.rotateLeft(words, Integer.SIZE) : words);
            }
          }
          return new Losses(interfaceId, dropped, end);
        });
  }

  /** Reads one record of a name-resolution block, and hands its names on. */
  static void names(ByteBuffer record, boolean littleEndian, NameSink sink) throws MalformedBlock {
    Pcapng.NameRecord named =
        following(
            "a name record that is shorter than its address",
            () -> new Pcapng.NameRecord(stream(record), littleEndian));
    if (named.value() instanceof Pcapng.Ipv4Names v4) {
      hand(IpAddress.v4((int) v4.address()), v4.names(), sink);
    } else if (named.value() instanceof Pcapng.Ipv6Names v6) {
      hand(IpAddress.v6(v6.addressHigh(), v6.addressLow()), v6.names(), sink);
    }
  }

  /**
   * What a generated class reads. Such classes throw where the bytes do not follow the description;
   * it is the only way they have to say so, and here it becomes a value.
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

  /** The options up to the one that ends them, or to the end of the block. */
  private static List<Pcapng.Option> options(KaitaiStream in, boolean littleEndian) {
    List<Pcapng.Option> options = new ArrayList<>();
    while (!in.isEof()) {
      Pcapng.Option option = new Pcapng.Option(in, littleEndian);
      if (option.code() == OPT_END) {
        break;
      }
      options.add(option);
    }
    return options;
  }

  /** A sum that stays at the largest number where it would pass it, or where a summand is. */
  static long saturatedSum(long a, long b) { // unsigned counts come as negative numbers
    long sum = a + b;
    return a < 0 || b < 0 || sum < 0 ? Long.MAX_VALUE : sum;
  }

  private static void hand(IpAddress address, byte[] names, NameSink sink) {
    int start = 0;
    for (int end = 0; end <= names.length; end++) {
      if (end == names.length || names[end] == 0) { // the last one may lack its zero byte
        if (end > start) {
          sink.name(address, new String(names, start, end - start, StandardCharsets.UTF_8));
        }
        start = end + 1;
      }
    }
  }

  private static KaitaiStream stream(ByteBuffer bytes) {
    return new ByteBufferKaitaiStream(bytes);
  }
}
