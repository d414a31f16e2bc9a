package io.tlsfloor.capture.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/**
 * A file that another program still writes: at its end this waits for more.
 *
 * <p>It ends when it is asked to stop or its thread is interrupted, and then a half-written packet
 * is no damage. It also ends when nothing more can come: the path names another file or none, the
 * file was begun again, or the next file of a rotated set has begun.
 */
final class GrowingFileInput implements ByteInput {
  private static final long POLL_MILLIS = 200;

  /**
   * First bytes that distinguish a file from one begun again: up to the first packet and its time.
   */
  private static final int HEAD_BYTES = 512;

  private final FileChannel channel;
  private final FollowControl control;
  private final RotatedSet set;
  private final ByteBuffer head = ByteBuffer.allocate(HEAD_BYTES); // as they were read
  private final ByteBuffer headNow = ByteBuffer.allocate(HEAD_BYTES);
  private long position;
  private boolean ended;
  private boolean stopped;

  /**
   * Follows a file.
   *
   * @param channel open on it, at its beginning
   * @param set in which it lies
   */
  GrowingFileInput(RotatedSet set, FileChannel channel, FollowControl control) {
    this.set = set;
    this.channel = channel;
    this.control = control;
  }

  @Override
  public int read(ByteBuffer into) throws IOException {
    while (!ended) {
      Optional<FollowEnd> finished = finished(); // first: what was written before is read below
      int start = into.position();
      int count = channel.read(into);
      if (count > 0 && isBegunAnew()) {
        into.position(start); // it is not known of which of the two files these bytes are
        return end(FollowEnd.WRITTEN_ANEW);
      }
      if (count >= 0) {
        remember(into, start, count);
        position += count;
        return count;
      }
      if (finished.isPresent()) {
        return end(finished.get());
      }
      if (!waitForMore()) {
        stopped = true;
        return end(FollowEnd.STOPPED);
      }
    }
    return -1;
  }

  private int end(FollowEnd how) {
    ended = true;
    control.ended(how);
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

  private Optional<FollowEnd> finished() throws IOException {
    long size = channel.size();
    if (size > position) {
      return Optional.empty();
    }
    if (size < position || isBegunAnew()) {
      return Optional.of(FollowEnd.WRITTEN_ANEW);
    }
    if (set.successor().isPresent()) {
      return Optional.of(FollowEnd.NEXT_BEGUN);
    }
    return switch (set.place()) {
      case SAME -> Optional.empty();
      case ANOTHER -> Optional.of(FollowEnd.REPLACED);
      case NONE -> Optional.of(FollowEnd.GONE);
    };
  }

  private void remember(ByteBuffer into, int start, int count) {
    int kept = Math.min(count, head.remaining());
    for (int i = start; i < start + kept; i++) {
      head.put(into.get(i));
    }
  }

  private boolean isBegunAnew() throws IOException {
    headNow.clear().limit(head.position());
    while (headNow.hasRemaining() && channel.read(headNow, headNow.position()) > 0) {}
    return !headNow.flip().equals(head.duplicate().flip());
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
  public boolean waitsForMore() {
    return true;
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
