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
  private static final Set<String> TIMED = Set.of("jsonl");

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

  @ParameterizedTest
  @ValueSource(strings = {"page.html", "page.PDF"})
  void leadsToReportWhereAPageIsAskedFor(String name) {
    Said said = Cli.run("scan", "-o", folder.resolve(name).toString(), "samples/tls10");

    assertThat(said.code()).isEqualTo(ExitCode.USAGE);
    assertThat(said.err()).contains("tlsfloor report -o report.html CAPTURE");
    assertThat(folder).isEmptyDirectory();
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
