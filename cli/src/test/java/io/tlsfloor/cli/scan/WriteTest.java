package io.tlsfloor.cli.scan;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.cli.Cli;
import io.tlsfloor.cli.Cli.Said;
import io.tlsfloor.cli.command.ExitCode;
import io.tlsfloor.cli.command.Values;
import io.tlsfloor.cli.report.Format;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Several outputs of one run. */
class WriteTest {
  private static final String FILE = "samples/tls10/capture.pcapng";

  @TempDir Path folder;

  @Test
  void writesTheSameAsOneOutputOfEachForm() throws IOException {
    List<String> args = new ArrayList<>(List.of("scan"));
    for (String form : Values.words(Format.class)) {
      if (!form.equals("jsonl")) { // its run line tells the time that it took
        args.addAll(List.of("--write", form + "=" + folder.resolve(form)));
      }
    }
    args.add(FILE);

    Said said = Cli.run(args.toArray(String[]::new));

    assertThat(said.code()).isEqualTo(ExitCode.FLAGGED);
    assertThat(said.out()).isEqualTo(Cli.run("scan", FILE).out());
    for (String form : Values.words(Format.class)) {
      if (!form.equals("jsonl")) {
        assertThat(Files.readString(folder.resolve(form)))
            .as(form)
            .isNotEmpty()
            .isEqualTo(Cli.run("scan", "--format", form, FILE).out());
      }
    }
  }

  @Test
  void leavesNothingBehindWhenARunFails() throws IOException {
    Path file = folder.resolve("a.csv");
    Said said = Cli.run("scan", "--write", "csv=" + file, "samples/tls10/README.md");

    assertThat(said.code()).isEqualTo(ExitCode.USAGE);
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left).isEmpty();
    }
    Said missing = Cli.run("scan", "--write", "csv=" + file, "--write", "eve=/nowhere/x", FILE);
    assertThat(missing.code()).isEqualTo(ExitCode.FAULT);
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"csv", "csv=", "=x", "xls=x", "csv=x --write eve=x", "csv=x --output x"})
  void refusesWhatIsNoOutput(String target) {
    List<String> args = new ArrayList<>(List.of("scan", "--write"));
    args.addAll(List.of(target.split(" ")));
    args.add(FILE);

    assertThat(Cli.run(args.toArray(String[]::new)).code()).isEqualTo(ExitCode.USAGE);
  }
}
