package io.tlsfloor.cli.diff;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tlsfloor.cli.Cli;
import io.tlsfloor.cli.Cli.Said;
import io.tlsfloor.cli.command.ExitCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What became of clients between two runs. */
class DiffTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String CLIENT = "10.20.3.77";

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
  private static Path hourWith(String name, java.util.function.UnaryOperator<String> change)
      throws IOException {
    String text =
        Files.readAllLines(hour).stream()
            .map(change)
            .filter(line -> !line.isEmpty())
            .collect(Collectors.joining("\n", "", "\n"));
    return Files.writeString(folder.resolve(name), text);
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

  private static String clean(String line) {
    return isLineOf(line, CLIENT)
        ? line.replaceAll("\"flagged\":\\d+", "\"flagged\":0")
            .replaceAll("\"severity\":\"\\w+\",", "")
        : line;
  }

  @Test
  void findsNothingNewInTheSameRun() throws IOException {
    JsonNode same = diff(hour, hour);

    assertThat(same.get("after_could_see_all").asBoolean()).isTrue();
    assertThat(kinds(same).values()).isNotEmpty().containsOnly("same");
  }

  @Test
  void callsAClientBetterOnlyWhereTheOtherRunCouldSeeTheContrary() throws IOException {
    Path fixed = hourWith("fixed.jsonl", DiffTest::clean);

    assertThat(kinds(diff(hour, fixed))).containsEntry(CLIENT + " SharePoint", "better");
    Path lossy =
        hourWith(
            "lossy.jsonl",
            line -> clean(line).replace("\"kernel_drops\":0", "\"kernel_drops\":12"));
    JsonNode unsure = diff(hour, lossy);
    assertThat(kinds(unsure)).containsEntry(CLIENT + " SharePoint", "unseen");
    assertThat(unsure.get("doubts").toString()).contains("12 packets dropped by the kernel");
    Path cut = hourWith("cut.jsonl", line -> line.contains("\"tlsfloor.run\"") ? "" : clean(line));
    assertThat(kinds(diff(hour, cut))).containsEntry(CLIENT + " SharePoint", "unseen");
  }

  @Test
  void callsAClientGoneOnlyWhereTheOtherRunCouldSeeIt() throws IOException {
    Path without = hourWith("without.jsonl", line -> isLineOf(line, CLIENT) ? "" : line);
    Path narrowed = scan("narrowed.jsonl", "--client", "10.20.3.41");

    assertThat(kinds(diff(hour, without))).containsEntry(CLIENT + " SharePoint", "gone");
    JsonNode unsure = diff(hour, narrowed);
    assertThat(kinds(unsure)).containsEntry(CLIENT + " SharePoint", "unseen");
    assertThat(unsure.get("doubts").toString()).contains("left out by --client");
  }

  @Test
  void tellsWhoIsNewAndWhoIsWorse() throws IOException {
    Path without = hourWith("without2.jsonl", line -> isLineOf(line, CLIENT) ? "" : line);
    Path fixed = hourWith("fixed2.jsonl", DiffTest::clean);

    assertThat(kinds(diff(without, hour))).containsEntry(CLIENT + " SharePoint", "new");
    assertThat(kinds(diff(fixed, hour))).containsEntry(CLIENT + " SharePoint", "worse");
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
  }

  @Test
  void tellsAPersonTheSame() throws IOException {
    Path fixed = hourWith("fixed3.jsonl", DiffTest::clean);

    Said said = Cli.run("diff", hour.toString(), fixed.toString());

    assertThat(said.out().replace('\n', ' '))
        .contains(" better ")
        .contains("1 better; with nothing flagged any more: 1.")
        .contains("AFTER could see whatever is still there");
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
