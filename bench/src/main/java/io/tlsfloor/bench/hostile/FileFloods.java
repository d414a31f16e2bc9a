package io.tlsfloor.bench.hostile;

import com.github.luben.zstd.ZstdOutputStream;
import io.tlsfloor.bench.hostile.Attack.Written;
import io.tlsfloor.testing.WireBytes;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.compressors.lz4.FramedLZ4CompressorOutputStream;

/** Attacks by the file itself: what is around the packets. */
final class FileFloods {
  private static final int CHUNK = 1 << 16;

  private FileFloods() {}

  static List<Attack> all() {
    return List.of(
        new Attack("gzip-empty-members", 10_000, 1_000_000, FileFloods::gzipMembers),
        frames("zstd-empty-frames", "28b52ffd2000010000", ZstdOutputStream::new),
        frames("zstd-skipped-frames", "502a4d1800000000", ZstdOutputStream::new),
        frames(
            "lz4-empty-frames",
            "04224d186440a700000000055dcc02",
            FramedLZ4CompressorOutputStream::new),
        frames("lz4-linked-frames", "04224d184040c000000000", FramedLZ4CompressorOutputStream::new),
        frames("lz4-skipped-frames", "502a4d1800000000", FramedLZ4CompressorOutputStream::new),
        new Attack("gzip-bomb", 200, 20_000, bomb(GZIPOutputStream::new)),
        new Attack("zstd-bomb", 200, 20_000, bomb(ZstdOutputStream::new)),
        new Attack("lz4-bomb", 200, 20_000, bomb(FramedLZ4CompressorOutputStream::new)),
        new Attack("pcapng-interfaces", 20_000, 500_000, FileFloods::interfaces),
        new Attack("pcapng-options", 2_000, 100_000, FileFloods::options),
        new Attack("pcapng-interface-options", 10, 200, FileFloods::interfaceOptions),
        new Attack("pcapng-statistics-options", 10, 200, FileFloods::statisticsOptions),
        new Attack("pcapng-names", 500, 20_000, FileFloods::names),
        new Attack("pcapng-names-of-one-address", 50, 2_000, FileFloods::namesOfOne),
        new Attack("pcapng-sections", 20_000, 500_000, FileFloods::sections),
        new Attack("pcapng-unknown-blocks", 20_000, 2_000_000, FileFloods::unknownBlocks));
  }

  private interface Compressor {
    OutputStream around(OutputStream out) throws IOException;
  }

  /** The planted connections alone, as a pcap. */
  private static byte[] plain(Path folder) throws IOException {
    Path file = Files.createTempFile(folder, "plain", ".pcap");
    try {
      Attack.of("", 0, 0, () -> (wire, i) -> {}).writer().write(file, 1, 1);
      return Files.readAllBytes(file);
    } finally {
      Files.delete(file);
    }
  }

  private static Path folderOf(Path file) {
    Path parent = file.toAbsolutePath().getParent();
    return parent == null ? Path.of(".") : parent;
  }

  private static Written gzipMembers(Path file, int steps, long seed) throws IOException {
    ByteArrayOutputStream empty = new ByteArrayOutputStream();
    new GZIPOutputStream(empty).close();
    byte[] plain = plain(folderOf(file));
    try (OutputStream out = Files.newOutputStream(file)) {
      ByteArrayOutputStream many = new ByteArrayOutputStream();
      for (int i = 0; i < steps; i++) {
        empty.writeTo(many);
      }
      many.writeTo(out);
      ByteArrayOutputStream half = new ByteArrayOutputStream();
      try (GZIPOutputStream zipped = new GZIPOutputStream(half)) {
        zipped.write(plain, 0, plain.length / 2);
      }
      half.writeTo(out);
      many.writeTo(out);
      half.reset();
      try (GZIPOutputStream zipped = new GZIPOutputStream(half)) {
        zipped.write(plain, plain.length / 2, plain.length - plain.length / 2);
      }
      half.writeTo(out);
    }
    return new Written(0, Files.size(file));
  }

  /** Frames of no bytes, before the planted connections and behind them. */
  private static Attack frames(String name, String frame, Compressor compressor) {
    byte[] empty = HexFormat.of().parseHex(frame);
    return new Attack(
        name,
        10_000,
        1_000_000,
        (file, steps, seed) -> {
          byte[] plain = plain(folderOf(file));
          try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            ByteArrayOutputStream whole = new ByteArrayOutputStream();
            try (OutputStream compressed = compressor.around(whole)) {
              compressed.write(plain);
            }
            boolean skipped = (empty[0] & 0xF0) == 0x50;
            if (skipped) { // what a file begins with says what it is
              whole.writeTo(out);
            }
            for (int i = 0; i < steps; i++) {
              out.write(empty);
            }
            if (!skipped) {
              whole.writeTo(out);
            }
            for (int i = 0; i < steps; i++) {
              out.write(empty);
            }
          }
          return new Written(0, Files.size(file));
        });
  }

  /** Behind the planted connections, empty records: sixteen zeros each. */
  private static Attack.Writer bomb(Compressor compressor) {
    return (file, steps, seed) -> {
      byte[] plain = plain(folderOf(file));
      byte[] zeros = new byte[CHUNK];
      try (OutputStream out = compressor.around(Files.newOutputStream(file))) {
        out.write(plain);
        for (int i = 0; i < steps; i++) {
          out.write(zeros);
        }
      }
      return new Written((long) steps * CHUNK / 16, plain.length + (long) steps * CHUNK);
    };
  }

  // ---- pcapng (draft-ietf-opsawg-pcapng)

  private static ByteBuffer block(int type, int bodyBytes) {
    return ByteBuffer.allocate(12 + bodyBytes)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(type)
        .putInt(12 + bodyBytes);
  }

  private static byte[] closed(ByteBuffer block) {
    byte[] bytes = new byte[block.capacity()];
    block.putInt(block.capacity() - 4, block.capacity()).get(0, bytes);
    return bytes;
  }

  private static byte[] section() {
    return closed(block(0x0A0D0D0A, 16).putInt(0x1A2B3C4D).putInt(1).putLong(-1));
  }

  private static byte[] ethernet() {
    return closed(block(1, 8).putInt(1).putInt(0));
  }

  /** The planted connections as packet blocks of the first interface. */
  private static byte[] packets(Path folder) throws IOException {
    ByteBuffer pcap = ByteBuffer.wrap(plain(folder)).order(ByteOrder.LITTLE_ENDIAN).position(24);
    ByteArrayOutputStream blocks = new ByteArrayOutputStream();
    while (pcap.hasRemaining()) {
      long micros = pcap.getInt() * 1_000_000L + pcap.getInt();
      int length = pcap.getInt();
      pcap.getInt();
      ByteBuffer block = block(6, 20 + (length + 3 & ~3));
      block
          .putInt(0)
          .putInt((int) (micros >>> 32))
          .putInt((int) micros)
          .putInt(length)
          .putInt(length);
      block.put(block.position(), pcap, pcap.position(), length);
      pcap.position(pcap.position() + length);
      blocks.writeBytes(closed(block));
    }
    return blocks.toByteArray();
  }

  private interface Blocks {
    byte[] at(int step);
  }

  private static Written blocks(Path file, int steps, Blocks each) throws IOException {
    byte[] packets = packets(folderOf(file));
    try (OutputStream out = Files.newOutputStream(file)) {
      out.write(section());
      out.write(ethernet());
      for (int i = 0; i < steps; i++) {
        out.write(each.at(i));
      }
      out.write(packets);
    }
    return new Written(steps, Files.size(file));
  }

  private static Written interfaces(Path file, int steps, long seed) throws IOException {
    return blocks(file, steps, i -> ethernet());
  }

  /** Packets of no bytes and hundreds of options. */
  private static Written options(Path file, int steps, long seed) throws IOException {
    return blocks(
        file,
        steps,
        i -> {
          ByteBuffer block = block(6, 20 + 4_000);
          block.putInt(0).putInt(0x65000).putInt(i).putInt(0).putInt(0);
          for (int at = 0; at < 999; at++) {
            block.putShort((short) 2988).putShort((short) 0);
          }
          return closed(block);
        });
  }

  private static Written interfaceOptions(Path file, int steps, long seed) throws IOException {
    return fullOfOptions(file, steps, block(1, 8 + 500_000).putInt(1).putInt(0));
  }

  private static Written statisticsOptions(Path file, int steps, long seed) throws IOException {
    return fullOfOptions(file, steps, block(5, 12 + 500_000).putInt(0).putLong(0));
  }

  /** Blocks of 125,000 options without a value. */
  private static Written fullOfOptions(Path file, int steps, ByteBuffer block) throws IOException {
    while (block.remaining() > 4) {
      block.putShort((short) 1).putShort((short) 0);
    }
    byte[] one = closed(block);
    return blocks(file, steps, i -> one);
  }

  /** Name resolution blocks, each with a thousand names of an address of its own. */
  private static Written names(Path file, int steps, long seed) throws IOException {
    return blocks(
        file,
        steps,
        i -> {
          ByteBuffer block = block(4, 200 * 16 + 4);
          for (int at = 0; at < 200; at++) {
            block.putShort((short) 1).putShort((short) 10).putInt(i * 200 + at).putInt(0x00636261);
            block.putInt(0x00000064);
          }
          return closed(block);
        });
  }

  /** Name resolution blocks, each with 15,000 names of one address. */
  private static Written namesOfOne(Path file, int steps, long seed) throws IOException {
    ByteBuffer block = block(4, 4 + 4 + 60_000);
    block.putShort((short) 1).putShort((short) 60_000).putInt(0x01020304);
    for (int name = 0; block.remaining() > 8; name++) {
      block.put((byte) ('a' + name % 26)).put((byte) ('a' + name / 26 % 26));
      block.put((byte) ('a' + name / 676)).put((byte) 0);
    }
    byte[] one = closed(block);
    return blocks(file, steps, i -> one);
  }

  private static Written unknownBlocks(Path file, int steps, long seed) throws IOException {
    byte[] one = closed(block(0x7777, 0));
    return blocks(file, steps, i -> one);
  }

  private static Written sections(Path file, int steps, long seed) throws IOException {
    byte[] one = WireBytes.join(section(), ethernet());
    return blocks(file, steps, i -> one);
  }
}
