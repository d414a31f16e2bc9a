package io.tlsfloor.cli.metrics;

import io.tlsfloor.parser.observation.IpAddress;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Whom a request says that it asks (RFC 9110 §7.2). A page in a browser can have its own name
 * resolved to this machine and so read what is meant for the machine alone; an address it cannot
 * name, nor this machine.
 *
 * @param value of the header; null where there is none
 */
record HostHeader(@Nullable String value) {
  /**
   * Returns whether it names this server.
   *
   * @param host that the server listens on
   * @param machine its names, in lower case; asked for only where they decide
   */
  boolean isOf(String host, Supplier<Set<String>> machine) {
    if (value == null) {
      return false;
    }
    String name = name(value).toLowerCase(Locale.ROOT);
    return name.equals("localhost")
        || name.equalsIgnoreCase(host)
        || isAddress(name)
        || machine.get().contains(name);
  }

  private static String name(String value) {
    if (value.startsWith("[")) {
      int end = value.indexOf(']');
      return end < 0 ? "" : value.substring(1, end);
    }
    int colon = value.lastIndexOf(':');
    return colon < 0 ? value : value.substring(0, colon);
  }

  private static boolean isAddress(String name) {
    try {
      IpAddress.parse(name);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /**
   * Names of this machine: the one it gives itself, that without its domain, and the one that its
   * resolver knows. No other name counts because it begins like one of them: whoever has a domain
   * can have {@code gw1} in it, too.
   */
  static Set<String> machine() {
    try {
      InetAddress local = InetAddress.getLocalHost();
      String name = local.getHostName().toLowerCase(Locale.ROOT);
      String known = local.getCanonicalHostName().toLowerCase(Locale.ROOT);
      return Set.copyOf(List.of(name, name.split("\\.")[0], known));
    } catch (UnknownHostException e) {
      return Set.of("localhost");
    }
  }
}
