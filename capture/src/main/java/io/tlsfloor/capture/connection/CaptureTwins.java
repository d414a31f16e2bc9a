package io.tlsfloor.capture.connection;

import io.tlsfloor.parser.observation.FrameRef;
import io.tlsfloor.parser.observation.IpAddress;
import io.tlsfloor.parser.observation.Opening;
import io.tlsfloor.parser.observation.Peer;
import io.tlsfloor.parser.observation.Room;
import io.tlsfloor.parser.observation.TlsConnection;
import io.tlsfloor.parser.observation.Weight;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Keeps {@link Twins} of captures that are read by themselves. Connections come in the order of the
 * captures. One waits only if a later capture that is not read yet may hold its twin, and others
 * only behind one that waits: the order stays. Bounded: the oldest one waits no longer when too
 * many do. Confined to one thread.
 *
 * @param <F> what goes with a connection
 */
public final class CaptureTwins<F> {
  /** Connections that wait at most, as a power of two, and their memory with a heap of 1 GB. */
  private static final int MAX_WAITING_BITS = 15;

  private static final long MAX_BYTES = 64L << 20;
  private static final Opening NONE = new Opening(0, 0, 0);

  /**
   * The beginning of a capture.
   *
   * @param name by which frames name it
   * @param firstNanos time of its first packet; empty where that is not known
   */
  public record Begin(String name, OptionalLong firstNanos) {}

  private final Map<String, Long> nextByName = new HashMap<>(); // when what is read later begins
  private final Predicate<IpAddress> isHome;
  private final BiConsumer<TlsConnection, F> taker;
  private final long maxBytes;
  private @Nullable Twins<Waiting<F>> twins; // of few runs
  private long bytes;
  private int chain = 1;

  /**
   * None so far.
   *
   * @param captures in the order in which they are read
   * @param isHome whether an address is in a home network
   * @param taker takes each connection once
   */
  public CaptureTwins(
      List<Begin> captures, Predicate<IpAddress> isHome, BiConsumer<TlsConnection, F> taker) {
    this(captures, isHome, taker, Room.of(MAX_BYTES));
  }

  /** Keeps so much memory for connections that wait. */
  CaptureTwins(
      List<Begin> captures,
      Predicate<IpAddress> isHome,
      BiConsumer<TlsConnection, F> taker,
      long maxBytes) {
    long next = Long.MAX_VALUE;
    for (int i = captures.size() - 1; i >= 0; i--) {
      nextByName.put(captures.get(i).name(), next);
      next = Math.min(next, captures.get(i).firstNanos().orElse(Long.MAX_VALUE));
    }
    this.isHome = isHome;
    this.taker = taker;
    this.maxBytes = maxBytes;
  }

  /** Returns whether a capture that is read after one begins at a time or before. */
  private boolean mayFollow(String name, long nanos) {
    Long next =
        nextByName.get(name); // no number is boxed for it: this is asked for each connection
    return next != null && next <= nanos;
  }

  /** Takes a connection of the chain of captures that is being read. */
  public void connection(TlsConnection connection, F with) {
    boolean alone = !connection.evidence().timeKnown() || connection.evidence().opening().isEmpty();
    boolean none = twins == null || twins.isEmpty();
    long until = nanos(connection) + Wait.TWIN.nanos;
    boolean waits = !alone && mayFollow(connection.evidence().first().file(), until);
    if (none && !waits) {
      taker.accept(connection, with);
      return;
    }
    if (twins == null) {
      twins = new Twins<>(MAX_WAITING_BITS, isHome, this::report, left -> bytes -= left.bytes);
    }
    Waiting<F> here = new Waiting<>(connection, with, chain);
    bytes += here.bytes;
    if (alone || !twins.meets(here)) {
      twins.add(here, until);
    }
    while (bytes > maxBytes && twins.handOnOne()) {
      // The next one.
    }
  }

  private static long nanos(TlsConnection connection) {
    List<FrameRef> hello = connection.evidence().clientHello();
    return (hello.isEmpty() ? connection.evidence().last() : hello.get(0)).timeNanos();
  }

  /**
   * The chain's connections were all taken.
   *
   * @param last name of its last capture
   */
  public void finished(String last) {
    chain++;
    while (twins != null && !twins.isEmpty() && !mayFollow(last, twins.since(twins.first()))) {
      twins.handOnOne();
    }
  }

  /** All captures were read: what waits is reported. */
  public void end() {
    if (twins != null) {
      twins.handOn();
    }
  }

  private void report(Waiting<F> waiting) {
    waiting.report();
    taker.accept(waiting.connection, waiting.with);
  }

  /** A connection of a chain of captures. */
  private static final class Waiting<F> implements Twins.Seen {
    private final F with;
    private final int chain;
    private final long bytes;
    private final Opening opening;
    private TlsConnection connection;
    private boolean told;

    Waiting(TlsConnection connection, F with, int chain) {
      this.connection = connection;
      this.with = with;
      this.chain = chain;
      bytes = Weight.of(connection);
      opening = connection.evidence().opening().orElse(NONE);
    }

    private void report() {
      told = true;
    }

    @Override
    public long hello() {
      return opening.hello();
    }

    @Override
    public long answer() {
      return opening.answer();
    }

    @Override
    public Twins.Sight sight(Predicate<IpAddress> home) {
      return new Twins.Sight(
          chain,
          nanos(connection),
          opening,
          connection.handshake(),
          connection.names(),
          connection.transport(),
          connection.client(),
          connection.server(),
          home.test(connection.client().address()),
          connection.way().target(),
          connection.nat().or(connection.way()::proxy).orElse(null));
    }

    @Override
    public void seenAs(Peer client, boolean proxy) {
      connection =
          proxy
              ? connection.seenAs(connection.way().through(client), Optional.empty())
              : connection.seenAs(connection.way(), Optional.of(client));
    }

    @Override
    public boolean isTold() {
      return told;
    }
  }
}
