package io.tlsfloor.rules;

import io.tlsfloor.parser.observation.TlsConnection;
import java.util.List;
import java.util.Optional;

/**
 * A connection with all that policy says of it.
 *
 * @param connection what was seen
 * @param ends the ends as policy sees them: reports and groups name this client
 * @param direction which way it goes
 * @param service whose it is; empty when not Microsoft 365 (or of no watched catalogue)
 * @param stack what the client looks like
 * @param findings what rules found, worst first
 * @param flagged whether it counts as an alert: a service's, in a chosen direction, not excepted,
 *     severe and sure enough
 * @param belowThreshold whether only severity or confidence kept it from being flagged
 */
public record Judgement(
    TlsConnection connection,
    Ends ends,
    Direction direction,
    Optional<Service> service,
    Optional<ClientStack> stack,
    List<Finding> findings,
    boolean flagged,
    boolean belowThreshold) {
  /** Copies the list. */
  public Judgement {
    findings = List.copyOf(findings);
  }

  /** Takes these facts, with the ends that follow from them. */
  public Judgement(
      TlsConnection connection,
      Direction direction,
      Optional<Service> service,
      Optional<ClientStack> stack,
      List<Finding> findings,
      boolean flagged,
      boolean belowThreshold) {
    this(
        connection,
        Ends.of(connection, direction, service),
        direction,
        service,
        stack,
        findings,
        flagged,
        belowThreshold);
  }

  /** The same, said to replace an earlier report of the connection. */
  public Judgement amending() {
    return new Judgement(
        connection.amending(), direction, service, stack, findings, flagged, belowThreshold);
  }

  /** Returns whether an exception covers one of the findings. */
  public boolean excepted() {
    for (int i = 0; i < findings.size(); i++) { // no stream: this is asked for each connection
      if (findings.get(i).exception().isPresent()) {
        return true;
      }
    }
    return false;
  }

  /** The worst severity among the findings. */
  public Optional<Severity> severity() {
    Severity worst = null;
    for (int i = 0; i < findings.size(); i++) { // no stream: this is asked for several times
      Severity severity = findings.get(i).severity();
      worst = worst == null || worst.compareTo(severity) < 0 ? severity : worst;
    }
    return Optional.ofNullable(worst);
  }
}
