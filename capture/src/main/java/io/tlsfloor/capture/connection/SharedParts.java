package io.tlsfloor.capture.connection;

import io.tlsfloor.parser.observation.Choice;
import io.tlsfloor.parser.observation.MacAddress;
import io.tlsfloor.parser.observation.NameSeen;
import io.tlsfloor.parser.observation.NameSource;
import io.tlsfloor.parser.observation.Offer;
import io.tlsfloor.parser.observation.ServerCertificate;
import io.tlsfloor.parser.observation.TlsConnection.Handshake;
import io.tlsfloor.parser.observation.Way;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Parts of records that many connections share: nearly all of a capture have one of a few ways, go
 * through one of a few handshakes, and ask for one of a few names. What is the same is the same
 * object, so that it takes no room and what follows from it need not be found again. Each place
 * holds one part, so that senders who make theirs differ gain nothing. Confined to one thread.
 */
final class SharedParts {
  private static final int MAX_NAMES = 64;
  private static final int BITS = 10;
  private static final long SPREAD = 0x9E37_79B9_7F4A_7C15L; // 2^64 by the golden ratio

  private final @Nullable Way[] ways = new Way[1 << BITS];
  private final long[] clients = new long[1 << BITS];
  private final long[] servers = new long[1 << BITS];
  private final @Nullable Handshake[] handshakes = new Handshake[1 << BITS];
  private final long[] said = new long[1 << BITS]; // of each handshake
  private final @Nullable Names[] names = new Names[1 << BITS];

  /** The names that follow from a server name and a certificate. */
  private record Names(
      String asked, Optional<ServerCertificate> certificate, List<NameSeen> names) {}

  private static int place(long number) {
    return (int) (number * SPREAD >>> Long.SIZE - BITS);
  }

  /**
   * The way between two MAC addresses, negative where there is none: through no tunnel, VLAN,
   * dialogue or proxy, in one datagram each.
   */
  Way way(long client, long server) {
    int at = place(client * 31 + server);
    Way known = ways[at];
    if (known == null || clients[at] != client || servers[at] != server) {
      known = way(mac(client), mac(server));
      ways[at] = known;
      clients[at] = client;
      servers[at] = server;
    }
    return known;
  }

  private static Way way(Optional<MacAddress> client, Optional<MacAddress> server) {
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

  /**
   * The handshake of an earlier connection with the same offer, choice and certificate and the same
   * messages; null for none.
   *
   * @param said all else of it, as one number
   */
  @Nullable Handshake handshake(
      long said,
      Optional<Offer> offer,
      Optional<Choice> choice,
      Optional<ServerCertificate> certificate,
      String messages) {
    int at = place(said, offer, messages);
    Handshake known = handshakes[at];
    return known != null
            && this.said[at] == said
            && isSame(known.offer(), offer)
            && isSame(known.choice(), choice)
            && isSame(known.certificate(), certificate)
            && known.progress().messages().equals(messages)
        ? known
        : null;
  }

  /** Keeps a handshake for those that say the same. */
  void keep(long said, Handshake handshake) {
    int at = place(said, handshake.offer(), handshake.progress().messages());
    this.said[at] = said;
    handshakes[at] = handshake;
  }

  private static int place(long said, Optional<Offer> offer, String messages) {
    int kind = offer.isEmpty() ? 0 : System.identityHashCode(offer.get());
    return place(31 * (31L * kind + messages.hashCode()) + said);
  }

  @SuppressWarnings("ReferenceEquality") // an equal one that is another object is just not shared
  private static boolean isSame(Optional<?> one, Optional<?> other) {
    return one.isPresent() ? other.isPresent() && one.get() == other.get() : other.isEmpty();
  }

  /** The names of a connection whose client asked for one, by it and by a certificate alone. */
  List<NameSeen> names(String asked, Optional<ServerCertificate> certificate) {
    int at = place(31L * asked.hashCode() + System.identityHashCode(certificate.orElse(null)));
    Names known = names[at];
    if (known == null || !known.asked.equals(asked) || !isSame(known.certificate, certificate)) {
      List<NameSeen> all = new ArrayList<>(4);
      all.add(new NameSeen(asked, NameSource.SNI));
      add(all, certificate);
      known = new Names(asked, certificate, List.copyOf(all));
      names[at] = known;
    }
    return known.names;
  }

  /** Adds the names of a certificate. */
  static void add(List<NameSeen> names, Optional<ServerCertificate> certificate) {
    if (certificate.isPresent()) {
      for (String name : certificate.get().alternativeNames()) {
        add(names, new NameSeen(name, NameSource.CERTIFICATE));
      }
      Optional<String> common = certificate.get().commonName();
      if (common.isPresent()) {
        add(names, new NameSeen(common.get(), NameSource.CERTIFICATE));
      }
    }
  }

  /** Adds a name that is not there yet, unless there are too many. */
  static void add(List<NameSeen> names, NameSeen name) {
    if (names.size() < MAX_NAMES && !names.contains(name)) {
      names.add(name);
    }
  }
}
