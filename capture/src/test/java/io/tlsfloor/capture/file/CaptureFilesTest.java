package io.tlsfloor.capture.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tlsfloor.capture.Damage;
import io.tlsfloor.capture.Frame;
import io.tlsfloor.capture.file.ReadCapture.Packet;
import io.tlsfloor.capture.file.ReadCapture.Told;
import io.tlsfloor.testing.Requires;
import io.tlsfloor.testing.TakesLong;
import io.tlsfloor.testing.WireBytes;
import io.tlsfloor.testing.WireFile;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CaptureFilesTest {
  private static final byte[] PACKET = WireBytes.hex("c0ffee00");

  @TempDir Path folder;

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          snoop            | 736e6f6f70000000 00000002 00000004 | looks like a snoop capture | editcap -F pcapng | true
          Network Monitor  | 474d4255 02000000         | looks like a Microsoft Network Monitor 2 capture | editcap -F pcapng | true
          Network Monitor 1| 52545353 01000000         | looks like a Microsoft Network Monitor 1 capture | editcap -F pcapng | true
          NetXRay          | 58435000 00                | looks like a NetXRay capture | editcap | true
          OmniPeek         | 7f766572 00                | looks like an OmniPeek capture | editcap | true
          ERF              | 0000008000f15365 02 04 0040 0000 0030 | looks like an Endace ERF capture | editcap | false
          zip              | 504b0304 1400              | looks like a zip archive | unpack it first | true
          HTML             | 3c21646f 6374              | looks like HTML or XML | downloaded | false
          text             | 31323a30 303a3031 0a       | looks like text | tcpdump -w | false
          one byte         | 00                         | is neither pcap nor pcapng (begins with 00) | capinfos | false
          noise            | 00112233 44556677 8899     | is neither pcap nor pcapng (begins with 00 11 22 33 44 55 66 77) | capinfos | false
          """)
  void saysWhatAnInputIsThatIsNoCaptureAndWhatToDo(
      String name, String bytes, String problem, String advice, String capture) {
    byte[] file = WireBytes.hex(bytes);

    assertThatThrownBy(() -> ReadCapture.read(file))
        .isInstanceOfSatisfying(
            CaptureFormatException.class,
            refusal -> assertThat(refusal.isCapture()).isEqualTo(Boolean.parseBoolean(capture)))
        .hasMessageStartingWith("test: " + problem)
        .hasMessageContaining(advice);
  }

  @Test
  void aWindowsEventTraceIsSaidToNeedConversion() {
    byte[] file = // a buffer header of 72 bytes, then the header of a system trace event
        WireFile.little()
            .u32(0x10000)
            .u32(0x268)
            .u32(0x268)
            .raw(new byte[60])
            .raw("0200 02 c0 0000")
            .bytes();

    assertThatThrownBy(() -> ReadCapture.read(file))
        .isInstanceOf(CaptureFormatException.class)
        .hasMessage(
            "test: looks like a Windows event trace (ETL); convert it with Microsoft's tool:"
                + " etl2pcapng IN.etl OUT.pcapng");
  }

  @Test
  void anEmptyFileIsSaidToBeEmpty() throws Exception {
    Path file = Files.createFile(folder.resolve("empty.pcap"));

    assertThatThrownBy(() -> CaptureFiles.open(file, (address, name) -> {}))
        .isInstanceOf(CaptureFormatException.class)
        .hasMessage(
            file + ": is empty; capture again; a capture without packets still has a header");
  }

  @Test
  void aHeaderAloneIsACaptureWithoutPackets() throws Exception {
    Told told = ReadCapture.read(WireFile.little().pcap(0xa1b2c3d4L, 1).bytes());

    assertThat(told.packets()).isEmpty();
    assertThat(told.damage()).isEqualTo(Damage.NONE);
  }

  @Test
  void aFolderIsNoCapture() {
    assertThatThrownBy(() -> CaptureFiles.open(folder, (address, name) -> {}))
        .isInstanceOf(CaptureFormatException.class)
        .hasMessageContaining("is a directory");
  }

  @Test
  void aMissingFileIsTheOperatingSystemsError() {
    assertThatThrownBy(() -> CaptureFiles.open(folder.resolve("gone"), (address, name) -> {}))
        .isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void aFileTellsItsSizeAndHowFarItWasRead() throws Exception {
    byte[] bytes = WireFile.little().pcap(0xa1b2c3d4L, 1).record(1, 0, PACKET).bytes();
    Path file = Files.write(folder.resolve("a.pcap"), bytes);

    try (CaptureFile capture = CaptureFiles.open(file, (address, name) -> {})) {
      assertThat(capture.name()).isEqualTo(file.toString());
      assertThat(capture.storedSize()).hasValue(bytes.length);
      ReadCapture.drain(capture, List.of());
      assertThat(capture.bytes()).isEqualTo(bytes.length);
    }
  }

  @Test
  @Timeout(600)
  void aPipeGivesEachFrameAsSoonAsItIsWritten() throws Exception {
    PipedOutputStream out = new PipedOutputStream();
    try (PipedInputStream in = new PipedInputStream(out, 1 << 16)) {
      out.write(WireFile.little().pcap(0xa1b2c3d4L, 1).record(1, 0, PACKET).bytes());
      out.flush();
      try (CaptureFile capture = CaptureFiles.open(in, "-", (address, name) -> {})) {
        Frame frame = new Frame();
        assertThat(capture.next(frame)).isTrue(); // the pipe is still open and empty
        out.write(WireFile.little().record(2, 0, PACKET).bytes());
        out.flush();
        assertThat(capture.next(frame)).isTrue();
        assertThat(frame.timeNanos()).isEqualTo(2_000_000_000L);
        out.close();
        assertThat(capture.next(frame)).isFalse();
        assertThat(capture.damage()).isEqualTo(Damage.NONE);
      }
    }
  }

  @Test
  @Timeout(600)
  void aNamedPipeIsReadAsAStream() throws Exception {
    Requires.tools("mkfifo");
    Path fifo = folder.resolve("fifo");
    assertThat(new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor()).isZero();
    byte[] bytes = WireFile.big().section().interfaceOf(1, 0).enhanced(0, 1, PACKET).bytes();
    Thread writer =
        new Thread(
            () -> {
              try (OutputStream out = Files.newOutputStream(fifo)) {
                out.write(bytes);
              } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
              }
            });
    writer.start();

    try (CaptureFile capture = CaptureFiles.open(fifo, (address, name) -> {})) {
      assertThat(ReadCapture.drain(capture, List.of()).packets()).hasSize(1);
    }
    writer.join();
  }

  @Test
  void aPcapngFileOfMoreThanFourGigabytesIsReadToItsEnd() throws Exception {
    Path file = folder.resolve("sparse.pcapng");
    long unknown = 0xFFFF_FFF0L; // the longest block there can be
    try (FileChannel channel = create(file)) {
      long at = write(channel, 0, WireFile.little().section().interfaceOf(1, 0));
      at = write(channel, at, WireFile.little().enhanced(0, 1, PACKET));
      write(channel, at, WireFile.little().u32(0x0a).u32(unknown));
      at += unknown;
      write(channel, at - 4, WireFile.little().u32(unknown));
      at = write(channel, at, WireFile.little().enhanced(0, 2, PACKET));
      assertThat(at).isGreaterThan(4L << 30);
      write(channel, at, WireFile.little().u32(6));
    }

    try (CaptureFile capture = CaptureFiles.open(file, (address, name) -> {})) {
      Told told = ReadCapture.drain(capture, List.of());
      assertThat(told.packets()).extracting(Packet::nanos).containsExactly(1000L, 2000L);
      assertThat(told.damage())
          .isEqualTo(new Damage(Files.size(file) - 4, "ends within a block: 4 of 12 bytes"));
    }
  }

  @TakesLong("reads four gigabytes")
  @Test
  void aPcapFileOfMoreThanFourGigabytesIsReadToItsEnd() throws Exception {
    Path file = folder.resolve("sparse.pcap");
    int length = 1 << 18; // of the longest packets
    int count = (int) ((1L << 32) / length) + 100;
    try (FileChannel channel = create(file)) {
      long at = write(channel, 0, WireFile.big().pcap(0xa1b2c3d4L, 1));
      for (int i = 1; i <= count; i++) {
        at = write(channel, at, WireFile.big().u32(i).u32(0).u32(length).u32(length));
        at += length;
      }
      write(channel, at, WireFile.big().record(count + 1, 0, PACKET));
    }

    try (CaptureFile capture = CaptureFiles.open(file, (address, name) -> {})) {
      Frame frame = new Frame();
      while (capture.next(frame)) {
        assertThat(frame.timeNanos()).isEqualTo(frame.number() * 1_000_000_000L);
      }
      assertThat(capture.packets()).isEqualTo(count + 1);
      assertThat(capture.damage()).isEqualTo(Damage.NONE);
    }
  }

  @Test
  void aBlockThatReachesPastTheEndOfTheFileIsDamage() throws Exception {
    byte[] bytes =
        WireFile.little().section().interfaceOf(1, 0).u32(0x0a).u32(0xFFFF_FFF0L).u32(0).bytes();
    Path file = Files.write(folder.resolve("cut.pcapng"), bytes);

    try (CaptureFile capture = CaptureFiles.open(file, (address, name) -> {})) {
      assertThat(ReadCapture.drain(capture, List.of()).damage().what())
          .isEqualTo("ends within a block of 4,294,967,280 bytes");
    }
  }

  private static FileChannel create(Path file) throws IOException {
    return FileChannel.open(
        file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, StandardOpenOption.SPARSE);
  }

  /** Writes, and tells where the next byte goes. */
  private static long write(FileChannel channel, long at, WireFile bytes) throws IOException {
    return at + channel.write(ByteBuffer.wrap(bytes.bytes()), at);
  }
}
