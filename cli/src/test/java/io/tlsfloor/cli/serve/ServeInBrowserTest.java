package io.tlsfloor.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tlsfloor.cli.Cli;
import io.tlsfloor.inventory.page.Access;
import io.tlsfloor.inventory.page.PageServer;
import io.tlsfloor.inventory.store.Location;
import io.tlsfloor.inventory.store.Store;
import io.tlsfloor.testing.TakesLong;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** A real browser uses the pages of an inventory: {@code serve.mjs} says what must hold. */
@TakesLong("a browser")
class ServeInBrowserTest {
  @TempDir private Path folder;

  @BeforeAll
  static void needsTheBrowser() {
    BrowserChecks.need();
  }

  @TestFactory
  Stream<DynamicTest> inTheBrowserThePages() throws Exception {
    String inventory = folder.resolve("i.db").toString();
    Cli.run("scan", "--inventory", inventory, "samples/office-hour");
    Cli.run("inventory", "note", "app01", "--owner", "anna", "--inventory", inventory);
    Location location = Location.parse(inventory);
    PageServer.Setup setup =
        new PageServer.Setup(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 14, OptionalInt.empty());
    Clock clock = Clock.fixed(Instant.parse("2026-11-03T12:00:00Z"), ZoneOffset.UTC);
    List<JsonNode> checks;
    Store store = Store.open(location, notice -> {});
    try (PageServer server = new PageServer(store, Access.local(), setup, clock, said -> {})) {
      checks = BrowserChecks.run(folder, "serve.mjs", "http://127.0.0.1:" + server.port());
    }

    assertThat(checks).hasSizeGreaterThan(25);
    return BrowserChecks.tests(checks);
  }
}
