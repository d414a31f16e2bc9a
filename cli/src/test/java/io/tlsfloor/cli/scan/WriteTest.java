package io.tlsfloor.cli.scan;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.cli.Cli;
import io.tlsfloor.cli.Cli.Said;
import io.tlsfloor.cli.command.ExitCode;
import io.tlsfloor.cli.option.Kind;
import io.tlsfloor.report.form.Format;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Several outputs of one run. */
class WriteTest {
  private static final String FILE = "samples/tls10/capture.pcapng";

  /** Forms that tell when they were made. */
  private static final Set<String> TIMED = Set.of("jsonl", "html");

  @TempDir Path folder;

  @Test
  void writesTheSameAsOneOutputOfEachForm() throws IOException {
    List<String> args = new ArrayList<>(List.of("scan"));
    for (String form : Kind.word(Format.class).words()) {
      if (!TIMED.contains(form)) {
        args.addAll(List.of("--write", form + "=" + folder.resolve(form)));
      }
    }
    args.add(FILE);

    Said said = Cli.run(args.toArray(String[]::new));

    assertThat(said.code()).isEqualTo(ExitCode.FLAGGED);
    assertThat(said.out()).isEqualTo(Cli.run("scan", FILE).out());
    for (String form : Kind.word(Format.class).words()) {
      if (!TIMED.contains(form)) {
        assertThat(Files.readString(folder.resolve(form)))
            .as(form)
            .isNotEmpty()
            .isEqualTo(Cli.run("scan", "--format", form, FILE).out());
      }
    }
  }

  @Test
  void writesThePageThatReportWrites() throws IOException {
    Path page = folder.resolve("page.html");
    Path lines = folder.resolve("lines.jsonl");
    String capture = "samples/office-hour/capture.pcapng";

    Said said = Cli.run("scan", "--write", "html=" + page, "--write", "jsonl=" + lines, capture);

    assertThat(said.out()).isEqualTo(Cli.run("scan", capture).out());
    assertThat(untimed(Files.readString(page)))
        .isEqualTo(untimed(Cli.run("report", "-o", "-", capture).out()));
    assertThat(untimed(Cli.run("scan", "--format", "html", capture).out()))
        .isEqualTo(untimed(Files.readString(page)));
    assertThat(Files.readAllLines(lines)).hasSizeGreaterThan(10);
  }

  private static String untimed(String page) {
    return page.replaceAll("Read on</dt><dd>[^<]*", "");
  }

  @Test
  void leavesNothingBehindWhenARunFails() throws IOException {
    Path file = folder.resolve("a.csv");
    Said said = Cli.run("scan", "--write", "csv=" + file, "samples/tls10/README.md");

    assertThat(said.code()).isEqualTo(ExitCode.USAGE);
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left).isEmpty();
    }
    Said missing = Cli.run("scan", "--write", "csv=" + file, "--write", "cef=/nowhere/x", FILE);
    assertThat(missing.code()).isEqualTo(ExitCode.FAULT);
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"csv", "csv=", "=x", "xls=x", "csv=x --write cef=x", "csv=x --output x"})
  void refusesWhatIsNoOutput(String target) {
    List<String> args = new ArrayList<>(List.of("scan", "--write"));
    args.addAll(List.of(target.split(" ")));
    args.add(FILE);

    assertThat(Cli.run(args.toArray(String[]::new)).code()).isEqualTo(ExitCode.USAGE);
  }
}
