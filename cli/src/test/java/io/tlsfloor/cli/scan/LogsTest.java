package io.tlsfloor.cli.scan;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.cli.Cli;
import io.tlsfloor.cli.ZeekLog;
import io.tlsfloor.cli.command.ExitCode;
import io.tlsfloor.testing.Await;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Logs of other programs are scanned like captures, and never told of like captures. */
@Timeout(600)
class LogsTest {
  private static final String OLD =
      "1793610000.000001\tCA1\t10.0.0.1\t50001\t52.96.1.10\t443\tTLSv10\toutlook.office365.com\t-\tT\tCsiI\t-\n";

  private static final String OLD_JSON =
      "{\"_path\":\"ssl\",\"ts\":1793610000.5,\"uid\":\"C1\",\"id.orig_h\":\"10.0.0.1\",\"id.orig_p\":50001,"
          + "\"id.resp_h\":\"52.96.1.10\",\"id.resp_p\":443,\"version\":\"TLSv10\","
          + "\"server_name\":\"outlook.office365.com\",\"established\":true}\n";

  private static final String REFUSED =
      "1793610001.000001\tCA2\t10.0.0.2\t50002\t52.104.1.10\t443\t-\tcontoso.sharepoint.com\t"
          + "protocol_version\tF\tCl\tt11d230600_44099cda8a52_242d16716555\n";

  private static final String NEW =
      "1793610002.000001\tCA3\t10.0.0.3\t50003\t52.96.1.10\t443\tTLSv13\toutlook.office365.com\t-\tT\tCsoO\t-\n";

  private static final String UNKNOWN =
      "1793610003.000001\tCA4\t10.0.0.4\t50004\t52.96.1.10\t443\t-\toutlook.office365.com\t-\tF\tC\t-\n";

  @TempDir private Path folder;
  private final AtomicBoolean interrupted = new AtomicBoolean();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @AfterEach
  void endAll() {
    interrupted.set(true);
  }

  private String write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text).toString();
  }

  private static String run(Cli.Said said) {
    return said.lines().get(said.lines().size() - 1);
  }

  @Test
  void aPageIsMadeOfLogsAlsoWhereTheyLookLikeResults(@TempDir Path folder) throws IOException {
    Path log = Files.writeString(folder.resolve("ssl.log"), OLD_JSON);

    Cli.Said said = Cli.run("report", "-o-", log.toString());

    assertThat(said.code()).isEqualTo(ExitCode.CLEAN);
    assertThat(said.out()).contains("1 log, 1 entry").contains("1 of 1 client");
  }

  @Test
  void anEventBehindAResultIsRead() throws IOException { // as where one collector writes all
    String result =
        "{\"event\":{\"dataset\":\"tlsfloor.connection\"},\"tls\":{\"version\":\"1.2\"}}\n";
    write("all.json", result + event("tls", ALERT));
    write("results.jsonl", result);

    Cli.Said said = Cli.run("scan", folder.toString());

    assertThat(said.code()).isEqualTo(ExitCode.FLAGGED);
    assertThat(said.out()).contains("1 log, 2 entries").contains("1 of 1 client");
  }

  @Test
  void findingsHaveTheSameTableAndExitCode() throws Exception {
    Cli.Said said = Cli.run("scan", write("any-name", ZeekLog.SSL + OLD + REFUSED + NEW));

    assertThat(said.code()).isEqualTo(ExitCode.FLAGGED);
    assertThat(said.out())
        .contains("any-name · 1 log, 3 entries")
        .contains("crit  10.0.0.1")
        .contains("high  10.0.0.2")
        .contains("2 of 3 clients that speak to Microsoft 365 are below TLS 1.2")
        .doesNotContain("tlsfloor explain");
    assertThat(said.err()).isEmpty();
  }

  /** The row names the user: of what was found there, only what happened is said below it. */
  @Test
  void aUserMayBeCalledAsASentenceIsParted() throws Exception {
    String report =
        write(
            "smtpauth.csv",
            "\"Sender address\",\"Domain\",\"TLS 1.0\",\"TLS 1.1\",\"TLS 1.2\",\"Messages sent\",\"Report"
                + " date\"\n\"floor 2: copier\",\"contoso.example\",\"12.5\",\"0\",\"87.5\",\"240\",\"2026-11-02\"\n");

    String key = write("key", "0123456789abcdef0123456789abcdef");
    Files.setPosixFilePermissions(Path.of(key), PosixFilePermissions.fromString("rw-------"));

    String plain = Cli.run("scan", "-v", report).out();
    assertThat(plain)
        .contains("       Exchange's report on SMTP AUTH counts ")
        .containsOnlyOnce("floor 2: copier");
    assertThat(Cli.run("scan", "-v", "--pseudonymize", key, report).out())
        .contains("       Exchange's report on SMTP AUTH counts ")
        .doesNotContain("copier");
  }

  @Test
  void aRunOfLinesCountsEntriesAndNoPackets() throws Exception {
    Cli.Said said =
        Cli.run("scan", "--format", "lines", write("any-name", ZeekLog.SSL + OLD + REFUSED + NEW));

    assertThat(said.out())
        .contains("\n3 log entries, 3 connections, 3 clients of the services, 2 flagged");
  }

  @Test
  void nothingFlaggedIsNotToldAsFromPackets() throws Exception {
    Cli.Said said = Cli.run("scan", write("ssl.log", ZeekLog.SSL + NEW));

    assertThat(said.code()).isEqualTo(ExitCode.CLEAN);
    assertThat(said.out().replaceAll("\\s+", " "))
        .contains("Nothing flagged: 1 TLS connection in logs looked at")
        .contains(
            "Coverage: 1 connection is from logs, and logs never show refused"
                + " hellos, lists that also hold old versions, or STARTTLS that never came.")
        .doesNotContain("complete");
  }

  @Test
  void anEntryWithoutAVersionMayHideAFinding() throws Exception {
    Cli.Said said =
        Cli.run("scan", "--format", "jsonl", write("ssl.log", ZeekLog.SSL + NEW + UNKNOWN));

    assertThat(said.code()).isEqualTo(ExitCode.LOSS);
    assertThat(run(said))
        .contains("\"log_connections\":2", "\"log_undecided\":1", "\"half_seen_hellos\":1");
    String table = Cli.run("scan", write("ssl.log", ZeekLog.SSL + NEW + UNKNOWN)).out();
    assertThat(table.replaceAll("\\s+", " "))
        .contains("let Zeek or Suricata log JA4")
        .doesNotContain("whole packets");
  }

  @Test
  void aLineThatIsNoEntryMayHideAFinding() throws Exception {
    String log = write("ssl.log", ZeekLog.SSL + NEW + "broken\n");

    Cli.Said said = Cli.run("scan", "--format", "jsonl", log);

    assertThat(said.code()).isEqualTo(ExitCode.LOSS);
    assertThat(run(said))
        .contains("\"damage\":\"line 9 has 1 of 12 fields\"", "\"log_unreadable_lines\":1");
    assertThat(said.err()).contains(log + ": line 9 has 1 of 12 fields; 1 entry of it was read");
  }

  @Test
  void theBasisIsInEachLineAndSavedLinesAreReadBack() throws Exception {
    Cli.Said said =
        Cli.run("scan", "--all", "--format", "jsonl", write("ssl.log", ZeekLog.SSL + OLD + NEW));
    String saved = write("saved.jsonl", said.out());

    assertThat(said.lines().get(0)).contains("\"basis\":\"zeek\"", "\"id\":\"CA1\"");
    assertThat(Cli.run("report", "-o", "-", saved).out())
        .contains("10.0.0.1", "version TLSv10 in line 8 of the log")
        .contains("logs never show refused hellos")
        .doesNotContain("no packets lost");
  }

  @Test
  void logsComeByStandardInputToo() {
    Cli.Said said =
        new Cli().input((ZeekLog.SSL + OLD).getBytes(StandardCharsets.UTF_8)).with("scan", "-");

    assertThat(said.code()).isEqualTo(ExitCode.FLAGGED);
  }

  @Test
  void aLogWithoutItsHeaderIsExplained() throws Exception {
    Cli.Said file = Cli.run("scan", write("cut", OLD + NEW));
    Cli.Said stream =
        new Cli().input((OLD + NEW).getBytes(StandardCharsets.UTF_8)).with("scan", "-");
    Cli.Said amongOthers = Cli.run("scan", write("cut", OLD), write("ssl.log", ZeekLog.SSL + NEW));

    for (Cli.Said said : List.of(file, stream)) {
      assertThat(said.code()).isEqualTo(ExitCode.USAGE);
      assertThat(said.err()).contains("without the header lines", "zeek-cut keep the header (-C)");
    }
    assertThat(amongOthers.code()).isEqualTo(ExitCode.LOSS);
    assertThat(amongOthers.err()).contains("without the header lines");
  }

  private static String event(String type, String more) {
    return "{\"timestamp\":\"2026-11-02T09:00:00.1+0000\",\"flow_id\":77,\"event_type\":\""
        + type
        + "\",\"src_ip\":\"10.20.3.77\",\"src_port\":40452,\"dest_ip\":\"52.104.1.10\","
        + "\"dest_port\":443,\"proto\":\"TCP\","
        + more
        + "}\n";
  }

  /** As Suricata 7 makes it of a hello that is refused with an alert. */
  private static final String ALERT =
      """
      "tls":{"sni":"contoso.sharepoint.com","version":"TLS 1.1",\
      "ja3":{"hash":"0ffbfdada08c77c3f60a0ce2e34d00f7"},"ja4":"t11d090600_c491f621fb4c_242d16716555"}\
      """;

  @Test
  void theVersionOfAnAlertIsNoChoice() throws Exception {
    Cli.Said said = Cli.run("scan", write("eve.json", event("tls", ALERT)));

    assertThat(said.code()).isEqualTo(ExitCode.FLAGGED);
    assertThat(said.out())
        .containsPattern("high +10\\.20\\.3\\.77 +SharePoint +1\\.1 → – +refused");
  }

  @Test
  void theVersionOfAnAlertAloneIsNoFinding() throws Exception {
    String log =
        event("tls", "\"tls\":{\"sni\":\"contoso.sharepoint.com\",\"version\":\"TLS 1.1\"}");

    Cli.Said said = Cli.run("scan", write("eve.json", log));

    assertThat(said.code()).isEqualTo(ExitCode.LOSS);
    assertThat(said.out().replaceAll("\\s+", " "))
        .contains("Nothing could be judged: no version in 1 TLS connection.")
        .contains("1 log entry without a version");
  }

  @Test
  void whatSuricataHasNoEventForIsNamed() throws Exception {
    String log =
        event("tls", "\"tls\":{\"sni\":\"contoso.sharepoint.com\",\"version\":\"TLS 1.3\"}");

    Cli.Said said = Cli.run("scan", write("eve.json", log));

    assertThat(said.code()).isEqualTo(ExitCode.CLEAN);
    assertThat(said.out().replaceAll("\\s+", " "))
        .contains("STARTTLS that never came; Suricata's EVE never shows most clients that the")
        .containsOnlyOnce("Suricata's EVE never shows")
        .contains("refuses or does not answer, DTLS, or TLS after IMAP, POP3, SOCKS or CONNECT");
  }

  @Test
  void aFlowThatSuricataHasNoEventForMayHideAFinding() throws Exception {
    String tls =
        event("tls", "\"tls\":{\"sni\":\"contoso.sharepoint.com\",\"version\":\"TLS 1.3\"}");
    String flow =
        event("flow", "\"app_proto\":\"tls\"").replace("\"flow_id\":77", "\"flow_id\":78");
    String others = flow.replace("52.104.1.10", "192.0.2.1").replace("10.20.3.77", "10.20.3.8");
    String dns =
        event(
                "dns",
                "\"dns\":{\"type\":\"answer\",\"rrname\":\"www.example\",\"rrtype\":\"A\","
                    + "\"grouped\":{\"A\":[\"192.0.2.1\"]}}")
            .replace("10.20.3.77", "10.20.3.8");

    assertThat(Cli.run("scan", write("a.json", tls + flow)).code()).isEqualTo(ExitCode.LOSS);
    assertThat(Cli.run("scan", write("b.json", tls + dns + others)).code())
        .isEqualTo(ExitCode.CLEAN);
  }

  @Test
  void aLogInWhichNothingCanBeJudgedIsNoGoodNews() throws Exception {
    String http = write("a.json", event("flow", "\"app_proto\":\"http\""));

    Cli.Said said = Cli.run("scan", http);
    Cli.Said withAnother = Cli.run("scan", http, write("ssl.log", ZeekLog.SSL));

    assertThat(said.code()).isEqualTo(ExitCode.LOSS);
    assertThat(said.out().replaceAll("\\s+", " "))
        .contains("Nothing could be judged: no TLS connection among 1 log line.")
        .contains("1 log without a single version of TLS")
        .doesNotContain("complete.");
    assertThat(withAnother.code()).isEqualTo(ExitCode.LOSS);
  }

  @Test
  void aLogOfZeekThatHoldsNoTlsIsNoInput() throws Exception {
    String dns =
        write(
            "dns.log",
            "{\"_path\":\"dns\",\"ts\":1.0,\"id.orig_h\":\"10.0.0.1\",\"query\":\"a\"}\n");

    assertThat(Cli.run("scan", dns).code()).isEqualTo(ExitCode.USAGE);
  }

  private CompletableFuture<Cli.Said> follow(String log) {
    return CompletableFuture.supplyAsync(
        () ->
            new Cli()
                .output(out)
                .errors(err)
                .interrupted(interrupted::get)
                .with("scan", "--follow", "--format", "jsonl", log));
  }

  private void awaitTold(String text) {
    Await.until(
        () -> out.toString(StandardCharsets.UTF_8).contains(text),
        () -> text + " in: " + out.toString(StandardCharsets.UTF_8) + err);
  }

  @Test
  void aLogIsFollowedAsItGrowsAndIsRotated() throws Exception {
    Path log = Path.of(write("ssl.log", ZeekLog.SSL));
    String half = REFUSED.substring(0, 40);
    CompletableFuture<Cli.Said> scan = follow(log.toString());
    Files.writeString(log, OLD + half, StandardOpenOption.APPEND);
    awaitTold("10.0.0.1");
    Files.writeString(log, REFUSED.substring(40), StandardOpenOption.APPEND);
    awaitTold("10.0.0.2");
    Files.move(log, folder.resolve("ssl.2026-11-02-09:00:00-10:00:00.log"));
    write("ssl.log", ZeekLog.SSL + OLD.replace("10.0.0.1", "10.0.0.7"));
    awaitTold("10.0.0.7");
    Files.writeString(log, half, StandardOpenOption.APPEND); // half an entry is no damage

    interrupted.set(true);
    Cli.Said said = scan.get(5, TimeUnit.MINUTES);

    assertThat(said.code()).isEqualTo(ExitCode.INTERRUPTED);
    assertThat(run(said)).contains("\"connections\":3").doesNotContain("\"damage\"");
  }

  @Test
  void logsNextToOneThatIsFollowedAreReadToo() throws Exception {
    Path dns =
        Path.of(
            write(
                "dns.log",
                "#separator \\x09\n#path\tdns\n"
                    + "#fields\tts\tid.orig_h\tid.orig_p\tid.resp_h\tid.resp_p\tquery\tanswers\tTTLs\n"));
    Path log = Path.of(write("ssl.log", ZeekLog.SSL));
    CompletableFuture<Cli.Said> scan = follow(log.toString());
    Files.writeString(log, OLD.replace("outlook.office365.com", "-"), StandardOpenOption.APPEND);
    Files.writeString(
        dns,
        "1793609999.0\t10.0.0.1\t9\t10.0.0.53\t53\toutlook.office.com\t52.96.1.10\t60.0\n",
        StandardOpenOption.APPEND);

    awaitTold("outlook.office.com");

    interrupted.set(true);
    assertThat(scan.get(5, TimeUnit.MINUTES).code()).isEqualTo(ExitCode.INTERRUPTED);
  }
}
