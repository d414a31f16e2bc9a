package io.tlsfloor.bench.hostile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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
  private static final int LOOK_MILLIS = 5;
  private static final Pattern PLANTED = Pattern.compile("\"ip\":\"10\\.200\\.0\\.[1-4]\"");
  private static final Pattern COVERAGE = Pattern.compile("\"coverage\":\\{([^}]*)\\}");
  private static final Pattern NOTHING =
      Pattern.compile("\"[a-z_]+\":0(,|$)|\"unsupported\":\\{.*");
  private static final Pattern PEAK = Pattern.compile("VmHWM:\\s*(\\d+) kB");

  /** Scans a capture with the classes of this process, as the launcher does. */
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
      long end = System.nanoTime() + atMost.toNanos();
      boolean late = false;
      while (!process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
        cpu = process.info().totalCpuDuration().orElse(cpu);
        peak = Math.max(peak, peakMegabytes(process.pid()).orElse(0L));
        if (!late && (System.nanoTime() > end || cpu.compareTo(atMost) > 0)) {
          late = true;
          process.destroyForcibly();
        }
      }
      return new ScanRun(
          cpu, peak, late ? -1 : process.exitValue(), found(out), losses(out, errors));
    } finally {
      Files.delete(out);
      Files.delete(errors);
    }
  }

  private static List<String> command(Path capture) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of("-XX:+UseSerialGC", "-Xmx1g", "-Xms64m", "-Xmn32m", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("-Xlog:disable", "-XX:-UsePerfData"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), "io.tlsfloor.cli.Main"));
    command.addAll(List.of("scan", "--format", "jsonl", capture.toString()));
    return command;
  }

  private static Optional<Long> peakMegabytes(long process) {
    try {
      Matcher peak = PEAK.matcher(Files.readString(Path.of("/proc/" + process + "/status")));
      return peak.find() ? Optional.of(Long.parseLong(peak.group(1)) >> 10) : Optional.empty();
    } catch (IOException gone) {
      return Optional.empty();
    }
  }

  private static int found(Path out) throws IOException {
    try (var lines = Files.lines(out)) {
      return (int)
          lines
              .filter(line -> line.contains("\"kind\":\"alert\""))
              .map(PLANTED::matcher)
              .filter(Matcher::find)
              .map(Matcher::group)
              .distinct()
              .count();
    }
  }

  private static String losses(Path out, Path errors) throws IOException {
    try (var lines = Files.lines(out)) {
      Matcher coverage = COVERAGE.matcher(lines.reduce("", (before, line) -> line));
      return coverage.find()
          ? NOTHING.matcher(coverage.group(1)).replaceAll("").replace("\"", "")
          : Files.readString(errors).lines().findFirst().orElse("");
    }
  }

  /** Whether the run says that something may be missing. */
  boolean stated() {
    return exit == 3 || !losses.isEmpty();
  }
}
