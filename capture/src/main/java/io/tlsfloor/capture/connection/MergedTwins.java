package io.tlsfloor.capture.connection;

import io.tlsfloor.parser.observation.Opening;
import io.tlsfloor.parser.observation.Outcome;
import io.tlsfloor.parser.observation.Peer;
import io.tlsfloor.parser.observation.Room;
import io.tlsfloor.parser.observation.TlsConnection;
import io.tlsfloor.parser.observation.Weight;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Reports once what two captures hold of one connection: both sides of a NAT, or both legs of an
 * explicit proxy. Connections come in the order of the captures. One waits only if a later capture
 * that is not read yet may hold its twin, and others only behind one that waits: the order stays.
 * Bounded: the oldest one waits no longer when too many do. Confined to one thread.
 *
 * @param <F> what goes with a connection
 */
public final class MergedTwins<F> {
  /** Connections that wait, at most, and their memory with a heap of 1 GB. */
  private static final int MAX_WAITING = 1 << 15;

  private static final long MAX_BYTES = 64L << 20;

  /** Connections with one opening that are compared: repeated bytes are few or an attack. */
  private static final int MAX_ALIKE = 16;

  private static final Opening NONE = new Opening(0, 0, 0);

  /** Takes what is reported. */
  public interface Taker<F> {
    /** Takes a connection and what goes with it. */
    void take(TlsConnection connection, F with) throws IOException;
  }

  private static final class Waiting<F> {
    private final Opening opening;
    private final Sight sight;
    private final int chain;
    private final long bytes;
    private TlsConnection connection;
    private F with;

    Waiting(Opening opening, Sight sight, int chain, TlsConnection connection, F with) {
      this.opening = opening;
      this.sight = sight;
      this.chain = chain;
      this.bytes = Weight.of(connection);
      this.connection = connection;
      this.with = with;
    }

    boolean isTwinOf(Waiting<F> other) {
      boolean answersAgree =
          opening.answer() == 0
              || other.opening.answer() == 0
              || opening.answer() == other.opening.answer();
      return chain != other.chain
          && !opening.equals(NONE)
          && other.connection.evidence().timeKnown()
          && connection.evidence().timeKnown()
          && answersAgree
          && connection.offer().equals(other.connection.offer())
          && (hasTwin() || other.hasTwin()
              ? isTwin(other.connection.client()) || other.isTwin(connection.client())
              : sight.isTwinOf(other.sight));
    }

    private boolean hasTwin() {
      return connection.nat().isPresent() || connection.way().proxy().isPresent();
    }

    /** Returns whether a client is the other one of this connection. */
    private boolean isTwin(Peer client) {
      return connection.nat().equals(Optional.of(client))
          || connection.way().proxy().equals(Optional.of(client));
    }

    /** Becomes the connection that is reported of the two. */
    void pair(Waiting<F> other) {
      if (hasTwin()) {
        return;
      }
      if (other.hasTwin()) {
        connection = other.connection;
        with = other.with;
        return;
      }
      boolean same = sight.isBetweenSame(other.sight);
      boolean here = same ? isMore(connection, other.connection) : sight.isKept(other.sight);
      Waiting<F> kept = here ? this : other;
      Waiting<F> left = here ? other : this;
      boolean legs = kept.sight.asksFor(left.sight);
      Peer client = left.connection.client();
      connection =
          same
              ? kept.connection
              : kept.connection.seenAs(
                  legs ? kept.connection.way().through(client) : kept.connection.way(),
                  legs ? Optional.empty() : Optional.of(client));
      with = kept.with;
    }
  }

  /**
   * Returns whether the first says as much as the other: of one connection that was captured twice.
   */
  private static boolean isMore(TlsConnection one, TlsConnection other) {
    if (one.choice().isPresent() != other.choice().isPresent()) {
      return one.choice().isPresent();
    }
    return one.outcome() == Outcome.ESTABLISHED || other.outcome() != Outcome.ESTABLISHED;
  }

  private final CaptureTimes times;
  private final Predicate<Peer> isHome;
  private final Taker<F> taker;
  private final Deque<Waiting<F>> waiting = new ArrayDeque<>();
  private final Map<Opening, List<Waiting<F>>> alike = new HashMap<>();
  private final long maxBytes;
  private long bytes;
  private int chain;

  /**
   * None so far.
   *
   * @param times when the captures begin
   * @param isHome whether a client is in a home network
   * @param taker takes each connection once
   */
  public MergedTwins(CaptureTimes times, Predicate<Peer> isHome, Taker<F> taker) {
    this(times, isHome, taker, Room.of(MAX_BYTES));
  }

  /** Keeps so much memory for connections that wait. */
  MergedTwins(CaptureTimes times, Predicate<Peer> isHome, Taker<F> taker, long maxBytes) {
    this.times = times;
    this.isHome = isHome;
    this.taker = taker;
    this.maxBytes = maxBytes;
  }

  /** Takes a connection of the chain of captures that is being read. */
  public void connection(TlsConnection connection, F with) throws IOException {
    Opening full = connection.evidence().opening().orElse(NONE);
    if (!times.overlap() || waiting.isEmpty() && full.equals(NONE)) {
      taker.take(connection, with);
      return;
    }
    Opening key = new Opening(full.one(), full.two(), 0);
    Sight sight = Sight.of(connection, isHome);
    Waiting<F> here = new Waiting<>(full, sight, chain, connection, with);
    Waiting<F> twin = twin(key, here);
    boolean mayMeet = !full.equals(NONE) && connection.evidence().timeKnown();
    if (twin != null) {
      twin.pair(here);
    } else if (!waiting.isEmpty()
        || mayMeet && times.mayFollow(connection.evidence().first().file(), latest(sight))) {
      remember(key, here);
      waiting.add(here);
      bytes += here.bytes;
      while (waiting.size() > MAX_WAITING || bytes > maxBytes) {
        tell(waiting.remove());
      }
    } else {
      taker.take(connection, with);
    }
  }

  private void remember(Opening key, Waiting<F> here) {
    List<Waiting<F>> known = alike.computeIfAbsent(key, none -> new ArrayList<>(1));
    if (known.size() == MAX_ALIKE) {
      known.remove(0);
    }
    known.add(here);
  }

  private @Nullable Waiting<F> twin(Opening key, Waiting<F> here) {
    for (Waiting<F> other : alike.getOrDefault(key, List.of())) {
      if (other.isTwinOf(here)) {
        return other;
      }
    }
    return null;
  }

  private static long latest(Sight sight) {
    return sight.nanos() + Sight.WITHIN_NANOS;
  }

  /**
   * The chain's connections were all taken.
   *
   * @param last name of its last capture
   */
  public void finished(String last) throws IOException {
    chain++;
    while (!waiting.isEmpty() && !times.mayFollow(last, latest(waiting.getFirst().sight))) {
      tell(waiting.remove());
    }
  }

  /** All captures were read: what waits is reported. */
  public void end() throws IOException {
    while (!waiting.isEmpty()) {
      tell(waiting.remove());
    }
  }

  private void tell(Waiting<F> each) throws IOException {
    bytes -= each.bytes;
    alike.computeIfPresent(
        new Opening(each.opening.one(), each.opening.two(), 0),
        (key, waitingAlike) -> {
          waitingAlike.remove(each);
          return waitingAlike.isEmpty() ? null : waitingAlike;
        });
    taker.take(each.connection, each.with);
  }
}
