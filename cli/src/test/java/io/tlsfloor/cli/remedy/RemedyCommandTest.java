package io.tlsfloor.cli.remedy;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.cli.Cli;
import io.tlsfloor.cli.command.ExitCode;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RemedyCommandTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"java-8", "docs/remedies/java-8.md"})
  void printsThePageThatAFindingNames(String name) {
    Cli.Said said = Cli.run("remedy", name);

    assertThat(said.code()).isEqualTo(ExitCode.CLEAN);
    assertThat(said.out())
        .startsWith("# Java 8 and later\n")
        .contains("see Java 7 (tlsfloor remedy java-7)")
        .doesNotContain(".md)");
  }

  @Test
  void listsThePagesWithoutAName() {
    assertThat(Cli.run("remedy").out()).contains("(tlsfloor remedy windows-7-2008r2)");
  }

  @ParameterizedTest
  @CsvSource({
    "printer, # Printers",
    "OpenSSL 3.5 held to TLS 1.1, # OpenSSL",
    "Node.js 0.10 held to TLS 1.0 (OpenSSL 1.0.1), # Node.js",
    "Java 8 held to TLS 1.0, # Java 8",
    "GnuTLS 3.8 held to TLS 1.0, # GnuTLS",
    "windows xp, # Windows XP",
    "ios, # iOS",
    "curl, # curl",
    "middlebox, # The server",
    "mail in clear text, # Mail in clear text",
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
