package io.tlsfloor.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tlsfloor.cli.Cli;
import io.tlsfloor.testing.Await;
import io.tlsfloor.testing.TakesLong;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * People log in to {@code tlsfloor serve} at a provider of OpenID Connect, in a real browser:
 * {@code openid.mjs} has the provider and says what must hold.
 */
@TakesLong("a browser")
class LoginInBrowserTest {
  private static final String PASSWORD = "of-the-test";

  @TempDir private Path folder;

  @BeforeAll
  static void needsTheBrowser() {
    BrowserChecks.need();
    BrowserChecks.need("oidc-provider");
  }

  /** By HTTPS; what somebody may do is asked for at the provider. */
  @TestFactory
  Stream<DynamicTest> withTheProvidersAnswerPeople() throws Exception {
    return people(true, "page");
  }

  /** By HTTP on loopback; what somebody may do is in the identity token. */
  @TestFactory
  Stream<DynamicTest> withTheTokenPeople() throws Exception {
    return people(false, "token");
  }

  private Stream<DynamicTest> people(boolean https, String claims) throws Exception {
    String inventory = folder.resolve("i.db").toString();
    Cli.run("scan", "--inventory", inventory, "samples/office-hour");
    int providerPort = freePort();
    int pagePort = freePort();
    String page = (https ? "https" : "http") + "://127.0.0.1:" + pagePort;
    String issuer = "http://localhost:" + providerPort; // another site than the page
    Path said = folder.resolve("provider.txt");
    ProcessBuilder provider =
        BrowserChecks.node("openid.mjs", "provider", String.valueOf(providerPort), page)
            .redirectErrorStream(true)
            .redirectOutput(said.toFile());
    provider.environment().put("CLAIMS_IN", claims);
    Process running = provider.start();
    AtomicBoolean enough = new AtomicBoolean();
    List<String> words =
        new ArrayList<>(List.of("serve", "--inventory", inventory, "--oidc-issuer", issuer));
    words.addAll(List.of("--oidc-client", "tlsfloor", "--listen", "127.0.0.1:" + pagePort));
    words.addAll(List.of("--oidc-reader", "staff", "--oidc-editor", "tls-team"));
    if (https) {
      words.addAll(List.of("--keystore", keystore().toString()));
    }
    CompletableFuture<Cli.Said> serves = null;
    try {
      Await.until(() -> isUp(said), () -> "the provider", Duration.ofSeconds(30));
      serves =
          CompletableFuture.supplyAsync(
              () ->
                  new Cli()
                      .environment("TLSFLOOR_OIDC_SECRET", "a-secret-of-the-test")
                      .environment("TLSFLOOR_KEYSTORE_PASSWORD", PASSWORD)
                      .interrupted(enough::get)
                      .with(words.toArray(String[]::new)));
      List<JsonNode> checks = BrowserChecks.run(folder, "openid.mjs", "checks", issuer, page);
      assertThat(checks).hasSizeGreaterThan(9);
      return BrowserChecks.tests(checks);
    } finally {
      enough.set(true);
      running.destroyForcibly();
      if (serves != null) {
        Cli.Said ended = serves.get(20, TimeUnit.SECONDS);
        assertThat(ended.err()).doesNotContain("a request failed", "cannot be read");
      }
    }
  }

  private Path keystore() throws Exception {
    Path file = folder.resolve("page.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keystore",
                file.toString(),
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD,
                "-keyalg",
                "EC",
                "-dname",
                "CN=127.0.0.1",
                "-ext",
                "san=ip:127.0.0.1")
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("keytool.txt").toFile())
            .start();
    assertThat(keytool.waitFor()).isZero();
    return file;
  }

  private static boolean isUp(Path said) {
    try {
      return Files.readString(said).contains("up");
    } catch (IOException e) {
      return false;
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    }
  }
}
