package io.tlsfloor.report.sink;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A buffer in front of an output, which a thread of its own writes: large pieces while lines come
 * fast, and none held back for longer than a second, so that a reader who waits sees a line soon.
 * Who writes waits only while {@link #MAX_WAITING} pieces do. Close writes all of it and leaves the
 * output open.
 */
public final class LineOutput extends OutputStream {
  private static final int PIECE_BYTES = 1 << 16;
  private static final int MAX_WAITING = 16; // 1 MiB
  private static final int FLUSH_MILLIS = 500; // half of the second that is promised

  private final OutputStream out;
  private final ArrayDeque<Piece> waiting = new ArrayDeque<>(); // guarded by this, as what follows
  private Piece filling = new Piece();
  private @Nullable Piece spare;
  private @Nullable Thread writer;
  private @Nullable IOException failure; // once met, thrown at each further write
  private boolean writing;
  private boolean closed;

  private static final class Piece {
    private final byte[] bytes = new byte[PIECE_BYTES];
    private int count;

    int put(byte[] source, int offset, int length) {
      int taken = Math.min(length, PIECE_BYTES - count);
      System.arraycopy(source, offset, bytes, count, taken);
      count += taken;
      return taken;
    }
  }

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
    if (writer == null) {
      writer = new Thread(this::writeAll, "write");
      writer.setDaemon(true);
      writer.start();
    }
    check();
    for (int at = 0; at < length; ) {
      at += filling.put(bytes, offset + at, length - at);
      if (filling.count == PIECE_BYTES) {
        await(() -> waiting.size() < MAX_WAITING);
        check();
        handOn();
      }
    }
  }

  private void handOn() {
    waiting.add(filling);
    filling = spare == null ? new Piece() : spare;
    spare = null;
    notifyAll();
  }

  @Override
  public synchronized void flush() throws IOException {
    check();
    if (filling.count > 0) {
      handOn();
    }
    if (writer != null) {
      await(() -> waiting.isEmpty() && !writing);
    }
    check();
  }

  /** Returns whether an earlier write failed in the background: nothing more will come through. */
  public synchronized boolean failed() {
    return failure != null;
  }

  private void check() throws IOException {
    if (failure != null) {
      throw failure;
    }
  }

  /**
   * Waits while nothing fails. A signal interrupts threads, but lines that were taken are written.
   */
  private void await(BooleanSupplier condition) {
    boolean interrupted = false;
    while (failure == null && !condition.getAsBoolean()) {
      try {
        wait();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void writeAll() {
    for (Piece piece = next(); piece != null; piece = next()) {
      IOException failed = null;
      try {
        out.write(piece.bytes, 0, piece.count);
        out.flush();
      } catch (IOException e) {
        failed = e;
      } catch (RuntimeException | Error e) { // else who writes would wait for ever
        failed = new IOException("the output failed: " + e, e);
      }
      written(piece, failed);
    }
  }

  /** The next piece to write: a full one, or what came until now; null at the end. */
  private synchronized @Nullable Piece next() {
    long begun = System.nanoTime();
    while (waiting.isEmpty()) {
      long left = FLUSH_MILLIS - (System.nanoTime() - begun) / 1_000_000;
      if (closed || failure != null) {
        return null;
      }
      if (left <= 0 && filling.count > 0) {
        handOn();
      } else {
        try {
          wait(left <= 0 ? FLUSH_MILLIS : left);
        } catch (InterruptedException e) {
          return null; // no one does, while this is open
        }
      }
    }
    writing = true;
    return waiting.poll();
  }

  private synchronized void written(Piece piece, @Nullable IOException failed) {
    writing = false;
    failure = failed;
    piece.count = 0;
    spare = piece;
    notifyAll();
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
