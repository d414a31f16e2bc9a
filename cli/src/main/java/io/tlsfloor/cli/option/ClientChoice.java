package io.tlsfloor.cli.option;

import io.tlsfloor.parser.observation.IpAddress;
import io.tlsfloor.parser.observation.MacAddress;
import io.tlsfloor.rules.Ends;
import io.tlsfloor.rules.IpPrefix;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A client that is asked for, by its IP address or by the address that its frames come from.
 *
 * @param range its addresses
 * @param mac where its frames come from: beyond a router, the router
 */
public record ClientChoice(Optional<IpPrefix> range, Optional<MacAddress> mac) {
  /** As ECS, Linux and Windows, and Cisco write it. */
  private static final Pattern MAC =
      Pattern.compile(
          "(?:[0-9a-f]{2}([:-]))(?:[0-9a-f]{2}\\1){4}[0-9a-f]{2}|(?:[0-9a-f]{4}\\.){2}[0-9a-f]{4}");

  private static final int HEX = 16;

  /**
   * Reads an address, a range or a MAC address.
   *
   * @throws IllegalArgumentException if it is none of them
   */
  static ClientChoice parse(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    if (MAC.matcher(lower).matches()) {
      long bits = Long.parseLong(lower.replaceAll("[:.-]", ""), HEX);
      return new ClientChoice(Optional.empty(), Optional.of(new MacAddress(bits)));
    }
    try {
      return new ClientChoice(Optional.of(IpPrefix.parse(text)), Optional.empty());
    } catch (IllegalArgumentException e) {
      throw text.contains("/") ? e : new IllegalArgumentException(); // it need not be an address
    }
  }

  /** Whether the client of a connection is this one. */
  public boolean admits(Ends ends) {
    return admits(ends.client().address(), ends.clientMac());
  }

  /** Whether a client is this one. */
  public boolean admits(IpAddress address, Optional<MacAddress> itsMac) {
    return range.map(asked -> asked.contains(address)).orElse(false)
        || mac.isPresent() && mac.equals(itsMac);
  }

  /** {@code 10.20.3.41}, {@code 10.20.3.0/24}, {@code 02-00-0A-14-03-29}. */
  @Override
  public String toString() {
    return mac.map(MacAddress::toString).or(() -> range.map(ClientChoice::shown)).orElse("");
  }

  private static String shown(IpPrefix range) {
    return range.length() == range.address().bits() ? range.address().toString() : range.toString();
  }
}
