package io.tlsfloor.kafka;

import io.tlsfloor.report.ReportException;
import io.tlsfloor.report.bus.BusOptions;
import io.tlsfloor.report.model.Chunk;
import io.tlsfloor.report.model.LossCount;
import io.tlsfloor.report.sink.Deadline;
import io.tlsfloor.report.sink.Sink;
import io.tlsfloor.report.text.Words;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Lines on their way to a topic. They wait in memory, and when there is no room, in a spool on
 * disk: while one waits there, all that come after it do, so that the order stays. One thread of
 * its own sends. A line is kept until the brokers have it.
 */
final class KafkaSink implements Sink {
  private static final int MAX_QUEUED_BYTES = 8 << 20;
  private static final long PATIENCE_MILLIS = 10_000; // for brokers that start again
  private static final long SHORT_PATIENCE_MILLIS = 1_000;
  private static final long AWAY_NANOS = 5_000_000_000L; // without an answer, while lines wait

  private final BusOptions options;
  private final Producer<byte[], byte[]> producer;
  private final @Nullable Spool spool;
  private final Consumer<String> events;
  private final boolean live;
  private final byte[] observer;
  private final Thread sender;
  private final Deadline deadline = new Deadline();
  private final Deque<Line> queue = new ArrayDeque<>(); // guarded by this, as all below
  private final Deque<Outgoing> again = new ArrayDeque<>(); // sent, and given back
  private final Map<Long, Line> sent = new LinkedHashMap<>(); // without an answer, not of the spool
  private int queuedBytes;
  private long spooled; // taken from the spool, without an answer
  private long next;
  private long lost;
  private long answeredAt = System.nanoTime();
  private boolean away;
  private boolean waitedInVain;
  private boolean closing;
  private @Nullable String trouble;
  private @Nullable Exception notTaken; // by the client; of the sending thread, as what follows
  private @Nullable Outgoing leaving; // until the client has it
  private Spool.@Nullable Taken taken; // until it can be sent

  private KafkaSink(
      BusOptions options,
      Producer<byte[], byte[]> producer,
      @Nullable Spool spool,
      boolean live,
      Consumer<String> events) {
    this.options = options;
    this.producer = producer;
    this.spool = spool;
    this.live = live;
    this.events = events;
    observer = options.observer().getBytes(StandardCharsets.UTF_8);
    sender = new Thread(this::send, "kafka");
    sender.setDaemon(true);
  }

  /** Opens the spool and begins to send, first what an earlier run left. */
  static KafkaSink open(
      BusOptions options, Producer<byte[], byte[]> producer, boolean live, Consumer<String> events)
      throws ReportException {
    try {
      Spool spool =
          options.spool().isEmpty()
              ? null
              : Spool.open(options.spool().get(), options.spoolBytes());
      KafkaSink sink = new KafkaSink(options, producer, spool, live, events);
      sink.sender.start();
      return sink;
    } catch (IOException failure) {
      producer.close(Duration.ZERO);
      throw ReportException.output(
          "cannot use the spool " + options.spool().get() + ": " + KafkaBus.why(failure),
          "Give a folder that may be written to.",
          failure);
    }
  }

  @Override
  public synchronized void take(Chunk chunk) {
    int length = chunk.length();
    while (length > 0 && (chunk.bytes()[length - 1] == '\n' || chunk.bytes()[length - 1] == '\r')) {
      length--;
    }
    byte[] key =
        chunk
            .about()
            .client()
            .map(client -> client.toString().getBytes(StandardCharsets.UTF_8))
            .orElse(observer);
    Line line = new Line(key, Arrays.copyOf(chunk.bytes(), length));
    if (!live && spool == null) {
      awaitRoom(line);
    }
    boolean inOrder = spool == null || spool.isEmpty();
    if (inOrder && queuedBytes + line.size() <= MAX_QUEUED_BYTES) {
      queue.add(line);
      queuedBytes += line.size();
    } else if (!spool(line)) {
      lost++;
    }
    notifyAll();
  }

  /** A run over files can wait for brokers that are slow; not for ever. */
  private void awaitRoom(Line line) {
    long until = System.nanoTime() + (waitedInVain ? 0 : PATIENCE_MILLIS * 1_000_000);
    try {
      while (queuedBytes + line.size() > MAX_QUEUED_BYTES && System.nanoTime() < until) {
        wait(20);
      }
    } catch (InterruptedException signalled) {
      Thread.currentThread().interrupt();
    }
    waitedInVain |= queuedBytes + line.size() > MAX_QUEUED_BYTES;
  }

  private boolean spool(Line line) {
    try {
      return spool != null && spool.add(line);
    } catch (IOException full) {
      trouble = "the spool cannot be written: " + KafkaBus.why(full);
      return false;
    }
  }

  /** What the sending thread does. Where memory is full, the line is kept and sent again. */
  private void send() {
    try {
      for (boolean more = true; more; ) {
        try {
          leaving = leaving == null ? await() : leaving;
          more = leaving != null;
          if (leaving != null) {
            send(leaving);
            leaving = null;
          }
        } catch (OutOfMemoryError full) {
          Thread.sleep(10);
        }
      }
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  /** A line with the place that it must be taken off once it has arrived. */
  private record Outgoing(Line line, long number, Spool.@Nullable Part part) {}

  private synchronized @Nullable Outgoing await() throws InterruptedException {
    while (true) {
      Outgoing back = again.poll();
      if (back != null) {
        return back;
      }
      Line queued = queue.peek();
      if (queued != null) { // it leaves once nothing more takes memory
        Outgoing line = new Outgoing(queued, next, null);
        sent.put(next, queued);
        next++;
        queue.remove();
        queuedBytes -= queued.size();
        notifyAll();
        return line;
      }
      taken = taken == null ? fromSpool() : taken;
      if (taken != null) {
        Outgoing line = new Outgoing(taken.line(), -1, taken.part());
        taken = null;
        spooled++;
        return line;
      }
      if (closing) {
        return null;
      }
      wait(100);
    }
  }

  private Spool.@Nullable Taken fromSpool() {
    try {
      return spool == null ? null : spool.take();
    } catch (IOException broken) {
      trouble = "the spool cannot be read: " + KafkaBus.why(broken);
      return null;
    }
  }

  /**
   * Waits as long as it takes. A client that has no room, or knows no broker for the topic, says so
   * by the callback, on this thread; the line is then still ours.
   */
  @SuppressWarnings("FutureReturnValueIgnored") // the callback gets the same
  private void send(Outgoing line) throws InterruptedException {
    while (true) {
      notTaken = null;
      try {
        producer.send(
            new ProducerRecord<>(options.topic(), line.line().key(), line.line().value()),
            (metadata, failure) -> answered(line, failure));
      } catch (RetriableException full) {
        notTaken = full;
      } catch (KafkaException | IllegalStateException refused) {
        answered(line, refused);
      } catch (OutOfMemoryError full) {
        notTaken = new KafkaException("no memory", full);
      }
      Exception full = notTaken;
      if (full == null) {
        return;
      }
      note(full);
      if (isClosing()) {
        return; // it stays among what has no answer
      }
      Thread.sleep(10);
    }
  }

  private synchronized boolean isClosing() {
    return closing;
  }

  private synchronized void note(Exception failure) {
    trouble = KafkaBus.why(failure);
    if (!away && System.nanoTime() - answeredAt > AWAY_NANOS) {
      away = true;
      events.accept(
          options
              + ": no broker takes lines ("
              + trouble
              + ")"
              + (spool == null
                  ? "; they wait in memory"
                  : "; they wait in " + options.spool().get()));
    }
  }

  /** By a thread of the client. */
  private synchronized void answered(Outgoing line, @Nullable Exception failure) {
    if (failure instanceof RetriableException && Thread.currentThread() == sender) {
      notTaken = failure;
      return;
    }
    if (closing && failure != null) { // the client gives up what it has left
      return;
    }
    if (failure instanceof RetriableException) { // not while it is told to try for ever
      again.add(line);
      notifyAll();
      return;
    }
    if (line.part() != null && spool != null) {
      spool.arrived(line.part());
      spooled--;
    } else {
      sent.remove(line.number());
    }
    if (failure != null) {
      lost++; // too large, or not permitted: trying again would not help
      trouble = KafkaBus.why(failure);
    } else {
      answeredAt = System.nanoTime();
      if (away) {
        away = false;
        events.accept(options + ": brokers take lines again");
      }
    }
    notifyAll();
  }

  @Override
  public synchronized void tick() {
    if (waiting() > 0 && System.nanoTime() - answeredAt > AWAY_NANOS) {
      note(new TimeoutException("no answer"));
    } else if (waiting() == 0) {
      answeredAt = System.nanoTime();
    }
  }

  private synchronized long waiting() {
    return queue.size() + sent.size() + spooled + (spool == null || spool.isEmpty() ? 0 : 1);
  }

  @Override
  public synchronized long lost() {
    return lost;
  }

  @Override
  public synchronized Optional<String> away() {
    return away ? Optional.of(options + ": no broker takes lines") : Optional.empty();
  }

  @Override
  public void endBy(long nanoTime) {
    deadline.at(nanoTime);
  }

  @Override
  public Optional<LossCount> settle() {
    settle(waitedInVain ? SHORT_PATIENCE_MILLIS : PATIENCE_MILLIS);
    synchronized (this) {
      waitedInVain = waiting() > 0;
      long gone = lost + (spool == null ? queue.size() + sent.size() : 0);
      return LossCount.besides(LossCount.LINES_LOST, gone);
    }
  }

  private synchronized void settle(long millis) {
    long until = System.nanoTime() + deadline.within(millis * 1_000_000);
    try {
      while (waiting() > 0 && System.nanoTime() < until) {
        wait(20);
      }
    } catch (InterruptedException signalled) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public Optional<String> finish() {
    settle(waitedInVain ? SHORT_PATIENCE_MILLIS : PATIENCE_MILLIS);
    boolean left = waiting() > 0;
    close();
    if (lost == 0 && !left) {
      return Optional.empty();
    }
    String why = trouble == null ? "" : ": " + trouble;
    return Optional.of(
        lost > 0
            ? options + ": " + Words.count(lost, "line") + " not delivered" + why
            : options
                + ": lines wait in "
                + options.spool().map(Object::toString).orElse("memory")
                + " for the next run"
                + why);
  }

  /** Keeps in the spool what has not arrived; without one it is lost. */
  @Override
  public void close() {
    synchronized (this) {
      if (closing) {
        return;
      }
      closing = true;
      notifyAll();
    }
    // A watch that has to end interrupts this thread: neither the client nor a file takes that.
    boolean interrupted = Thread.interrupted();
    try {
      long nanos = deadline.within(SHORT_PATIENCE_MILLIS * 1_000_000);
      KafkaBus.close(producer, Duration.ofNanos(live ? nanos : 0), nanos);
      sender.interrupt(); // it may wait for a broker
      sender.join(1 + deadline.within(PATIENCE_MILLIS * 1_000_000) / 1_000_000);
    } catch (InterruptedException signalled) {
      interrupted = true;
    }
    keepWhatIsLeft();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void keepWhatIsLeft() {
    Stream.concat(sent.values().stream(), queue.stream())
        .forEach(line -> lost += spool(line) ? 0 : 1);
    try {
      if (spool != null) {
        spool.close();
      }
    } catch (IOException broken) {
      trouble = "the spool cannot be written: " + KafkaBus.why(broken);
    }
  }
}
