package io.tlsfloor.cli.scan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tlsfloor.cli.Cli;
import io.tlsfloor.cli.Cli.Said;
import io.tlsfloor.cli.command.ExitCode;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests what a run looks at when it is narrowed by time, ends, service or stack. */
class NarrowingTest {
  private static final String FILE = "samples/office-hour/capture.pcapng";

  private static List<JsonNode> connections(String... options) throws IOException {
    String[] args =
        Stream.concat(
                Stream.of("scan", "--all", "--format", "jsonl"),
                Stream.concat(Arrays.stream(options), Stream.of(FILE)))
            .toArray(String[]::new);
    return Cli.run(args).connections();
  }

  private static Set<String> values(List<JsonNode> lines, String path) {
    Set<String> values = new TreeSet<>();
    lines.forEach(line -> values.add(line.at(path).asText()));
    return values;
  }

  @Test
  void byClientAndByRange() throws IOException {
    assertThat(values(connections("--client", "10.20.3.77"), "/source/ip"))
        .containsExactly("10.20.3.77");
    assertThat(values(connections("--client", "10.20.3.76/31,10.20.3.41"), "/source/ip"))
        .containsExactlyInAnyOrder("10.20.3.41", "10.20.3.77");
  }

  @Test
  void byServerAddressAndByName() throws IOException {
    Set<String> all = values(connections(), "/destination/ip");
    String one = all.iterator().next();
    assertThat(values(connections("--server", one), "/destination/ip")).containsExactly(one);
    List<JsonNode> named = connections("--server", "*.sharepoint.com");
    assertThat(named).isNotEmpty();
    assertThat(named)
        .allSatisfy(
            line -> assertThat(line.at("/tlsfloor/names").toString()).contains("sharepoint"));
  }

  @Test
  void byServiceAndByStack() throws IOException {
    assertThat(values(connections("--service", "sharepoint"), "/tlsfloor/service/name"))
        .containsExactly("SharePoint");
    assertThat(values(connections("--service", "Exchange Online"), "/tlsfloor/service/area"))
        .containsExactly("Exchange");
    assertThat(connections("--service", "none"))
        .isNotEmpty()
        .allSatisfy(line -> assertThat(line.at("/tlsfloor/service").isNull()).isTrue());
    assertThat(connections("--stack", "python 3"))
        .isNotEmpty()
        .allSatisfy(
            line ->
                assertThat(line.at("/tlsfloor/client_stack").toString().toLowerCase(Locale.ROOT))
                    .contains("python 3"));
  }

  @Test
  void byTimeOfDayAndAfterTheFirstPacket() throws IOException {
    List<JsonNode> all = connections();
    List<JsonNode> before = connections("--to", "2026-11-02T09:30:00Z");
    List<JsonNode> after = connections("--from", "2026-11-02 09:30:00");

    assertThat(before).isNotEmpty();
    assertThat(after).isNotEmpty();
    assertThat(before.size() + after.size()).isEqualTo(all.size());
    assertThat(values(after, "/@timestamp"))
        .allMatch(time -> time.compareTo("2026-11-02T09:3") >= 0);
    assertThat(connections("--from", "2026-11-02T10:30:00+01:00")).hasSameSizeAs(after);
    assertThat(connections("--from", "+10m", "--to", "+1h")).hasSizeBetween(1, all.size() - 1);
    assertThat(connections("--from", "+2h")).isEmpty();
    assertThat(connections("--from", "2026-11-02", "--to", "2026-11-03")).hasSameSizeAs(all);
  }

  /** 10.20.3.1 is nobody: everything is left out, findings too. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          table    | 205 connections left out by --client; 49 of them have findings.
          lines    | 205 connections left out by --client; 49 of them have findings.
          jsonl    | "left_aside":{"connections":205,"flagged":49,"by":["client"]}
          cef      | 205 connections left out by --client; 49 of them have findings
          csv      | 205 connections left out by --client; 49 of them have findings
          """)
  void everyFormSaysWhatANarrowedRunLeftOut(String form, String expected) {
    Said said =
        new Cli()
            .environment("COLUMNS", "200")
            .with("scan", "--client", "10.20.3.1", "--format", form, FILE);

    assertThat(form.equals("csv") ? said.err() : said.out()).contains(expected);
    assertThat(said.out()).doesNotContain("class=\"coverage complete\"");
  }

  /** Nothing is critical there: a clean page would hide what is high. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          table    | Flagged only what --rule downgrade lets through.
          lines    | Flagged only what --rule downgrade lets through.
          jsonl    | "limits":["--rule downgrade"]
          cef      | Flagged only what --rule downgrade lets through
          """)
  void everyFormSaysWhatOptionsKeepFromBeingFlagged(String form, String expected) {
    Said said =
        new Cli()
            .environment("COLUMNS", "200")
            .with("scan", "--rule", "downgrade", "--format", form, FILE);

    assertThat(said.out()).contains(expected);
    assertThat(said.out()).doesNotContain("class=\"coverage complete\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --rule=downgrade        | speak to Microsoft 365, none flagged as below TLS 1.2.
          --min-severity=critical | to Microsoft 365 are flagged as below TLS 1.2: 2 work, perhaps by a
          --direction=inbound     | of a client to Microsoft 365 in a chosen direction.
          --client=10.20.3.1      | Nothing flagged: no connection was left to look at.
          """)
  void aClientThatWasNotToBeFlaggedIsNotCalledGood(String option, String expected) {
    Said said = new Cli().environment("COLUMNS", "300").with("scan", option, FILE);

    assertThat(said.out()).contains(expected).doesNotContain("none below", "are below");
    assertThat(Cli.run("report", option, "-o", "-", FILE).out()).doesNotContain("tile good");
  }

  @ParameterizedTest
  @ValueSource(strings = {"app01.contoso.com", "APP01", "mfp-2nd-floor"})
  void takesEveryNameThatTheTableShows(String name) {
    Said said = Cli.run("scan", "--client", name, FILE);

    assertThat(said.code()).isEqualTo(ExitCode.FLAGGED);
    assertThat(said.out()).contains("1 of 1 client that speaks");
    assertThat(Cli.run("scan", "--client", "pc.contoso.com", FILE).err())
        .contains("no client calls itself pc.contoso.com");
  }

  @Test
  void whatToTypeNextFindsTheSame() throws IOException {
    Said said =
        Cli.run(
            "scan",
            "--floor=1.3",
            "--client=10.20.3.41",
            "--server=*.office365.com",
            "--from=+1m",
            "--top=3",
            FILE);

    String judged = "--floor 1.3 ";
    assertThat(said.out())
        .contains("Next: tlsfloor explain " + judged + FILE + "#410")
        .contains(
            "tlsfloor report "
                + judged
                + "--from +1m --client 10.20.3.41 --server '*.office365.com' "
                + FILE
                + "\n")
        .contains("Also, in all that was read: 3 connections seen from one side");
    assertThat(Cli.run("scan", "--all", "--min-confidence=high", "samples/tls13").out())
        .contains("tlsfloor scan --all --format jsonl --min-confidence high samples/tls13");
  }

  @Test
  void saysThatTheRunWasNarrowedAndFlagsOnlyWhatIsLeft() {
    Said said = Cli.run("scan", "--client", "10.20.3.1", FILE);

    assertThat(said.code()).isEqualTo(ExitCode.CLEAN);
    assertThat(said.out()).contains("connections left out by --client; ");
    assertThat(Cli.run("scan", "--client", "10.20.3.77", FILE).code()).isEqualTo(ExitCode.FLAGGED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--from=yesterday",
        "--to=2026-13-01",
        "--from=+10",
        "--from=+m",
        "--to=+10y",
        "--from=+99999999999d",
        "--client=10.20.3.256",
        "--server=10.0.0.0/99",
        "--service=Exchnge",
        "--stack=Javva"
      })
  void refusesWhatWouldLookCleanByMistake(String option) {
    Said said = Cli.run("scan", option, FILE);

    assertThat(said.code()).isEqualTo(ExitCode.USAGE);
    assertThat(said.out()).isEmpty();
    assertThat(said.err()).contains(option.substring(0, option.indexOf('=')) + " cannot be");
  }

  @Test
  void countsFromTheFirstPacketOfFilesOnly() {
    Said said = Cli.run("scan", "--from", "+10m", "-");

    assertThat(said.code()).isEqualTo(ExitCode.USAGE);
    assertThat(said.err()).contains("needs captures in files");
  }
}
