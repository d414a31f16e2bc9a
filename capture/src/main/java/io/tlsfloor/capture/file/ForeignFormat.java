package io.tlsfloor.capture.file;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Predicate;

/**
 * Holds what an input is that is no capture of ours: other captures, archives, text; and what to
 * do.
 *
 * <p>Recognised by its first bytes, as the programs that read them do.
 */
final class ForeignFormat {
  /** Bytes from the start that the tests below look at. */
  static final int LOOK = 264;

  private static final String EDITCAP = "convert it with: editcap -F pcapng IN OUT.pcapng";
  private static final String UNPACK = "unpack it first";

  private static final List<ForeignFormat> KNOWN =
      List.of(
          capture("GMBU", "a Microsoft Network Monitor 2 capture"),
          capture("\u00a1\u00b2\u00cd4", "a pcap file of a patched libpcap"),
          capture("4\u00cd\u00b2\u00a1", "a pcap file of a patched libpcap"),
          capture("\u001c\0\1\u00ac", "a pcap file of Ixia's"),
          capture("\u00ac\1\0\u001c", "a pcap file of Ixia's"),
          capture("\u001c\0\1\u00ab", "a pcap file of Ixia's"),
          capture("\u00ab\1\0\u001c", "a pcap file of Ixia's"),
          capture("RTSS", "a Microsoft Network Monitor 1 capture"),
          new ForeignFormat(
              ForeignFormat::isEtl,
              "a Windows event trace (ETL)",
              "convert it with Microsoft's tool: etl2pcapng IN.etl OUT.pcapng",
              true),
          capture("snoop\0\0\0", "a snoop capture"),
          capture("XCP\0", "a NetXRay capture"),
          capture("TRSNIFF data    \u001a", "a DOS Sniffer capture"),
          capture("iptrace ", "an AIX iptrace capture"),
          capture("\u007fver", "an OmniPeek capture"),
          capture("LOGG", "a Vector BLF log"),
          other("\u0002!L\u0018", "LZ4 data in the old format", "decompress it first: lz4 -d FILE"),
          archive("PK\u0003\u0004", "a zip archive"),
          archive("7z\u00bc\u00af'\u001c", "a 7-Zip archive"),
          archive("Rar!", "a RAR archive"),
          new ForeignFormat(ForeignFormat::isTar, "a tar archive", UNPACK, true),
          other("\u007fELF", "a program", "give a capture file"),
          other("<", "HTML or XML", "check where it was downloaded from; give a capture file"),
          // no magic number, so any file can look like it: not counted as a capture
          new ForeignFormat(ForeignFormat::isErf, "an Endace ERF capture", EDITCAP, false),
          new ForeignFormat(
              ForeignFormat::isText,
              "text",
              "capture with tcpdump -w or dumpcap; a hex dump is converted with: text2pcap IN OUT; a log"
                  + " of Zeek needs the lines with # that it begins with",
              false));

  private final Predicate<ByteBuffer> test;
  private final String what;
  private final String advice;
  private final boolean capture;

  private ForeignFormat(Predicate<ByteBuffer> test, String what, String advice, boolean capture) {
    this.test = test;
    this.what = what;
    this.advice = advice;
    this.capture = capture;
  }

  /**
   * Explains an input.
   *
   * @param start its first bytes, up to {@link #LOOK}, from index 0 to the limit
   */
  static CaptureFormatException explain(String name, ByteBuffer start) {
    for (ForeignFormat known : KNOWN) {
      if (known.test.test(start)) {
        return new CaptureFormatException(
            name, "looks like " + known.what, known.advice, known.capture);
      }
    }
    byte[] begun = new byte[Math.min(8, start.limit())];
    start.get(0, begun);
    return new CaptureFormatException(
        name,
        "is neither pcap nor pcapng (begins with "
            + HexFormat.ofDelimiter(" ").formatHex(begun)
            + ")",
        "find out what it is with: capinfos FILE; if Wireshark reads it, " + EDITCAP);
  }

  private static ForeignFormat capture(String magic, String what) {
    return new ForeignFormat(startsWith(magic), what, EDITCAP, true);
  }

  /** It may hold captures, so it counts as one that is not read. */
  private static ForeignFormat archive(String magic, String what) {
    return new ForeignFormat(startsWith(magic), what, UNPACK, true);
  }

  private static ForeignFormat other(String magic, String what, String advice) {
    return new ForeignFormat(startsWith(magic), what, advice, false);
  }

  private static Predicate<ByteBuffer> startsWith(String magic) {
    byte[] wanted = magic.getBytes(StandardCharsets.ISO_8859_1);
    return bytes -> startsWith(bytes, wanted);
  }

  private static boolean startsWith(ByteBuffer bytes, byte[] wanted) {
    if (bytes.limit() < wanted.length) {
      return false;
    }
    for (int i = 0; i < wanted.length; i++) {
      if (bytes.get(i) != wanted[i]) {
        return false;
      }
    }
    return true;
  }

  /** A buffer header of 72 bytes (WMI_BUFFER_HEADER), then the header of a system trace event. */
  private static boolean isEtl(ByteBuffer bytes) {
    if (bytes.limit() < 76) {
      return false;
    }
    int bufferSize = Integer.reverseBytes(bytes.getInt(0));
    int type = bytes.get(74);
    return bufferSize >= 1024
        && bufferSize % 1024 == 0
        && bytes.getShort(72) == 0x0200 // version 2, little-endian
        && (type == 1 || type == 2) // of 32 and of 64 bits
        && (bytes.get(75) & 0xFF) == 0xC0; // its marker flags
  }

  /** No magic number: a plausible time, a known type, lengths that fit each other. */
  private static boolean isErf(ByteBuffer bytes) {
    if (bytes.limit() < 16) {
      return false;
    }
    long seconds = Integer.reverseBytes(bytes.getInt(4)) & 0xFFFF_FFFFL;
    int type = bytes.get(8) & 0x7F;
    int recordLength = bytes.getShort(10) & 0xFFFF;
    int wireLength = bytes.getShort(14) & 0xFFFF;
    return seconds > 700_000_000L // 1992
        && seconds < 4_000_000_000L // 2096
        && (type > 0 && type <= 27)
        && recordLength > 16
        && wireLength > 0
        && wireLength <= 65_000;
  }

  /** The magic of POSIX and GNU stands behind the header of the first file. */
  private static boolean isTar(ByteBuffer bytes) {
    int at = 257;
    return bytes.limit() >= at + 5
        && bytes.get(at) == 'u'
        && bytes.get(at + 1) == 's'
        && bytes.get(at + 2) == 't'
        && bytes.get(at + 3) == 'a'
        && bytes.get(at + 4) == 'r';
  }

  private static boolean isText(ByteBuffer bytes) {
    for (int i = 0; i < bytes.limit(); i++) {
      int next = bytes.get(i);
      boolean printable =
          next >= ' ' && next < 0x7F || next == '\n' || next == '\r' || next == '\t';
      if (!printable) {
        return false;
      }
    }
    return bytes.limit() > 0;
  }
}
