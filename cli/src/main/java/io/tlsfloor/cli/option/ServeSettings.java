package io.tlsfloor.cli.option;

import io.tlsfloor.rules.IpPrefix;
import java.net.InetSocketAddress;
import java.util.Set;

/** Options of {@code serve}. */
public final class ServeSettings {
  static final Setting.Rows ROWS = new Setting.Rows();

  private static final Set<String> SERVE = Set.of("serve");

  public static final Setting<InetSocketAddress> LISTEN =
      ROWS.value("listen", "HOST:PORT", ResultSettings.LISTEN)
          .more("Another address than one of loopback needs `--trusted-proxy`.")
          .of(SERVE, "address and port of the pages (default `127.0.0.1:8418`)");

  public static final Setting<String> TRUSTED_PROXY =
      ROWS.value(
              "trusted-proxy", "HEADER", Kind.of(ServeSettings::header, "Such as X-Remote-User."))
          .more("Nothing is answered but requests of `--proxy-address` that name one user.")
          .of(SERVE, "header in which an authenticating proxy names the user");

  public static final Setting<IpPrefix> PROXY_ADDRESS =
      ROWS.value("proxy-address", "PREFIX,…", Kind.RANGE)
          .repeated()
          .of(SERVE, "addresses of that proxy");

  private ServeSettings() {}

  private static String header(String text) {
    if (!text.matches("[A-Za-z][A-Za-z0-9-]*")) {
      throw new IllegalArgumentException();
    }
    return text;
  }
}
