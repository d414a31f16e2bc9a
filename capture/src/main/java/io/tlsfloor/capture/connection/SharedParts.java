package io.tlsfloor.capture.connection;

import io.tlsfloor.parser.observation.AlertSeen;
import io.tlsfloor.parser.observation.Ending;
import io.tlsfloor.parser.observation.Evidence.Visibility;
import io.tlsfloor.parser.observation.HandshakeProgress;
import io.tlsfloor.parser.observation.MacAddress;
import io.tlsfloor.parser.observation.NameSeen;
import io.tlsfloor.parser.observation.NameSource;
import io.tlsfloor.parser.observation.ServerCertificate;
import io.tlsfloor.parser.observation.Sides;
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
  private static final int BITS = 8;
  private static final long SPREAD = 0x9E37_79B9_7F4A_7C15L; // 2^64 by the golden ratio

  private final @Nullable Way[] ways = new Way[1 << BITS];
  private final long[] clients = new long[1 << BITS];
  private final long[] servers = new long[1 << BITS];
  private final @Nullable Handshake[] handshakes = new Handshake[1 << BITS];
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

  /** The handshake, or an earlier one that is equal. */
  Handshake handshake(Handshake handshake) {
    int offer = handshake.offer().isEmpty() ? 0 : System.identityHashCode(handshake.offer().get());
    int at = place(31L * offer + handshake.progress().messages().hashCode());
    Handshake known = handshakes[at];
    if (known != null && isSame(known, handshake)) {
      return known;
    }
    handshakes[at] = handshake;
    return handshake;
  }

  // Written out: what the compiler makes of a record compares lists that are the same object.

  private static boolean isSame(Handshake one, Handshake other) {
    return one.protocol() == other.protocol()
        && one.outcome() == other.outcome()
        && isSame(one.offer(), other.offer())
        && isSame(one.choice(), other.choice())
        && one.inferred().equals(other.inferred())
        && isSame(one.certificate(), other.certificate())
        && isSameAlert(one.alert(), other.alert())
        && isSameEnding(one.ending(), other.ending())
        && isSame(one.progress(), other.progress());
  }

  @SuppressWarnings("ReferenceEquality") // an equal one that is another object is just not shared
  private static boolean isSame(Optional<?> one, Optional<?> other) {
    return one.isPresent() ? other.isPresent() && one.get() == other.get() : other.isEmpty();
  }

  private static boolean isSameAlert(Optional<AlertSeen> one, Optional<AlertSeen> other) {
    if (one.isEmpty() || other.isEmpty()) {
      return one.isEmpty() && other.isEmpty();
    }
    return one.get().by().equals(other.get().by())
        && one.get().level() == other.get().level()
        && one.get().description() == other.get().description();
  }

  private static boolean isSameEnding(Optional<Ending> one, Optional<Ending> other) {
    if (one.isEmpty() || other.isEmpty()) {
      return one.isEmpty() && other.isEmpty();
    }
    return one.get().how() == other.get().how() && one.get().by().equals(other.get().by());
  }

  private static boolean isSame(HandshakeProgress one, HandshakeProgress other) {
    return one.clientChangeCipherSpec() == other.clientChangeCipherSpec()
        && one.serverChangeCipherSpec() == other.serverChangeCipherSpec()
        && one.clientEncrypted() == other.clientEncrypted()
        && one.serverEncrypted() == other.serverEncrypted()
        && one.resumed() == other.resumed()
        && one.earlyEnd().isEmpty()
        && other.earlyEnd().isEmpty()
        && one.messages().equals(other.messages())
        && one.modernRecords() == other.modernRecords()
        && one.olderRecords() == other.olderRecords();
  }

  /** The visibility, of most connections the whole. */
  static Visibility visibility(Visibility seen) {
    boolean whole =
        seen.sides() == Sides.BOTH
            && seen.holes() == 0
            && !seen.truncated()
            && seen.duplicates() == 0
            && seen.conflicts() == 0
            && seen.fromStart()
            && seen.timeKnown()
            && !seen.contested()
            && !seen.stray();
    return whole ? Visibility.WHOLE : seen;
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
