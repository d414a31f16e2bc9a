package io.tlsfloor.inventory.store;

import io.tlsfloor.parser.observation.IpAddress;
import io.tlsfloor.parser.observation.Reported;
import io.tlsfloor.report.model.ClientDay;
import java.util.Locale;
import java.util.Optional;

/**
 * By what facts of a client are kept, in the columns that are called {@code address}: its address;
 * of a device or an account that a report of Microsoft's knows by its name alone, that name behind
 * a word that no address begins with. So tables say what is what, and need no hash.
 */
public final class KnownAs {
  /** Begins what an account is kept by. */
  private static final String ACCOUNT = "account:";

  private static final String DEVICE = "device:";

  private KnownAs() {}

  /** What the facts of a client are kept by. */
  public static String text(ClientDay client) {
    return client
        .account()
        .map(name -> ACCOUNT + plain(name))
        .or(() -> client.device().map(name -> DEVICE + plain(name)))
        .orElseGet(() -> client.client().toString());
  }

  private static String plain(String name) {
    return Texts.clean(name.strip().toLowerCase(Locale.ROOT));
  }

  /** Whether a column of a table holds what accounts are kept by, as a condition. */
  public static String isAccount(String column) {
    return column + " like '" + ACCOUNT + "%'";
  }

  /** Whether it holds what accounts and devices are kept by, which reports alone know. */
  public static String isReported(String column) {
    return "(" + isAccount(column) + " or " + column + " like '" + DEVICE + "%')";
  }

  /** Returns whether what facts are kept by is an account, or a device's name. */
  public static boolean isReportedText(String kept) {
    return kept.startsWith(ACCOUNT) || kept.startsWith(DEVICE);
  }

  /** The address of a client as it is known elsewhere; empty for what is none. */
  public static Optional<IpAddress> address(String kept) {
    if (kept.startsWith(ACCOUNT)) {
      return Optional.of(Reported.ofAccount(kept.substring(ACCOUNT.length())));
    }
    return kept.startsWith(DEVICE)
        ? Optional.of(Reported.ofDevice(kept.substring(DEVICE.length())))
        : IpAddress.find(kept);
  }

  /** Returns what people read in place of an address: nothing for a device, an account's name. */
  public static String shown(String kept) {
    return kept.startsWith(ACCOUNT)
        ? kept.substring(ACCOUNT.length())
        : kept.startsWith(DEVICE) ? "" : kept;
  }
}
