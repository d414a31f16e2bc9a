package io.tlsfloor.report.sink;

import io.tlsfloor.report.model.Chunk;
import io.tlsfloor.report.model.LossCount;
import io.tlsfloor.report.text.Words;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Chunks to a stream that may be read slowly, or not at all: a thread writes, and what it has not
 * written waits, as much as there is room for. So nothing else of a run waits for a reader. A
 * failure of the stream ends the run at the next chunk.
 */
public final class QueuedSink implements Sink {
  private static final int MAX_WAITING_BYTES = 4 << 20; // some thousand lines
  private static final Duration PATIENCE = Duration.ofSeconds(5); // at the end of a run

  private final OutputStream out;
  private final long patienceNanos;
  private final Deque<byte[]> waiting = new ArrayDeque<>(); // this and all below: guarded by this
  private int waitingBytes;
  private boolean writing;
  private long lost;
  private boolean closed;
  private @Nullable IOException failure;
  private @Nullable Thread writer;

  /** To a stream that its owner closes. */
  public QueuedSink(OutputStream out) {
    this(out, PATIENCE);
  }

  QueuedSink(OutputStream out, Duration patience) {
    this.out = out;
    patienceNanos = patience.toNanos();
  }

  @Override
  public synchronized void take(Chunk chunk) throws IOException {
    check();
    waiting.add(Arrays.copyOf(chunk.bytes(), chunk.length()));
    waitingBytes += chunk.length();
    while (waitingBytes > MAX_WAITING_BYTES) {
      byte[] oldest = waiting.remove();
      waitingBytes -= oldest.length;
      lost += Chunk.lines(oldest);
    }
    if (writer == null) {
      writer = new Thread(this::write, "output");
      writer.setDaemon(true);
      writer.start();
    }
    notifyAll();
  }

  private void check() throws IOException {
    if (failure != null) {
      throw failure;
    }
  }

  private void write() {
    try {
      for (byte[] next = next(); next != null; next = next()) {
        out.write(next);
        out.flush();
      }
    } catch (IOException e) {
      failed(e);
    }
  }

  private synchronized byte @Nullable [] next() {
    writing = false;
    notifyAll();
    while (waiting.isEmpty() && !closed) {
      try {
        wait();
      } catch (InterruptedException e) {
        return null; // by nobody but the end of the process
      }
    }
    byte[] next = waiting.poll();
    if (next != null) {
      waitingBytes -= next.length;
      writing = true;
    }
    return next;
  }

  private synchronized void failed(IOException e) {
    failure = e;
    writing = false;
    notifyAll();
  }

  @Override
  public synchronized void tick() throws IOException {
    check();
  }

  @Override
  public synchronized long lost() {
    return lost;
  }

  @Override
  public synchronized Optional<LossCount> settle() throws IOException {
    await();
    return LossCount.besides(LossCount.LINES_LOST, lost + left());
  }

  @Override
  public synchronized Optional<String> finish() throws IOException {
    await();
    lost += left();
    waiting.clear();
    waitingBytes = 0;
    return lost == 0
        ? Optional.empty()
        : Optional.of("standard output: " + Words.count(lost, "line") + " could not be written");
  }

  /** Lines that wait, and the one that is being written. */
  private long left() {
    return waiting.stream().mapToLong(Chunk::lines).sum() + (writing ? 1 : 0);
  }

  private void await() throws IOException {
    long until = System.nanoTime() + patienceNanos;
    boolean interrupted = false;
    while (failure == null && (writing || !waiting.isEmpty())) {
      long left = (until - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        break;
      }
      try {
        wait(left);
      } catch (InterruptedException e) {
        interrupted = true; // by a signal: the end still waits for what it tells
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    check();
  }

  @Override
  public synchronized void close() {
    closed = true;
    notifyAll();
  }
}
