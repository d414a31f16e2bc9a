package io.tlsfloor.report.sink;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/**
 * A buffer in front of an output that is never held back for longer than a second: a reader who
 * waits sees a line soon, and a fast run still writes large pieces. Close flushes and leaves the
 * output open.
 */
public final class LineOutput extends OutputStream {
  private static final int BUFFER_BYTES = 1 << 16;
  private static final int FLUSH_MILLIS = 500; // half of the second that is promised

  private final BufferedOutputStream out;
  private @Nullable Thread flusher;
  private @Nullable IOException failure; // once met, thrown at each further write
  private boolean pending;
  private boolean closed;

  /** Buffers writes to {@code out}. */
  public LineOutput(OutputStream out) {
    this.out = new BufferedOutputStream(out, BUFFER_BYTES);
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public synchronized void write(byte[] bytes, int offset, int length) throws IOException {
    check();
    try {
      out.write(bytes, offset, length);
    } catch (IOException e) {
      failure = e;
      throw e;
    }
    pending = true;
    if (flusher == null) {
      flusher = new Thread(this::flushOften, "flush");
      flusher.setDaemon(true);
      flusher.start();
    }
  }

  @Override
  public synchronized void flush() throws IOException {
    check();
    pending = false;
    try {
      out.flush();
    } catch (IOException e) {
      failure = e;
      throw e;
    }
  }

  /** Whether an earlier write failed in the background: nothing more will come through. */
  public synchronized boolean failed() {
    return failure != null;
  }

  private void check() throws IOException {
    if (failure != null) {
      throw failure;
    }
  }

  private synchronized void flushOften() {
    while (!closed && failure == null) {
      try {
        wait(FLUSH_MILLIS);
        if (pending) {
          pending = false;
          out.flush();
        }
      } catch (IOException e) {
        failure = e;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  @Override
  public synchronized void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    notifyAll();
    if (failure == null) {
      flush();
    }
  }
}
