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
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Chunks to what may be written slowly, or not at all: a file, a pipe, a database. A thread writes,
 * and what it has not written waits, as much as there is room for. So nothing else of a run waits
 * for a reader or a disk. What may work again is tried again; another failure ends the run at the
 * next chunk.
 */
public final class QueuedSink implements Sink {
  /** At the end of a run, without headway. Once it has to be over, a reader has less. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private static final Duration DISK_PATIENCE = Duration.ofSeconds(10);
  private static final long READER_NANOS = 700_000_000L;

  /**
   * Holds what makes headway has so long at the end of a run: systemd gives a unit half as much
   * again.
   */
  private static final long END_NANOS = 60_000_000_000L;

  private static final int LAST_RETRY_MILLIS = 100; // once the run ends
  private static final long STUCK_NANOS = 5_000_000_000L;
  private static final long SLOW_NANOS = 500_000_000L;
  private static final int LOOK_MILLIS = 1000;

  /** Holds what is at work, if slowly, gets so much more. */
  private static final long AT_WORK_NANOS = 3_000_000_000L;

  private static final long AT_WORK_LOOK_NANOS = 50_000_000L;

  private static final byte[] NOTHING = {};

  private final Outlet outlet;
  private final String name;
  private final long patienceNanos;
  private final Consumer<String> events;
  private final Deque<byte[]> waiting = new ArrayDeque<>(); // this and all below: guarded by this
  private int waitingBytes;
  private byte @Nullable [] writing;
  private long writingSince;
  private long lost;
  private boolean failing; // the last try to write
  private boolean pausing; // until the next one
  private boolean reopening; // as was asked for
  private boolean closed;
  private boolean ending; // there is a time by which the run has to be over
  private long endsAt; // that time
  private boolean patient = true;
  private long awaitedSince; // 0: not yet
  private @Nullable IOException failure;
  private @Nullable Thread writer;

  /**
   * To standard output, which its owner closes.
   *
   * @param events takes a sentence when something fails, and when it works again, from any thread
   */
  public QueuedSink(OutputStream out, Consumer<String> events) {
    this(new StreamOutlet(out), "standard output", PATIENCE, events);
  }

  /**
   * To an outlet.
   *
   * @param name for messages
   * @param patience at the end of a run, without headway
   * @param events takes a sentence when something fails, and when it works again, from any thread
   */
  public QueuedSink(Outlet outlet, String name, Duration patience, Consumer<String> events) {
    this.outlet = outlet;
    this.name = name;
    this.events = events;
    patienceNanos = patience.toNanos();
  }

  /**
   * To what is no file, though it has the name of one: a pipe that may have no reader yet, a
   * device.
   *
   * @param events takes a sentence when something fails, and when it works again, from any thread
   * @throws ReportException if it cannot be opened
   */
  public static QueuedSink special(Path file, Consumer<String> events) throws ReportException {
    try {
      return new QueuedSink(Special.open(file), file.toString(), PATIENCE, events);
    } catch (IOException e) {
      throw ReportException.output(
          "cannot write " + file + ": " + Reasons.of(e),
          "Name a file or a pipe to write to, one for each watch.",
          e);
    }
  }

  /**
   * To the end of a file, which is opened again where others rotate it.
   *
   * @param events takes a sentence when something fails, and when it works again, from any thread
   * @throws ReportException if it cannot be opened
   */
  public static QueuedSink file(Path file, Consumer<String> events) throws ReportException {
    try {
      QueuedSink sink =
          new QueuedSink(FileOutlet.open(file), file.toString(), DISK_PATIENCE, events);
      sink.begin(); // to look at it, whether lines come or not
      return sink;
    } catch (IOException e) {
      throw ReportException.output(
          "cannot write " + file + ": " + Reasons.of(e),
          "Name a file in a folder that is there and that you may write to, one for each watch.",
          e);
    }
  }

  /** Returns whether {@link #special} suits what has this name: neither a file nor a folder. */
  public static boolean isSpecial(Path file) {
    return Special.is(file);
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
  private void waitForRoom(int bytes) throws IOException {
    if (ending || outlet.isWorthWaitingFor()) {
      awaitWhile(
          () -> waitingBytes + bytes > outlet.roomBytes() && !failing,
          ending ? stuckNanos() : SLOW_NANOS);
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

  private interface Step {
    void run() throws IOException;
  }

  private void tryUntilItWorks(Step step) throws IOException, InterruptedException {
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
    pause(outlet.restMillis(), () -> !isEnding());
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
    return closed || ending || awaitedSince != 0;
  }

  private synchronized void works() {
    if (failing && !closed) {
      failing = false;
      long gone = lost();
      events.accept(
          "writing to "
              + name
              + " works again"
              + (gone == 0 ? "" : "; " + Words.count(gone, "line") + " lost"));
    }
  }

  /** Waits before the next try; whether there is one. */
  private synchronized boolean triesAgain(IOException e) throws InterruptedException {
    if (!failing) {
      failing = true;
      Throwable why = e.getCause() == null ? e : e.getCause();
      String what =
          e instanceof ReportException
              ? String.valueOf(e.getMessage())
              : "cannot write " + name + ": " + Reasons.of(why);
      events.accept(what + ": trying again");
    }
    pausing = true;
    notifyAll();
    pause(outlet.retryMillis(), () -> !(outlet.mayComeBack() ? isEnding() : closed));
    if (outlet.mayComeBack()) {
      pause(LAST_RETRY_MILLIS, () -> !closed);
    }
    pausing = false;
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
    ending = true;
    endsAt = nanoTime;
    notifyAll();
  }

  @Override
  public synchronized Losses settle() throws IOException {
    await();
    return Losses.of(LossKind.LOST_LINES, lost() + left());
  }

  @Override
  public synchronized Optional<String> finish() throws IOException {
    await();
    lost += left();
    waiting.clear();
    waitingBytes = 0;
    long gone = lost();
    return gone == 0
        ? Optional.empty()
        : Optional.of(name + ": " + Words.count(gone, "line") + " could not be written");
  }

  /** Lines that wait, and those that are being written. */
  private long left() {
    long begun = writing == null ? 0 : Chunk.lines(writing);
    return waiting.stream().mapToLong(Chunk::lines).sum() + begun;
  }

  /** Waits while lines are being written, but not again once that was stuck. */
  private void await() throws IOException {
    awaitedSince = awaitedSince == 0 ? System.nanoTime() | 1 : awaitedSince;
    notifyAll();
    patient &=
        awaitWhile(
            () ->
                (!pausing || outlet.mayComeBack())
                    && (writing != null || reopening || !waiting.isEmpty()),
            patient ? stuckNanos() : 0);
    check();
  }

  private long stuckNanos() {
    if (!ending || outlet.isWorthWaitingFor()) {
      return patienceNanos;
    }
    long left = outlet.mayComeBack() ? Math.max(1, endsAt - System.nanoTime()) : READER_NANOS;
    return Math.min(patienceNanos, left);
  }

  /**
   * Waits while something is so, and writes come to their ends.
   *
   * @param stuckNanos after which a write counts as stuck
   * @return whether it is not so any more
   */
  private boolean awaitWhile(BooleanSupplier so, long stuckNanos) {
    long begun = System.nanoTime();
    long last = (awaitedSince == 0 ? begun : awaitedSince) + END_NANOS;
    boolean interrupted = false;
    boolean over = false;
    while (failure == null && so.getAsBoolean() && !over) {
      long sign = Math.max(begun, writingSince);
      long left = Math.min(sign + stuckNanos, last) - System.nanoTime();
      boolean atWork = stuckNanos > 0 && outlet.isAtWork() && !pausing;
      if (left <= 0 && left > -AT_WORK_NANOS && atWork) {
        left = AT_WORK_LOOK_NANOS;
      }
      over = left <= 0;
      try {
        if (!over) {
          long look = outlet.mayComeBack() ? AT_WORK_LOOK_NANOS : left;
          wait(Math.min(left, look) / 1_000_000 + 1);
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
      try {
        await();
      } catch (IOException e) {
        // It was told by take, tick, settle or finish.
      }
      closed = true;
      notifyAll();
    }
    outlet.close();
  }
}
