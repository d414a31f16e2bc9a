package io.tlsfloor.capture.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.capture.Damage;
import io.tlsfloor.capture.file.ReadCapture.Told;
import io.tlsfloor.testing.WireFile;
import io.tlsfloor.testing.WireFrame;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random captures of several windows' length, read by two readers that share nothing. */
class SecondReaderTest {
  private static final int BYTES = 3_000_000;

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void agreesOnPcapFiles(long seed) throws Exception {
    Random random = new Random(seed);
    WireFile file = random.nextBoolean() ? WireFile.little() : WireFile.big();
    file.pcap(random.nextBoolean() ? 0xa1b2c3d4L : 0xa1b23c4dL, random.nextInt(300));
    for (int written = 0; written < BYTES; ) {
      byte[] packet = packet(random);
      file.record(1_700_000_000 + random.nextInt(1000), random.nextInt(1_000_000), packet);
      written += packet.length;
    }

    compare(file.bytes(), random);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void agreesOnPcapngFiles(long seed) throws Exception {
    Random random = new Random(seed);
    WireFile whole = WireFile.little();
    for (int section = 0; section < 3; section++) {
      WireFile file = random.nextBoolean() ? WireFile.little() : WireFile.big();
      file.section();
      int interfaces = 1 + random.nextInt(4);
      for (int i = 0; i < interfaces; i++) {
        String[] resolutions = {"06", "09", "03", "0c", "94"};
        file.interfaceOf(
            random.nextInt(300),
            random.nextBoolean() ? 0 : 200_000,
            WireFile.option(9, resolutions[random.nextInt(5)]));
      }
      for (int written = 0; written < BYTES / 3; ) {
        byte[] packet = packet(random);
        int of = random.nextInt(interfaces);
        long ticks = random.nextLong() >>> 20;
        switch (random.nextInt(8)) {
          case 0 -> file.simple(packet.length, packet);
          case 1 -> file.obsolete(of, 0xFFFF, ticks, packet);
          case 2 -> file.block(random.nextInt(100) + 10, WireFile.little().raw(packet));
          case 3 -> file.block(0xbad, WireFile.little().raw(packet));
          case 4 -> file.enhanced(of, ticks, packet, WireFile.option(2, "00000001"));
          default -> file.enhanced(of, ticks, packet);
        }
        written += packet.length;
      }
      whole.raw(file.bytes());
    }

    compare(whole.bytes(), random);
  }

  private void compare(byte[] bytes, Random random) throws Exception {
    List<ReadCapture.Packet> expected =
        WireFile.read(bytes).stream().map(SecondReaderTest::packet).toList();
    InputStream uneven =
        new ByteArrayInputStream(bytes) {
          @Override
          public synchronized int read(byte[] into, int offset, int length) {
            return super.read(into, offset, 1 + random.nextInt(length));
          }
        };

    Told streamed = ReadCapture.read(uneven);
    Told fromFile;
    try (CaptureFile capture =
        CaptureFiles.open(Files.write(folder.resolve("f"), bytes), (address, name) -> {})) {
      fromFile = ReadCapture.drain(capture, List.of());
    }

    assertThat(streamed.damage()).isEqualTo(Damage.NONE);
    assertThat(streamed.packets()).hasSameSizeAs(expected);
    for (int i = 0; i < expected.size(); i++) {
      assertThat(streamed.packets().get(i)).isEqualTo(expected.get(i));
      assertThat(fromFile.packets().get(i)).isEqualTo(expected.get(i));
    }
    assertThat(fromFile.damage()).isEqualTo(Damage.NONE);
  }

  private static ReadCapture.Packet packet(WireFile.Read read) {
    WireFrame frame = read.frame();
    return new ReadCapture.Packet(
        read.number(),
        frame.linkType(),
        frame.nanos(),
        read.timeKnown(),
        frame.originalLength(),
        HexFormat.of().formatHex(frame.bytes()));
  }

  private static byte[] packet(Random random) {
    int length =
        switch (random.nextInt(20)) {
          case 0 -> random.nextInt(200_000); // as offload hands over
          case 1 -> 0;
          default -> random.nextInt(1515);
        };
    byte[] packet = new byte[length];
    random.nextBytes(packet);
    return packet;
  }
}
