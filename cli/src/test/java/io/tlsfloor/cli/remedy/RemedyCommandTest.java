package io.tlsfloor.cli.remedy;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.cli.Cli;
import io.tlsfloor.cli.command.ExitCode;
import io.tlsfloor.rules.RemedyPages;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RemedyCommandTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"java-8", "docs/remedies/java-8.md", "tlsfloor remedy java-8"})
  void printsThePageThatAFindingNames(String name) {
    Cli.Said said = Cli.run("remedy", name);

    assertThat(said.code()).isEqualTo(ExitCode.CLEAN);
    assertThat(said.out())
        .startsWith("Java 8 and later\n")
        .contains("see Java 7 (tlsfloor remedy java-7)");
  }

  @Test
  void listsThePagesWithoutAName() {
    String list = Cli.run("remedy").out();

    assertThat(list)
        .contains("\n  windows-7-2008r2     Windows 7 SP1 and Server 2008 R2 SP1\n")
        .contains("\n  cleartext-fallback   Mail in clear text\n");
    assertThat(list.lines().filter(line -> line.startsWith("  ")).map(String::strip))
        .extracting(line -> line.split(" ")[0])
        .containsExactlyElementsOf(RemedyPages.names());
  }

  static List<String> pages() {
    return RemedyPages.names();
  }

  /** Marks of Markdown are for the page in the repository and for the report. */
  @ParameterizedTest
  @MethodSource("pages")
  void printsForATerminal(String name) {
    for (boolean terminal : new boolean[] {true, false}) {
      String text = new Cli().terminals(terminal, terminal, 80).with("remedy", name).out();

      assertThat(text).doesNotContain("](", "`", "|---", ".md)", "\u00a0", "\\u00a0");
      assertThat(text.lines())
          .allSatisfy(line -> assertThat(line).doesNotMatch("#.*|.*\\*\\*.*"))
          .allSatisfy(
              line ->
                  assertThat(line)
                      .satisfiesAnyOf(
                          each ->
                              assertThat(each.length()).isLessThanOrEqualTo(terminal ? 80 : 100),
                          each -> assertThat(each).contains("\\"))); // a path of the registry
    }
  }

  @ParameterizedTest
  @CsvSource({
    "printer, Printers",
    "OpenSSL 3.5 held to TLS 1.1, OpenSSL",
    "Node.js 0.10 held to TLS 1.0 (OpenSSL 1.0.1), Node.js",
    "Java 8 held to TLS 1.0, Java 8",
    "GnuTLS 3.8 held to TLS 1.0, GnuTLS",
    "windows xp, Windows XP",
    "ios, iOS",
    "curl, curl",
    "middlebox, The server",
    "mail in clear text, Mail in clear text",
  })
  void findsAPageByWordsOfTheTableAndOfPeople(String words, String begins) {
    assertThat(Cli.run("remedy", words).out()).startsWith(begins);
    assertThat(new Cli().with(("remedy " + words).split(" ")).out()).startsWith(begins);
  }

  @Test
  void suggestsThePageThatWasMeant() {
    Cli.Said said = Cli.run("remedy", "jva-8");

    assertThat(said.code()).isEqualTo(ExitCode.USAGE);
    assertThat(said.err())
        .contains("no remedy for \"jva-8\"")
        .contains("Did you mean tlsfloor remedy java-8?");
  }

  @Test
  void theHtmlPageHoldsThePagesOfItsFindings() throws Exception {
    Path page = folder.resolve("page.html");

    Cli.run("report", "-o", page.toString(), "samples/tls10");

    assertThat(Files.readString(page))
        .contains("<a href=\"#remedy-openssl\">In full</a>")
        .contains("<article id=\"remedy-openssl\"")
        .doesNotContain("<article id=\"remedy-java-8\"");
  }
}
