package io.tlsfloor.inventory.page;

import com.sun.net.httpserver.HttpExchange;
import io.tlsfloor.inventory.login.OpenIdProvider;
import io.tlsfloor.report.ReportException;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The ways in and out: a token that is typed in, and a provider.
 *
 * <p>The cookie of a session is sent only with requests that begin at a page from here, so what
 * comes back from the provider is answered by a page that goes on by itself, not by a redirect.
 */
final class LoginPages {
  private static final String COOKIE = "tlsfloor-login";
  private static final String KEEPING = "; Path=/login; SameSite=Lax; Max-Age=";
  private static final int MAX_PATH = 1_000;

  private final Access access;
  private final Consumer<String> errors;

  LoginPages(Access access, Consumer<String> errors) {
    this.access = access;
    this.errors = errors;
  }

  /** Answers a request for one of these pages; false if it is for another. */
  boolean answers(HttpExchange exchange, Request request) throws IOException {
    if (!access.takesTokens() && access.provider().isEmpty()) {
      return false;
    }
    switch (request.path()) {
      case "/login" -> login(exchange, request);
      case "/login/start" -> start(exchange, request);
      case OpenIdProvider.DONE -> done(exchange);
      default -> {
        return false;
      }
    }
    return true;
  }

  /** Answers somebody who is not known. */
  void refuse(HttpExchange exchange, Request request) throws IOException {
    boolean login = access.takesTokens() || access.provider().isPresent();
    if (login && exchange.getRequestMethod().equals("GET")) {
      String asked = request.path() + query(exchange).map(query -> "?" + query).orElse("");
      String to = asked.equals("/") ? "" : local(asked);
      Answers.redirect(
          exchange, to.isEmpty() ? "/login" : "/login?" + Request.query(Map.of("to", to)));
    } else {
      Answers.send(
          exchange, 401, "text/plain", "Who are you? Log in, or ask by a name of this machine.\n");
    }
  }

  private static Optional<String> query(HttpExchange exchange) {
    return Optional.ofNullable(exchange.getRequestURI().getRawQuery());
  }

  /** A path of this page; the first page for anything else. */
  private static String local(String path) {
    return path.matches("/[\\x21-\\x7e&&[^/\\\\]][\\x21-\\x7e&&[^\\\\]]*")
            && path.length() <= MAX_PATH
        ? path
        : "/";
  }

  private void login(HttpExchange exchange, Request request) throws IOException {
    String to = local(request.field("to"));
    if (!exchange.getRequestMethod().equals("POST")) {
      page(exchange, 200, to, "");
    } else if (access.isOurs(exchange)
        && access.takesTokens()
        && access.enter(exchange, request.field("token")).isPresent()) {
      Answers.redirect(exchange, to);
    } else {
      page(exchange, 403, to, "This token is not valid.");
    }
  }

  private void page(HttpExchange exchange, int status, String to, String wrong) throws IOException {
    String query = to.equals("/") ? "" : "?" + Request.query(Map.of("to", to));
    String text =
        Templates.text(
            "login.jte",
            Map.of(
                "wrong",
                wrong,
                "tokens",
                access.takesTokens(),
                "start",
                access.provider().isPresent() ? "/login/start" + query : "",
                "to",
                to));
    Answers.send(exchange, status, Pages.HTML, text);
  }

  private void start(HttpExchange exchange, Request request) throws IOException {
    if (access.provider().isEmpty()) {
      page(exchange, 404, "/", "There is no provider to log in at.");
      return;
    }
    try {
      OpenIdProvider.Start start = access.provider().get().begin(local(request.field("to")));
      keep(exchange, start.kept(), 600);
      Answers.redirect(exchange, start.to().toString());
    } catch (ReportException e) {
      errors.accept(e.what());
      page(exchange, 503, "/", "The provider cannot be asked now. Try again later.");
    }
  }

  private void keep(HttpExchange exchange, String kept, int seconds) {
    String secure = access.secure(exchange) ? "; Secure" : "";
    Answers.keep(exchange, COOKIE + "=" + kept + KEEPING + seconds + secure);
  }

  private void done(HttpExchange exchange) throws IOException {
    keep(exchange, "", 0); // an answer counts once
    if (access.provider().isEmpty()) {
      page(exchange, 404, "/", "There is no provider to log in at.");
      return;
    }
    try {
      OpenIdProvider.Person person =
          access
              .provider()
              .get()
              .finish(query(exchange).orElse(""), Answers.cookie(exchange, COOKIE));
      if (!person.reader()) {
        errors.accept(person.name() + " logged in, and may not read");
        page(exchange, 403, "/", person.name() + ", you may not see this inventory.");
        return;
      }
      access.enter(exchange, person);
      onward(exchange, "You are logged in", local(person.to()));
    } catch (ReportException e) {
      boolean theirs = e.side() == ReportException.Side.GIVEN;
      if (!theirs) {
        errors.accept(e.what());
      }
      page(
          exchange, theirs ? 403 : 503, "/", theirs ? e.what() : "The provider failed. Try again.");
    }
  }

  /** Ends a session here, and at the provider where it can be done. */
  void leave(HttpExchange exchange) throws IOException {
    String hint = access.leave(exchange);
    Optional<String> elsewhere = Optional.empty();
    if (!hint.isEmpty() && access.provider().isPresent()) {
      try {
        elsewhere = access.provider().get().leave(hint).map(Object::toString);
      } catch (IOException e) {
        errors.accept("the logout at the provider failed: " + e.getMessage());
      }
    }
    if (elsewhere.isPresent()) { // a form may not be redirected elsewhere: our own policy
      onward(exchange, "You are logged out here", elsewhere.get());
    } else {
      Answers.redirect(exchange, "/");
    }
  }

  private static void onward(HttpExchange exchange, String title, String to) throws IOException {
    Answers.send(
        exchange, 200, Pages.HTML, Templates.text("onward.jte", Map.of("title", title, "to", to)));
  }
}
