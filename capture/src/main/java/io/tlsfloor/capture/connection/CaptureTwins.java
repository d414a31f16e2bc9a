package io.tlsfloor.capture.connection;

import io.tlsfloor.parser.observation.FrameRef;
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

  /** A connection of a chain of captures. */
  private record Told<F>(TlsConnection connection, F with, int chain, long bytes) {}

  private final Map<String, Long> nextByName = new HashMap<>(); // when what is read later begins
  private final Predicate<Peer> isHome;
  private final BiConsumer<TlsConnection, F> taker;
  private final long maxBytes;
  private @Nullable Twins<Told<F>> twins; // of few runs
  private long bytes;
  private int chain = 1;

  /**
   * None so far.
   *
   * @param captures in the order in which they are read
   * @param isHome whether a client is in a home network
   * @param taker takes each connection once
   */
  public CaptureTwins(
      List<Begin> captures, Predicate<Peer> isHome, BiConsumer<TlsConnection, F> taker) {
    this(captures, isHome, taker, Room.of(MAX_BYTES));
  }

  /** Keeps so much memory for connections that wait. */
  CaptureTwins(
      List<Begin> captures,
      Predicate<Peer> isHome,
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
    return nextByName.getOrDefault(name, Long.MAX_VALUE) <= nanos;
  }

  /** Takes a connection of the chain of captures that is being read. */
  public void connection(TlsConnection connection, F with) {
    boolean alone = !connection.evidence().timeKnown() || connection.evidence().opening().isEmpty();
    boolean none = twins == null || twins.isEmpty();
    long until = nanos(connection) + Twins.WITHIN_NANOS;
    boolean waits = !alone && mayFollow(connection.evidence().first().file(), until);
    if (none && !waits) {
      taker.accept(connection, with);
      return;
    }
    if (twins == null) {
      twins = new Twins<>(MAX_WAITING_BITS, new Waiting());
    }
    Told<F> told = new Told<>(connection, with, chain, Weight.of(connection));
    bytes += told.bytes;
    if (alone || !twins.meets(told)) {
      twins.add(told, until);
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

  /** Those that wait. */
  private final class Waiting implements Twins.Keeper<Told<F>> {
    @Override
    public long hello(Told<F> told) {
      return opening(told).hello();
    }

    @Override
    public long answer(Told<F> told) {
      return opening(told).answer();
    }

    private Opening opening(Told<F> told) {
      return told.connection.evidence().opening().orElse(NONE);
    }

    @Override
    public Twins.Sight sight(Told<F> told) {
      TlsConnection connection = told.connection;
      return new Twins.Sight(
          told.chain,
          nanos(connection),
          opening(told),
          connection.handshake(),
          connection.transport(),
          connection.client(),
          connection.server(),
          isHome.test(connection.client()),
          connection.way().target(),
          connection.nat().or(connection.way()::proxy).orElse(null));
    }

    @Override
    public Told<F> seenAs(Told<F> told, Peer client, boolean proxy) {
      TlsConnection connection = told.connection;
      return new Told<>(
          proxy
              ? connection.seenAs(connection.way().through(client), Optional.empty())
              : connection.seenAs(connection.way(), Optional.of(client)),
          told.with,
          told.chain,
          told.bytes);
    }

    @Override
    public void report(Told<F> told) {
      taker.accept(told.connection, told.with);
    }

    @Override
    public void over(Told<F> told) {
      bytes -= told.bytes;
    }
  }
}
