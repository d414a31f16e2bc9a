package io.tlsfloor.bench.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.bench.hostile.HostileBench.Extent;
import io.tlsfloor.testing.TakesLong;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Attacks in their short form: bounded in work, and it hides nobody in silence. Work is processor
 * time in proportion to a plain scan's by the same machine at the same time, and the bound is far
 * from what is usual: a mechanism that breaks misses it by ten times.
 */
@TakesLong("attacks")
class HostileBenchTest {
  /** Those that did harm once, and one of each other kind; bench/hostile runs all. */
  private static final List<String> ATTACKS =
      List.of(
          "syn-flood",
          "half-hellos",
          "one-sided",
          "hello4-in-segments-of-4",
          "hello4-in-full-segments",
          "one-byte-record",
          "one-byte-smtp",
          "out-of-order",
          "certificate-of-names",
          "lone-old-hellos",
          "equal-hellos",
          "clock-jumps",
          "candidates",
          "http-headers",
          "smtp-commands",
          "dtls-high-numbers",
          "dtls-fragments",
          "quic-replay",
          "quic-35-initials",
          "quic-odd-pieces",
          "quic-six-initials",
          "colliding-flows",
          "colliding-dns-pairs",
          "colliding-fragments",
          "colliding-clients",
          "fragments-overlapping",
          "tunnels",
          "dns-pointers",
          "dns-labels",
          "gzip-empty-members",
          "lz4-empty-frames",
          "zstd-bomb",
          "lz4-bomb",
          "lz4-linked-frames",
          "pcapng-interfaces",
          "pcapng-interface-options",
          "pcapng-names",
          "proof-of-extensions",
          "proof-of-records",
          "proof-of-a-status",
          "proof-of-greetings",
          "proof-of-fragments");

  @TempDir Path folder;

  @Test
  void noAttackCostsMoreThanItsPacketsAndBytesMayOrHidesAClientInSilence() throws Exception {
    List<String> table = new ArrayList<>();

    List<String> broken = HostileBench.run(folder, ATTACKS, Extent.BRIEF, 1, table::add);
    List<String> still = broken;
    if (!broken.isEmpty()) { // once more, for a machine that was busy with something else
      List<String> names = broken.stream().map(line -> line.split(":")[0]).distinct().toList();
      still = HostileBench.run(folder, names, Extent.BRIEF, 2, table::add);
    }

    assertThat(still).as(String.join("\n", table)).isEmpty();
    assertThat(table).hasSizeGreaterThan(ATTACKS.size());
  }

  @Test
  void noAmbushHidesAClientInSilence() throws Exception {
    assertThat(HostileBench.ambushes(folder)).isEmpty();
  }

  @Test
  void everyAmbushIsExplainedAndProven() throws Exception {
    assertThat(HostileBench.stories(folder)).isEmpty();
  }

  @Test
  void ofAHelloOfThousandsOfExtensionsAStoryTellsSomeHundreds() throws Exception {
    Path file = folder.resolve("hello.pcap");
    HostileBench.attack("hello-of-extensions").writer().write(file, 2, 1);

    String told = ScanRun.said("explain", "--all", file.toString());

    assertThat(told).contains(" extensions that are not told");
    assertThat(told.lines().count()).isBetween(1_000L, 4_000L);
  }

  /** More than a table has groups for: whatever it leaves out, all of them count. */
  @Test
  void theSentenceCountsAllClients() throws Exception {
    Path file = folder.resolve("many.pcap");
    HostileBench.attack("lone-old-hellos").writer().write(file, 21_000, 1);

    assertThat(ScanRun.said("scan", file.toString()))
        .contains("21,004 of 21,004 clients that speak to Microsoft 365 are below TLS 1.2")
        .contains("10.0.0.1 ", "10.0.82.7 ") // and each of them in the table
        .doesNotContain("for lack of room");
  }

  /** What says that the capture cannot be read hides nobody in silence; other ends with 2 may. */
  @Test
  void aRefusalIsToldAsOneAndNothingElseIs() {
    assertThat(ended(2, "tlsfloor: /tmp/a.capture: holds no capture: the lz4 data is damaged"))
        .matches(ScanRun::isRefused);
    assertThat(ended(2, "tlsfloor: unknown option --formt")).matches(run -> !run.isRefused());
    assertThat(ended(2, "")).matches(run -> !run.isRefused());
    assertThat(ended(4, "tlsfloor: /tmp/a.capture: a fault")).matches(run -> !run.isRefused());
  }

  private static ScanRun ended(int exit, String firstError) {
    return new ScanRun(Duration.ZERO, 0, exit, Set.of(), firstError, ScanRun.Proven.NONE);
  }
}
