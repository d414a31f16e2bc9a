package io.tlsfloor.capture.file;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import io.tlsfloor.capture.Damage;
import io.tlsfloor.capture.NameSink;
import io.tlsfloor.capture.file.ReadCapture.Told;
import io.tlsfloor.testing.TakesLong;
import io.tlsfloor.testing.WireBytes;
import io.tlsfloor.testing.WireFile;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.File;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.Proxy;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.apache.commons.compress.compressors.lz4.FramedLZ4CompressorOutputStream;
import org.apache.commons.compress.compressors.lz4.FramedLZ4CompressorOutputStream.BlockSize;
import org.apache.commons.compress.compressors.lz4.FramedLZ4CompressorOutputStream.Parameters;
import org.apache.commons.compress.compressors.xz.XZCompressorOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class CompressionTest {
  private static final int PACKETS = 200;
  private static final byte[] CAPTURE = capture();
  private static final Map<Kind, byte[]> WHOLE = new EnumMap<>(Kind.class);

  @TempDir Path folder;

  /** The forms, as other programs write them. */
  enum Kind {
    GZIP {
      @Override
      byte[] compress(byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(out)) {
          gzip.write(bytes);
        }
        return out.toByteArray();
      }
    },
    ZSTD {
      @Override
      byte[] compress(byte[] bytes) {
        return Zstd.compress(bytes);
      }
    },
    LZ4 {
      @Override
      byte[] compress(byte[] bytes) throws IOException {
        return lz4(bytes, false);
      }
    },
    LZ4_LINKED {
      @Override
      byte[] compress(byte[] bytes) throws IOException {
        return lz4(bytes, true);
      }
    },
    BZIP2 {
      @Override
      byte[] compress(byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (OutputStream bzip2 = new BZip2CompressorOutputStream(out, 1)) {
          bzip2.write(bytes);
        }
        return out.toByteArray();
      }
    },
    XZ {
      @Override
      byte[] compress(byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (OutputStream xz = new XZCompressorOutputStream(out)) {
          xz.write(bytes);
        }
        return out.toByteArray();
      }
    };

    private static byte[] lz4(byte[] bytes, boolean linked) throws IOException {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      Parameters parameters = new Parameters(BlockSize.K64, true, false, linked);
      try (OutputStream lz4 = new FramedLZ4CompressorOutputStream(out, parameters)) {
        lz4.write(bytes);
      }
      return out.toByteArray();
    }

    /** The name that a format has in messages. */
    String formatName() {
      return name().toLowerCase(Locale.ROOT).replace("_linked", "");
    }

    abstract byte[] compress(byte[] bytes) throws IOException;
  }

  /** The capture, compressed once for all tests; nobody writes to it. */
  private static synchronized byte[] whole(Kind kind) throws IOException {
    byte[] whole = WHOLE.get(kind);
    if (whole == null) {
      whole = kind.compress(CAPTURE);
      WHOLE.put(kind, whole);
    }
    return whole;
  }

  private static byte[] capture() {
    WireFile file = WireFile.little().pcap(0xa1b2c3d4L, 1);
    Random random = new Random(1);
    for (int i = 0; i < PACKETS; i++) {
      byte[] packet = new byte[40 + random.nextInt(1400)];
      random.nextBytes(packet);
      file.record(i, 0, packet);
    }
    return file.bytes();
  }

  @ParameterizedTest
  @EnumSource
  void aCompressedCaptureTellsTheSameWhateverItsName(Kind kind) throws Exception {
    Path file = Files.write(folder.resolve("capture.txt"), whole(kind));

    Told told;
    try (CaptureFile capture = CaptureFiles.open(file, (address, name) -> {})) {
      told = ReadCapture.drain(capture, java.util.List.of());
      assertThat(capture.bytes()).isEqualTo(Files.size(file));
      assertThat(capture.storedSize()).hasValue(Files.size(file));
    }

    assertThat(told.packets()).isEqualTo(ReadCapture.read(CAPTURE).packets());
    assertThat(told.damage()).isEqualTo(Damage.NONE);
    assertThat(told.format()).isEqualTo("pcap, " + kind.formatName());
  }

  @ParameterizedTest
  @EnumSource
  void partsThatFollowEachOtherAreOneCapture(Kind kind) throws Exception {
    byte[] first = kind.compress(Arrays.copyOf(CAPTURE, 5000));
    byte[] second = kind.compress(Arrays.copyOfRange(CAPTURE, 5000, CAPTURE.length));

    Told told = ReadCapture.read(trickle(joined(first, second)));

    assertThat(told.damage()).isEqualTo(Damage.NONE);
    assertThat(told.packets()).hasSize(PACKETS);
  }

  @ParameterizedTest
  @EnumSource
  void cutDataIsReadUpToTheCut(Kind kind) throws Exception {
    byte[] whole = whole(kind);

    Told told = ReadCapture.read(Arrays.copyOf(whole, whole.length - 5000));

    assertThat(told.packets()).hasSizeBetween(50, PACKETS - 1);
    assertThat(told.damage().isThere()).isTrue();
    assertThat(told.damage().what()).contains("data around it");
    assertThat(told.damage().offset()).isBetween(24L, (long) CAPTURE.length);
  }

  @ParameterizedTest
  @EnumSource
  void dataThatHoldsNoCaptureSaysWhatItHolds(Kind kind) throws Exception {
    byte[] text = kind.compress("Dear diary, nothing was captured today.".getBytes(US_ASCII));

    assertThatThrownBy(() -> ReadCapture.read(text))
        .isInstanceOf(CaptureFormatException.class)
        .hasMessageContaining("looks like text");
  }

  @ParameterizedTest
  @EnumSource
  void dataThatIsCutBeforeTheHeaderIsNoCapture(Kind kind) throws Exception {
    byte[] whole = whole(kind);

    assertThatThrownBy(() -> ReadCapture.read(Arrays.copyOf(whole, 12)))
        .isInstanceOf(CaptureFormatException.class)
        .hasMessageContaining("holds no capture");
  }

  @ParameterizedTest
  @EnumSource
  void compressedTwiceIsSaid(Kind kind) throws Exception {
    byte[] twice = kind.compress(whole(Kind.GZIP));

    assertThatThrownBy(() -> ReadCapture.read(twice))
        .isInstanceOf(CaptureFormatException.class)
        .hasMessageContaining("is compressed twice")
        .hasMessageContaining("decompress it once first");
  }

  @ParameterizedTest
  @EnumSource
  void aFailureOfTheInputIsNoDamage(Kind kind) throws Exception {
    byte[] whole = whole(kind);
    InputStream failing =
        new InputStream() {
          private int at;

          @Override
          public int read() throws IOException {
            if (at == 100) {
              throw new IOException("disk on fire");
            }
            return whole[at++] & 0xFF;
          }

          @Override
          public int read(byte[] into, int offset, int length) throws IOException {
            into[offset] = (byte) read();
            return 1;
          }
        };

    assertThatThrownBy(() -> ReadCapture.read(failing))
        .isInstanceOf(IOException.class)
        .hasMessage("disk on fire");
  }

  @Test
  void theLibrariesAreNotNeededForACaptureThatIsNotCompressed() throws Exception {
    String[] path = System.getProperty("java.class.path").split(File.pathSeparator);
    URL[] without = new URL[path.length];
    for (int i = 0; i < path.length; i++) {
      boolean library = path[i].matches(".*/(zstd-jni|commons-compress|xz)-[^/]*");
      without[i] = library ? new URL("file:/none") : Path.of(path[i]).toUri().toURL();
    }
    try (URLClassLoader loader =
        new URLClassLoader(without, ClassLoader.getPlatformClassLoader())) {
      Class<?> files = loader.loadClass(CaptureFiles.class.getName());
      Class<?> sink = loader.loadClass(NameSink.class.getName());
      Object names = Proxy.newProxyInstance(loader, new Class<?>[] {sink}, (a, b, c) -> null);

      Closeable capture =
          (Closeable)
              files
                  .getMethod("open", InputStream.class, String.class, sink)
                  .invoke(null, new ByteArrayInputStream(CAPTURE), "test", names);

      capture.close();
      assertThat(loader.getResource("com/github/luben/zstd/ZstdInputStream.class")).isNull();
    }
  }

  @Test
  void zerosMayFollowGzipDataAndNothingElse() throws Exception {
    byte[] whole = whole(Kind.GZIP);

    assertThat(ReadCapture.read(joined(whole, new byte[1000])).damage()).isEqualTo(Damage.NONE);
    for (int length : new int[] {1, 8, 9, 20, 100_000}) {
      byte[] garbage = new byte[length];
      Arrays.fill(garbage, (byte) 'x');
      Told told = ReadCapture.read(joined(whole, garbage));
      assertThat(told.packets()).hasSize(PACKETS);
      assertThat(told.damage().what())
          .isEqualTo("the gzip data around it is damaged (bytes after the end of the data)");
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Kind.class,
      names = {"ZSTD", "LZ4", "LZ4_LINKED", "BZIP2", "XZ"})
  void nothingElseMayFollowOtherData(Kind kind) throws Exception {
    Told told = ReadCapture.read(joined(whole(kind), "garbage".getBytes(US_ASCII)));

    assertThat(told.packets()).hasSize(PACKETS);
    assertThat(told.damage().what()).startsWith("the " + kind.formatName() + " data around it ");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "frames without bytes whose blocks lean on each other, 04224d184040c000000000, ''",
    "blocks of one byte each, 02000000 1078, 04224d18604082 "
        + "10000080 0000000000000000 60ea000060ea0000" // the header of a packet
  })
  void lz4DataInCountlessPiecesIsDamaged(String what, String piece, String frame) throws Exception {
    ByteArrayOutputStream data = new ByteArrayOutputStream();
    data.writeBytes(whole(Kind.LZ4));
    data.writeBytes(WireBytes.hex(frame));
    for (int i = 0; i < 12_000; i++) {
      data.writeBytes(WireBytes.hex(piece));
    }
    data.writeBytes(whole(Kind.LZ4));

    Told told = ReadCapture.read(data.toByteArray());

    assertThat(told.packets()).hasSize(PACKETS);
    assertThat(told.damage().what())
        .matches("the lz4 data around it is damaged \\(10,[0-9]{3} blocks hold [0-9,]+ bytes\\)");
  }

  @Test
  void gzipDataInCountlessMembersWithoutBytesIsDamaged() throws Exception {
    byte[] empty = Kind.GZIP.compress(new byte[0]);
    ByteArrayOutputStream data = new ByteArrayOutputStream();
    data.writeBytes(whole(Kind.GZIP));
    for (int i = 0; i < 12_000; i++) {
      data.writeBytes(empty);
    }
    data.writeBytes(whole(Kind.GZIP));

    Told told = ReadCapture.read(data.toByteArray());

    assertThat(told.packets()).hasSize(PACKETS);
    assertThat(told.damage().what())
        .matches("the gzip data around it is damaged \\(10,[0-9]{3} members hold [0-9,]+ bytes\\)");
  }

  @Test
  void lz4DataInHalfAMillionFramesWithoutBytesIsDamaged() throws Exception {
    byte[] empty = WireBytes.hex("04224d186440a700000000055dcc02");
    ByteArrayOutputStream data = new ByteArrayOutputStream();
    data.writeBytes(whole(Kind.LZ4));
    for (int i = 0; i < (1 << 19) + 10_000; i++) {
      data.writeBytes(empty);
    }
    data.writeBytes(whole(Kind.LZ4));

    Told told = ReadCapture.read(data.toByteArray());

    assertThat(told.packets()).hasSize(PACKETS);
    assertThat(told.damage().what())
        .matches(
            "the lz4 data around it is damaged \\(5[0-9]{2},[0-9]{3} frames hold [0-9,]+ bytes\\)");
  }

  @Test
  void zstdDataMayBeginWithAFrameToBePassedOver() throws Exception {
    byte[] skippable = WireBytes.hex("502a4d18 04000000 01020304");

    assertThat(ReadCapture.read(joined(skippable, whole(Kind.ZSTD))).packets()).hasSize(PACKETS);
  }

  @Test
  void xzDataThatWantsMoreMemoryThanXzTakesIsRefused() throws Exception {
    byte[] whole = whole(Kind.XZ);
    byte[] large = whole.clone();
    large[16] = 40; // a dictionary of 4 GiB
    CRC32 sum = new CRC32();
    sum.update(large, 12, 8);
    for (int i = 0; i < 4; i++) {
      large[20 + i] = (byte) (sum.getValue() >>> 8 * i);
    }

    assertThatThrownBy(() -> ReadCapture.read(large))
        .isInstanceOf(CaptureFormatException.class)
        .hasMessageContaining("holds no capture: the xz data around it is damaged");
  }

  @Test
  void aGzipChecksumThatIsWrongIsDamage() throws Exception {
    byte[] whole = whole(Kind.GZIP).clone();
    whole[whole.length - 6] ^= 1;

    Told told = ReadCapture.read(whole);

    assertThat(told.packets()).hasSize(PACKETS);
    assertThat(told.damage().what()).contains("is damaged");
  }

  @TakesLong("writes and reads 300 MB")
  @Test
  void whatDecompressesToVeryMuchIsStreamed() throws Exception {
    Path file = folder.resolve("bomb.gz");
    long body = 300L << 20; // of zeros, more than the heap of a test can hold many times
    try (OutputStream out =
        new FilterOutputStream(new GZIPOutputStream(Files.newOutputStream(file), 1 << 16)) {
          @Override
          public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
          }
        }) {
      out.write(WireFile.little().section().interfaceOf(1, 0).bytes());
      out.write(WireFile.little().u32(0x0a).u32(body + 12).bytes());
      byte[] zeros = new byte[1 << 20];
      for (long i = 0; i < body; i += zeros.length) {
        out.write(zeros);
      }
      out.write(WireFile.little().u32(body + 12).enhanced(0, 1, new byte[4]).bytes());
    }

    try (CaptureFile capture = CaptureFiles.open(file, (address, name) -> {})) {
      Told told = ReadCapture.drain(capture, java.util.List.of());
      assertThat(told.packets()).hasSize(1);
      assertThat(told.damage()).isEqualTo(Damage.NONE);
    }
  }

  private static byte[] joined(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  /** A pipe that gives few bytes at a time, and never says that there are more. */
  static InputStream trickle(byte[] bytes) {
    return new ByteArrayInputStream(bytes) {
      @Override
      public synchronized int read(byte[] into, int offset, int length) {
        return super.read(into, offset, Math.min(length, 7));
      }

      @Override
      public synchronized int available() {
        return 0;
      }
    };
  }
}
