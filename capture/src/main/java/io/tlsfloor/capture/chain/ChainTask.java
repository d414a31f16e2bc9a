package io.tlsfloor.capture.chain;

import io.tlsfloor.parser.observation.TlsConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A chain that one thread reads while another takes its connections, in bounded room: a reader that
 * is too far ahead waits until its chain is the one being reported.
 */
public final class ChainTask {
  /** Connections that are handed on together: waking a thread for each would cost more. */
  private static final int BATCH = 256;

  /** Batches that wait to be reported; some hundred KB each. */
  private static final int MAX_WAITING = 16;

  private static final long MAX_DELAY_NANOS = 100_000_000L; // before a batch goes as it is

  private static final long LOOK_MILLIS = 50; // between looks at what else may have happened

  /** Ends the reading of a chain that another chain turned out to go on in. */
  static final class Cancelled extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Cancelled() {
      super("another chain goes on here", null, false, false);
    }
  }

  private final BlockingQueue<List<TlsConnection>> waiting = new ArrayBlockingQueue<>(MAX_WAITING);
  private List<TlsConnection> batch = new ArrayList<>(BATCH); // used by the reading thread
  private long batchNanos; // when it began
  private final int start;
  private final LongConsumer progress;
  private long bytes; // given to progress; used by the reading thread
  private volatile @Nullable ChainResult result;
  private volatile boolean cancelled;
  private volatile boolean finished;
  private volatile @Nullable Throwable failure;
  private volatile int end;

  /**
   * A chain that begins with the capture at index {@code start}.
   *
   * @param progress takes the number of bytes read since the last call
   */
  ChainTask(int start, LongConsumer progress) {
    this.start = start;
    this.progress = progress;
    end = start;
  }

  /** Counts bytes that were read. For the reading thread. */
  public void count(long read) {
    bytes += read;
    progress.accept(read);
    if (!batch.isEmpty() && System.nanoTime() - batchNanos > MAX_DELAY_NANOS) {
      handOn();
    }
  }

  /** Counts as not read what was read for nothing. For the reading thread. */
  void uncount() {
    progress.accept(-bytes);
    bytes = 0;
  }

  /** Index of the first capture. */
  int start() {
    return start;
  }

  /** Index of the last capture that belongs to the chain so far. */
  int end() {
    return end;
  }

  void goOnTo(int capture) {
    end = capture;
  }

  /** Hands a connection on, soon; waits for room. For the reading thread. */
  public void put(TlsConnection connection) {
    if (batch.isEmpty()) {
      batchNanos = System.nanoTime();
    }
    batch.add(connection);
    if (batch.size() == BATCH) {
      handOn();
    }
  }

  private void handOn() {
    try {
      while (!waiting.offer(batch, LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
        checkCancelled();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Cancelled();
    }
    batch = new ArrayList<>(BATCH);
  }

  /** The next connections; none when there are none for now. For the telling thread. */
  List<TlsConnection> poll() {
    try {
      List<TlsConnection> next = waiting.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS);
      return next == null ? List.of() : next;
    } catch (InterruptedException e) {
      return List.of(); // by a signal, which the reading thread sees and ends soon
    }
  }

  /** Returns whether all connections were handed on, and none is waiting. */
  boolean isTold() {
    return finished && waiting.isEmpty();
  }

  /** Stops the reading: what it found counts for nothing. */
  void cancel() {
    cancelled = true;
  }

  /** Returns whether it was stopped. */
  public boolean isCancelled() {
    return cancelled;
  }

  void checkCancelled() {
    if (cancelled) {
      throw new Cancelled();
    }
  }

  /** The reading is over, and all went well. */
  void finish(ChainResult read) {
    handOn();
    result = read;
    finished = true;
  }

  /** The reading is over because of {@code cause}. */
  void fail(Throwable cause) {
    failure = cause;
    finished = true;
  }

  boolean isFinished() {
    return finished;
  }

  /**
   * Returns what was read; once {@link #isTold}.
   *
   * @throws RuntimeException that ended the reading; or an error
   */
  ChainResult result() {
    if (failure instanceof Error error) {
      throw error;
    }
    if (failure instanceof RuntimeException fault) {
      throw fault;
    }
    if (result == null) {
      throw new IllegalStateException("asked for a chain that is not read: " + start, failure);
    }
    return result;
  }
}
