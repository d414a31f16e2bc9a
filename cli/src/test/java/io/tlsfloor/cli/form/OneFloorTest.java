package io.tlsfloor.cli.form;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.cli.Cli;
import io.tlsfloor.inventory.page.Access;
import io.tlsfloor.inventory.page.PageServer;
import io.tlsfloor.inventory.store.Location;
import io.tlsfloor.inventory.store.Store;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever the floor of a run is, all that is said of it names that one. */
class OneFloorTest {
  private static final String DAY = "2026-11-26";

  @TempDir private Path folder;
  private String inventory;

  @BeforeEach
  void keepARunOfAnotherFloor() {
    inventory = folder.resolve("i.db").toString();
    Cli.run("scan", "--floor", "1.3", "--inventory", inventory, "samples/office-hour");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "scan --floor 1.3 samples/office-hour",
        "scan --floor 1.3 -v samples/office-hour",
        "scan --floor 1.3 --group fix samples/office-hour",
        "scan --floor 1.3 --all --format lines samples/office-hour",
        "scan --floor 1.3 --all --format csv samples/office-hour",
        "scan --floor 1.3 --all --format cef samples/office-hour",
        "scan --floor 1.3 --all --format jsonl samples/office-hour",
        "report --floor 1.3 -o - samples/office-hour",
        "explain --floor 1.3 samples/office-hour/capture.pcapng#410",
        "inventory status --as-of 2026-11-26",
        "inventory status --as-of 2026-11-26 --format json",
        "inventory status --as-of 2026-11-26 --format csv",
        "inventory clients --as-of 2026-11-26",
        "inventory clients --as-of 2026-11-26 --format csv",
        "inventory client 10.20.3.52 --as-of 2026-11-26"
      })
  void isNamedByEveryCommand(String command) {
    String words =
        command.startsWith("inventory") ? command + " --inventory " + inventory : command;

    namesNoOther(Cli.run(words.split(" ")).out());
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/print", "/clients", "/fixes"})
  void isNamedByEveryPage(String path) throws Exception {
    namesNoOther(page(path));
  }

  @Test
  void isNamedInHeadlines() throws Exception {
    assertThat(status("table")).contains("9 of 51 clients are below TLS 1.3");
    assertThat(status("json")).contains("\"floors\":[\"TLS 1.3\"]");
    assertThat(page("/"))
        .contains("clients are below TLS 1.3.")
        .contains("aria-label=\"Clients below TLS 1.3 from");
    assertThat(page("/clients")).contains("Below is below TLS 1.3.");
  }

  @Test
  void ofRunsThatHaveDifferentOnesIsSaidToDiffer() throws Exception {
    Cli.run("scan", "--inventory", inventory, "samples/tls10");

    assertThat(status("table")).contains("below the floor of their run (TLS 1.2, TLS 1.3)");
    assertThat(status("json")).contains("\"floors\":[\"TLS 1.2\",\"TLS 1.3\"]");
    for (String path : List.of("/", "/print", "/clients")) {
      assertThat(page(path)).contains("below the floor of their run (TLS 1.2, TLS 1.3)");
    }
  }

  private static void namesNoOther(String said) {
    assertThat(said).isNotEmpty();
    assertThat(said.replaceAll("\\s+", " "))
        .doesNotContainPattern("(below|at least|lower than|before|speak) TLS 1\\.2")
        .doesNotContainPattern("TLS 1\\.2 (or|and) later(?! \\(the opt-in)");
  }

  private String status(String format) {
    return Cli.run(
            "inventory", "status", "--as-of", DAY, "--format", format, "--inventory", inventory)
        .out();
  }

  private String page(String path) throws Exception {
    PageServer.Setup setup =
        new PageServer.Setup(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 14, OptionalInt.empty());
    Clock clock = Clock.fixed(Instant.parse(DAY + "T12:00:00Z"), ZoneOffset.UTC);
    Store store = Store.open(Location.parse(inventory));
    try (PageServer server = new PageServer(store, Access.local(), setup, clock, said -> {})) {
      URI address = URI.create("http://127.0.0.1:" + server.port() + path);
      return HttpClient.newHttpClient()
          .send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString())
          .body();
    }
  }
}
