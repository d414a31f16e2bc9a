package io.tlsfloor.cli.scan;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/** Captures for tests: those of the samples, and small ones with a flaw. */
final class Captures {
  /** A client at TLS 1.0 that gets through to Exchange Online. */
  static final Path FLAGGED = Path.of("samples/tls10/capture.pcapng");

  /** A client at TLS 1.2. */
  static final Path CLEAN = Path.of("samples/tls12/capture.pcapng");

  /** LINKTYPE_ETHERNET. */
  static final int ETHERNET = 1;

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
}
