package io.tlsfloor.capture.connection;

import io.tlsfloor.parser.observation.MacAddress;
import io.tlsfloor.parser.observation.Way;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Ways that lead through no tunnel, VLAN, dialogue or proxy, in one datagram each: nearly all
 * connections of a capture have one of a few, by the two MAC addresses. Each place holds one way,
 * so that senders who choose their addresses gain nothing. Confined to one thread.
 */
final class PlainWays {
  private static final int PLACES = 1 << 8;
  private static final long SPREAD = 0x9E37_79B9_7F4A_7C15L; // 2^64 by the golden ratio

  private final @Nullable Way[] ways = new Way[PLACES];
  private final long[] clients = new long[PLACES];
  private final long[] servers = new long[PLACES];

  /** The way between two MAC addresses; negative where there is none. */
  Way of(long client, long server) {
    int at = (int) ((client * 31 + server) * SPREAD >>> 56);
    Way known = ways[at];
    if (known == null || clients[at] != client || servers[at] != server) {
      known = of(mac(client), mac(server));
      ways[at] = known;
      clients[at] = client;
      servers[at] = server;
    }
    return known;
  }

  private static Way of(Optional<MacAddress> client, Optional<MacAddress> server) {
    return new Way(
        List.of(),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        client,
        server,
        Optional.empty(),
        false,
        Optional.empty());
  }

  /** A MAC address as a value; empty for a negative number. */
  static Optional<MacAddress> mac(long bits) {
    return bits < 0 ? Optional.empty() : Optional.of(new MacAddress(bits));
  }
}
