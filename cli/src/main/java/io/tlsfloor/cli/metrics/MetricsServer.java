package io.tlsfloor.cli.metrics;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.tlsfloor.cli.command.CommandException;
import io.tlsfloor.cli.command.ExitCode;
import io.tlsfloor.report.text.Reasons;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Serves {@code /metrics} in Prometheus' text form, and {@code /health}: 200 while the thread that
 * reads packets gives a sign each few seconds, else 503. It names interfaces that are waited for.
 */
public final class MetricsServer implements Closeable {
  private static final long WELL_NANOS = 10_000_000_000L;
  private static final int BACKLOG = 16;
  private static final String HEAD = "HEAD";
  private static final Set<String> METHODS = Set.of("GET", HEAD);
  private static final int LINGER_SECONDS = 10;

  /** Each may be held by one who asks slowly, or not to the end, until that is broken off. */
  private static final int CONNECTIONS = 32;

  /** Holds what one who asks slowly, or much, or holds connections, can take from this process. */
  private static final Map<String, String> LIMITS =
      Map.of(
          "sun.net.httpserver.maxReqTime", "5", // seconds to ask
          "sun.net.httpserver.maxRspTime", "5", // seconds to take the answer
          "sun.net.httpserver.idleInterval", "5", // seconds without a question
          "sun.net.httpserver.maxIdleConnections", "8",
          "sun.net.httpserver.maxReqHeaders", "50",
          "sun.net.httpserver.maxReqHeaderSize", "16384", // bytes
          "jdk.httpserver.maxConnections", Integer.toString(CONNECTIONS),
          "sun.net.httpserver.nodelay", "true"); // or each answer waits for an acknowledgment

  private final WatchMetrics metrics = new WatchMetrics();
  private final HttpServer server;
  private final String host; // as given
  private final ExecutorService threads;
  private volatile long lastSign = System.nanoTime();
  private volatile String state = "";

  private MetricsServer(HttpServer server, String host) {
    this.server = server;
    this.host = host;
    threads =
        new ThreadPoolExecutor(
            0,
            2 * CONNECTIONS, // with those of connections that are ending
            LINGER_SECONDS,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            task -> {
              Thread thread = new Thread(task, "metrics");
              thread.setDaemon(true);
              return thread;
            });
    server.setExecutor(threads);
    server.createContext("/metrics", this::metrics);
    server.createContext("/health", this::health);
    server.start();
  }

  /**
   * Begins to serve.
   *
   * @param address where to listen
   * @throws CommandException if that cannot be: exit 4
   */
  public static MetricsServer at(InetSocketAddress address) throws CommandException {
    LIMITS.forEach(System::setProperty);
    try {
      return new MetricsServer(HttpServer.create(address, BACKLOG), address.getHostString());
    } catch (IOException e) {
      throw new CommandException(
          ExitCode.FAULT,
          "metrics: cannot listen on "
              + address.getHostString()
              + ":"
              + address.getPort()
              + ": "
              + Reasons.of(e),
          "Choose another port, or leave metrics out.",
          e);
    }
  }

  /** What is counted. */
  public WatchMetrics metrics() {
    return metrics;
  }

  /** Takes the newest numbers; also the sign that all is well. */
  public void publish(Snapshot snapshot) {
    metrics.publish(snapshot);
    lastSign = System.nanoTime();
    state = state(snapshot);
  }

  private void metrics(HttpExchange exchange) throws IOException {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    PrometheusTextFormatWriter.create().write(text, metrics.registry().scrape());
    answer(exchange, 200, PrometheusTextFormatWriter.CONTENT_TYPE, text.toByteArray());
  }

  private void health(HttpExchange exchange) throws IOException {
    boolean well = System.nanoTime() - lastSign < WELL_NANOS;
    answer(
        exchange,
        well ? 200 : 503,
        "text/plain; charset=utf-8",
        (well ? "ok\n" + state : "no packet loop for 10 seconds\n")
            .getBytes(StandardCharsets.UTF_8));
  }

  /** Returns what is not as it should be, a line each. */
  private static String state(Snapshot snapshot) {
    String waiting =
        snapshot.waitedFor().isEmpty()
            ? ""
            : "waiting for " + String.join(", ", snapshot.waitedFor()) + "\n";
    return waiting
        + snapshot.away().stream().map(each -> each + "\n").collect(Collectors.joining());
  }

  private void answer(HttpExchange exchange, int status, String type, byte[] body)
      throws IOException {
    try (exchange) {
      int refusal = refusal(exchange);
      exchange.getResponseHeaders().set("Content-Type", type);
      if (refusal != 0) {
        exchange.sendResponseHeaders(refusal, -1);
      } else if (exchange.getRequestMethod().equals(HEAD)) {
        exchange.getResponseHeaders().set("Content-Length", Integer.toString(body.length));
        exchange.sendResponseHeaders(status, -1);
      } else {
        exchange.sendResponseHeaders(status, body.length);
        try (OutputStream out = exchange.getResponseBody()) {
          out.write(body);
        }
      }
    }
  }

  /** The status of a question that gets no answer; 0 for one that does. */
  private int refusal(HttpExchange exchange) {
    String path = exchange.getRequestURI().getPath();
    if (!exchange.getHttpContext().getPath().equals(path)) {
      return 404; // a context also takes what only begins with it
    }
    if (!METHODS.contains(exchange.getRequestMethod())) {
      exchange.getResponseHeaders().set("Allow", "GET, HEAD"); // RFC 9110 §15.5.6
      return 405;
    }
    HostHeader asked = new HostHeader(exchange.getRequestHeaders().getFirst("Host"));
    return asked.isOf(host, MachineNames::get) ? 0 : 421;
  }

  /** Looked up once, and only if somebody asks by a name: a resolver may take its time. */
  private static final class MachineNames {
    private static final Set<String> NAMES = HostHeader.machine();

    static Set<String> get() {
      return NAMES;
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
