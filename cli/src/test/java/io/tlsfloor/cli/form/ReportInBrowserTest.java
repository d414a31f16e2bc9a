package io.tlsfloor.cli.form;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tlsfloor.cli.Cli;
import io.tlsfloor.cli.Sample;
import io.tlsfloor.cli.serve.BrowserChecks;
import io.tlsfloor.report.form.html.Pages;
import io.tlsfloor.testing.TakesLong;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
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
  private static final String OFFICE = "samples/office-hour/capture.pcapng";
  private static final List<String> TWENTY =
      List.of("office-hour", "starttls-smtp", "socks", "tls11", "ssl30");

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
    BrowserChecks.need();
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

    List<JsonNode> checks = BrowserChecks.run(folder, "report.mjs", folder.toString());

    assertThat(checks).hasSizeGreaterThan(15);
    return BrowserChecks.tests(checks);
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
      Path capture = Sample.of(sample).capture();
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
      byte[] whole = Files.readAllBytes(Sample.of(sample).capture());
      Files.write(
          captures.resolve(sample + "_" + "gateway".repeat(15) + ".pcapng"),
          Arrays.copyOf(whole, whole.length - 10));
    }
    return Cli.run("report", "-o-", "--any-service", "--direction=any", captures.toString()).out();
  }

  private void page(String name, String html) throws IOException {
    Files.writeString(folder.resolve(name + ".html"), html);
  }
}
