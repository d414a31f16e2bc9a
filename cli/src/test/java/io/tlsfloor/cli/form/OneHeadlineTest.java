package io.tlsfloor.cli.form;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tlsfloor.cli.Cli;
import io.tlsfloor.cli.Cli.Said;
import io.tlsfloor.cli.command.ExitCode;
import io.tlsfloor.testing.Project;
import io.tlsfloor.testing.Requires;
import io.tlsfloor.testing.TakesLong;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * One number for a headline, and every other number adds up to it: the closing lines of the table,
 * the run line and the page, each held to what the lines of the connections say. Over all samples,
 * in each of several ways to look at them, over mixtures of them, and over generated logs.
 */
class OneHeadlineTest {
  private static final Path SAMPLES = Project.path("samples");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MIXTURES = 12;
  private static final int LOGS = 8;

  private static final Pattern BELOW_FLOOR =
      Pattern.compile("(negotiated|offered|inferred)-below-floor");
  private static final Pattern ANSWER =
      Pattern.compile(
          "([\\d,]+|None) of ([\\d,]+) clients? that speaks? (?:to Microsoft 365|TLS) (?:is|are) (?:flagged as )?below TLS 1\\.\\d"
              + "(?:: (.+?)\\.(?: ([\\d,]+) ha(?:s|ve) other findings\\.)?"
              + "|; ([\\d,]+) ha(?:s|ve) (?:other findings|findings of severity low)\\.)");
  private static final Pattern SILENT =
      Pattern.compile(
          "Nothing (?:flagged|of Microsoft 365.*?): .*?(?:; ([\\d,]+) clients? speaks? .*)?");

  /** How a client fares, the worst first. */
  private enum Fate {
    THROUGH("got through"),
    REFUSED("refused"),
    UNDECIDED("undecided"),
    EXCEPTED("excepted"),
    OTHER("other findings"),
    LOW("severity low");

    private final String word;

    Fate(String word) {
      this.word = word;
    }
  }

  /** Holds what a headline says: how many clients there are, and how those with findings fare. */
  private record Headline(long clients, Map<Fate, Long> fates) {
    long below() {
      return fates.entrySet().stream()
          .filter(fate -> fate.getKey().compareTo(Fate.OTHER) < 0)
          .mapToLong(Map.Entry::getValue)
          .sum();
    }

    long open() {
      return below() - fates.getOrDefault(Fate.EXCEPTED, 0L);
    }

    long all() {
      return fates.values().stream().mapToLong(Long::longValue).sum();
    }
  }

  @TempDir private static Path folder;

  @TestFactory
  Stream<DynamicTest> everySampleInEachWay() throws IOException {
    Path policy = exceptions("half.toml", "0.0.0.0/0", "TLS 1.0 printers", "expected");
    List<List<String>> ways =
        List.of(
            List.of(),
            List.of("--any-service", "--direction=any", "--floor=1.3", "--min-confidence=low"),
            List.of("--policy=" + policy),
            List.of("--client=10.20.3.0/26,2001:db8::/32"));
    List<DynamicTest> tests = new ArrayList<>();
    for (Path sample : samples()) {
      for (List<String> way : ways) {
        List<String> words = new ArrayList<>(way);
        words.add(sample.toString());
        DynamicTest test = test(String.join(" ", words), words);
        tests.add(
            way.isEmpty()
                ? test
                : DynamicTest.dynamicTest(
                    test.getDisplayName(),
                    () -> {
                      Requires.time("samples are looked at in other ways");
                      test.getExecutable().execute();
                    }));
      }
    }
    return tests.stream();
  }

  @TakesLong("samples are mixed")
  @TestFactory
  Stream<DynamicTest> severalSamplesTogether() throws IOException {
    List<Path> samples = samples();
    List<DynamicTest> tests = new ArrayList<>();
    for (int seed = 1; seed <= MIXTURES; seed++) {
      List<Path> some = new ArrayList<>(samples);
      Collections.shuffle(some, new Random(seed));
      List<String> words = new ArrayList<>();
      some.subList(0, 2 + seed % 7).forEach(path -> words.add(path.toString()));
      tests.add(test("seed " + seed + ": " + words, words));
    }
    return tests.stream();
  }

  @TakesLong("logs are made up")
  @TestFactory
  Stream<DynamicTest> generatedConnections() throws IOException {
    Path policy = exceptions("net.toml", "10.0.1.0/24", "machines in the lab", "J. Doe");
    List<DynamicTest> tests = new ArrayList<>();
    for (int seed = 1; seed <= LOGS; seed++) {
      Path log = log(new Random(seed), "log" + seed + ".json", seed * seed * 20);
      tests.add(test("seed " + seed, List.of("--policy=" + policy, log.toString())));
    }
    return tests.stream();
  }

  private static List<Path> samples() throws IOException {
    try (Stream<Path> folders = Files.list(SAMPLES)) {
      return folders
          .sorted()
          .flatMap(each -> Stream.of(each.resolve("capture.pcapng"), each.resolve("capture.pcap")))
          .filter(Files::exists)
          .toList();
    }
  }

  /** Excepts the clients of a range, where they are held to offer too little. */
  private static Path exceptions(String name, String range, String reason, String owner)
      throws IOException {
    return Files.writeString(
        folder.resolve(name),
        """
        [[exceptions]]
        client = "%s"
        rule = "offered-below-floor"
        reason = "%s"
        owner = "%s"
        expires = 2099-12-31
        """
            .formatted(range, reason, owner));
  }

  /** Entries of a Zeek log: clients of some networks, of some versions, to some services. */
  private static Path log(Random random, String name, int entries) throws IOException {
    List<String> versions = List.of("TLSv10", "TLSv11", "TLSv12", "TLSv12", "TLSv13", "SSLv3");
    List<String> names =
        List.of(
            "outlook.office365.com", "contoso.sharepoint.com", "teams.microsoft.com", "a.example");
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < entries; i++) {
      String version = versions.get(random.nextInt(versions.size()));
      boolean through = random.nextInt(3) > 0;
      lines.add(
          ("{\"_path\":\"ssl\",\"ts\":%d.5,\"uid\":\"C%d\",\"id.orig_h\":\"10.0.%d.%d\",\"id.orig_p\":%d,"
                  + "\"id.resp_h\":\"52.96.1.10\",\"id.resp_p\":443,%s\"server_name\":\"%s\",\"established\":%s%s}")
              .formatted(
                  1_793_610_000 + i,
                  i,
                  random.nextInt(4),
                  1 + random.nextInt(200),
                  40_000 + random.nextInt(20_000),
                  random.nextInt(8) == 0
                      ? "\"ja4\":\"t11d230600_44099cda8a52_242d16716555\","
                      : "\"version\":\"" + version + "\",",
                  names.get(random.nextInt(names.size())),
                  through,
                  through || random.nextBoolean() ? "" : ",\"last_alert\":\"protocol_version\""));
    }
    return Files.write(folder.resolve(name), lines);
  }

  private static DynamicTest test(String name, List<String> words) {
    return DynamicTest.dynamicTest(name, () -> holds(words));
  }

  private static void holds(List<String> words) throws IOException {
    Path jsonl = Files.createTempFile(folder, "lines", ".jsonl");
    Path html = Files.createTempFile(folder, "page", ".html");
    List<String> all = new ArrayList<>(List.of("scan", "--all", "--group=fix"));
    all.addAll(List.of("--top=1000000", "--format=table"));
    all.add("--write=jsonl=" + jsonl);
    all.addAll(words);
    Said table =
        new Cli().environment("COLUMNS", "100000").with(all.toArray(String[]::new)); // no line ends
    assertThat(table.code()).isIn(ExitCode.CLEAN, ExitCode.FLAGGED, ExitCode.LOSS);

    List<JsonNode> lines = new ArrayList<>();
    for (String line : Files.readAllLines(jsonl)) {
      lines.add(JSON.readTree(line));
    }
    JsonNode run = lines.get(lines.size() - 1).at("/tlsfloor/run");
    Headline truth = counted(lines, run);
    holdsTheRunLine(run, lines, truth);
    holdsTheTable(table, truth);
    List<String> page = new ArrayList<>(List.of("report", "-q", "--output=" + html));
    page.addAll(words);
    Cli.run(page.toArray(String[]::new));
    holdsThePage(Files.readString(html), run, truth, headline(table));
    List<String> plain = new ArrayList<>(List.of("scan", "--format=table"));
    plain.addAll(words);
    Said again = new Cli().environment("COLUMNS", "100000").with(plain.toArray(String[]::new));
    assertThat(headline(again)).as("without --all and --group").isEqualTo(headline(table));
    holdsTheChanges(again, truth);
  }

  /** Counts each client once, by the worst of its connections: the last line of each counts. */
  private static Headline counted(List<JsonNode> lines, JsonNode run) {
    Map<String, JsonNode> connections = new LinkedHashMap<>();
    for (JsonNode line : lines) {
      if (line.at("/event/dataset").asText().equals("tlsfloor.connection")) {
        connections.put(line.at("/event/id").asText(), line);
      }
    }
    Map<String, Set<String>> addresses = new HashMap<>(); // by link address and family
    for (JsonNode line : lines) {
      if (line.at("/event/dataset").asText().equals("tlsfloor.client")) {
        addresses
            .computeIfAbsent(family(line), key -> new TreeSet<>())
            .add(line.at("/source/ip").asText());
      }
    }
    Map<String, Fate> clients = new HashMap<>();
    for (JsonNode line : connections.values()) {
      boolean excepted = false;
      boolean below = false;
      for (JsonNode finding : line.at("/tlsfloor/findings")) {
        excepted |= finding.has("exception");
        below |= BELOW_FLOOR.matcher(finding.get("rule").asText()).matches();
      }
      boolean flagged = line.at("/event/kind").asText().equals("alert");
      if (flagged || excepted) {
        boolean low = line.at("/tlsfloor/severity").asText().equals("low");
        Fate other = low ? Fate.LOW : Fate.OTHER;
        Fate fate = !below ? other : flagged ? fate(line) : Fate.EXCEPTED;
        clients.merge(device(line, addresses), fate, (a, b) -> a.compareTo(b) <= 0 ? a : b);
      }
    }
    Map<Fate, Long> fates = new TreeMap<>();
    clients.values().forEach(fate -> fates.merge(fate, 1L, Long::sum));
    return new Headline(run.get("clients").asLong(), fates);
  }

  private static String family(JsonNode line) {
    return line.at("/source/mac").asText() + line.at("/network/type").asText();
  }

  /** The link address, where it is no router's. */
  private static String device(JsonNode line, Map<String, Set<String>> addresses) {
    boolean one = addresses.getOrDefault(family(line), Set.of()).size() <= 4;
    return line.at("/source").has("mac") && one
        ? line.at("/source/mac").asText()
        : line.at("/source/ip").asText();
  }

  private static Fate fate(JsonNode line) {
    return switch (line.at("/tlsfloor/outcome").asText()) {
      case "established" -> Fate.THROUGH;
      case "refused", "reset", "closed" -> Fate.REFUSED;
      default -> Fate.UNDECIDED;
    };
  }

  private static void holdsTheRunLine(JsonNode run, List<JsonNode> lines, Headline expected) {
    long flagged =
        lines.stream()
            .filter(line -> line.at("/event/kind").asText().equals("alert"))
            .map(line -> line.at("/event/id").asText())
            .distinct()
            .count();
    assertThat(run.get("flagged").asLong()).isEqualTo(flagged);
    TreeSet<String> toChange = new TreeSet<>();
    for (JsonNode fix : run.get("fixes")) {
      if (fix.get("below_floor").asBoolean()) {
        fix.get("clients").forEach(client -> toChange.add(client.asText()));
      }
    }
    assertThat(toChange).as("clients of changes").hasSize((int) expected.open());
    assertThat(expected.clients()).isGreaterThanOrEqualTo(expected.all());
  }

  private static String headline(Said table) {
    return table.lines().stream()
        .map(line -> line.replaceFirst("^Looked at only what .*? let through\\. ", ""))
        .filter(line -> ANSWER.matcher(line).matches() || SILENT.matcher(line).matches())
        .findFirst()
        .orElseThrow(() -> new AssertionError("no headline in:\n" + table.out()));
  }

  private static void holdsTheTable(Said table, Headline expected) {
    String line = headline(table);
    Matcher answer = ANSWER.matcher(line);
    if (!answer.matches()) {
      Matcher silent = SILENT.matcher(line);
      assertThat(silent.matches()).isTrue();
      assertThat(expected.fates()).as(line).isEmpty();
      if (silent.group(1) != null) {
        assertThat(number(silent.group(1))).isEqualTo(expected.clients());
      }
      return;
    }
    Map<Fate, Long> told = new TreeMap<>();
    if (answer.group(3) != null) {
      for (String part : answer.group(3).split(", (?=[\\d,]+ )")) {
        Fate fate =
            Arrays.stream(Fate.values()).filter(one -> part.contains(one.word)).findFirst().get();
        told.put(fate, number(part.split(" ")[0]));
      }
    }
    Stream.of(answer.group(4), answer.group(5))
        .filter(others -> others != null)
        .forEach(
            others ->
                told.put(line.contains(Fate.LOW.word) ? Fate.LOW : Fate.OTHER, number(others)));
    Map<Fate, Long> fates = new TreeMap<>(expected.fates());
    if (fates.keySet().size() > 1) {
      fates.remove(Fate.LOW); // has a line of its own
    }
    assertThat(told).as(line).isEqualTo(fates);
    assertThat(number(answer.group(1))).as(line).isEqualTo(expected.below());
    assertThat(number(answer.group(2))).as(line).isEqualTo(expected.clients());
  }

  /**
   * Counts of how many machines the fixes are, as the table by client says: a machine may need two.
   */
  private static void holdsTheChanges(Said table, Headline expected) {
    String fixes =
        table.lines().stream()
            .filter(line -> line.matches("(?:One kind|\\d+ kinds) of fix\\b.*"))
            .findFirst()
            .orElse("");
    assertThat(!fixes.isEmpty()).as(table.out()).isEqualTo(expected.open() > 0);
    if (!fixes.isEmpty() && !fixes.contains(" more (")) {
      long machines = found("([\\d,]+) machines?", fixes).stream().mapToLong(n -> n).sum();
      assertThat(machines).as(fixes).isGreaterThanOrEqualTo(expected.open());
    }
  }

  private static void holdsThePage(String page, JsonNode run, Headline expected, String headline) {
    assertThat(text(between(page, "<h1>", "</h1>"))).endsWith(headline);
    List<Long> tiles =
        found(
            "<li class=\"tile [a-z]+\"><b>([\\d,]+)</b>",
            between(page, "class=\"tiles\"", "</ul>"));
    Map<Fate, Long> fates = expected.fates();
    long named = expected.all() - fates.getOrDefault(Fate.LOW, 0L);
    assertThat(tiles.stream().mapToLong(n -> n).sum()).as("tiles").isEqualTo(named);
    long times = found("data-times=\"(\\d+)\"", page).stream().mapToLong(n -> n).sum();
    long findings = run.get("flagged").asLong() + run.get("excepted").asLong();
    if (page.contains(" more groups are left out")) {
      assertThat(times).as("rows of the worst findings").isLessThan(findings);
    } else {
      assertThat(times).as("rows of findings").isEqualTo(findings);
    }
  }

  private static List<Long> found(String pattern, String in) {
    return Pattern.compile(pattern)
        .matcher(in)
        .results()
        .map(match -> number(match.group(1)))
        .toList();
  }

  private static String between(String page, String begin, String end) {
    int from = page.indexOf(begin);
    assertThat(from).as(begin).isNotNegative();
    return page.substring(from + begin.length(), page.indexOf(end, from + begin.length()));
  }

  private static String text(String html) {
    return html.replaceAll("<[^>]*>", "")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&#39;", "'")
        .replace("&quot;", "\"")
        .replace("&amp;", "&")
        .strip();
  }

  private static long number(String text) {
    return text.equals("None") ? 0 : Long.parseLong(text.replace(",", ""));
  }
}
