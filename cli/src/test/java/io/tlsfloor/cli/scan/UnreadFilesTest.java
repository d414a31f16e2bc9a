package io.tlsfloor.cli.scan;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.cli.Cli;
import io.tlsfloor.cli.Cli.Said;
import io.tlsfloor.cli.command.ExitCode;
import io.tlsfloor.testing.Project;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files of a folder that look like captures and are none that can be read. */
class UnreadFilesTest {
  private static final Path CLEAN = Project.path("samples/tls12/capture.pcapng");

  @TempDir Path folder;

  @BeforeEach
  void aCleanCapture() throws IOException {
    Files.copy(CLEAN, folder.resolve("clean.pcapng"));
  }

  private Said scan() {
    return new Cli().environment("COLUMNS", "300").with("scan", folder.toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          captures.zip   | PK\u0003\u0004xxxx  | a zip archive
          captures.bin   | Rar!xxxx               | a RAR archive
          old.pcap       | not what it says      | text
          lan.pcap3      | ''                    | no bytes
          lan.cap        | <html>                | HTML or XML
          """)
  void areNamedAndALoss(String name, String bytes, String what) throws IOException {
    Files.write(folder.resolve(name), bytes.getBytes(StandardCharsets.ISO_8859_1));

    Said said = scan();

    assertThat(said.code()).isEqualTo(ExitCode.LOSS);
    assertThat(said.out()).contains("1 capture could not be read").contains(name + ": ");
    assertThat(said.err()).contains(what.equals("no bytes") ? name : what);
  }

  @Test
  void manyAreCountedAndNamedWhenAsked() throws IOException {
    for (int i = 0; i < 78; i++) {
      Files.writeString(folder.resolve("old" + i + ".pcap"), "not what it says");
    }

    assertThat(warnings(scan()))
        .hasSize(4)
        .last()
        .isEqualTo(
            "tlsfloor: warning: 75 more inputs are damaged or cannot be read; -v names them");
    Said verbose = new Cli().environment("COLUMNS", "300").with("scan", "-v", folder.toString());
    assertThat(warnings(verbose)).hasSize(78);
  }

  private static List<String> warnings(Said said) {
    return said.err()
        .lines()
        .filter(line -> line.contains("warning: ") && !line.contains("list is"))
        .toList();
  }

  @Test
  void aCaptureOfASecondCallsNobodyClean() {
    assertThat(scan().out())
        .containsPattern("none below TLS 1\\.2\\. \\d+ s is too short to call anyone clean\\.")
        .containsOnlyOnce("too short");
  }

  @Test
  void anArchiveOfTarIsOne() throws IOException {
    byte[] tar = new byte[1024];
    Arrays.fill(tar, 0, 100, (byte) 'x');
    System.arraycopy("ustar".getBytes(StandardCharsets.US_ASCII), 0, tar, 257, 5);
    Files.write(folder.resolve("captures"), tar);

    assertThat(scan().err()).contains("a tar archive");
  }

  @Test
  void otherFilesAreNone() throws IOException {
    Files.writeString(folder.resolve("notes.txt"), "what was captured where");

    assertThat(scan().code()).isEqualTo(ExitCode.CLEAN);
  }

  @Test
  void aCaptureWithoutPacketsIsClean() throws IOException {
    byte[] header = {
      (byte) 0xD4,
      (byte) 0xC3,
      (byte) 0xB2,
      (byte) 0xA1,
      2,
      0,
      4,
      0,
      0,
      0,
      0,
      0,
      0,
      0,
      0,
      0,
      0,
      0,
      4,
      0,
      1,
      0,
      0,
      0
    };
    Files.write(folder.resolve("quiet.pcap"), header);

    assertThat(scan().code()).isEqualTo(ExitCode.CLEAN);
  }

  @Test
  void resultsLeadToReport() throws IOException {
    Path lines = folder.resolve("today.jsonl");
    Files.writeString(lines, Cli.run("scan", "--format", "jsonl", "samples/tls10").out());

    Said said = Cli.run("scan", lines.toString());

    assertThat(said.code()).isEqualTo(ExitCode.USAGE);
    assertThat(said.err()).contains("holds results of a scan").contains("tlsfloor report " + lines);
  }
}
