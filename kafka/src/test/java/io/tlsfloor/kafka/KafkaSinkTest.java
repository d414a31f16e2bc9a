package io.tlsfloor.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.parser.observation.IpAddress;
import io.tlsfloor.report.bus.BusOptions;
import io.tlsfloor.report.model.Chunk;
import io.tlsfloor.report.model.Chunk.About;
import io.tlsfloor.report.model.LossCount;
import io.tlsfloor.report.sink.Sink;
import io.tlsfloor.testing.Starved;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Lines to a topic, by the producer that Kafka has for tests. */
@Timeout(60)
class KafkaSinkTest {
  @TempDir private Path folder;
  private final List<String> events = new CopyOnWriteArrayList<>();

  /** A producer whose brokers can be away. */
  private static final class Brokers extends MockProducer<byte[], byte[]> {
    volatile boolean away;
    volatile int withoutMemory; // so many times

    Brokers(boolean answers) {
      super(answers, null, new ByteArraySerializer(), new ByteArraySerializer());
    }

    @Override
    public void close(Duration timeout) {
      if (Thread.currentThread().isInterrupted()) { // as the real one
        throw new InterruptException("closing", new InterruptedException());
      }
      super.close(timeout);
    }

    @Override
    public synchronized java.util.concurrent.Future<
            org.apache.kafka.clients.producer.RecordMetadata>
        send(
            ProducerRecord<byte[], byte[]> record,
            org.apache.kafka.clients.producer.Callback callback) {
      if (withoutMemory > 0) {
        withoutMemory--;
        TimeoutException failure =
            new TimeoutException("no room") {
              private static final long serialVersionUID = 1;

              @Override
              public String getMessage() { // asked for outside of what sends
                throw new OutOfMemoryError("as if the heap were full");
              }
            };
        callback.onCompletion(null, failure);
        return CompletableFuture.failedFuture(failure);
      }
      if (away) { // as the real one says it: by the callback, on the caller's thread
        TimeoutException failure = new TimeoutException("Topic t not present in metadata");
        callback.onCompletion(null, failure);
        return CompletableFuture.failedFuture(failure);
      }
      return super.send(record, callback);
    }
  }

  private KafkaSink sink(Brokers brokers, boolean live, boolean spools) throws Exception {
    return sink(brokers, live, spools, 64L << 20);
  }

  private KafkaSink sink(Brokers brokers, boolean live, boolean spools, long spoolBytes)
      throws Exception {
    return KafkaSink.open(
        new BusOptions(
            List.of("kafka1:9092"),
            "t",
            Optional.empty(),
            spools ? Optional.of(folder.resolve("spool")) : Optional.empty(),
            spoolBytes,
            "gw1"),
        brokers,
        live,
        events::add);
  }

  private static Chunk line(String client, String text) {
    About about =
        client.isEmpty()
            ? new About("run", Optional.empty(), Optional.empty(), Optional.empty())
            : new About(
                "connection",
                Optional.empty(),
                Optional.empty(),
                Optional.of(IpAddress.parse(client)));
    return Chunk.of(about, text + "\n");
  }

  private static List<String> sent(Brokers brokers) {
    List<String> all = new ArrayList<>();
    for (ProducerRecord<byte[], byte[]> record : brokers.history()) {
      all.add(
          new String(record.key(), StandardCharsets.UTF_8)
              + " "
              + new String(record.value(), StandardCharsets.UTF_8));
    }
    return all;
  }

  @Test
  void aScanWithASpoolRunsWithoutBrokers() throws Exception {
    Path spool = folder.resolve("spool");
    BusOptions options =
        new BusOptions(
            List.of("127.0.0.1:1"), "t", Optional.empty(), Optional.of(spool), 64L << 20, "gw1");

    try (Sink sink = new KafkaBus().sink(options, false, events::add)) {
      sink.take(line("10.0.0.1", "waits"));
      sink.endBy(System.nanoTime() + 1_000_000_000L);

      assertThat(sink.finish().orElseThrow()).contains("lines wait in " + spool);
    }

    try (Stream<Path> parts = Files.list(spool)) {
      assertThat(parts.map(Path::toFile).toList()).anyMatch(part -> part.length() > 0);
    }
  }

  @Test
  void aLineHasItsClientOrTheSensorForAKey() throws Exception {
    Brokers brokers = new Brokers(true);
    KafkaSink sink = sink(brokers, false, false);
    sink.take(line("10.0.0.1", "{\"a\":1}"));
    sink.take(line("", "{\"run\":1}"));

    assertThat(sink.settle().map(LossCount::count)).contains(0L);
    assertThat(sink.finish()).isEmpty();
    assertThat(sent(brokers)).containsExactly("10.0.0.1 {\"a\":1}", "gw1 {\"run\":1}");
  }

  @Test
  void linesThatBrokersDoNotTakeWaitInTheSpoolInOrder() throws Exception {
    Brokers brokers = new Brokers(true);
    brokers.away = true;
    KafkaSink sink = sink(brokers, true, true);
    String large = "x".repeat(1 << 16);
    List<String> all = new ArrayList<>();
    for (int i = 0; i < 300; i++) { // more than fit into memory
      sink.take(line("10.0.0.1", i + large));
      all.add("10.0.0.1 " + i + large);
    }
    assertThat(sink.lost()).isZero();
    assertThat(folder.resolve("spool")).isNotEmptyDirectory();
    brokers.away = false;

    assertThat(sink.finish()).isEmpty();
    assertThat(sent(brokers)).isEqualTo(all);
    try (Stream<Path> left = Files.list(folder.resolve("spool"))) {
      assertThat(left).noneMatch(file -> file.toString().endsWith(".spool"));
    }
  }

  @Test
  void aLineIsSentAgainWhereThereIsNoMemoryForATrouble() throws Exception {
    Brokers brokers = new Brokers(true);
    brokers.withoutMemory = 2;
    KafkaSink sink = sink(brokers, true, false);
    sink.take(line("10.0.0.1", "a"));
    sink.take(line("10.0.0.2", "b"));

    assertThat(sink.finish()).isEmpty();
    assertThat(sent(brokers)).containsExactly("10.0.0.1 a", "10.0.0.2 b");
  }

  @Test
  void whatHasNoAnswerAtTheEndIsSentByTheNextRun() throws Exception {
    Brokers silent = new Brokers(false);
    KafkaSink first = sink(silent, true, true);
    first.take(line("10.0.0.1", "a"));
    first.take(line("10.0.0.2", "b"));
    assertThat(first.finish().orElse("")).contains("lines wait in", "for the next run");
    assertThat(first.lost()).isZero();
    Brokers brokers = new Brokers(true);
    KafkaSink second = sink(brokers, true, true);
    second.take(line("10.0.0.3", "c"));

    assertThat(second.finish()).isEmpty();
    assertThat(sent(brokers)).containsExactly("10.0.0.1 a", "10.0.0.2 b", "10.0.0.3 c");
  }

  /** A watch that has to end at once interrupts the thread that waits for brokers. */
  @Test
  void whatHasNoAnswerWhenTheEndIsHurriedIsSentByTheNextRun() throws Exception {
    Brokers silent = new Brokers(false);
    KafkaSink first = sink(silent, true, true);
    first.take(line("10.0.0.1", "a"));
    Thread.currentThread().interrupt();
    assertThat(first.finish().orElse("")).contains("lines wait in", "for the next run");
    assertThat(Thread.interrupted()).isTrue();
    Brokers brokers = new Brokers(true);

    assertThat(sink(brokers, true, true).finish()).isEmpty();
    assertThat(sent(brokers)).containsExactly("10.0.0.1 a");
  }

  @Test
  void aLineThatIsRefusedIsLostAndCounted() throws Exception {
    Brokers brokers = new Brokers(false);
    KafkaSink sink = sink(brokers, true, false);
    sink.take(line("10.0.0.1", "a"));
    while (brokers.history().isEmpty()) {
      Thread.onSpinWait();
    }
    brokers.errorNext(new RecordTooLargeException("too large"));

    assertThat(sink.settle().map(LossCount::count)).contains(1L);
    assertThat(sink.lost()).isEqualTo(1);
    assertThat(sink.finish().orElse("")).contains("1 line not delivered: too large");
  }

  @Test
  void withoutASpoolWhatIsLeftIsLost() throws Exception {
    Brokers brokers = new Brokers(true);
    brokers.away = true;
    KafkaSink sink = sink(brokers, true, false);
    sink.take(line("10.0.0.1", "a"));

    assertThat(sink.finish().orElse("")).contains("1 line not delivered");
    assertThat(sink.lost()).isEqualTo(1);
  }

  /** The client's bound is for lines that it has compressed; these are kept as they are. */
  @Test
  void linesWithoutAnAnswerTakeBoundedMemory() throws Exception {
    Brokers silent = new Brokers(false);
    KafkaSink sink = sink(silent, true, true);
    String large = "x".repeat(1 << 20);
    for (int i = 0; i < 40; i++) {
      sink.take(line("10.0.0.1", i + large));
    }
    while (silent.history().size() < 16) {
      Thread.sleep(1);
    }
    sink.endBy(System.nanoTime() + 200_000_000L);

    assertThat(sink.settle().map(LossCount::count)).contains(0L);
    assertThat(silent.history()).hasSizeBetween(16, 17);
    sink.close();
  }

  @Test
  void aFullSpoolIsToldAndWhatDoesNotFitIsCountedBeforeTheEnd() throws Exception {
    Brokers brokers = new Brokers(true);
    brokers.away = true;
    KafkaSink sink = sink(brokers, true, true, 4L << 20);
    String large = "x".repeat(1 << 20);
    for (int i = 0; i < 20; i++) { // 7 in memory, 3 in the spool
      sink.take(line("10.0.0.1", i + large));
    }
    sink.endBy(System.nanoTime() + 200_000_000L);

    assertThat(events).anyMatch(each -> each.endsWith("the spool is full; what comes now is lost"));
    long counted = sink.settle().map(LossCount::count).orElse(0L);
    assertThat(counted).isEqualTo(17);
    assertThat(sink.finish().orElse("")).contains("17 lines not delivered: the spool is full");
    assertThat(sink.lost()).isEqualTo(17);
  }

  @Test
  void endsByItsDeadlineThoughABrokerNeverAnswers() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      BusOptions options =
          new BusOptions(
              List.of("127.0.0.1:" + silent.getLocalPort()),
              "t",
              Optional.empty(),
              Optional.of(folder.resolve("spool")),
              64L << 20,
              "gw1");
      Sink sink = new KafkaBus().sink(options, true, events::add);
      sink.take(line("10.0.0.1", "{}"));
      sink.endBy(System.nanoTime() + 1_500_000_000L);
      CompletableFuture<Void> end =
          CompletableFuture.runAsync(
              () -> {
                try (sink) {
                  sink.settle();
                  sink.finish();
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });

      assertThat(Starved.until(ProcessHandle.current().pid(), end::isDone))
          .isLessThan(Duration.ofSeconds(2));
      end.join();
      assertThat(folder.resolve("spool")).isNotEmptyDirectory();
    }
  }
}
