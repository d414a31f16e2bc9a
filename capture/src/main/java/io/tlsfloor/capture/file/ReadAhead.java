package io.tlsfloor.capture.file;

import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Fills the next blocks of a large file on a second thread, while the packets of the current one
 * are looked at: the kernel's copying then costs the reader nothing.
 *
 * <p>Each block leaves {@link #HEADROOM} bytes free before its data, where the reader puts what the
 * block before left over. A block belongs to the reader from {@link #next} to {@link #giveBack}.
 */
final class ReadAhead implements Closeable {
  /** Bytes free before the data: the longest run that a reader asks for. */
  static final int HEADROOM = ByteWindow.MAX_RUN;

  private static final int BLOCK = 1 << 20;
  private static final int BLOCKS = 4;
  private static final long WAIT_SECONDS = 60;
  private static final ByteBuffer END = ByteBuffer.allocate(0);

  /** Blocks of closed files, for the next. */
  private static final ArrayBlockingQueue<ByteBuffer> FREE = new ArrayBlockingQueue<>(2 * BLOCKS);

  private final ByteInput input;
  private final ArrayBlockingQueue<ByteBuffer> empty = new ArrayBlockingQueue<>(BLOCKS + 1);
  private final ArrayBlockingQueue<ByteBuffer> filled = new ArrayBlockingQueue<>(BLOCKS + 1);
  private final Thread filler;
  private volatile boolean closed;
  private volatile @Nullable Throwable failure;
  private boolean ended;

  ReadAhead(ByteInput input) {
    this.input = input;
    filler = new Thread(this::fill, "read-ahead");
    filler.setDaemon(true);
    filler.start();
  }

  /** Reads blocks until the end, an error, or {@link #close}. */
  private void fill() {
    try {
      boolean more = true;
      for (int read = 0; more && !closed; read++) {
        ByteBuffer block = read < BLOCKS ? unused() : empty.take();
        if (closed) {
          return;
        }
        block.clear().position(HEADROOM);
        more = input.read(block) >= 0;
        block.flip();
        filled.put(more ? block : END);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      filled.offer(END);
    } catch (IOException | RuntimeException | Error e) { // thrown again by next()
      failure = e;
      filled.offer(END);
    }
  }

  /** A block of a closed file, or a new one: the memory is cleared here and not by the reader. */
  private static ByteBuffer unused() {
    ByteBuffer free = FREE.poll();
    return free == null ? ByteWindow.pageAligned(HEADROOM + BLOCK) : free;
  }

  /**
   * The next block; its data lies from {@link #HEADROOM} to its limit.
   *
   * @return null at the end
   * @throws IOException if the file could not be read
   */
  @SuppressWarnings("ReferenceEquality") // which buffer it is, not what it holds
  @Nullable ByteBuffer next() throws IOException {
    if (ended) {
      return null;
    }
    try {
      ByteBuffer block = null;
      while (block == null) { // without a time the JDK would first load its pool of threads
        block = filled.poll(WAIT_SECONDS, TimeUnit.SECONDS);
      }
      if (block != END) {
        return block;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while reading ahead");
    }
    ended = true;
    Throwable failed = failure;
    if (failed instanceof IOException unread) {
      throw unread;
    } else if (failed instanceof RuntimeException fault) {
      throw fault;
    } else if (failed instanceof Error error) {
      throw error;
    }
    return null;
  }

  /** Lets a block be filled again. */
  void giveBack(ByteBuffer block) {
    empty.offer(block);
  }

  /** Ends the thread; the input is closed by its owner. */
  @Override
  @SuppressWarnings("ReferenceEquality") // which buffer it is, not what it holds
  public void close() {
    closed = true;
    empty.offer(END);
    try {
      filler.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    for (ByteBuffer block = empty.poll(); block != null; block = empty.poll()) {
      if (block != END) {
        FREE.offer(block);
      }
    }
  }
}
