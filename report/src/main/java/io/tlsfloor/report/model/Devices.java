package io.tlsfloor.report.model;

import io.tlsfloor.parser.observation.IpAddress;
import io.tlsfloor.parser.observation.MacAddress;
import io.tlsfloor.parser.observation.Room;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

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
  private Long latest = NONE; // a router's is that of many

  /** Notes an address, and where its frames came from. */
  void add(IpAddress address, Optional<MacAddress> mac) {
    Long known = macs.get(address);
    if (known == null && macs.size() < MAX) {
      macs.put(address, mac.isPresent() ? shared(mac.get()) : NONE);
    } else if (known != null && mac.isPresent() && known != mac.get().bits()) {
      macs.put(address, known.equals(NONE) ? shared(mac.get()) : SEVERAL);
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
   * @param names the name that a client gave itself; empty for none, or for several
   */
  Map<IpAddress, IpAddress> first(Function<IpAddress, Optional<String>> names) {
    Map<Long, List<IpAddress>> byMac = new LinkedHashMap<>();
    macs.forEach(
        (address, mac) -> {
          if (mac >= 0) {
            byMac.computeIfAbsent(mac, key -> new ArrayList<>(2)).add(address);
          }
        });
    byMac.values().removeIf(addresses -> !isOfOne(addresses));
    Map<IpAddress, IpAddress> first = new HashMap<>();
    byMac.values().forEach(addresses -> join(addresses, first));
    Map<String, List<IpAddress>> byName = new LinkedHashMap<>();
    macs.forEach(
        (address, mac) -> {
          if (!byMac.containsKey(mac)) {
            names
                .apply(address)
                .ifPresent(
                    name -> byName.computeIfAbsent(name, key -> new ArrayList<>(2)).add(address));
          }
        });
    for (List<IpAddress> addresses : byName.values()) {
      if (isOfOne(addresses)) {
        join(addresses, first);
      }
    }
    return first;
  }

  private static boolean isOfOne(List<IpAddress> addresses) {
    long v4 = addresses.stream().filter(IpAddress::v4).count();
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

  /** People know a device by its IPv4 address. */
  private static boolean comesFirst(IpAddress one, IpAddress other) {
    return one.v4() == other.v4() ? one.compareTo(other) < 0 : one.v4();
  }
}
