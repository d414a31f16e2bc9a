package io.tlsfloor.parser.observation;

import java.util.List;

/** About what a connection takes of the memory, most of it by what its ends wrote. */
public final class Weight {
  /** Weighs a connection without names and lists, with its judgement. */
  public static final int CONNECTION_BYTES = 2_000;

  private static final int NAME_BYTES = 120; // without its letters
  private static final int NUMBER_BYTES = 20;

  private Weight() {}

  /** Bytes. */
  public static long of(TlsConnection connection) {
    long bytes = CONNECTION_BYTES;
    List<NameSeen> names = connection.names();
    for (int i = 0; i < names.size(); i++) {
      bytes += NAME_BYTES + names.get(i).name().length();
    }
    if (connection.certificate().isPresent()) { // no lambda: each connection is weighed
      bytes += (long) NAME_BYTES * connection.certificate().get().alternativeNames().size();
    }
    return bytes + (connection.offer().isPresent() ? of(connection.offer().get().lists()) : 0);
  }

  private static int of(Offer.Lists lists) {
    int numbers = lists.suites().size() + lists.extensions().size() + lists.groups().size();
    return NUMBER_BYTES * numbers;
  }
}
