package io.tlsfloor.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.testing.Requires;
import io.tlsfloor.testing.TakesLong;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests what {@code ./tlsfloor} promises around the application. */
class LauncherIT extends OnTree {
  @Test
  void aCopyOfTheApplicationRunsWithoutItsSources() throws IOException {
    Path copy = scratch.resolve("installed");
    String application = built.application().toString();
    assertThat(Run.of(scratch, Path.of("cp"), "-R", application, copy.toString()).code()).isZero();

    Run run = Run.of(scratch, copy.resolve("tlsfloor"), "--version");

    assertThat(run.code()).isZero();
    assertThat(run.err()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"commons-cli", "tlsfloor-report", "tlsfloor-rules"})
  void anApplicationWithoutAllItsPartsEndsWith4(String part) throws IOException {
    if (!part.equals("tlsfloor-report")) {
      Requires.time("starts without another part");
    }
    Path copy = scratch.resolve("incomplete");
    String application = built.application().toString();
    assertThat(Run.of(scratch, Path.of("cp"), "-R", application, copy.toString()).code()).isZero();
    try (DirectoryStream<Path> jars =
        Files.newDirectoryStream(copy.resolve("lib"), part + "-*.jar")) {
      for (Path jar : jars) {
        Files.delete(jar);
      }
    }

    Run run = Run.of(scratch, copy.resolve("tlsfloor"), "scan", SAMPLE.toString());

    assertThat(run.code()).isEqualTo(4);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).startsWith("tlsfloor: ").contains("NoClassDefFoundError");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 5_000, 300_000})
  void aJarThatIsCutShortEndsWith4(int length) throws IOException {
    if (length != 5_000) {
      Requires.time("starts with a jar of another length");
    }
    Path copy = scratch.resolve("cut");
    String application = built.application().toString();
    assertThat(Run.of(scratch, Path.of("cp"), "-R", application, copy.toString()).code()).isZero();
    Path jar = copy.resolve("tlsfloor.jar");
    Files.write(jar, Arrays.copyOf(Files.readAllBytes(jar), length));

    Run run = Run.of(scratch, copy.resolve("tlsfloor"), "scan", SAMPLE.toString());

    assertThat(run.code()).isEqualTo(4);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).startsWith("tlsfloor: Java cannot start with").contains("corrupt");
  }

  @Test
  void alone_saysThatTheApplicationIsMissing() throws IOException {
    Path alone = scratch.resolve("alone");
    Script.copy(built.launcher(), alone);

    Run run = Run.of(scratch, alone, "--version");

    assertThat(run.code()).isEqualTo(4);
    assertThat(run.err()).contains("finds no tlsfloor.jar next to ");
  }

  @Test
  void passesExitCodesThrough() {
    assertThat(launch("scan", SAMPLE.toString()).code()).isEqualTo(1);
    assertThat(launch("scan", "--no-such-option").code()).isEqualTo(2);
    assertThat(launch("scan", "no-such-file.pcap").code()).isEqualTo(2);
  }

  @Test
  void passesStandardInputThrough() {
    Run run = launch("scan", "-").reading(SAMPLE);

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.out()).contains("10.20.3.41");
  }

  @Test
  void passesSignalsThrough() throws Exception {
    Requires.interrupts();
    Run run = launch("scan", "--format", "jsonl", "-").start();
    OutputStream in = run.process().getOutputStream();
    in.write(Files.readAllBytes(SAMPLE));
    in.flush(); // and stays open: the scan waits for more
    run.awaitOutput();

    new ProcessBuilder("sh", "-c", "kill -INT " + run.process().pid()).start().waitFor();

    assertThat(run.code()).isEqualTo(130);
  }

  @TakesLong("starts in other locales")
  @ParameterizedTest
  @ValueSource(strings = {"C", "xx_XX.UTF-8"})
  void readsFileNamesBeyondAsciiInTheCLocaleAndInOneThatIsNotInstalled(String locale)
      throws IOException {
    Path file = scratch.resolve("büro.pcapng");
    Files.copy(SAMPLE, file);

    Run run = launch("scan", file.toString()).with("LC_ALL", locale).without("LANG");

    assertThat(run.code()).as(run.err()).isEqualTo(1);
  }

  @Test
  void furtherOptionsReachTheVirtualMachine() {
    Run run = launch("--version").with("TLSFLOOR_JAVA_OPTS", "-Xmx64m -XX:+PrintCommandLineFlags");

    assertThat(run.code()).isZero();
    assertThat(run.out()).contains("-XX:MaxHeapSize=67108864");
  }

  @ParameterizedTest
  @CsvSource({
    "--quiet, 2990000000, TieredStopAtLevel=1",
    "--quiet, 3010000000, Tier4InvocationThreshold=",
    "--evidence=e.pcapng, 24000000, TieredStopAtLevel=1",
    "--evidence=e.pcapng, 26000000, Tier4InvocationThreshold="
  })
  void muchIsReadWithTheOptimizingCompiler(String option, long size, String flag)
      throws IOException {
    if (!option.equals("--quiet")) {
      Requires.time("starts with another option");
    }
    Path file = scratch.resolve("large capture.pcap");
    try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.setLength(size);
    }

    Run run =
        launch("scan", file.toString(), option)
            .with("TLSFLOOR_JAVA_OPTS", "-XX:+PrintCommandLineFlags");

    assertThat(run.code()).isEqualTo(2); // zeros are no capture
    assertThat(run.out()).contains(flag);
  }

  /** Bytes that are no UTF-8 in the name of the folder that holds all of it. */
  @Test
  void readsAndWritesInAFolderWhoseNameIsNoUtf8() {
    Run run =
        shell(
            """
            d=$(printf 'b\\374ro'); mkdir "$d" && cp '%s' "$d/a.pcapng" || exit 9
            '%s' scan "$d/a.pcapng" --output "$d/o.jsonl" --write csv="$d/o.csv" --evidence "$d/e" -q ||
              [ $? -eq 1 ] || exit 8
            ls -d b*ro | wc -l; ls "$d"
            """
                .formatted(SAMPLE.toAbsolutePath(), built.launcher()));

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out().lines().map(String::strip))
        .endsWith("1", "a.pcapng", "e", "o.csv", "o.jsonl"); // and no other folder
  }

  /** The kernel's signal for that, SIGXFSZ, would end it without a word. */
  @Test
  void filesThatMayNotGrowAreSaid() {
    Run run =
        shell(
            "ulimit -f 1; exec '"
                + built.launcher()
                + "' scan --output results.jsonl --format jsonl '"
                + SAMPLE.toAbsolutePath()
                + "'");

    assertThat(run.code()).as(run.err()).isEqualTo(4);
    assertThat(run.err()).contains("cannot write results.jsonl: File too large");
    assertThat(scratch.resolve("results.jsonl")).doesNotExist();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          <&-           | scan FILE                         | 1
          2>&-          | scan FILE                         | 1
          >&-           | scan --output RESULTS FILE        | 1
          <&- >&- 2>&-  | scan --output RESULTS FILE        | 1
          >&-           | scan FILE                         | 4
          <&- >&- 2>&-  | scan FILE                         | 4
          <&-           | scan -                            | 2
          >&-           | --version                         | 4
          """)
  void aClosedStandardStreamFailsOnlyWhatNeedsIt(String closed, String arguments, int code)
      throws IOException {
    if (!closed.equals(">&-")) {
      Requires.time("starts with other streams closed");
    }
    Path results = scratch.resolve("results");
    String words = arguments.replace("FILE", "'" + SAMPLE + "'");

    Run run =
        shell(
            "exec '%s' %s %s"
                .formatted(built.launcher(), words, closed)
                .replace("RESULTS", "results"));

    assertThat(run.code()).as(run.err()).isEqualTo(code);
    assertThat(run.err()).doesNotContain("internal error");
    if (arguments.contains("RESULTS")) {
      assertThat(results).content().contains("10.20.3.41").doesNotContain("tlsfloor: ");
    }
  }

  @Test
  void theScriptsAreCleanPosixShell() throws IOException {
    Requires.tools("shellcheck", "dash");
    List<Path> scripts =
        new ArrayList<>(List.of(PROJECT.resolve("tlsfloor"), PROJECT.resolve("mvnw")));
    try (DirectoryStream<Path> more =
        Files.newDirectoryStream(PROJECT.resolve("cli/src/main/sh"))) {
      more.forEach(scripts::add);
    }
    for (Path script : scripts) {
      String file = script.toAbsolutePath().toString();
      Run lint = Run.of(scratch, Path.of("shellcheck"), file);
      Run parse = Run.of(scratch, Path.of("dash"), "-n", file);

      assertThat(lint.code()).as(lint.out()).isZero();
      assertThat(parse.code()).as(parse.err()).isZero();
    }
    for (String ci : List.of("run", "proof", "bare-root")) {
      String file = PROJECT.resolve(".ci").resolve(ci).toAbsolutePath().toString();
      Run lint = Run.of(scratch, Path.of("shellcheck"), file);
      assertThat(lint.code()).as(lint.out()).isZero();
    }
  }

  /** What runs an installed application can be read in a few minutes. */
  @Test
  void theLauncherStaysShort() throws IOException {
    assertThat(Files.readAllLines(PROJECT.resolve("tlsfloor"))).hasSizeLessThanOrEqualTo(100);
  }
}
