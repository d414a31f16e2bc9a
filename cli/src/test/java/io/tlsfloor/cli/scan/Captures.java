package io.tlsfloor.cli.scan;

import io.tlsfloor.testing.Project;
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
  static final Path FLAGGED = Project.path("samples/tls10/capture.pcapng");

  /** A client at TLS 1.2. */
  static final Path CLEAN = Project.path("samples/tls12/capture.pcapng");

  /** An hour of an office. */
  static final Path OFFICE_HOUR = Project.path("samples/office-hour/capture.pcapng");

  private static final int ENHANCED_PACKET_BLOCK = 6;

  private Captures() {}

  static byte[] bytes(Path capture) {
    try {
      return Files.readAllBytes(capture);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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
