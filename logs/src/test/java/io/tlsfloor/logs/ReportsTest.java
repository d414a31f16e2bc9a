package io.tlsfloor.logs;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.parser.observation.ChoiceBasis;
import io.tlsfloor.parser.observation.LogEntry;
import io.tlsfloor.parser.observation.Outcome;
import io.tlsfloor.parser.observation.Reported;
import io.tlsfloor.parser.observation.TlsConnection;
import io.tlsfloor.parser.observation.TlsVersion;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Microsoft's reports, in each of the forms in which they can be had: resources/reports. */
class ReportsTest {
  private static final Path REPORTS = Path.of("src/test/resources/reports");

  @TempDir Path folder;

  private static Logged read(String file) {
    Logged read = Logged.set(LogSet.of(List.of(REPORTS.resolve(file))));
    assertThat(read.tally.unreadable()).as("%s", read.tally.inputs()).isZero();
    return read;
  }

  private static Reported report(TlsConnection connection) {
    return connection.report().orElseThrow();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "entra-portal.json",
        "entra-graph.json",
        "entra-log-analytics.json",
        "entra-storage.jsonl",
        "entra-portal.csv",
        "entra-log-analytics.csv"
      })
  void signInsOverOldTlsAreMarkedAndOthersAreNot(String file) {
    List<TlsConnection> all = read(file).connections;

    assertThat(all).hasSize(3);
    TlsConnection alice = all.get(0);
    assertThat(alice.log().orElseThrow().writer()).isEqualTo(LogEntry.Writer.ENTRA);
    assertThat(alice.log().orElseThrow().id()).isEqualTo("6a4f0001-0000-4000-8000-000000000001");
    assertThat(alice.client().address()).hasToString("203.0.113.9");
    assertThat(Reported.isStandIn(alice.server().address())).isTrue();
    assertThat(alice.choice()).isEmpty();
    assertThat(alice.outcome()).isEqualTo(Outcome.ESTABLISHED);
    assertThat(alice.evidence().first().time()).isEqualTo("2026-11-02T09:02:11Z");
    assertThat(report(alice).user()).contains("alice@contoso.example");
    assertThat(report(alice).application()).contains("Label Printer Service");
    assertThat(report(alice).device()).contains("PRINT-SRV");
    assertThat(report(alice).agent()).contains("Java/1.7.0_80");
    assertThat(report(alice).mark()).isEqualTo(Reported.Mark.OLD);
    assertThat(report(alice).precisionSeconds()).isEqualTo(1);

    assertThat(report(all.get(1)).mark()).isEqualTo(Reported.Mark.NOT_OLD);
    assertThat(all.get(1).outcome()).isEqualTo(Outcome.ESTABLISHED);

    assertThat(report(all.get(2)).mark()).isEqualTo(Reported.Mark.OLD); // by its error code
    assertThat(all.get(2).outcome()).isEqualTo(Outcome.REFUSED);
    assertThat(all.get(2).client().address()).hasToString("2001:db8:9::7");
  }

  @ParameterizedTest
  @ValueSource(strings = {"exchange.csv", "exchange-semicolons.csv"})
  void whatSendersSendAtOneVersionIsOneObservationOfAsManyMessages(String file) {
    Logged read = read(file);

    assertThat(read.connections.stream().map(ReportsTest::sent))
        .containsExactly(
            "scanner@contoso.example TLS 1.0: 30 messages, 13 %",
            "scanner@contoso.example TLS 1.2: 210 messages, 88 %",
            "erp@contoso.example TLS 1.1: 31 messages, 100 %",
            "alerts@contoso.example TLS 1.2: 9120 messages, 100 %");
    assertThat(read.tally.counts()).isEqualTo(Map.of(LogEntry.Writer.EXCHANGE, 3L));
    TlsConnection scanner = read.connections.get(0);
    assertThat(scanner.choice().orElseThrow().basis()).isEqualTo(ChoiceBasis.REPORT);
    assertThat(scanner.times()).isEqualTo(30);
    assertThat(report(scanner).precisionSeconds()).isEqualTo(Reported.NO_TIME);
    assertThat(scanner.client().address())
        .isEqualTo(Reported.ofAccount("Scanner@Contoso.example"))
        .isEqualTo(read.connections.get(1).client().address())
        .isNotEqualTo(read.connections.get(2).client().address());
    assertThat(scanner.evidence().first().time()).isEqualTo("2026-11-02T00:00:00Z");
  }

  private static String sent(TlsConnection mail) {
    return report(mail).user().orElse("")
        + " "
        + mail.choice().map(choice -> choice.version().toString()).orElse("none")
        + ": "
        + (report(mail).messages().isPresent()
            ? report(mail).messages().getAsLong() + " messages, "
            : "")
        + (report(mail).percent().isPresent() ? report(mail).percent().getAsInt() + " %" : "");
  }

  /** A report may count messages, or give shares of them. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          31,0,381,412        | TLS 1.0: 31 messages, 8 %; TLS 1.2: 381 messages, 92 %
          31,0,69,412         | TLS 1.0: 128 messages, 31 %; TLS 1.2: 284 messages, 69 %
          31,0,69,            | TLS 1.0: 31 %; TLS 1.2: 69 %
          31,0,690,           | TLS 1.0: 31 messages, 4 %; TLS 1.2: 690 messages, 96 %
          100,0,0,412         | TLS 1.0: 412 messages, 100 %
          412,0,0,412         | TLS 1.0: 412 messages, 100 %
          0.1,0,99.9,100      | TLS 1.0: 1 messages, 1 %; TLS 1.2: 100 messages, 99 %
          5 %,0 %,80 %,1000   | TLS 1.0: 50 messages, 5 %; TLS 1.2: 800 messages, 80 %
          5,0,80,1000         | TLS 1.0: 50 messages, 5 %; TLS 1.2: 800 messages, 80 %
          "1,234",0,"8,766","10,000" | TLS 1.0: 1234 messages, 12 %; TLS 1.2: 8766 messages, 88 %
          0,0,0,0             | none:
          """)
  void messagesAreNotTakenForShares(String numbers, String expected) {
    Logged read =
        Logged.text(
            "Report date,Sender address,TLS 1.0,TLS 1.1,TLS 1.2,Messages sent\n2026-11-02,a@b.example,"
                + numbers
                + "\n");

    assertThat(
            read.connections.stream()
                .map(ReportsTest::sent)
                .map(text -> text.replace("a@b.example ", "").strip())
                .collect(Collectors.joining("; ")))
        .isEqualTo(expected);
    assertThat(read.tally.counts()).isEqualTo(Map.of(LogEntry.Writer.EXCHANGE, 1L));
  }

  @ParameterizedTest
  @ValueSource(strings = {"defender.csv", "defender.json"})
  void inspectedConnectionsAreThoseOfTheDevice(String file) {
    Logged read = read(file);

    assertThat(read.connections).hasSize(2); // and an event of another kind
    TlsConnection old = read.connections.get(0);
    assertThat(old.client()).hasToString("10.20.3.55:50212");
    assertThat(old.server()).hasToString("52.96.1.10:443");
    assertThat(old.serverName()).contains("outlook.office365.com");
    assertThat(old.choice().orElseThrow().version()).isEqualTo(TlsVersion.TLS_1_0);
    assertThat(old.outcome()).isEqualTo(Outcome.ESTABLISHED);
    assertThat(old.certificate().orElseThrow().issuer()).startsWith("CN=DigiCert");
    assertThat(report(old).device()).contains("laptop-7.contoso.example");
    assertThat(report(old).user()).contains("dave@contoso.example");
    assertThat(report(old).application()).contains("importer.exe");
    assertThat(read.connections.get(1).choice()).isEmpty();
    assertThat(read.tally.undecided()).isEqualTo(1); // some tenants show no version
  }

  @Test
  void aSignInWithoutTheDetailsTellsNothing() {
    String entry =
        "{\"createdDateTime\":\"2026-11-02T09:02:11Z\",\"userPrincipalName\":\"a@b.example\","
            + "\"appDisplayName\":\"x\",\"ipAddress\":\"203.0.113.9\"}\n";

    Logged read = Logged.text(entry); // as Graph's v1.0 gives it

    assertThat(report(read.only()).mark()).isEqualTo(Reported.Mark.UNKNOWN);
    assertThat(read.tally.undecided()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          [{"key":"Legacy TLS (TLS 1.0, 1.1, 3DES)","value":"True"}]  | OLD
          [{"Key":"legacy tls (tls 1.0, 1.1, 3des)","Value":"true"}]  | OLD
          [{"key":"Legacy TLS (TLS 1.0, 1.1, 3DES)","value":"False"}] | NOT_OLD
          [{"key":"Root Key Type","value":"Unknown"}]                 | NOT_OLD
          [{"key":"Legacy TLS","value":true}]                         | OLD
          []                                                          | NOT_OLD
          "Legacy TLS (TLS 1.0, 1.1, 3DES): True"                     | OLD
          "Legacy TLS (TLS 1.0, 1.1, 3DES)=False"                     | NOT_OLD
          {"Legacy TLS (TLS 1.0, 1.1, 3DES)":"True"}                  | OLD
          """)
  void theMarkHasSeveralSpellings(String details, Reported.Mark mark) {
    Logged read =
        Logged.text(
            "{\"TimeGenerated\":\"2026-11-02 09:02\",\"UserPrincipalName\":\"a@b.example\","
                + "\"AppDisplayName\":\"x\",\"IPAddress\":\"203.0.113.9:4711\","
                + "\"AuthenticationProcessingDetails\":"
                + details
                + "}\n");

    assertThat(report(read.only()).mark()).isEqualTo(mark);
    assertThat(read.only().client().address()).hasToString("203.0.113.9");
    assertThat(report(read.only()).precisionSeconds()).isEqualTo(60);
  }

  /** Saving it once more made another day of it. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          senders 2026-11-05.csv                   | 2026-11-05
          SMTP_AUTH_20261105.csv                   | 2026-11-05
          SMTPAuth_20261105T090211Z (1).csv        | 2026-11-05
          senders_2026-10-30_2026-11-05.csv        | 2026-11-05
          05.11.2026 Bericht.csv                   | 2026-11-05
          senders 17-11-2026.csv                   | 2026-11-17
          senders 5 Nov 2026.csv                   | 2026-11-05
          report-Nov-05-2026.csv                   | 2026-11-05
          senders.csv                              | 2026-11-30
          senders 05-11-2026.csv                   | 2026-11-30
          case-120261105.csv                       | 2026-11-30
          """)
  void aReportWithoutDatesIsOfTheDayOfItsNameElseOfTheOneThatIsGiven(String name, String day)
      throws Exception {
    Path file = folder.resolve(name);
    Files.writeString(file, "Sender address,TLS 1.0,TLS 1.1\na@b.example,0.2,0\n");
    Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2026-01-05T10:00:00Z")));
    ReportDates given =
        new ReportDates(Optional.empty(), Optional.of(LocalDate.parse("2026-11-30")));

    TlsConnection sender = Logged.set(LogSet.of(List.of(file)), given).only();

    assertThat(sender.evidence().first().time()).isEqualTo(day + "T00:00:00Z");
    assertThat(report(sender).percent()).hasValue(1); // never rounded to none
  }

  @ParameterizedTest(name = "{0} {1} {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          senders_2026-10-30_2026-11-05.csv | ``                  | ``                    | 2026-11-05 | 6
          1.10.2026 - 31.10.2026.csv        | ``                  | ``                    | 2026-10-31 | 30
          senders 2026-11-05.csv            | ``                  | ``                    | 2026-11-05 | 6
          2025-11-05 to 2026-11-05.csv      | ``                  | ``                    | 2026-11-05 | 6
          senders.csv                       | Start date,End date | 2026-11-01,2026-11-30 | 2026-11-30 | 29
          senders.csv                       | Start date,End date | 13/11/2026,14/11/2026 | 2026-11-14 | 1
          senders.csv                       | End date            | 2026-11-30            | 2026-11-30 | 6
          senders.csv                       | Date                | 2026-11-30            | 2026-11-30 | 0
          2026-10-30 2026-11-05.csv         | Date                | 2026-11-02            | 2026-11-02 | 0
          """,
      quoteCharacter = '`')
  void aReportIsOfItsLastDayAndSaysItsFirst(
      String name, String columns, String dates, String day, int daysBefore) throws Exception {
    boolean dated = !columns.isEmpty();
    Path file = folder.resolve(name);
    Files.writeString(
        file,
        "Sender address,TLS 1.0"
            + (dated ? "," + columns : "")
            + "\na@b.example,3"
            + (dated ? "," + dates : "")
            + "\n");

    TlsConnection sender = Logged.set(LogSet.of(List.of(file))).only();

    assertThat(sender.evidence().last().time()).isEqualTo(day + "T00:00:00Z");
    assertThat(report(sender).daysBefore()).isEqualTo(daysBefore);
  }

  @Test
  void aReportOfNoDayIsCountedAndNamed() throws Exception {
    Path file = folder.resolve("senders.csv");
    Files.writeString(file, "Sender address,TLS 1.0\na@b.example,3\nb@b.example,0\n");

    Logged read = Logged.set(LogSet.of(List.of(file)));

    assertThat(read.connections).isEmpty();
    assertThat(read.tally.unreadable()).isEqualTo(2);
    assertThat(read.tally.inputs().get(0).damage())
        .contains(
            "line 2 has no date, and the file's name has none: say the report's last day with"
                + " --day, such as --day 2026-11-02, and 1 more like it");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Sender address,TLS 1.0\\na@b,lots\\nb@b,5        | line 2 has a share of tls10 that is no number
          Sender address,TLS 1.0\\na@b,102 %\\nb@b,5       | line 2 has shares of mail that are more than all of it
          Sender address,TLS 1.0\\na@b,5,6\\nb@b,5         | line 2 has 3 of 2 columns
          Sender address,TLS 1.0\\n,5\\nb@b,5              | line 2 has no address of a sender
          Sender address,TLS 1.0\\nb@b,5\\n"a@b,5          | line 3 begins a cell in quotes that does not end
          """)
  void aRowThatIsNoneIsNamedAndTheRestIsRead(String table, String expected) {
    byte[] text = (table.replace("\\n", "\n") + "\n").getBytes(StandardCharsets.UTF_8);

    Logged read = Logged.bytes(text, "senders 2026-11-02.csv", ReportDates.NONE);

    assertThat(read.connections).hasSize(1);
    assertThat(read.tally.unreadable()).isEqualTo(1);
    assertThat(read.tally.inputs().get(0).damage()).contains(expected);
  }

  @Test
  void aDocumentThatEndsTooSoonIsReadUpToThere() throws Exception {
    String whole = Files.readString(REPORTS.resolve("entra-portal.json"));
    int third = whole.indexOf("000000000003");

    Logged read = Logged.text(whole.substring(0, third));

    assertThat(read.connections).hasSize(2);
    assertThat(read.tally.unreadable()).isEqualTo(1);
    long line = whole.substring(0, third).lines().count();
    assertThat(read.tally.inputs().get(0).damage())
        .contains("line " + line + " is no JSON, or ends too soon: the rest was not read");
  }

  @Test
  void anEntryThatHoldsTooMuchIsPassedOver() throws Exception {
    String whole = Files.readString(REPORTS.resolve("entra-portal.json"));
    String many = "\"x\": [" + "1,".repeat(30_000) + "1],";

    Logged read = Logged.text(whole.replaceFirst("\\{", "{" + many));

    assertThat(read.connections).hasSize(2);
    assertThat(read.tally.inputs().get(0).damage()).contains("line 2 has more than 20000 values");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a,b,c\n1,2,3\n", "[1,2,3]", "{\"value\":[{\"a\":1}]}", "\"x\n"})
  void otherTablesAndDocumentsAreNoReports(String text) throws Exception {
    Path file = Files.writeString(folder.resolve("other"), text);

    assertThat(LogSet.examine(file)).isEmpty();
  }
}
