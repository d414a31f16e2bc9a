package io.tlsfloor.cli.scan;

import io.tlsfloor.rules.Judgement;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A chain that one thread reads while another takes its judgements, in bounded room: a reader that
 * is too far ahead waits until its chain is the one being told.
 */
final class ChainTask {
  /** Judgements that wait to be told; some KB each. */
  private static final int MAX_WAITING = 4096;

  private static final long LOOK_MILLIS = 50; // between looks at what else may have happened

  /** Ends the reading of a chain that another chain turned out to go on in. */
  static final class Cancelled extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Cancelled() {
      super("another chain goes on here", null, false, false);
    }
  }

  private final BlockingQueue<Judgement> waiting = new ArrayBlockingQueue<>(MAX_WAITING);
  private final int start;
  private final LongConsumer progress;
  private long bytes; // told to progress; used by the reading thread
  private volatile @Nullable ChainResult result;
  private volatile boolean cancelled;
  private volatile boolean finished;
  private volatile @Nullable Throwable failure;
  private volatile int end;

  /**
   * A chain that begins with the capture at index {@code start}.
   *
   * @param progress takes the number of bytes read since it was last told
   */
  ChainTask(int start, LongConsumer progress) {
    this.start = start;
    this.progress = progress;
    end = start;
  }

  /** Counts bytes that were read. For the reading thread. */
  void count(long read) {
    bytes += read;
    progress.accept(read);
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

  /** Hands a judgement on; waits for room. For the reading thread. */
  void put(Judgement judgement) {
    try {
      while (!waiting.offer(judgement, LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
        checkCancelled();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Cancelled();
    }
  }

  /** The next judgement; null when there is none for now. For the telling thread. */
  @Nullable Judgement poll() {
    try {
      return waiting.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      return null; // by a signal, which the reading thread sees and ends soon
    }
  }

  /** Whether all judgements were handed on, and none is waiting. */
  boolean isTold() {
    return finished && waiting.isEmpty();
  }

  /** Stops the reading: what it found counts for nothing. */
  void cancel() {
    cancelled = true;
  }

  boolean isCancelled() {
    return cancelled;
  }

  void checkCancelled() {
    if (cancelled) {
      throw new Cancelled();
    }
  }

  /** The reading is over, and all went well. */
  void finish(ChainResult read) {
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
   * What was read; once {@link #isTold}.
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
