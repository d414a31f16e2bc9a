package io.tlsfloor.cli.watch;

import io.tlsfloor.capture.record.ConnectionFrames;
import io.tlsfloor.parser.observation.Room;
import io.tlsfloor.parser.observation.TlsConnection;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Connections on their way from the thread that reads packets to the one that reports. So many
 * wait, and so many bytes of their frames, as there is room for.
 */
final class Handover {
  private static final int MAX_WAITING = 4096; // connections, of a few KB each
  static final int BATCH = 256; // that are taken at once
  private static final long MAX_FRAMES_BYTES = 64L << 20;
  private static final int PATIENCE_MILLIS = 50;

  /**
   * Connections that come this close are taken together: waking a thread is expensive. With less
   * room less, so that as many a second as ever find a place.
   */
  private static final long TOGETHER_NANOS = 50_000_000L;

  private final int most = Room.entries(MAX_WAITING);
  private final long togetherNanos = TOGETHER_NANOS * most / MAX_WAITING;
  private final BlockingQueue<Told> queue = new ArrayBlockingQueue<>(most);
  private final long maxFramesBytes = Room.of(MAX_FRAMES_BYTES);
  private final AtomicLong framesBytes = new AtomicLong();

  /**
   * A connection that was reported.
   *
   * @param frames up to its verdict, where they are kept
   */
  record Told(TlsConnection connection, Optional<ConnectionFrames> frames) {}

  /** Connections that wait to be taken. */
  int size() {
    return queue.size();
  }

  // ---- for the thread that reads packets

  /** A connection with its frames, or without them where too many wait. */
  Told told(TlsConnection connection, ConnectionFrames frames) {
    long bytes = frames.heldBytes();
    if (framesBytes.get() + bytes > maxFramesBytes) {
      return new Told(connection, Optional.of(frames.emptied()));
    }
    framesBytes.addAndGet(bytes);
    return new Told(connection, Optional.of(frames));
  }

  /** Puts one in; waits for room, but not for long. Says whether there was any. */
  boolean offer(Told told) throws InterruptedException {
    return queue.offer(told, PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
  }

  // ---- for the thread that reports

  /**
   * Moves connections that wait into {@code taken}; waits for one, and for those that come soon
   * after it, but not for long.
   */
  void take(Collection<Told> taken) {
    try {
      Told next = queue.poll(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
      if (next != null && queue.size() < BATCH - 1) {
        LockSupport.parkNanos(this, togetherNanos);
      }
      for (int i = 0; next != null && i < BATCH; i++) {
        taken.add(next);
        next.frames().ifPresent(frames -> framesBytes.addAndGet(-frames.heldBytes()));
        next = i + 1 < BATCH ? queue.poll() : null;
      }
    } catch (InterruptedException e) {
      // By a signal, which is looked for elsewhere.
    }
  }

  /** Lets go of all; says how many they were. */
  int clear() {
    int all = queue.size();
    queue.clear();
    return all;
  }
}
