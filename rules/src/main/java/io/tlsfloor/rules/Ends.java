package io.tlsfloor.rules;

import io.tlsfloor.parser.observation.Peer;
import io.tlsfloor.parser.observation.Protocol;
import io.tlsfloor.parser.observation.TlsConnection;
import java.util.Optional;

/**
 * The two ends of a connection as policy sees them. They are those of the connection, but for media
 * over DTLS: there either end may say hello, and the end at home counts as the client.
 *
 * @param client the end that somebody may have to walk to
 * @param server the other end
 */
public record Ends(Peer client, Peer server) {
  /** The ends of {@code connection}, which goes in {@code direction} and is of {@code service}. */
  public static Ends of(TlsConnection connection, Direction direction, Optional<Service> service) {
    boolean serviceSaidHello =
        connection.protocol() == Protocol.DTLS
            && direction == Direction.OUTBOUND
            && service
                .map(found -> found.host().equals(connection.client().address().toString()))
                .orElse(false);
    return serviceSaidHello
        ? new Ends(connection.server(), connection.client())
        : new Ends(connection.client(), connection.server());
  }
}
