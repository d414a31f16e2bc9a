package io.tlsfloor.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.testing.Requires;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code ./tlsfloor} promises before and around the application. */
class LauncherIT {
  private static final Path PROJECT = Path.of(System.getProperty("project.root", ".."));
  private static final Path ASSEMBLED = PROJECT.resolve("cli/target/dist").toAbsolutePath();
  private static final Path SAMPLE =
      PROJECT.resolve("samples/tls10/capture.pcapng").toAbsolutePath();

  @TempDir static Path shared;
  private static SourceTree built;

  @TempDir Path scratch;

  /** Takes the application as the build leaves it, without what an earlier run put beside it. */
  @BeforeAll
  static void build() throws IOException {
    Path application = Files.createDirectories(shared.resolve("application"));
    for (String part : List.of("tlsfloor", "tlsfloor.jar", "lib", ".stamp")) {
      String from = ASSEMBLED.resolve(part).toString();
      Run copy = Run.of(shared, Path.of("cp"), "-Rp", from, application.toString());
      assertThat(copy.code()).as(copy.err()).isZero();
    }
    built = SourceTree.in(shared.resolve("built"), PROJECT, application);
    assertThat(launch(built, shared, "--version").code()).isZero();
    assertThat(archive(built)).isNotEmptyFile();
  }

  /**
   * A tree of its own; its build brings a class-data archive along, which saves the time to make
   * one.
   */
  private SourceTree newTree() throws IOException {
    Path tree = scratch.resolve("tree");
    return SourceTree.in(tree, PROJECT, built.application());
  }

  @Test
  void buildsOnceAndSaysSoInOneLine() throws IOException {
    SourceTree tree = newTree();
    Run first = launch(tree, "--version");

    assertThat(first.code()).isZero();
    assertThat(first.err()).isEqualTo("tlsfloor: building, first run only …\n");
    assertThat(first.out()).startsWith("tlsfloor ");

    Run second = launch(tree, "--version");
    assertThat(second.code()).isZero();
    assertThat(second.err()).isEmpty();
    assertThat(tree.builds()).isEqualTo(1);
  }

  @Test
  void buildsAgainWhenASourceIsNewer() throws IOException {
    SourceTree tree = newTree();
    assertThat(launch(tree, "--version").code()).isZero();
    List<String> sources =
        List.of(
            "pom.xml",
            "rules/pom.xml",
            "parser/src/main/java/A.java",
            "capture/src/main/java/A.java",
            "rules/src/main/java",
            "cli/src/main/java/A.java",
            "tlsfloor");

    for (String source : sources) {
      tree.age();
      tree.edit(source);
      int before = tree.builds();

      Run after = launch(tree, "--version");

      assertThat(after.code()).as(source).isZero();
      assertThat(after.err())
          .as(source)
          .isEqualTo("tlsfloor: building, the sources have changed …\n");
      assertThat(tree.builds()).as(source).isEqualTo(before + 1);
    }
  }

  @Test
  void aFailedBuildNamesItsLogAndEndsWith4() throws IOException {
    SourceTree tree = newTree();
    tree.script("echo '[ERROR] A.java:[1,7] cannot find symbol'; exit 1\n");

    Run run = launch(tree, "--version");

    assertThat(run.code()).isEqualTo(4);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .contains("A.java:[1,7] cannot find symbol")
        .contains("the build failed; all of it is in ")
        .contains("cli/target/build.log");
    assertThat(tree.application()).doesNotExist();
    assertThat(tree.root().resolve("cli/target/.building")).doesNotExist();
  }

  @Test
  void twoAtTheSameTimeBuildOnce() throws IOException {
    SourceTree tree = newTree();
    Run one = launch(tree, "--version").start();
    Run other = launch(tree, "--version").start();

    assertThat(one.code()).isZero();
    assertThat(other.code()).isZero();
    assertThat(tree.builds()).isEqualTo(1);
  }

  @Test
  void theLockOfAKilledBuildIsTakenOver() throws IOException {
    SourceTree tree = newTree();
    Path lock = Files.createDirectories(tree.root().resolve("cli/target/.building"));
    Process gone = new ProcessBuilder("true").start();
    Files.writeString(lock.resolve("pid"), gone.pid() + "\n");
    gone.onExit().join();

    assertThat(launch(tree, "--version").code()).isZero();
    assertThat(tree.builds()).isEqualTo(1);
  }

  @Test
  void worksFromAnyFolderAndThroughLinks() throws IOException {
    newTree();
    Path folder = Files.createDirectories(scratch.resolve("else where/bin"));
    Path link = Files.createSymbolicLink(folder.resolve("floor"), Path.of("../../tree/tlsfloor"));
    Path relative = Files.createSymbolicLink(folder.resolve("again"), Path.of("floor"));

    assertThat(Run.of(scratch, link, "--version").code()).isZero();
    assertThat(Run.of(scratch, relative, "--version").in(Path.of("/")).code()).isZero();
    assertThat(
            Run.of(scratch, Path.of("sh"), "-c", "again --version")
                .with("PATH", folder + ":" + System.getenv("PATH"))
                .code())
        .isZero();
  }

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
    Files.copy(built.launcher(), alone);
    Files.setPosixFilePermissions(alone, PosixFilePermissions.fromString("rwxr-xr-x"));

    Run run = Run.of(scratch, alone, "--version");

    assertThat(run.code()).isEqualTo(4);
    assertThat(run.err()).contains("finds no tlsfloor.jar next to ");
  }

  @Test
  void withoutJavaItSaysWhatIsNeededAndEndsWith4() throws IOException {
    Run run = launch("--version").without("JAVA_HOME").with("PATH", pathWithoutJava().toString());

    assertThat(run.code()).isEqualTo(4);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .startsWith("tlsfloor: needs Java 17 or later and finds none:")
        .contains("set JAVA_HOME");
  }

  @Test
  void anOldJavaIsNamedAndEndsWith4() throws IOException {
    Path old = fakeJava("1.8.0_392");

    Run run =
        launch("--version")
            .with("JAVA_HOME", old.toString())
            .with("PATH", pathWithoutJava().toString());

    assertThat(run.code()).isEqualTo(4);
    assertThat(run.err())
        .contains("needs Java 17 or later, but " + old + "/bin/java is Java 1.8.0_392.");
  }

  @Test
  void anOldJavaInJavaHomeIsPassedOverForAGoodOneOnThePath() throws IOException {
    Path old = fakeJava("11.0.22");

    String path = Path.of(System.getProperty("java.home"), "bin") + ":" + System.getenv("PATH");
    Run run = launch("--version").with("JAVA_HOME", old.toString()).with("PATH", path);

    assertThat(run.code()).as(run.err()).isZero();
  }

  @ParameterizedTest
  @MethodSource("javas")
  void noJavaPrintsWarnings(Path java) {
    assertThat(launch("--version").with("JAVA_HOME", java.toString()).code()).isZero();

    Run run = launch("scan", "--quiet", SAMPLE.toString()).with("JAVA_HOME", java.toString());

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).isEmpty();
    assertThat(run.out()).doesNotContainIgnoringCase("warning");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 100, 50_000})
  void aDamagedClassDataArchiveIsNotUsed(int length) throws IOException {
    SourceTree tree = newTree();
    assertThat(launch(tree, "--version").code()).isZero();
    Path archive = archive(tree);
    byte[] whole = Files.readAllBytes(archive);
    Files.delete(archive);
    Files.write(archive, Arrays.copyOf(whole, length));

    Run run = launch(tree, "--version");

    assertThat(run.code()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(run.out()).startsWith("tlsfloor ");
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
    assertThat(run.out()).contains("TLS 1.0");
  }

  @Test
  void passesSignalsThrough() throws Exception {
    Run run = launch("scan", "--format", "jsonl", "-").start();
    OutputStream in = run.process().getOutputStream();
    in.write(Files.readAllBytes(SAMPLE));
    in.flush(); // and stays open: the scan waits for more
    run.awaitOutput();

    new ProcessBuilder("kill", "-INT", Long.toString(run.process().pid())).start().waitFor();

    assertThat(run.code()).isEqualTo(130);
  }

  @Test
  void readsFileNamesBeyondAsciiInTheCLocale() throws IOException {
    Path file = scratch.resolve("büro.pcapng");
    Files.copy(SAMPLE, file);

    Run run = launch("scan", file.toString()).with("LC_ALL", "C").without("LANG");

    assertThat(run.code()).as(run.err()).isEqualTo(1);
  }

  @Test
  void furtherOptionsReachTheVirtualMachine() {
    Run run = launch("--version").with("TLSFLOOR_JAVA_OPTS", "-Xmx64m -XX:+PrintCommandLineFlags");

    assertThat(run.code()).isZero();
    assertThat(run.out()).contains("-XX:MaxHeapSize=67108864");
  }

  @ParameterizedTest
  @CsvSource({"2400000000, TieredStopAtLevel=1", "2600000000, Tier4InvocationThreshold="})
  void gigabytesAreReadWithTheOptimizingCompiler(long size, String flag) throws IOException {
    Path file = scratch.resolve("large capture.pcap");
    try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.setLength(size);
    }

    Run run =
        launch("scan", file.toString()).with("TLSFLOOR_JAVA_OPTS", "-XX:+PrintCommandLineFlags");

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
          less heap than it starts with | TLSFLOOR_JAVA_OPTS=-Xmx48m                   | maximum heap size
          an option that Java lacks     | TLSFLOOR_JAVA_OPTS=-XX:+NoSuchOption         | Unrecognized VM option
          the same by Java's variable   | JDK_JAVA_OPTIONS=-XX:+NoSuchOption           | Unrecognized VM option
          no address space              | ulimit -v 1000000                            | Could not reserve
          no files                      | ulimit -n 15                                 | Error
          """)
  void aJavaThatCannotStartEndsWith4AndSaysWhy(String name, String setting, String said) {
    String set = setting.startsWith("ulimit") ? setting : "export " + setting;

    Run run = shell(set + "; exec '" + built.launcher() + "' scan '" + SAMPLE + "'");

    assertThat(run.code()).isEqualTo(4);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).startsWith("tlsfloor: Java cannot start with").contains(said);
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
    Path results = scratch.resolve("results");
    String words = arguments.replace("FILE", SAMPLE.toString());

    Run run =
        shell(
            "exec '%s' %s %s"
                .formatted(built.launcher(), words, closed)
                .replace("RESULTS", "results"));

    assertThat(run.code()).as(run.err()).isEqualTo(code);
    assertThat(run.err()).doesNotContain("internal error");
    if (arguments.contains("RESULTS")) {
      assertThat(results).content().contains("TLS 1.0").doesNotContain("tlsfloor: ");
    }
  }

  @Test
  void theScriptsAreCleanPosixShell() throws IOException {
    Requires.tools("shellcheck", "dash");
    List<Path> scripts = new ArrayList<>(List.of(PROJECT.resolve("tlsfloor")));
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
    String ci = PROJECT.resolve(".ci/run").toAbsolutePath().toString();
    Run lint = Run.of(scratch, Path.of("shellcheck"), ci);
    assertThat(lint.code()).as(lint.out()).isZero();
  }

  /** What runs an installed application can be read in a few minutes. */
  @Test
  void theLauncherStaysShort() throws IOException {
    assertThat(Files.readAllLines(PROJECT.resolve("tlsfloor"))).hasSizeLessThan(100);
  }

  private Run shell(String script) {
    return Run.of(scratch, Path.of("sh"), "-c", script)
        .with("JAVA_HOME", System.getProperty("java.home"));
  }

  private Run launch(String... arguments) {
    return launch(built, scratch, arguments);
  }

  private Run launch(SourceTree tree, String... arguments) {
    return launch(tree, scratch, arguments);
  }

  private static Run launch(SourceTree tree, Path folder, String... arguments) {
    return Run.of(folder, tree.launcher(), arguments)
        .with("JAVA_HOME", System.getProperty("java.home"));
  }

  /** The archive for the Java that runs this test. */
  private static Path archive(SourceTree tree) {
    String version = System.getProperty("java.runtime.version");
    String ending = Runtime.version().feature() < 25 ? ".jsa" : ".aot";
    return tree.application().resolve(".cds").resolve(version + ending);
  }

  /** A folder with the programs that the launcher uses, and no Java. */
  private Path pathWithoutJava() throws IOException {
    Path folder = Files.createDirectories(scratch.resolve("no-java"));
    for (String program : List.of("readlink", "find", "head", "sed", "cat", "mkdir", "rm")) {
      executable(folder.resolve(program), "PATH=/usr/bin:/bin; exec " + program + " \"$@\"");
    }
    return folder;
  }

  /** A Java home of the given version, whose Java must not be started. */
  private Path fakeJava(String version) throws IOException {
    Path home = Files.createDirectories(scratch.resolve("java " + version));
    Files.writeString(home.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
    executable(Files.createDirectories(home.resolve("bin")).resolve("java"), "exit 99");
    return home;
  }

  private static void executable(Path file, String body) throws IOException {
    Files.writeString(file, "#!/bin/sh\n" + body + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** Every Java on this machine that is new enough; at least the one that runs this test. */
  static Stream<Path> javas() throws IOException {
    List<Path> homes = new ArrayList<>();
    homes.add(Path.of(System.getProperty("java.home")).toRealPath());
    Path folder = Path.of("/usr/lib/jvm");
    if (Files.isDirectory(folder)) {
      try (DirectoryStream<Path> candidates = Files.newDirectoryStream(folder)) {
        for (Path candidate : candidates) {
          Path home = candidate.toRealPath();
          if (Files.isExecutable(home.resolve("bin/javac")) && !homes.contains(home)) {
            homes.add(home);
          }
        }
      }
    }
    return homes.stream();
  }
}
