package io.tlsfloor.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.cli.Cli;
import io.tlsfloor.report.form.table.Lines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What commands print fits a terminal of 80 columns, but for what is to be copied. */
class NarrowTerminalTest {
  private static final int COLUMNS = 80;

  @TempDir static Path folder;

  @BeforeAll
  static void results() throws IOException {
    String capture = "samples/office-hour";
    write("a.jsonl", Cli.run("scan", "--format", "jsonl", capture).out());
    write("b.jsonl", Cli.run("scan", "--format", "jsonl", "samples/refused-alert").out());
    write("hosts.csv", "name,mac,owner\napp01,02000A140329,anna\n");
    said("inventory import FOLDER/a.jsonl --site hq --inventory FOLDER/i.db");
  }

  private static void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }

  private static Cli.Said said(String command) {
    return new Cli()
        .at(Instant.parse("2026-11-05T08:00:00Z"))
        .terminals(true, true, COLUMNS)
        .with(command.replace("FOLDER", folder.toString()).split(" "));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--help",
        "scan samples/office-hour",
        "scan -v samples/office-hour",
        "scan --group fix samples/office-hour",
        "scan -v --all --any-service --direction any samples/http-connect samples/tls10",
        "scan samples/not-tls",
        "diff FOLDER/a.jsonl FOLDER/b.jsonl",
        "diff FOLDER/b.jsonl FOLDER/a.jsonl",
        "inventory import FOLDER/a.jsonl --site hq --inventory FOLDER/i.db",
        "inventory status --inventory FOLDER/i.db",
        "inventory clients --inventory FOLDER/i.db",
        "inventory client 10.20.3.41 --inventory FOLDER/i.db",
        "inventory note 10.20.3.61 --owner print-team --inventory FOLDER/i.db",
        "inventory owners import FOLDER/hosts.csv --inventory FOLDER/i.db",
        "inventory site close hq --on 2026-11-04 --inventory FOLDER/i.db",
        "inventory forget 10.20.3.41 --inventory FOLDER/i.db",
        "endpoints show",
        "endpoints show -v",
        "endpoints lookup outlook.office365.com:993",
        "remedy",
        "remedy java-8",
        "remedy printer",
        "remedy windows",
        "remedy dotnet-framework",
        "explain samples/office-hour/capture.pcapng#410",
        "explain samples/office-hour/capture.pcapng#1",
      })
  void fits(String command) {
    Cli.Said said = said(command);

    assertThat(said.out()).isNotEmpty();
    for (String line : (said.out() + said.err()).replaceAll("\u001b\\[[0-9;]*m", "").split("\n")) {
      boolean copied = // paths, filters, commands, hex
          line.matches(" *(Wireshark|Arkime|tcpdump): .*|(Next:| ) +tlsfloor .*")
              || line.contains("HKLM\\")
              || line.contains(folder.toString());
      assertThat(copied ? "" : line)
          .satisfies(each -> assertThat(Lines.width(each)).as(each).isLessThanOrEqualTo(COLUMNS));
    }
  }
}
