package io.tlsfloor.cli.form;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.cli.Cli;
import io.tlsfloor.cli.serve.Served;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever the floor of a run is, all that is said of it names that one. */
class OneFloorTest {
  private static final String DAY = "2026-11-26";

  @TempDir private static Path kept;
  @TempDir private Path folder;
  private String inventory;

  @BeforeAll
  static void keepARunOfAnotherFloor() {
    String database = kept.resolve("i.db").toString();
    Cli.run("scan", "--floor", "1.3", "--inventory", database, "samples/office-hour");
  }

  @BeforeEach
  void beginWithThatRun() throws IOException {
    inventory = Files.copy(kept.resolve("i.db"), folder.resolve("i.db")).toString();
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
  @ValueSource(strings = {"/", "/clients", "/fixes", "/owners"})
  void isNamedByEveryPage(String path) {
    namesNoOther(page(path));
  }

  @Test
  void isNamedInHeadlines() {
    assertThat(status("table")).contains("9 of 51 clients are below TLS 1.3");
    assertThat(status("json")).contains("\"floors\":[\"TLS 1.3\"]");
    assertThat(page("/"))
        .contains("clients are below TLS 1.3.")
        .contains("aria-label=\"Clients below TLS 1.3 from");
    assertThat(page("/clients")).contains("Below is below TLS 1.3.");
  }

  @Test
  void ofRunsThatHaveDifferentOnesIsSaidToDiffer() {
    Cli.run("scan", "--inventory", inventory, "samples/tls10");

    assertThat(status("table"))
        .contains("below the floor that they were judged by (TLS 1.2, TLS 1.3)");
    assertThat(status("json")).contains("\"floors\":[\"TLS 1.2\",\"TLS 1.3\"]");
    for (String path : List.of("/", "/clients")) {
      assertThat(page(path))
          .contains("below the floor that they were judged by (TLS 1.2, TLS 1.3)");
    }
  }

  /** A client below the floor of a service is below, in every answer. */
  @Test
  void ofAServiceCountsForItsClients() throws IOException {
    Path policy =
        Files.writeString(folder.resolve("policy.conf"), "[floors]\nSharePoint = \"1.3\"\n");
    String database = folder.resolve("service.db").toString();
    Path lines = folder.resolve("service.jsonl");
    String[] scan = {"scan", "--policy", policy.toString(), "samples/office-hour"};
    String words =
        "6 of 51 clients that speak to Microsoft 365 are below the floor that they were"
            + " judged by (TLS 1.2, TLS 1.3): 2 work, perhaps by a proxy, 3 are refused, 1 works.";

    assertThat(Cli.run(scan).out().replaceAll("\\s+", " ")).contains(words);
    Cli.run(
        "scan",
        "--policy",
        policy.toString(),
        "--inventory",
        database,
        "-o",
        lines.toString(),
        "samples/office-hour");
    assertThat(
            Cli.run("inventory", "status", "--as-of", "2026-11-02", "--inventory", database).out())
        .contains(
            "6 of 51 clients are below the floor that they were judged by (TLS 1.2, TLS 1.3)");
    assertThat(Cli.run("report", "-o", "-", lines.toString()).out()).contains(words);
    assertThat(Files.readAllLines(lines))
        .filteredOn(line -> line.contains("\"dataset\":\"tlsfloor.client\""))
        .allMatch(
            line ->
                line.contains("\"floor\":\"TLS 1.3\"") == line.contains("\"area\":\"SharePoint\""));
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

  private String page(String path) {
    return Served.page(inventory, DAY, path);
  }
}
