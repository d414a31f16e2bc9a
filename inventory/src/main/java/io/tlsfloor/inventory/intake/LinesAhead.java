package io.tlsfloor.inventory.intake;

import io.tlsfloor.report.saved.LineReader;
import io.tlsfloor.report.saved.SavedLine;
import io.tlsfloor.report.saved.SavedLineException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads lines and parses them ahead of who takes them, on threads of its own: one reads at a time,
 * the others parse, and the lines come in their order. What is read ahead is bounded.
 */
final class LinesAhead implements AutoCloseable {
  /** A block ends with the line that fills it. */
  private static final int BLOCK_BYTES = 1 << 18;

  /** Twice as many as threads that fill them. */
  private static final int MAX_BLOCKS = 16;

  private static final int MAX_THREADS = 8;

  private static final int LOOK_MILLIS = 200; // whether a thread has broken down

  private final LineReader lines;
  private final BlockingQueue<CompletableFuture<List<Line>>> blocks =
      new ArrayBlockingQueue<>(MAX_BLOCKS);
  private final List<Thread> threads = new ArrayList<>();
  private final Supplier<CompletableFuture<List<Line>>> places;
  private boolean ended;
  private volatile @Nullable Throwable broken; // what a thread had no memory left to hand over

  /**
   * A line.
   *
   * @param saved what it says; null for a line of which nothing is kept, and for one that is none
   * @param wrong why it is none; empty for one of tlsfloor's
   * @param number of it, from 1
   * @param unended whether it has no line feed
   */
  record Line(@Nullable SavedLine saved, String wrong, long number, boolean unended) {}

  @SuppressWarnings("ArrayRecordComponent") // made and read in one place, never compared
  private record Raw(byte[] content, long number, boolean unended) {}

  /** Begins to read. */
  LinesAhead(LineReader lines) {
    this(lines, CompletableFuture::new);
  }

  /** The same; {@code places} makes what is handed over. */
  LinesAhead(LineReader lines, Supplier<CompletableFuture<List<Line>>> places) {
    this.lines = lines;
    this.places = places;
    int count = Math.min(MAX_THREADS, Runtime.getRuntime().availableProcessors());
    for (int i = 0; i < count; i++) {
      Thread thread = new Thread(this::work, "inventory lines " + i);
      thread.setDaemon(true); // one that waits for a pipe ends with the program
      threads.add(thread);
      thread.start();
    }
  }

  /** The next lines, one at least; none at the end. */
  List<Line> next() throws IOException {
    try {
      CompletableFuture<List<Line>> place = blocks.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS);
      while (place == null) {
        throwIfBroken();
        place = blocks.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS);
      }
      while (!isDone(place)) {
        throwIfBroken();
      }
      return result(place);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private static <T> T result(Future<T> work) throws IOException, InterruptedException {
    try {
      return work.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException cause) {
        throw cause;
      }
      if (e.getCause() instanceof Error cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  private static boolean isDone(CompletableFuture<List<Line>> place) throws InterruptedException {
    try {
      place.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
      return true;
    } catch (ExecutionException e) {
      return true; // thrown where the result is taken
    } catch (TimeoutException e) {
      return false;
    }
  }

  private void throwIfBroken() {
    Throwable thrown = broken;
    if (thrown instanceof Error error) {
      throw error;
    }
    if (thrown instanceof RuntimeException fault) {
      throw fault;
    }
  }

  private void work() {
    try {
      while (true) {
        CompletableFuture<List<Line>> place = places.get();
        Optional<List<Raw>> raw = read(place);
        if (raw.isEmpty()) {
          return;
        }
        try {
          place.complete(raw.get().stream().map(LinesAhead::parsed).toList());
        } catch (RuntimeException | Error e) {
          place.completeExceptionally(e);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // no one takes them any more
    } catch (RuntimeException | Error e) {
      broken = e; // which takes no memory
    }
  }

  private static Line parsed(Raw raw) {
    try {
      @Nullable SavedLine saved = SilentLine.is(raw.content()) ? null : SavedLine.of(raw.content());
      return new Line(saved, "", raw.number(), raw.unended());
    } catch (SavedLineException e) {
      return new Line(null, String.valueOf(e.getMessage()), raw.number(), raw.unended());
    }
  }

  /** Reads a block and keeps its place among the others; empty when another thread had the last. */
  private synchronized Optional<List<Raw>> read(CompletableFuture<List<Line>> place)
      throws InterruptedException {
    if (ended) {
      return Optional.empty();
    }
    try {
      List<Raw> block = block();
      ended = block.isEmpty();
      blocks.put(place);
      return Optional.of(block);
    } catch (IOException | RuntimeException | Error e) {
      ended = true;
      place.completeExceptionally(e);
      blocks.put(place);
      return Optional.empty();
    }
  }

  /** Lines that are read already, or the next one; none at the end. */
  private List<Raw> block() throws IOException {
    List<Raw> block = new ArrayList<>();
    long full = lines.position() + BLOCK_BYTES;
    do {
      Optional<byte[]> line = lines.next();
      if (line.isEmpty()) {
        break;
      }
      block.add(new Raw(line.get(), lines.number(), lines.isUnended()));
    } while (lines.isBuffered() && lines.position() < full);
    return block;
  }

  /** Reads no further; does not wait for a thread that waits for its input. */
  @Override
  public void close() {
    threads.forEach(Thread::interrupt);
  }
}
