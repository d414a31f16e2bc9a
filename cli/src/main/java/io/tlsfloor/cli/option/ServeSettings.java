package io.tlsfloor.cli.option;

import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Set;

/** Options of {@code serve}. */
public final class ServeSettings {
  static final Setting.Rows ROWS = new Setting.Rows();

  private static final Set<String> SERVE = Set.of("serve");

  private static final String URL_HINT = "Give an address such as https://tlsfloor.example.";

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

  public static final Setting<URI> OIDC_ISSUER =
      ROWS.value("oidc-issuer", "URL", Kind.of(ServeSettings::url, URL_HINT))
          .more("The variable `TLSFLOOR_OIDC_SECRET` has the client's secret, where it has one.")
          .of(SERVE, "log in at this provider of OpenID Connect, by `--oidc-client`");

  public static final Setting<String> OIDC_CLIENT =
      ROWS.value("oidc-client", "ID", Kind.TEXT)
          .of(SERVE, "id that the provider gave to this page");

  public static final Setting<String> OIDC_SCOPE =
      ROWS.value("oidc-scope", "NAME,…", Kind.TEXT)
          .repeated()
          .of(SERVE, "what to ask the provider for besides `openid` and `profile`");

  public static final Setting<String> OIDC_CLAIM =
      ROWS.value("oidc-claim", "NAME", Kind.TEXT)
          .more("Dots lead into objects, as in `realm_access.roles`.")
          .of(SERVE, "claim with the groups or roles of who logs in (default `groups`)");

  public static final Setting<String> OIDC_READER =
      ROWS.value("oidc-reader", "GROUP,…", Kind.TEXT)
          .repeated()
          .of(SERVE, "groups that may read (default: everyone whom the provider lets in)");

  public static final Setting<String> OIDC_EDITOR =
      ROWS.value("oidc-editor", "GROUP,…", Kind.TEXT)
          .repeated()
          .of(SERVE, "groups that may write notes (default: none)");

  public static final Setting<URI> PAGE_URL =
      ROWS.value("page-url", "URL", Kind.of(ServeSettings::url, URL_HINT))
          .more("The provider sends people back to `/login/done` there.")
          .of(SERVE, "how browsers reach the page (default: by the address it listens on)");

  public static final Setting<String> KEYSTORE =
      ROWS.value("keystore", "FILE", Kind.FILE)
          .more("The variable `TLSFLOOR_KEYSTORE_PASSWORD` has its password.")
          .of(SERVE, "serve by HTTPS, with the certificate and key in this PKCS #12 file");

  private ServeSettings() {}

  private static URI url(String text) {
    URI url = URI.create(text);
    if (url.getHost() == null || url.getRawQuery() != null || url.getRawFragment() != null) {
      throw new IllegalArgumentException();
    }
    return url;
  }
}
