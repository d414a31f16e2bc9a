package io.tlsfloor.cli.html;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.cli.Cli;
import io.tlsfloor.cli.Cli.Said;
import io.tlsfloor.cli.command.ExitCode;
import io.tlsfloor.cli.report.LossCount;
import io.tlsfloor.cli.report.Told;
import io.tlsfloor.rules.Severity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HtmlReportTest {
  @TempDir Path folder;

  private static String between(String page, String from, String to) {
    int start = page.indexOf(from) + from.length();
    assertThat(page).contains(from);
    return page.substring(start, page.indexOf(to, start));
  }

  @Test
  void beginsWithTheAnswer() throws IOException {
    String page = Pages.of(List.of(new Told().judgement()));

    assertThat(between(page, "<h1>", "</h1>"))
        .isEqualTo("1 of 1 client that speaks to Microsoft 365 is below TLS 1.2: 1 was refused.");
  }

  @Test
  void allowsItsOwnStyleAndScriptAndNothingElse() throws Exception {
    String page = Pages.of(List.of(new Told().judgement()));

    String policy =
        between(page, "Content-Security-Policy\" content=\"", "\">").replace("&#39;", "'");
    assertThat(policy)
        .isEqualTo(
            "default-src 'none'; style-src '%s'; script-src '%s'; base-uri 'none'; form-action 'none'",
            hash(between(page, "<style>", "</style>")),
            hash(between(page, "<script>", "</script>")));
    assertThat(page.split("<script", -1)).hasSize(2);
    assertThat(page).doesNotContain(" style=").doesNotContain(" onclick");
  }

  private static String hash(String text) throws Exception {
    byte[] digest =
        MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    return "sha256-" + Base64.getEncoder().encodeToString(digest);
  }

  @Test
  void loadsNothing() throws IOException {
    String page = Pages.of(Pages.hostile());
    Matcher links = Pattern.compile("<[a-z]+[^>]* (?:href|src)=\"([^\"]*)\"").matcher(page);

    assertThat(links.results().map(link -> link.group(1)))
        .isNotEmpty()
        .allSatisfy(target -> assertThat(target).matches("#[a-z]+"));
  }

  @Test
  void showsNamesAsTextInVisibleLettersOnly() throws IOException {
    String page = Pages.of(Pages.hostile());

    assertThat(page)
        .contains("&lt;script&gt;alert(1)&lt;/script&gt;.office365.com")
        .contains("\\u202e")
        .contains("\\u001b[31m")
        .contains("zero\\u200bwidth\\ufeff")
        .contains("&amp;lt;b&amp;gt;")
        .contains("${7*7}{{7*7}}@template.x()")
        .doesNotContain("<script>alert")
        .doesNotContain("<img")
        .doesNotContain("<svg onload");
    assertThat(page.codePoints())
        .noneMatch(c -> Character.isISOControl(c) && c != '\n')
        .noneMatch(c -> Character.getType(c) == Character.FORMAT);
  }

  @Test
  void isNoCleanResultWhenSomethingWasLost() throws IOException {
    LossCount lost = new LossCount("kernel_drops", "9 packets dropped by the kernel", 9, true);

    assertThat(Pages.of(List.of(), lost))
        .contains("Coverage: not complete, findings may be hidden: 9 packets dropped")
        .contains("this is not a clean result")
        .contains("<td>9 packets dropped by the kernel</td><td>yes</td>");
    assertThat(Pages.of(List.of())).contains("Nothing was flagged.").doesNotContain("lossy\">");
  }

  @Test
  void namesWhatExceptionsCover() throws IOException {
    Told told = Told.everything();
    told.flagged = false;

    assertThat(between(Pages.of(List.of(told.judgement())), "id=\"exceptions\"", "</section>"))
        .contains("known printer")
        .contains("10.20.3.41");
  }

  @Test
  void showsTheWorstAndSaysWhatItLeavesOut() throws IOException {
    String page = Pages.of(Pages.many(50_000));

    assertThat(page.length()).isLessThan(8_000_000);
    assertThat(page.split("<tbody id=\"f", -1)).hasSize(HtmlReport.MAX_ROWS + 1);
    assertThat(between(page, "<tbody id=\"f1\"", ">")).contains("data-severity=\"critical\"");
  }

  @Test
  void aTimeInAnotherCenturyDoesNotStretchTheChart() throws IOException {
    Told early = new Told();
    early.time = java.time.Instant.EPOCH;
    Told late = new Told();
    late.time = java.time.Instant.parse("2106-02-07T06:28:15Z");
    late.severity = Optional.of(Severity.LOW);

    String page = Pages.of(List.of(early.judgement(), new Told().judgement(), late.judgement()));

    assertThat(page.split("<g>", -1).length).isBetween(30, Timeline.MAX_PARTS + 1);
  }

  @Test
  void isTheSameFromCapturesAndFromTheirJsonLines() throws IOException {
    String capture = "samples/office-hour/capture.pcapng";
    Path lines = folder.resolve("lines.jsonl");
    Files.writeString(lines, Cli.run("scan", "--all", "--format", "jsonl", capture).out());

    Said direct = Cli.run("report", "--html", "-", capture);
    Said saved = Cli.run("report", "--html", "-", lines.toString());
    Said piped = new Cli().input(Files.readAllBytes(lines)).with("report", "--html", "-", "-");

    assertThat(direct.code()).isEqualTo(ExitCode.CLEAN);
    assertThat(direct.out()).contains("10.20.3.41");
    assertThat(main(saved.out())).isEqualTo(main(direct.out()));
    assertThat(main(piped.out())).isEqualTo(main(direct.out()));
  }

  private static String main(String page) {
    return between(page, "<main>", "</main>").replaceAll("Read on</dt><dd>[^<]*", "");
  }

  @Test
  void appearsOnlyWhenItIsWhole() {
    Path page = folder.resolve("page.html");

    Said said = Cli.run("report", "--html", page.toString(), folder.resolve("none").toString());

    assertThat(said.code()).isEqualTo(ExitCode.USAGE);
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void saysWhatItNeeds() throws IOException {
    Path lines = Files.writeString(folder.resolve("lines.jsonl"), "{}\n");
    String capture = "samples/tls10/capture.pcapng";

    assertThat(Cli.run("report", capture).err()).contains("report needs --html FILE");
    assertThat(Cli.run("report", "--html", "x").err()).contains("needs captures or saved results");
    assertThat(Cli.run("report", "--html", "-", capture, lines.toString()).err())
        .contains("captures and saved results together");
    assertThat(Cli.run("report", "--html", "-", "--floor", "1.3", lines.toString()).err())
        .contains("--floor has no effect on saved results");
    assertThat(Cli.run("report", "--html", "-", lines.toString()).err())
        .contains("lines.jsonl, line 1: not a line of tlsfloor's results");
  }
}
