package io.tlsfloor.capture.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A file that another program still writes: at its end this waits for more.
 *
 * <p>It ends when it is told to stop or its thread is interrupted, and then a half-written packet
 * is no damage. It also ends when nothing more can come: the path names another file or none, the
 * file was cut shorter, or the next file of a rotated set has begun.
 */
final class GrowingFileInput implements ByteInput {
  private static final long POLL_MILLIS = 200;

  private final Path path;
  private final FileChannel channel;
  private final FollowControl control;
  private final RotatedSet set;
  private final @Nullable Object identity;
  private long position;
  private boolean stopped;

  GrowingFileInput(Path path, FileChannel channel, FollowControl control) throws IOException {
    this.path = path;
    this.channel = channel;
    this.control = control;
    this.set = new RotatedSet(path);
    this.identity = identityOf(path);
  }

  @Override
  public int read(ByteBuffer into) throws IOException {
    while (!stopped) {
      boolean finished = isFinished(); // looked at first: what is written before is read below
      int count = channel.read(into);
      if (count >= 0) {
        position += count;
        return count;
      }
      if (finished) {
        return -1;
      }
      stopped = !waitForMore();
    }
    return -1;
  }

  private boolean waitForMore() {
    if (control.stopped()) {
      return false;
    }
    control.idle();
    try {
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
      return !control.stopped();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private boolean isFinished() throws IOException {
    if (channel.size() > position) {
      return false;
    }
    return channel.size() < position
        || !Objects.equals(identity, identityOf(path))
        || set.successor().isPresent();
  }

  /** What tells one file from another under the same path; null where there is none. */
  private static @Nullable Object identityOf(Path path) throws IOException {
    try {
      BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
      Object key = attributes.fileKey();
      return key == null ? attributes.creationTime() : key;
    } catch (NoSuchFileException gone) {
      return null;
    }
  }

  /** Reads nothing over: bytes that are passed over must have been written first. */
  @Override
  public long skip(long count) {
    return 0;
  }

  @Override
  public long storedBytes() {
    return position;
  }

  /** Unknown: it grows. */
  @Override
  public OptionalLong storedSize() {
    return OptionalLong.empty();
  }

  @Override
  public boolean isGrowing() {
    return stopped;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
