package io.tlsfloor.report.model;

import io.tlsfloor.parser.observation.ClientName;
import io.tlsfloor.parser.observation.ClientNameSource;
import io.tlsfloor.parser.observation.IpAddress;
import io.tlsfloor.parser.observation.Reported;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Which of a client's names is its own: addresses that share one are of one device. */
public final class OwnName {
  /** Where names were seen, those first that are believed most. */
  private static final List<ClientNameSource> BELIEVED =
      List.of(
          ClientNameSource.DHCP,
          ClientNameSource.DEVICE,
          ClientNameSource.EHLO,
          ClientNameSource.NETBIOS,
          ClientNameSource.MDNS,
          ClientNameSource.USER);

  private OwnName() {}

  /**
   * The name of a client, in lower case, by the source that is believed most; empty for none, and
   * where that source has several: then several devices are behind the address. Only an account is
   * called as its user: a person may use several devices.
   */
  public static Optional<String> of(List<ClientName> names, IpAddress client) {
    if (names.isEmpty()) {
      return Optional.empty(); // as of most
    }
    for (ClientNameSource source : BELIEVED) {
      Set<String> own = new HashSet<>();
      if (source != ClientNameSource.USER || Reported.isAccount(client)) {
        for (ClientName name : names) {
          String plain = plain(name.name());
          if (name.from() == source && isName(plain, client)) {
            own.add(plain);
          }
        }
      }
      if (!own.isEmpty()) {
        return own.size() == 1 ? Optional.of(own.iterator().next()) : Optional.empty();
      }
    }
    return Optional.empty();
  }

  private static String plain(String name) {
    String plain = name.trim().toLowerCase(Locale.ROOT);
    return plain.endsWith(".") ? plain.substring(0, plain.length() - 1) : plain;
  }

  /** Not what every device calls itself, nor an address. */
  private static boolean isName(String name, IpAddress client) {
    return !name.isEmpty()
        && !name.startsWith("[")
        && !name.equals(client.toString())
        && !name.equals("localhost")
        && !name.startsWith("localhost.")
        && !name.matches("[0-9.]+");
  }
}
