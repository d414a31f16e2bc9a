package io.tlsfloor.capture.track;

import io.tlsfloor.parser.observation.Peer;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds the two sides of a NAT: connections to one server address and port whose first hellos are
 * equal and at most two seconds apart. Bounded: the oldest hello is forgotten first.
 */
final class HelloTwins {
  static final long WITHIN_NANOS = 2_000_000_000L;
  static final int MAX_HELLOS = 1 << 12; // two seconds at two thousand handshakes a second

  private record Key(Peer server, HelloDigest hello) {
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Key that
          && hello.value() == that.hello.value()
          && server.equals(that.server);
    }

    @Override
    public int hashCode() {
      return 31 * server.hashCode() + Long.hashCode(hello.value());
    }
  }

  /** A hello that was seen: when, from whom, and the conversation while it is undecided. */
  static final class Sighting {
    final long nanos;
    final Peer client;
    @Nullable Conversation undecided;

    Sighting(long nanos, Peer client, Conversation undecided) {
      this.nanos = nanos;
      this.client = client;
      this.undecided = undecided;
    }
  }

  private final Map<Key, Sighting> recent =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Sighting> eldest) {
          return size() > MAX_HELLOS;
        }
      };

  /** The earlier sighting of this hello within the time, or null; remembers this one if so. */
  @Nullable Sighting other(Peer server, HelloDigest hello, Sighting sighting) {
    Key key = new Key(server, hello);
    Sighting earlier = recent.get(key);
    if (earlier != null && Math.abs(sighting.nanos - earlier.nanos) <= WITHIN_NANOS) {
      return earlier;
    }
    recent.remove(key);
    recent.put(key, sighting);
    return null;
  }

  /** Lets {@code sighting} stand for its hello from now on. */
  void replace(Peer server, HelloDigest hello, Sighting sighting) {
    recent.put(new Key(server, hello), sighting);
  }

  void clear() {
    recent.clear();
  }
}
