package io.tlsfloor.inventory.page;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import io.tlsfloor.inventory.answer.ListingWriter;
import io.tlsfloor.inventory.page.Pages.Answer;
import io.tlsfloor.inventory.page.Pages.Download;
import io.tlsfloor.inventory.page.Pages.Page;
import io.tlsfloor.inventory.store.Store;
import io.tlsfloor.report.ReportException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
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

  private final HttpServer server;
  private final ExecutorService threads;
  private final Access access;
  private final LatestViews views;
  private final Pages pages;
  private final LoginPages logins;
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
          "Listen on 127.0.0.1, or say who may: --token-file FILE, --oidc-issuer, or"
              + " --trusted-proxy with --user-header.");
    }
    // the JDK's server waits 40 ms before an answer, and for ever for half a request, without these
    System.setProperty("sun.net.httpserver.nodelay", "true");
    System.setProperty("sun.net.httpserver.maxReqTime", "10"); // seconds
    System.setProperty("sun.net.httpserver.maxRspTime", "600"); // live findings end before
    this.access = access;
    this.errors = errors;
    views = new LatestViews(store, setup.window(), setup.target());
    pages = new Pages(views, clock);
    logins = new LoginPages(access, errors);
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
        Answers.send(exchange, 503, "text/plain", "The inventory cannot be read now.\n");
      } catch (RuntimeException e) {
        errors.accept("a request failed: " + e);
        Answers.send(exchange, 500, "text/plain", "This failed.\n");
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
      Answers.send(exchange, 200, PageAssets.type(path), asset.get());
      return;
    }
    if (!method.equals("GET") && !method.equals("POST")) {
      Answers.send(exchange, 405, "text/plain", "Only GET and POST.\n");
      return;
    }
    Request request = Request.of(exchange);
    Optional<User> user = access.user(exchange);
    if (logins.answers(exchange, request)) {
      return;
    }
    if (user.isEmpty()) {
      logins.refuse(exchange, request);
    } else if (method.equals("POST")) {
      change(exchange, request, user.get());
    } else if (path.equals("/live/events")) {
      live.stream(exchange, Answers.headers());
    } else {
      Optional<Answer> page = pages.page(request, user.get());
      if (page.isEmpty()) {
        Answers.send(exchange, 404, Pages.HTML, pages.missing(user.get()));
      } else if (page.get() instanceof Download download) {
        Answers.send(
            exchange,
            download.type(),
            download.name(),
            out -> ListingWriter.write(download.listing(), download.form(), out));
      } else if (page.get() instanceof Page shown) {
        Answers.send(exchange, 200, Pages.HTML, shown.content());
      }
    }
  }

  private void change(HttpExchange exchange, Request request, User user) throws IOException {
    if (!access.isOurs(exchange) || !request.field("form").equals(user.form())) {
      Answers.send(
          exchange,
          403,
          "text/plain",
          "This form is not from here, or too old: load the page again.\n");
    } else if (request.path().equals("/logout")) {
      logins.leave(exchange);
    } else if (!user.editor()) {
      Answers.send(exchange, 403, "text/plain", "You may read, and not change.\n");
    } else if (request.path().equals("/note")) {
      try {
        Answers.redirect(exchange, pages.note(request, user));
      } catch (ReportException e) {
        if (e.side() != ReportException.Side.GIVEN) {
          throw e;
        }
        Answers.send(exchange, 400, "text/plain", e.what() + "\n" + e.hint() + "\n");
      }
    } else {
      Answers.send(exchange, 404, Pages.HTML, pages.missing(user));
    }
  }

  @Override
  public void close() {
    live.close();
    server.stop(0);
    threads.shutdownNow();
  }

  /** What pages load: nothing comes from elsewhere. */
  private static final class PageAssets {
    private static final Map<String, String> TYPES =
        Map.of(
            "/assets/icon.svg", "image/svg+xml",
            "/assets/page.css", "text/css",
            "/assets/htmx.min.js", "text/javascript",
            "/assets/htmx-sse.min.js", "text/javascript");

    private PageAssets() {}

    static Optional<byte[]> of(String path) {
      if (!TYPES.containsKey(path)) {
        return Optional.empty();
      }
      String name = path.substring("/assets/".length());
      try (InputStream in =
          PageAssets.class.getResourceAsStream("/io/tlsfloor/inventory/page/" + name)) {
        if (in == null) {
          throw new IllegalStateException("no " + name + " in the program");
        }
        return Optional.of(in.readAllBytes());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    static String type(String path) {
      return TYPES.getOrDefault(path, "text/plain");
    }
  }
}
