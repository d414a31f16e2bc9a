package io.tlsfloor.cli.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.cli.Cli;
import io.tlsfloor.cli.Cli.Said;
import io.tlsfloor.cli.command.ExitCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InventoryCommandTest {
  /** Days after the samples were taken. */
  private static final Instant LATER = Instant.parse("2026-11-26T08:00:00Z");

  @TempDir private static Path scanned;
  private static String results;

  @TempDir Path folder;

  @BeforeAll
  static void scanTheSample() throws IOException {
    results = scanned.resolve("results.jsonl").toString();
    Cli.run("scan", "--format=jsonl", "--output=" + results, "samples/office-hour");
    Path database = scanned.resolve("i.db");
    Cli.run("inventory", "import", "--inventory=" + database, "--site=hq", results);
    assertThat(database).isNotEmptyFile();
  }

  /** An inventory of the results, as {@code import} makes it. */
  private void imported() {
    try {
      Files.copy(scanned.resolve("i.db"), folder.resolve("i.db"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Said inventory(String... words) {
    List<String> all = new ArrayList<>(List.of("inventory"));
    all.addAll(List.of(words));
    all.addAll(List.of("--inventory", folder.resolve("i.db").toString()));
    return Cli.run(all.toArray(new String[0]));
  }

  @Test
  void whatAScanWroteIsAnswered() {
    Said imported = inventory("import", results);
    assertThat(imported.code()).isEqualTo(ExitCode.CLEAN);
    assertThat(imported.out())
        .matches("Imported: \\d\\d clients, \\d+ need work. Kept in .*i.db as site .+\\.\n");
    String other = folder.resolve("other.jsonl").toString();
    Cli.run("scan", "--format", "jsonl", "--output", other, "samples/tls10");
    for (int times = 0; times < 2; times++) {
      assertThat(inventory("import", other).out())
          .as("what this file brought")
          .startsWith("Imported: 1 client, 1 needs work. Kept in ");
    }

    Said status = inventory("status", "--as-of", "2026-11-03");
    assertThat(status.out())
        .contains("clients are below TLS 1.2")
        .contains("Not covered by every site, so that who was not seen is not called quiet: 2 days")
        .contains("2026-11-02 to 2026-11-03");
    Said json = inventory("status", "--as-of", "2026-11-03", "--format", "json");
    assertThat(json.out())
        .contains("\"uncovered_days\":[\"2026-11-02\",\"2026-11-03\"]")
        .contains("\"weeks\":[{\"start\":\"2026-11-02\"");
    assertThat(inventory("clients", "--state", "below", "--as-of", "2026-11-03").out())
        .contains("10.20.3.41");
    assertThat(inventory("client", "10.20.3.41", "--as-of", "2026-11-03").out())
        .contains("app01.contoso.com: below")
        .contains("negotiated-below-floor");
    assertThat(inventory("client", "10.20.3.41", "--format", "json", "--as-of", "2026-11-03").out())
        .contains("\"connections\":12,\"below\":12,\"failed\":0,");
    assertThat(inventory("client", "10.20.3.77", "--format", "json", "--as-of", "2026-11-03").out())
        .contains("\"connections\":4,\"below\":4,\"failed\":4,");
    assertThat(inventory("status", "--as-of", "2026-11-03").out()).contains("tlsfloor remedy node");
    assertThat(json.out()).contains("\"fixes\":[{\"clears\":");
    assertThat(inventory("status", "--as-of", "2026-11-03", "--format", "csv").lines()).hasSize(2);
  }

  /** Narrows as a scan does, and by a part of a name besides. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --service EXO                      | 10.20.3.62 | 10.20.3.77
          --service exchange                 | 10.20.3.62 | 10.20.3.77
          --service OneDrive --service=Teams | 10.20.3.77 | 10.20.3.62
          --service none                     | ' STATE'   | 10.20.3
          --stack gnutls --stack node        | 10.20.3.62 | 10.20.3.77
          """)
  void clientsAreNarrowedAsThoseOfAScan(String options, String shown, String hidden) {
    imported();
    List<String> words = new ArrayList<>(List.of("clients", "--as-of=2026-11-03"));
    words.addAll(List.of(options.split(" ")));

    Said said = inventory(words.toArray(new String[0]));

    assertThat(said.out()).as(said.err()).contains(shown).doesNotContain(hidden);
  }

  @Test
  void aScanKeepsTheSameAsItsLines() {
    String direct = folder.resolve("direct.db").toString();
    imported();
    for (int times = 0; times < 2; times++) {
      Cli.run("scan", "--inventory", direct, "--site", "hq", "samples/office-hour");
    }

    String[] ask = {"inventory", "clients", "--format", "jsonl", "--as-of", "2026-11-03"};
    List<String> words = new ArrayList<>(List.of(ask));
    words.addAll(List.of("--inventory", direct));
    assertThat(Cli.run(words.toArray(new String[0])).out())
        .isEqualTo(inventory("clients", "--format", "jsonl", "--as-of", "2026-11-03").out());
  }

  @ParameterizedTest
  @ValueSource(strings = {"results.jsonl", "samples/office-hour"})
  void aPageTakesNamesFromTheInventoryAndWritesNothing(String input) {
    imported();
    assertThat(inventory("note", "10.20.3.41", "--owner", "print-team").out())
        .isEqualTo("1 note kept.\n");
    String[] ask = {"clients", "--format", "jsonl", "--as-of", "2026-11-03"};
    String before = inventory(ask).out();
    String other = input.startsWith("samples") ? "samples/tls10" : scanned("samples/tls10");
    String page = folder.resolve("page.html").toString();
    String database = folder.resolve("i.db").toString();

    Said said =
        new Cli()
            .at(LATER)
            .with("report", "-o", page, "--inventory", database, located(input), other);

    assertThat(said.code()).as(said.err()).isEqualTo(ExitCode.CLEAN);
    assertThat(Path.of(page)).content().contains("app01.contoso.com · print-team");
    assertThat(inventory(ask).out()).as("after the page").isEqualTo(before);
  }

  private String located(String input) {
    return input.startsWith("samples") ? input : scanned.resolve(input).toString();
  }

  private String scanned(String sample) {
    String lines = folder.resolve("other.jsonl").toString();
    Cli.run("scan", "--format", "jsonl", "--output", lines, sample);
    return lines;
  }

  @Test
  void aPageAsksNoInventoryThatIsNotThere() {
    Path missing = folder.resolve("missing.db");
    String page = folder.resolve("page.html").toString();

    Said said = Cli.run("report", "-o", page, "--inventory", missing.toString(), results);

    assertThat(said.code()).isEqualTo(ExitCode.USAGE);
    assertThat(said.err()).contains("there is no inventory");
    assertThat(missing).doesNotExist();
    assertThat(Path.of(page)).doesNotExist();
  }

  @Test
  void thePageNamesOwnersThatTheInventoryKnows() throws IOException {
    imported();
    Said noted = inventory("note", "10.20.3.41", "--owner", "print-team", "--ticket", "T-17");
    assertThat(noted.code()).isEqualTo(ExitCode.CLEAN);
    String page = folder.resolve("page.html").toString();
    String database = folder.resolve("i.db").toString();

    new Cli().at(LATER).with("report", "-o", page, "--inventory", database, results);

    assertThat(Files.readString(Path.of(page)))
        .contains("app01.contoso.com · print-team")
        .containsPattern("<dt>Owner</dt>\\s*<dd>print-team</dd>")
        .containsPattern("<dt>Ticket</dt>\\s*<dd>T-17</dd>");
  }

  @Test
  void ownersAndSitesAreTakenIn() throws IOException {
    imported();
    Path hosts =
        Files.writeString(folder.resolve("hosts.csv"), "name,mac,owner\napp01,02000A140329,anna\n");

    assertThat(inventory("owners", "import", hosts.toString()).out()).contains("1 host");
    assertThat(inventory("clients", "--owner", "anna", "--as-of", "2026-11-03").out())
        .contains("app01");
    assertThat(inventory("site", "close", "hq", "--on", "2026-11-02").out())
        .contains("hq is open until 2026-11-02");
    assertThat(inventory("status", "--as-of", "2026-11-05", "--format", "json").out())
        .contains("\"uncovered_days\":[\"2026-11-02\"]");
    assertThat(inventory("site", "open", "hq", "--on", "2026-11-01").out())
        .contains("hq is open from 2026-11-01");
    assertThat(inventory("status", "--as-of", "2026-11-03", "--format", "json").out())
        .contains("\"uncovered_days\":[\"2026-11-01\",\"2026-11-02\",\"2026-11-03\"]");
    assertThat(inventory("site", "close", "oslo", "--on", "2026-11-02").err())
        .contains("has no site oslo", "It has: hq");
    assertThat(inventory("owners", "hosts.csv").code()).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void failOnSaysItByTheExitCode() {
    imported();

    assertThat(inventory("status", "--as-of", "2026-11-03", "--fail-on", "below").code())
        .isEqualTo(ExitCode.FLAGGED);
    assertThat(inventory("status", "--as-of", "2026-11-03", "--fail-on", "back").code())
        .isEqualTo(ExitCode.CLEAN);
    assertThat(inventory("status", "--as-of", "2026-11-01", "--fail-on", "below,new").code())
        .isEqualTo(ExitCode.CLEAN);
  }

  @Test
  void notesAreKeptApartFromWhatWasSeen() {
    imported();
    assertThat(
            inventory("note", "10.20.3.41", "--owner", "app team", "--as-of", "2026-11-02").code())
        .isEqualTo(ExitCode.CLEAN);
    inventory(
        "note",
        "10.20.3.60/30",
        "--accept",
        "printers",
        "--owner",
        "print team",
        "--until",
        "2026-12-31",
        "--as-of",
        "2026-11-02");
    inventory("import", results);

    assertThat(inventory("clients", "--owner", "App Team", "--as-of", "2026-11-03").out())
        .contains("10.20.3.41")
        .doesNotContain("10.20.3.61");
    assertThat(inventory("clients", "--state", "excepted", "--as-of", "2026-11-03").out())
        .contains("10.20.3.61", "10.20.3.62", "10.20.3.63", "until 2026-12-31")
        .doesNotContain("10.20.3.64");
    assertThat(inventory("clients", "--state", "excepted", "--as-of", "2027-01-01").lines())
        .hasSize(1);
    assertThat(inventory("clients", "--state", "excepted", "--as-of", "2026-11-01").lines())
        .hasSize(1);
  }

  @Test
  void aForgottenClientIsGone() {
    imported();
    assertThat(inventory("forget", "10.20.3.41").out()).contains("Nothing was changed");

    assertThat(inventory("forget", "10.20.3.41", "--apply").out()).contains("Forgotten");

    assertThat(inventory("client", "10.20.3.41", "--as-of", "2026-11-03").code())
        .isEqualTo(ExitCode.USAGE);
  }

  @Test
  void whatIsWrongIsSaid() throws IOException {
    assertThat(inventory("status").err()).contains("there is no inventory");
    assertThat(Cli.run("inventory", "status").err()).contains("needs to know which inventory");
    assertThat(inventory("frobnicate").code()).isEqualTo(ExitCode.USAGE);
    assertThat(inventory("import").code()).isEqualTo(ExitCode.USAGE);
    Files.writeString(
        folder.resolve("i.db"), "this is no database, and long enough to be seen".repeat(99));
    Said other = inventory("status");
    assertThat(other.err()).contains("not a SQLite database");
    assertThat(other.code()).isEqualTo(ExitCode.FAULT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"samples/tls10/capture.pcapng", "samples/tls10/README.md"})
  void whatIsNoResultIsNotImported(String file) {
    imported();
    String before = inventory("status", "--format", "json").out();
    String database = folder.resolve("i.db").toString();

    Said said = inventory("import", file);

    assertThat(said.code()).isEqualTo(ExitCode.USAGE);
    assertThat(said.err())
        .contains(file + " holds no results of scan or watch: line ")
        .contains("tlsfloor scan --inventory " + database + " " + file);
    assertThat(said.out()).isEmpty();
    assertThat(inventory("status", "--format", "json").out()).isEqualTo(before);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --owner anna --until tomorrow                            | --until cannot be "tomorrow"
          --accept old --owner anna --until tomorrow               | --until cannot be "tomorrow"
          --accept old --owner anna --until 2026-08-31             | --until 2026-08-31 has passed on 2026-09-01
          --accept old --owner anna --until 2026-10-01 --as-of 2026-10-02 | has passed on 2026-10-02
          --owner anna --until 2026-12-31                          | --until is the last day of --accept
          --accept old --owner anna                                | --accept needs --owner and --until
          --owner anna --target 2026-12-31                         | note has no option --target
          """)
  void aNoteThatIsWrongIsNotKept(String options, String said) {
    imported();
    List<String> words = new ArrayList<>(List.of("note", "10.20.3.41"));
    words.addAll(List.of(options.split(" ")));

    Said refused = inventory(words.toArray(new String[0]));

    assertThat(refused.code()).isEqualTo(ExitCode.USAGE);
    assertThat(refused.err()).contains(said);
    assertThat(inventory("client", "10.20.3.41", "--format", "json", "--as-of", "2026-11-03").out())
        .contains("\"notes\":[]");
  }

  @Test
  void anExceptionMayEndToday() {
    imported();

    Said said = inventory("note", "10.20.3.41", "--accept=old", "--owner=a", "--until=2026-09-01");

    assertThat(said.code()).as(said.err()).isEqualTo(ExitCode.CLEAN);
  }

  @Test
  void aDayOfWhichNothingCanBeKnownIsRefused() {
    imported();

    for (String action : List.of("status", "clients")) {
      Said said = inventory(action, "--as-of", "9999-12-31");
      assertThat(said.code()).isEqualTo(ExitCode.USAGE);
      assertThat(said.err()).contains("more than a year ahead", "Give a day up to ");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "status --as-of",
        "status --target",
        "forget --before",
        "note 10.20.3.41 --owner anna --accept old --until"
      })
  void yearsThatNoCountOfDaysReachesAreNoDays(String question) {
    imported();

    for (String day : List.of("+999999999-12-31", "-999999999-01-01")) {
      Said said = inventory((question + "=" + day).split(" "));
      assertThat(said.code()).isEqualTo(ExitCode.USAGE);
      assertThat(said.err()).contains("Give a day such as 2026-12-31");
    }
  }
}
