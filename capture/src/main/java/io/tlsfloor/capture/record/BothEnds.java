package io.tlsfloor.capture.record;

import io.tlsfloor.parser.observation.Peer;
import io.tlsfloor.parser.observation.TlsConnection;
import io.tlsfloor.parser.observation.Transport;

/** The two ends of a connection, in an order that is the same for both directions. */
public record BothEnds(Transport transport, Peer low, Peer high) {
  /** The ends of {@code connection}, as the server sees them. */
  public static BothEnds of(TlsConnection connection) {
    return of(connection.transport(), connection.client(), connection.server());
  }

  static BothEnds of(Transport transport, Peer one, Peer other) {
    int order = one.address().compareTo(other.address());
    boolean swap = order > 0 || order == 0 && one.port() > other.port();
    return swap ? new BothEnds(transport, other, one) : new BothEnds(transport, one, other);
  }
}
