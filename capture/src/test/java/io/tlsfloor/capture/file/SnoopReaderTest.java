package io.tlsfloor.capture.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.capture.file.CaptureBytes.Told;
import io.tlsfloor.testing.Requires;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SnoopReaderTest {
  private static final String HEADER = "736e6f6f70000000 00000002 00000004 # Ethernet";

  @TempDir Path folder;

  private static byte[] file(String records) {
    return CaptureBytes.hex(HEADER + "\n" + records);
  }

  @Test
  void readsPacketsTheirTimesAndWhatWasDropped() throws Exception {
    Told told =
        CaptureBytes.read(
            file(
                """
                00000040 00000003 0000001c 00000000 00000002 00000005 aabbcc 00
                00000004 00000004 0000001c 00000007 00000003 0000000a 01020304
                """));

    assertThat(told.format()).isEqualTo("snoop");
    assertThat(told.damage().isThere()).isFalse();
    assertThat(told.dropped()).isEqualTo(7);
    assertThat(told.packets())
        .containsExactly(
            new CaptureBytes.Packet(1, 1, 2_000_005_000L, true, 64, "aabbcc"),
            new CaptureBytes.Packet(2, 1, 3_000_010_000L, true, 4, "01020304"));
  }

  @Test
  void aLastPacketWithoutItsPaddingIsWhole() throws Exception {
    Told told =
        CaptureBytes.read(file("00000003 00000003 0000001c 00000000 00000002 00000005 aabbcc"));

    assertThat(told.packets()).hasSize(1);
    assertThat(told.damage().isThere()).isFalse();
  }

  @Test
  void aRecordShorterThanItsPacketIsDamageWithItsPlace() throws Exception {
    Told told =
        CaptureBytes.read(file("00000004 00000004 00000018 00000000 00000002 00000005 01020304"));

    assertThat(told.packets()).isEmpty();
    assertThat(told.damage().offset()).isEqualTo(16);
  }

  @Test
  void aFileThatEndsWithinAPacketIsCut() throws Exception {
    Told told =
        CaptureBytes.read(file("00000004 00000004 0000001c 00000000 00000002 00000005 0102"));

    assertThat(told.damage().what()).isEqualTo("ends within a packet: 2 of 4 bytes");
  }

  @Test
  void holdsTheSameFramesAsTheFileItWasConvertedFrom() throws Exception {
    Requires.tools("editcap");
    Path samples = Files.exists(Path.of("samples")) ? Path.of("samples") : Path.of("../samples");
    Path from = samples.resolve("tls10").resolve("capture.pcapng");
    Path snoop = folder.resolve("capture.snoop");
    Process editcap =
        new ProcessBuilder("editcap", "-F", "snoop", from.toString(), snoop.toString())
            .inheritIO()
            .start();
    assertThat(editcap.waitFor()).isZero();

    Told original = CaptureBytes.read(Files.readAllBytes(from));
    Told converted = CaptureBytes.read(Files.readAllBytes(snoop));

    assertThat(converted.packets()).hasSameSizeAs(original.packets());
    for (int i = 0; i < original.packets().size(); i++) {
      assertThat(converted.packets().get(i).hex()).isEqualTo(original.packets().get(i).hex());
    }
  }
}
