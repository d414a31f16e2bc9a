package io.tlsfloor.inventory.page;

import static io.tlsfloor.inventory.Saved.day;
import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.inventory.Book;
import io.tlsfloor.inventory.Saved;
import io.tlsfloor.inventory.Saved.Client;
import io.tlsfloor.inventory.page.Access.Proxy;
import io.tlsfloor.inventory.page.Access.Token;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requests as no browser sends them, header by header. */
class AccessTest {
  private static final Token EDITOR = new Token("anna", true, "0123456789abcdef-edit");

  @TempDir Path folder;
  private PageServer server;

  private void serve(Access access) throws IOException {
    Book book = new Book(folder);
    book.take(new Saved("hq").client(day(0), new Client("10.0.0.1").old(1)).day(day(0)));
    PageServer.Setup setup =
        new PageServer.Setup(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            Optional.empty(),
            14,
            OptionalInt.empty());
    server = new PageServer(book.store, access, setup, Clock.systemUTC(), said -> {});
  }

  @AfterEach
  void stop() {
    if (server != null) {
      server.close();
    }
  }

  /** The whole answer to a request with these headers and no other; of a POST with a body. */
  private String ask(String line, String body, String... headers) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      StringBuilder request = new StringBuilder(line + " HTTP/1.1\r\nConnection: close\r\n");
      for (String header : headers) {
        request.append(header.replace("PORT", String.valueOf(server.port()))).append("\r\n");
      }
      if (!body.isEmpty()) {
        request.append("Content-Type: application/x-www-form-urlencoded\r\nContent-Length: ");
        request.append(body.length()).append("\r\n");
      }
      request.append("\r\n").append(body);
      socket.getOutputStream().write(request.toString().getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static Proxy proxy() throws IOException {
    InetAddress here = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    return new Proxy(Set.of(here), "X-User", Set.of("anna"));
  }

  /** A page elsewhere whose name leads here, and no name at all. */
  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "Host: 127.0.0.1:PORT, 200",
    "Host: localhost, 200",
    "Host: [::1]:PORT, 200",
    "Host: evil.example:PORT, 401",
    "Host: 127.0.0.1.evil.example, 401",
    "Host: localhost.evil.example:80, 401",
    "X-Forwarded-Host: localhost, 40"
  })
  void withoutALoginOnlyNamesOfThisMachineAreAnswered(String host, String status)
      throws IOException {
    serve(Access.of(Optional.empty(), List.of()));

    assertThat(ask("GET /clients", "", host)).startsWith("HTTP/1.1 " + status);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          it names a user                  | X-User: anna               |                      | 200
          no user                          | Accept: */*                |                      | 401
          an empty one                     | X-User:                    |                      | 401
          two: one is not the proxy's      | X-User: anna               | X-User: eve          | 401
          another header                   | X-Forwarded-User: anna     | Forwarded: for=anna  | 401
          """)
  void aProxyNamesOneUser(String what, String first, String second, String status)
      throws IOException {
    serve(Access.of(Optional.of(proxy()), List.of()));

    assertThat(ask("GET /clients", "", "Host: x", first, second == null ? "A: b" : second))
        .startsWith("HTTP/1.1 " + status);
  }

  @Test
  void theCookieOfAProxysUserIsWorthNothingWithoutTheHeader() throws IOException {
    serve(Access.of(Optional.of(proxy()), List.of()));
    String cookie = cookie(ask("GET /", "", "Host: x", "X-User: anna"));

    assertThat(ask("GET /clients", "", "Host: x", cookie)).startsWith("HTTP/1.1 401");
    assertThat(ask("GET /clients", "", "Host: x", cookie, "X-User: ben")).contains("may read");
  }

  @Test
  void aCookieIsForHttpsWhereTheProxySaysSo() throws IOException {
    serve(Access.of(Optional.of(proxy()), List.of()));
    assertThat(ask("GET /", "", "Host: x", "X-User: anna", "X-Forwarded-Proto: https"))
        .containsPattern("Set-cookie: tlsfloor=.*; Secure; HttpOnly");
    assertThat(ask("GET /", "", "Host: x", "X-User: anna"))
        .containsPattern("Set-cookie: tlsfloor=[0-9a-f]*; Path=/; SameSite=Strict; HttpOnly");
    server.close();

    serve(Access.of(Optional.empty(), List.of(EDITOR)));
    assertThat(
            ask("POST /login", "token=" + EDITOR.secret(), "Host: x", "X-Forwarded-Proto: https"))
        .contains("Set-cookie: tlsfloor=")
        .doesNotContain("Secure"); // it is not a proxy that is named
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "Authorization: Bearer 0123456789abcdef-edit, 200",
    "Authorization: bearer 0123456789abcdef-edit, 200",
    "Authorization: Bearer 0123456789abcdef-edi, 303",
    "Authorization: Bearer, 303",
    "Authorization: Basic 0123456789abcdef-edit, 303",
    "Cookie: tlsfloor=0123456789abcdef-edit, 303",
    "X-User: anna, 303"
  })
  void aTokenIsShownAsBearer(String header, String status) throws IOException {
    serve(Access.of(Optional.empty(), List.of(EDITOR)));

    assertThat(ask("GET /clients", "", "Host: x", header)).startsWith("HTTP/1.1 " + status);
  }

  /** Older browsers say from where a form is by its origin alone. */
  @ParameterizedTest(name = "{0} {1}: {2}")
  @CsvSource({
    "A: b, A: b, 303",
    "Origin: http://page.example:8418, A: b, 303",
    "Origin: https://page.example:8418, A: b, 303",
    "Origin: http://evil.example, A: b, 403",
    "Origin: http://page.example, A: b, 403",
    "Origin: null, A: b, 403",
    "Origin: null, Sec-Fetch-Site: same-origin, 303",
    "Sec-Fetch-Site: cross-site, A: b, 403",
    "Sec-Fetch-Site: same-site, A: b, 403"
  })
  void aLoginBeginsAtAPageFromHere(String first, String second, String status) throws IOException {
    serve(Access.of(Optional.empty(), List.of(EDITOR)));
    String body = "token=" + EDITOR.secret();

    assertThat(ask("POST /login", body, "Host: page.example:8418", first, second))
        .startsWith("HTTP/1.1 " + status);
  }

  @Test
  void aFormIsWorthNothingInAnotherSession() throws IOException {
    serve(Access.of(Optional.empty(), List.of(EDITOR)));
    String body = "token=" + EDITOR.secret();
    String one = cookie(ask("POST /login", body, "Host: x"));
    String other = cookie(ask("POST /login", body, "Host: x"));
    Matcher form =
        Pattern.compile("name=\"form\" value=\"([0-9a-f]+)\"")
            .matcher(ask("GET /client?id=10.0.0.1", "", "Host: x", one));
    assertThat(form.find()).isTrue();
    String note = "form=" + form.group(1) + "&id=10.0.0.1&owner=ben";

    assertThat(ask("POST /note", note, "Host: x", other)).startsWith("HTTP/1.1 403");
    assertThat(ask("POST /note", note, "Host: x")).startsWith("HTTP/1.1 401");
    assertThat(ask("GET /note?" + note, "", "Host: x", one)).startsWith("HTTP/1.1 404");
    assertThat(ask("POST /note", note, "Host: x", one)).startsWith("HTTP/1.1 303");
    assertThat(ask("POST /logout", "form=" + form.group(1), "Host: x", one))
        .startsWith("HTTP/1.1 303");
    assertThat(ask("GET /clients", "", "Host: x", one)).startsWith("HTTP/1.1 303"); // to the login
  }

  private static String cookie(String answer) {
    Matcher cookie = Pattern.compile("Set-cookie: (tlsfloor=[0-9a-f]+)").matcher(answer);
    assertThat(cookie.find()).as(answer).isTrue();
    return "Cookie: " + cookie.group(1);
  }
}
