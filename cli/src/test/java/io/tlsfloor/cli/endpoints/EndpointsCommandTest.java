package io.tlsfloor.cli.endpoints;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.cli.Cli;
import io.tlsfloor.cli.command.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Shows the bundled list, and says of names and addresses what they match and why. */
class EndpointsCommandTest {
  private static Cli.Said endpoints(String... args) {
    String[] all = new String[args.length + 1];
    all[0] = "endpoints";
    System.arraycopy(args, 0, all, 1, args.length);
    return Cli.run(all);
  }

  @Test
  void showTellsVersionAndAgeAndEachSet() {
    Cli.Said said = endpoints("show", "--instance", "worldwide");

    assertThat(said.code()).isEqualTo(ExitCode.CLEAN);
    assertThat(said.lines())
        .startsWith("Worldwide: version 2026081100, of 2026-08-11, 21 days old, bundled")
        .anyMatch(
            line -> line.matches(" *1 +Exchange +Optimize +yes +[0-9]+ +[0-9]+ +80, 443; UDP 443"));
    assertThat(said.out()).doesNotContain("Older than").doesNotContain("China");
  }

  @Test
  void anOldListIsPointedOutAfterSixtyDays() {
    Instant day60 = Instant.parse("2026-10-10T23:59:59Z");
    Instant day61 = Instant.parse("2026-10-11T00:00:00Z");
    String note = "Older than 60 days";
    assertThat(new Cli().at(day60).with("endpoints", "show").out()).doesNotContain(note);
    assertThat(new Cli().at(day61).with("endpoints", "show").out()).contains(note);

    String[] scan = {"scan", "samples/tls12/capture.pcapng"};
    assertThat(new Cli().at(day60).with(scan).err()).isEmpty();
    assertThat(new Cli().at(day61).with(scan).err())
        .isEqualTo(
            "tlsfloor: warning: the endpoint list is 61 days old: tlsfloor endpoints update\n");
    assertThat(new Cli().at(day61).with("scan", "-q", scan[1]).err()).isEmpty();
  }

  /** What Microsoft added after the last packet was not there to be missed. */
  @Test
  void aScanCountsTheListsAgeUpToWhatItRead(@TempDir Path folder) throws IOException {
    Instant year = Instant.parse("2027-08-11T00:00:00Z");
    for (String day : List.of("2026-10-10", "2026-10-11")) {
      String log =
          "{\"ts\":\""
              + day
              + "T12:00:00Z\",\"uid\":\"C1\",\"id.orig_h\":\"10.0.0.1\",\"id.orig_p\":40000,"
              + "\"id.resp_h\":\"52.96.1.10\",\"id.resp_p\":443,\"version\":\"TLSv12\","
              + "\"server_name\":\"outlook.office365.com\",\"established\":true}\n";
      Files.writeString(folder.resolve(day + ".log"), log);
    }

    String[] early = {"scan", folder.resolve("2026-10-10.log").toString()};
    assertThat(new Cli().at(year).with(early).err()).doesNotContain("days old");
    assertThat(new Cli().at(year).with("scan", folder.toString()).err())
        .containsOnlyOnce("days old")
        .contains("warning: the endpoint list is 365 days old");
  }

  @Test
  void showChoosesByAreaCategoryAndSet() {
    Cli.Said said = endpoints("show", "exchange", "-v", "--instance", "Worldwide");
    assertThat(said.lines().stream().skip(4))
        .isNotEmpty()
        .allSatisfy(line -> assertThat(line).matches("(?:[0-9]+|added) +\\S+ +\\S.*"));
    assertThat(said.out()).contains("\nWorldwide\n").contains(" outlook.office365.com ");
    assertThat(endpoints("show", "optimize").out()).contains("Optimize").doesNotContain(" Allow ");
    assertThat(endpoints("show", "OneDrive").out()).contains("SharePoint");
  }

  @ParameterizedTest
  @CsvSource({
    "outlook.office365.com:993, Allow, 'equals outlook.office365.com, on port 993'",
    "outlook.office365.com, Optimize, equals outlook.office365.com",
    "40.96.1.1:443, Optimize, 'is in 40.96.0.0/13, on port 443'",
    "2603:1006::1, Optimize, is in 2603:1006::/40",
    "'[2603:1006::1]:443', Optimize, 'is in 2603:1006::/40, on port 443'",
    "a.b.sharepoint.com:8443, Optimize, 'is covered by *.sharepoint.com, though not on port 8443'",
  })
  void lookupTellsWhatMatchesAndWhy(String subject, String category, String why) {
    Cli.Said said = endpoints("lookup", subject);
    assertThat(said.code()).isEqualTo(ExitCode.CLEAN);
    assertThat(said.out()).contains("(" + category + ")").contains(why);
  }

  @Test
  void lookupTellsNearMissesAndEndsWithOne() {
    Cli.Said said = endpoints("lookup", "outlook.office365.com.evil.example");
    assertThat(said.code()).isEqualTo(ExitCode.FLAGGED);
    assertThat(said.out())
        .contains("A connection would count as no service of the list.")
        .contains("matches: none")
        .contains("others own the end");
  }

  @ParameterizedTest
  @CsvSource({
    "shwo, Did you mean show?",
    "lookup, needs a name or an address",
    "lookup x.example:99999, Give a port from 0 to 65535",
    "lookup ., is no name and no address",
    "show --service x, endpoints show has no option --service",
    "show Exchagne, Did you mean Exchange?",
    "show --instance Wordlwide, Did you mean Worldwide?",
    "update extra, Leave it out",
    "update --from missing.json, no such file or directory",
    "update --from README.md --list-version 20260101, YYYYMMDDNN",
  })
  void wrongUsageSaysWhatToDo(String args, String hint) {
    Cli.Said said = endpoints(args.split(" "));
    assertThat(said.code()).isEqualTo(ExitCode.USAGE);
    assertThat(said.err()).contains(hint);
  }
}
