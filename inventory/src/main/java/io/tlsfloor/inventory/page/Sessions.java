package io.tlsfloor.inventory.page;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsExchange;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Who is logged in, by a cookie. Kept in memory, in bounded room. */
final class Sessions {
  private static final String COOKIE = "tlsfloor";
  private static final int MAX_SESSIONS = 10_000;
  private static final Duration LIFE = Duration.ofHours(12);

  private final SecureRandom random = new SecureRandom();
  private final Map<String, Session> sessions =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Session> eldest) {
          return size() > MAX_SESSIONS;
        }
      };

  private record Session(User user, long until) {}

  /** Who has the cookie that came with a request. */
  synchronized Optional<User> known(HttpExchange exchange) {
    Session session = sessions.get(cookie(exchange));
    if (session == null || System.nanoTime() - session.until() > 0) {
      return Optional.empty();
    }
    return Optional.of(session.user());
  }

  /** The session of this user, begun where there is none. */
  synchronized User open(HttpExchange exchange, String name, boolean editor, boolean leaves) {
    Optional<User> known =
        known(exchange).filter(user -> user.name().equals(name) && user.editor() == editor);
    if (known.isPresent()) {
      return known.get();
    }
    String id = secret();
    User user = new User(name, editor, secret(), leaves);
    sessions.put(id, new Session(user, System.nanoTime() + LIFE.toNanos()));
    exchange
        .getResponseHeaders()
        .add(
            "Set-Cookie",
            COOKIE
                + "="
                + id
                + "; Path=/; HttpOnly; SameSite=Strict"
                + (exchange instanceof HttpsExchange ? "; Secure" : ""));
    return user;
  }

  synchronized void close(HttpExchange exchange) {
    sessions.remove(cookie(exchange));
  }

  private String secret() {
    byte[] bytes = new byte[24];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  private static String cookie(HttpExchange exchange) {
    for (String header : exchange.getRequestHeaders().getOrDefault("Cookie", List.of())) {
      for (String each : header.split(";")) {
        if (each.strip().startsWith(COOKIE + "=")) {
          return each.strip().substring(COOKIE.length() + 1);
        }
      }
    }
    return "";
  }
}
