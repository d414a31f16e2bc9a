package io.tlsfloor.cli.scan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tlsfloor.cli.Cli;
import io.tlsfloor.cli.Cli.Said;
import io.tlsfloor.cli.command.ExitCode;
import io.tlsfloor.testing.Project;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An administrator does as docs/microsoft-reports.md says, opens each export in a German Excel, and
 * saves it.
 */
class ReportWalkTest {
  private static final Charset ANSI = Charset.forName("windows-1252");

  @TempDir Path folder;

  private String signIns() throws IOException {
    return write(
        "signins.csv",
        """
        Date (UTC);Request ID;User;Username;Application;IP address;Status;Device name;Authentication Processing Details
        02.11.2026 09:02;r1;Müller, Alice;alice@contoso.example;Label Printer;203.0.113.9;Success;PRINT-SRV;Legacy TLS (TLS 1.0, 1.1, 3DES): True
        03.11.2026 10:00;r2;Bob;bob@contoso.example;Office 365;203.0.113.9;Success;;Is CAE Token: False
        """);
  }

  private String senders(String name) throws IOException {
    return write(
        name,
        """
        Sender address;Domain;TLS 1.0;TLS 1.1;TLS 1.2;Messages sent
        scanner@contoso.example;contoso.example;12,5;0;87,5;412
        alerts@contoso.example;contoso.example;0;0;100;9120
        """);
  }

  private String events() throws IOException {
    return write(
        "hunting.csv",
        """
        Timestamp;DeviceName;ActionType;LocalIP;LocalPort;RemoteIP;RemotePort;AdditionalFields
        02.11.2026 09:03;laptop-7;SslConnectionInspected;10.20.3.55;50212;52.96.1.10;443;"{""version"":""TLSv10"",""server_name"":""outlook.office365.com"",""established"":true}"
        """);
  }

  /** As a German Excel saves it: in its own code page, with the ends of lines of Windows. */
  private String write(String name, String text) throws IOException {
    return Files.write(
            folder.resolve(name), text.replace("\r", "").replace("\n", "\r\n").getBytes(ANSI))
        .toString();
  }

  private static JsonNode run(Said said) throws IOException {
    List<String> lines = said.lines();
    return new ObjectMapper().readTree(lines.get(lines.size() - 1)).at("/tlsfloor/run");
  }

  private static String plain(Said said) {
    return said.out().replaceAll("\\s+", " ");
  }

  @Test
  void eachExportHasItsFinding() throws IOException {
    String capture = Project.path("samples/tls12/capture.pcapng").toString();

    Said said = Cli.run("scan", signIns(), senders("smtpauth 02.11.2026.csv"), events(), capture);

    assertThat(said.code()).as(said.err()).isEqualTo(ExitCode.FLAGGED);
    assertThat(plain(said))
        .contains("alice@contoso.example")
        .contains("scanner@contoso.example")
        .contains("laptop-7")
        .doesNotContain("bob@contoso.example")
        .doesNotContain("alerts@contoso.example")
        .doesNotContain("not complete");
    assertThat(said.err()).isEmpty();
  }

  /** All of them counted as no logs at all, and nothing was flagged. */
  @Test
  void aReportWithoutItsDayIsNoCleanResult() throws IOException {
    String report = senders("smtpauth.csv");

    Said said = Cli.run("scan", report, "samples/tls12/capture.pcapng");
    Said lines = Cli.run("scan", "--format", "jsonl", report, "samples/tls12/capture.pcapng");
    Said given = Cli.run("scan", "--day", "2026-11-02", report, "samples/tls12/capture.pcapng");

    assertThat(said.code()).isEqualTo(ExitCode.LOSS);
    assertThat(plain(said))
        .contains("not complete")
        .contains("smtpauth.csv: line 2 has no date, and the file's name has none")
        .contains("--day 2026-11-02, and 1 more like it");
    assertThat(run(lines).at("/coverage/log_unreadable_lines").asInt()).isEqualTo(2);
    assertThat(run(lines).at("/inputs").toString()).contains("line 2 has no date");
    assertThat(given.code()).isEqualTo(ExitCode.FLAGGED);
    assertThat(given.out()).contains("scanner@contoso.example");
  }

  @Test
  void datesThatCanBeReadTwoWaysAreNotGuessed() throws IOException {
    String report =
        write(
            "signins.csv",
            Files.readString(Path.of(signIns()), ANSI).replace(".11.2026", "/11/2026"));

    Said said = Cli.run("scan", report, "samples/tls12/capture.pcapng");
    Said days = Cli.run("scan", "--dates", "dmy", "--format", "jsonl", report);
    Said months = Cli.run("scan", "--dates", "MDY", "--format", "jsonl", report);

    assertThat(said.code()).isEqualTo(ExitCode.LOSS);
    assertThat(plain(said))
        .contains("line 2 has the date 02/11/2026 09:02, in which day and month cannot be told")
        .contains("say --dates dmy or --dates mdy, and 1 more like it");
    assertThat(days.code()).isEqualTo(ExitCode.FLAGGED);
    assertThat(days.out()).contains("2026-11-02T09:02:00");
    assertThat(months.out()).contains("2026-02-11T09:02:00");
  }

  /** Saving it once more made a new day below of it. */
  @Test
  void aReportThatIsSavedOnceMoreIsOfTheSameDay() throws IOException {
    String store = folder.resolve("inventory.db").toString();
    String report = senders("smtpauth 2026-11-02.csv");
    Cli.run("scan", "--inventory", store, report);
    String first =
        Cli.run(
                "inventory",
                "client",
                "--as-of=2026-12-01",
                "--inventory",
                store,
                "scanner@contoso.example")
            .out();

    Files.setLastModifiedTime(
        Path.of(report), FileTime.from(Instant.parse("2026-11-20T10:00:00Z")));
    Cli.run("scan", "--inventory", store, report);
    String again =
        Cli.run(
                "inventory",
                "client",
                "--as-of=2026-12-01",
                "--inventory",
                store,
                "scanner@contoso.example")
            .out();

    assertThat(first).contains("2026-11-02");
    assertThat(again).doesNotContain("2026-11-20").isEqualTo(first);
  }

  @Test
  void whatIsNoReportIsNamedWithWhatToExport() throws IOException {
    write(
        "trace.csv",
        "Received;SenderAddress;RecipientAddress;Subject\n02.11.2026;a@b.example;c@d.example;x\n");
    write(
        "signins-de.csv",
        "Datum (UTC);Benutzername;Anwendung;IP-Adresse\n02.11.2026;a@b.example;x;203.0.113.9\n");
    Files.copy(Project.path("samples/tls12/capture.pcapng"), folder.resolve("c.pcapng"));

    Said said = Cli.run("scan", folder.toString());
    Said alone = Cli.run("scan", folder.resolve("trace.csv").toString());

    assertThat(said.code()).isEqualTo(ExitCode.LOSS);
    assertThat(plain(said))
        .contains("trace.csv: holds mail without the versions of TLS, such as a message trace")
        .contains("export the SMTP AUTH clients report instead")
        .contains("signins-de.csv: looks like sign-ins under a heading in another language")
        .contains("set the language of the Entra admin center to English");
    assertThat(alone.code()).isEqualTo(ExitCode.USAGE);
    assertThat(alone.err()).contains("Export the SMTP AUTH clients report instead");
  }

  @Test
  void aPageOfSeveralIsReadAndNotAll() throws IOException {
    Path page =
        Files.copy(
            Project.path("logs/src/test/resources/reports/forms/graph-page.json"),
            folder.resolve("page.json"));

    Said said = Cli.run("scan", page.toString());

    assertThat(said.code()).isEqualTo(ExitCode.FLAGGED);
    assertThat(plain(said))
        .contains("1 log lacks what is needed: export it as docs/microsoft-reports.md says")
        .contains("page.json: has further pages, which are not here (@odata.nextLink)");
  }

  @Test
  void aReportWithoutEntriesIsNoWrongLog() throws IOException {
    String report = write("signins.csv", "Date (UTC);Username;Application;IP address\n");

    Said said = Cli.run("scan", report);

    assertThat(said.code()).isEqualTo(ExitCode.CLEAN);
    assertThat(plain(said))
        .contains("Nothing flagged: Microsoft's reports have no entries.")
        .contains("Coverage: what Microsoft reports, and nothing of the wire.");
  }

  @Test
  void eventsThatSayNoVersionAreNoCleanResult() throws IOException {
    String report =
        write(
            "hunting.csv",
            Files.readString(Path.of(events()), ANSI)
                .replace("SslConnectionInspected", "ConnectionSuccess"));

    Said said = Cli.run("scan", report);

    assertThat(said.code()).isEqualTo(ExitCode.LOSS);
    assertThat(plain(said)).contains("hunting.csv: has no event SslConnectionInspected");
  }
}
