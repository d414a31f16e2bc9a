package io.tlsfloor.inventory.page;

import com.sun.net.httpserver.HttpExchange;
import io.tlsfloor.parser.observation.IpAddress;
import io.tlsfloor.rules.IpPrefix;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Who may read.
 *
 * <p>Either a reverse proxy says who asks: then nothing is answered but what comes from its address
 * and names one user. Or everybody on this machine may read: then the page is bound to loopback and
 * answers to names of loopback only, so that a page elsewhere cannot make a browser ask under its
 * own name.
 */
public final class Access {
  private static final Set<String> LOOPBACK_NAMES = Set.of("localhost", "127.0.0.1", "[::1]");
  private static final int MAX_NAME = 255;

  private final Optional<Proxy> proxy;

  /**
   * A reverse proxy that authenticates.
   *
   * @param header name of the header with the user's name
   * @param addresses of the proxy: all other requests are refused
   */
  public record Proxy(String header, List<IpPrefix> addresses) {
    /** Copies the list. */
    public Proxy {
      addresses = List.copyOf(addresses);
    }

    private boolean sends(HttpExchange exchange) {
      String text = exchange.getRemoteAddress().getAddress().getHostAddress();
      IpAddress from = IpAddress.parse(text.replaceAll("%.*", "")); // without a scope
      return addresses.stream().anyMatch(each -> each.contains(from));
    }
  }

  private Access(Optional<Proxy> proxy) {
    this.proxy = proxy;
  }

  /** For everybody on this machine. */
  public static Access local() {
    return new Access(Optional.empty());
  }

  /** For those whom a proxy lets through. */
  public static Access behind(Proxy proxy) {
    return new Access(Optional.of(proxy));
  }

  /** Returns whether anyone must say who they are. */
  boolean isProxied() {
    return proxy.isPresent();
  }

  /** Who asks, {@code ""} for somebody on this machine; empty for who is to be refused. */
  Optional<String> user(HttpExchange exchange) {
    if (proxy.isEmpty()) {
      return isLoopbackName(exchange) ? Optional.of("") : Optional.empty();
    }
    return proxy.get().sends(exchange) ? only(exchange, proxy.get().header()) : Optional.empty();
  }

  /**
   * Returns whether one may ask how the pages are doing, which says nothing of a client: who asks
   * by a name of this machine's loopback, or comes from the proxy, whoever sits behind that.
   */
  boolean isMonitor(HttpExchange exchange) {
    boolean local =
        isLoopbackName(exchange) && exchange.getRemoteAddress().getAddress().isLoopbackAddress();
    return local || proxy.isPresent() && proxy.get().sends(exchange);
  }

  /** A header's value; empty where there are several: then not all of them are the proxy's. */
  private static Optional<String> only(HttpExchange exchange, String header) {
    List<String> values = exchange.getRequestHeaders().getOrDefault(header, List.of());
    return values.size() == 1
        ? Optional.of(values.get(0).strip())
            .filter(value -> !value.isEmpty() && value.length() <= MAX_NAME)
        : Optional.empty();
  }

  private static boolean isLoopbackName(HttpExchange exchange) {
    String host = exchange.getRequestHeaders().getFirst("Host");
    return host != null && LOOPBACK_NAMES.contains(host.replaceAll(":[0-9]+$", ""));
  }
}
