package io.tlsfloor.cli.metrics;

import io.tlsfloor.parser.observation.IpAddress;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
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
   * Whether it names this server.
   *
   * @param host that the server listens on
   */
  boolean isOf(String host) {
    if (value == null) {
      return false;
    }
    String name = name(value).toLowerCase(Locale.ROOT);
    return name.equals("localhost")
        || name.equalsIgnoreCase(host)
        || isAddress(name)
        || name.equals(machine())
        || name.startsWith(machine() + ".");
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

  /** The first label of this machine's name. */
  private static String machine() {
    try {
      return InetAddress.getLocalHost().getHostName().toLowerCase(Locale.ROOT).split("\\.")[0];
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }
}
