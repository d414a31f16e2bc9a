package io.tlsfloor.capture.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tlsfloor.capture.Damage;
import io.tlsfloor.capture.file.ReadCapture.Packet;
import io.tlsfloor.capture.file.ReadCapture.Told;
import io.tlsfloor.testing.WireBytes;
import io.tlsfloor.testing.WireFile;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PcapReaderTest {
  /** 1 s and 2 ticks, three bytes, after a header of link type 1. */
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          microseconds, big-endian       | a1b2c3d4 0002 0004 00000000 00000000 00040000 00000001 00000001 00000002 00000003 00000003 | 1000002000 | 1
          microseconds, little-endian    | d4c3b2a1 0200 0400 00000000 00000000 00000400 01000000 01000000 02000000 03000000 03000000 | 1000002000 | 1
          nanoseconds, big-endian        | a1b23c4d 0002 0004 00000000 00000000 00040000 00000001 00000001 00000002 00000003 00000003 | 1000000002 | 1
          nanoseconds, little-endian     | 4d3cb2a1 0200 0400 00000000 00000000 00000400 01000000 01000000 02000000 03000000 03000000 | 1000000002 | 1
          FCS length over the link type  | d4c3b2a1 0200 0400 00000000 00000000 00000400 01000024 01000000 02000000 03000000 03000000 | 1000002000 | 1
          link type 276                  | d4c3b2a1 0200 0400 00000000 00000000 00000400 14010000 01000000 02000000 03000000 03000000 | 1000002000 | 276
          snap length 0                  | d4c3b2a1 0200 0400 00000000 00000000 00000000 01000000 01000000 02000000 03000000 03000000 | 1000002000 | 1
          """)
  void readsEachHeaderForm(String name, String headerAndRecord, long nanos, int linkType)
      throws Exception {
    Told told = ReadCapture.read(WireBytes.hex(headerAndRecord + "c0ffee"));

    assertThat(told.packets()).containsExactly(new Packet(1, linkType, nanos, true, 3, "c0ffee"));
    assertThat(told.damage()).isEqualTo(Damage.NONE);
  }

  @Test
  void givesWhatASnapLengthLeft() throws Exception {
    byte[] file =
        WireFile.little().pcap(0xa1b2c3d4L, 1).u32(1).u32(2).u32(3).u32(1514).raw("c0ffee").bytes();

    assertThat(ReadCapture.read(file).packets())
        .containsExactly(new Packet(1, 1, 1_000_002_000L, true, 1514, "c0ffee"));
  }

  @Test
  void takesTimesAfter2038AsUnsigned() throws Exception {
    byte[] file = WireFile.big().pcap(0xa1b2c3d4L, 1).record(0xFFFF_FFFFL, 999_999).bytes();

    assertThat(ReadCapture.read(file).packets())
        .extracting(Packet::nanos)
        .containsExactly(4_294_967_295_999_999_000L);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ends within a packet header  | 01000000 02000000 03000000 | 43 | ends within a packet header: 12 of 16 bytes
          ends within a packet         | 01000000 02000000 03000000 03000000 c0ff | 59 | ends within a packet: 2 of 3 bytes
          ends after a packet header   | 01000000 02000000 03000000 03000000 | 59 | ends within a packet: 0 of 3 bytes
          lying length                 | 01000000 02000000 01000400 01000400 c0ffee | 43 | a packet of 262,145 bytes, more than the 262,144 that a capture can hold
          length of all ones           | 01000000 02000000 ffffffff 03000000 c0ffee | 43 | a packet of 4,294,967,295 bytes, more than the 262,144 that a capture can hold
          zeros                        | 00000000 00000000 00000000 00000000 00000000 | 43 | zeros where a packet header should be
          two files joined             | d4c3b2a1 02000400 00000000 00000000 00000400 01000000 | 43 | the header of another pcap file: two files were joined
          text                         | 48656c6c6f2c20776f726c6421212121 | 43 | a packet of 1,684,828,783 bytes, more than the 262,144 that a capture can hold
          """)
  void readsUpToTheDamageAndSaysWhereItIs(String name, String tail, long offset, String what)
      throws Exception {
    byte[] file =
        WireFile.little()
            .pcap(0xa1b2c3d4L, 1)
            .record(1, 2, WireBytes.hex("c0ffee"))
            .raw(tail)
            .bytes();

    Told told = ReadCapture.read(file);

    assertThat(told.packets()).hasSize(1);
    assertThat(told.damage()).isEqualTo(new Damage(offset, what));
  }

  @Test
  void anEmptyPacketIsAPacket() throws Exception {
    byte[] file = WireFile.little().pcap(0xa1b2c3d4L, 1).record(7, 0).bytes();

    assertThat(ReadCapture.read(file))
        .extracting(Told::packets, Told::damage)
        .containsExactly(List.of(new Packet(1, 1, 7_000_000_000L, true, 0, "")), Damage.NONE);
  }

  @Test
  void aHeaderThatIsCutIsNoCapture() {
    byte[] file = WireBytes.hex("d4c3b2a1 0200 0400 00000000");

    assertThatThrownBy(() -> ReadCapture.read(file))
        .isInstanceOf(CaptureFormatException.class)
        .hasMessage(
            "test: ends within the header of a pcap file: 12 of 24 bytes; capture again, or copy"
                + " the file again if it is longer where it comes from");
  }

  @ParameterizedTest
  @CsvSource({"1, 9", "543, 0"})
  void versionsWithOtherRecordsAreRefused(int major, int minor) {
    byte[] file =
        WireFile.little().u32(0xa1b2c3d4L).u16(major).u16(minor).raw(new byte[16]).bytes();

    assertThatThrownBy(() -> ReadCapture.read(file))
        .isInstanceOf(CaptureFormatException.class)
        .hasMessageContaining("is a pcap file of version " + major + "." + minor);
  }

  @ParameterizedTest
  @CsvSource({"2, 3, 5", "2, 5, 3"})
  void beforeVersion24TheSmallerLengthIsTheCaptured(int minor, int first, int second)
      throws Exception {
    byte[] file =
        WireFile.little()
            .u32(0xa1b2c3d4L)
            .u16(2)
            .u16(minor)
            .u32(0)
            .u32(0)
            .u32(65535)
            .u32(1)
            .u32(1)
            .u32(2)
            .u32(first)
            .u32(second)
            .raw("c0ffee")
            .bytes();

    assertThat(ReadCapture.read(file).packets())
        .containsExactly(new Packet(1, 1, 1_000_002_000L, true, 5, "c0ffee"));
  }

  @ParameterizedTest
  @CsvSource({"a1b2cd34, a patched libpcap", "34cdb2a1, a patched libpcap", "ac01001c, Ixia's"})
  void formsOfOtherWritersAreNamed(String magic, String writer) {
    assertThatThrownBy(() -> ReadCapture.read(WireBytes.hex(magic + "00".repeat(36))))
        .isInstanceOf(CaptureFormatException.class)
        .hasMessageContaining("looks like a pcap file of " + writer)
        .hasMessageContaining("editcap");
  }
}
