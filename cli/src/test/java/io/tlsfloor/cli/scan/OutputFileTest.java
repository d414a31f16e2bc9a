package io.tlsfloor.cli.scan;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.cli.Cli;
import io.tlsfloor.cli.command.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OutputFileTest {
  @TempDir Path folder;

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void appearsWhole() throws IOException {
    Path out = folder.resolve("out.jsonl");

    ExitCode code =
        Cli.run(
                "scan",
                "--format",
                "jsonl",
                "--output",
                out.toString(),
                Captures.FLAGGED.toString())
            .code();

    assertThat(code).isEqualTo(ExitCode.FLAGGED);
    assertThat(names()).containsExactly("out.jsonl");
    assertThat(Files.readAllLines(out)).hasSize(3).last().asString().contains("tlsfloor.run");
  }

  @Test
  void replacesALinkAndNotWhatItLeadsTo() throws IOException {
    Path real = Files.writeString(folder.resolve("real.txt"), "kept");
    Path link = Files.createSymbolicLink(folder.resolve("link.txt"), real);

    Cli.run("scan", "--output", link.toString(), Captures.CLEAN.toString());

    assertThat(Files.isSymbolicLink(link)).isFalse();
    assertThat(link).content().containsPattern("Coverage: (no packets|nothing) lost");
    assertThat(real).hasContent("kept");
  }

  @ParameterizedTest
  @CsvSource({
    "scan,--output,./in.pcapng",
    "scan,--write,csv=in.pcapng",
    "scan,--evidence,link.pcapng",
  })
  void neverTakesThePlaceOfWhatIsRead(String command, String option, String name)
      throws IOException {
    Path capture = Files.copy(Captures.FLAGGED, folder.resolve("in.pcapng"));
    Files.createSymbolicLink(folder.resolve("link.pcapng"), capture);
    String form = name.contains("=") ? name.substring(0, name.indexOf('=') + 1) : "";
    String target = form + folder.resolve(name.substring(form.length()));

    Cli.Said said = Cli.run(command, option, target, capture.toString());

    assertThat(said.code()).isEqualTo(ExitCode.USAGE);
    assertThat(said.err()).contains("is read, and would be overwritten");
    assertThat(capture).hasSameBinaryContentAs(Captures.FLAGGED);
    assertThat(names()).containsExactly("in.pcapng", "link.pcapng");
  }

  @Test
  void isOneForEachOutputByWhateverName() {
    Cli.Said said =
        Cli.run(
            "scan",
            "--output",
            folder.resolve("out.jsonl").toString(),
            "--write",
            "csv=" + folder.resolve("./out.jsonl"),
            Captures.FLAGGED.toString());

    assertThat(said.code()).isEqualTo(ExitCode.USAGE);
    assertThat(said.err()).contains("two outputs go to");
  }

  @Test
  void leavesNothingBehindWhenNoInputCanBeRead() throws IOException {
    Path out = folder.resolve("out.txt");
    Path empty = Files.createFile(folder.resolve("empty.pcap"));

    ExitCode code = Cli.run("scan", "--output", out.toString(), empty.toString()).code();

    assertThat(code).isEqualTo(ExitCode.USAGE);
    assertThat(names()).containsExactly("empty.pcap");
  }

  @Test
  void leavesTheOlderOneWhenTheRunFails() throws IOException {
    Path out = Files.writeString(folder.resolve("out.txt"), "older");

    ExitCode code =
        new Cli()
            .interrupted(
                () -> {
                  throw new IllegalStateException("made by a test");
                })
            .with("scan", "--output", out.toString(), Captures.CLEAN.toString())
            .code();

    assertThat(code).isEqualTo(ExitCode.FAULT);
    assertThat(names()).containsExactly("out.txt");
    assertThat(out).hasContent("older");
  }

  @Test
  void writesToADeviceAsItIs() {
    assertThat(Cli.run("scan", "--output", "/dev/null", Captures.CLEAN.toString()).code())
        .isEqualTo(ExitCode.CLEAN);
  }
}
