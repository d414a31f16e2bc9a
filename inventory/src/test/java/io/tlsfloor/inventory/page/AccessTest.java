package io.tlsfloor.inventory.page;

import static io.tlsfloor.inventory.Saved.day;
import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.inventory.Book;
import io.tlsfloor.inventory.Saved;
import io.tlsfloor.inventory.Saved.Client;
import io.tlsfloor.rules.IpPrefix;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests as no browser sends them, header by header. */
class AccessTest {
  @TempDir Path folder;
  private PageServer server;

  private void serve(Access access) throws IOException {
    Book book = new Book(folder);
    book.take(new Saved("hq").client(day(0), new Client("10.0.0.1").old(1)).day(day(0)));
    PageServer.Setup setup =
        new PageServer.Setup(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 14, OptionalInt.empty());
    server = new PageServer(book.store, access, setup, Clock.systemUTC(), said -> {});
  }

  @AfterEach
  void stop() {
    if (server != null) {
      server.close();
    }
  }

  /** The whole answer to a request with these headers and no other. */
  private String ask(String line, String... headers) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      StringBuilder request = new StringBuilder(line + " HTTP/1.1\r\nConnection: close\r\n");
      for (String header : headers) {
        request.append(header.replace("PORT", String.valueOf(server.port()))).append("\r\n");
      }
      request.append("\r\n");
      socket.getOutputStream().write(request.toString().getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static Access proxied(String... addresses) {
    return Access.behind(
        new Access.Proxy("X-User", Stream.of(addresses).map(IpPrefix::parse).toList()));
  }

  /** A page elsewhere whose name leads here, and no name at all. */
  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "Host: 127.0.0.1:PORT, 200",
    "Host: localhost, 200",
    "Host: [::1]:PORT, 200",
    "Host: evil.example:PORT, 403",
    "Host: 127.0.0.1.evil.example, 403",
    "Host: localhost.evil.example:80, 403",
    "X-Forwarded-Host: localhost, 40"
  })
  void withoutAProxyOnlyNamesOfThisMachineAreAnswered(String host, String status)
      throws IOException {
    serve(Access.local());

    assertThat(ask("GET /clients", host)).startsWith("HTTP/1.1 " + status);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          it names a user                  | X-User: anna               |                      | 200
          no user                          | Accept: */*                |                      | 403
          an empty one                     | X-User:                    |                      | 403
          two: one is not the proxy's      | X-User: anna               | X-User: eve          | 403
          two, in other letters            | X-User: anna               | x-user: eve          | 403
          another header                   | X-Forwarded-User: anna     | Forwarded: for=anna  | 403
          """)
  void aProxyNamesOneUser(String what, String first, String second, String status)
      throws IOException {
    serve(proxied("192.0.2.0/24", "127.0.0.1"));

    assertThat(ask("GET /clients", "Host: x", first, second == null ? "A: b" : second))
        .startsWith("HTTP/1.1 " + status);
  }

  @Test
  void theUserIsShownAsText() throws IOException {
    serve(proxied("127.0.0.0/8"));

    assertThat(ask("GET /", "Host: x", "X-User: <b>anna</b>"))
        .contains("&lt;b&gt;anna&lt;/b&gt;")
        .doesNotContain("<b>anna");
  }

  /** Whoever else reaches the port can name anyone. */
  @ParameterizedTest
  @ValueSource(strings = {"/", "/clients.jsonl", "/owners", "/assets/report.css"})
  void nothingIsAnsweredButTheProxy(String path) throws IOException {
    serve(proxied("192.0.2.1", "2001:db8::/32"));

    assertThat(ask("GET " + path, "Host: localhost", "X-User: anna")).startsWith("HTTP/1.1 403");
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "DELETE", "OPTIONS"})
  void nothingButReadingIsAsked(String method) throws IOException {
    serve(Access.local());

    assertThat(ask(method + " /", "Host: localhost")).startsWith("HTTP/1.1 405");
  }

  @Test
  void programsAskHowThePagesAreDoing() throws IOException {
    serve(Access.local());
    ask("GET /", "Host: localhost");

    assertThat(ask("GET /health", "Host: localhost")).startsWith("HTTP/1.1 200").endsWith("ok\n");
    assertThat(ask("GET /metrics", "Host: localhost:PORT"))
        .contains("ontent-type: text/plain; version=0.0.4; charset=utf-8")
        .contains("\ntlsfloor_serve_inventory_up 1.000\n")
        .containsPattern("\ntlsfloor_serve_requests_total [1-9]")
        .doesNotContain("10.0.0.1");
    assertThat(ask("HEAD /metrics", "Host: localhost"))
        .startsWith("HTTP/1.1 200")
        .endsWith("\r\n\r\n");
    assertThat(ask("HEAD /clients", "Host: localhost"))
        .startsWith("HTTP/1.1 200")
        .endsWith("\r\n\r\n");
    assertThat(ask("POST /metrics", "Host: localhost")).startsWith("HTTP/1.1 405");
  }

  /** Where a proxy says who asks, programs on this machine need no user. */
  @ParameterizedTest
  @CsvSource({"Host: localhost, 200", "Host: evil.example, 403"})
  void programsOfThisMachineNeedNoUser(String host, String status) throws IOException {
    serve(proxied("192.0.2.1"));

    assertThat(ask("GET /health", host)).startsWith("HTTP/1.1 " + status);
    assertThat(ask("GET /metrics", host)).startsWith("HTTP/1.1 " + status);
  }
}
