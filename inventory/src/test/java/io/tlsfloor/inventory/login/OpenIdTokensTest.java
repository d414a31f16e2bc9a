package io.tlsfloor.inventory.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWT;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.tlsfloor.report.ReportException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a provider may answer to a login, right and wrong: a stand-in gives any token. */
class OpenIdTokensTest {
  private static final String SECRET = "a secret of the client with 32 bytes or more";
  private static RSAKey key;
  private static RSAKey foreign;

  private HttpServer server;
  private String issuer;
  private OpenIdProvider provider;
  private String nonce = "";
  private String token = "";
  private String person = "{}";
  private final Set<String> codes = new HashSet<>();

  @BeforeAll
  static void keys() throws JOSEException {
    key = new RSAKeyGenerator(2048).keyID("one").generate();
    foreign = new RSAKeyGenerator(2048).keyID("one").generate();
  }

  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    issuer = "http://127.0.0.1:" + server.getAddress().getPort();
    answer(
        "/.well-known/openid-configuration",
        exchange ->
            ("{'issuer':'I','authorization_endpoint':'I/ask','token_endpoint':'I/token',"
                    + "'userinfo_endpoint':'I/person','jwks_uri':'I/keys','subject_types_supported':['public'],"
                    + "'response_types_supported':['code'],"
                    + "'id_token_signing_alg_values_supported':['RS256','HS256','none']}")
                .replace('\'', '"')
                .replace("I/", issuer + "/")
                .replace("\"I\"", '"' + issuer + '"'));
    answer("/keys", exchange -> new JWKSet(key).toString());
    answer("/person", exchange -> person);
    answer("/token", this::redeem);
    server.start();
    provider =
        new OpenIdProvider(
            new OpenIdProvider.Setup(
                URI.create(issuer),
                "tlsfloor",
                SECRET,
                URI.create("http://127.0.0.1:1"),
                List.of(),
                "groups",
                Set.of("staff"),
                Set.of("tls-team")),
            Clock.systemUTC());
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private interface Content {
    String to(HttpExchange exchange) throws IOException;
  }

  private void answer(String path, Content content) {
    server.createContext(
        path,
        exchange -> {
          try (exchange) {
            String text = content.to(exchange);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(text.contains("\"error\"") ? 400 : 200, bytes.length);
            exchange.getResponseBody().write(bytes);
          }
        });
  }

  /** A code is redeemed once (RFC 6749 §4.1.2). */
  private String redeem(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    return codes.remove(fields(body).get("code"))
        ? "{\"access_token\":\"a\",\"token_type\":\"Bearer\",\"id_token\":\"" + token + "\"}"
        : "{\"error\":\"invalid_grant\"}";
  }

  private static Map<String, String> fields(String query) {
    Map<String, String> fields = new HashMap<>();
    for (String pair : query.split("&")) {
      int at = pair.indexOf('=');
      fields.put(
          pair.substring(0, at), URLDecoder.decode(pair.substring(at + 1), StandardCharsets.UTF_8));
    }
    return fields;
  }

  private JWTClaimsSet.Builder claims() {
    Instant now = Instant.now();
    return new JWTClaimsSet.Builder()
        .issuer(issuer)
        .audience("tlsfloor")
        .subject("17")
        .issueTime(Date.from(now))
        .expirationTime(Date.from(now.plusSeconds(300)))
        .claim("nonce", nonce)
        .claim("preferred_username", "anna")
        .claim("groups", List.of("tls-team", "staff"));
  }

  private static JWT signed(JWTClaimsSet claims, RSAKey by) throws JOSEException {
    SignedJWT jwt =
        new SignedJWT(new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("one").build(), claims);
    jwt.sign(new RSASSASigner(by));
    return jwt;
  }

  /** Begins a login, and gives what the browser brings back with it. */
  private Map<String, String> begun(String[] kept) throws IOException {
    OpenIdProvider.Start start = provider.begin("/fixes");
    kept[0] = start.kept();
    Map<String, String> asked = fields(start.to().getRawQuery());
    nonce = asked.get("nonce");
    assertThat(asked).containsEntry("code_challenge_method", "S256");
    codes.add("c1");
    return asked;
  }

  @Test
  void aSoundTokenLetsIn() throws Exception {
    String[] kept = new String[1];
    Map<String, String> asked = begun(kept);
    token = signed(claims().build(), key).serialize();

    OpenIdProvider.Person in = provider.finish("code=c1&state=" + asked.get("state"), kept[0]);

    assertThat(in.name()).isEqualTo("anna");
    assertThat(in.editor()).isTrue();
    assertThat(in.to()).isEqualTo("/fixes");
    assertThatThrownBy(() -> provider.finish("code=c1&state=" + asked.get("state"), kept[0]))
        .isInstanceOf(ReportException.class) // the same answer again
        .hasMessageContaining("invalid_grant");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "other issuer",
        "other audience",
        "other nonce",
        "no nonce",
        "expired",
        "issued in the future",
        "no subject",
        "no expiry",
        "foreign key",
        "unsigned",
        "signed with the client's secret",
        "not a token"
      })
  void aTokenThatIsWrongLetsNoOneIn(String what) throws Exception {
    String[] kept = new String[1];
    Map<String, String> asked = begun(kept);
    Instant now = Instant.now();
    JWTClaimsSet.Builder claims = claims();
    switch (what) {
      case "other issuer" -> claims.issuer("https://login.example");
      case "other audience" -> claims.audience("another page");
      case "other nonce" -> claims.claim("nonce", "of another login");
      case "no nonce" -> claims.claim("nonce", null);
      case "expired" -> claims.expirationTime(Date.from(now.minusSeconds(600)));
      case "issued in the future" -> claims.issueTime(Date.from(now.plusSeconds(3_600)));
      case "no subject" -> claims.subject(null);
      case "no expiry" -> claims.expirationTime(null);
      default -> {}
    }
    SignedJWT weak = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims.build());
    weak.sign(new MACSigner(SECRET));
    token =
        switch (what) {
          case "unsigned" -> new PlainJWT(claims.build()).serialize();
          case "signed with the client's secret" -> weak.serialize();
          case "not a token" -> "x.y.z";
          default -> signed(claims.build(), what.equals("foreign key") ? foreign : key).serialize();
        };

    assertThatThrownBy(() -> provider.finish("code=c1&state=" + asked.get("state"), kept[0]))
        .isInstanceOf(ReportException.class);
  }

  /** Clocks differ by seconds. */
  @ParameterizedTest
  @ValueSource(ints = {-20, 20})
  void aClockMayBeWrongByAFewSeconds(int seconds) throws Exception {
    String[] kept = new String[1];
    Map<String, String> asked = begun(kept);
    Instant now = Instant.now().plusSeconds(seconds);
    token =
        signed(
                claims()
                    .issueTime(Date.from(now))
                    .expirationTime(Date.from(now.plusSeconds(10)))
                    .build(),
                key)
            .serialize();

    assertThat(provider.finish("code=c1&state=" + asked.get("state"), kept[0]).name())
        .isEqualTo("anna");
  }

  /** What comes back in the address: S is the state of this login. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          code=c1                                    | another login
          code=c1&state=other                        | another login
          code=c1&state=S&iss=https://login.example  | another login
          state=S                                    | no code
          error=access_denied&state=S                | access_denied
          error=access_denied&state=other            | another login
          code=c2&state=S                            | invalid_grant
          code=%zz&state=S                           | answer
          ''                                         | another login
          """)
  void anAnswerThatIsNotToThisLoginLetsNoOneIn(String query, String why) throws Exception {
    String[] kept = new String[1];
    Map<String, String> asked = begun(kept);
    token = signed(claims().build(), key).serialize();

    assertThatThrownBy(
            () -> provider.finish(query.replace("=S", "=" + asked.get("state")), kept[0]))
        .isInstanceOf(ReportException.class)
        .hasMessageContaining(why);
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"sub":"17","groups":["staff"],"preferred_username":"<b>ben</b>"} | <b>ben</b> reads
          {"sub":"17","groups":"tls-team","name":"Ben"}                     | Ben edits
          {"sub":"17","groups":["guests"],"name":"Eve"}                     | Eve is kept out
          {"sub":"18","groups":["tls-team"]}                                | somebody else
          {"groups":["tls-team"]}                                           | cannot be read
          """)
  void groupsThatTheTokenLeavesOutAreAskedFor(String said, String expected) throws Exception {
    String[] kept = new String[1];
    Map<String, String> asked = begun(kept);
    token =
        signed(claims().claim("groups", null).claim("preferred_username", null).build(), key)
            .serialize();
    person = said;
    String outcome;
    try {
      OpenIdProvider.Person in = provider.finish("code=c1&state=" + asked.get("state"), kept[0]);
      outcome = in.name() + (in.editor() ? " edits" : in.reader() ? " reads" : " is kept out");
    } catch (ReportException e) {
      outcome = e.what();
    }

    assertThat(outcome).contains(expected);
  }
}
