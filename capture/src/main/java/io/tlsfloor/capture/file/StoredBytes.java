package io.tlsfloor.capture.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The uncompressed bytes of a file that holds text rather than packets, read in the same ways as a
 * capture: compressed or not, at rest or while it grows.
 */
public final class StoredBytes extends InputStream {
  private final ByteInput input;

  private StoredBytes(ByteInput input) {
    this.input = input;
  }

  /**
   * Opens a file, or a named pipe.
   *
   * @throws IOException if it is not there, cannot be read, or its compressed data is damaged at
   *     once
   */
  public static StoredBytes open(Path path) throws IOException {
    OptionalLong size =
        Files.isRegularFile(path) ? OptionalLong.of(Files.size(path)) : OptionalLong.empty();
    StoredStream stored = new StoredStream(Files.newInputStream(path), size);
    try {
      @Nullable Compression compression = CaptureFiles.compressionOf(stored.firstFour());
      return new StoredBytes(
          compression == null
              ? StreamInput.plain(stored)
              : StreamInput.decompressing(stored, compression));
    } catch (IOException | RuntimeException failure) {
      stored.close();
      throw failure;
    }
  }

  /**
   * Opens an uncompressed file that another program still writes. A read at its end waits, until
   * {@code control} or the set says that nothing more comes.
   *
   * @param set made for the file's path
   * @throws IOException if it is not there or cannot be read
   */
  public static StoredBytes follow(RotatedSet set, FollowControl control) throws IOException {
    FileChannel channel = FileChannel.open(set.current(), StandardOpenOption.READ);
    return new StoredBytes(new GrowingFileInput(set, channel, control));
  }

  /** Bytes read so far, as stored. */
  public long storedBytes() {
    return input.storedBytes();
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    int count;
    do {
      count = input.read(ByteBuffer.wrap(into, offset, length));
    } while (count == 0);
    return count;
  }

  @Override
  public void close() throws IOException {
    input.close();
  }
}
