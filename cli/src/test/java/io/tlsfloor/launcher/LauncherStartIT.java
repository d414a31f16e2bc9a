package io.tlsfloor.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.testing.Requires;
import io.tlsfloor.testing.TakesLong;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests what {@code ./tlsfloor} promises before the application: that it is built, and a Java
 * found.
 */
class LauncherStartIT extends OnTree {
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

  @TakesLong("builds")
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

  @TakesLong("waits for another build")
  @Test
  void twoAtTheSameTimeBuildOnce() throws IOException {
    SourceTree tree = newTree();
    Run one = launch(tree, "--version").start();
    Run other = launch(tree, "--version").start();

    assertThat(one.code()).isZero();
    assertThat(other.code()).isZero();
    assertThat(tree.builds()).isEqualTo(1);
  }

  @TakesLong("waits for another build")
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

  @TakesLong("starts with every Java of the machine")
  @ParameterizedTest
  @MethodSource("javas")
  void noJavaPrintsWarnings(Path java) {
    assertThat(launch("--version").with("JAVA_HOME", java.toString()).code()).isZero();

    Run run = launch("scan", "--quiet", SAMPLE.toString()).with("JAVA_HOME", java.toString());

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).isEmpty();
    assertThat(run.out()).doesNotContainIgnoringCase("warning");
  }

  @TakesLong("the application starts again and again")
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

  /** Such a Java ends with 1. Root has no such limit, so a stand-in says what Java says. */
  @Test
  void aJavaForWhichThereAreNoThreadsEndsWith4() throws IOException {
    Requires.tools("prlimit");
    Path home = fakeJava("17.0.1");
    Script.write(home.resolve("bin/java"), "echo unable to create native thread; exit 1\n");

    Run run =
        Run.of(
                scratch,
                Path.of("sh"),
                "-c",
                // Root may exceed its limit; for others, all that runs here is counted.
                "read -r _ _ _ tasks _ </proc/loadavg; [ \"$(id -u)\" != 0 ] || tasks=/0;"
                    + " prlimit --nproc=$((${tasks#*/} + 40)) --pid $$; exec '"
                    + built.launcher()
                    + "' scan '"
                    + SAMPLE
                    + "'")
            .with("JAVA_HOME", home.toString());

    assertThat(run.code()).isEqualTo(4);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains("Java cannot start with").contains("native thread");
  }

  /**
   * A tree of its own; its build brings a class-data archive along, which saves the time to make
   * one.
   */
  private SourceTree newTree() throws IOException {
    Path tree = scratch.resolve("tree");
    return SourceTree.in(tree, PROJECT, built.application());
  }

  /** A folder with the programs that the launcher uses, and no Java. */
  private Path pathWithoutJava() throws IOException {
    Path folder = Files.createDirectories(scratch.resolve("no-java"));
    for (String program : List.of("readlink", "find", "head", "sed", "cat", "mkdir", "rm")) {
      Script.write(folder.resolve(program), "PATH=/usr/bin:/bin; exec " + program + " \"$@\"\n");
    }
    return folder;
  }

  /** A Java home of the given version, whose Java must not be started. */
  private Path fakeJava(String version) throws IOException {
    Path home = Files.createDirectories(scratch.resolve("java " + version));
    Files.writeString(home.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
    Script.write(Files.createDirectories(home.resolve("bin")).resolve("java"), "exit 99\n");
    return home;
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
