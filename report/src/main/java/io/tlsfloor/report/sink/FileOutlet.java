package io.tlsfloor.report.sink;

import io.tlsfloor.report.text.Words;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A file that lines are added to: a line is in it whole or not at all, it has one writer at a time,
 * and is never reached through a symbolic link. Others rotate it: by another name, or by a copy
 * after which they cut it. Both are noticed, with a signal or without.
 */
final class FileOutlet implements Outlet {
  private static final byte[] LINE_FEED = {'\n'};

  private final Path path;
  private final long maxBytes;
  private volatile @Nullable FileChannel channel;
  private volatile boolean closed;
  private final AtomicLong rotations = new AtomicLong();
  private @Nullable Object key; // what the file system knows it by
  private long end; // after what was added last

  private FileOutlet(Path path, long maxBytes) {
    this.path = path;
    this.maxBytes = maxBytes;
  }

  /**
   * Opens a file, or makes it for owner and group. A last line without an end, as a crash leaves
   * it, gets one, so that the next line is none of it.
   *
   * @param maxBytes how large it may grow
   * @throws IOException if that cannot be, or if another writer has it
   */
  static FileOutlet open(Path path, long maxBytes) throws IOException {
    FileOutlet file = new FileOutlet(path, maxBytes);
    file.channel();
    return file;
  }

  private FileChannel channel() throws IOException {
    FileChannel open = channel;
    if (open != null && open.isOpen()) {
      return open;
    }
    if (closed) {
      throw new IOException("it is closed");
    }
    boolean torn = isTorn(path); // before it is locked: to close a file would release the lock
    open = Draft.toAppend(path);
    claim(open);
    channel = open;
    key = key(path);
    end = open.size();
    if (torn) {
      append(open, LINE_FEED);
    }
    return open;
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

  /**
   * Takes the lock that each writer holds as long as it has the file open.
   *
   * @throws IOException if another one holds it; the channel is closed then
   */
  private static void claim(FileChannel open) throws IOException {
    try {
      if (open.tryLock() != null) {
        return;
      }
    } catch (AsynchronousCloseException e) {
      throw e;
    } catch (IOException e) {
      return; // a file system without locks
    } catch (OverlappingFileLockException e) {
      // another one of this process
    }
    open.close();
    throw new IOException("another watch writes to it");
  }

  private static @Nullable Object key(Path path) throws IOException {
    return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
        .fileKey();
  }

  @Override
  public void write(byte[] lines) throws IOException {
    if (channel().size() + lines.length > maxBytes) {
      look(); // it may have been rotated since
      if (channel().size() + lines.length > maxBytes) {
        throw new IOException(
            "it has the " + Words.bytes(maxBytes) + " that a file may have, and is to be rotated");
      }
    }
    append(channel(), lines);
  }

  private void append(FileChannel open, byte[] lines) throws IOException {
    long start = open.size();
    ByteBuffer rest = ByteBuffer.wrap(lines);
    try {
      while (rest.hasRemaining()) {
        open.write(rest);
      }
      end = start + lines.length;
    } catch (IOException e) {
      if (open.isOpen()) {
        open.truncate(start); // a full disk takes half a line: take it back
      }
      throw e;
    }
  }

  @Override
  public boolean isWorthWaitingFor() {
    return true;
  }

  @Override
  public void reopen() throws IOException {
    boolean moved = channel != null && !isInPlace();
    closeFile();
    channel();
    if (moved) {
      rotations.incrementAndGet();
    }
  }

  @Override
  public void look() throws IOException {
    FileChannel open = channel();
    long length = open.size();
    if (!isInPlace()) {
      reopen();
    } else if (length < end) {
      end = length;
      rotations.incrementAndGet();
    }
  }

  /** Returns whether the file of this name is still this one. */
  private boolean isInPlace() {
    try {
      return Objects.equals(key, key(path));
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public long rotations() {
    return rotations.get();
  }

  @Override
  public boolean passes(IOException failure) {
    return !closed;
  }

  private void closeFile() throws IOException {
    FileChannel open = channel;
    channel = null;
    if (open != null) {
      open.close();
    }
  }

  @Override
  public void close() throws IOException {
    closed = true;
    closeFile();
  }
}
