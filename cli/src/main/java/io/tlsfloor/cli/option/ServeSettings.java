package io.tlsfloor.cli.option;

import java.net.InetSocketAddress;
import java.util.Set;

/** Options of {@code serve}. */
public final class ServeSettings {
  static final Setting.Rows ROWS = new Setting.Rows();

  private static final Set<String> SERVE = Set.of("serve");

  public static final Setting<InetSocketAddress> LISTEN =
      ROWS.value("listen", "HOST:PORT", ResultSettings.LISTEN)
          .more("Another address than one of loopback needs a login.")
          .of(SERVE, "where the page is (default `127.0.0.1:8418`)");

  public static final Setting<String> TOKEN_FILE =
      ROWS.value("token-file", "FILE", Kind.FILE)
          .more("A browser shows it once, a program each time as `Authorization: Bearer`.")
          .of(
              SERVE,
              "log in by the secrets in FILE: a line each with `read` or `edit`, a name, and the"
                  + " secret");

  public static final Setting<String> TRUSTED_PROXY =
      ROWS.value("trusted-proxy", "IP,…", Kind.TEXT)
          .of(SERVE, "believe the header of `--user-header` from these addresses alone");

  public static final Setting<String> USER_HEADER =
      ROWS.value("user-header", "NAME", Kind.TEXT)
          .of(SERVE, "header in which the trusted proxy names the user, such as `X-Remote-User`");

  public static final Setting<String> EDITOR =
      ROWS.value("editor", "NAME,…", Kind.TEXT)
          .repeated()
          .of(SERVE, "users of the proxy that may write notes; the others read");

  public static final Setting<String> KEYSTORE =
      ROWS.value("keystore", "FILE", Kind.FILE)
          .more("The variable `TLSFLOOR_KEYSTORE_PASSWORD` has its password.")
          .of(SERVE, "serve by HTTPS, with the certificate and key in this PKCS #12 file");

  private ServeSettings() {}
}
