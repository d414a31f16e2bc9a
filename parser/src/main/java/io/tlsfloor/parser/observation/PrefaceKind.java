package io.tlsfloor.parser.observation;

import java.util.List;
import java.util.Optional;

/** The dialogues before TLS that are known. */
public enum PrefaceKind {
  PROXY_V1("proxy-v1"),
  PROXY_V2("proxy-v2"),
  HTTP_CONNECT("http-connect"),
  HTTP_UPGRADE("http-upgrade"),
  SOCKS4("socks4"),
  SOCKS4A("socks4a"),
  SOCKS5("socks5"),
  RDP("rdp"),
  SMTP("starttls-smtp"),
  IMAP("starttls-imap"),
  POP3("starttls-pop3"),
  FTP("starttls-ftp"),
  NNTP("starttls-nntp"),
  IRC("starttls-irc"),
  SIEVE("starttls-sieve"),
  XMPP("starttls-xmpp"),
  LDAP("starttls-ldap"),
  MYSQL("starttls-mysql"),
  POSTGRESQL("starttls-postgresql"),
  /** STARTTLS was the first that was seen, and its answer said no more. */
  STARTTLS("starttls");

  private final String label;

  PrefaceKind(String label) {
    this.label = label;
  }

  /** The name in reports: {@code starttls-smtp}. */
  public String label() {
    return label;
  }

  /** Whether it is a request to a SOCKS server. */
  public boolean isSocks() {
    return this == SOCKS4 || this == SOCKS4A || this == SOCKS5;
  }

  /** Whether it is mail, which the service takes part in, or a way to any server. */
  public boolean mayLeadToService() {
    return switch (this) {
      case SMTP, IMAP, POP3, HTTP_CONNECT, SOCKS4, SOCKS4A, SOCKS5, PROXY_V1, PROXY_V2 -> true;
      default -> false;
    };
  }

  /** The names of some, in the same order. */
  public static List<String> labels(List<PrefaceKind> kinds) {
    return kinds.isEmpty() ? List.of() : kinds.stream().map(PrefaceKind::label).toList();
  }

  /** The kind with this name. */
  public static Optional<PrefaceKind> ofLabel(String label) {
    for (PrefaceKind each : values()) {
      if (each.label.equals(label)) {
        return Optional.of(each);
      }
    }
    return Optional.empty();
  }
}
