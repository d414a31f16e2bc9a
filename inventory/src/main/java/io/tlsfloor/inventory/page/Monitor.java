package io.tlsfloor.inventory.page;

import io.tlsfloor.report.text.Version;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How the pages are doing, for programs that watch over programs: {@code /health}, and numbers in
 * Prometheus' text form, version 0.0.4. Neither says anything of a client. Safe for use by several
 * threads.
 */
final class Monitor {
  static final String HEALTH = "/health";
  static final String METRICS = "/metrics";
  static final Set<String> PATHS = Set.of(HEALTH, METRICS);
  static final String TYPE = "text/plain; version=0.0.4";

  /** To work out what came in takes minutes where a year is imported. */
  private static final Duration STALE = Duration.ofMinutes(10);

  private final Instant begun = Instant.now();
  private final AtomicLong answered = new AtomicLong();
  private final AtomicLong failed = new AtomicLong();
  private volatile Instant freshAt = begun;
  private volatile String trouble = ""; // of the inventory; empty while it can be read

  /** Notes that pages show what the inventory has. */
  void fresh() {
    freshAt = Instant.now();
    trouble = "";
  }

  /** Notes that the inventory cannot be read: pages show what they had. */
  void stale(String why) {
    trouble = why;
  }

  /** Notes a request that was answered. */
  void answered() {
    answered.incrementAndGet();
  }

  /** Notes a request that could not be answered. */
  void failed() {
    failed.incrementAndGet();
  }

  /** Returns whether the inventory could be read the last time, and that is not long ago. */
  boolean isWell() {
    return trouble.isEmpty() && age().compareTo(STALE) < 0;
  }

  private Duration age() {
    return Duration.between(freshAt, Instant.now());
  }

  /** A line that says it is well, or what is wrong. */
  String health() {
    if (isWell()) {
      return "ok\n";
    }
    return trouble.isEmpty()
        ? "the inventory has not answered for " + age().toSeconds() + " seconds\n"
        : trouble + "\n";
  }

  String metrics() {
    StringBuilder text = new StringBuilder();
    add(text, "requests_total", "counter", "Requests that were answered.", (double) answered.get());
    add(
        text,
        "failed_requests_total",
        "counter",
        "Requests that could not be answered, for a fault or since the inventory was away.",
        (double) failed.get());
    add(
        text,
        "inventory_up",
        "gauge",
        "1 if the inventory could be read the last time, else 0.",
        isWell() ? 1 : 0);
    add(
        text,
        "fresh_timestamp_seconds",
        "gauge",
        "When pages last had all that is in the inventory, in seconds since 1970.",
        freshAt.toEpochMilli() / 1e3);
    add(
        text,
        "start_time_seconds",
        "gauge",
        "When this began, in seconds since 1970.",
        begun.toEpochMilli() / 1e3);
    text.append("# HELP tlsfloor_serve_build_info Always 1; the label is the program's version.\n")
        .append("# TYPE tlsfloor_serve_build_info gauge\n")
        .append("tlsfloor_serve_build_info{version=\"" + Version.text() + "\"} 1\n");
    return text.toString();
  }

  private static void add(StringBuilder text, String name, String type, String help, double value) {
    String full = "tlsfloor_serve_" + name;
    text.append("# HELP " + full + " " + help + "\n")
        .append("# TYPE " + full + " " + type + "\n")
        .append(String.format(Locale.ROOT, "%s %.3f%n", full, value).replace("\r", ""));
  }
}
