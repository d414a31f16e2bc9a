package io.tlsfloor.kafka;

import io.tlsfloor.report.ReportException;
import io.tlsfloor.report.bus.BusOptions;
import io.tlsfloor.report.bus.BusReader;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.RetriableCommitFailedException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;

/** Reads a topic as a member of a group, and commits only what was stored. */
final class KafkaReader implements BusReader {
  private final Consumer<byte[], byte[]> consumer;
  private final BusOptions options;
  private final Map<TopicPartition, OffsetAndMetadata> given = new HashMap<>();

  KafkaReader(Consumer<byte[], byte[]> consumer, BusOptions options) {
    this.consumer = consumer;
    this.options = options;
    consumer.subscribe(List.of(options.topic()));
  }

  @Override
  public List<byte[]> next(Duration patience) throws IOException {
    try {
      ConsumerRecords<byte[], byte[]> records = consumer.poll(patience);
      List<byte[]> lines = new ArrayList<>(records.count());
      for (ConsumerRecord<byte[], byte[]> record : records) {
        if (record.value() != null) {
          lines.add(record.value());
        }
        given.put(
            new TopicPartition(record.topic(), record.partition()),
            new OffsetAndMetadata(record.offset() + 1));
      }
      return lines;
    } catch (KafkaException failure) {
      throw failed("cannot read ", failure);
    }
  }

  @Override
  public boolean stored() throws IOException {
    if (given.isEmpty()) {
      return true;
    }
    try {
      consumer.commitSync(given);
      return true;
    } catch (org.apache.kafka.clients.consumer.CommitFailedException
        | RebalanceInProgressException
        | RetriableCommitFailedException moved) {
      return false;
    } catch (KafkaException failure) {
      throw failed("cannot say what was stored of ", failure);
    } finally {
      given.clear();
    }
  }

  private ReportException failed(String what, KafkaException failure) {
    return ReportException.output(
        what + options + ": " + KafkaBus.why(failure),
        "Check that the brokers are there, and what this user may do; then run it again: it goes on"
            + " where it was.",
        failure);
  }

  @Override
  public void close() {
    consumer.close();
  }
}
