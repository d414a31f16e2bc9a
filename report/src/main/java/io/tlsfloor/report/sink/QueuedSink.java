package io.tlsfloor.report.sink;

import io.tlsfloor.report.ReportException;
import io.tlsfloor.report.model.Chunk;
import io.tlsfloor.report.model.LossKind;
import io.tlsfloor.report.model.Losses;
import io.tlsfloor.report.text.Reasons;
import io.tlsfloor.report.text.Words;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Chunks to what may be written slowly, or not at all: a file, a pipe, a database. A thread writes,
 * and what it has not written waits, as much as there is room for. So nothing else of a run waits
 * for a reader or a disk. What may work again is tried again; another failure ends the run at the
 * next chunk.
 */
public final class QueuedSink implements Sink {
  /** What makes no headway has so long at the end of a run. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** What makes headway has so long at the end of a run for which no time is set. */
  private static final long END_NANOS = 60_000_000_000L;

  /** Of the time that a run has to end, what is kept for its own line. */
  private static final long LAST_LINE_NANOS = 3_000_000_000L;

  /** Where findings flood, a file that nobody rotates would fill the disk. */
  private static final long MAX_FILE_BYTES = 1_000_000_000L;

  private static final int LAST_RETRY_MILLIS = 100; // once the run ends
  private static final long STUCK_NANOS = 5_000_000_000L;
  private static final long SLOW_NANOS = 500_000_000L;
  private static final int LOOK_MILLIS = 1000;

  private static final byte[] NOTHING = {};

  private final Outlet outlet;
  private final String name;
  private final long patienceNanos;
  private final Outage outage;
  private final Deque<byte[]> waiting = new ArrayDeque<>(); // this and all below: guarded by this
  private int waitingBytes;
  private byte @Nullable [] writing;
  private long writingSince;
  private long lost;
  private boolean failing; // the last try to write
  private boolean reopening; // as was asked for
  private boolean closed;
  private long endsSince; // 0: the run goes on
  private long endsAt; // by then the run has to be over
  private boolean givenUp; // it made no headway at the end
  private @Nullable IOException failure;
  private @Nullable Thread writer;

  /**
   * To standard output, which its owner closes.
   *
   * @param events takes a sentence when something fails, and when it works again, from any thread
   */
  public QueuedSink(OutputStream out, Consumer<String> events) {
    this(new StreamOutlet(out), "standard output", events);
  }

  /**
   * To an outlet.
   *
   * @param name for messages
   * @param events takes a sentence when something fails, and when it works again, from any thread
   */
  public QueuedSink(Outlet outlet, String name, Consumer<String> events) {
    this(outlet, name, PATIENCE, events);
  }

  /**
   * To an outlet.
   *
   * @param patience at the end of a run, without headway
   */
  QueuedSink(Outlet outlet, String name, Duration patience, Consumer<String> events) {
    this.outlet = outlet;
    this.name = name;
    patienceNanos = patience.toNanos();
    outage = new Outage(events);
  }

  /**
   * To the end of a file, which is opened again where others rotate it. It grows to a gigabyte at
   * most: what comes then waits until it is rotated, as for a disk that is full.
   *
   * @param events takes a sentence when something fails, and when it works again, from any thread
   * @throws ReportException if it cannot be opened
   */
  public static QueuedSink file(Path file, Consumer<String> events) throws ReportException {
    return file(file, MAX_FILE_BYTES, events);
  }

  /** The same with another bound. */
  static QueuedSink file(Path file, long maxBytes, Consumer<String> events) throws ReportException {
    try {
      QueuedSink sink = new QueuedSink(FileOutlet.open(file, maxBytes), file.toString(), events);
      sink.begin(); // to look at it, whether lines come or not
      return sink;
    } catch (IOException e) {
      throw cannot(file, e);
    }
  }

  /**
   * Tries whether {@link #file} could write a file, and leaves nothing of it. Another watch may
   * have it.
   *
   * @throws ReportException if not
   */
  public static void check(Path file) throws ReportException {
    try {
      if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
        Draft.toAppend(file).close();
      } else {
        Draft.of(file).close();
      }
    } catch (IOException e) {
      throw cannot(file, e);
    }
  }

  private static ReportException cannot(Path file, IOException e) {
    return ReportException.output(
        "cannot write " + file + ": " + Reasons.of(e),
        "Name a file in a folder that is there and that you may write to, one for each watch.",
        e);
  }

  @Override
  public synchronized void take(Chunk chunk) throws IOException {
    check();
    waitForRoom(chunk.length());
    waiting.add(Arrays.copyOf(chunk.bytes(), chunk.length()));
    waitingBytes += chunk.length();
    while (waitingBytes > outlet.roomBytes()) {
      byte[] oldest = waiting.remove();
      waitingBytes -= oldest.length;
      lost += Chunk.lines(oldest);
    }
    begin();
  }

  /**
   * Lines come faster than they are written where many clients are told at once. Until its end a
   * run waits for a disk alone, and not for long.
   */
  private void waitForRoom(int bytes) {
    BooleanSupplier isFull = () -> waitingBytes + bytes > outlet.roomBytes();
    if (endsSince != 0) {
      awaitEnd(isFull, endsAt - LAST_LINE_NANOS);
    } else if (outlet.isWorthWaitingFor()) {
      awaitDisk(() -> isFull.getAsBoolean() && !failing);
    }
  }

  private synchronized void begin() {
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

  // ---- the thread that writes

  private void write() {
    try {
      long lookedAt = System.nanoTime();
      for (byte[] next = next(); next != null; next = next()) {
        boolean asked = isAskedToReopen();
        if (asked || System.nanoTime() - lookedAt >= LOOK_MILLIS * 1_000_000L) {
          tryUntilItWorks(asked ? outlet::reopen : outlet::look);
          lookedAt = System.nanoTime();
        }
        byte[] lines = next;
        if (lines.length > 0) {
          tryUntilItWorks(() -> outlet.write(lines));
        }
      }
    } catch (IOException e) {
      failed(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // only by the end of the process
    }
  }

  private interface SinkCall {
    void run() throws IOException;
  }

  private void tryUntilItWorks(SinkCall step) throws IOException, InterruptedException {
    boolean over = false;
    while (!over) {
      try {
        step.run();
        over = true;
      } catch (IOException e) {
        if (!outlet.passes(e)) {
          throw e;
        }
        over = !triesAgain(e);
      }
    }
    works();
  }

  private synchronized boolean isAskedToReopen() {
    boolean asked = reopening;
    reopening = false;
    return asked;
  }

  /** Returns what to write next: nothing when it is time to look at the outlet, null at the end. */
  private synchronized byte @Nullable [] next() throws InterruptedException {
    writing = null;
    notifyAll();
    pause(outlet.restMillis(), () -> !isEnding() && waitingBytes < outlet.pieceBytes());
    pause(LOOK_MILLIS, () -> waiting.isEmpty() && !reopening && !closed);
    byte[] next = waiting.isEmpty() ? closed ? null : NOTHING : piece();
    writing = next;
    writingSince = System.nanoTime();
    return next;
  }

  /** The first chunk that waits, with as many others as go into one piece. */
  private byte[] piece() {
    byte[] first = waiting.remove();
    waitingBytes -= first.length;
    if (waiting.isEmpty() || outlet.pieceBytes() == 0) {
      return first;
    }
    ByteArrayOutputStream piece = new ByteArrayOutputStream(first.length);
    piece.writeBytes(first);
    while (!waiting.isEmpty() && piece.size() + waiting.element().length <= outlet.pieceBytes()) {
      piece.writeBytes(waiting.remove());
    }
    waitingBytes -= piece.size() - first.length;
    return piece.toByteArray();
  }

  /** Waits while something is so, but no longer than that. */
  private void pause(int millis, BooleanSupplier so) throws InterruptedException {
    long until = System.nanoTime() + millis * 1_000_000L;
    for (long left = millis; left > 0 && so.getAsBoolean(); ) {
      wait(left);
      left = (until - System.nanoTime()) / 1_000_000;
    }
  }

  private boolean isEnding() {
    return closed || endsSince != 0;
  }

  private synchronized void works() {
    if (!closed) {
      failing = false;
      long gone = lost();
      outage.ends(
          "writing to "
              + name
              + " works again"
              + (gone == 0 ? "" : "; " + Words.count(gone, "line") + " lost"));
    }
  }

  /** Waits before the next try; whether there is one. */
  private synchronized boolean triesAgain(IOException e) throws InterruptedException {
    failing = true;
    Throwable why = e.getCause() == null ? e : e.getCause();
    String what =
        e instanceof ReportException
            ? String.valueOf(e.getMessage())
            : "cannot write " + name + ": " + Reasons.of(why);
    outage.goesOn(what + ": trying again");
    notifyAll();
    pause(outlet.retryMillis(), () -> !isEnding());
    pause(LAST_RETRY_MILLIS, () -> !closed);
    return !closed;
  }

  private synchronized void failed(IOException e) {
    failure = e;
    writing = null;
    notifyAll();
  }

  // ---- the thread of the run

  @Override
  public synchronized void tick() throws IOException {
    check();
  }

  @Override
  public synchronized void reopen() {
    reopening = true;
    begin();
  }

  @Override
  public long rotations() {
    return outlet.rotations();
  }

  @Override
  public synchronized long lost() {
    return lost + outlet.unread();
  }

  @Override
  public synchronized Optional<String> away() {
    if (failing) {
      return Optional.of("cannot write " + name);
    }
    return writing != null && System.nanoTime() - writingSince > STUCK_NANOS
        ? Optional.of(name + " " + outlet.stuck())
        : Optional.empty();
  }

  @Override
  public synchronized void endBy(long nanoTime) {
    endsSince = System.nanoTime() | 1;
    endsAt = nanoTime;
    notifyAll();
  }

  private void end() {
    if (endsSince == 0) {
      endBy(System.nanoTime() + END_NANOS);
    }
  }

  /** What cannot be written in time makes room for the run's own line. */
  @Override
  public synchronized Losses settle() throws IOException {
    end();
    if (!awaitEnd(this::isWriting, endsAt - LAST_LINE_NANOS)) {
      giveUpWaiting();
    }
    check();
    return Losses.of(LossKind.LOST_LINES, lost() + left());
  }

  @Override
  public synchronized Optional<String> finish() throws IOException {
    end();
    awaitEnd(this::isWriting, endsAt);
    check();
    lost += left();
    waiting.clear();
    waitingBytes = 0;
    long gone = lost();
    return gone == 0
        ? Optional.empty()
        : Optional.of(name + ": " + Words.count(gone, "line") + " could not be written");
  }

  private void giveUpWaiting() {
    lost += waiting.stream().mapToLong(Chunk::lines).sum();
    waiting.clear();
    waitingBytes = 0;
  }

  /** Lines that wait, and those that are being written. */
  private long left() {
    long begun = writing == null ? 0 : Chunk.lines(writing);
    return waiting.stream().mapToLong(Chunk::lines).sum() + begun;
  }

  private boolean isWriting() {
    return writing != null || reopening || !waiting.isEmpty();
  }

  /**
   * Waits at the end of a run while something is so and lines go out, but not again once they did
   * not: one who takes none has the patience once, however many lines are left.
   *
   * @return whether it is not so any more
   */
  private boolean awaitEnd(BooleanSupplier so, long until) {
    boolean over =
        await(so, () -> givenUp ? 0 : Math.min(until, headwayAt(endsSince) + patienceNanos));
    givenUp |= !over && System.nanoTime() >= headwayAt(endsSince) + patienceNanos;
    return over;
  }

  private void awaitDisk(BooleanSupplier so) {
    long begun = System.nanoTime();
    await(so, () -> headwayAt(begun) + SLOW_NANOS);
  }

  /** When the last piece was written, of those since a time; else that time. */
  private long headwayAt(long since) {
    return Math.max(since, writingSince);
  }

  /** Waits while something is so, until a time that may move; returns whether it is not so. */
  private boolean await(BooleanSupplier so, LongSupplier until) {
    boolean interrupted = false;
    boolean over = false;
    while (failure == null && so.getAsBoolean() && !over) {
      long left = until.getAsLong() - System.nanoTime();
      over = left <= 0;
      try {
        if (!over) {
          wait(left / 1_000_000 + 1);
        }
      } catch (InterruptedException e) {
        interrupted = true; // by a signal: the end still waits for what it writes
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return !over;
  }

  /** Writes what was taken before, if that takes no longer than the end of a run may. */
  @Override
  public void close() throws IOException {
    synchronized (this) {
      end();
      awaitEnd(this::isWriting, endsAt); // a failure was told by take, tick, settle or finish
      closed = true;
      notifyAll();
    }
    outlet.close();
  }
}
