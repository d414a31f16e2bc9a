package io.tlsfloor.cli.watch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tlsfloor.cli.watch.Gateway.Running;
import io.tlsfloor.testing.Await;
import io.tlsfloor.testing.Requires;
import io.tlsfloor.testing.TakesLong;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Real processes whose memory runs out: they end with 4, and say what to raise. Flows that do not
 * fit are given up before.
 */
@TakesLong("programs and interfaces in network namespaces, in real time")
class FullMemoryIT extends OnGateway {
  private static final String SAID = "out of memory: the heap is limited to ";
  private static final String RAISE = "Allow more with TLSFLOOR_JAVA_OPTS=-Xmx4g";

  private static final String START = "tlsfloor.start";

  private Path trigger(String name) {
    return scratch.resolve(name);
  }

  private Running start(Path trigger, String heap, String... command) throws IOException {
    String[] all = new String[command.length + 3];
    all[0] = "env";
    all[1] = "TLSFLOOR_JAVA_OPTS=-Xmx" + heap + " " + HeapFiller.options(scratch, trigger);
    all[2] = Assembled.PROGRAM.toString();
    System.arraycopy(command, 0, all, 3, command.length);
    return gateway.start("g", all);
  }

  /** Until the filler meets it; another thread may be first, which ends the process. */
  private static void fill(Path trigger, Running running) throws IOException {
    Files.createFile(trigger);
    Path full = Path.of(trigger + ".full");
    Await.until(
        () -> {
          try {
            return Files.size(full) > 0 || !running.process().isAlive();
          } catch (IOException e) {
            return false;
          }
        });
  }

  /** Whoever starts it again needs no more than the file to say what was not watched. */
  @ParameterizedTest
  @ValueSource(strings = {"ring", "pcap"})
  void aWatchEndsAndItsResultsShowTheGapBeforeTheNextOne(String engine) throws Exception {
    Path trigger = trigger("watch-" + engine);
    Path results = scratch.resolve(engine + ".jsonl");
    String[] command = {
      "watch", "-i", "gi", ConfigOf.engine(engine), "--output", results.toString()
    };
    Running watch = start(trigger, "200m", command);
    Gateway.captures(watch);
    gateway.handshake("443", "-tls1", "-servername", "outlook.office365.com");
    Await.until(() -> read(results).contains("\"alert\""));

    fill(trigger, watch);
    assertThat(watch.status()).as(watch.errors()).isEqualTo(4);
    assertThat(watch.errors()).contains(SAID + "200 MiB").contains(RAISE);

    Running next = gateway.watch("-i", "gi", "--no-config", "--output", results.toString());
    next.signal("TERM");
    assertThat(next.status()).as(next.errors()).isZero();
    List<String> datasets = datasets(results); // SavedWatchesTest: how readers tell the gap
    datasets.remove("tlsfloor.client"); // of the first, where memory was full later than that
    assertThat(datasets)
        .containsExactly(START, "tlsfloor.connection", START, "tlsfloor.stats", "tlsfloor.run");
  }

  @Test
  void aScanEndsWithFourAndSaysWhatToRaise() throws Exception {
    Path trigger = trigger("scan");
    byte[] capture =
        Files.readAllBytes(Assembled.PROJECT.resolve("samples/any-device/capture.pcap"));
    Running scan = start(trigger, "100m", "scan", "-");
    ProcessHandle process = scan.process().toHandle();
    Await.until(() -> process.info().command().orElse("").endsWith("java"));
    try (OutputStream in = scan.process().getOutputStream()) {
      in.write(capture, 0, capture.length / 2);
      in.flush();
      fill(trigger, scan);
      in.write(capture, capture.length / 2, capture.length - capture.length / 2);
    }

    assertThat(scan.status()).as(scan.errors()).isEqualTo(4);
    assertThat(scan.errors()).contains("out of memory").contains(RAISE);
    assertThat(scan.lines()).isEmpty();
  }

  /**
   * In a flood of old hellos to the service: flows are given up and counted, and a later client is
   * found.
   */
  @ParameterizedTest
  @ValueSource(strings = {"64m", "100m"})
  void goesOnWithAHeapThatAFloodFills(String heap) throws Exception {
    Requires.tools("tcpreplay");
    Path flood = scratch.resolve("flood.pcap");
    Files.write(flood, WatchEndIT.hellos(200_000));
    Path results = scratch.resolve(heap + ".jsonl");
    Running watch =
        gateway.start(
            "g",
            "env",
            "TLSFLOOR_JAVA_OPTS=-Xmx" + heap,
            Assembled.PROGRAM.toString(),
            "watch",
            "-i",
            "go",
            "-i",
            "gi",
            "--output",
            results.toString(),
            "--no-config");
    Gateway.captures(watch);
    Running sender =
        gateway.start("s", "tcpreplay", "--pps=20000", "-q", "-i", "e0", flood.toString());
    sender.status();
    Await.until(
        () -> {
          gateway.handshake("443", "-tls1", "-servername", "outlook.office365.com");
          return read(results).contains("\"ip\":\"10.20.0.2\"");
        },
        watch::errors);

    watch.signal("TERM");

    assertThat(watch.status()).as(watch.errors()).isEqualTo(1);
    assertThat(read(results).lines())
        .last()
        .asString()
        .contains("tlsfloor.run")
        .containsPattern("\"evicted_flows\":[1-9]");
  }

  private static List<String> datasets(Path results) throws IOException {
    List<String> datasets = new ArrayList<>();
    for (String line : Files.readAllLines(results)) {
      datasets.add(new ObjectMapper().readTree(line).at("/event/dataset").asText());
    }
    return datasets;
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return "";
    }
  }
}
