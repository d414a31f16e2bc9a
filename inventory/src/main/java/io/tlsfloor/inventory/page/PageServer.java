package io.tlsfloor.inventory.page;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.tlsfloor.inventory.answer.ListingWriter;
import io.tlsfloor.inventory.derive.Derivation;
import io.tlsfloor.inventory.page.Pages.Answer;
import io.tlsfloor.inventory.page.Pages.Download;
import io.tlsfloor.inventory.page.Pages.Page;
import io.tlsfloor.inventory.store.Store;
import io.tlsfloor.report.ReportException;
import io.tlsfloor.report.form.html.Assets;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
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

/** Serves the pages of an inventory. Every answer carries the headers that keep it to itself. */
public final class PageServer implements AutoCloseable {
  private static final int MAX_THREADS = 64;
  private static final long CLOSING_MILLIS = 2_000;

  private final HttpServer server;
  private final ExecutorService threads;
  private final Access access;
  private final Pages pages;
  private final Freshener freshener;
  private final Monitor monitor = new Monitor();
  private final Consumer<String> errors;

  /**
   * Holds what a server needs to know.
   *
   * @param listen where it listens
   * @param window covered days of the window
   * @param target the day by which it shall be done; empty for the service's own
   */
  public record Setup(InetSocketAddress listen, int window, OptionalInt target) {}

  /**
   * Begins to serve.
   *
   * @param errors takes a sentence about what went wrong
   * @throws ReportException if it cannot listen there, or everybody could read who is not on this
   *     machine
   */
  public PageServer(Store store, Access access, Setup setup, Clock clock, Consumer<String> errors)
      throws IOException {
    if (!setup.listen().getAddress().isLoopbackAddress() && !access.isProxied()) {
      throw ReportException.given(
          "anyone who reaches "
              + setup.listen().getAddress().getHostAddress()
              + " could read the inventory",
          "Listen on 127.0.0.1, or behind a proxy that authenticates: --trusted-proxy with"
              + " --proxy-address.");
    }
    // the JDK's server waits 40 ms before an answer, and for ever for half a request, without these
    System.setProperty("sun.net.httpserver.nodelay", "true");
    System.setProperty("sun.net.httpserver.maxReqTime", "10"); // seconds
    System.setProperty("sun.net.httpserver.maxRspTime", "600"); // a large list
    this.access = access;
    this.errors = errors;
    Derivation.complete(store);
    pages = new Pages(store, setup, clock);
    monitor.fresh();
    freshener = new Freshener(store, pages, monitor, errors);
    try {
      server = HttpServer.create(setup.listen(), 0);
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
    freshener.start();
  }

  /** The port it listens on. */
  public int port() {
    return server.getAddress().getPort();
  }

  private void handle(HttpExchange exchange) {
    try (exchange) {
      try {
        answer(exchange);
        monitor.answered();
      } catch (ReportException e) {
        monitor.failed();
        errors.accept(e.what());
        Answers.send(exchange, 503, "text/plain", "The inventory cannot be read now.\n");
      } catch (RuntimeException e) {
        monitor.failed();
        errors.accept("a request failed: " + e);
        Answers.send(exchange, 500, "text/plain", "This failed.\n");
      }
    } catch (IOException e) {
      // who asked is gone
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    if (Monitor.PATHS.contains(path) && access.isMonitor(exchange)) {
      answerMonitor(exchange, path);
      return;
    }
    Optional<String> user = access.user(exchange);
    if (user.isEmpty()) {
      Answers.send(
          exchange,
          403,
          "text/plain",
          access.isProxied()
              ? "Only the proxy that authenticates is answered, when it names a user.\n"
              : "Ask by a name of this machine, such as localhost.\n");
      return;
    }
    if (!Answers.isRead(exchange)) {
      Answers.send(exchange, 405, "text/plain", "Only GET.\n");
      return;
    }
    Optional<byte[]> asset = PageAssets.of(path);
    if (asset.isPresent()) {
      exchange.getResponseHeaders().set("Cache-Control", "max-age=3600");
      Answers.send(exchange, 200, PageAssets.type(path), asset.get());
      return;
    }
    Request request = Request.of(exchange);
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

  private void answerMonitor(HttpExchange exchange, String path) throws IOException {
    if (!Answers.isRead(exchange)) {
      Answers.send(exchange, 405, "text/plain", "Only GET.\n");
    } else if (path.equals(Monitor.HEALTH)) {
      Answers.send(exchange, monitor.isWell() ? 200 : 503, "text/plain", monitor.health());
    } else {
      Answers.send(exchange, 200, Monitor.TYPE, monitor.metrics());
    }
  }

  @Override
  public void close() {
    freshener.interrupt();
    server.stop(0);
    threads.shutdownNow();
    try {
      freshener.join(CLOSING_MILLIS); // so that the inventory is free afterwards
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Works out what came in, a fifth of the time at most: pages show what is worked out. */
  private static final class Freshener extends Thread {
    private static final long LOOK_MILLIS = 500;
    private static final int REST = 4;

    private final Store store;
    private final Pages pages;
    private final Monitor monitor;
    private final Consumer<String> errors;

    Freshener(Store store, Pages pages, Monitor monitor, Consumer<String> errors) {
      super("inventory freshener");
      this.store = store;
      this.pages = pages;
      this.monitor = monitor;
      this.errors = errors;
      setDaemon(true);
    }

    @Override
    public void run() {
      boolean failing = false;
      try {
        while (!isInterrupted()) {
          long begun = System.nanoTime();
          try {
            Derivation.complete(store);
            monitor.fresh();
            pages.prepare();
            failing = false;
          } catch (IOException e) {
            if (!failing) {
              errors.accept(String.valueOf(e.getMessage()));
            }
            monitor.stale(String.valueOf(e.getMessage()));
            failing = true;
          }
          long took = (System.nanoTime() - begun) / 1_000_000;
          Thread.sleep(Math.max(LOOK_MILLIS, REST * took));
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt(); // the page is closed
      }
    }
  }

  /** Holds what pages load: nothing comes from elsewhere. */
  private static final class PageAssets {
    private static final String STYLE = "/assets/report.css"; // that of a report's page

    private static final Map<String, String> TYPES =
        Map.of(
            "/assets/icon.svg",
            "image/svg+xml",
            STYLE,
            "text/css",
            "/assets/page.js",
            "text/javascript",
            "/assets/htmx.min.js",
            "text/javascript");

    private PageAssets() {}

    static Optional<byte[]> of(String path) {
      if (!TYPES.containsKey(path)) {
        return Optional.empty();
      }
      if (path.equals(STYLE)) {
        return Optional.of(Assets.css().getBytes(StandardCharsets.UTF_8));
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
