package io.tlsfloor.cli.option;

import io.tlsfloor.parser.observation.IpAddress;
import io.tlsfloor.parser.observation.MacAddress;
import io.tlsfloor.rules.Ends;
import io.tlsfloor.rules.IpPrefix;
import java.util.Locale;
import java.util.Optional;

/**
 * A client that is asked for, by its IP address, by the address that its frames come from, or by a
 * name.
 *
 * @param range its addresses
 * @param mac where its frames come from: beyond a router, the router
 * @param name that it gave itself, or the first label of that; its addresses are found before
 *     connections are asked about
 */
public record ClientChoice(
    Optional<IpPrefix> range, Optional<MacAddress> mac, Optional<String> name) {
  static final Kind<ClientChoice> KIND =
      Kind.of(
          ClientChoice::parse,
          "Give an address, a range such as 10.0.0.0/8 or 2001:db8::/32, a MAC address or a"
              + " name. A scan without it shows names and addresses.");

  /** This is how ECS, Linux and Windows, and Cisco write it. */
  private static final String MAC =
      "(?:[0-9a-f]{2}([:-]))(?:[0-9a-f]{2}\\1){4}[0-9a-f]{2}|(?:[0-9a-f]{4}\\.){2}[0-9a-f]{4}";

  /** Letters, digits and what else names of hosts hold; not digits and dots alone. */
  private static final String NAME = "(?=.*[a-zA-Z_])[^\\s/:*,]{1,255}";

  private static final int HEX = 16;

  /** Reads an address, a range or a name; empty for what is none. */
  public static Optional<ClientChoice> of(String text) {
    try {
      return Optional.of(parse(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static ClientChoice parse(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    if (lower.matches(MAC)) {
      long bits = Long.parseLong(lower.replaceAll("[:.-]", ""), HEX);
      return new ClientChoice(
          Optional.empty(), Optional.of(new MacAddress(bits)), Optional.empty());
    }
    try {
      return new ClientChoice(
          Optional.of(IpPrefix.parse(text)), Optional.empty(), Optional.empty());
    } catch (IllegalArgumentException e) {
      if (text.matches(NAME)) {
        return new ClientChoice(Optional.empty(), Optional.empty(), Optional.of(text));
      }
      throw text.contains("/") ? e : new IllegalArgumentException(); // it need not be an address
    }
  }

  /** Returns whether the client of a connection is this one. */
  public boolean admits(Ends ends) {
    return admits(ends.client().address(), ends.clientMac());
  }

  /** Returns whether it is asked for by this name, or by its first label. */
  public boolean isCalled(String itsName) {
    return name.isPresent()
        && (itsName.equalsIgnoreCase(name.get())
            || itsName.split("\\.", 2)[0].equalsIgnoreCase(name.get()));
  }

  /** Returns whether a client is this one. */
  public boolean admits(IpAddress address, Optional<MacAddress> itsMac) {
    return range.map(asked -> asked.contains(address)).orElse(false)
        || mac.isPresent() && mac.equals(itsMac);
  }

  /** {@code 10.20.3.41}, {@code 10.20.3.0/24}, {@code 02-00-0A-14-03-29}. */
  @Override
  public String toString() {
    return mac.map(MacAddress::toString)
        .or(() -> range.map(ClientChoice::shown))
        .or(() -> name)
        .orElse("");
  }

  private static String shown(IpPrefix range) {
    return range.length() == range.address().bits() ? range.address().toString() : range.toString();
  }
}
