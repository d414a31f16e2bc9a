package io.tlsfloor.report.model;

import io.tlsfloor.parser.observation.ClientName;
import io.tlsfloor.parser.observation.IpAddress;
import io.tlsfloor.parser.observation.MacAddress;
import io.tlsfloor.parser.observation.TlsVersion;
import io.tlsfloor.rules.Severity;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What one client did with one service: answers who is left, and lets gone be told from fixed.
 *
 * @param client its address
 * @param mac the link address its frames came from, where the link has one
 * @param service the service; empty for connections to none, under {@code --any-service}
 * @param connections how many
 * @param flagged how many of them are flagged
 * @param offered connections by the highest version offered, lowest version first
 * @param negotiated connections by the version that the server chose, lowest version first
 * @param severity the worst severity among flagged connections
 * @param stacks what the client looks like, without repeats, at most {@link ClientTally#MAX_STACKS}
 * @param names that the client gave itself, the latest first
 * @param behaviour what it did over time
 * @param firstSeen time of the first connection's first packet
 * @param lastSeen time of the last packet that a verdict used
 */
public record ClientSummary(
    IpAddress client,
    Optional<MacAddress> mac,
    Optional<ServiceName> service,
    long connections,
    long flagged,
    Map<TlsVersion, Long> offered,
    Map<TlsVersion, Long> negotiated,
    Optional<Severity> severity,
    List<String> stacks,
    List<ClientName> names,
    ClientBehaviour behaviour,
    Instant firstSeen,
    Instant lastSeen) {
  /** What it is counted by. */
  public ClientAndService key() {
    return new ClientAndService(client, service);
  }
}
