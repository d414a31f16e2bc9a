package io.tlsfloor.cli.form;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tlsfloor.cli.Cli;
import io.tlsfloor.cli.Lines;
import io.tlsfloor.cli.Sample;
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
  private static final String HOUR = "office-hour";

  /** No connection is left out of the count, however sure or severe its findings are. */
  private static final List<String> ALL = List.of("--min-severity=low", "--min-confidence=low");

  private static final Pattern ANSWER =
      Pattern.compile("([\\d,]+|None) of ([\\d,]+) clients? that speaks? to Microsoft 365");
  private static final Pattern SILENT =
      Pattern.compile("looked at; ([\\d,]+) clients? speaks? to Microsoft 365, none");

  @TempDir private static Path folder;

  private record Count(long clients, long below) {}

  @TestFactory
  Stream<DynamicTest> allCommandsCountTheSame() {
    return Sample.each(
        sample -> {
          if (!sample.name().equals(HOUR)) {
            Requires.time("samples are counted by all commands");
          }
          allCount(sample);
        });
  }

  private static void allCount(Sample sample) throws IOException {
    String capture = sample.capture().toString();
    Path own = Files.createTempDirectory(folder, "commands");
    String saved = own.resolve("saved.jsonl").toString();
    String book = own.resolve("book.db").toString();
    run("scan", "--format=jsonl", "--output=" + saved, "--inventory=" + book, capture);
    List<JsonNode> lines = Lines.of(Path.of(saved));
    Count truth = lines(lines);
    if (sample.name().equals(HOUR)) {
      assertThat(truth).isEqualTo(new Count(51, 5));
    }

    assertThat(answer(run("scan", capture))).isEqualTo(truth);
    assertThat(answer(run("scan", "--all", "--format=table", capture))).isEqualTo(truth);
    assertThat(answer(run("report", "--output=-", capture))).isEqualTo(truth);
    assertThat(answer(Cli.run("report", "--output=-", saved).out())).isEqualTo(truth);
    assertThat(Cli.run("diff", saved, saved).out().replaceAll("\\s+", " "))
        .contains("BEFORE " + saved + " · " + clients(truth));
    String day = lastDay(lines);
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
  private static Count lines(List<JsonNode> read) {
    Map<String, Set<String>> macs = new HashMap<>();
    for (JsonNode json : read) {
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

  private static String lastDay(List<JsonNode> lines) {
    return Lines.of(lines, "client").stream()
        .map(line -> line.at("/event/end").asText().substring(0, 10))
        .max(String::compareTo)
        .orElse("");
  }

  private static Cli.Said ask(String book, String day, String... words) {
    List<String> all = new ArrayList<>(List.of("inventory"));
    all.addAll(List.of(words));
    all.addAll(List.of("--inventory=" + book, "--as-of=" + day));
    return new Cli().at(Instant.parse(day + "T23:00:00Z")).with(all.toArray(new String[0]));
  }

  private static Count inventory(String book, String day) {
    JsonNode status = ask(book, day, "status", "--format=json").json();
    return new Count(status.get("clients").asLong(), status.get("below").asLong());
  }

  private static Count rows(String book, String day) {
    Set<String> all = new HashSet<>();
    Set<String> below = new HashSet<>();
    for (JsonNode row : ask(book, day, "clients", "--format=jsonl").trees()) {
      all.add(row.get("id").asText());
      if (Set.of("below", "back", "excepted").contains(row.get("state").asText())) {
        below.add(row.get("id").asText());
      }
    }
    return new Count(all.size(), below.size());
  }
}
