package io.tlsfloor.cli.form;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tlsfloor.cli.Cli;
import io.tlsfloor.cli.Cli.Said;
import io.tlsfloor.cli.Lines;
import io.tlsfloor.cli.Sample;
import io.tlsfloor.cli.ZeekLog;
import io.tlsfloor.cli.command.ExitCode;
import io.tlsfloor.cli.serve.Served;
import io.tlsfloor.testing.Project;
import io.tlsfloor.testing.Requires;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every screen of one input gives one answer: how many clients there are, how many are below, how
 * they fare and in which state they are. The numbers of the run line are looked for on each of the
 * others; only the clients below are worked out here, by their lines.
 */
class OneAnswerTest {
  private static final Instant NOW = Instant.parse("2026-12-01T08:00:00Z");
  private static final List<String> ANSWERS = List.of("below", "others");
  private static final Set<String> BELOW = Set.of("below", "back", "excepted");

  private static final Pattern HEADLINE =
      Pattern.compile(
          "(?:At least )?([\\d,]+|None) of ([\\d,]+) clients? that speaks? (?:to Microsoft 365|TLS)"
              + " (?:is|are) (?:flagged as )?below TLS 1\\.2(.*)");
  private static final Pattern ACCOUNTS =
      Pattern.compile("(?:At least )?([\\d,]+) accounts? (?:signs? in|sends? mail) with .*");
  private static final Pattern NO_ACCOUNTS =
      Pattern.compile("(?:Nothing flagged: )?([\\d,]+) accounts? in Microsoft's reports, none .*");
  private static final Pattern NOTHING = Pattern.compile("Nothing (?:flagged|of Microsoft 365).*");
  private static final Pattern PART = Pattern.compile("([\\d,]+) (?!TLS|days)[a-z]");
  private static final Pattern OTHERS = Pattern.compile("([\\d,]+) others? to look at: ([^.;]+)");

  /** One of each kind of answer; the others take long. */
  private static final Set<String> KINDS =
      Set.of(
          "client-names",
          "hybrid-inbound",
          "lists-old-versions",
          "not-tls",
          "office-hour",
          "one-sided-server",
          "refused-inside-tls");

  private static final Set<String> MIXED = Set.of("Zeek's log", "users and senders with a capture");

  @TempDir private static Path folder;

  @TestFactory
  Stream<DynamicTest> ofPackets() {
    return Sample.each(
        sample -> {
          if (!KINDS.contains(sample.name())) {
            Requires.time("answers of another sample");
          }
          holds(List.of(sample.capture().toString()));
        });
  }

  @TestFactory
  Stream<DynamicTest> ofLogsAndReports() throws IOException {
    String zeek =
        write(
            "ssl.log",
            ZeekLog.SSL
                + """
            1793610000.0	C1	10.20.3.41	50001	20.190.128.10	443	TLSv10	login.microsoftonline.com	-	T	CsiI	-
            1793610001.0	C2	10.20.3.42	50002	20.190.128.10	443	-	login.microsoftonline.com	protocol_version	F	Cl	t11d230600_44099cda8a52_242d16716555
            1793610002.0	C3	10.20.3.43	50003	20.190.128.10	443	TLSv12	login.microsoftonline.com	-	T	CsiI	-
            """);
    String eve =
        write(
            "eve.json",
            """
            {"timestamp":"2026-11-02T09:00:00.1+0000","flow_id":77,"event_type":"tls","src_ip":"10.20.3.51","src_port":50001,"dest_ip":"52.96.1.10","dest_port":443,"proto":"TCP","tls":{"sni":"outlook.office365.com","version":"TLS 1.1"}}
            {"timestamp":"2026-11-02T09:00:01.1+0000","flow_id":78,"event_type":"tls","src_ip":"10.20.3.52","src_port":50002,"dest_ip":"52.96.1.10","dest_port":443,"proto":"TCP","tls":{"sni":"outlook.office365.com","version":"TLS 1.3"}}
            """);
    String entra =
        write(
            "signins.json",
            """
            {"value":[%s,%s]}
            """
                .formatted(
                    signIn("1", "10.20.9.61", "PRINT-SRV"),
                    signIn("2", "10.20.9.62", "PRINT-SRV")));
    String senders =
        write(
            "smtpauth.csv",
            "Sender address,TLS 1.0,TLS 1.1,TLS 1.2,Report date\n"
                + "scanner@contoso.example,12.5,0,87.5,2026-11-02\n"
                + "alerts@contoso.example,0,0,100,2026-11-02\n");
    String users =
        write(
            "users.json",
            """
            {"value":[%s,%s,%s,%s]}
            """
                .formatted(
                    signIn("1", "203.0.113.9", ""),
                    signIn("2", "198.51.100.7", ""),
                    signIn("3", "203.0.113.9", "PRINT-SRV"),
                    signIn("4", "203.0.113.9", "").replace("alice", "bob")));
    Map<String, List<String>> inputs = new LinkedHashMap<>();
    inputs.put("Zeek's log", List.of(zeek));
    inputs.put("Suricata's events", List.of(eve));
    inputs.put("sign-ins", List.of(entra));
    inputs.put("senders of mail", List.of(senders));
    inputs.put("users behind one address", List.of(users));
    inputs.put("users and senders", List.of(users, senders));
    inputs.put(
        "users and senders with a capture",
        List.of(users, senders, Project.path("samples/office-hour/capture.pcapng").toString()));
    inputs.put(
        "sign-ins with a capture",
        List.of(entra, Project.path("samples/office-hour/capture.pcapng").toString()));
    return inputs.entrySet().stream()
        .map(
            each ->
                DynamicTest.dynamicTest(
                    each.getKey(),
                    () -> {
                      if (!MIXED.contains(each.getKey())) {
                        Requires.time("answers of another input");
                      }
                      holds(each.getValue());
                    }));
  }

  private static String signIn(String id, String address, String device) {
    return """
        {"id":"%s","createdDateTime":"2026-11-02T09:0%s:00Z","userPrincipalName":"alice@contoso.example",
        "appDisplayName":"Label Printer","ipAddress":"%s","status":{"errorCode":0},
        "deviceDetail":{"displayName":"%s"},
        "authenticationProcessingDetails":[{"key":"Legacy TLS (TLS 1.0, 1.1, 3DES)","value":"True"}]}
        """
        .formatted(id, id, address, device);
  }

  private static String write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text).toString();
  }

  private static Said run(List<String> words, List<String> inputs) {
    List<String> all = new ArrayList<>(words);
    all.addAll(inputs);
    return new Cli() // no line ends
        .environment("COLUMNS", "100000")
        .at(NOW)
        .with(all.toArray(String[]::new));
  }

  private static void holds(List<String> inputs) throws IOException {
    Path own = Files.createTempDirectory(folder, "one");
    String jsonl = own.resolve("lines.jsonl").toString();
    String csv = own.resolve("rows.csv").toString();
    String database = own.resolve("kept.db").toString();
    Said table =
        run(
            List.of(
                "scan",
                "--all",
                "--format=table",
                "--write=jsonl=" + jsonl,
                "--write=csv=" + csv,
                "--inventory=" + database,
                "--site=here"),
            inputs);
    assertThat(table.code()).as(table.err()).isIn(ExitCode.CLEAN, ExitCode.FLAGGED, ExitCode.LOSS);
    JsonNode run = Lines.run(Files.readAllLines(Path.of(jsonl)));
    String headline = headline(table.lines());

    holdsTheHeadline(headline, run);
    holdsTheAccounts(table.lines(), run);
    for (List<String> way :
        List.of(
            List.of("scan"),
            List.of("scan", "--top=2"),
            List.of("scan", "--group=fix"),
            List.of("scan", "-v"))) {
      Said other = run(way, inputs);
      assertThat(headline(other.lines())).as(String.join(" ", way)).isEqualTo(headline);
      assertThat(other.code()).as(String.join(" ", way)).isEqualTo(table.code());
    }
    String page = page(own, inputs);
    holdsThePage(page, headline, run);
    String saved = page(own, List.of(jsonl));
    assertThat(tiles(saved)).isEqualTo(tiles(page));
    holdsThePage(saved, headline, run);
    assertThat(rowsOfAccounts(saved)).isEqualTo(run.at("/accounts/below").asLong());
    holdsTheRows(Files.readAllLines(Path.of(csv)), run);
    holdsTheInventory(database, run);
    if (run.at("/accounts/all").asLong() == 0) {
      long clients = run.get("clients").asLong();
      holdsTheLinesOfClients(Lines.of(Path.of(jsonl)), run);
      holdsTheRowsOfClients(database, run);
      assertThat(run(List.of("diff"), List.of(jsonl, jsonl)).out().replaceAll("\\s+", " "))
          .contains("BEFORE " + jsonl + " · " + clients + (clients == 1 ? " client" : " clients"));
    }
    String imported = own.resolve("imported.db").toString();
    Said brought =
        run(
            List.of("inventory", "import", "--inventory=" + imported, "--site=here"),
            List.of(jsonl));
    assertThat(brought.code()).as(brought.err()).isEqualTo(ExitCode.CLEAN);
    holdsTheInventory(imported, run);
  }

  private static String headline(List<String> lines) {
    return lines.stream()
        .filter(
            line -> Stream.of(HEADLINE, NOTHING, ACCOUNTS).anyMatch(p -> p.matcher(line).matches()))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no headline in:\n" + String.join("\n", lines)));
  }

  private static void holdsTheHeadline(String headline, JsonNode run) {
    Matcher answer = HEADLINE.matcher(headline);
    if (!answer.matches()) {
      ANSWERS.forEach(word -> assertThat(run.get(word).asLong()).as(word).isZero());
      return;
    }
    assertThat(number(answer.group(1))).as("below").isEqualTo(run.get("below").asLong());
    assertThat(number(answer.group(2))).as("clients").isEqualTo(run.get("clients").asLong());
    String rest = answer.group(3);
    if (rest.startsWith(": ")) {
      String parts = rest.substring(2).split("\\.(?: |$)")[0];
      assertThat(sum(parts)).as(parts).isEqualTo(run.get("below").asLong());
    }
    Matcher others = OTHERS.matcher(rest);
    long said = others.find() ? number(others.group(1)) : 0;
    assertThat(said).as("others").isEqualTo(run.get("others").asLong());
    if (said > 0) {
      assertThat(sum(others.group(2))).as(others.group(2)).isEqualTo(said);
    }
  }

  /** What is said of accounts, in the headline or beside it. */
  private static void holdsTheAccounts(List<String> lines, JsonNode run) {
    long all = run.at("/accounts/all").asLong();
    long below = run.at("/accounts/below").asLong();
    List<String> said =
        lines.stream()
            .filter(line -> ACCOUNTS.matcher(line).matches() || NO_ACCOUNTS.matcher(line).matches())
            .toList();
    assertThat(said).hasSize(all == 0 ? 0 : 1);
    if (all > 0 && below == 0) {
      Matcher none = NO_ACCOUNTS.matcher(said.get(0));
      assertThat(none.matches()).as(said.get(0)).isTrue();
      assertThat(number(none.group(1))).isEqualTo(all);
    } else if (all > 0) {
      long counted = 0;
      for (String part : said.get(0).split("(?<=\\.) (?=[\\d,]+ )")) {
        Matcher number = Pattern.compile("(?:At least )?([\\d,]+) (other )?account").matcher(part);
        assertThat(number.lookingAt()).as(part).isTrue();
        counted += number(number.group(1));
      }
      assertThat(counted).as(said.get(0)).isEqualTo(all);
    }
  }

  /** The numbers at the beginnings of the parts of a sentence. */
  private static long sum(String parts) {
    long sum = 0;
    for (String part : parts.split(", (?=[\\d,]+ )")) {
      Matcher number = PART.matcher(part);
      assertThat(number.lookingAt()).as(part).isTrue();
      sum += number(number.group(1));
    }
    return sum;
  }

  private static String page(Path own, List<String> inputs) throws IOException {
    Path page = Files.createTempFile(own, "page", ".html");
    run(List.of("report", "-q", "-o", page.toString()), inputs);
    return Files.readString(page);
  }

  private static void holdsThePage(String page, String headline, JsonNode run) {
    assertThat(text(between(page, "<h1>", "</h1>"))).isEqualTo(headline);
    long rows =
        counted(run.get("fares")).entrySet().stream()
            .filter(each -> !List.of("good", "lists_old").contains(each.getKey()))
            .mapToLong(Map.Entry::getValue)
            .sum();
    long tiles = tiles(page).stream().mapToLong(n -> n).sum();
    assertThat(tiles).as("tiles").isEqualTo(rows);
  }

  private static long rowsOfAccounts(String page) {
    return page.contains("id=\"accounts\"")
        ? Pattern.compile("<tr")
                .matcher(between(page, "id=\"accounts\"", "</section>"))
                .results()
                .count()
            - 1
        : 0;
  }

  private static List<Long> tiles(String page) {
    if (!page.contains("class=\"tiles\"")) {
      return List.of(); // of accounts alone
    }
    return Pattern.compile("<li class=\"tile [a-z]+\"><b>([\\d,]+)</b>")
        .matcher(between(page, "class=\"tiles\"", "</ul>"))
        .results()
        .map(match -> number(match.group(1)))
        .toList();
  }

  /** Rows are of clients and services: those below are of as many clients as are below. */
  private static void holdsTheRows(List<String> rows, JsonNode run) {
    List<String> head = List.of(rows.get(0).replace("\"", "").split(","));
    int state = head.indexOf("state");
    int client = head.indexOf("client_ip");
    int name = head.indexOf("client_name");
    int account = head.indexOf("account");
    assertThat(List.of(state, client, name, account)).doesNotContain(-1);
    Map<String, Long> below = new TreeMap<>();
    Map<String, Long> all = new TreeMap<>();
    Map<String, Long> accountsBelow = new TreeMap<>();
    Map<String, Long> accounts = new TreeMap<>();
    for (String row : rows.subList(1, rows.size())) {
      String[] cells = row.substring(1, row.length() - 1).split("\",\"", -1);
      boolean isAccount = !cells[account].isEmpty();
      String who = cells[client].isEmpty() ? cells[isAccount ? account : name] : cells[client];
      (isAccount ? accounts : all).merge(who, 1L, Long::sum);
      if (cells[state].equals("below")) {
        (isAccount ? accountsBelow : below).merge(who, 1L, Long::sum);
      }
    }
    assertThat(accounts).as("accounts").hasSize(run.at("/accounts/all").asInt());
    assertThat(accountsBelow).as("accounts below").hasSize(run.at("/accounts/below").asInt());
    assertThat(below).as("clients below").hasSize(run.get("below").asInt());
    assertThat(all).as("clients").hasSize(run.get("clients").asInt());
  }

  private static void holdsTheInventory(String database, JsonNode run) throws IOException {
    Said said =
        run(List.of("inventory", "status", "--format=json", "--inventory=" + database), List.of());
    assertThat(said.code()).as(said.err()).isEqualTo(ExitCode.CLEAN);
    JsonNode status = said.json();
    assertThat(status.get("clients")).as("clients").isEqualTo(run.get("clients"));
    assertThat(status.get("accounts")).as("accounts").isEqualTo(run.get("accounts"));
    ANSWERS.forEach(word -> assertThat(status.get(word)).as(word).isEqualTo(run.get(word)));
    for (String by : List.of("fares", "states")) {
      assertThat(counted(status.get(by))).as(by).isEqualTo(counted(run.get(by)));
    }
    String first = Served.page(database, "2026-12-01", "/");
    if (run.at("/accounts/all").asLong() > 0) {
      assertThat(text(first))
          .contains(
              "%d of %d account"
                  .formatted(run.at("/accounts/below").asInt(), run.at("/accounts/all").asInt()));
    }
    assertThat(text(first))
        .contains(
            "%d of %d clients".formatted(run.get("below").asInt(), run.get("clients").asInt()));
  }

  private static void holdsTheRowsOfClients(String database, JsonNode run) {
    Said said =
        run(
            List.of("inventory", "clients", "--format=jsonl", "--inventory=" + database),
            List.of());
    Set<String> all = new HashSet<>();
    Set<String> below = new HashSet<>();
    for (JsonNode row : said.trees()) { // one for each service of a client
      all.add(row.get("id").asText());
      if (BELOW.contains(row.get("state").asText())) {
        below.add(row.get("id").asText());
      }
    }
    assertThat(all).as("rows of clients").hasSize(run.get("clients").asInt());
    assertThat(below).as("rows of clients below").hasSize(run.get("below").asInt());
  }

  /**
   * By the lines of clients, where a link address is a device's unless many have it, as a router's.
   */
  private static void holdsTheLinesOfClients(List<JsonNode> lines, JsonNode run) {
    Map<String, Set<String>> addresses = new HashMap<>();
    List<JsonNode> clients =
        lines.stream().filter(line -> line.at("/tlsfloor").has("client")).toList();
    for (JsonNode line : clients) {
      addresses
          .computeIfAbsent(line.at("/source/mac").asText(), key -> new HashSet<>())
          .add(line.at("/source/ip").asText());
    }
    Set<String> below = new HashSet<>();
    for (JsonNode line : clients) {
      if (line.at("/tlsfloor/client/below").asLong() > 0) {
        String mac = line.at("/source/mac").asText();
        boolean isDevice = !mac.isEmpty() && addresses.get(mac).size() <= 4;
        JsonNode source = line.at("/source"); // of a sign-in, the device's name
        below.add(isDevice ? mac : source.path("ip").asText(source.path("domain").asText()));
      }
    }
    assertThat(below).as("clients below by their lines").hasSize(run.get("below").asInt());
  }

  /** Counts by word, without those that are zero. */
  private static Map<String, Long> counted(JsonNode counts) {
    Map<String, Long> all = new TreeMap<>();
    for (Map.Entry<String, JsonNode> each : counts.properties()) {
      if (each.getValue().asLong() > 0) {
        all.put(each.getKey(), each.getValue().asLong());
      }
    }
    return all;
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
