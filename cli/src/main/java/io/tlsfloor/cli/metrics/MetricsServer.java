package io.tlsfloor.cli.metrics;

import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.tlsfloor.cli.command.CommandException;
import io.tlsfloor.cli.command.ExitCode;
import io.tlsfloor.report.text.Reasons;
import io.tlsfloor.report.web.Exchange;
import io.tlsfloor.report.web.Limits;
import io.tlsfloor.report.web.WebServer;
import io.tlsfloor.rules.Judgement;
import io.tlsfloor.rules.catalogue.ListVersion;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Serves {@code /metrics} in Prometheus' text form, and {@code /health}: 200 while the thread that
 * reads packets gives a sign each few seconds, else 503. It names interfaces that are waited for.
 */
public final class MetricsServer implements Closeable {
  private static final byte[] NOTHING = {};
  private static final long WELL_NANOS = 10_000_000_000L;

  /** What one who asks slowly, or much, or holds connections, can take from this process. */
  private static final Limits LIMITS =
      new Limits(
          32, 1 << 14, 0, Duration.ofSeconds(5), Duration.ofSeconds(5), Duration.ofSeconds(5));

  private final WatchMetrics metrics = new WatchMetrics();
  private final WebServer server;
  private final String host; // as given
  private volatile long lastSign = System.nanoTime();
  private volatile String state = "";

  private MetricsServer(InetSocketAddress address) throws IOException {
    host = address.getHostString();
    server = new WebServer("metrics", address, Optional.empty(), LIMITS, this::answer);
  }

  /**
   * Begins to serve.
   *
   * @param address where to listen
   * @throws CommandException if that cannot be: exit 4
   */
  public static MetricsServer at(InetSocketAddress address) throws CommandException {
    try {
      return new MetricsServer(address);
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

  /**
   * Counts a connection.
   *
   * @param earlier what was counted of it before
   */
  public void count(Judgement judgement, Optional<Judgement> earlier) {
    metrics.count(judgement, earlier);
  }

  /** Takes the newest numbers; also the sign that all is well. */
  public void publish(Snapshot snapshot) {
    metrics.publish(snapshot);
    lastSign = System.nanoTime();
    state = state(snapshot);
  }

  private void answer(Exchange exchange) throws IOException {
    String path = exchange.target().getPath();
    if (!path.equals("/metrics") && !path.equals("/health")) {
      exchange.send(404, NOTHING);
    } else if (!exchange.method().equals("GET")) {
      exchange.send(405, NOTHING);
    } else if (!new HostHeader(exchange.header("Host").orElse(null)).isOf(host)) {
      exchange.send(421, NOTHING);
    } else if (path.equals("/metrics")) {
      metrics(exchange);
    } else {
      health(exchange);
    }
  }

  private void metrics(Exchange exchange) throws IOException {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    PrometheusTextFormatWriter.create().write(text, metrics.registry().scrape());
    exchange.set("Content-Type", PrometheusTextFormatWriter.CONTENT_TYPE);
    exchange.send(200, text.toByteArray());
  }

  private void health(Exchange exchange) throws IOException {
    boolean well = System.nanoTime() - lastSign < WELL_NANOS;
    String text = well ? "ok\n" + state : "no packet loop for 10 seconds\n";
    exchange.set("Content-Type", "text/plain; charset=utf-8");
    exchange.send(well ? 200 : 503, text.getBytes(StandardCharsets.UTF_8));
  }

  /** What is not as it should be, a line each. */
  private static String state(Snapshot snapshot) {
    String waiting =
        snapshot.waitedFor().isEmpty()
            ? ""
            : "waiting for " + String.join(", ", snapshot.waitedFor()) + "\n";
    return waiting
        + snapshot.away().stream().map(each -> each + "\n").collect(Collectors.joining());
  }

  @Override
  public void close() {
    server.close();
  }
}
