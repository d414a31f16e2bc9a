package io.tlsfloor.report.model;

import io.tlsfloor.parser.observation.ClientName;
import io.tlsfloor.parser.observation.ClientNameSource;
import io.tlsfloor.parser.observation.IpAddress;
import io.tlsfloor.parser.observation.Room;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The names that clients gave themselves, of all captures of a run, in bounded room. */
final class ClientNameBook {
  static final int MAX_CLIENTS = Room.entries(1 << 16);
  static final int MAX_NAMES = 8;

  /** One device has one of these, save a lease that passed to another. */
  private static final int SEVERAL_NAMES = 2;

  /** A program may choose what it says in EHLO, and a device may have several. */
  private static final int SEVERAL_GREETINGS = 3;

  private static final long MAX_BYTES = 64L << 20; // with eight long names each it would be 300 MB
  private static final int ADDRESS_BYTES = 200; // address, its place in the table, a list: about
  private static final int NAME_BYTES = 160; // a name without its text, and its frame: about

  private final Map<IpAddress, List<ClientName>> names = new LinkedHashMap<>(64, 0.75f, true);
  private final long maxBytes;
  private long bytes;

  ClientNameBook() {
    this(Room.of(MAX_BYTES));
  }

  /** Names in so much memory, about. */
  ClientNameBook(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  /** Adds names, of each client the latest first; they are later than those that are here. */
  void add(List<ClientName> told) {
    for (int i = told.size() - 1; i >= 0; i--) {
      add(told.get(i));
    }
  }

  private void add(ClientName name) {
    List<ClientName> known = names.get(name.address());
    if (known == null) {
      known = new ArrayList<>(1);
      names.put(name.address(), known);
      bytes += ADDRESS_BYTES;
    }
    if (known.removeIf(old -> old.from() == name.from() && old.name().equals(name.name()))) {
      bytes -= bytes(name);
    }
    known.add(0, name);
    bytes += bytes(name);
    if (known.size() > MAX_NAMES) {
      bytes -= bytes(known.remove(MAX_NAMES));
    }
    while (names.size() > MAX_CLIENTS || bytes > maxBytes && names.size() > 1) {
      List<ClientName> oldest = names.values().iterator().next();
      names.remove(oldest.get(0).address());
      bytes -= ADDRESS_BYTES;
      oldest.forEach(each -> bytes -= bytes(each));
    }
  }

  private static int bytes(ClientName name) {
    return NAME_BYTES + 2 * name.name().length();
  }

  /** The own name of each client that has one. */
  Map<IpAddress, String> own() {
    Map<IpAddress, String> own = new HashMap<>();
    for (Map.Entry<IpAddress, List<ClientName>> each : names.entrySet()) {
      Optional<String> name = OwnName.of(each.getValue(), each.getKey());
      if (name.isPresent()) {
        own.put(each.getKey(), name.get());
      }
    }
    return own;
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
            case DHCP_VENDOR_CLASS, DHCP_PARAMETERS -> Integer.MAX_VALUE; // a boot loader's as well
            case DEVICE, USER, APPLICATION, PERHAPS_USER, PERHAPS_MACHINE ->
                Integer.MAX_VALUE; // of a shared address, or of a shared device
            case MDNS -> Integer.MAX_VALUE; // browsers announce names made up for each call
          };
      several = count.getValue() >= enough ? Math.max(several, count.getValue()) : several;
    }
    return several;
  }
}
