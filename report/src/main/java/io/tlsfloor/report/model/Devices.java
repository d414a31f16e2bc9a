package io.tlsfloor.report.model;

import io.tlsfloor.parser.observation.IpAddress;
import io.tlsfloor.parser.observation.KeyedHash;
import io.tlsfloor.parser.observation.MacAddress;
import io.tlsfloor.parser.observation.Reported;
import io.tlsfloor.parser.observation.Room;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which addresses are of one client: those of one link address, or of one name where frames come
 * through a router. So a device with IPv4 and IPv6 is counted once, in every command. A link
 * address or a name with more than {@link #MAX_ADDRESSES} addresses of a family is a router's, or
 * no device's; an address that had several link addresses stays one of its own. Confined to one
 * thread.
 */
final class Devices {
  /**
   * Bounds the addresses of one family of one device: privacy extensions give a new one each day.
   */
  static final int MAX_ADDRESSES = 4;

  private static final int MAX = Room.entries(ClientTally.MAX_ENTRIES);
  private static final Long SEVERAL = -1L; // link addresses, of one address
  private static final Long NONE = -2L;

  private final Map<IpAddress, Long> macs = new HashMap<>(); // of as many as fit
  private final IdSet others = new IdSet(Room.entries(1 << 20)); // that are counted alone
  private Long latest = NONE; // a router's is that of many

  /** How many addresses there are. */
  long size() {
    return (long) macs.size() + others.size();
  }

  /** Notes an address, and where its frames came from. */
  void add(IpAddress address, Optional<MacAddress> mac) {
    Long own = mac.isPresent() ? shared(mac.get()) : NONE;
    boolean room = macs.size() < MAX;
    Long known = room ? macs.putIfAbsent(address, own) : macs.get(address);
    if (known == null && !room) {
      others.add(KeyedHash.of(address.high(), address.low(), address.v4() ? 1 : 0));
    } else if (known != null && mac.isPresent() && known != mac.get().bits()) {
      macs.put(address, known.equals(NONE) ? own : SEVERAL);
    }
  }

  private Long shared(MacAddress mac) {
    if (latest != mac.bits()) {
      latest = mac.bits();
    }
    return latest;
  }

  /**
   * Maps each address that is not the first of its device to the first one.
   *
   * @param names the name that a client gave itself, of those that have one
   */
  Map<IpAddress, IpAddress> first(Map<IpAddress, String> names) {
    Map<Long, List<IpAddress>> byMac = new LinkedHashMap<>();
    for (Map.Entry<IpAddress, Long> each : macs.entrySet()) {
      if (each.getValue() >= 0) {
        add(byMac, each.getValue(), each.getKey());
      }
    }
    byMac.values().removeIf(addresses -> !isOfOne(addresses));
    Map<String, List<IpAddress>> byName = new LinkedHashMap<>();
    for (Map.Entry<IpAddress, String> each : names.entrySet()) {
      Long mac = macs.get(each.getKey());
      if (mac != null && !byMac.containsKey(mac)) {
        add(byName, each.getValue(), each.getKey());
      }
    }
    Map<IpAddress, IpAddress> first = new HashMap<>();
    byMac.values().forEach(addresses -> join(addresses, first));
    byName.values().removeIf(addresses -> !isOfOne(addresses));
    byName.values().forEach(addresses -> join(addresses, first));
    return first;
  }

  /** Adds one of a device; of a router as many as show that it is one. */
  private static <K> void add(Map<K, List<IpAddress>> devices, K device, IpAddress address) {
    List<IpAddress> known = devices.get(device);
    if (known == null) {
      known = new ArrayList<>(2);
      devices.put(device, known);
    }
    if (known.size() <= 2 * MAX_ADDRESSES) {
      known.add(address);
    }
  }

  private static boolean isOfOne(List<IpAddress> addresses) {
    int v4 = 0;
    for (IpAddress each : addresses) {
      v4 += each.v4() ? 1 : 0;
    }
    return v4 <= MAX_ADDRESSES && addresses.size() - v4 <= MAX_ADDRESSES;
  }

  private static void join(List<IpAddress> addresses, Map<IpAddress, IpAddress> first) {
    IpAddress one = addresses.get(0);
    for (IpAddress each : addresses) {
      one = comesFirst(each, one) ? each : one;
    }
    for (IpAddress other : addresses) {
      if (!other.equals(one)) {
        first.put(other, one);
      }
    }
  }

  /** People know a device by its IPv4 address; what stands for its name is none. */
  static boolean comesFirst(IpAddress one, IpAddress other) {
    if (Reported.isStandIn(one) != Reported.isStandIn(other)) {
      return Reported.isStandIn(other);
    }
    return one.v4() == other.v4() ? one.compareTo(other) < 0 : one.v4();
  }
}
