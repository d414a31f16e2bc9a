package io.tlsfloor.report.sink;

import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/**
 * A buffer in front of an output: large pieces while lines come fast, and none held back for longer
 * than a second, so that a reader who waits sees a line soon. Close writes all of it and leaves the
 * output open.
 */
public final class LineOutput extends OutputStream {
  private static final int FLUSH_MILLIS = 500; // half of the second that is promised

  private final OutputStream out;
  private final byte[] waiting = new byte[1 << 16]; // guarded by this, as what follows
  private int count;
  private @Nullable Thread flusher;
  private @Nullable IOException failure; // once met, thrown at each further write
  private boolean closed;

  /** Buffers writes to {@code out}. */
  public LineOutput(OutputStream out) {
    this.out = out;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public synchronized void write(byte[] bytes, int offset, int length) throws IOException {
    if (flusher == null) {
      flusher = new Thread(this::flushInTime, "write");
      flusher.setDaemon(true);
      flusher.start();
    }
    check();
    for (int at = 0; at < length; ) {
      int taken = Math.min(length - at, waiting.length - count);
      System.arraycopy(bytes, offset + at, waiting, count, taken);
      at += taken;
      count += taken;
      if (count == waiting.length) {
        flush();
      }
    }
  }

  @Override
  public synchronized void flush() throws IOException {
    check();
    if (count == 0) {
      return;
    }
    try {
      out.write(waiting, 0, count);
      out.flush();
    } catch (IOException e) {
      failure = e;
    } catch (RuntimeException e) {
      failure = new IOException("the output failed: " + e, e);
    }
    count = 0;
    check();
  }

  private void check() throws IOException {
    if (failure != null) {
      throw failure;
    }
  }

  private synchronized void flushInTime() {
    while (!closed && failure == null) {
      try {
        wait(FLUSH_MILLIS);
        flush();
      } catch (IOException e) {
        // The next writer is told.
      } catch (InterruptedException e) {
        return; // no one does, while this is open
      }
    }
  }

  @Override
  public synchronized void close() throws IOException {
    if (closed) {
      return;
    }
    try {
      if (failure == null) {
        flush();
      }
    } finally {
      closed = true;
      notifyAll();
    }
  }
}
