package io.tlsfloor.capture.connection;

import io.tlsfloor.parser.observation.Peer;
import io.tlsfloor.parser.observation.Room;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Finds connections that a capture holds twice: the two sides of a NAT, and the two legs of an
 * explicit proxy. Their openings are equal and at most two seconds apart, and their clients have
 * different addresses. Each connection has one twin at most. Bounded: the oldest opening is
 * forgotten first.
 */
final class HelloTwins {
  static final long WITHIN_NANOS = Sight.WITHIN_NANOS;
  static final int MAX_HELLOS = 1 << 12; // two seconds at two thousand handshakes a second

  /** Connections with one opening that are remembered: repeated bytes are few or an attack. */
  private static final int MAX_ALIKE = 16;

  /** An opening that was seen: when, between whom, and what became of the connection. */
  static final class Sighting {
    private final Sight sight;
    private @Nullable Sighting twin;
    private @Nullable Conversation conversation;
    private HelloDigest answer = HelloDigest.NONE;
    private boolean told;
    private TwinNotes.@Nullable Waiting waiting;
    private @Nullable Sighting next; // of the same opening

    Sighting(Conversation conversation, int clientDirection, long nanos, Predicate<Peer> isHome) {
      Peer client = conversation.sender(clientDirection);
      this.conversation = conversation;
      sight =
          new Sight(
              nanos,
              client,
              conversation.sender(1 - clientDirection),
              isHome.test(client),
              conversation.target(),
              conversation.facts().serverName());
    }

    long nanos() {
      return sight.nanos();
    }

    Peer client() {
      return sight.client();
    }

    boolean isHome() {
      return sight.home();
    }

    /** The connection's other sighting; null while there is none. */
    @Nullable Sighting twin() {
      return twin;
    }

    /** The connection while it is not reported. */
    @Nullable Conversation conversation() {
      return conversation;
    }

    boolean isTold() {
      return told;
    }

    /** Notes what the server answered, as far as it is known. */
    void answered(Optional<HelloDigest> serverHello) {
      answer = serverHello.orElse(answer);
    }

    /** The connection was reported; {@code waiting} while more can be said with it. */
    void told(TwinNotes.@Nullable Waiting waiting) {
      told = true;
      this.waiting = waiting;
    }

    /** Says with the connection, which was reported, what its twin shows. */
    void note(Sighting other) {
      if (waiting != null && isKept(other)) {
        if (asksFor(other)) {
          waiting.proxy(other.client());
        } else {
          waiting.nat(other.client());
        }
      }
    }

    /** Nothing more of the connection is read. */
    void over() {
      conversation = null;
    }

    /** Whether the answers, where both were seen, are the same. */
    boolean isSameAnswer(Sighting other) {
      return answer.equals(HelloDigest.NONE)
          || other.answer.equals(HelloDigest.NONE)
          || answer.equals(other.answer);
    }

    /** They were two connections after all. */
    void part() {
      if (twin != null) {
        twin.twin = null;
        twin = null;
      }
    }

    /** Whether the other one is the second leg of this one, which asked a proxy for its server. */
    boolean asksFor(Sighting other) {
      return sight.asksFor(other.sight);
    }

    /** Of twins, whether this is the one that is reported. */
    boolean isKept(Sighting other) {
      return sight.isKept(other.sight);
    }

    private boolean isTwinOf(Sighting other) {
      return twin == null
          && other.twin == null
          && sight.isTwinOf(other.sight)
          && sight.isInOrder(other.sight);
    }
  }

  private final int maxHellos = Room.entries(MAX_HELLOS);

  /** The first of each opening; those behind it are linked. */
  private final Map<HelloDigest, Sighting> recent =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<HelloDigest, Sighting> eldest) {
          return size() > maxHellos;
        }
      };

  /** Remembers an opening, and makes its connection the twin of one that was seen before. */
  void meet(HelloDigest opening, Sighting sighting) {
    Sighting first = recent.remove(opening);
    Sighting last = null;
    int alike = 0;
    for (Sighting each = first; each != null; each = each.next) {
      if (sighting.twin == null && each.isTwinOf(sighting)) {
        each.twin = sighting;
        sighting.twin = each;
      }
      last = each;
      alike++;
    }
    if (last == null || first == null) {
      recent.put(opening, sighting);
      return;
    }
    last.next = sighting;
    recent.put(opening, alike == MAX_ALIKE ? Objects.requireNonNull(first.next) : first);
  }

  void clear() {
    recent.clear();
  }
}
