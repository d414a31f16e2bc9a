package io.tlsfloor.logs;

import io.tlsfloor.parser.observation.ClientName;
import io.tlsfloor.parser.observation.LogEntry;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Holds what is left of logs once they are read, next to their connections.
 *
 * @param inputs the logs, in order
 * @param counts entries that are connections, by who wrote them
 * @param undecided connections whose entries have no version
 * @param unjudged logs that hold no connection that can be judged, where none of these does
 * @param unreadable lines that are no entries
 * @param broken flows of which Suricata says only that they are TLS
 * @param fromMiddle flows of TLS that began before the log
 * @param unjoined entries of logs next to these that were forgotten for lack of room
 * @param clientNames names that clients gave themselves
 * @param first time of the earliest connection
 * @param last time of the latest connection
 */
public record LogTally(
    List<Input> inputs,
    Map<LogEntry.Writer, Long> counts,
    long undecided,
    long unjudged,
    long unreadable,
    long broken,
    long fromMiddle,
    long unjoined,
    List<ClientName> clientNames,
    Optional<Instant> first,
    Optional<Instant> last) {
  /** Copies the collections. */
  public LogTally {
    inputs = List.copyOf(inputs);
    counts = Map.copyOf(counts);
    clientNames = List.copyOf(clientNames);
  }

  /** The same of other logs. */
  public LogTally with(List<Input> others) {
    return new LogTally(
        others,
        counts,
        undecided,
        unjudged,
        unreadable,
        broken,
        fromMiddle,
        unjoined,
        clientNames,
        first,
        last);
  }

  /**
   * One log.
   *
   * @param file as given or found
   * @param entries that could be read
   * @param bytes read, as stored
   * @param damage lines that could not be read, with the number of the first, or why it was not
   *     read further; empty for a sound log
   */
  public record Input(String file, long entries, long bytes, Optional<String> damage) {}
}
