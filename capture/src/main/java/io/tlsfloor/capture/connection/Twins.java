package io.tlsfloor.capture.connection;

import io.tlsfloor.parser.observation.IpAddress;
import io.tlsfloor.parser.observation.NameSeen;
import io.tlsfloor.parser.observation.Offer;
import io.tlsfloor.parser.observation.Opening;
import io.tlsfloor.parser.observation.Outcome;
import io.tlsfloor.parser.observation.Peer;
import io.tlsfloor.parser.observation.Target;
import io.tlsfloor.parser.observation.TlsConnection.Handshake;
import io.tlsfloor.parser.observation.Transport;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Finds what was captured twice, and says which of both stays: both sides of a NAT or of a firewall
 * that rewrites numbers, both legs of an explicit proxy. Connections whose verdict is found wait in
 * a ring, in their order, and are found there by what their hello, or their ServerHello, has in
 * common with its copy. How long they wait is their keeper's affair; where the ring is full the
 * first waits no longer. One that was reported may stay in it, so that its twin is not.
 *
 * @param <T> verdicts on one capture, or what is reported of several
 */
final class Twins<T extends Twins.Seen> {
  private static final int MAX_ALIKE = 16; // repeated hellos are few or an attack
  private static final int MAX_LOOKED = 1 << 8; // devices without entropy that boot together
  private static final long SPREAD = 0x9E37_79B9_7F4A_7C15L; // 2^64 by the golden ratio

  /** A connection as it was seen. */
  interface Seen {
    /** A number that a copy of its hello, or of mail in clear, gives as well; 0 for none. */
    long hello();

    /** The same of its ServerHello. */
    long answer();

    /** Returns what decides; asked for where a number is that of another. */
    Sight sight(Predicate<IpAddress> home);

    /** Another sight of it was from {@code client}, or was a proxy's own leg from there. */
    void seenAs(Peer client, boolean proxy);

    /** Returns whether it was reported. */
    boolean isTold();
  }

  private final Predicate<IpAddress> home;
  private final Consumer<T> report;
  private final Consumer<T> over;
  private final int room;
  private final int placeShift;
  private final @Nullable Object[] ring;
  private final @Nullable Sight[] sights; // of those that were compared
  private final long[] since;
  private final long[] keys; // two of each: its hello's number, and its answer's
  private final long[] before; // the key at the same place that came before
  private final long[] latest; // key at a place
  private long first = 1; // number of the oldest in the ring
  private long next = 1;
  private @Nullable Sight sight; // of the one that is compared

  /**
   * None so far.
   *
   * @param bits of the number of connections that there is room for
   * @param home whether an address is in a home network
   * @param report takes each connection once
   * @param over takes it when nobody asks for it any more
   */
  Twins(int bits, Predicate<IpAddress> home, Consumer<T> report, Consumer<T> over) {
    this.home = home;
    this.report = report;
    this.over = over;
    room = 1 << bits;
    placeShift = Long.SIZE - bits - 1;
    ring = new Object[room];
    sights = new Sight[room];
    since = new long[room];
    keys = new long[2 * room];
    before = new long[2 * room];
    latest = new long[2 * room];
  }

  boolean isEmpty() {
    return first == next;
  }

  /** Returns whether it is one with a connection in the ring, which is that one from now on. */
  boolean meets(T connection) {
    sight = null;
    return meets(connection, connection.hello()) || meets(connection, connection.answer());
  }

  private boolean meets(T connection, long key) {
    long number = key == 0 ? 0 : latest[place(key)];
    int alone = 0;
    for (int i = 0; number >= 2 * first && i < MAX_LOOKED && alone < MAX_ALIKE; i++) {
      int at = (int) number & 2 * room - 1;
      boolean alike = keys[at] == key;
      if (alike && merge(number / 2, connection)) {
        return true;
      }
      alone += alike && hasTwin(number / 2) ? 0 : 1;
      number = before[at];
    }
    return false;
  }

  /** Returns whether one that was compared has its twin already. */
  private boolean hasTwin(long number) {
    Sight seen = sights[(int) number & room - 1];
    return seen != null && seen.twin != null;
  }

  private boolean merge(long number, T connection) {
    T other = at(number);
    int at = (int) number & room - 1;
    Sight here = sight == null ? connection.sight(home) : sight;
    Sight there = sights[at] == null ? other.sight(home) : sights[at];
    sight = here;
    sights[at] = there;
    boolean kept = here.isKept(there);
    if (!here.isTwinOf(there) || kept && other.isTold()) {
      return false; // the other one was reported; both are
    }
    T stays = kept ? connection : other;
    Sight stay = kept ? here : there;
    Sight go = kept ? there : here;
    if (!stay.isBetweenSame(go) && stay.twin == null) {
      stays.seenAs(go.client, stay.asksFor(go));
    }
    ring[at] = stays;
    sights[at] = null;
    over.accept(kept ? other : connection);
    return true;
  }

  /** Lets a connection wait, since a time. */
  void add(T connection, long time) {
    if (next - first == room) {
      handOnOne();
    }
    long number = next++;
    ring[(int) number & room - 1] = connection;
    sights[(int) number & room - 1] = null;
    since[(int) number & room - 1] = time;
    link(2 * number, connection.hello());
    link(2 * number + 1, connection.answer());
  }

  private void link(long number, long key) {
    int at = (int) number & 2 * room - 1;
    keys[at] = key;
    if (key != 0) {
      before[at] = latest[place(key)];
      latest[place(key)] = number;
    }
  }

  private int place(long key) {
    return (int) (key * SPREAD >>> placeShift);
  }

  /** One that waits, or waited. */
  @SuppressWarnings("unchecked") // the ring holds nothing else
  T at(long number) {
    return (T) ring[(int) number & room - 1];
  }

  /** The number of the first that waits. */
  long first() {
    return first;
  }

  /** The number that the next one gets. */
  long next() {
    return next;
  }

  /** Since when one waits. */
  long since(long number) {
    return since[(int) number & room - 1];
  }

  /** Hands the oldest one on; false if there is none. */
  boolean handOnOne() {
    if (isEmpty()) {
      return false;
    }
    T connection = at(first);
    ring[(int) first++ & room - 1] = null;
    if (!connection.isTold()) {
      report.accept(connection);
    }
    over.accept(connection);
    return true;
  }

  /** Hands all on. */
  void handOn() {
    while (handOnOne()) {
      // The next one.
    }
  }

  /**
   * Holds what decides whether two connections are one that was captured twice.
   *
   * @param chain number of the captures that were read as one, whose own twins are found already; 0
   *     while they are read
   * @param nanos time of the hello
   * @param opening random numbers of both ends, or what mail said in clear
   * @param said what both ends said
   * @param names of the server, from whatever names it
   * @param transport over which
   * @param client who opened it
   * @param server whom it was opened to
   * @param home whether the client is in a home network
   * @param target what a proxy was asked for
   * @param twin the client of the other sight of it, where there was one
   */
  record Sight(
      int chain,
      long nanos,
      Opening opening,
      Handshake said,
      List<NameSeen> names,
      Transport transport,
      Peer client,
      Peer server,
      boolean home,
      Optional<Target> target,
      @Nullable Peer twin) {
    /** Returns whether both are of one connection. Each is so with one more of other ends. */
    boolean isTwinOf(Sight other) {
      if (Math.abs(nanos - other.nanos) > Wait.TWIN.nanos
          || chain != 0 && chain == other.chain
          || transport != other.transport) {
        return false;
      }
      boolean ends =
          twin == null && other.twin == null
              ? isBetweenSame(other) || isOtherSide(other)
              : client.equals(other.twin) || other.client.equals(twin);
      return ends && saysSame(other);
    }

    /** Returns whether hellos and answers are the same, as far as both sights have them. */
    private boolean saysSame(Sight other) {
      boolean hello = hasHello() && other.hasHello();
      boolean answer = opening.answer() != 0 && other.opening.answer() != 0;
      boolean sameHello =
          opening.one() == other.opening.one()
              && opening.two() == other.opening.two()
              && firstOffer().equals(other.firstOffer());
      boolean sameAnswer =
          opening.answer() == other.opening.answer() && said.choice().equals(other.said.choice());
      return hello
          ? sameHello && (!answer || sameAnswer)
          : answer && sameAnswer && isBetweenSame(other);
    }

    private Optional<Offer> firstOffer() {
      return said.offer().map(offer -> offer.withHellos(1));
    }

    private boolean hasHello() {
      return (opening.one() | opening.two()) != 0;
    }

    /**
     * Returns whether both are of the two sides of a NAT or a proxy. One within a host stands for
     * none on the network: its address says nothing of who the client is.
     */
    private boolean isOtherSide(Sight other) {
      if (client.address().equals(other.client.address())
          || client.address().isLoopback() != other.client.address().isLoopback()) {
        return false;
      }
      boolean nat = server.equals(other.server) && !(home && other.home);
      return nat || asksFor(other) || other.asksFor(this);
    }

    /**
     * Returns whether both are between the same ends: it was captured twice, with other numbers.
     */
    boolean isBetweenSame(Sight other) {
      return client.equals(other.client) && server.equals(other.server);
    }

    /** Returns whether the other one is the second leg of this one, which asked a proxy for it. */
    boolean asksFor(Sight other) {
      return target.isPresent() && !server.equals(other.server) && names(target.get(), other);
    }

    private static boolean names(Target target, Sight other) {
      return target.port() == other.server.port()
          && (target.host().equalsIgnoreCase(other.server.address().toString())
              || other.names.stream().anyMatch(seen -> covers(seen.name(), target.host())));
    }

    /** Returns whether a name is the host's; one of a certificate may stand for many. */
    private static boolean covers(String name, String host) {
      int dot = host.indexOf('.');
      return name.equalsIgnoreCase(host)
          || name.startsWith("*.")
              && dot > 0
              && name.substring(1).equalsIgnoreCase(host.substring(dot));
    }

    /** Returns whether of twins this one is reported, which came later. */
    boolean isKept(Sight other) {
      if (twin != null || other.twin != null) {
        return other.twin == null;
      }
      if (isBetweenSame(other)) {
        return known() > other.known();
      }
      return server.equals(other.server)
          ? home || !other.home && nanos <= other.nanos
          : asksFor(other);
    }

    /** How much of it is known: a side of a firewall may lack something. */
    private int known() {
      return (said.offer().isPresent() ? 4 : 0)
          + (opening.answer() != 0 ? 2 : 0)
          + (said.outcome() == Outcome.ESTABLISHED ? 1 : 0);
    }
  }
}
