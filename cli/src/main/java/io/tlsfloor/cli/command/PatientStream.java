package io.tlsfloor.cli.command;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A stream whose reader may be stuck, such as a terminal that was stopped or a pipe that no one
 * reads: a thread of its own writes, and a caller waits for it briefly, and not again while it is
 * stuck. Messages wait in bounded room; what does not fit is counted, and said once there is room.
 */
final class PatientStream extends OutputStream {
  private static final int MAX_WAITING = 256; // messages, of a line or two each
  private static final int PATIENCE_MILLIS = 500;

  private final OutputStream to;
  private final ExecutorService writer =
      new ThreadPoolExecutor(
          1,
          1,
          0,
          TimeUnit.SECONDS,
          new ArrayBlockingQueue<>(MAX_WAITING),
          task -> {
            Thread thread = new Thread(task, "messages");
            thread.setDaemon(true);
            return thread;
          });
  private Future<?> last = CompletableFuture.completedFuture(null);
  private boolean stuck;
  private long lost;

  PatientStream(OutputStream to) {
    this.to = to;
  }

  @Override
  public void write(int b) {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public synchronized void write(byte[] bytes, int offset, int length) {
    try {
      if (lost > 0) {
        String text =
            "tlsfloor: warning: " + lost + " messages were lost: standard error was not read\n";
        put(text.getBytes(StandardCharsets.UTF_8));
        lost = 0;
      }
      put(Arrays.copyOfRange(bytes, offset, offset + length));
    } catch (RejectedExecutionException full) {
      lost++;
    }
  }

  private void put(byte[] message) {
    last =
        writer.submit(
            () -> {
              try {
                to.write(message);
                to.flush();
              } catch (IOException closed) {
                // There is no one to say it to.
              }
            });
  }

  /** Waits until all is written, but not for long. */
  @Override
  public synchronized void flush() {
    try {
      last.get(stuck ? 0 : PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
      stuck = false;
    } catch (TimeoutException e) {
      stuck = true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException e) { // memory, for instance
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw new IllegalStateException(e.getCause());
    }
  }
}
