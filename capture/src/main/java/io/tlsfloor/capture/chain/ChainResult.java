package io.tlsfloor.capture.chain;

import io.tlsfloor.parser.observation.ClientName;
import io.tlsfloor.parser.observation.Coverage;
import java.util.List;
import java.util.Optional;

/**
 * Holds what is left of a chain of captures once it is read, apart from its connections.
 *
 * @param inputs the captures, in order
 * @param coverage what could not be seen
 * @param clientNames names that clients gave themselves
 * @param droppedByCapture packets that the capturing programs say they lost
 * @param filtered frames that the filter kept out
 * @param firstNanos time of the earliest packet, nanoseconds since 1970; the largest number for
 *     none
 * @param lastNanos time of the latest packet, nanoseconds since 1970; the smallest number for none
 */
public record ChainResult(
    List<Input> inputs,
    Coverage coverage,
    List<ClientName> clientNames,
    long droppedByCapture,
    long filtered,
    long firstNanos,
    long lastNanos) {
  /**
   * A capture that was read, or not.
   *
   * @param name as given or found
   * @param packets read
   * @param bytes read, of the file as it is stored
   * @param damage why it was not read to its end, or not at all; empty for a sound one
   * @param advice what to do about that, as an imperative clause; empty where there is none
   */
  public record Input(
      String name, long packets, long bytes, Optional<String> damage, Optional<String> advice) {
    /** An input of which nothing could be read. */
    public static Input unread(String name, String why, String advice) {
      return new Input(name, 0, 0, Optional.of(why), Optional.of(advice));
    }

    /** Returns whether anything of it could be read, if only its header. */
    public boolean isRead() {
      return bytes > 0 || damage.isEmpty();
    }
  }

  /** Copies the lists. */
  public ChainResult {
    inputs = List.copyOf(inputs);
    clientNames = List.copyOf(clientNames);
  }
}
