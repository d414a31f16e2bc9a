package io.tlsfloor.rules;

import io.tlsfloor.parser.observation.IpAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * The address ranges that are home.
 *
 * @param prefixes in no particular order
 * @param nat public addresses that clients at home have outside; empty where they are not known
 */
public record HomeNetworks(List<IpPrefix> prefixes, List<IpPrefix> nat) {
  private static final List<String> STANDARD =
      List.of(
          "10.0.0.0/8", // RFC 1918
          "172.16.0.0/12", // RFC 1918
          "192.168.0.0/16", // RFC 1918
          "100.64.0.0/10", // RFC 6598, shared
          "169.254.0.0/16", // RFC 3927, link-local
          "fc00::/7", // RFC 4193, unique local
          "fe80::/10"); // RFC 4291 §2.5.6, link-local

  /** Copies the lists. */
  public HomeNetworks {
    prefixes = List.copyOf(prefixes);
    nat = List.copyOf(nat);
  }

  /** Ranges whose clients are not known to have other addresses outside. */
  public HomeNetworks(List<IpPrefix> prefixes) {
    this(prefixes, List.of());
  }

  /** Private, shared, unique-local and link-local ranges. */
  public static HomeNetworks standard() {
    List<IpPrefix> prefixes = new ArrayList<>(STANDARD.size());
    for (String range : STANDARD) {
      prefixes.add(IpPrefix.parse(range));
    }
    return new HomeNetworks(prefixes);
  }

  /** Returns whether {@code address} is in one of the ranges. */
  public boolean contains(IpAddress address) {
    for (int i = 0; i < prefixes.size(); i++) { // no iterator: this is asked for each connection
      if (prefixes.get(i).contains(address)) {
        return true;
      }
    }
    return false;
  }

  /** Returns whether clients at home may have {@code address} outside. */
  public boolean isNat(IpAddress address) {
    return nat.stream().anyMatch(prefix -> prefix.contains(address));
  }
}
