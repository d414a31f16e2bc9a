package io.tlsfloor.cli.command;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * A stream whose reader may be stuck, such as a terminal that was stopped or a pipe that no one
 * reads: a thread of its own writes, and a caller waits for it briefly, and not again while it is
 * stuck. Messages wait in bounded room; what does not fit is counted, and said once there is room.
 */
final class PatientStream extends OutputStream {
  private static final int MAX_WAITING_BYTES = 1 << 16;
  private static final long PATIENCE_NANOS = 500_000_000L;

  private final OutputStream to;
  private final Deque<byte[]> waiting = new ArrayDeque<>(); // guarded by this, as all below
  private int waitingBytes; // with those that are being written
  private long lost;
  private boolean stuck;
  private boolean broken;

  PatientStream(OutputStream to) {
    this.to = to;
    Thread writer = new Thread(this::write, "messages");
    writer.setDaemon(true);
    writer.start();
  }

  private void write() {
    try {
      while (true) {
        byte[] next = next();
        to.write(next);
        to.flush();
        written(next.length);
      }
    } catch (IOException closed) {
      breakOff(); // there is no one to say it to
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized byte[] next() throws InterruptedException {
    byte @Nullable [] next = waiting.poll();
    while (next == null) {
      wait();
      next = waiting.poll();
    }
    return next;
  }

  private synchronized void written(int length) {
    waitingBytes -= length;
    stuck = false;
    if (lost > 0 && waitingBytes == 0) {
      String text =
          "tlsfloor: warning: " + lost + " messages were lost: standard error was not read\n";
      lost = 0;
      add(text.getBytes(StandardCharsets.UTF_8));
    }
    notifyAll();
  }

  private synchronized void breakOff() {
    broken = true;
    waiting.clear();
    waitingBytes = 0;
    notifyAll();
  }

  private void add(byte[] bytes) {
    waiting.add(bytes);
    waitingBytes += bytes.length;
    notifyAll();
  }

  @Override
  public void write(int b) {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public synchronized void write(byte[] bytes, int offset, int length) {
    if (broken) {
      return;
    }
    if (waitingBytes + length > MAX_WAITING_BYTES) {
      lost++;
      return;
    }
    byte[] copy = new byte[length];
    System.arraycopy(bytes, offset, copy, 0, length);
    add(copy);
  }

  /** Waits until all is written, but not for long. */
  @Override
  public synchronized void flush() {
    long until = System.nanoTime() + (stuck ? 0 : PATIENCE_NANOS);
    try {
      long left = until - System.nanoTime();
      while (waitingBytes > 0 && left > 0) {
        wait(left / 1_000_000 + 1);
        left = until - System.nanoTime();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    stuck = waitingBytes > 0;
  }
}
