package io.tlsfloor.cli.scan;

import io.tlsfloor.parser.observation.ClientName;
import io.tlsfloor.parser.observation.Coverage;
import io.tlsfloor.report.model.InputSummary;
import java.util.List;

/**
 * What is left of a chain of captures once it is read, beside its connections.
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
record ChainResult(
    List<InputSummary> inputs,
    Coverage coverage,
    List<ClientName> clientNames,
    long droppedByCapture,
    long filtered,
    long firstNanos,
    long lastNanos) {
  /** Copies the lists. */
  ChainResult {
    inputs = List.copyOf(inputs);
    clientNames = List.copyOf(clientNames);
  }
}
