package io.tlsfloor.cli.metrics;

import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Holds what this process takes, by the names that Prometheus' own clients use. What a system does
 * not tell is left out; all of it is of Linux (proc(5)).
 */
final class ProcessMetrics {
  private static final Path SELF = Path.of("/proc/self");
  private static final double KIB = 1024;

  private ProcessMetrics() {}

  static void register(PrometheusRegistry registry) {
    ProcessHandle.Info self = ProcessHandle.current().info();
    CounterWithCallback.builder()
        .name("process_cpu_seconds_total")
        .help("Processor time of this process.")
        .callback(
            callback ->
                ProcessHandle.current()
                    .info()
                    .totalCpuDuration()
                    .map(Duration::toNanos)
                    .ifPresent(nanos -> callback.call(nanos / 1e9)))
        .register(registry);
    gauge(
        registry,
        "process_start_time_seconds",
        "When this process began, in seconds since 1970.",
        () -> self.startInstant().map(Instant::toEpochMilli).map(millis -> millis / 1e3));
    gauge(
        registry,
        "process_resident_memory_bytes",
        "Memory that this process has.",
        () -> number("status", "VmRSS:\\s+(\\d+) kB").map(kib -> kib * KIB));
    gauge(
        registry,
        "process_virtual_memory_bytes",
        "Addresses that this process has reserved.",
        () -> number("status", "VmSize:\\s+(\\d+) kB").map(kib -> kib * KIB));
    gauge(
        registry,
        "process_open_fds",
        "Files and sockets that this process has open.",
        ProcessMetrics::openFiles);
    gauge(
        registry,
        "process_max_fds",
        "How many of them it may have open.",
        () -> number("limits", "Max open files\\s+(\\d+)"));
  }

  private interface Value {
    Optional<Double> now();
  }

  private static void gauge(PrometheusRegistry registry, String name, String help, Value value) {
    GaugeWithCallback.builder()
        .name(name)
        .help(help)
        .callback(callback -> value.now().ifPresent(callback::call))
        .register(registry);
  }

  private static Optional<Double> openFiles() {
    try (Stream<Path> all = Files.list(SELF.resolve("fd"))) {
      return Optional.of((double) all.count());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static Optional<Double> number(String file, String pattern) {
    try {
      String text = Files.readString(SELF.resolve(file), StandardCharsets.ISO_8859_1);
      Matcher found = Pattern.compile(pattern).matcher(text);
      return found.find() ? Optional.of(Double.valueOf(found.group(1))) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
