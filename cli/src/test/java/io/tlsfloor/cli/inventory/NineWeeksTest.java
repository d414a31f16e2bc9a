package io.tlsfloor.cli.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.cli.Cli;
import io.tlsfloor.cli.Cli.Said;
import io.tlsfloor.cli.command.ExitCode;
import io.tlsfloor.cli.output.RememberedInventory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nine weeks of an administrator's habit, with the words on the screen. */
class NineWeeksTest {
  private static final LocalDate FIRST = LocalDate.of(2026, 10, 5); // a Monday

  @TempDir private Path folder;
  private LocalDate today = FIRST;
  private String lowLine = "";
  private String goodLine = "";
  private String runLine = "";

  @BeforeEach
  void watchEightWeeks() throws IOException {
    readTheSample();
    for (int week = 0; week < 8; week++) {
      assertThat(week(week).out()).contains(" as site hq.");
    }
  }

  private Said tlsfloor(String... words) {
    return new Cli()
        .at(today.atTime(12, 0).toInstant(ZoneOffset.UTC))
        .environment(RememberedInventory.VARIABLE, folder.resolve("z.db").toString())
        .with(words);
  }

  /** Imports the file of a week: each day from Monday to Friday. */
  private Said week(int week) throws IOException {
    List<String> lines = new ArrayList<>();
    for (int weekday = 0; weekday < 5; weekday++) {
      LocalDate day = FIRST.plusDays(7L * week + weekday);
      today = day;
      add(lines, day, "10.0.0.1", "app01.corp.example", true);
      add(lines, day, "10.0.0.2", "prn-2.corp.example", week < 7); // fixed in the eighth week
      add(lines, day, "10.0.0.4", "pc-4.corp.example", week == 1); // fixed, then
      if (week == 8) {
        add(lines, day, "10.0.0.3", "erp.corp.example", true); // new in the last week
        add(lines, day, "10.0.0.4", "pc-4.corp.example", true); // and one that is back
      }
      lines.add(run(day));
    }
    Path file = folder.resolve("w" + week + ".jsonl");
    Files.write(file, lines, StandardCharsets.UTF_8);
    return week == 0
        ? tlsfloor("inventory", "import", file.toString(), "--site", "hq")
        : tlsfloor("inventory", "import", file.toString());
  }

  private void add(List<String> lines, LocalDate day, String ip, String name, boolean low) {
    String mac = "00-00-5E-00-53-0" + ip.substring(ip.length() - 1);
    lines.add(
        (low
                ? lowLine
                    .replace("10.20.3.41", ip)
                    .replace("app01.contoso.com", name)
                    .replace("02-00-0A-14-03-29", mac)
                : goodLine
                    .replace("10.20.3.10", ip)
                    .replace("pc-10.contoso.com", name)
                    .replace("02-00-0A-14-03-0A", mac))
            .replace("2026-11-02", day.toString()));
  }

  private String run(LocalDate day) {
    return runLine
        .replaceFirst("\"id\":\"[0-9a-f]{32}\"", "\"id\":\"" + day + "\"")
        .replace("\"watched_seconds\":3552", "\"watched_seconds\":43200")
        .replace("2026-11-02", day.toString());
  }

  /** Lines of a client that is below, of one that is not, and of a run. */
  private void readTheSample() {
    List<String> lines =
        Cli.run("scan", "-q", "--format", "jsonl", "samples/office-hour").out().lines().toList();
    lowLine = client(lines, "10.20.3.41");
    goodLine = client(lines, "10.20.3.10");
    runLine = lines.get(lines.size() - 1);
  }

  private static String client(List<String> lines, String ip) {
    return lines.stream()
        .filter(line -> line.contains("\"tlsfloor.client\"") && line.contains("\"" + ip + "\""))
        .filter(line -> line.contains("Exchange Online"))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void theLastWeekIsToldFirst() throws IOException {
    week(8);

    String status = tlsfloor("inventory", "status").out();

    assertThat(status)
        .startsWith("Since 2026-11-27: 1 new below, 1 back")
        .contains(
            "   new below: erp.corp.example 10.0.0.3\n", "   back: pc-4.corp.example 10.0.0.4\n");
    assertThat(tlsfloor("diff", "2026-11-27", "2026-12-04").out())
        .contains("BEFORE 2026-11-27: ", "erp.corp.example 10.0.0.3", "pc-4.corp.example 10.0.0.4")
        .contains("1 new, 1 again, 1 same");
    assertThat(tlsfloor("diff", "--fail-on", "new", "2026-11-27", "2026-12-04").code())
        .isEqualTo(ExitCode.FLAGGED);
  }

  @Test
  void namesOwnersAndRetiredSystemsAreThoseOfTheScreen() throws IOException {
    Path owners = folder.resolve("owners.csv");
    Files.writeString(owners, "name;owner\napp01;erp-team\npc-9;ben\n", StandardCharsets.UTF_8);

    assertThat(tlsfloor("inventory", "owners", "import", owners.toString()).out())
        .contains("2 hosts: 1 matches a client; pc-9 matches none");
    assertThat(tlsfloor("inventory", "owners", "--owner", "erp-team").out())
        .startsWith("erp-team: 1 system has something to be done\n- app01.corp.example 10.0.0.1: ")
        .contains(
            "\n  264 connections in 30 days (about 62 a week); last succeeded on 2026-11-27\n");
    assertThat(tlsfloor("inventory", "client", "app01").out())
        .contains(
            "app01.corp.example",
            "Seen: 264 connections in 30 days (about 62 a week); last succeeded on 2026-11-27.");
    assertThat(tlsfloor("inventory", "note", "app01", "--retired").out())
        .isEqualTo("1 note kept.\n");
    assertThat(tlsfloor("inventory", "status").out()).contains("1 retired");
    week(8);
    assertThat(tlsfloor("inventory", "clients", "--state", "below").out()).contains("app01");
  }

  @Test
  void aPageOfAWeekLeavesTheInventoryAsItIs() {
    String before = tlsfloor("inventory", "clients", "--format", "jsonl").out();
    String page = folder.resolve("z.html").toString();

    Said said = tlsfloor("report", "-o", page, folder.resolve("w7.jsonl").toString());

    assertThat(said.code()).as(said.err()).isEqualTo(ExitCode.CLEAN);
    assertThat(tlsfloor("inventory", "clients", "--format", "jsonl").out()).isEqualTo(before);
    assertThat(tlsfloor("inventory", "import", "samples/tls10/capture.pcapng").code())
        .isEqualTo(ExitCode.USAGE);
  }
}
