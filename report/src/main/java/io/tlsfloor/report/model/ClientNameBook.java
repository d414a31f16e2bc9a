package io.tlsfloor.report.model;

import io.tlsfloor.parser.observation.ClientName;
import io.tlsfloor.parser.observation.ClientNameSource;
import io.tlsfloor.parser.observation.IpAddress;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The names that clients gave themselves, of all captures of a run, in bounded room. */
final class ClientNameBook {
  static final int MAX_CLIENTS = 1 << 16;
  static final int MAX_NAMES = 8;

  /** One device has one of these, save a lease that passed to another. */
  private static final int SEVERAL_NAMES = 2;

  /** A program may choose what it says in EHLO, and a device may have several. */
  private static final int SEVERAL_GREETINGS = 3;

  private final Map<IpAddress, List<ClientName>> names =
      new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<IpAddress, List<ClientName>> eldest) {
          return size() > MAX_CLIENTS;
        }
      };

  /** Adds names, of each client the latest first; they are later than those that are here. */
  void add(List<ClientName> told) {
    for (int i = told.size() - 1; i >= 0; i--) {
      ClientName name = told.get(i);
      List<ClientName> known = names.computeIfAbsent(name.address(), a -> new ArrayList<>(1));
      known.removeIf(old -> old.from() == name.from() && old.name().equals(name.name()));
      known.add(0, name);
      if (known.size() > MAX_NAMES) {
        known.remove(MAX_NAMES);
      }
    }
  }

  /** The names of a client, the latest first. */
  List<ClientName> of(IpAddress client) {
    return List.copyOf(names.getOrDefault(client, List.of()));
  }

  /** How many names point to several devices or users; 0 if they can all be of one. */
  static int several(List<ClientName> names) {
    if (names.size() < SEVERAL_NAMES) { // as of nearly every client
      return 0;
    }
    Map<ClientNameSource, Integer> counts = new EnumMap<>(ClientNameSource.class);
    for (ClientName name : names) {
      counts.merge(name.from(), 1, Integer::sum);
    }
    int several = 0;
    for (Map.Entry<ClientNameSource, Integer> count : counts.entrySet()) {
      int enough =
          switch (count.getKey()) {
            case DHCP, NETBIOS -> SEVERAL_NAMES;
            case EHLO -> SEVERAL_GREETINGS;
            case MDNS -> Integer.MAX_VALUE; // browsers announce names made up for each call
          };
      several = count.getValue() >= enough ? Math.max(several, count.getValue()) : several;
    }
    return several;
  }
}
