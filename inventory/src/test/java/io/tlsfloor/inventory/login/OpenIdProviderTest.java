package io.tlsfloor.inventory.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.tlsfloor.report.ReportException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What can be wrong with a provider; that a real one works is shown in the browser. */
class OpenIdProviderTest {
  private static final Instant NOW = Instant.parse("2026-11-03T12:00:00Z");

  private static OpenIdProvider provider(String issuer, String page) throws IOException {
    return new OpenIdProvider(
        new OpenIdProvider.Setup(
            URI.create(issuer),
            "id",
            "",
            URI.create(page),
            List.of(),
            "groups",
            Set.of(),
            Set.of()),
        Clock.systemUTC());
  }

  @ParameterizedTest
  @CsvSource({
    "http://192.0.2.1, https://page.example",
    "https://login.example, http://192.0.2.1",
    "ftp://login.example, https://page.example"
  })
  void codesDoNotGoOverANetworkInClear(String issuer, String page) {
    assertThatThrownBy(() -> provider(issuer, page))
        .isInstanceOfSatisfying(
            ReportException.class, e -> assertThat(e.hint()).contains("https://"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          200 | {"issuer":"https://other.example","subject_types_supported":["public"],"jwks_uri":"https://other.example/keys"} | it calls itself https://other.example
          200 | {"issuer":7}                                                                  | cannot be read
          200 | {"issuer":"HERE","subject_types_supported":["public"],"jwks_uri":"HERE/keys"}   | how identity tokens are signed
          200 | <html>                                                                        | cannot be read
          302 | {}                                                                            | answered 302
          500 | {}                                                                            | answered 500
          """)
  void aProviderThatIsNoneIsSaid(int status, String document, String why) throws IOException {
    HttpServer server = serve(status, document);
    try {
      OpenIdProvider provider =
          provider("http://127.0.0.1:" + server.getAddress().getPort(), "http://127.0.0.1:1");

      assertThatThrownBy(provider::discover)
          .isInstanceOfSatisfying(
              ReportException.class,
              e -> {
                assertThat(e.what()).contains(why);
                assertThat(e.side()).isEqualTo(ReportException.Side.OUTPUT);
              });
    } finally {
      server.stop(0);
    }
  }

  @Test
  void anAnswerWithoutEndIsCutShort() throws IOException {
    HttpServer server = serve(200, "x".repeat(2 << 20));
    try {
      OpenIdProvider provider =
          provider("http://127.0.0.1:" + server.getAddress().getPort(), "http://127.0.0.1:1");

      assertThatThrownBy(provider::discover).hasMessageContaining("more than 1048576 bytes");
    } finally {
      server.stop(0);
    }
  }

  private static HttpServer serve(int status, String document) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/.well-known/openid-configuration",
        exchange -> {
          try (exchange) {
            String here = "http:/" + exchange.getLocalAddress();
            byte[] bytes = document.replace("HERE", here).getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
          }
        });
    server.start();
    return server;
  }

  @Test
  void aSealedLoginOpensUnchangedInTimeAndHereAlone() {
    PendingLogin.Seal seal = new PendingLogin.Seal();
    PendingLogin login = PendingLogin.begin("/clients?state=below");
    String sealed = seal.sealed(login, NOW);

    assertThat(seal.opened(sealed, NOW.plusSeconds(599))).contains(login);
    assertThat(seal.opened(sealed, NOW.plusSeconds(602))).isEmpty();
    assertThat(new PendingLogin.Seal().opened(sealed, NOW)).isEmpty();
    for (int at = 0; at < sealed.length(); at++) {
      char other = sealed.charAt(at) == 'A' ? 'B' : 'A';
      String changed = sealed.substring(0, at) + other + sealed.substring(at + 1);
      assertThat(seal.opened(changed, NOW)).as(changed).isEmpty();
      assertThat(seal.opened(sealed.substring(0, at), NOW)).isEmpty();
    }
    assertThat(sealed).matches("[A-Za-z0-9._-]+"); // a cookie's value (RFC 6265 §4.1.1)
  }
}
