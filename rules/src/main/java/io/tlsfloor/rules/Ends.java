package io.tlsfloor.rules;

import io.tlsfloor.parser.observation.MacAddress;
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
 * @param clientMac the address that the client's frames came from
 * @param serverMac the address that the server's frames came from
 */
public record Ends(
    Peer client, Peer server, Optional<MacAddress> clientMac, Optional<MacAddress> serverMac) {
  /** The ends of {@code connection}, which goes in {@code direction} and is of {@code service}. */
  public static Ends of(TlsConnection connection, Direction direction, Optional<Service> service) {
    Optional<MacAddress> clientMac = connection.way().clientMac();
    Optional<MacAddress> serverMac = connection.way().serverMac();
    boolean serviceSaidHello =
        connection.protocol() == Protocol.DTLS
            && direction == Direction.OUTBOUND
            && service.isPresent()
            && service.get().host().equals(connection.client().address().toString());
    return serviceSaidHello
        ? new Ends(connection.server(), connection.client(), serverMac, clientMac)
        : new Ends(connection.client(), connection.server(), clientMac, serverMac);
  }
}
