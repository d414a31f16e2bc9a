package io.tlsfloor.cli.scan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tlsfloor.cli.Cli;
import io.tlsfloor.cli.Cli.Said;
import io.tlsfloor.cli.Lines;
import io.tlsfloor.cli.ZeekLog;
import io.tlsfloor.cli.command.ExitCode;
import io.tlsfloor.cli.serve.Served;
import io.tlsfloor.testing.Project;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests what Microsoft reports, joined with what was seen on the wire. */
class MicrosoftReportsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String OFFICE = "samples/office-hour/capture.pcapng";

  /** On the wire, by Zeek: two clients sign in over old TLS, one of them is refused. */
  private static final String WIRE =
      ZeekLog.SSL
          + """
      1793610000.0	C1	10.20.3.41	50001	20.190.128.10	443	TLSv10	login.microsoftonline.com	-	T	CsiI	-
      1793610001.0	C2	10.20.3.42	50002	20.190.128.10	443	-	login.microsoftonline.com	protocol_version	F	Cl	t11d230600_44099cda8a52_242d16716555
      """;

  @TempDir Path folder;

  private String write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text).toString();
  }

  private String senders(String... rows) throws IOException {
    return write(
        "smtpauth.csv",
        "Sender address,TLS 1.0,TLS 1.1,TLS 1.2,Report date\n" + String.join("\n", rows) + "\n");
  }

  /** A sign-in over old TLS, half a minute after the first connection on the wire. */
  private String signIn(String time, String address) throws IOException {
    return write(
        "signins.json",
        """
        {"value":[{"id":"1","createdDateTime":"%s","userPrincipalName":"alice@contoso.example",
        "appDisplayName":"Label Printer","ipAddress":"%s","status":{"errorCode":0},
        "deviceDetail":{"displayName":"PRINT-SRV"},
        "authenticationProcessingDetails":[{"key":"Legacy TLS (TLS 1.0, 1.1, 3DES)","value":"True"}]}]}
        """
            .formatted(time, address));
  }

  private static List<JsonNode> lines(Said said) {
    return said.trees();
  }

  private static JsonNode reported(List<JsonNode> lines) {
    return lines.stream()
        .filter(line -> line.at("/rule/name").asText().equals("reported-below-floor"))
        .findFirst()
        .orElseThrow();
  }

  private static String plain(Said said) {
    return said.out().replaceAll("\\s+", " ");
  }

  @Test
  void aSenderIsTheOneMachineThatSubmitsMailAtItsVersion() throws IOException {
    String report = senders("scanner@contoso.example,12.5,0,87.5,2026-11-02");

    Said said = Cli.run("scan", report, OFFICE);
    JsonNode line = reported(lines(Cli.run("scan", "--format", "jsonl", report, OFFICE)));

    assertThat(said.code()).isEqualTo(ExitCode.FLAGGED);
    assertThat(plain(said)).contains("used by scanner@contoso.example for SMTP AUTH");
    assertThat(line.at("/source/ip").asText()).isEqualTo("10.20.3.41");
    assertThat(line.at("/user/name").asText()).isEqualTo("scanner@contoso.example");
    assertThat(line.at("/tlsfloor/basis").asText()).isEqualTo("exchange");
    assertThat(line.at("/tlsfloor/negotiated/version").asText()).isEqualTo("TLS 1.0");
    assertThat(line.at("/tlsfloor/report/percent").asInt()).isEqualTo(13);
    assertThat(line.at("/tlsfloor/report/machines/0/confidence").asText()).isEqualTo("medium");
    assertThat(line.at("/tlsfloor/report/machines/0/file").asText()).isEqualTo(OFFICE);
    assertThat(line.at("/message").asText())
        .contains("scanner@contoso.example at 10.20.3.41 to Exchange Online")
        .contains("on the wire it may be 10.20.3.41 (medium: submits mail at TLS 1.0");
  }

  @Test
  void severalMachinesThatFitAreListedAndNoneIsTheClient() throws IOException {
    String report = senders("scanner@contoso.example,5,0,95,2026-11-02");
    String capture = "samples/starttls-smtp/capture.pcapng";

    JsonNode line = reported(lines(Cli.run("scan", "--format", "jsonl", report, capture)));

    assertThat(line.at("/source").has("ip")).isFalse();
    assertThat(line.at("/network").has("community_id")).isFalse();
    List<String> machines = new ArrayList<>();
    line.at("/tlsfloor/report/machines").forEach(each -> machines.add(each.at("/ip").asText()));
    assertThat(machines).contains("10.20.3.131", "10.20.3.132", "10.20.3.133");
    assertThat(line.at("/tlsfloor/report/machines/0/confidence").asText()).isEqualTo("low");
    assertThat(line.at("/tlsfloor/report/machines/0/reasons/1").asText())
        .isEqualTo("one of " + machines.size() + " that fit");
    assertThat(Cli.run("scan", report, capture).out())
        .contains("high  scanner@contoso.example")
        .contains("used for SMTP AUTH");
    assertThat(plain(Cli.run("scan", "-v", report, capture)))
        .contains("on the wire it may be one of " + String.join(", ", machines))
        .contains("(low: submits mail at TLS 1.0, one of " + machines.size() + " that fit)");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          203.0.113.9 | nat-addresses = ["203.0.113.0/28"] | 10.20.3.41  | medium
          203.0.113.9 | nat-addresses = ["198.51.100.1"]   | 203.0.113.9 | none
          203.0.113.9 | floor = "1.2"                      | 203.0.113.9 | low
          10.20.3.41  | floor = "1.2"                      | 10.20.3.41  | high
          """)
  void aSignInIsTheMachineByItsPublicAddress(
      String address, String policy, String client, String confidence) throws IOException {
    Said said =
        Cli.run(
            "scan",
            "--format",
            "jsonl",
            "--policy",
            write("tlsfloor.conf", policy + "\n"),
            signIn("2026-11-02T09:00:30Z", address),
            write("ssl.log", WIRE));

    JsonNode line = reported(lines(said));
    assertThat(line.at("/source/ip").asText()).isEqualTo(client);
    assertThat(line.at("/tlsfloor/report/machines/0/confidence").asText("none"))
        .isEqualTo(confidence);
    if (confidence.equals("medium")) {
      assertThat(line.at("/tlsfloor/nat/ip").asText()).isEqualTo(address);
    }
  }

  @Test
  void theNameOfTheDeviceTellsTheMachine() throws IOException {
    write(
        "dhcp.log",
        "#separator \\x09\n#set_separator\t,\n#path\tdhcp\n#fields\tts\tassigned_addr\thost_name\tmac\tmsg_types\n"
            + "1793609000.0\t10.20.3.41\tprint-srv.contoso.example\t02:00:00:00:00:01\tREQUEST\n");

    JsonNode line =
        reported(
            lines(
                Cli.run(
                    "scan",
                    "--format",
                    "jsonl",
                    signIn("2026-11-02T09:00:30Z", "203.0.113.9"),
                    write("ssl.log", WIRE))));

    assertThat(line.at("/tlsfloor/report/machines/0/confidence").asText()).isEqualTo("high");
    assertThat(line.at("/source/ip").asText()).isEqualTo("10.20.3.41");
  }

  /** The inventory did not believe a report's name of a device, and made two clients of it. */
  @Test
  void signInsOfOneDeviceAreOfOneClientEverywhere() throws IOException {
    String first = signIn("2026-11-02T10:30:00Z", "203.0.113.9");
    String report =
        write(
            "both.json",
            Files.readString(Path.of(first)).replace("]}\n", "").strip()
                + Files.readString(Path.of(first))
                    .replace("{\"value\":[", ",")
                    .replace("\"id\":\"1\"", "\"id\":\"2\"")
                    .replace("203.0.113.9", "198.51.100.7"));
    String inventory = folder.resolve("i.db").toString();

    Said table = Cli.run("scan", "--inventory", inventory, report);
    String saved = write("saved.jsonl", Cli.run("scan", "--format", "jsonl", report).out());
    Said page = Cli.run("report", "-o-", saved);
    Said status = Cli.run("inventory", "status", "--as-of", "2026-11-03", "--inventory", inventory);

    assertThat(plain(table)).as(table.err()).contains("1 of 1 client that speaks to Microsoft 365");
    assertThat(plain(page)).contains("1 of 1 client that speaks to Microsoft 365");
    assertThat(status.out())
        .contains("1 of 1 client is below TLS 1.2")
        .contains("No day was covered yet.")
        .doesNotContain("Every day was covered");
    assertThat(Served.page(inventory, "2026-11-03", "/"))
        .contains("<strong>1</strong> of 1 clients are below TLS 1.2");
  }

  private String signIns(String... rows) throws IOException {
    return write(
        "signins.csv",
        "createdDateTime,id,userPrincipalName,appDisplayName,ipAddress,deviceDetail,"
            + "authenticationProcessingDetails\n"
            + String.join("\n", rows)
            + "\n");
  }

  private static String row(int id, String user, String program, String address, String device) {
    return "2026-11-02T09:%02d:%02dZ,%d,%s,%s,%s,%s,\"[{\"\"key\"\":\"\"Legacy TLS (TLS 1.0, 1.1, 3DES)\"\",\"\"value\"\":\"\"True\"\"}]\""
        .formatted(
            id / 60,
            id % 60,
            id,
            user,
            program,
            address,
            device.isEmpty() ? "" : "\"{\"\"displayName\"\":\"\"" + device + "\"\"}\"");
  }

  @Test
  void anAccountThatIsFlaggedIsNotNothingBesideACaptureThatIsClean() throws IOException {
    String report = signIns(row(0, "user@contoso.example", "Outlook", "203.0.113.9", ""));

    Said table = Cli.run("scan", Project.path("samples/tls13/capture.pcapng").toString(), report);

    assertThat(table.code()).as(table.err()).isEqualTo(ExitCode.FLAGGED);
    assertThat(plain(table))
        .contains("No client is flagged: ", "1 account signs in with old TLS")
        .doesNotContain("Nothing flagged");
  }

  /** Twenty of them behind one address were one client, and a roaming one four. */
  @Test
  void usersAreAccountsWhereverTheySignIn() throws IOException {
    List<String> rows = new ArrayList<>();
    for (int user = 0; user < 20; user++) {
      String name = "user%02d@contoso.example".formatted(user);
      String program = List.of("Outlook", "Label Printer", "ERP").get(user % 3);
      rows.add(row(rows.size(), name, program, "203.0.113.9", ""));
      rows.add(row(rows.size(), name, program, "203.0.113.9", ""));
    }
    for (String address : List.of("198.51.100.7", "198.51.100.8", "192.0.2.4", "192.0.2.5")) {
      rows.add(row(rows.size(), "Roamer@Contoso.example", "Outlook", address, ""));
    }
    String report = signIns(rows.toArray(String[]::new));
    String inventory = folder.resolve("accounts.db").toString();

    Said table = Cli.run("scan", "--inventory", inventory, "--site", "here", report);
    List<JsonNode> lines = lines(Cli.run("scan", "--format", "jsonl", report));
    JsonNode run = lines.get(lines.size() - 1).at("/tlsfloor/run");
    Said status =
        Cli.run(
            "inventory",
            "status",
            "--format=json",
            "--as-of=2026-11-03",
            "--fail-on=below",
            "--inventory",
            inventory);

    assertThat(table.code()).as(table.err()).isEqualTo(ExitCode.FLAGGED);
    assertThat(plain(table))
        .contains("21 accounts sign in with old TLS (1.0, 1.1 or 3DES), from 3 programs:")
        .contains("high Roamer@Contoso.example")
        .doesNotContain("client that speaks")
        .doesNotContain("203.0.113.9");
    assertThat(run.at("/clients").asInt()).isZero();
    assertThat(run.at("/below").asInt()).isZero();
    assertThat(run.at("/accounts")).hasToString("{\"all\":21,\"below\":21}");
    assertThat(run.at("/flagged").asInt()).isEqualTo(44);
    JsonNode roamer =
        lines.stream()
            .filter(line -> Lines.is(line, "client"))
            .filter(line -> line.at("/user/name").asText().startsWith("Roamer"))
            .findFirst()
            .orElseThrow();
    assertThat(roamer.at("/source").has("ip")).isFalse();
    assertThat(roamer.at("/tlsfloor/client/connections").asInt()).isEqualTo(4);
    assertThat(status.code()).as(status.err()).isEqualTo(ExitCode.FLAGGED);
    JsonNode said = JSON.readTree(status.out());
    assertThat(said.at("/clients").asInt()).isZero();
    assertThat(said.at("/accounts")).hasToString("{\"all\":21,\"below\":21}");
    assertThat(
            lines(
                Cli.run(
                    "inventory",
                    "clients",
                    "--format=jsonl",
                    "--as-of=2026-11-03",
                    "--inventory",
                    inventory)))
        .isEmpty();
    List<JsonNode> listed =
        lines(
            Cli.run(
                "inventory",
                "clients",
                "--state=account",
                "--format=jsonl",
                "--as-of=2026-11-03",
                "--inventory",
                inventory));
    assertThat(listed).hasSize(21);
    assertThat(listed).allMatch(row -> row.at("/identity").asText().equals("account"));
    assertThat(listed).anyMatch(row -> row.at("/client").asText().equals("roamer@contoso.example"));
    assertThat(Served.page(inventory, "2026-11-03", "/"))
        .contains("<strong>0</strong> of 0 clients")
        .contains("21 of 21 accounts in Microsoft");
  }

  @Test
  void signInsThatNameTheirDeviceAreOfThatDevice() throws IOException {
    String report =
        signIns(
            row(0, "a@contoso.example", "Outlook", "203.0.113.9", "PC-1"),
            row(1, "a@contoso.example", "Outlook", "198.51.100.7", "pc-1"),
            row(2, "b@contoso.example", "Outlook", "203.0.113.9", "PC-2"),
            row(3, "a@contoso.example", "Outlook", "203.0.113.9", ""));

    Said said = Cli.run("scan", report);

    assertThat(plain(said))
        .contains("2 of 2 clients that speak to Microsoft 365 are below TLS 1.2")
        .contains("1 account signs in with old TLS (1.0, 1.1 or 3DES), from 1 program");
    Said page = Cli.run("report", "-o-", write("saved.jsonl", jsonl(report)));
    assertThat(plain(page)).contains("2 of 2 clients").contains("1 account signs in");
  }

  private static String jsonl(String report) {
    return Cli.run("scan", "--format", "jsonl", report).out();
  }

  /** A wire that shows one machine, and twenty accounts and devices that could all be it. */
  @Test
  void whoMayHaveUsedAMachineAddsNothingToItsCount() throws IOException {
    List<String> rows = new ArrayList<>();
    for (int user = 0; user < 20; user++) {
      String device = user < 10 ? "" : "PC-" + user;
      rows.add(row(user, "user%02d@contoso.example".formatted(user), "ERP", "203.0.113.9", device));
    }
    String policy = write("nat.conf", "nat-addresses = [\"203.0.113.9\"]\n");
    String wire = write("ssl.log", WIRE);

    JsonNode alone = machine(lines(Cli.run("scan", "--format=jsonl", wire)));
    List<JsonNode> lines =
        lines(
            Cli.run(
                "scan",
                "--format=jsonl",
                "--policy",
                policy,
                wire,
                signIns(rows.toArray(String[]::new))));

    JsonNode joined = machine(lines);
    assertThat(joined.at("/tlsfloor/client/connections"))
        .isEqualTo(alone.at("/tlsfloor/client/connections"));
    assertThat(joined.at("/tlsfloor/client/below")).isEqualTo(alone.at("/tlsfloor/client/below"));
    assertThat(joined.at("/tlsfloor/client/names").toString())
        .contains("{\"name\":\"user00@contoso.example for ERP\",\"from\":\"perhaps_user\"");
    JsonNode run = lines.get(lines.size() - 1).at("/tlsfloor/run");
    assertThat(run.at("/accounts/below").asInt()).isEqualTo(10);
    assertThat(run.at("/clients").asInt()).isEqualTo(2 + 10);
  }

  private static JsonNode machine(List<JsonNode> lines) {
    return lines.stream()
        .filter(line -> Lines.is(line, "client"))
        .filter(line -> line.at("/source/ip").asText().equals("10.20.3.41"))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void messagesAreCountedAndNotRows() throws IOException {
    String report =
        write(
            "smtpauth.csv",
            "Sender address,TLS 1.0,TLS 1.1,TLS 1.2,Messages sent,Report date\n"
                + "scanner@contoso.example,31,0,381,412,2026-11-02\n"
                + "copier@contoso.example,0,100,0,412,2026-11-02\n");

    List<JsonNode> lines = lines(Cli.run("scan", "--format", "jsonl", report));
    Said table = Cli.run("scan", report);

    assertThat(lines.stream().map(line -> line.at("/message").asText()).toList().toString())
        .contains("counts 31 messages, 8 % of the mail at TLS 1.0")
        .contains("counts 412 messages, 100 % of the mail at TLS 1.1");
    JsonNode scanner =
        lines.stream()
            .filter(line -> Lines.is(line, "client"))
            .filter(line -> line.at("/user/name").asText().startsWith("scanner"))
            .findFirst()
            .orElseThrow();
    assertThat(scanner.at("/tlsfloor/client/connections").asInt()).isEqualTo(412);
    assertThat(scanner.at("/tlsfloor/client/below").asInt()).isEqualTo(31);
    assertThat(lines.get(0).at("/tlsfloor/negotiated/basis").asText()).isEqualTo("report");
    assertThat(plain(table))
        .contains("2 accounts send mail with TLS 1.0 or TLS 1.1:")
        .contains("2 senders are from Exchange's report");
  }

  @Test
  void aDeviceOfDefenderIsTheMachineWithItsAddress() throws IOException {
    String report =
        write(
            "defender.json",
            """
            [{"Timestamp":"2026-11-02T09:00:00Z","DeviceName":"app01.contoso.example",
            "ActionType":"SslConnectionInspected","LocalIP":"10.20.3.41","LocalPort":"50001",
            "RemoteIP":"20.190.128.10","RemotePort":"443",
            "AdditionalFields":"{\\"direction\\":\\"Out\\",\\"version\\":\\"TLSv10\\",\\"server_name\\":\\"login.microsoftonline.com\\",\\"established\\":true}"}]
            """);

    JsonNode line =
        reported(lines(Cli.run("scan", "--format", "jsonl", report, write("ssl.log", WIRE))));

    assertThat(line.at("/tlsfloor/basis").asText()).isEqualTo("defender");
    assertThat(line.at("/tlsfloor/report/machines/0/ip").asText()).isEqualTo("10.20.3.41");
    assertThat(line.at("/tlsfloor/report/machines/0/reasons").toString())
        .contains("its address is the device's");
  }

  /** A capture of OpenSSL, whose server's name is one of those that people sign in at. */
  @Test
  void theUserAgentPointsToAClientStack() throws IOException {
    byte[] capture = Files.readAllBytes(Project.path("samples/tls10/capture.pcapng"));
    String text = new String(capture, StandardCharsets.ISO_8859_1);
    Path file = folder.resolve("c.pcapng");
    Files.write(
        file,
        text.replace("outlook.office365.com", "signin.msidentity.com")
            .getBytes(StandardCharsets.ISO_8859_1));
    String report = signIn("2026-11-25T12:58:55Z", "203.0.113.9");
    Path signIns = Path.of(report);
    Files.writeString(
        signIns,
        Files.readString(signIns).replace("{\"id\":", "{\"userAgent\":\"OpenSSL/3.5\",\"id\":"));

    JsonNode line = reported(lines(Cli.run("scan", "--format", "jsonl", report, file.toString())));

    assertThat(line.at("/tlsfloor/report/machines/0").toString())
        .contains("10.20.3.41")
        .contains("the user agent and the client stack agree");
  }

  /** Does as the table's last line says. */
  @Test
  void aPageIsMadeOfReportsAndCapturesTogether() throws IOException {
    String page = folder.resolve("page.html").toString();
    String report = signIn("2026-11-02T09:00:30Z", "203.0.113.9");

    Said alone = Cli.run("report", "-q", "-o", page, report);
    Said together = Cli.run("report", "-q", "-o", page, report, OFFICE);

    assertThat(alone.code()).as(alone.err()).isEqualTo(ExitCode.CLEAN);
    assertThat(together.code()).as(together.err()).isEqualTo(ExitCode.CLEAN);
    assertThat(Path.of(page)).content().contains("alice@contoso.example (Label Printer)");
  }

  /**
   * Reads it as version 1.0 of Graph gives it: nothing tells by which version the user signed in.
   */
  @Test
  void aSignInWithoutItsDetailsHidesAFinding() throws IOException {
    Path report = Path.of(signIn("2026-11-02T09:00:30Z", "203.0.113.9"));
    Files.writeString(
        report,
        Files.readString(report)
            .replaceFirst(",\\s*\"authenticationProcessingDetails\":\\[[^]]*]", ""));

    Said said = Cli.run("scan", report.toString());

    assertThat(said.code()).isEqualTo(ExitCode.LOSS);
    assertThat(plain(said))
        .contains("1 entry of Microsoft's reports does not tell the version")
        .contains("export them with their details: docs/microsoft-reports.md")
        .doesNotContain("hello");
  }

  @Test
  void aReportThatIsCutIsNotTakenForResults() throws IOException {
    String report = write("cut.json", "{\"value\":[{\"id\":\"1\",\"createdDateTime\":\"2026-11");

    Said said = Cli.run("scan", report);

    assertThat(said.code()).isNotEqualTo(ExitCode.CLEAN);
    assertThat(said.err()).contains("cut.json").doesNotContain("results of a scan");
  }

  @Test
  void whatIsOnOneSideOnlyIsSaid() throws IOException {
    Said said =
        Cli.run("scan", signIn("2026-11-02T10:30:00Z", "203.0.113.9"), write("ssl.log", WIRE));

    assertThat(plain(said))
        .contains(
            "Microsoft saw 1 sign-in over old TLS that no capture shows: clients outside of your"
                + " captures, first and last at 2026-11-02 10:30:00 and 2026-11-02 10:30:00.")
        .contains("1 client on the wire that Microsoft never saw: refused.")
        .contains("1 client on the wire got through below the floor, and no report names it")
        .contains("1 sign-in is from Entra's log, which never shows the version");
    Said again = Cli.run("report", "-o-", write("saved.jsonl", jsonl()));
    assertThat(again.out().replaceAll("\\s+", " "))
        .contains("Microsoft saw 1 sign-in over old TLS that no capture shows")
        .contains("alice@contoso.example");
  }

  @Test
  void aReportOfSeveralRunsKeepsWhatTheReportOfOneSays() throws IOException {
    String first = write("a.jsonl", jsonl());
    String second =
        write("b.jsonl", Cli.run("scan", "--all", "--format", "jsonl", "samples/tls12").out());

    String page = Cli.run("report", "-o-", first, second).out().replaceAll("\\s+", " ");

    assertThat(page)
        .contains("Microsoft saw 1 sign-in over old TLS that no capture shows")
        .contains("1 client on the wire that Microsoft never saw: refused.")
        .contains("1 sign-in is from Entra's log, which never shows the version");
  }

  private String jsonl() throws IOException {
    return Cli.run(
            "scan",
            "--format",
            "jsonl",
            signIn("2026-11-02T10:30:00Z", "203.0.113.9"),
            write("ssl.log", WIRE))
        .out();
  }

  @Test
  void aReportAloneIsNoWatchOfTheWire() throws IOException {
    Said said = Cli.run("scan", signIn("2026-11-02T10:30:00Z", "203.0.113.9"));

    assertThat(said.code()).isEqualTo(ExitCode.FLAGGED);
    assertThat(plain(said))
        .contains("Coverage: what Microsoft reports, and nothing of the wire.")
        .contains(
            "1 of 1 client that speaks to Microsoft 365 is below TLS 1.2: 1 works, perhaps by a"
                + " proxy.")
        .contains(
            "PRINT-SRV Sign-in – → old works, by a proxy? 1 unknown-client used by"
                + " alice@contoso.example for Label Printer")
        .doesNotContain("Microsoft saw");
    JsonNode run = lines(Cli.run("scan", "--format", "jsonl", folder + "/signins.json")).get(2);
    assertThat(run.at("/tlsfloor/run/days/0/watched_seconds").asLong()).isZero();
  }

  @Test
  void usersAreCalledOtherwiseWithPseudonyms() throws IOException {
    String key = write("key", "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\n");
    for (String format : List.of("jsonl", "csv", "cef", "table", "lines")) {
      Said said =
          Cli.run(
              "scan",
              "--pseudonymize",
              key,
              "--format",
              format,
              senders("scanner@contoso.example,12.5,0,87.5,2026-11-02"),
              signIn("2026-11-02T09:00:30Z", "203.0.113.9"),
              write("ssl.log", WIRE));

      assertThat(said.code()).as(said.err()).isEqualTo(ExitCode.FLAGGED);
      assertThat(said.out())
          .as(format)
          .doesNotContain("scanner@")
          .doesNotContain("contoso.example")
          .doesNotContain("alice")
          .doesNotContain("PRINT-SRV")
          .doesNotContain("203.0.113.9")
          .contains("user-");
    }
  }

  @Test
  void theInventoryNamesTheUserWhereNobodyAnswers() throws IOException {
    String store = folder.resolve("inventory.db").toString();
    String report =
        senders("scanner@contoso.example,12.5,0,87.5,2026-11-02", "a@b.example,3,0,97,2026-11-02");
    Files.writeString(
        folder.resolve("today.jsonl"),
        Cli.run("scan", "--all", "--format", "jsonl", report, OFFICE).out());
    Cli.run("inventory", "import", "--inventory", store, folder + "/today.jsonl");

    Said said =
        Cli.run(
            "inventory",
            "clients",
            "--inventory",
            store,
            "--as-of",
            "2026-11-02",
            "--format",
            "jsonl");

    JsonNode mail =
        lines(said).stream()
            .filter(line -> line.at("/client").asText().equals("10.20.3.41"))
            .filter(line -> line.at("/service").asText().equals("Exchange Online"))
            .findFirst()
            .orElseThrow(() -> new AssertionError(said.out() + said.err()));
    assertThat(mail.at("/owner").asText()).contains("scanner@contoso.example");
    assertThat(mail.at("/used_by/0").asText()).contains("(SMTP AUTH)");
    String day = "--as-of=2026-11-02";
    String client = Cli.run("inventory", "client", day, "--inventory", store, "10.20.3.41").out();
    assertThat(client).contains("USED BY").contains("a@b.example (SMTP AUTH)");
  }

  @Test
  void damageIsNamedWithItsLine() throws IOException {
    String report =
        senders("scanner@contoso.example,0,0,100,2026-11-02", "x@y,lots,0,0,2026-11-02");

    Said said = Cli.run("scan", report);

    assertThat(said.code()).isEqualTo(ExitCode.LOSS);
    assertThat(said.err()).contains(report + ": line 3 has a share of tls10");
  }
}
