package io.tlsfloor.capture.file;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** A stream that cannot seek: standard input, a pipe, or a capture that is being decompressed. */
final class StreamInput implements ByteInput {
  private static final int CHUNK = 1 << 16;

  private final InputStream in;
  private final StoredStream stored;
  private final @Nullable Compression compression;
  private final byte[] chunk = new byte[CHUNK];

  private StreamInput(InputStream in, StoredStream stored, @Nullable Compression compression) {
    this.in = in;
    this.stored = stored;
    this.compression = compression;
  }

  /** The stream as it is. */
  static StreamInput plain(StoredStream stored) {
    return new StreamInput(stored, stored, null);
  }

  /**
   * The stream's uncompressed bytes.
   *
   * @throws DamagedInputException if the compressed data does not even begin as it should
   */
  static StreamInput decompressing(StoredStream stored, Compression compression)
      throws IOException {
    try {
      return new StreamInput(compression.open(stored), stored, compression);
    } catch (IOException | RuntimeException broken) {
      throw explained(stored, compression, broken);
    }
  }

  @Override
  public int read(ByteBuffer into) throws IOException {
    int count;
    try {
      count = in.read(chunk, 0, Math.min(CHUNK, into.remaining()));
    } catch (IOException | RuntimeException broken) {
      throw explained(stored, compression, broken);
    }
    if (count > 0) {
      into.put(chunk, 0, count);
    }
    return count;
  }

  /**
   * Separates damage of compressed data from everything else. Decompression libraries report damage
   * by unchecked exceptions too.
   */
  private static IOException explained(
      StoredStream stored, @Nullable Compression compression, Exception broken) {
    if (compression != null && !stored.failed()) {
      String what = broken instanceof EOFException ? "ends too early" : "is damaged";
      return new DamagedInputException(
          String.format("the %s data around it %s (%s)", compression, what, reason(broken)),
          broken);
    }
    if (broken instanceof RuntimeException bug) {
      throw bug;
    }
    return (IOException) broken;
  }

  private static String reason(Exception broken) {
    String message = broken.getMessage();
    return message == null ? broken.getClass().getSimpleName() : message;
  }

  @Override
  public long skip(long count) {
    return 0;
  }

  @Override
  public long storedBytes() {
    return stored.consumed();
  }

  @Override
  public OptionalLong storedSize() {
    return stored.size();
  }

  @Override
  public boolean isGrowing() {
    return false;
  }

  @Override
  public void close() throws IOException {
    try (stored) {
      in.close();
    }
  }
}
