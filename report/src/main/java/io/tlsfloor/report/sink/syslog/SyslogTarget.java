package io.tlsfloor.report.sink.syslog;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/**
 * Where syslog messages go.
 *
 * @param carrier what carries them
 * @param host name or address, without brackets
 * @param port 1 to 65535
 */
public record SyslogTarget(Carrier carrier, String host, int port) {
  private static final int MAX_PORT = 0xFFFF;

  /** What carries messages, with the port that it has where none is given. */
  public enum Carrier {
    /** RFC 5426. */
    UDP(514),
    /** RFC 6587; no port is assigned to it, and 514 is what receivers use. */
    TCP(514),
    /** RFC 5425. */
    TLS(6514);

    private final int port;

    Carrier(int port) {
      this.port = port;
    }
  }

  /**
   * Reads {@code tls://siem.example.com:6514}.
   *
   * @throws IllegalArgumentException if it is no such thing: says what is wrong with it, as in
   *     {@code it is no URL}
   */
  public static SyslogTarget parse(String text) {
    URI uri;
    try {
      uri = new URI(text);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("it is no URL", e);
    }
    Carrier carrier = null;
    for (Carrier each : Carrier.values()) {
      if (each.name().equalsIgnoreCase(uri.getScheme())) {
        carrier = each;
      }
    }
    if (carrier == null) {
      throw new IllegalArgumentException("it begins with none of udp://, tcp:// and tls://");
    }
    String host = uri.getHost();
    if (host == null) {
      throw new IllegalArgumentException("there is no host in it");
    }
    if (uri.getUserInfo() != null
        || uri.getQuery() != null
        || uri.getFragment() != null
        || !uri.getPath().isEmpty() && !uri.getPath().equals("/")) {
      throw new IllegalArgumentException("there is more in it than host and port");
    }
    int port = uri.getPort() < 0 ? carrier.port : uri.getPort();
    if (port == 0 || port > MAX_PORT) {
      throw new IllegalArgumentException("the port is not 1 to " + MAX_PORT);
    }
    boolean bracketed = host.startsWith("[") && host.endsWith("]");
    return new SyslogTarget(carrier, bracketed ? host.substring(1, host.length() - 1) : host, port);
  }

  /** {@code tls://siem.example.com:6514}. */
  @Override
  public String toString() {
    return carrier.name().toLowerCase(Locale.ROOT)
        + "://"
        + (host.indexOf(':') < 0 ? host : "[" + host + "]")
        + ":"
        + port;
  }
}
