package io.tlsfloor.parser.observation;

import java.util.List;
import java.util.Optional;

/** The dialogues before TLS that are read: those of mail, and those with a proxy. */
public enum PrefaceKind {
  PROXY_V1("proxy-v1"),
  PROXY_V2("proxy-v2"),
  HTTP_CONNECT("http-connect"),
  SOCKS4("socks4"),
  SOCKS4A("socks4a"),
  SOCKS5("socks5"),
  SMTP("starttls-smtp"),
  IMAP("starttls-imap"),
  POP3("starttls-pop3");

  private final String label;

  PrefaceKind(String label) {
    this.label = label;
  }

  /** The name in reports: {@code starttls-smtp}. */
  public String label() {
    return label;
  }

  /** Returns whether it is a request to a SOCKS server. */
  public boolean isSocks() {
    return this == SOCKS4 || this == SOCKS4A || this == SOCKS5;
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
