package io.tlsfloor.rules.rule;

import io.tlsfloor.parser.observation.Choice;
import io.tlsfloor.parser.observation.Offer;
import io.tlsfloor.parser.observation.Target;
import io.tlsfloor.parser.observation.TlsConnection;
import io.tlsfloor.parser.observation.TlsVersion;
import io.tlsfloor.rules.ClientStack;
import io.tlsfloor.rules.Direction;
import io.tlsfloor.rules.Ends;
import io.tlsfloor.rules.Service;
import io.tlsfloor.rules.ServiceEvidence;
import io.tlsfloor.rules.catalogue.Row;
import java.util.Optional;

/**
 * Holds what a rule may know.
 *
 * @param connection what was seen
 * @param floor versions before this one are below the floor
 * @param direction which way the connection goes
 * @param service whose it is
 * @param row the row of the catalogue that identified the service
 * @param legacyHost the opt-in host for old TLS that the client asked for, where it did
 * @param stack what the client looks like
 */
public record Facts(
    TlsConnection connection,
    TlsVersion floor,
    Direction direction,
    Optional<Service> service,
    Optional<Row> row,
    Optional<LegacyHost> legacyHost,
    Optional<ClientStack> stack) {

  /**
   * An opt-in mail host that takes old TLS.
   *
   * @param name as it was asked for, in normal form
   * @param evidence where the name was seen
   * @param row of the catalogue
   */
  public record LegacyHost(String name, ServiceEvidence evidence, Row row) {}

  /** The same of another connection. */
  public Facts of(TlsConnection other) {
    return new Facts(other, floor, direction, service, row, legacyHost, stack);
  }

  /** The client's offer. */
  public Optional<Offer> offer() {
    return connection.offer();
  }

  /** The server's choice. */
  public Optional<Choice> choice() {
    return connection.choice();
  }

  /** The ends as policy sees them. */
  public Ends ends() {
    return Ends.of(connection, direction, service);
  }

  /** The port that was asked for: a proxy's target where there is one. */
  public int serverPort() {
    Optional<Target> target = connection.way().target();
    return target.isPresent() ? target.get().port() : ends().server().port();
  }

  /** Returns whether {@code version} is known and before the floor. */
  public boolean isBelowFloor(TlsVersion version) {
    return version.isBefore(floor);
  }

  /** Returns whether {@code version} is known and not before the floor. */
  public boolean isAtFloor(TlsVersion version) {
    return version.isKnown() && !version.isBefore(floor);
  }
}
