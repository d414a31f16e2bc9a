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

  private record Key(Peer server, HelloDigest hello) {}

  private final Map<Key, Conversation> recent =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Conversation> eldest) {
          return size() > MAX_HELLOS;
        }
      };

  /** The other connection that sent this hello, if there is one; else remembers this one. */
  @Nullable Conversation other(Peer server, HelloDigest hello, Conversation conversation) {
    Key key = new Key(server, hello);
    Conversation earlier = recent.get(key);
    long now = conversation.facts().progressNanos();
    if (earlier != null
        && earlier != conversation
        && Math.abs(now - earlier.facts().progressNanos()) <= WITHIN_NANOS) {
      return earlier;
    }
    recent.remove(key);
    recent.put(key, conversation);
    return null;
  }

  /** Lets {@code conversation} stand for its hello from now on. */
  void replace(Peer server, HelloDigest hello, Conversation conversation) {
    recent.put(new Key(server, hello), conversation);
  }

  void clear() {
    recent.clear();
  }
}
