package io.tlsfloor.inventory.page;

import static io.tlsfloor.inventory.Saved.day;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.tlsfloor.inventory.Book;
import io.tlsfloor.inventory.Saved;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Streams of findings that end, and go on where they ended. */
@Timeout(60)
class LiveFindingsTest {
  private static final Duration LONG = Duration.ofMinutes(1);

  @TempDir private Path folder;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpClient browser = HttpClient.newHttpClient();
  private Book book;
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    book = new Book(folder);
    book.take(new Saved("hq").alert(day(1), "10.0.0.8", "first", "do it"));
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void serve(Duration lasts, int viewers) {
    LiveFindings live = new LiveFindings(book.store, lasts, viewers);
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            live.stream(exchange, Map.of());
          }
        });
  }

  private HttpRequest.Builder request() {
    return HttpRequest.newBuilder(
        URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/"));
  }

  /** The id that a stream of these lines ends with. */
  private static String lastId(String stream) {
    return stream
        .lines()
        .filter(line -> line.startsWith("id: "))
        .reduce((a, b) -> b)
        .orElseThrow()
        .substring(4);
  }

  @Test
  void aStreamEndsAndTheNextGoesOnFromThere() throws Exception {
    serve(Duration.ofMillis(200), 4);
    String first = browser.send(request().build(), BodyHandlers.ofString()).body();
    assertThat(first).doesNotContain("data:");
    book.take(new Saved("hq").alert(day(2), "10.0.0.9", "meanwhile\\nid: forged", "do it"));

    String next =
        browser
            .send(request().header("Last-Event-ID", lastId(first)).build(), BodyHandlers.ofString())
            .body();
    assertThat(next).contains("event: finding", "10.0.0.9").doesNotContain("10.0.0.8", "forged");

    String last =
        browser
            .send(request().header("Last-Event-ID", lastId(next)).build(), BodyHandlers.ofString())
            .body();
    assertThat(last).doesNotContain("data:");
  }

  @Test
  void whoAsksFromNowhereGetsOnlyWhatComes() throws Exception {
    serve(Duration.ofMillis(200), 4);

    assertThat(
            browser
                .send(request().header("Last-Event-ID", "nowhere").build(), BodyHandlers.ofString())
                .body())
        .contains(": here")
        .doesNotContain("data:");
  }

  @Test
  void viewersHaveSoManySeats() throws Exception {
    serve(LONG, 1);
    HttpResponse<java.io.InputStream> one =
        browser.send(request().build(), BodyHandlers.ofInputStream());
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(one.body(), StandardCharsets.UTF_8))) {
      assertThat(lines.readLine()).isEqualTo(": here");

      assertThat(browser.send(request().build(), BodyHandlers.ofString()).statusCode())
          .isEqualTo(503);
    }
  }
}
