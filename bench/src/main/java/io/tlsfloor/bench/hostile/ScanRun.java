package io.tlsfloor.bench.hostile;

import io.tlsfloor.cli.Main;
import io.tlsfloor.cli.command.Console;
import io.tlsfloor.cli.command.ExitCode;
import io.tlsfloor.cli.command.Terminals;
import io.tlsfloor.testing.Project;
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
 * Holds what a scan of one capture cost and said, by a process of its own.
 *
 * @param cpu processor time of all its threads; short of the end by a few milliseconds
 * @param megabytes peak of its resident memory; 0 where the system does not tell
 * @param exit its exit status; -1 if it was stopped because it took too long
 * @param clients those that were looked for and are flagged
 * @param losses kinds of loss that its summary states, with their counts
 * @param proven what it wrote besides
 */
record ScanRun(
    Duration cpu, long megabytes, int exit, Set<String> clients, String losses, Proven proven) {
  /** Files of evidence, and their bytes in all. */
  record Proven(int files, long bytes) {
    static final Proven NONE = new Proven(0, 0);
  }

  private static final int LOOK_MILLIS = 20;
  private static final long STILL_NANOS = 120_000_000_000L; // without any work
  private static final Pattern PLANTED = Pattern.compile("\"ip\":\"10\\.200\\.0\\.[1-4]\"");

  /** Any client. */
  static final Pattern ANY = Pattern.compile("\"ip\":\"10\\.[0-9.]+\"");

  private static final Pattern COVERAGE = Pattern.compile("\"coverage\":\\{([^}]*)\\}");
  private static final Pattern NOTHING =
      Pattern.compile("\"[a-z_]+\":0(,|$)|\"unsupported\":\\{.*");
  private static final Pattern PEAK = Pattern.compile("VmHWM:\\s*(\\d+) kB");

  private static final Pattern REFUSED = Pattern.compile("tlsfloor: \\S+\\.capture: .+");

  private static final long MUCH_TO_PROVE = 25_000_000; // bytes, from which on the launcher differs
  private static final Pattern JVM_OPTIONS = Pattern.compile("\njvm_options='([^']*)'");
  private static final Pattern EARLY = Pattern.compile("\nearly='([^']*)'");
  private static final Pattern QUICK = Pattern.compile("' quick=(\\S+)\n");
  private static final Pattern LATE = Pattern.compile(" quick=\"([^\"]*)\"\n");
  private static final int CALLS = 50; // thousands, where evidence is written
  private static final Pattern OF_A_SCAN =
      Pattern.compile("\n  \\*\\) .*\\R.*\\R.*\\$early \\$quick ([^\"]*)\"");

  /**
   * Scans a capture with the launcher that the property {@code launcher} names, else with the
   * classes of this process, as the launcher does.
   *
   * @param form with evidence or without; evidence is emptied, and left next to the capture
   * @param wanted finds the client in a line
   * @param atMost processor time; a scan that takes more, or that stands still, is stopped
   */
  static ScanRun of(Path capture, Attack.Form form, Pattern wanted, Duration atMost)
      throws IOException, InterruptedException {
    Path proof = Files.createTempDirectory(capture.getParent(), "proof");
    Path out = Files.createTempFile(capture.getParent(), "scan", ".jsonl");
    Path errors = Files.createTempFile(capture.getParent(), "scan", ".err");
    try {
      Process process =
          new ProcessBuilder(command(capture, form, proof))
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
        String error = errorLines.findFirst().orElse("").replace(capture.getParent() + "/", "");
        return of(cpu, peak, exit, wanted, lines, error, proven(proof));
      }
    } finally {
      Files.delete(out);
      Files.delete(errors);
      empty(proof);
    }
  }

  private static Proven proven(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      List<Path> all = files.toList();
      long bytes = 0;
      for (Path each : all) {
        bytes += Files.size(each);
      }
      return new Proven(all.size(), bytes);
    }
  }

  /**
   * Empties the files of evidence, and leaves them to who made the folder: a file system that has
   * just deleted thousands takes long to make new ones, and that is no cost of a scan.
   */
  private static void empty(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      for (Path each : files.toList()) {
        Files.newOutputStream(each).close();
      }
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
        PLANTED,
        out.toString(StandardCharsets.UTF_8).lines(),
        errors.toString(StandardCharsets.UTF_8).lines().findFirst().orElse(""),
        Proven.NONE);
  }

  /** Returns what a command says on standard output, inside of this process. */
  static String said(String... words) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    run(out, new ByteArrayOutputStream(), words);
    return out.toString(StandardCharsets.UTF_8);
  }

  /**
   * Returns what a command says that fails, or refuses its words, inside of this process; else
   * empty.
   */
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
      Duration cpu,
      long peak,
      int exit,
      Pattern wanted,
      Stream<String> lines,
      String firstError,
      Proven proven) {
    Set<String> found = new HashSet<>();
    String[] last = {""};
    lines.forEach(
        line -> {
          last[0] = line;
          Matcher planted = wanted.matcher(line);
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
    return new ScanRun(cpu, peak, exit, found, losses, proven);
  }

  private static List<String> command(Path capture, Attack.Form form, Path proof)
      throws IOException {
    List<String> command = new ArrayList<>();
    String launcher = System.getProperty("launcher");
    if (launcher != null) {
      command.add(launcher);
    } else { // in tests, which have no application
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      boolean late = form == Attack.Form.PROOF && Files.size(capture) >= MUCH_TO_PROVE;
      command.addAll(launcherOptions(late ? LATE : QUICK));
      command.addAll(List.of("-cp", System.getProperty("java.class.path"), "io.tlsfloor.cli.Main"));
    }
    command.addAll(List.of("scan", "--format", "jsonl", capture.toString()));
    if (form == Attack.Form.PROOF) {
      command.addAll(List.of("--evidence", proof.toString()));
    }
    return command;
  }

  /** Returns what the launcher gives to Java for a scan with these compilers. */
  private static List<String> launcherOptions(Pattern compilers) throws IOException {
    String launcher = Files.readString(Project.path("tlsfloor"));
    List<String> options = new ArrayList<>();
    for (Pattern given : List.of(JVM_OPTIONS, EARLY, compilers, OF_A_SCAN)) {
      Matcher found = given.matcher(launcher);
      if (!found.find()) {
        throw new IOException("tlsfloor: no options of Java as " + given + " finds them");
      }
      String words =
          found
              .group(1)
              .replace("${calls}", "" + CALLS)
              .replace("$((2 * calls))", "" + 2 * CALLS)
              .replace("$((8 * calls))", "" + 8 * CALLS);
      options.addAll(List.of(words.split(" ")));
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

  /** How many of the clients that were looked for are flagged. */
  int found() {
    return clients.size();
  }

  /** Returns whether the run says that something may be missing. */
  boolean stated() {
    return exit == 3 || !losses.isEmpty();
  }

  /**
   * Returns whether it read nothing and says why: of the capture that it was given, not of its
   * options.
   */
  boolean isRefused() {
    return exit == ExitCode.USAGE.status() && REFUSED.matcher(losses).matches();
  }
}
