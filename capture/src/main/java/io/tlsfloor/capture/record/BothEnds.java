package io.tlsfloor.capture.record;

import io.tlsfloor.parser.observation.Peer;
import io.tlsfloor.parser.observation.TlsConnection;
import io.tlsfloor.parser.observation.Transport;
import io.tlsfloor.parser.packet.PacketKind;
import io.tlsfloor.parser.packet.PacketView;
import java.util.List;
import java.util.Optional;

/** The two ends of a connection, in an order that is the same for both directions. */
public record BothEnds(Transport transport, Peer low, Peer high) {
  /** The ends of {@code connection}, as the server sees them. */
  public static BothEnds of(TlsConnection connection) {
    return of(connection.transport(), connection.client(), connection.server());
  }

  /** The same, and on the other side of a NAT. */
  static List<BothEnds> sightsOf(TlsConnection connection) {
    BothEnds inside = of(connection);
    return connection
        .nat()
        .map(peer -> List.of(inside, of(connection.transport(), peer, connection.server())))
        .orElse(List.of(inside));
  }

  /** The ends of a packet; empty where it is neither TCP nor UDP. */
  static Optional<BothEnds> of(PacketKind kind, PacketView packet) {
    return switch (kind) {
      case TCP, UDP ->
          Optional.of(
              of(
                  kind == PacketKind.TCP ? Transport.TCP : Transport.UDP,
                  new Peer(packet.source(), packet.sourcePort()),
                  new Peer(packet.destination(), packet.destinationPort())));
      default -> Optional.empty();
    };
  }

  private static BothEnds of(Transport transport, Peer one, Peer other) {
    int order = one.address().compareTo(other.address());
    boolean swap = order > 0 || order == 0 && one.port() > other.port();
    return swap ? new BothEnds(transport, other, one) : new BothEnds(transport, one, other);
  }
}
