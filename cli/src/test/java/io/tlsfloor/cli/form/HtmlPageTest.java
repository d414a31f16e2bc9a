package io.tlsfloor.cli.form;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.cli.Cli;
import io.tlsfloor.cli.Cli.Said;
import io.tlsfloor.cli.command.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page that report writes, from captures and from their lines. */
class HtmlPageTest {
  @TempDir Path folder;

  private static String between(String page, String from, String to) {
    int start = page.indexOf(from) + from.length();
    assertThat(page).contains(from);
    return page.substring(start, page.indexOf(to, start));
  }

  @Test
  void isTheSameFromCapturesAndFromTheirJsonLines() throws IOException {
    String capture = "samples/office-hour/capture.pcapng";
    Path lines = folder.resolve("lines.jsonl");
    Files.writeString(lines, Cli.run("scan", "--all", "--format", "jsonl", capture).out());

    Said direct = Cli.run("report", "-o", "-", capture);
    Said saved = Cli.run("report", "-o", "-", lines.toString());
    Said piped = new Cli().input(Files.readAllBytes(lines)).with("report", "-o", "-", "-");

    assertThat(direct.code()).isEqualTo(ExitCode.CLEAN);
    assertThat(direct.out()).contains("10.20.3.41");
    assertThat(main(saved.out())).isEqualTo(main(direct.out()));
    assertThat(main(piped.out())).isEqualTo(main(direct.out()));
  }

  private static String main(String page) {
    return between(page, "<main>", "</main>").replaceAll("Read on</dt><dd>[^<]*", "");
  }

  @Test
  void appearsOnlyWhenItIsWhole() {
    Path page = folder.resolve("page.html");

    Said said = Cli.run("report", "-o", page.toString(), folder.resolve("none").toString());

    assertThat(said.code()).isEqualTo(ExitCode.USAGE);
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void saysWhatItNeeds() throws IOException {
    Path lines = Files.writeString(folder.resolve("lines.jsonl"), "{\"tlsfloor\":{}}\n");
    String capture = "samples/tls10/capture.pcapng";

    assertThat(Cli.run("report", "-o", "x.pdf", capture).err()).contains("does not end with .html");
    assertThat(Cli.run("report", "-o", "x.html").err()).contains("needs captures or saved results");
    assertThat(Cli.run("report", "-o", "-", capture, lines.toString()).err())
        .contains("captures and saved results together");
    assertThat(Cli.run("report", "-o", "-", "--floor", "1.3", lines.toString()).err())
        .contains("--floor has no effect on saved results");
    assertThat(Cli.run("report", "-o", "-", lines.toString()).err())
        .contains("lines.jsonl, line 1: not a line of tlsfloor's results");
  }
}
