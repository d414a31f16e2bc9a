package io.tlsfloor.bench.hostile;

import io.tlsfloor.cli.Main;
import io.tlsfloor.cli.command.Console;
import io.tlsfloor.cli.command.ExitCode;
import io.tlsfloor.cli.command.Terminals;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a scan of one capture cost and said, by a process of its own.
 *
 * @param cpu processor time of all its threads; short of the end by a few milliseconds
 * @param megabytes peak of its resident memory; 0 where the system does not tell
 * @param exit its exit status; -1 if it was stopped because it took too long
 * @param found planted connections among its findings
 * @param losses kinds of loss that its summary states, with their counts
 */
record ScanRun(Duration cpu, long megabytes, int exit, int found, String losses) {
  private static final int LOOK_MILLIS = 20;
  private static final long STILL_NANOS = 120_000_000_000L; // without any work
  private static final Pattern PLANTED = Pattern.compile("\"ip\":\"10\\.200\\.0\\.[1-4]\"");
  private static final Pattern COVERAGE = Pattern.compile("\"coverage\":\\{([^}]*)\\}");
  private static final Pattern NOTHING =
      Pattern.compile("\"[a-z_]+\":0(,|$)|\"unsupported\":\\{.*");
  private static final Pattern PEAK = Pattern.compile("VmHWM:\\s*(\\d+) kB");

  private static final List<Pattern> LAUNCHER_OPTIONS =
      List.of(
          Pattern.compile("\njvm_options='([^']*)'"),
          Pattern.compile("\nquick='([^']*)'"),
          Pattern.compile("\n  \\*\\) .*\\R.*\\$jvm_options \\$quick ([^\"]*)\""));

  /**
   * Scans a capture with the classes of this process, as the launcher does.
   *
   * @param atMost processor time; a scan that takes more, or that stands still, is stopped
   */
  static ScanRun of(Path capture, Duration atMost) throws IOException, InterruptedException {
    Path out = Files.createTempFile(capture.getParent(), "scan", ".jsonl");
    Path errors = Files.createTempFile(capture.getParent(), "scan", ".err");
    try {
      Process process =
          new ProcessBuilder(command(capture))
              .redirectOutput(out.toFile())
              .redirectError(errors.toFile())
              .start();
      process.getOutputStream().close();
      Duration cpu = Duration.ZERO;
      long peak = 0;
      long worked = System.nanoTime();
      boolean stopped = false;
      while (!process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
        Duration now = process.info().totalCpuDuration().orElse(cpu);
        worked = now.equals(cpu) ? worked : System.nanoTime();
        cpu = now;
        peak = Math.max(peak, peakMegabytes(process.pid()).orElse(0L));
        if (!stopped && (System.nanoTime() - worked > STILL_NANOS || cpu.compareTo(atMost) > 0)) {
          stopped = true;
          process.destroyForcibly();
        }
      }
      int exit = stopped ? -1 : process.exitValue();
      try (var lines = Files.lines(out);
          var errorLines = Files.lines(errors)) {
        return of(cpu, peak, exit, lines, errorLines.findFirst().orElse(""));
      }
    } finally {
      Files.delete(out);
      Files.delete(errors);
    }
  }

  /** Scans a capture inside of this process: what it costs is not known then. */
  static ScanRun here(Path capture) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream errors = new ByteArrayOutputStream();
    ExitCode exit = run(out, errors, "scan", "--format", "jsonl", capture.toString());
    return of(
        Duration.ZERO,
        0,
        exit.status(),
        out.toString(StandardCharsets.UTF_8).lines(),
        errors.toString(StandardCharsets.UTF_8).lines().findFirst().orElse(""));
  }

  /** What a command says on standard output, inside of this process. */
  static String said(String... words) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    run(out, new ByteArrayOutputStream(), words);
    return out.toString(StandardCharsets.UTF_8);
  }

  /** What a command says that fails, or refuses its words, inside of this process; else empty. */
  static Optional<String> fault(String... words) {
    ByteArrayOutputStream errors = new ByteArrayOutputStream();
    ExitCode exit = run(OutputStream.nullOutputStream(), errors, words);
    return exit == ExitCode.FAULT || exit == ExitCode.USAGE
        ? Optional.of(": " + words[0] + ": " + errors.toString(StandardCharsets.UTF_8))
        : Optional.empty();
  }

  private static ExitCode run(OutputStream out, OutputStream errors, String... words) {
    Console console =
        new Console(
            InputStream.nullInputStream(),
            out,
            new PrintStream(errors, true, StandardCharsets.UTF_8),
            Map.of(),
            Terminals.NONE,
            () -> false);
    return Main.run(words, console);
  }

  private static ScanRun of(
      Duration cpu, long peak, int exit, Stream<String> lines, String firstError) {
    Set<String> found = new HashSet<>();
    String[] last = {""};
    lines.forEach(
        line -> {
          last[0] = line;
          Matcher planted = PLANTED.matcher(line);
          if (line.contains("\"kind\":\"alert\"") && planted.find()) {
            found.add(planted.group());
          }
        });
    Matcher coverage = COVERAGE.matcher(last[0]);
    String losses =
        coverage.find()
            ? NOTHING
                .matcher(coverage.group(1))
                .replaceAll("")
                .replaceAll("\"|,$", "")
                .replaceAll("[:,]", "$0 ")
            : firstError;
    return new ScanRun(cpu, peak, exit, found.size(), losses);
  }

  private static List<String> command(Path capture) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(launcherOptions());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), "io.tlsfloor.cli.Main"));
    command.addAll(List.of("scan", "--format", "jsonl", capture.toString()));
    return command;
  }

  /** What the launcher gives to Java for a scan of a small capture. */
  private static List<String> launcherOptions() throws IOException {
    Path here = Path.of("tlsfloor"); // a test is run in the folder of its module
    String launcher = Files.readString(Files.exists(here) ? here : Path.of("..", "tlsfloor"));
    List<String> options = new ArrayList<>();
    for (Pattern given : LAUNCHER_OPTIONS) {
      Matcher found = given.matcher(launcher);
      if (!found.find()) {
        throw new IOException("tlsfloor: no options of Java as " + given + " finds them");
      }
      options.addAll(List.of(found.group(1).split(" ")));
    }
    Path hugePages = Path.of("/sys/kernel/mm/transparent_hugepage/enabled");
    if (Files.isReadable(hugePages) && !Files.readString(hugePages).contains("[never]")) {
      options.add("-XX:+UseTransparentHugePages");
    }
    return options;
  }

  private static Optional<Long> peakMegabytes(long process) {
    try {
      Matcher peak = PEAK.matcher(Files.readString(Path.of("/proc/" + process + "/status")));
      return peak.find() ? Optional.of(Long.parseLong(peak.group(1)) >> 10) : Optional.empty();
    } catch (IOException gone) {
      return Optional.empty();
    }
  }

  /** Whether the run says that something may be missing. */
  boolean stated() {
    return exit == 3 || !losses.isEmpty();
  }
}
