package io.tlsfloor.cli.scan;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Captures for tests: those of the samples, and small ones with a flaw. */
final class Captures {
  /** A client at TLS 1.0 that gets through to Exchange Online. */
  static final Path FLAGGED = Path.of("samples/tls10/capture.pcapng");

  /** A client at TLS 1.2. */
  static final Path CLEAN = Path.of("samples/tls12/capture.pcapng");

  /** LINKTYPE_ETHERNET. */
  static final int ETHERNET = 1;

  /** An hour of an office. */
  static final Path OFFICE_HOUR = Path.of("samples/office-hour/capture.pcapng");

  private static final int ENHANCED_PACKET_BLOCK = 6;
  private static final int GLOBAL_HEADER_BYTES = 24;
  private static final int RECORD_HEADER_BYTES = 16;

  private Captures() {}

  static byte[] bytes(Path capture) {
    try {
      return Files.readAllBytes(capture);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The header of a pcap file without a packet. */
  static byte[] header(int linkType) {
    return ByteBuffer.allocate(GLOBAL_HEADER_BYTES)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(0xA1B2C3D4)
        .putShort((short) 2)
        .putShort((short) 4)
        .putInt(0)
        .putInt(0)
        .putInt(262144)
        .putInt(linkType)
        .array();
  }

  /** A record of a pcap file whose header says it has {@code length} bytes, whatever it has. */
  static byte[] record(int seconds, int length, byte[] frame) {
    return ByteBuffer.allocate(RECORD_HEADER_BYTES + frame.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(seconds)
        .putInt(0)
        .putInt(length)
        .putInt(length)
        .put(frame)
        .array();
  }

  static byte[] join(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  /**
   * The packets of a pcapng file in several files, as a capturing program that changes its file
   * would have written them.
   */
  static void split(Path capture, Path folder, int files) throws IOException {
    ByteBuffer all = ByteBuffer.wrap(bytes(capture)).order(ByteOrder.LITTLE_ENDIAN);
    List<byte[]> head = new ArrayList<>();
    List<byte[]> packets = new ArrayList<>();
    while (all.hasRemaining()) {
      byte[] block = new byte[all.getInt(all.position() + Integer.BYTES)];
      boolean packet = all.getInt(all.position()) == ENHANCED_PACKET_BLOCK;
      all.get(block);
      (packet ? packets : head).add(block);
    }
    int each = (packets.size() + files - 1) / files;
    for (int i = 0; i < files; i++) {
      ByteArrayOutputStream part = new ByteArrayOutputStream();
      head.forEach(part::writeBytes);
      packets.subList(i * each, Math.min(packets.size(), (i + 1) * each)).forEach(part::writeBytes);
      Files.write(folder.resolve(String.format("part_%05d.pcapng", i)), part.toByteArray());
    }
  }
}
