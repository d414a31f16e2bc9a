package io.tlsfloor.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.testing.Await;
import io.tlsfloor.testing.Project;
import io.tlsfloor.testing.Requires;
import io.tlsfloor.testing.TakesLong;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs of the assembled application whose surroundings fail: disks, folders, names. */
@TakesLong("the whole application starts for each case")
class SurroundingsIT {
  private static final Path PROJECT = Project.folder();
  private static final Path PROGRAM = PROJECT.resolve("cli/target/dist/tlsfloor").toAbsolutePath();
  private static final Path SAMPLES = PROJECT.resolve("samples").toAbsolutePath();

  @TempDir Path scratch;

  private Run shell(String script) throws IOException {
    return Run.of(scratch, Path.of("sh"), "-c", script);
  }

  /** Each form of output has more to write than the disk has room for. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "--all --format jsonl --output $0/out",
        "--write csv=$0/out --all",
        "--inventory $0/db"
      })
  void aFullDiskIsSaidAndLeavesNoPart(String options) throws IOException {
    Requires.networkNamespaces();
    Path disk = Files.createDirectory(scratch.resolve("disk"));
    String script =
        "mount -t tmpfs -o size=8k tmpfs $0 && { %s scan %s %s/office-hour >/dev/null; echo $?;"
                .formatted(PROGRAM, options, SAMPLES)
            + " find $0 -type f; find $0 -mindepth 1 -type d; }";

    Run run = Run.of(scratch, Path.of("unshare"), "-m", "sh", "-c", script, disk.toString());

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out()).as(run.err()).isEqualTo("4\n");
    assertThat(run.err())
        .containsPattern("No space left on device|the disk is full|IOERR")
        .doesNotContain("fault of tlsfloor", "internal error", "Exception");
  }

  @Test
  void writesFilesWhoseNamesAreNoUtf8() throws IOException {
    Run run =
        shell(
            """
            o=$(printf 'b\\374ro.jsonl'); c=$(printf 'd\\344y.csv')
            %s scan %s/tls10/capture.pcapng --output "$o" --write "csv=$PWD/$c" -q ||
              [ $? -eq 1 ] || exit 8
            [ -s "$o" ] && [ -s "$c" ] && ls -d *.jsonl *.csv | wc -l
            """
                .formatted(PROGRAM, SAMPLES));

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out().strip()).isEqualTo("2"); // and no other file
  }

  @Test
  void anOutputFolderThatVanishesIsSaid() throws Exception {
    Path folder = Files.createDirectory(scratch.resolve("gone"));
    Path errors = scratch.resolve("errors");
    Process process =
        new ProcessBuilder(
                PROGRAM.toString(), "scan", "--output", folder.resolve("out").toString(), "-")
            .redirectError(errors.toFile())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (OutputStream in = process.getOutputStream()) {
      in.write(Files.readAllBytes(SAMPLES.resolve("tls10/capture.pcapng")));
      in.flush();
      Await.until(() -> hasFiles(folder));
      try (var files = Files.list(folder)) {
        for (Path each : files.toList()) {
          Files.delete(each);
        }
      }
      Files.delete(folder);
    }

    assertThat(process.waitFor()).isEqualTo(4);
    assertThat(Files.readString(errors))
        .contains("cannot write", "no such file or directory")
        .doesNotContain("internal error", "Exception");
    assertThat(folder).doesNotExist();
  }

  private static boolean hasFiles(Path folder) {
    try (var files = Files.list(folder)) {
      return files.findAny().isPresent();
    } catch (IOException e) {
      return false;
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          scan FILE                      | 1 | 10.20.3.41
          scan --inventory out.db FILE   | 4 | SQLite library cannot be unpacked
          scan ZSTD                      | 2 | zstd library cannot be unpacked
          watch --list                   | 0 | lo
          """)
  void aTemporaryFolderThatIsNotThereFailsOnlyWhatNeedsIt(String words, int code, String said)
      throws IOException {
    Path capture = SAMPLES.resolve("tls10/capture.pcapng");
    Files.write(scratch.resolve("zstd"), new byte[] {0x28, (byte) 0xB5, 0x2F, (byte) 0xFD, 0, 0});
    String arguments = words.replace("FILE", capture.toString()).replace("ZSTD", "zstd");

    Run run =
        shell(
            "TLSFLOOR_JAVA_OPTS=-Djava.io.tmpdir=%s/none exec %s %s"
                .formatted(scratch, PROGRAM, arguments));

    assertThat(run.code()).as(run.err()).isEqualTo(code);
    assertThat(run.out() + run.err()).contains(said).doesNotContain("Exception", "\tat ");
  }

  @Test
  void namesThatAreNotUtf8Work() throws IOException {
    Path capture = SAMPLES.resolve("tls10/capture.pcapng");

    Run run =
        shell(
            "name=$(printf 'caf\\351'); mkdir in out && cp %s in/$name &&".formatted(capture)
                + " %s scan --output out/$name in/$name; echo $?; cat out/*".formatted(PROGRAM));

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out()).as(run.err()).startsWith("1\n").contains("10.20.3.41");
    assertThat(shell(PROGRAM + " scan in").code()).isEqualTo(1);
  }
}
