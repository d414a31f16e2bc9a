package io.tlsfloor.report.sink;

import io.tlsfloor.report.model.Chunk;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Optional;

/**
 * A named pipe, or a device. Nobody has to read the pipe: what cannot be written can be written
 * later, to a reader that comes then. What lies in the pipe when its reader goes is kept for the
 * next one, as long as this is open.
 */
final class SpecialOutlet implements Outlet {
  private static final int MAX_PIPE_BYTES = 1 << 20; // pipe(7): /proc/sys/fs/pipe-max-size

  private record Written(int bytes, long lines) {}

  private final Path path;
  private final FileChannel channel;
  private Optional<FileLock> lock;
  private final Deque<Written> lately = new ArrayDeque<>(); // what the pipe can hold of it
  private int latelyBytes;
  private byte[] begun = {};
  private ByteBuffer rest = ByteBuffer.wrap(begun); // of those that were begun
  private boolean readerGone;
  private volatile long unread;

  private SpecialOutlet(Path path, FileChannel channel, Optional<FileLock> lock) {
    this.path = path;
    this.channel = channel;
    this.lock = lock;
  }

  /** Opens it, and waits for no reader: to open a pipe for both is granted at once (fifo(7)). */
  static SpecialOutlet open(Path file) throws IOException {
    Path resolved = Special.resolved(file);
    FileChannel channel = withoutReader(resolved);
    return new SpecialOutlet(
        resolved, channel, Special.isPipe(resolved) ? FileOutlet.claim(channel) : Optional.empty());
  }

  private static FileChannel withoutReader(Path resolved) throws IOException {
    FileChannel both = Special.toReadAndWrite(resolved);
    try {
      return Special.toWriteOnly(resolved);
    } finally {
      both.close();
    }
  }

  @Override
  public void write(byte[] lines) throws IOException {
    if (lines != begun) {
      begun = lines;
      rest = ByteBuffer.wrap(lines);
    }
    try {
      while (rest.hasRemaining()) {
        channel.write(rest);
      }
    } catch (IOException e) {
      throw String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT).contains("broken pipe")
          ? readerIsGone()
          : e;
    }
    readerGone = false;
    unread = 0;
    lately.add(new Written(lines.length, Chunk.lines(lines)));
    latelyBytes += lines.length;
    while (latelyBytes - lately.element().bytes >= MAX_PIPE_BYTES) {
      latelyBytes -= lately.remove().bytes;
    }
  }

  private IOException readerIsGone() throws IOException {
    if (!readerGone) {
      readerGone = true;
      unread = lines(bytesInPipe() - rest.position());
      lockAgain();
    }
    return new IOException("nobody reads it");
  }

  /** In the pipe, which this is about to be the only one to have open. */
  private int bytesInPipe() {
    try (FileInputStream in = new FileInputStream(path.toFile())) {
      return in.available();
    } catch (IOException e) {
      return 0; // it is to be written to only, or was taken away
    }
  }

  /** To open the pipe and close it has let go of the lock (fcntl(2)). */
  private void lockAgain() throws IOException {
    if (lock.isPresent()) {
      lock.get().release();
      lock = FileOutlet.claim(channel);
    }
  }

  /** How many lines the latest bytes belong to. */
  private long lines(int bytes) {
    long lines = 0;
    int left = bytes;
    for (Written each : (Iterable<Written>) lately::descendingIterator) {
      if (left <= 0) {
        break;
      }
      left -= each.bytes;
      lines += each.lines;
    }
    return lines;
  }

  @Override
  public boolean passes(IOException failure) {
    return true;
  }

  @Override
  public long unread() {
    return unread;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
