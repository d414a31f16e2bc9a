package io.tlsfloor.cli.form;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tlsfloor.cli.Cli;
import io.tlsfloor.testing.Project;
import io.tlsfloor.testing.Requires;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every command counts the clients of one capture the same way, and those below the floor; devices
 * with two addresses once.
 */
class OneCountTest {
  private static final Path SAMPLES = Project.path("samples");
  private static final String HOUR = "office-hour";
  private static final ObjectMapper JSON = new ObjectMapper();

  /** No connection is left out of the count, however sure or severe its findings are. */
  private static final List<String> ALL = List.of("--min-severity=low", "--min-confidence=low");

  private static final Pattern ANSWER =
      Pattern.compile("([\\d,]+|None) of ([\\d,]+) clients? that speaks? to Microsoft 365");
  private static final Pattern SILENT =
      Pattern.compile("looked at; ([\\d,]+) clients? speaks? to Microsoft 365, none");

  @TempDir private static Path folder;

  private record Count(long clients, long below) {}

  @TestFactory
  Stream<DynamicTest> allCommandsCountTheSame() throws IOException {
    try (Stream<Path> folders = Files.list(SAMPLES)) {
      return folders
          .map(each -> each.resolve("capture.pcapng"))
          .filter(Files::exists)
          .sorted()
          .toList()
          .stream()
          .map(
              capture ->
                  DynamicTest.dynamicTest(
                      capture.toString(),
                      () -> {
                        if (!capture.toString().contains(HOUR)) {
                          Requires.time("samples are counted by all commands");
                        }
                        allCount(capture.toString());
                      }));
    }
  }

  private static void allCount(String capture) throws IOException {
    Path own = Files.createTempDirectory(folder, "commands");
    String saved = own.resolve("saved.jsonl").toString();
    String book = own.resolve("book.db").toString();
    run("scan", "--format=jsonl", "--output=" + saved, "--inventory=" + book, capture);
    Count truth = lines(Files.readAllLines(Path.of(saved)));
    if (capture.contains(HOUR)) {
      assertThat(truth).isEqualTo(new Count(51, 5));
    }

    assertThat(answer(run("scan", capture))).isEqualTo(truth);
    assertThat(answer(run("scan", "--all", "--format=table", capture))).isEqualTo(truth);
    assertThat(answer(run("report", "--output=-", capture))).isEqualTo(truth);
    assertThat(answer(Cli.run("report", "--output=-", saved).out())).isEqualTo(truth);
    assertThat(Cli.run("diff", saved, saved).out().replaceAll("\\s+", " "))
        .contains("BEFORE " + saved + " · " + clients(truth));
    String day = lastDay(Path.of(saved));
    if (!day.isEmpty()) {
      assertThat(inventory(book, day)).isEqualTo(truth);
      assertThat(rows(book, day)).isEqualTo(truth);
    }
  }

  private static String clients(Count count) {
    return count.clients() + (count.clients() == 1 ? " client" : " clients");
  }

  private static String run(String command, String... words) {
    List<String> all = new ArrayList<>(List.of(command));
    all.addAll(ALL);
    all.addAll(List.of(words));
    return new Cli().environment("COLUMNS", "100000").with(all.toArray(new String[0])).out();
  }

  /** By the lines of clients: a link address is a device's, unless it is a router's. */
  private static Count lines(List<String> lines) throws IOException {
    Map<String, Set<String>> macs = new HashMap<>();
    List<JsonNode> read = new ArrayList<>();
    for (String line : lines) {
      JsonNode json = JSON.readTree(line);
      read.add(json);
      if (json.at("/tlsfloor").has("client")) {
        macs.computeIfAbsent(json.at("/source/mac").asText(), key -> new HashSet<>())
            .add(json.at("/source/ip").asText());
      }
    }
    Set<String> below = new HashSet<>();
    for (JsonNode json : read) {
      if (json.at("/tlsfloor/client/below").asLong() > 0) {
        String mac = json.at("/source/mac").asText();
        boolean one = !mac.isEmpty() && macs.get(mac).size() <= 4;
        below.add(one ? mac : json.at("/source/ip").asText());
      }
    }
    JsonNode run = read.get(read.size() - 1).at("/tlsfloor/run");
    return new Count(run.get("clients").asLong(), below.size());
  }

  private static Count answer(String text) {
    Matcher answer = ANSWER.matcher(text);
    if (answer.find()) {
      return new Count(number(answer.group(2)), number(answer.group(1)));
    }
    Matcher silent = SILENT.matcher(text);
    return new Count(silent.find() ? number(silent.group(1)) : 0, 0);
  }

  private static long number(String text) {
    return text.equals("None") ? 0 : Long.parseLong(text.replace(",", ""));
  }

  private static String lastDay(Path saved) throws IOException {
    String day = "";
    for (String line : Files.readAllLines(saved)) {
      JsonNode read = JSON.readTree(line);
      if (read.has("tlsfloor") && read.at("/tlsfloor").has("client")) {
        String end = read.at("/event/end").asText();
        day = end.compareTo(day) > 0 ? end.substring(0, 10) : day;
      }
    }
    return day;
  }

  private static String ask(String book, String day, String... words) {
    List<String> all = new ArrayList<>(List.of("inventory"));
    all.addAll(List.of(words));
    all.addAll(List.of("--inventory=" + book, "--as-of=" + day));
    return new Cli().at(Instant.parse(day + "T23:00:00Z")).with(all.toArray(new String[0])).out();
  }

  private static Count inventory(String book, String day) throws IOException {
    JsonNode status = JSON.readTree(ask(book, day, "status", "--format=json"));
    return new Count(status.get("clients").asLong(), status.get("below").asLong());
  }

  private static Count rows(String book, String day) throws IOException {
    Set<String> all = new HashSet<>();
    Set<String> below = new HashSet<>();
    for (String line : ask(book, day, "clients", "--format=jsonl").lines().toList()) {
      JsonNode row = JSON.readTree(line);
      all.add(row.get("id").asText());
      if (Set.of("below", "back", "excepted").contains(row.get("state").asText())) {
        below.add(row.get("id").asText());
      }
    }
    return new Count(all.size(), below.size());
  }
}
