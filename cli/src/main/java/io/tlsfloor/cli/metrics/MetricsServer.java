package io.tlsfloor.cli.metrics;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.tlsfloor.cli.command.CommandException;
import io.tlsfloor.cli.command.ExitCode;
import io.tlsfloor.report.text.Reasons;
import io.tlsfloor.rules.Judgement;
import io.tlsfloor.rules.catalogue.ListVersion;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Serves {@code /metrics} in Prometheus' text form, and {@code /health}: 200 while the thread that
 * reads packets gives a sign each few seconds, else 503. It names interfaces that are waited for.
 */
public final class MetricsServer implements Closeable {
  private static final long WELL_NANOS = 10_000_000_000L;
  private static final int BACKLOG = 16;
  private static final String PATIENCE_SECONDS = "10"; // for a client that is slow to ask or take

  private final WatchMetrics metrics = new WatchMetrics();
  private final HttpServer server;
  private final ExecutorService threads;
  private volatile long lastSign = System.nanoTime();
  private volatile List<String> waitedFor = List.of();

  private MetricsServer(HttpServer server) {
    this.server = server;
    threads =
        Executors.newFixedThreadPool(
            2,
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
    System.setProperty("sun.net.httpserver.maxReqTime", PATIENCE_SECONDS);
    System.setProperty("sun.net.httpserver.maxRspTime", PATIENCE_SECONDS);
    try {
      return new MetricsServer(HttpServer.create(address, BACKLOG));
    } catch (IOException e) {
      throw new CommandException(
          ExitCode.FAULT,
          "--metrics: cannot listen on "
              + address.getHostString()
              + ":"
              + address.getPort()
              + ": "
              + Reasons.of(e),
          "Choose another port, or leave --metrics out.",
          e);
    }
  }

  /** Counts old connections to these services from 0 on, and not from the first. */
  public void expect(Collection<String> services) {
    metrics.expect(services);
  }

  /** What the age of the endpoint list is counted from. */
  public void list(ListVersion version) {
    metrics.list(version);
  }

  /** Counts a connection. */
  public void count(Judgement judgement) {
    metrics.count(judgement);
  }

  /** Takes the newest numbers; also the sign that all is well. */
  public void publish(Snapshot snapshot) {
    metrics.publish(snapshot);
    lastSign = System.nanoTime();
    waitedFor = snapshot.waitedFor();
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
        (well ? "ok\n" + waiting() : "no packet loop for 10 seconds\n")
            .getBytes(StandardCharsets.UTF_8));
  }

  private String waiting() {
    return waitedFor.isEmpty() ? "" : "waiting for " + String.join(", ", waitedFor) + "\n";
  }

  private static void answer(HttpExchange exchange, int status, String type, byte[] body)
      throws IOException {
    try (exchange) {
      boolean asked = exchange.getRequestMethod().equals("GET");
      exchange.getResponseHeaders().set("Content-Type", type);
      exchange.sendResponseHeaders(asked ? status : 405, asked ? body.length : -1);
      if (asked) {
        try (OutputStream out = exchange.getResponseBody()) {
          out.write(body);
        }
      }
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
