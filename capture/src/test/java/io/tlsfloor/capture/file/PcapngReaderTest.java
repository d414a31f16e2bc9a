package io.tlsfloor.capture.file;

import static io.tlsfloor.testing.WireFile.option;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tlsfloor.capture.Damage;
import io.tlsfloor.capture.file.ReadCapture.Packet;
import io.tlsfloor.capture.file.ReadCapture.Told;
import io.tlsfloor.testing.WireBytes;
import io.tlsfloor.testing.WireFile;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PcapngReaderTest {
  private static final byte[] PACKET = WireBytes.hex("c0ffee");

  private static final String SECTION =
      """
      0a0d0d0a 1c000000 4d3c2b1a 0100 0000 ffffffffffffffff 1c000000
      01000000 14000000 0100 0000 00000400 14000000
      """;

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          enhanced            | 06000000 24000000 00000000 00000000 40420f00 03000000 05000000 c0ffee00 24000000 | 1000000000 | true
          with options        | 06000000 30000000 00000000 00000000 40420f00 03000000 05000000 c0ffee00 02000400 01000000 00000000 30000000 | 1000000000 | true
          options without end | 06000000 2c000000 00000000 00000000 40420f00 03000000 05000000 c0ffee00 02000400 01000000 2c000000 | 1000000000 | true
          time above 32 bits  | 06000000 24000000 00000000 01000000 00000000 03000000 05000000 c0ffee00 24000000 | 4294967296000 | true
          obsolete            | 02000000 24000000 0000ffff 00000000 40420f00 03000000 05000000 c0ffee00 24000000 | 1000000000 | true
          """)
  void readsEachPacketBlock(String name, String block, long nanos, boolean timeKnown)
      throws Exception {
    Told told = ReadCapture.read(WireBytes.hex(SECTION + block));

    assertThat(told.damage()).isEqualTo(Damage.NONE);
    assertThat(told.packets()).containsExactly(new Packet(1, 1, nanos, timeKnown, 5, "c0ffee"));
  }

  @Test
  void aSimplePacketHasTheTimeOfThePacketBeforeAndSaysSo() throws Exception {
    byte[] file =
        WireFile.big()
            .section()
            .interfaceOf(1, 3)
            .simple(5, PACKET)
            .enhanced(0, 1_000_000, PACKET)
            .simple(2, new byte[2])
            .bytes();

    assertThat(ReadCapture.read(file).packets())
        .containsExactly(
            new Packet(1, 1, 0, false, 5, "c0ffee"),
            new Packet(2, 1, 1_000_000_000, true, 3, "c0ffee"),
            new Packet(3, 1, 1_000_000_000, false, 2, "0000"));
  }

  @Test
  void aSimplePacketIsWholeWhereThereIsNoSnapLength() throws Exception {
    byte[] file = WireFile.little().section().interfaceOf(1, 0).simple(5, new byte[5]).bytes();

    assertThat(ReadCapture.read(file).packets())
        .containsExactly(new Packet(1, 1, 0, false, 5, "0000000000"));
  }

  @ParameterizedTest(name = "if_tsresol {0}, if_tsoffset {1}: {2} is {3}")
  @CsvSource({
    "06, 0, 1000002, 1000002000",
    "09, 0, 1000000002, 1000000002",
    "03, 0, 1002, 1002000000",
    "00, 0, 7, 7000000000",
    "0c, 0, 1000000002999, 1000000002",
    "1b, 0, 9000000000000000000, 9",
    "1c, 0, 9000000000000000000, 0",
    "7f, 0, 9000000000000000000, 0",
    "80, 0, 7, 7000000000",
    "8a, 0, 1536, 1500000000",
    "94, 0, 1572864, 1500000000",
    "a0, 0, 6442450944, 1500000000",
    "be, 0, 6917529027641081856, 1500000000",
    "bf, 0, 4611686018427387904, 500000000",
    "c0, 0, -9223372036854775808, 500000000",
    "c1, 0, -9223372036854775808, 250000000",
    "ff, 0, -1, 0",
    "06, 1700000000, 2, 1700000000000002000",
    "06, -1, 1000002, 2000",
    "06, -2, 1000002, -999998000",
    "06, 0, -1, 9223372036854775807",
    "00, 0, 9223372037, 9223372036854775807",
    "80, 0, -1, 9223372036854775807",
    "06, 9223372036854775807, 0, 9223372036000000000"
  })
  void countsTimeAsTheInterfaceSays(String resolution, long offset, long ticks, long nanos)
      throws Exception {
    WireFile file = WireFile.little().section();
    file.interfaceOf(1, 0, option(9, resolution), file.option64(14, offset))
        .enhanced(0, ticks, PACKET);

    assertThat(ReadCapture.read(file.bytes()).packets())
        .extracting(Packet::nanos)
        .containsExactly(nanos);
  }

  @Test
  void eachInterfaceHasItsOwnLinkTypeAndEachSectionItsOwnInterfacesAndByteOrder() throws Exception {
    byte[] first =
        WireFile.little()
            .section()
            .interfaceOf(1, 0)
            .interfaceOf(113, 0, option(9, "09"))
            .enhanced(1, 5, PACKET)
            .enhanced(0, 5, PACKET)
            .bytes();
    byte[] second =
        WireFile.big().raw(first).section().interfaceOf(276, 0).enhanced(0, 6, PACKET).bytes();

    Told told = ReadCapture.read(second);

    assertThat(told.damage()).isEqualTo(Damage.NONE);
    assertThat(told.packets())
        .containsExactly(
            new Packet(1, 113, 5, true, 3, "c0ffee"),
            new Packet(2, 1, 5000, true, 3, "c0ffee"),
            new Packet(3, 276, 6000, true, 3, "c0ffee"));
  }

  @Test
  void handsOnTheNamesOfBothFamilies() throws Exception {
    byte[] file =
        WireFile.big()
            .section()
            .names(
                option(1, "0d6b0609" + ascii("outlook.office365.com\0smtp.office365.com\0")),
                option(99, "ffff"),
                option(2, "20010db8000000000000000000000001" + ascii("a.example")),
                option(1, "0a000001"))
            .bytes();

    assertThat(ReadCapture.read(file).names())
        .containsExactly(
            "13.107.6.9 outlook.office365.com",
            "13.107.6.9 smtp.office365.com",
            "2001:db8::1 a.example");
  }

  @Test
  void ofTheNamesOfOneRecordTheFirstAreLookedAt() throws Exception {
    String many = "a\0".repeat(PcapngColdBlocks.MAX_NAMES + 5);
    byte[] file = WireFile.little().section().names(option(1, "0a000001" + ascii(many))).bytes();

    assertThat(ReadCapture.read(file).names()).hasSize(PcapngColdBlocks.MAX_NAMES);
  }

  /** Numbers as tshark 4.4 gives them to a packet after a block of the type. */
  @ParameterizedTest(name = "{0}: the next packet is frame {2}")
  @CsvSource({
    "systemd journal, 00000009, 2",
    "secrets, 0000000a, 1",
    "sysdig machine info, 00000201, 1",
    "sysdig event, 00000204, 2",
    "sysdig event with flags, 00000208, 1",
    "sysdig event 2, 00000216, 2",
    "sysdig large event 2, 00000221, 2",
    "custom, 00000bad, 2",
    "custom that is not copied, 40000bad, 2",
    "local use, 80000001, 1",
    "unknown, 0000004d, 1"
  })
  void passesOverOtherBlocksAndNumbersFramesAsWiresharkDoes(String name, String type, long number)
      throws Exception {
    byte[] file =
        WireFile.little()
            .section()
            .interfaceOf(1, 0)
            .block(Long.parseLong(type, 16), WireFile.little().raw(new byte[99]))
            .enhanced(0, 1, PACKET)
            .bytes();

    assertThat(ReadCapture.read(file).packets())
        .containsExactly(new Packet(number, 1, 1000, true, 3, "c0ffee"));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void countsWhatPacketsSayWasLostBeforeThem(boolean little) throws Exception {
    WireFile file = little ? WireFile.little() : WireFile.big();
    byte[] packet = {1, 2, 3, 4, 5}; // padded
    file.section()
        .interfaceOf(1, 0)
        .interfaceOf(1, 0)
        .enhanced(0, 1, packet, file.option64(5, 9), file.option64(4, 5))
        .enhanced(0, 2, packet)
        .enhanced(0, 3, packet, file.option64(4, 2))
        .obsolete(1, 6, 4, packet)
        .obsolete(1, 0xFFFF, 5, packet) // not known
        .statistics(0, file.option64(5, 3)); // fewer than its packets say

    ReadCapture.Told read = ReadCapture.read(file.bytes());
    assertThat(read.dropped()).isEqualTo(5 + 2 + 6);
    assertThat(read.packets()).hasSize(5);
  }

  @Test
  void countsWhatTheCapturingProgramLost() throws Exception {
    WireFile file = WireFile.little();
    file.section()
        .interfaceOf(1, 0)
        .interfaceOf(1, 0)
        .statistics(0, file.option64(4, 100), file.option64(5, 3), file.option64(7, 4))
        .statistics(1, file.option64(5, 5))
        .statistics(0, file.option64(5, 30), file.option64(7, 4)) // the last one counts
        .section()
        .interfaceOf(1, 0)
        .statistics(0, file.option64(5, 1));

    assertThat(ReadCapture.read(file.bytes()).dropped()).isEqualTo(30 + 4 + 5 + 1);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ends within a block header   | 06000000 24000000 | 48 | ends within a block: 8 of 12 bytes
          ends within a packet block   | 06000000 24000000 00000000 00000000 40420f00 03000000 | 48 | ends within a packet block: 24 of 36 bytes
          ends within another block    | 0a000000 24000000 00000000 | 60 | ends within a block of 36 bytes
          length below the least       | 06000000 08000000 00000000 | 48 | a block of 8 bytes, which no block can have
          length not a multiple of 4   | 06000000 25000000 00000000 | 48 | a block of 37 bytes, which no block can have
          too short for a packet       | 06000000 1c000000 00000000 00000000 40420f00 03000000 1c000000 | 48 | a block of 28 bytes, too short for a packet
          two lengths                  | 06000000 24000000 00000000 00000000 40420f00 03000000 05000000 c0ffee00 28000000 | 48 | a block that is 36 bytes long at its begin and 40 at its end
          two lengths of an unknown    | 0a000000 10000000 00000000 28000000 | 60 | a block that is 16 bytes long at its begin and 40 at its end
          two lengths of an interface  | 01000000 14000000 01000000 00000000 18000000 | 48 | a block that is 20 bytes long at its begin and 24 at its end
          packet longer than its block | 06000000 24000000 00000000 00000000 40420f00 05000000 05000000 c0ffee00 24000000 | 48 | a packet of 5 bytes in a block of 36
          packet longer than allowed   | 06000000 24000000 00000000 00000000 40420f00 ffffffff 05000000 c0ffee00 24000000 | 48 | a packet of 4,294,967,295 bytes, more than the 262,144 that a capture can hold
          unknown interface            | 06000000 24000000 01000000 00000000 40420f00 03000000 05000000 c0ffee00 24000000 | 48 | a block for interface 1 where the section has described 1
          interface of all ones        | 06000000 24000000 ffffffff 00000000 40420f00 03000000 05000000 c0ffee00 24000000 | 48 | a block for interface 4294967295 where the section has described 1
          statistics of an unknown one | 05000000 18000000 07000000 00000000 00000000 18000000 | 48 | a block for interface 7 where the section has described 1
          options that do not fit      | 01000000 18000000 01000000 00000000 09000800 18000000 | 48 | an interface description whose options do not fit into it
          statistics that are cut      | 05000000 10000000 00000000 10000000 | 48 | interface statistics whose options do not fit into them
          name without an address      | 04000000 14000000 01000100 0a000000 14000000 | 56 | a name record that is shorter than its address
          name record too long         | 04000000 14000000 01002000 0a000000 14000000 | 56 | a name record of 36 bytes where the block has 8
          half a name record           | 04000000 0c000000 | 48 | ends within a block: 8 of 12 bytes
          wrong byte-order magic       | 0a0d0d0a 1c000000 4d3c2b1b 01000000 ffffffff ffffffff 1c000000 | 48 | a section header whose byte-order magic is 0x4d3c2b1b
          unknown version              | 0a0d0d0a 1c000000 4d3c2b1a 02000000 ffffffff ffffffff 1c000000 | 48 | a section of pcapng version 2.0, and only 1.0 is known
          section too short            | 0a0d0d0a 18000000 4d3c2b1a 01000000 ffffffff ffffffff 1c000000 | 48 | a block of 24 bytes, which no section header can have
          interface far too long       | 01000000 00001000 01000000 00000000 | 48 | a block of 1,048,576 bytes, far too long for what it is
          text                         | 48656c6c6f2c20776f726c6421212121 | 48 | a block of 1,998,597,231 bytes, which no block can have
          """)
  void readsUpToTheDamageAndSaysWhereItIs(String name, String tail, long offset, String what)
      throws Exception {
    Told told = ReadCapture.read(WireBytes.hex(SECTION + tail));

    assertThat(told.packets()).isEmpty();
    assertThat(told.damage()).isEqualTo(new Damage(offset, what));
  }

  @Test
  void aPacketOfASectionWithoutInterfacesIsDamage() throws Exception {
    byte[] file = WireFile.little().section().interfaceOf(1, 0).section().simple(3, PACKET).bytes();

    assertThat(ReadCapture.read(file).damage().what())
        .isEqualTo("a block for interface 0 where the section has described 0");
  }

  @Test
  void aSimplePacketCannotBeLongerThanItsBlock() throws Exception {
    byte[] file = WireFile.little().section().interfaceOf(1, 0).simple(9, PACKET).bytes();

    assertThat(ReadCapture.read(file).damage().what())
        .isEqualTo("a packet of 9 bytes in a block of 20");
  }

  @Test
  void version1Point2IsVersion1Point0() throws Exception {
    byte[] file = WireBytes.hex(SECTION);
    file[14] = 2;

    assertThat(ReadCapture.read(file).damage()).isEqualTo(Damage.NONE);
  }

  @Test
  void interfacesAreBounded() throws Exception {
    WireFile file = WireFile.little().section();
    for (int i = 0; i < 65_537; i++) {
      file.interfaceOf(1, 0);
    }

    assertThat(ReadCapture.read(file.bytes()).damage().what())
        .isEqualTo("more than 65,536 interfaces in one section");
  }

  @Test
  void aPacketBlockLongerThanAnyIsDamage() throws Exception {
    byte[] file =
        WireFile.little().section().interfaceOf(249, 0).enhanced(0, 1, new byte[524_288]).bytes();

    assertThat(ReadCapture.read(file).damage().what())
        .isEqualTo("a block of 524,320 bytes, far too long for what it is");
  }

  @Test
  void namesInABlockLongerThanTheWindowAreAllHandedOn() throws Exception {
    WireFile.Option[] records = new WireFile.Option[20_000];
    for (int i = 0; i < records.length; i++) {
      records[i] = option(1, "0a000001" + ascii("n".repeat(50) + i + "\0"));
    }
    byte[] file = WireFile.little().section().names(records).bytes();

    assertThat(ReadCapture.read(file).names()).hasSize(20_000);
  }

  @Test
  void aFirstSectionThatCannotBeReadIsNoCapture() {
    byte[] file = WireBytes.hex(SECTION);
    file[12] = 3;

    assertThatThrownBy(() -> ReadCapture.read(file))
        .isInstanceOf(CaptureFormatException.class)
        .hasMessage(
            "test: begins like a pcapng file and is none: a section of pcapng version 3.0, and only"
                + " 1.0 is known; look at it with: capinfos FILE");
  }

  private static String ascii(String text) {
    return HexFormat.of().formatHex(text.getBytes(StandardCharsets.US_ASCII));
  }
}
