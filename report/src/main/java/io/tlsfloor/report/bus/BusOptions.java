package io.tlsfloor.report.bus;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * How a bus is reached.
 *
 * @param servers as {@code HOST:PORT}, at least one
 * @param topic name of the topic
 * @param properties file with further settings of the client, those of TLS and SASL among them
 * @param spool folder in which lines wait while no broker takes them; empty for none
 * @param spoolBytes how much may wait there
 * @param observer key of lines that are about no client
 */
public record BusOptions(
    List<String> servers,
    String topic,
    Optional<Path> properties,
    Optional<Path> spool,
    long spoolBytes,
    String observer) {
  /** Copies the list. */
  public BusOptions {
    servers = List.copyOf(servers);
  }

  /** For people. */
  @Override
  public String toString() {
    return "kafka://" + String.join(",", servers) + "/" + topic;
  }
}
