package io.tlsfloor.cli.remedy;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.cli.Cli;
import io.tlsfloor.cli.command.ExitCode;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
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

  @Test
  void suggestsThePageThatWasMeant() {
    Cli.Said said = Cli.run("remedy", "jav-8");

    assertThat(said.code()).isEqualTo(ExitCode.USAGE);
    assertThat(said.err()).contains("no remedy \"jav-8\"").contains("Did you mean java-8?");
  }

  @Test
  void theHtmlPageHoldsThePagesOfItsFindings() throws Exception {
    Path page = folder.resolve("page.html");

    Cli.run("report", "--html", page.toString(), "samples/tls10");

    assertThat(Files.readString(page))
        .contains("<a href=\"#remedy-openssl\">In full</a>")
        .contains("<article id=\"remedy-openssl\"")
        .doesNotContain("<article id=\"remedy-java-8\"");
  }
}
