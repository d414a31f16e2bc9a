package io.tlsfloor.cli.form;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tlsfloor.cli.Cli;
import io.tlsfloor.report.form.html.Pages;
import io.tlsfloor.testing.Project;
import io.tlsfloor.testing.Requires;
import io.tlsfloor.testing.TakesLong;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real browser opens pages, clicks and types: {@code report.mjs} says what must hold. All in one
 * start of the browser.
 */
@TakesLong("a browser")
class ReportInBrowserTest {
  private static final Path SCRIPTS = Project.path("cli/src/test/browser");
  private static final String OFFICE = "samples/office-hour/capture.pcapng";
  private static final List<String> TWENTY =
      List.of("office-hour", "starttls-smtp", "socks", "tls11", "ssl30");
  private static final long TIMEOUT_SECONDS = 300;

  @TempDir private Path own;
  private Path folder;

  /** {@code -Dtlsfloor.pages=FOLDER} keeps the pages, to look at them. */
  @BeforeEach
  void choose() throws IOException {
    String kept = System.getProperty("tlsfloor.pages", "");
    folder = kept.isEmpty() ? own : Files.createDirectories(Path.of(kept)).toAbsolutePath();
  }

  @BeforeAll
  static void needsTheBrowser() {
    Requires.tools("chromium", "node");
    Requires.that(
        Files.isDirectory(SCRIPTS.resolve("node_modules/axe-core"))
            && Files.isDirectory(SCRIPTS.resolve("node_modules/playwright-core")),
        "axe-core and playwright-core in " + SCRIPTS,
        "run npm ci there");
  }

  @TestFactory
  Stream<DynamicTest> inTheBrowserThePage() throws Exception {
    page("office", Cli.run("report", "-o", "-", OFFICE).out());
    String lines = Cli.run("scan", "--format", "jsonl", OFFICE).out();
    Files.writeString(folder.resolve("office.jsonl"), lines); // which the page is compared with
    page("management", management());
    page("owners", owners());
    page("empty", Pages.of(List.of()));
    page("many", Pages.of(Pages.many(50_000)));
    page("attacks", Pages.of(Pages.hostile()));
    page("damaged", damaged());
    page("twenty", twenty());

    List<JsonNode> checks = checks();

    assertThat(checks).hasSizeGreaterThan(15);
    return checks.stream()
        .map(
            each ->
                DynamicTest.dynamicTest(
                    each.get("check").asText(),
                    () -> assertThat(each.path("failure").asText("")).isEmpty()));
  }

  /** With a title, and with an exception. */
  private String management() throws IOException {
    Path policy =
        Files.writeString(
            folder.resolve("policy.toml"),
            """
            [[exceptions]]
            client = "10.20.3.77"
            reason = "replaced next year"
            owner = "J. Doe"
            expires = 2099-12-31
            """);
    return Cli.run("report", "-o-", "--title=Old TLS, week 45", "--policy=" + policy, OFFICE).out();
  }

  /** With two systems of an owner that an inventory knows. */
  private String owners() {
    String inventory = folder.resolve("owners.db").toString();
    dayAfter("scan", "--inventory", inventory, OFFICE);
    for (String client : List.of("app01", "10.20.3.77")) {
      dayAfter("inventory", "note", client, "--owner", "erp & print", "--inventory", inventory);
    }
    return dayAfter("report", "-o-", "--inventory", inventory, OFFICE).out();
  }

  /** An inventory knows nothing as of a day before what it was told. */
  private static Cli.Said dayAfter(String... args) {
    return new Cli().at(Instant.parse("2026-11-03T08:00:00Z")).with(args);
  }

  /** Twenty systems of several kinds. */
  private String twenty() throws IOException {
    Path captures = Files.createDirectories(folder.resolve("twenty-captures"));
    for (String sample : TWENTY) {
      Path capture = Project.path("samples").resolve(sample).resolve("capture.pcapng");
      Files.copy(
          capture, captures.resolve(sample + ".pcapng"), StandardCopyOption.REPLACE_EXISTING);
    }
    return Cli.run("report", "-o-", captures.toString()).out();
  }

  /** Captures with long names, of each version, all of them cut short. */
  private String damaged() throws IOException {
    Path captures = Files.createDirectories(folder.resolve("captures"));
    for (String sample :
        List.of("ssl20", "ssl30", "tls10", "tls11", "tls12", "tls13", "dtls", "dtls13")) {
      byte[] whole =
          Files.readAllBytes(Project.path("samples").resolve(sample).resolve("capture.pcapng"));
      Files.write(
          captures.resolve(sample + "_" + "gateway".repeat(15) + ".pcapng"),
          Arrays.copyOf(whole, whole.length - 10));
    }
    return Cli.run("report", "-o-", "--any-service", "--direction=any", captures.toString()).out();
  }

  private void page(String name, String html) throws IOException {
    Files.writeString(folder.resolve(name + ".html"), html);
  }

  private List<JsonNode> checks() throws IOException, InterruptedException {
    Path out = folder.resolve("checks.jsonl");
    Path log = folder.resolve("log.txt");
    Process node =
        new ProcessBuilder("node", "report.mjs", folder.toString())
            .directory(SCRIPTS.toFile())
            .redirectOutput(out.toFile())
            .redirectError(log.toFile())
            .start();
    try {
      assertThat(node.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)).as("the browser ends").isTrue();
    } finally {
      node.destroyForcibly();
    }
    String said = Files.readString(log, StandardCharsets.UTF_8);
    assertThat(node.exitValue()).as(said).isZero();
    List<JsonNode> checks = new ArrayList<>();
    for (String line : Files.readAllLines(out)) {
      checks.add(new ObjectMapper().readTree(line));
    }
    return checks;
  }
}
