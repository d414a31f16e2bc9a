package io.tlsfloor.report.sink;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A file that lines are added to: whole or not at all, by one writer at a time, and never through a
 * symbolic link. An interrupt, which would close the channel, waits until a step is done; one that
 * came in its midst has the step done again.
 */
final class AppendedFile implements Closeable {
  private final Path path;
  private @Nullable FileChannel channel;

  private AppendedFile(Path path) {
    this.path = path;
  }

  /**
   * Opens a file, or makes it for owner and group.
   *
   * @throws IOException if that cannot be, or if another writer has it
   */
  static AppendedFile open(Path path) throws IOException {
    AppendedFile file = new AppendedFile(path);
    file.length();
    return file;
  }

  /** Bytes in the file; someone else may have cut it. */
  long length() throws IOException {
    return steadily(FileChannel::size);
  }

  /**
   * Adds lines.
   *
   * @throws IOException if that cannot be; the file is as long as it was then
   */
  void append(byte[] lines) throws IOException {
    long start = length();
    try {
      steadily(
          open -> {
            ByteBuffer rest = ByteBuffer.wrap(lines);
            while (rest.hasRemaining()) {
              open.write(rest, start + rest.position());
            }
            return 0L;
          });
    } catch (IOException e) {
      steadily(open -> open.truncate(start).size()); // a full disk takes half a line: take it back
      throw e;
    }
  }

  private interface Step {
    long on(FileChannel open) throws IOException;
  }

  private long steadily(Step step) throws IOException {
    boolean interrupted = Thread.interrupted();
    try {
      while (true) {
        try {
          return step.on(channel());
        } catch (ClosedByInterruptException e) {
          interrupted |= Thread.interrupted();
          channel = null;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private FileChannel channel() throws IOException {
    FileChannel open = channel;
    if (open == null) {
      open = Draft.toAppend(path);
      if (!isOurs(open)) {
        open.close();
        throw new IOException("another watch writes to it");
      }
      channel = open;
    }
    return open;
  }

  /** Takes the lock that each writer holds, as long as the file is open. */
  private static boolean isOurs(FileChannel open) throws IOException {
    try {
      return open.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      return false; // of this process
    } catch (ClosedByInterruptException e) {
      throw e;
    } catch (IOException e) {
      return true; // a file system without locks
    }
  }

  @Override
  public void close() throws IOException {
    FileChannel open = channel;
    channel = null;
    if (open != null) {
      open.close();
    }
  }
}
