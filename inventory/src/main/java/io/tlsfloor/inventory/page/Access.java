package io.tlsfloor.inventory.page;

import com.sun.net.httpserver.HttpExchange;
import io.tlsfloor.inventory.login.OpenIdProvider;
import io.tlsfloor.report.ReportException;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Who may see and change what.
 *
 * <p>Without a login everybody who reaches the page may do everything, so it is bound to loopback
 * then, and answers to names of loopback only: a page elsewhere cannot make a browser ask under its
 * own name.
 */
public final class Access {
  private static final Set<String> LOOPBACK_NAMES = Set.of("localhost", "127.0.0.1", "[::1]");
  private static final int LEAST_TOKEN = 16;
  private static final String BEARER = "Bearer "; // in any case (RFC 9110 §11.1)

  private final Optional<Proxy> proxy;
  private final List<Token> tokens;
  private final Optional<OpenIdProvider> provider;
  private final Sessions sessions;

  /**
   * A reverse proxy that says who asks.
   *
   * @param addresses of the proxy: the header counts from there alone
   * @param header name of the header with the user's name
   * @param editors users that may write notes
   */
  public record Proxy(Set<InetAddress> addresses, String header, Set<String> editors) {
    /** Copies the sets. */
    public Proxy {
      addresses = Set.copyOf(addresses);
      editors = Set.copyOf(editors);
    }
  }

  /**
   * A secret that stands for a user.
   *
   * @param name of the user
   * @param editor whether notes may be written
   * @param secret what is shown
   */
  public record Token(String name, boolean editor, String secret) {
    private boolean is(String other) {
      return MessageDigest.isEqual(
          secret.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }
  }

  private Access(Optional<Proxy> proxy, List<Token> tokens, Optional<OpenIdProvider> provider) {
    this.proxy = proxy;
    this.tokens = List.copyOf(tokens);
    this.provider = provider;
    sessions = new Sessions(this::isBehindHttps);
  }

  /** By a proxy's header, by tokens, by both; with neither, everyone on this machine. */
  public static Access of(Optional<Proxy> proxy, List<Token> tokens) {
    return new Access(proxy, tokens, Optional.empty());
  }

  /** The same, and by a provider. */
  public Access with(OpenIdProvider other) {
    return new Access(proxy, tokens, Optional.of(other));
  }

  /**
   * Reads tokens from a file: a line each with {@code read} or {@code edit}, a name, and the
   * secret.
   *
   * @throws ReportException if it cannot be read, or a line is none
   */
  public static List<Token> tokens(Path file) throws ReportException {
    List<Token> tokens = new ArrayList<>();
    try {
      int number = 0;
      for (String line : Files.readAllLines(file)) {
        number++;
        String[] words = line.strip().split("\\s+");
        if (line.isBlank() || line.startsWith("#")) {
          continue;
        }
        boolean role = words[0].equals("read") || words[0].equals("edit");
        if (words.length != 3 || !role || words[2].length() < LEAST_TOKEN) {
          throw ReportException.given(
              file + ", line " + number + ": not a token",
              "Write read or edit, a name, and a secret of "
                  + LEAST_TOKEN
                  + " characters or more.");
        }
        tokens.add(new Token(words[1], words[0].equals("edit"), words[2]));
      }
    } catch (ReportException e) {
      throw e;
    } catch (IOException e) {
      throw ReportException.given("cannot read " + file + ": " + e.getMessage(), "Name a file.");
    }
    return tokens;
  }

  /** Whether anyone must say who they are. */
  public boolean isLogin() {
    return proxy.isPresent() || !tokens.isEmpty() || provider.isPresent();
  }

  /** Whether a secret can be typed in. */
  boolean takesTokens() {
    return !tokens.isEmpty();
  }

  /** The provider that people log in at. */
  Optional<OpenIdProvider> provider() {
    return provider;
  }

  /** Who asks; empty for someone who is not known. */
  Optional<User> user(HttpExchange exchange) {
    if (!isLogin()) {
      return isLoopbackName(exchange)
          ? Optional.of(sessions.open(exchange, "local", true))
          : Optional.empty();
    }
    if (comesFromProxy(exchange)) {
      Optional<String> name = only(exchange, proxy.orElseThrow().header());
      if (name.isPresent()) {
        boolean editor = proxy.get().editors().contains(name.get());
        return Optional.of(sessions.open(exchange, name.get(), editor));
      }
    }
    String bearer = exchange.getRequestHeaders().getFirst("Authorization");
    if (bearer != null && bearer.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
      return token(bearer.substring(BEARER.length()).strip())
          .map(token -> new User(token.name(), token.editor(), token.secret(), false));
    }
    return sessions.known(exchange).filter(User::leaves); // the proxy's users need its header
  }

  private boolean comesFromProxy(HttpExchange exchange) {
    return proxy.isPresent()
        && proxy.get().addresses().contains(exchange.getRemoteAddress().getAddress());
  }

  /** A header's value; empty where there are several: then not all of them are the proxy's. */
  private static Optional<String> only(HttpExchange exchange, String header) {
    List<String> values = exchange.getRequestHeaders().getOrDefault(header, List.of());
    return values.size() == 1
        ? Optional.of(values.get(0).strip()).filter(value -> !value.isEmpty())
        : Optional.empty();
  }

  /** Whether browsers come by HTTPS to what passes their requests on. */
  private boolean isBehindHttps(HttpExchange exchange) {
    return provider.isPresent() && provider.get().secure()
        || comesFromProxy(exchange)
            && only(exchange, "X-Forwarded-Proto").equals(Optional.of("https"));
  }

  /** Whether a form was sent by a page from here, as far as the browser says. */
  boolean isOurs(HttpExchange exchange) {
    String site = exchange.getRequestHeaders().getFirst("Sec-Fetch-Site");
    if (site != null) {
      return site.equals("same-origin") || site.equals("none");
    }
    String origin = exchange.getRequestHeaders().getFirst("Origin"); // of older browsers
    String host = exchange.getRequestHeaders().getFirst("Host");
    return origin == null
        || origin.equals("http://" + host)
        || origin.equals("https://" + host)
        || provider.isPresent() && origin.equals(provider.get().origin())
        || comesFromProxy(exchange) && !origin.equals("null"); // it may have another Host
  }

  private static boolean isLoopbackName(HttpExchange exchange) {
    String host = exchange.getRequestHeaders().getFirst("Host");
    return host != null && LOOPBACK_NAMES.contains(host.replaceAll(":[0-9]+$", ""));
  }

  private Optional<Token> token(String secret) {
    Token found = null;
    for (Token token : tokens) {
      found = token.is(secret) ? token : found; // all of them, whichever it is
    }
    return Optional.ofNullable(found);
  }

  /** Begins a session with a secret; empty for one that no one has. */
  Optional<User> enter(HttpExchange exchange, String secret) {
    return token(secret)
        .map(token -> sessions.begin(exchange, token.name(), token.editor(), "", true));
  }

  /** Begins the session of somebody whom the provider let in. */
  void enter(HttpExchange exchange, OpenIdProvider.Person person) {
    sessions.begin(exchange, person.name(), person.editor(), person.hint(), true);
  }

  /**
   * Ends the session.
   *
   * @return what the provider wants to see at the logout; may be empty
   */
  String leave(HttpExchange exchange) {
    return sessions.end(exchange);
  }

  /** Whether browsers reach the page by HTTPS. */
  boolean secure(HttpExchange exchange) {
    return sessions.secure(exchange);
  }
}
