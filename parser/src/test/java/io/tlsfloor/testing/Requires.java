package io.tlsfloor.testing;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;

/**
 * Holds what a test needs from the machine: a program, root, a kernel feature. The one way in which
 * a test may be skipped.
 *
 * <p>On a person's machine a test whose need is not met is skipped, and {@link SkippedTests} tells
 * on the console what it needs and what to do. Where the variable {@code CI} is {@code true} it
 * fails instead: there a skipped test is a test that nobody runs. The programs that tests need are
 * installed by {@code .ci/run}.
 */
public final class Requires {
  private static final long PROBE_TIMEOUT_SECONDS = 60;

  private Requires() {}

  /** Goes on only if every one of {@code names} is a program on the path. */
  public static void tools(String... names) {
    List<String> missing = Stream.of(names).filter(name -> !onPath(name)).toList();
    boolean several = missing.size() > 1;
    that(
        missing.isEmpty(),
        (several ? "the programs " : "the program ") + String.join(", ", missing),
        (several ? "install them" : "install it") + " (.ci/run lists Debian's packages)");
  }

  /** Goes on only if the system's loader finds libpcap. */
  public static void libpcap() {
    String listed = "PATH=$PATH:/usr/sbin:/sbin; ldconfig -p | grep -q 'libpcap\\.so'";
    that(
        succeeds(List.of("sh", "-c", listed)),
        "libpcap",
        "install it (.ci/run lists Debian's packages)");
  }

  /** Goes on only if this process is root. */
  public static void root() {
    that("root".equals(System.getProperty("user.name")), "root", "run the build as root");
  }

  /** Goes on only if this process may make network namespaces. */
  public static void networkNamespaces() {
    tools("ip", "unshare");
    that(
        succeeds(List.of("unshare", "--net", "true")),
        "the right to make network namespaces",
        "run the build as root, in a container with CAP_SYS_ADMIN");
  }

  /**
   * Goes on only if programs that this process starts end by SIGINT. A shell that starts something
   * in the background without job control, as {@code nohup} in a script, has it ignored, and all
   * that is started below inherits that (POSIX, Shell Command Language, 2.11).
   */
  public static void interrupts() {
    String ignored =
        "i=$(sed -n 's/^SigIgn:[[:space:]]*//p' /proc/self/status 2>/dev/null);"
            + " [ $((0x${i:-0} & 2)) -eq 0 ]";
    that(
        succeeds(List.of("sh", "-c", ignored)),
        "SIGINT, which is ignored here",
        "run the build in the foreground");
  }

  /**
   * Goes on only if {@code file} is there, which belongs to the public captures. They are too large
   * for this project and lie beside it where somebody laid them; so this skips also where {@code
   * CI=true}.
   */
  public static void publicCaptures(Path file) {
    if (!Files.exists(file)) {
      Assumptions.abort(
          "needs public captures next to the project; nothing to do: they are not part of it");
    }
  }

  /**
   * Goes on only if long tests run, as {@link TakesLong} has it of methods: for rows of a table.
   *
   * @param why it takes long, so that "long: …" reads well
   */
  public static void time(String why) {
    ConditionEvaluationResult result = TakesLong.Condition.judge(why);
    if (result.isDisabled()) {
      Assumptions.abort(result.getReason().orElseThrow());
    }
  }

  /**
   * Goes on only if {@code met}; else skips the test, or fails it where {@code CI=true}.
   *
   * @param need what is missing, so that "needs …" reads well
   * @param remedy what to do about it, as an order
   */
  public static void that(boolean met, String need, String remedy) {
    if (met) {
      return;
    }
    if ("true".equals(System.getenv("CI"))) {
      Assertions.fail("needs " + need + ", and CI must have it: see .ci/run");
    }
    Assumptions.abort("needs " + need + "; " + remedy);
  }

  private static boolean onPath(String name) {
    String path = System.getenv().getOrDefault("PATH", "") + File.pathSeparator + "/usr/sbin:/sbin";
    for (String folder : path.split(File.pathSeparator)) {
      if (!folder.isEmpty() && Files.isExecutable(Path.of(folder, name))) {
        return true;
      }
    }
    return false;
  }

  private static boolean succeeds(List<String> command) {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      try {
        return process.waitFor(PROBE_TIMEOUT_SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0;
      } finally {
        process.destroyForcibly();
      }
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
