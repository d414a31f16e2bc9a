package io.tlsfloor.capture.chain;

import io.tlsfloor.capture.file.CaptureSet.Capture;
import io.tlsfloor.parser.observation.TlsConnection;
import java.io.IOException;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the chains of a list of captures with several threads, and gives their results in order.
 *
 * <p>The calling thread judges and reports while others read, so even a single capture gains.
 *
 * <p>Whether a capture goes on where the one before ended is known only when that has been read. So
 * an idle thread begins with the next capture as if it began a chain. If it turns out to belong to
 * the chain before, that work is thrown away and the chain before goes on; from then on nobody
 * guesses, until a chain ends again. A rotated set is thus read by one thread, and unrelated
 * captures by all.
 */
public final class ParallelChains {
  /** Takes results, in the order of the captures, from one thread. */
  public interface Sink {
    /** Reading has begun; nothing is to be reported yet. */
    void begun();

    /** A connection was seen. */
    void connection(TlsConnection connection) throws IOException;

    /** All connections of a chain were reported. */
    void finished(ChainResult chain) throws IOException;
  }

  /** Captures that are begun before the one that is being reported; their results take room. */
  private static final int MAX_AHEAD = 4;

  private static final long LOOK_MILLIS = 50; // between looks for a signal

  private final List<Capture> captures;
  private final Function<ChainTask, ChainReader> readers;
  private final BooleanSupplier interrupted;
  private final LongConsumer progress;
  private final @Nullable ChainTask[] owners; // by capture; guarded by this
  private int told; // captures before this one are reported; guarded by this
  private boolean guessing = true; // guarded by this
  private boolean stopped; // guarded by this

  /**
   * A list to read.
   *
   * @param captures in order
   * @param readers makes the reader of a task, which gives its connections to the task and stops
   *     when the task is cancelled
   * @param interrupted whether to end early: what was read until then is reported
   * @param progress takes the number of bytes read since the last call
   */
  public ParallelChains(
      List<Capture> captures,
      Function<ChainTask, ChainReader> readers,
      BooleanSupplier interrupted,
      LongConsumer progress) {
    this.captures = captures;
    this.readers = readers;
    this.interrupted = interrupted;
    this.progress = progress;
    owners = new ChainTask[captures.size()];
  }

  /**
   * Reads everything.
   *
   * @param threads that read
   * @throws IOException if the sink fails
   */
  public void run(int threads, Sink sink) throws IOException {
    for (int i = 0; i < threads; i++) {
      Thread reader = new Thread(this::read, "scan-" + i);
      reader.setDaemon(true);
      reader.start();
    }
    try {
      sink.begun();
      for (ChainTask task = await(0); task != null; task = await(task.end() + 1)) {
        tell(task, sink);
      }
    } finally {
      stop();
    }
  }

  /** The task that begins with a capture; null when there is none, or none any more. */
  private synchronized @Nullable ChainTask await(int start) {
    told = start;
    notifyAll();
    while (start < owners.length) {
      ChainTask task = owners[start];
      if (task != null) {
        return task;
      }
      if (interrupted.getAsBoolean()) {
        return null;
      }
      pause();
    }
    return null;
  }

  private static void tell(ChainTask task, Sink sink) throws IOException {
    while (!task.isTold()) {
      for (TlsConnection connection : task.poll()) {
        sink.connection(connection);
      }
    }
    sink.finished(task.result());
  }

  /**
   * Waits for a change, or a moment. A signal interrupts threads, but not what they have to end.
   */
  @SuppressWarnings("WaitNotInLoop") // the callers loop
  private void pause() {
    try {
      wait(LOOK_MILLIS);
    } catch (InterruptedException e) {
      return; // by a signal, which the caller's condition sees
    }
  }

  private synchronized void stop() {
    stopped = true;
    for (ChainTask task : owners) {
      if (task != null && !task.isFinished()) {
        task.cancel();
      }
    }
    notifyAll();
  }

  /** Runs in each reading thread. */
  private void read() {
    for (ChainTask task = claim(); task != null; task = claim()) {
      read(task);
    }
  }

  /**
   * The next capture that no thread reads, as the beginning of a chain; null when there is none.
   */
  private synchronized @Nullable ChainTask claim() {
    while (!stopped && !interrupted.getAsBoolean()) {
      int first = 0;
      boolean busy = false;
      while (first < owners.length && owners[first] != null) {
        busy |= !owners[first].isFinished();
        first++;
      }
      if (first == owners.length && !busy) {
        return null;
      }
      if (first < owners.length && mayBegin(first)) {
        ChainTask task = new ChainTask(first, progress);
        owners[first] = task;
        notifyAll();
        return task;
      }
      pause();
    }
    return null;
  }

  private boolean mayBegin(int capture) {
    ChainTask before = capture == 0 ? null : owners[capture - 1];
    boolean sure = before == null || before.isFinished();
    return (sure || guessing) && capture <= told + MAX_AHEAD;
  }

  private void read(ChainTask task) {
    try {
      ChainReader reader = readers.apply(task);
      task.finish(read(task, reader));
    } catch (ChainTask.Cancelled e) {
      task.uncount();
    } catch (Throwable e) { // thrown again by the thread that reports
      task.fail(e);
    }
    synchronized (this) {
      notifyAll();
    }
  }

  /** Reads a chain. A fault of this program ends the chain, is reported, and nothing else. */
  private ChainResult read(ChainTask task, ChainReader reader) {
    int capture = task.start();
    try {
      do {
        reader.read(captures.get(capture).path());
        task.checkCancelled();
        capture++;
      } while (capture < captures.size()
          && !interrupted.getAsBoolean()
          && goesOn(task, reader, capture));
      return reader.end();
    } catch (ChainTask.Cancelled | OutOfMemoryError e) {
      throw e;
    } catch (RuntimeException | Error e) {
      int last = Math.min(capture, task.end());
      return reader.broken(captures.get(last).path().toString(), e);
    }
  }

  /**
   * Returns whether a chain goes on in {@code capture}; if so, it is the chain's, whichever thread
   * began it.
   */
  private synchronized boolean goesOn(ChainTask task, ChainReader reader, int capture) {
    task.checkCancelled();
    if (!reader.continuesAt(captures.get(capture).first())) {
      guessing = true;
      notifyAll();
      return false;
    }
    guessing = false;
    ChainTask other = owners[capture];
    if (other != null) {
      other.cancel();
      for (int i = 0; i < owners.length; i++) {
        if (owners[i] == other) {
          owners[i] = null;
        }
      }
    }
    task.goOnTo(capture);
    owners[capture] = task;
    notifyAll();
    return true;
  }
}
