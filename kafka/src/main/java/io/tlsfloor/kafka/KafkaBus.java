package io.tlsfloor.kafka;

import io.tlsfloor.report.ReportException;
import io.tlsfloor.report.bus.Bus;
import io.tlsfloor.report.bus.BusOptions;
import io.tlsfloor.report.bus.BusReader;
import io.tlsfloor.report.sink.Sink;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Reaches Kafka's brokers. */
public final class KafkaBus implements Bus {
  private static final long FIRST_ANSWER_MILLIS = 10_000;

  /**
   * What the promises rest on, so that no file may change it: each record once and in order, taken
   * by all replicas, and tried until it is.
   */
  private static final Map<String, String> SENDING =
      Map.of(
          "enable.idempotence", "true",
          "acks", "all",
          "retries", Integer.toString(Integer.MAX_VALUE),
          "delivery.timeout.ms", Integer.toString(Integer.MAX_VALUE),
          "max.in.flight.requests.per.connection", "5");

  private static final Map<String, String> READING =
      Map.of("enable.auto.commit", "false", "isolation.level", "read_committed");

  static {
    String level = "org.slf4j.simpleLogger.log.org.apache.kafka"; // once a second while away
    if (System.getProperty(level) == null) {
      System.setProperty(level, "off");
    }
  }

  @Override
  public Sink sink(BusOptions options, boolean live, Consumer<String> events) throws IOException {
    Properties properties = properties(options);
    properties.putIfAbsent("compression.type", "zstd");
    properties.putIfAbsent("linger.ms", "50");
    properties.putIfAbsent("buffer.memory", Integer.toString(16 << 20));
    properties.putIfAbsent("max.block.ms", live ? "1000" : Long.toString(FIRST_ANSWER_MILLIS));
    properties.putIfAbsent("reconnect.backoff.max.ms", "2000");
    properties.putAll(SENDING);
    KafkaProducer<byte[], byte[]> producer;
    try {
      producer =
          new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
    } catch (KafkaException wrong) {
      throw ReportException.given(
          "cannot use " + options + ": " + why(wrong), "Check the addresses and the settings.");
    }
    if (!live && options.spool().isEmpty()) { // else they wait there, as in a watch
      try {
        producer.partitionsFor(options.topic());
      } catch (KafkaException away) {
        producer.close(Duration.ZERO);
        throw ReportException.output(
            "cannot send to " + options + ": " + why(away),
            "Check that a broker listens there, and that the topic may be written to.",
            away);
      }
    }
    return KafkaSink.open(options, producer, live, events);
  }

  @Override
  public BusReader reader(BusOptions options, String group) throws IOException {
    Properties properties = properties(options);
    properties.putIfAbsent("auto.offset.reset", "earliest");
    properties.putIfAbsent("max.poll.records", "5000");
    properties.putIfAbsent("session.timeout.ms", "10000"); // until one that was killed is replaced
    properties.put("group.id", group);
    properties.putAll(READING);
    try {
      return new KafkaReader(
          new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer()),
          options);
    } catch (KafkaException wrong) {
      throw ReportException.given(
          "cannot use " + options + ": " + why(wrong), "Check the addresses and the settings.");
    }
  }

  private static Properties properties(BusOptions options) throws ReportException {
    Properties properties = new Properties();
    if (options.properties().isPresent()) {
      try (InputStream in = Files.newInputStream(options.properties().get())) {
        properties.load(in);
      } catch (IOException | IllegalArgumentException unreadable) {
        throw ReportException.given(
            "cannot read " + options.properties().get() + ": " + unreadable.getMessage(),
            "Give a file of settings as Kafka's own programs take it.");
      }
    }
    properties.put("bootstrap.servers", String.join(",", options.servers()));
    return properties;
  }

  /**
   * Closes a producer, which takes half a minute where a broker never answers, whatever it is
   * allowed: a thread waits for that, and the caller no longer than {@code atMostNanos}.
   */
  static void close(Producer<?, ?> producer, Duration allowed, long atMostNanos)
      throws InterruptedException {
    Thread closer = new Thread(() -> producer.close(allowed), "kafka end");
    closer.setDaemon(true);
    closer.start();
    closer.join(1 + atMostNanos / 1_000_000);
  }

  static String why(Throwable failure) {
    Throwable deepest = failure;
    while (deepest.getCause() != null) {
      deepest = deepest.getCause();
    }
    String message = deepest.getMessage();
    return message == null ? deepest.getClass().getSimpleName() : message;
  }
}
