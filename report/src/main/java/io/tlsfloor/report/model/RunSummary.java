package io.tlsfloor.report.model;

import io.tlsfloor.parser.observation.TlsVersion;
import io.tlsfloor.rules.RuleId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A run as a whole.
 *
 * @param inputs what was read, in order
 * @param packets read from all of them
 * @param bytes read from all of them
 * @param connections all TLS connections, and mail connections without TLS
 * @param clients that speak to a service of the catalogue in a chosen direction
 * @param bothSides connections of which both sides were seen
 * @param flagged connections
 * @param excepted connections that an exception kept from being flagged
 * @param belowThreshold connections that only severity or confidence kept from being flagged
 * @param findings of flagged connections, by rule
 * @param coverage every kind of loss, with its count, zero included
 * @param unsupported frames by what kept them from being read, such as {@code link-type 105}
 * @param catalogueVersion of the endpoint list, or where it was read from
 * @param catalogueDate of the endpoint list, where known
 * @param firstPacket time of the earliest packet; empty when none has a time
 * @param lastPacket time of the latest packet; empty when none has a time
 * @param ended when the run ended, by the clock of this machine
 * @param duration of the run
 * @param interrupted whether a signal ended it early
 * @param floor versions before this one were flagged
 * @param anyService whether connections to other services were flagged too
 * @param pseudonymKey tells which key the clients' pseudonyms were made with; empty without any
 */
public record RunSummary(
    List<InputSummary> inputs,
    long packets,
    long bytes,
    long connections,
    long clients,
    long bothSides,
    long flagged,
    long excepted,
    long belowThreshold,
    Map<RuleId, Long> findings,
    List<LossCount> coverage,
    Map<String, Long> unsupported,
    String catalogueVersion,
    Optional<String> catalogueDate,
    Optional<Instant> firstPacket,
    Optional<Instant> lastPacket,
    Instant ended,
    Duration duration,
    boolean interrupted,
    TlsVersion floor,
    boolean anyService,
    Optional<String> pseudonymKey) {
  /** Copies the collections. */
  public RunSummary {
    inputs = List.copyOf(inputs);
    findings = Map.copyOf(findings);
    coverage = List.copyOf(coverage);
  }

  /** Whether options narrowed the run, so that it speaks of a part of what was read. */
  public boolean narrowed() {
    return coverage.stream()
        .anyMatch(
            count ->
                count.name().equals(LossCount.LEFT_ASIDE)
                    || count.name().equals(LossCount.FILTERED));
  }

  /** Connections that were read from logs, which show less than packets. */
  public long fromLogs() {
    return coverage.stream()
        .filter(count -> count.name().equals(LossCount.LOG_CONNECTIONS))
        .mapToLong(LossCount::count)
        .sum();
  }

  /** Entries of logs that were read; empty if no input was a log. */
  public OptionalLong entries() {
    return inputs.stream()
        .map(InputSummary::entries)
        .filter(OptionalLong::isPresent)
        .mapToLong(OptionalLong::getAsLong)
        .reduce(Long::sum);
  }

  /** Whether something was lost that could hide a finding. */
  public boolean losses() {
    return !hidingLosses().isEmpty();
  }

  /** What was lost that could hide a finding, in words; empty for nothing. */
  public List<String> hidingLosses() {
    return coverage.stream()
        .filter(loss -> loss.hides() && loss.count() > 0)
        .map(LossCount::text)
        .toList();
  }
}
