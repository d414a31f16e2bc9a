package io.tlsfloor.cli.scan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tlsfloor.cli.Cli;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A client that was below on one day, and six times otherwise on two later days, is fixed where
 * those are good by the table of {@code docs/logs.md}, and only there.
 */
class ProvenByLogsTest {
  @TempDir private Path folder;

  private Set<String> states(String log) throws IOException {
    Path file = Files.writeString(folder.resolve("a.log"), log);
    String inventory = folder.resolve("inventory.db").toString();
    Cli.run("scan", "--inventory", inventory, file.toString());
    Cli.Said said =
        Cli.run(
            "inventory",
            "status",
            "--format",
            "json",
            "--as-of",
            "2026-11-11",
            "--inventory",
            inventory);
    JsonNode states = new ObjectMapper().readTree(said.out()).path("states");
    Set<String> names = new TreeSet<>();
    states
        .properties()
        .forEach(
            each -> {
              if (each.getValue().asLong() > 0) {
                names.add(each.getKey());
              }
            });
    return names;
  }

  /** Each text has {@code DAY} for the day, and {@code ID} for a number of its own. */
  private static String days(String first, String later) {
    StringBuilder log = new StringBuilder(entry(first, 2, 0));
    for (int i = 1; i <= 6; i++) {
      log.append(entry(later, i <= 3 ? 9 : 10, i));
    }
    return log.toString();
  }

  private static String entry(String text, int day, int id) {
    return text.replace("DAY", String.format("2026-11-%02d", day)).replace("ID", "" + (100 + id))
        + "\n";
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          established            | "version":"TLSv12","established":true         | fixed
          not established        | "version":"TLSv12","established":false        | below
          no version             | "established":true                            | below
          """)
  void byZeek(String name, String later, String state) throws IOException {
    String entry =
        "{\"_path\":\"ssl\",\"ts\":\"DAYT09:00:00.ID000Z\",\"uid\":\"CID\",\"id.orig_h\":\"10.20.3.41\","
            + "\"id.orig_p\":50ID,\"id.resp_h\":\"52.96.1.10\",\"id.resp_p\":443,%s}";

    String low = "\"version\":\"TLSv10\",\"established\":true";

    assertThat(states(days(entry.formatted(low), entry.formatted(later)))).containsExactly(state);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          no record says that it is 1.3 | "version":"TLS 1.3"                          | fixed
          a certificate                 | "version":"TLS 1.2","issuerdn":"CN=ca"        | fixed
          perhaps an alert              | "version":"TLS 1.2"                          | below
          no version                    | "version":"UNDETERMINED"                     | below
          """)
  void bySuricata(String name, String later, String state) throws IOException {
    String event =
        "{\"timestamp\":\"DAYT09:00:00.ID000+0000\",\"flow_id\":ID,\"event_type\":\"tls\","
            + "\"src_ip\":\"10.20.3.41\",\"src_port\":50ID,\"dest_ip\":\"52.96.1.10\","
            + "\"dest_port\":443,\"proto\":\"TCP\",\"tls\":{\"sni\":\"outlook.office365.com\",%s}}";
    String low = "\"version\":\"TLSv1\",\"issuerdn\":\"CN=ca\"";

    assertThat(states(days(event.formatted(low), event.formatted(later)))).containsExactly(state);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          details and no mark | ,"authenticationProcessingDetails":[{"key":"Is CAE Token","value":"False"}] | fixed
          no details          | ``                                                                          | below
          """)
  void byEntra(String name, String later, String state) throws IOException {
    String signIn =
        "{\"createdDateTime\":\"DAYT09:00:00Z\",\"id\":\"ID\",\"userPrincipalName\":\"a@b.example\","
            + "\"appDisplayName\":\"Outlook\",\"ipAddress\":\"203.0.113.9\","
            + "\"deviceDetail\":{\"displayName\":\"pc-1\"},\"status\":{\"errorCode\":0}%s}";
    String low =
        ",\"authenticationProcessingDetails\":[{\"key\":\"Legacy TLS (TLS 1.0, 1.1, 3DES)\",\"value\":\"True\"}]";

    assertThat(states(days(signIn.formatted(low), signIn.formatted(later)))).containsExactly(state);
  }

  /** A report of a week each, dated by its last day. Weeks: the share of mail at TLS 1.0. */
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          all of it, then none            | 100 0 0 0 0 0 0 0 | fixed
          some of it, then none           | 40 30 0 0 0 0     | fixed
          some of it, and none for a week | 40 30 0           | below
          """)
  void byExchange(String what, String weeks, String state) throws IOException {
    String inventory = folder.resolve("inventory.db").toString();
    LocalDate day = LocalDate.of(2026, 9, 6);
    for (String low : weeks.split(" ")) {
      Path report =
          Files.writeString(
              folder.resolve("SmtpAuth " + day + ".csv"),
              "Sender address,Messages sent,TLS1.0 percentage,TLS1.1 percentage,TLS1.2 percentage\r\n"
                  + "scanner@b.example,50,"
                  + low
                  + ",0,"
                  + (100 - Integer.parseInt(low))
                  + "\r\n");
      Cli.run("scan", "--inventory", inventory, report.toString());
      day = day.plusDays(7);
    }
    Cli.Said said =
        Cli.run(
            "inventory",
            "clients",
            "--state",
            "account",
            "--format",
            "jsonl",
            "--as-of",
            day.toString(),
            "--inventory",
            inventory);

    assertThat(said.out()).contains("\"state\":\"" + state + "\"");
  }

  @Test
  void aFloorAboveTheMarkIsNotProvenByItsAbsence() throws IOException {
    String signIn =
        "{\"createdDateTime\":\"2026-11-02T09:00:00Z\",\"userPrincipalName\":\"a@b.example\","
            + "\"appDisplayName\":\"Outlook\",\"ipAddress\":\"203.0.113.9\","
            + "\"authenticationProcessingDetails\":[],\"status\":{\"errorCode\":0}}";
    Path file = Files.writeString(folder.resolve("a.json"), signIn + "\n");

    assertThat(Cli.run("scan", file.toString()).code().status()).isZero();
    assertThat(Cli.run("scan", "--floor", "1.3", file.toString()).code().status()).isEqualTo(3);
  }
}
