package io.tlsfloor.report.sink;

import io.tlsfloor.report.ReportException;
import io.tlsfloor.report.model.Chunk;
import io.tlsfloor.report.model.LossCount;
import io.tlsfloor.report.text.Reasons;
import io.tlsfloor.report.text.Words;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
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
  private final String name;
  private final long patienceNanos;
  private final Deadline deadline = new Deadline();
  private final Deque<byte[]> waiting = new ArrayDeque<>(); // this and all below: guarded by this
  private int waitingBytes;
  private boolean writing;
  private long lost;
  private boolean closed;
  private @Nullable IOException failure;
  private @Nullable Thread writer;

  /** To standard output, which its owner closes. */
  public QueuedSink(OutputStream out) {
    this(out, "standard output", PATIENCE);
  }

  QueuedSink(OutputStream out, String name, Duration patience) {
    this.out = out;
    this.name = name;
    patienceNanos = patience.toNanos();
  }

  /**
   * To what is no file, though it has the name of one: a pipe that may have no reader yet, a
   * device.
   *
   * @throws ReportException if it cannot be opened
   */
  public static QueuedSink special(String name) throws ReportException {
    try {
      OutputStream out = Channels.newOutputStream(Special.atOnce(Path.of(name)));
      return new QueuedSink(out, name, PATIENCE);
    } catch (InvalidPathException | IOException e) {
      throw ReportException.output(
          "cannot write " + name + ": " + Reasons.of(e), "Name a file or a pipe to write to.", e);
    }
  }

  /** Whether {@link #special} suits what has this name: neither a file nor a folder. */
  public static boolean isSpecial(String name) {
    return Special.is(name);
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
        write(next);
      }
    } catch (IOException e) {
      failed(e);
    }
  }

  /** Without memory for it the line is lost, and the next is tried. */
  private void write(byte[] lines) throws IOException {
    try {
      out.write(lines);
      out.flush();
    } catch (OutOfMemoryError e) {
      lose(lines);
    }
  }

  private synchronized void lose(byte[] lines) {
    lost += Chunk.lines(lines);
  }

  private synchronized byte @Nullable [] next() {
    writing = false;
    notifyAll();
    while (waiting.isEmpty() && !closed) {
      try {
        wait();
      } catch (InterruptedException e) {
        return null; // only by the end of the process
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
  public void endBy(long nanoTime) {
    deadline.at(nanoTime);
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
        : Optional.of(name + ": " + Words.count(lost, "line") + " could not be written");
  }

  /** Lines that wait, and the one that is being written. */
  private long left() {
    return waiting.stream().mapToLong(Chunk::lines).sum() + (writing ? 1 : 0);
  }

  private void await() throws IOException {
    long until = System.nanoTime() + deadline.within(patienceNanos);
    boolean interrupted = false;
    while (failure == null && (writing || !waiting.isEmpty())) {
      long left = (until - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        break;
      }
      try {
        wait(left);
      } catch (InterruptedException e) {
        interrupted = true; // by a signal: the end still waits for what it writes
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
