package io.tlsfloor.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tlsfloor.cli.Cli;
import io.tlsfloor.inventory.intake.LinesImport;
import io.tlsfloor.inventory.page.Access;
import io.tlsfloor.inventory.page.PageServer;
import io.tlsfloor.inventory.store.Location;
import io.tlsfloor.inventory.store.Store;
import io.tlsfloor.testing.TakesLong;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** A real browser uses the pages of an inventory: {@code serve.mjs} says what must hold. */
@TakesLong("a browser")
class ServeInBrowserTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  @TempDir private Path folder;

  @BeforeAll
  static void needsTheBrowser() {
    BrowserChecks.need();
  }

  @TestFactory
  Stream<DynamicTest> inTheBrowserThePages() throws Exception {
    Location location = Location.parse(folder.resolve("i.db").toString());
    Cli.run("scan", "--inventory", folder.resolve("i.db").toString(), "samples/office-hour");
    PageServer.Setup setup =
        new PageServer.Setup(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 14, OptionalInt.empty());
    Clock clock = Clock.fixed(Instant.parse("2026-11-03T12:00:00Z"), ZoneOffset.UTC);
    Access local = Access.local();
    ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor();
    List<JsonNode> checks;
    Store store = Store.open(location, notice -> {});
    try (PageServer server = new PageServer(store, local, setup, clock, said -> {})) {
      AtomicInteger number = new AtomicInteger();
      ObjectNode finding = finding();
      Future<?> brings =
          watch.scheduleWithFixedDelay(
              () -> bring(store, finding, number.incrementAndGet()), 1, 1, TimeUnit.SECONDS);
      checks = BrowserChecks.run(folder, "serve.mjs", "http://127.0.0.1:" + server.port());
      assertThat(brings).as("no finding failed").isNotDone();
    } finally {
      watch.shutdownNow();
    }

    assertThat(checks).hasSizeGreaterThan(25);
    return BrowserChecks.tests(checks);
  }

  /** Returns the line of a client of the samples with a finding. */
  private static ObjectNode finding() throws IOException {
    for (String line :
        Cli.run("scan", "-q", "--format", "jsonl", "samples/office-hour").out().split("\n")) {
      ObjectNode read = (ObjectNode) MAPPER.readTree(line);
      if (!read.at("/tlsfloor/client/findings").isEmpty()) {
        return read;
      }
    }
    throw new AssertionError("no finding in the samples");
  }

  /** Imports it as a watch would bring it: another one each time. */
  private static void bring(Store store, ObjectNode finding, int number) {
    String at = "2026-11-03T10:%02d:%02dZ".formatted(number / 60 % 60, number % 60);
    finding.put("@timestamp", at);
    finding.withObject("event").put("start", at).put("end", at);
    finding.withObject("tlsfloor").put("from", at).put("to", at);
    finding.withObject("source").put("ip", "10.99.0.1");
    for (JsonNode each : finding.at("/tlsfloor/client/findings")) {
      ((ObjectNode) each).put("first", at).put("last", at);
    }
    try {
      new LinesImport(store, "hq")
          .stream(
              new ByteArrayInputStream((finding + "\n").getBytes(StandardCharsets.UTF_8)), "watch");
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
