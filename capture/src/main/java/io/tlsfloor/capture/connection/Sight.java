package io.tlsfloor.capture.connection;

import io.tlsfloor.parser.observation.FrameRef;
import io.tlsfloor.parser.observation.NameSource;
import io.tlsfloor.parser.observation.Peer;
import io.tlsfloor.parser.observation.Target;
import io.tlsfloor.parser.observation.TlsConnection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Holds what decides whether two connections with equal openings are one that was captured twice:
 * both sides of a NAT or of a firewall that rewrites numbers, or both legs of an explicit proxy.
 *
 * @param nanos time of the opening
 * @param client who opened it
 * @param server whom it was opened to
 * @param home whether the client is in a home network
 * @param target what a proxy was asked for
 * @param name the server name of the hello
 */
record Sight(
    long nanos,
    Peer client,
    Peer server,
    boolean home,
    Optional<Target> target,
    Optional<String> name) {
  /** Two sights of one connection are no further apart. */
  static final long WITHIN_NANOS = 2_000_000_000L;

  /** A connection that was reported. */
  static Sight of(TlsConnection told, Predicate<Peer> isHome) {
    List<FrameRef> hello = told.evidence().clientHello();
    return new Sight(
        (hello.isEmpty() ? told.evidence().last() : hello.get(0)).timeNanos(),
        told.client(),
        told.server(),
        isHome.test(told.client()),
        told.way().target(),
        told.names().stream()
            .filter(name -> name.from() == NameSource.SNI)
            .map(name -> name.name())
            .findFirst());
  }

  /**
   * Returns whether both are of one connection, if the server's answers agree. One within a host
   * stands for none on the network: its address says nothing of who the client is.
   */
  boolean isTwinOf(Sight other) {
    if (Math.abs(nanos - other.nanos) > WITHIN_NANOS) {
      return false;
    }
    if (isBetweenSame(other)) {
      return true;
    }
    if (client.address().equals(other.client.address())
        || client.address().isLoopback() != other.client.address().isLoopback()) {
      return false;
    }
    boolean nat = server.equals(other.server) && !(home && other.home);
    return nat || asksFor(other) || other.asksFor(this);
  }

  /** Returns whether both are between the same ends: one was captured twice, with other numbers. */
  boolean isBetweenSame(Sight other) {
    return client.equals(other.client) && server.equals(other.server);
  }

  /**
   * Returns whether the other one is the second leg of this one, which asked a proxy for its
   * server.
   */
  boolean asksFor(Sight other) {
    return target.isPresent() && !server.equals(other.server) && names(target.get(), other);
  }

  private static boolean names(Target target, Sight other) {
    String host = target.host().toLowerCase(Locale.ROOT);
    return target.port() == other.server.port()
        && (host.equals(other.server.address().toString())
            || other.name.isPresent() && host.equals(other.name.get().toLowerCase(Locale.ROOT)));
  }

  /** Returns whether of twins between other ends this is the one that is reported. */
  boolean isKept(Sight other) {
    return server.equals(other.server)
        ? home || !other.home && nanos <= other.nanos
        : asksFor(other);
  }
}
