package io.tlsfloor.inventory.page;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import io.tlsfloor.inventory.store.Store;
import io.tlsfloor.report.ReportException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/** Serves the pages of an inventory. Every answer carries the headers that keep it to itself. */
public final class PageServer implements AutoCloseable {
  /** Viewers of live findings keep one each. */
  private static final int MAX_THREADS = 128;

  private static final String POLICY =
      "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self';"
          + " form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

  private final HttpServer server;
  private final ExecutorService threads;
  private final Access access;
  private final LatestViews views;
  private final Pages pages;
  private final LiveFindings live;
  private final Consumer<String> errors;

  /**
   * What a server needs to know.
   *
   * @param listen where it listens
   * @param tls its certificate; empty for plain HTTP
   * @param window covered days of the window
   * @param target the day by which it shall be done; empty for the service's own
   */
  public record Setup(
      InetSocketAddress listen, Optional<SSLContext> tls, int window, OptionalInt target) {}

  /**
   * Begins to serve.
   *
   * @param store closed with the server
   * @param errors takes a sentence about what went wrong
   * @throws ReportException if it cannot listen there, or everybody could read who is not on this
   *     machine
   */
  public PageServer(Store store, Access access, Setup setup, Clock clock, Consumer<String> errors)
      throws IOException {
    if (!setup.listen().getAddress().isLoopbackAddress() && !access.isLogin()) {
      throw ReportException.given(
          "anyone who reaches "
              + setup.listen().getAddress().getHostAddress()
              + " could read and change the inventory",
          "Listen on 127.0.0.1, or say who may: --token-file FILE, or --trusted-proxy with"
              + " --user-header.");
    }
    // the JDK's server waits 40 ms before an answer, and for ever for half a request, without these
    System.setProperty("sun.net.httpserver.nodelay", "true");
    System.setProperty("sun.net.httpserver.maxReqTime", "10");
    this.access = access;
    this.errors = errors;
    views = new LatestViews(store, setup.window(), setup.target());
    pages = new Pages(views, clock);
    live = new LiveFindings(store);
    try {
      server = setup.tls().isPresent() ? secure(setup) : HttpServer.create(setup.listen(), 0);
    } catch (IOException e) {
      throw ReportException.output(
          "cannot listen on "
              + setup.listen().getHostString()
              + ":"
              + setup.listen().getPort()
              + ": "
              + e.getMessage(),
          "Give another port with --listen, or stop what listens there.",
          e);
    }
    threads =
        new ThreadPoolExecutor(4, MAX_THREADS, 30, TimeUnit.SECONDS, new SynchronousQueue<>());
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  private static HttpServer secure(Setup setup) throws IOException {
    HttpsServer https = HttpsServer.create(setup.listen(), 0);
    https.setHttpsConfigurator(
        new HttpsConfigurator(setup.tls().orElseThrow()) {
          @Override
          public void configure(HttpsParameters parameters) {
            SSLParameters own = getSSLContext().getDefaultSSLParameters();
            own.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
            parameters.setSSLParameters(own);
          }
        });
    return https;
  }

  /** The port it listens on. */
  public int port() {
    return server.getAddress().getPort();
  }

  private void handle(HttpExchange exchange) {
    try (exchange) {
      try {
        answer(exchange);
      } catch (ReportException e) {
        errors.accept(e.what());
        send(exchange, 503, "text/plain", bytes("The inventory cannot be read now.\n"));
      } catch (RuntimeException e) {
        errors.accept("a request failed: " + e);
        send(exchange, 500, "text/plain", bytes("This failed.\n"));
      }
    } catch (IOException e) {
      // who asked is gone
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    String method = exchange.getRequestMethod();
    String path = exchange.getRequestURI().getPath();
    Optional<byte[]> asset = PageAssets.of(path);
    if (asset.isPresent()) {
      exchange.getResponseHeaders().set("Cache-Control", "max-age=3600");
      send(exchange, 200, PageAssets.type(path), asset.get());
      return;
    }
    if (!method.equals("GET") && !method.equals("POST")) {
      send(exchange, 405, "text/plain", bytes("Only GET and POST.\n"));
      return;
    }
    Request request = Request.of(exchange);
    Optional<User> user = access.user(exchange);
    if (path.equals("/login") && access.takesTokens()) {
      login(exchange, request);
    } else if (user.isEmpty()) {
      refuse(exchange);
    } else if (method.equals("POST")) {
      change(exchange, request, user.get());
    } else if (path.equals("/live/events")) {
      live.stream(exchange, headers());
    } else {
      Optional<Pages.Page> page = pages.page(request, user.get());
      if (page.isPresent()) {
        page.get()
            .name()
            .ifPresent(
                name ->
                    exchange
                        .getResponseHeaders()
                        .set("Content-Disposition", "attachment; filename=\"" + name + "\""));
        send(exchange, 200, page.get().type(), bytes(page.get().content()));
      } else {
        send(exchange, 404, Pages.HTML, bytes(pages.missing(user.get())));
      }
    }
  }

  private void login(HttpExchange exchange, Request request) throws IOException {
    if (exchange.getRequestMethod().equals("POST")) {
      if (isOurs(exchange) && access.enter(exchange, request.field("token")).isPresent()) {
        redirect(exchange, "/");
        return;
      }
      send(exchange, 403, Pages.HTML, bytes(pages.login(true)));
      return;
    }
    send(exchange, 200, Pages.HTML, bytes(pages.login(false)));
  }

  private void refuse(HttpExchange exchange) throws IOException {
    if (access.takesTokens() && exchange.getRequestMethod().equals("GET")) {
      redirect(exchange, "/login");
    } else {
      send(
          exchange,
          401,
          "text/plain",
          bytes("Who are you? Log in, or ask by a name of this machine.\n"));
    }
  }

  private void change(HttpExchange exchange, Request request, User user) throws IOException {
    if (!isOurs(exchange) || !request.field("form").equals(user.form())) {
      send(
          exchange,
          403,
          "text/plain",
          bytes("This form is not from here, or too old: load the page again.\n"));
    } else if (request.path().equals("/logout")) {
      access.leave(exchange);
      redirect(exchange, "/");
    } else if (!user.editor()) {
      send(exchange, 403, "text/plain", bytes("You may read, and not change.\n"));
    } else if (request.path().equals("/note")) {
      try {
        redirect(exchange, pages.note(request, user));
      } catch (ReportException e) {
        if (e.side() != ReportException.Side.GIVEN) {
          throw e;
        }
        send(exchange, 400, "text/plain", bytes(e.what() + "\n" + e.hint() + "\n"));
      }
    } else {
      send(exchange, 404, Pages.HTML, bytes(pages.missing(user)));
    }
  }

  /** Whether a form was sent by a page from here, as far as the browser says. */
  private static boolean isOurs(HttpExchange exchange) {
    String site = exchange.getRequestHeaders().getFirst("Sec-Fetch-Site");
    return site == null || site.equals("same-origin") || site.equals("none");
  }

  private static void redirect(HttpExchange exchange, String to) throws IOException {
    exchange.getResponseHeaders().set("Location", to);
    send(exchange, 303, "text/plain", new byte[0]);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static Map<String, String> headers() {
    return Map.of(
        "Content-Security-Policy", POLICY,
        "X-Content-Type-Options", "nosniff",
        "Referrer-Policy", "same-origin",
        "Cross-Origin-Opener-Policy", "same-origin",
        "Cross-Origin-Resource-Policy", "same-origin");
  }

  private static void send(HttpExchange exchange, int status, String type, byte[] content)
      throws IOException {
    headers().forEach(exchange.getResponseHeaders()::set);
    if (exchange.getResponseHeaders().getFirst("Cache-Control") == null) {
      exchange.getResponseHeaders().set("Cache-Control", "no-store");
    }
    String charset = type.startsWith("text/") ? "; charset=utf-8" : "";
    exchange.getResponseHeaders().set("Content-Type", type + charset);
    exchange.sendResponseHeaders(status, content.length == 0 ? -1 : content.length);
    if (content.length > 0) {
      exchange.getResponseBody().write(content);
    }
  }

  @Override
  public void close() {
    live.close();
    server.stop(0);
    threads.shutdownNow();
    views.close();
  }
}
