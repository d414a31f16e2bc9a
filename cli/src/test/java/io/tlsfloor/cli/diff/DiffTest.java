package io.tlsfloor.cli.diff;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tlsfloor.cli.Cli;
import io.tlsfloor.cli.Cli.Said;
import io.tlsfloor.cli.command.ExitCode;
import io.tlsfloor.parser.observation.TlsVersion;
import io.tlsfloor.report.model.ClientDay;
import io.tlsfloor.report.model.Found;
import io.tlsfloor.report.saved.SavedLine;
import io.tlsfloor.report.text.JsonLine;
import io.tlsfloor.rules.Finding;
import io.tlsfloor.rules.Severity;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests what became of clients between two runs. */
class DiffTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String CLIENT = "10.20.3.77";
  private static final String FROM = "\"source\":{\"ip\":\"" + CLIENT + "\"";

  @TempDir static Path folder;
  private static Path hour;

  @BeforeAll
  static void scanAnHour() throws IOException {
    hour = scan("hour.jsonl");
  }

  private static Path scan(String name, String... options) throws IOException {
    Path file = folder.resolve(name);
    String[] all = new String[options.length + 4];
    all[0] = "scan";
    all[1] = "--format";
    all[2] = "jsonl";
    System.arraycopy(options, 0, all, 3, options.length);
    all[all.length - 1] = "samples/office-hour/capture.pcapng";
    Files.writeString(file, Cli.run(all).out());
    return file;
  }

  /** The hour, with its lines changed. */
  private static Path hourWith(String name, UnaryOperator<String> change) throws IOException {
    List<String> lines =
        Files.readAllLines(hour).stream().map(change).filter(line -> !line.isEmpty()).toList();
    long flagged = lines.stream().mapToLong(DiffTest::flagged).sum();
    String text =
        lines.stream()
            .map(
                line ->
                    line.replaceFirst(
                        "(\"both_sides\":[0-9]+,\"flagged\"):[0-9]+", "$1:" + flagged))
            .collect(Collectors.joining("\n", "", "\n"));
    return Files.writeString(folder.resolve(name), text);
  }

  /** How many flagged connections a line of a client counts. */
  private static long flagged(String line) {
    return line.contains("\"tlsfloor.client\"")
        ? ((SavedLine.OfClient) SavedLine.of(line.getBytes(StandardCharsets.UTF_8)))
            .client()
            .flagged()
        : 0;
  }

  private static JsonNode diff(Path before, Path after) throws IOException {
    Said said = Cli.run("diff", "--format", "json", before.toString(), after.toString());
    assertThat(said.code()).as(said.err()).isEqualTo(ExitCode.CLEAN);
    return JSON.readTree(said.out());
  }

  private static Map<String, String> kinds(JsonNode diff) {
    Map<String, String> kinds = new TreeMap<>();
    for (JsonNode change : diff.get("changes")) {
      kinds.put(
          change.get("client").asText() + " " + change.at("/service").asText(),
          change.get("change").asText());
    }
    return kinds;
  }

  private static boolean isLineOf(String line, String client) {
    return line.contains("\"tlsfloor.client\"") && line.contains("\"ip\":\"" + client + "\"");
  }

  /** The day of the client with everything in order, so often. */
  private static String clean(String line, long below, long good) {
    if (line.contains("\"tlsfloor.run\"")) { // which counts what the days do
      Matcher flagged = Pattern.compile("\"flagged\":(\\d+)").matcher(line);
      assertThat(flagged.find()).isTrue();
      return flagged.replaceFirst(
          "\"flagged\":" + (Long.parseLong(flagged.group(1)) - flaggedOfClient()));
    }
    return isLineOf(line, CLIENT)
        ? changed(line, day -> with(day, List.of(), 9, 0, below, good))
        : line;
  }

  private static long flaggedOfClient() {
    try (Stream<String> lines = Files.lines(hour)) {
      return lines
          .filter(line -> line.contains("\"tlsfloor.connection\"") && line.contains(FROM))
          .count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String clean(String line) {
    return clean(line, 0, 9);
  }

  private static ClientDay with(
      ClientDay day, List<Found> found, long connections, long excepted, long below, long good) {
    Map<TlsVersion, Long> versions =
        found.isEmpty() ? Map.of(TlsVersion.TLS_1_2, connections) : day.offered();
    return new ClientDay(
        day.site(),
        day.who(),
        day.service(),
        new ClientDay.Counts(
            connections,
            found.isEmpty() ? 0 : connections - excepted,
            excepted,
            below,
            Math.min(below, excepted),
            good,
            versions,
            found.isEmpty() ? versions : day.negotiated(),
            day.counts().outcomes(),
            day.counts().hours()),
        found,
        0,
        day.stacks(),
        day.behaviour(),
        day.period(),
        day.firstSeen(),
        day.lastSeen());
  }

  /** A line of the client's day, changed, as it would have been written. */
  private static String changed(String line, UnaryOperator<ClientDay> change) {
    SavedLine.OfClient read =
        (SavedLine.OfClient) SavedLine.of(line.getBytes(StandardCharsets.UTF_8));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    JsonLine json = new JsonLine(out);
    try {
      json.open();
      new SavedLine.OfClient(read.origin(), change.apply(read.client())).fields(json);
      json.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toString(StandardCharsets.UTF_8).strip();
  }

  private static String found(String line, UnaryOperator<Finding> change, long excepted) {
    return isLineOf(line, CLIENT)
        ? changed(
            line,
            day ->
                with(
                    day,
                    day.findings().stream()
                        .map(found -> found.of(change.apply(found.worst()), found.sight()))
                        .toList(),
                    day.connections(),
                    excepted == 0 ? 0 : day.connections(),
                    day.counts().below(),
                    0))
        : line;
  }

  /** The hour without the client, as if it had not been there. */
  private static Path without(String name) throws IOException {
    Matcher of =
        Pattern.compile("\"clients\":(\\d+),\"both_sides\":(\\d+),\"flagged\":(\\d+)")
            .matcher(Files.readString(hour));
    assertThat(of.find()).isTrue();
    String fewer =
        "\"clients\":%d,\"both_sides\":%s,\"flagged\":%d"
            .formatted(
                Long.parseLong(of.group(1)) - 1,
                of.group(2),
                Long.parseLong(of.group(3)) - flaggedOfClient());
    return hourWith(
        name,
        line ->
            line.contains(FROM) && !line.contains("\"tlsfloor.run\"")
                ? ""
                : line.replace(of.group(), fewer));
  }

  @ParameterizedTest
  @CsvSource({
    "--client=10.20.3.41, 1, 10.20.3.41 Exchange Online",
    "--client=10.20.3.41/32, 1, 10.20.3.41 Exchange Online",
    "--service=OneDrive, 5, " + CLIENT + " SharePoint",
    "--service=sharepoint, 5, " + CLIENT + " SharePoint",
  })
  void comparesOnlyWhatIsAskedFor(String option, int count, String expected) throws IOException {
    Said said = Cli.run("diff", "--format", "json", option, hour.toString(), hour.toString());

    assertThat(said.code()).isEqualTo(ExitCode.CLEAN);
    assertThat(kinds(JSON.readTree(said.out()))).containsKey(expected).hasSize(count);
    assertThat(Cli.run("diff", option, hour.toString(), hour.toString()).out())
        .contains("Only ")
        .contains(count + " same.");
  }

  @Test
  void saysWhyAClientIsThereWhoseChosenVersionIsNotBelow() throws IOException {
    String out = Cli.run("diff", "--client=10.20.0.0/16", hour.toString(), hour.toString()).out();

    assertThat(out).contains("2 of 2 connections flagged, for versions below TLS 1.2 in its list");
    assertThat(out).doesNotContain("TLS 1.3 chosen at worst");
  }

  @Test
  void countsFindingsOfSeverityLowInOneLine() throws IOException {
    assertThat(Cli.run("diff", hour.toString(), hour.toString()).lines())
        .filteredOn(line -> line.contains(" low"))
        .containsExactly(" 15 of severity low, such as old versions beside new ones: 15 same.");
  }

  @Test
  void failsOnlyForWhatIsAskedFor() throws IOException {
    Path without = without("without.jsonl");
    String[] all = {"diff", "--fail-on=new", without.toString(), hour.toString()};
    assertThat(Cli.run(all).code()).isEqualTo(ExitCode.FLAGGED);
    assertThat(
            Cli.run(
                    "diff",
                    "--fail-on=new",
                    "--client=10.20.3.41",
                    without.toString(),
                    hour.toString())
                .code())
        .isEqualTo(ExitCode.CLEAN);
  }

  @Test
  void refusesAServiceThatNeitherRunHas() {
    Said said = Cli.run("diff", "--service=Exchagne Online", hour.toString(), hour.toString());

    assertThat(said.code()).isEqualTo(ExitCode.USAGE);
    assertThat(said.err()).contains("\"Exchagne Online\"").contains("Exchange Online");
  }

  @Test
  void findsNothingNewInTheSameRun() throws IOException {
    JsonNode same = diff(hour, hour);

    assertThat(same.get("after_could_see_all").asBoolean()).isTrue();
    assertThat(kinds(same).values()).isNotEmpty().containsOnly("same");
  }

  @Test
  void callsAClientFixedOnlyWhereTheOtherRunCouldSeeTheContrary() throws IOException {
    Path fixed = hourWith("fixed.jsonl", DiffTest::clean);

    assertThat(kinds(diff(hour, fixed))).containsEntry(CLIENT + " SharePoint", "fixed");
    Path lossy =
        hourWith(
            "lossy.jsonl",
            line -> clean(line).replace("\"kernel_drops\":0", "\"kernel_drops\":12"));
    JsonNode unsure = diff(hour, lossy);
    assertThat(kinds(unsure)).containsEntry(CLIENT + " SharePoint", "unproven");
    assertThat(unsure.get("doubts").toString()).contains("12 packets dropped by the kernel");
    Path cut = hourWith("cut.jsonl", line -> line.contains("\"tlsfloor.run\"") ? "" : clean(line));
    assertThat(kinds(diff(hour, cut))).containsEntry(CLIENT + " SharePoint", "unproven");
  }

  @Test
  void callsAClientGoneOnlyWhereTheOtherRunCouldSeeIt() throws IOException {
    Path without = without("without.jsonl");
    Path narrowed = scan("narrowed.jsonl", "--client", "10.20.3.41");

    assertThat(kinds(diff(hour, without))).containsEntry(CLIENT + " SharePoint", "gone");
    JsonNode unsure = diff(hour, narrowed);
    assertThat(kinds(unsure)).containsEntry(CLIENT + " SharePoint", "quiet");
    assertThat(unsure.get("doubts").toString()).contains("left out by --client");
  }

  @Test
  void tellsWhoIsNewWhoIsBackAndWhoIsWorse() throws IOException {
    Path without = without("without2.jsonl");
    Path fixed = hourWith("fixed2.jsonl", DiffTest::clean);

    assertThat(kinds(diff(without, hour))).containsEntry(CLIENT + " SharePoint", "new");
    assertThat(kinds(diff(fixed, hour))).containsEntry(CLIENT + " SharePoint", "again");
    Path milder =
        hourWith(
            "milder.jsonl", line -> found(line, finding -> finding.withSeverity(Severity.LOW), 0));
    assertThat(kinds(diff(milder, hour))).containsEntry(CLIENT + " SharePoint", "worse");
    assertThat(kinds(diff(hour, milder))).containsEntry(CLIENT + " SharePoint", "better");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          fewer     | 0 | 4 | 5 are enough
          below     | 1 | 9 | not all at TLS 1.2
          undecided | 0 | 0 | only 0 known
          """)
  void doesNotCallAClientFixedThat(String name, long below, long good, String why)
      throws IOException {
    Path after = hourWith(name + ".jsonl", line -> clean(line, below, good));

    JsonNode change = change(diff(hour, after));
    assertThat(change.get("change").asText()).isEqualTo("unproven");
    assertThat(change.get("why").asText()).contains(why);
  }

  private static JsonNode change(JsonNode diff) {
    for (JsonNode change : diff.get("changes")) {
      if (change.get("client").asText().equals(CLIENT)
          && change.at("/service").asText().equals("SharePoint")) {
        return change;
      }
    }
    throw new AssertionError("no change of " + CLIENT);
  }

  /** An exception takes nothing away: the client is as bad as it was. */
  @Test
  void whatIsExceptedIsNeitherFixedNorBetter() throws IOException {
    Path excepted =
        hourWith(
            "excepted.jsonl",
            line ->
                found(
                    line,
                    finding ->
                        finding.excepted(
                            new Finding.Waiver("known", "J. Doe", LocalDate.of(2026, 12, 31))),
                    1));

    JsonNode change = change(diff(hour, excepted));
    assertThat(change.get("change").asText()).isEqualTo("same");
    assertThat(change.at("/after/excepted").asInt()).isPositive();
    assertThat(Cli.run("diff", hour.toString(), excepted.toString()).out()).contains("(high)");
  }

  @Test
  void doesNotCallGoneWhatOptionsKeepFromBeingFlagged() throws IOException {
    Path critical = scan("critical.jsonl", "--min-severity", "critical");

    JsonNode unsure = diff(hour, critical);

    assertThat(kinds(unsure)).containsEntry(CLIENT + " SharePoint", "unproven");
    assertThat(unsure.get("doubts").toString())
        .contains("it flags only what --min-severity critical lets through");
    assertThat(diff(critical, hour).get("doubts_of_before").toString())
        .contains("--min-severity critical");
  }

  @Test
  void doubtsWhatIsNewWhereTheFirstRunCouldNotSeeAll() throws IOException {
    Path cut =
        hourWith(
            "unfinished.jsonl",
            line -> line.contains("\"tlsfloor.run\"") || isLineOf(line, CLIENT) ? "" : line);

    JsonNode diff = diff(cut, hour);

    assertThat(kinds(diff)).containsEntry(CLIENT + " SharePoint", "new");
    assertThat(diff.get("doubts_of_before").toString()).contains("ends without a run line");
    assertThat(Cli.run("diff", cut.toString(), hour.toString()).out().replace('\n', ' '))
        .contains("BEFORE may have missed clients that are new in AFTER");
  }

  @Test
  void callsNoOneGoneWhereTheLinesOfAllClientsAreMissing() throws IOException {
    Path runAlone =
        hourWith("run-alone.jsonl", line -> line.contains("\"tlsfloor.run\"") ? line : "");

    JsonNode diff = diff(hour, runAlone);

    assertThat(kinds(diff).values()).doesNotContain("gone", "fixed");
    assertThat(diff.get("doubts").toString()).contains("lines are missing");
  }

  @Test
  void refusesAnEmptyRun() throws IOException {
    Path empty = Files.createFile(folder.resolve("empty.jsonl"));

    for (Said said :
        List.of(
            Cli.run("diff", empty.toString(), hour.toString()),
            Cli.run("diff", hour.toString(), empty.toString()))) {
      assertThat(said.code()).isEqualTo(ExitCode.USAGE);
      assertThat(said.out()).isEmpty();
      assertThat(said.err()).contains("empty.jsonl holds no results");
    }
  }

  @Test
  void comparesTheTimesThatBothCover() throws IOException {
    Path later =
        hourWith(
            "later.jsonl",
            line -> line.replace("_packet\":\"2026-11-02T09:", "_packet\":\"2026-11-02T10:"));

    JsonNode times = diff(hour, later).get("times");
    assertThat(times.at("/before/from").asText()).startsWith("2026-11-02T09:");
    assertThat(times.at("/after/seconds").asLong())
        .isEqualTo(times.at("/before/seconds").asLong())
        .isPositive();
    assertThat(times.get("both_seconds").asLong()).isZero();
    assertThat(diff(hour, hour).at("/times/both_seconds").asLong()).isPositive();
    assertThat(diff(later, hour).get("doubts").toString()).contains("perhaps they are swapped");
    assertThat(Cli.run("diff", hour.toString(), hour.toString()).out().replace('\n', ' '))
        .contains("Both look at the same 59 min");
  }

  @ParameterizedTest
  @CsvSource({
    "new, without3, hour, FLAGGED",
    "'new,worse,again', fixed4, hour, FLAGGED",
    "worse, fixed4, hour, CLEAN",
    "'new,worse,again', hour, hour, CLEAN",
    "'worse,again', without3, hour, CLEAN"
  })
  void failsOnWhatIsAsked(String kinds, String before, String after, ExitCode code)
      throws IOException {
    without("without3.jsonl");
    hourWith("fixed4.jsonl", DiffTest::clean);

    Said said =
        Cli.run(
            "diff",
            "--fail-on",
            kinds,
            folder.resolve(before + ".jsonl").toString(),
            folder.resolve(after + ".jsonl").toString());

    assertThat(said.code()).as(said.out()).isEqualTo(code);
    assertThat(said.out()).contains("BEFORE");
  }

  @Test
  void doubtsARunThatCoversMuchLessTime() throws IOException {
    Path shorter =
        hourWith(
            "shorter.jsonl",
            line ->
                clean(line)
                    .replaceAll(
                        "\"last_packet\":\"[^\"]*\"", "\"last_packet\":\"2026-11-02T09:20:00Z\""));

    assertThat(diff(hour, shorter).get("doubts").toString()).contains("of packet time");
    assertThat(diff(shorter, hour).get("doubts_of_before").toString()).contains("of packet time");
  }

  @Test
  void tellsAPersonTheSame() throws IOException {
    Path fixed = hourWith("fixed3.jsonl", DiffTest::clean);

    Said said = Cli.run("diff", hour.toString(), fixed.toString());

    assertThat(said.out().replace('\n', ' '))
        .contains(" fixed ")
        .contains(" 1 fixed.")
        .contains("AFTER covers enough to call clients fixed or gone");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          diff                                | needs two results
          diff one                            | needs two results
          diff - -                            | needs two results
          diff samples/README.md missing      | samples/README.md, line 1: not a line
          diff missing missing                | cannot read missing
          """)
  void saysWhatIsWrong(String command, String message) {
    Said said = Cli.run(command.trim().split(" "));

    assertThat(said.code()).isEqualTo(ExitCode.USAGE);
    assertThat(said.out()).isEmpty();
    assertThat(said.err()).contains(message);
  }

  @Test
  void readsTheSecondRunFromAPipe() throws IOException {
    Said said =
        new Cli()
            .input(Files.readString(hour).getBytes(StandardCharsets.UTF_8))
            .with("diff", hour.toString(), "-");

    assertThat(said.code()).isEqualTo(ExitCode.CLEAN);
    assertThat(said.out()).contains("standard input");
  }
}
