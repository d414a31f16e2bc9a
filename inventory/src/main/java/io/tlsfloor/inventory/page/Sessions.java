package io.tlsfloor.inventory.page;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsExchange;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

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

  private final Predicate<HttpExchange> behindHttps;

  private record Session(User user, String hint, long until) {}

  /** Keeps its cookies for HTTPS where a browser comes by it. */
  Sessions(Predicate<HttpExchange> behindHttps) {
    this.behindHttps = behindHttps;
  }

  /** Who has the cookie that came with a request. */
  synchronized Optional<User> known(HttpExchange exchange) {
    Session session = sessions.get(Answers.cookie(exchange, COOKIE));
    if (session == null || System.nanoTime() - session.until() > 0) {
      return Optional.empty();
    }
    return Optional.of(session.user());
  }

  /** The session of this user, begun where there is none: of one who need not log in. */
  synchronized User open(HttpExchange exchange, String name, boolean editor) {
    return known(exchange)
        .filter(user -> user.name().equals(name) && user.editor() == editor)
        .orElseGet(() -> begin(exchange, name, editor, "", false));
  }

  /** Begins a session under a fresh secret: one from before the login is worth nothing after it. */
  synchronized User begin(
      HttpExchange exchange, String name, boolean editor, String hint, boolean leaves) {
    sessions.remove(Answers.cookie(exchange, COOKIE));
    String id = secret();
    User user = new User(name, editor, secret(), leaves);
    sessions.put(id, new Session(user, hint, System.nanoTime() + LIFE.toNanos()));
    Answers.keep(
        exchange,
        COOKIE + "=" + id + "; Path=/; SameSite=Strict" + (secure(exchange) ? "; Secure" : ""));
    return user;
  }

  /** Ends the session, and gives what was kept for it. */
  synchronized String end(HttpExchange exchange) {
    Session ended = sessions.remove(Answers.cookie(exchange, COOKIE));
    return ended == null ? "" : ended.hint();
  }

  boolean secure(HttpExchange exchange) {
    return exchange instanceof HttpsExchange || behindHttps.test(exchange);
  }

  private String secret() {
    byte[] bytes = new byte[24];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
