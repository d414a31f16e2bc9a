package io.tlsfloor.report.sink;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A file that lines are added to: whole or not at all, by one writer at a time, and never through a
 * symbolic link. An interrupt, which would close the channel, waits until a step is done; one that
 * came in its midst has the step done again.
 */
public final class AppendedFile implements Closeable {
  private static final byte[] LINE_FEED = {'\n'};

  private final Path path;
  private @Nullable FileChannel channel;
  private @Nullable Object key; // what the file system knows it by
  private long end; // after what was added last

  private AppendedFile(Path path) {
    this.path = path;
  }

  /**
   * Opens a file, or makes it for owner and group. A last line without an end, as a crash leaves
   * it, gets one, so that the next line is none of it.
   *
   * @throws IOException if that cannot be, or if another writer has it
   */
  public static AppendedFile open(Path path) throws IOException {
    boolean torn = isTorn(path); // before it is locked: to close a file would release the lock
    AppendedFile file = new AppendedFile(path);
    file.end = file.length();
    if (torn) {
      file.append(LINE_FEED);
    }
    return file;
  }

  private static boolean isTorn(Path path) {
    try (SeekableByteChannel file =
        Files.newByteChannel(path, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
      ByteBuffer last = ByteBuffer.allocate(1);
      return file.size() > 0
          && file.position(file.size() - 1).read(last) == 1
          && last.get(0) != LINE_FEED[0];
    } catch (IOException e) {
      return false; // it is not there, or only to be written to
    }
  }

  private static @Nullable Object key(Path path) throws IOException {
    return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
        .fileKey();
  }

  /** Whether the file of this name is still this one: someone may have moved or deleted it. */
  boolean isInPlace() {
    try {
      return Objects.equals(key, key(path));
    } catch (IOException e) {
      return false;
    }
  }

  /** Whether someone cut it since this was last asked. */
  boolean wasCut() throws IOException {
    long length = length();
    boolean cut = length < end;
    end = length;
    return cut;
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
  public void append(byte[] lines) throws IOException {
    long start = length();
    ByteBuffer rest = ByteBuffer.wrap(lines);
    boolean[] again = {false};
    try {
      steadily(
          open -> {
            if (again[0]) { // an interrupt hides how much was written before it
              rest.position((int) Math.max(0, Math.min(lines.length, open.size() - start)));
            }
            again[0] = true;
            while (rest.hasRemaining()) {
              open.write(rest);
            }
            return 0L;
          });
      end += lines.length;
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
      claim(open);
      channel = open;
      key = key(path);
    }
    return open;
  }

  /**
   * Takes the lock that each writer holds as long as it has the file, or the pipe, open.
   *
   * @return the lock; empty where the file system has none
   * @throws IOException if another one holds it; the channel is closed then
   */
  static Optional<FileLock> claim(FileChannel open) throws IOException {
    try {
      FileLock lock = open.tryLock();
      if (lock != null) {
        return Optional.of(lock);
      }
    } catch (ClosedByInterruptException e) {
      throw e;
    } catch (IOException e) {
      return Optional.empty(); // a file system without locks
    } catch (OverlappingFileLockException e) {
      // another one of this process
    }
    open.close();
    throw new IOException("another watch writes to it");
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
