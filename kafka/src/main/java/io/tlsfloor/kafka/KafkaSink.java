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
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Lines on their way to a topic. One thread of its own sends. A line is kept until the brokers have
 * it.
 */
final class KafkaSink implements Sink {
  private static final long PATIENCE_MILLIS = 10_000; // for brokers that start again
  private static final long SHORT_PATIENCE_MILLIS = 1_000;
  private static final long AWAY_NANOS = 5_000_000_000L; // without an answer, while lines wait

  private final BusOptions options;
  private final Producer<byte[], byte[]> producer;
  private final Consumer<String> events;
  private final boolean live;
  private final byte[] observer;
  private final Thread sender;
  private final Deadline deadline = new Deadline();
  private final Backlog backlog; // guarded by this, as all below
  private long lost;
  private long answeredAt = System.nanoTime();
  private boolean away;
  private boolean waitedInVain;
  private boolean fullTold;
  private boolean closing;
  private @Nullable String trouble;
  private @Nullable Exception notTaken; // by the client; of the sending thread, as what follows
  private @Nullable Outgoing leaving; // until the client has it

  private KafkaSink(
      BusOptions options,
      Producer<byte[], byte[]> producer,
      @Nullable Spool spool,
      boolean live,
      Consumer<String> events) {
    this.options = options;
    this.producer = producer;
    backlog = new Backlog(spool);
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
          "Give a folder of its own that may be written to (--kafka-spool).",
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
    if (!live && options.spool().isEmpty()) {
      awaitRoom(line);
    }
    if (!backlog.take(line)) {
      lost++;
      tellFull();
    }
    notifyAll();
  }

  private void tellFull() {
    String why = backlog.trouble();
    if (why != null && !fullTold) {
      fullTold = true;
      events.accept(options + ": " + why + "; what comes now is lost");
    }
  }

  /** A run over files can wait for brokers that are slow; not for ever. */
  private void awaitRoom(Line line) {
    long until = System.nanoTime() + (waitedInVain ? 0 : PATIENCE_MILLIS * 1_000_000);
    try {
      while (!backlog.hasRoom(line) && System.nanoTime() < until) {
        wait(20);
      }
    } catch (InterruptedException signalled) {
      Thread.currentThread().interrupt();
    }
    waitedInVain |= !backlog.hasRoom(line);
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

  private synchronized @Nullable Outgoing await() throws InterruptedException {
    while (true) {
      Outgoing line = backlog.next(!closing);
      if (line != null || closing) {
        return line;
      }
      wait(100);
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
              + (options.spool().isEmpty()
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
      backlog.giveBack(line);
      notifyAll();
      return;
    }
    backlog.over(line);
    if (failure != null) {
      lost++; // too large, or not permitted: trying again would not help
      trouble = KafkaBus.why(failure);
    } else {
      answeredAt = System.nanoTime();
      if (away) {
        away = false;
        fullTold = false;
        events.accept(options + ": brokers take lines again");
      }
    }
    notifyAll();
  }

  @Override
  public synchronized void tick() {
    if (backlog.waiting() > 0 && System.nanoTime() - answeredAt > AWAY_NANOS) {
      note(new TimeoutException("no answer"));
    } else if (backlog.waiting() == 0) {
      answeredAt = System.nanoTime();
    }
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
      waitedInVain = backlog.waiting() > 0;
      return LossCount.besides(LossCount.LINES_LOST, lost + backlog.homeless());
    }
  }

  private synchronized void settle(long millis) {
    long until = System.nanoTime() + deadline.within(millis * 1_000_000);
    try {
      while (backlog.waiting() > 0 && System.nanoTime() < until) {
        wait(20);
      }
    } catch (InterruptedException signalled) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public Optional<String> finish() {
    settle(waitedInVain ? SHORT_PATIENCE_MILLIS : PATIENCE_MILLIS);
    boolean left = isWaiting();
    close();
    return left || lost() > 0 ? Optional.of(undelivered()) : Optional.empty();
  }

  private synchronized boolean isWaiting() {
    return backlog.waiting() > 0;
  }

  private synchronized String undelivered() {
    String why =
        Stream.of(backlog.trouble(), trouble)
            .filter(Objects::nonNull)
            .map(each -> ": " + each)
            .collect(Collectors.joining());
    return lost > 0
        ? options + ": " + Words.count(lost, "line") + " not delivered" + why
        : options
            + ": lines wait in "
            + options.spool().map(Object::toString).orElse("memory")
            + " for the next run"
            + why;
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
    synchronized (this) {
      lost += backlog.keep();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
