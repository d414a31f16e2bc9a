package io.tlsfloor.report.form;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tlsfloor.report.form.cef.CefReport;
import io.tlsfloor.report.form.csv.CsvReport;
import io.tlsfloor.report.model.Chunk;
import io.tlsfloor.report.model.Collected;
import io.tlsfloor.report.model.Counted;
import io.tlsfloor.report.model.Report;
import io.tlsfloor.report.model.Result;
import io.tlsfloor.report.model.Told;
import io.tlsfloor.testing.Requires;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Forms for other programs: names as they document them, and names of servers as attacks. */
class ExchangeReportsTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @FunctionalInterface
  private interface Form {
    Report on(Chunk.Taker out) throws IOException;
  }

  private static List<String> lines(Form form, Told told) throws IOException {
    return text(form, told.result()).lines().toList();
  }

  private static String text(Form form, Result result) throws IOException {
    Collected out = new Collected();
    form.on(out).connection(result);
    return out.text();
  }

  private static String csv(Told told) throws IOException {
    Collected out = new Collected();
    new CsvReport(out, false).run(Told.run(1, 1, 1), Counted.clients(told));
    return out.text();
  }

  private static Told named(String name) {
    Told told = new Told();
    told.serverName = Optional.of(name);
    told.service = Optional.of(Told.exchange(name));
    return told;
  }

  private static final List<String> ATTACKS =
      List.of(
          "=cmd|' /C calc'!A0",
          "+1",
          "-1",
          "@SUM(A1)",
          "\t=1",
          "\r=1",
          "\n=1",
          " =1",
          "\u200b=1",
          "\uFF1D1",
          "a\",\"b",
          "a\r\nb",
          "a\u001b[31mb");

  @Test
  void noNameBecomesAFormulaOrACellOfItsOwn() throws Exception {
    Requires.tools("python3");
    StringBuilder files = new StringBuilder();
    for (String name : ATTACKS) {
      files.append(csv(named(name))).append('\f');
    }
    List<List<List<String>>> read = readByPython(files.toString());

    assertThat(read).hasSameSizeAs(ATTACKS);
    for (int i = 0; i < ATTACKS.size(); i++) {
      holds(ATTACKS.get(i), read.get(i));
    }
  }

  private static void holds(String name, List<List<String>> rows) {
    assertThat(rows).as(name).hasSize(2);
    assertThat(rows.get(1)).as(name).hasSameSizeAs(rows.get(0));
    for (String cell : rows.get(1)) {
      assertThat(cell.stripLeading()).doesNotMatch("(?s)[=+\\-@\t\r|%\uFF1D\uFF0B\uFF0D\uFF20].*");
      assertThat(cell.chars().allMatch(c -> c >= 0x20 && c != 0x7F && c != 0x200B)).isTrue();
    }
    String shown = rows.get(1).get(rows.get(0).indexOf("host")).replaceAll(":587$", "");
    if (name.equals("a\",\"b")) {
      assertThat(shown).isEqualTo(name);
    } else if (name.startsWith("=") || name.startsWith("+") || name.startsWith("@")) {
      assertThat(shown).isEqualTo("'" + name);
    }
  }

  /** The rows of each of some files, which end with a form feed. */
  private static List<List<List<String>>> readByPython(String csv) throws Exception {
    Path script = Files.createTempFile("read", ".py");
    try {
      Files.writeString(
          script,
          """
          import csv, io, json, sys
          for text in sys.stdin.buffer.read().decode("utf-8").split("\\f")[:-1]:
              print(json.dumps(list(csv.reader(io.StringIO(text, newline=""), strict=True))))
          """);
      Process python = new ProcessBuilder("python3", script.toString()).start();
      try (OutputStream in = python.getOutputStream()) {
        in.write(csv.getBytes(StandardCharsets.UTF_8));
      }
      String read = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(python.waitFor()).isZero();
      List<List<List<String>>> all = new ArrayList<>();
      for (String file : read.split("\n")) {
        List<List<String>> rows = new ArrayList<>();
        for (JsonNode row : JSON.readTree(file)) {
          List<String> cells = new ArrayList<>();
          row.forEach(cell -> cells.add(cell.asText()));
          rows.add(cells);
        }
        all.add(rows);
      }
      return all;
    } finally {
      Files.delete(script);
    }
  }

  @Test
  void endsLinesAsRfc4180Says() throws IOException {
    String csv = csv(new Told());

    assertThat(csv).startsWith("\"state\",\"fares\"").endsWith("\"\r\n");
    assertThat(csv.replace("\r\n", "")).doesNotContain("\n", "\r");
  }

  @Test
  void aRowIsAClientAndAService() throws Exception {
    Requires.tools("python3");
    Told refused = new Told();
    refused.enforced = Optional.of("2022-02-01");
    Told again = new Told();
    again.enforced = refused.enforced;
    again.time = refused.time.plusSeconds(90);

    Collected out = new Collected();
    new CsvReport(out, false).run(Told.run(2, 1, 2), Counted.clients(refused, again));
    List<List<String>> rows = readByPython(out.text() + "\f").get(0);

    assertThat(rows).hasSize(2);
    Map<String, String> row = new HashMap<>();
    for (int i = 0; i < rows.get(0).size(); i++) {
      row.put(rows.get(0).get(i), rows.get(1).get(i));
    }
    assertThat(row)
        .containsEntry("state", "below")
        .containsEntry("fares", "refused")
        .containsEntry("since_or_until", "2022-02-01")
        .containsEntry("severity", "high")
        .containsEntry("client_ip", "10.20.3.41")
        .containsEntry("service", "Exchange Online")
        .containsEntry("offered_max", "TLS 1.0")
        .containsEntry("negotiated", "")
        .containsEntry("times", "2")
        .containsEntry("outcomes", "refused by server: protocol_version (2)")
        .containsEntry("rules", "offered-below-floor")
        .containsEntry("fix", "java-7")
        .containsEntry("host", "smtp.office365.com:587")
        .containsEntry("frame", "4")
        .containsEntry("first_seen", "2026-11-02T09:00:00.000000000Z");
  }

  @Test
  void writesCefThatNoNameCanBreak() throws IOException {
    String name = "a|b=c\\d\ncs1=x \u001b[31m\u202e";
    List<String> lines = lines(CefReport::new, named(name));

    assertThat(lines).hasSize(1);
    String line = lines.get(0);
    assertThat(line)
        .matches(
            "CEF:0\\|tlsfloor\\|tlsfloor\\|[^|]*\\|offered-below-floor\\|offered below floor\\|8\\|.*");
    assertThat(line)
        .contains("dhost=a|b\\=c\\\\d\\\\u000acs1\\=x \\\\u001b[31m\\\\u202e deviceDirection=1")
        .contains("src=10.20.3.41 spt=49152")
        .contains("cs1=TLS 1.0 cs1Label=offeredMax");
  }
}
