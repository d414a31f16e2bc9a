package io.tlsfloor.report.form.html;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.parser.observation.IpAddress;
import io.tlsfloor.parser.observation.Outcome;
import io.tlsfloor.parser.observation.TlsVersion;
import io.tlsfloor.report.model.KnownClient;
import io.tlsfloor.report.model.LossKind;
import io.tlsfloor.report.model.Losses;
import io.tlsfloor.report.model.Told;
import io.tlsfloor.rules.Finding.Waiver;
import io.tlsfloor.rules.RuleId;
import io.tlsfloor.rules.Severity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class HtmlReportTest {
  private static String between(String page, String from, String to) {
    int start = page.indexOf(from) + from.length();
    assertThat(page).contains(from);
    return page.substring(start, page.indexOf(to, start));
  }

  @Test
  void beginsWithTheAnswer() throws IOException {
    String page = Pages.of(List.of(new Told().judgement()));

    assertThat(between(page, "<h1>", "</h1>"))
        .isEqualTo("1 of 1 client that speaks to Microsoft 365 is below TLS 1.2: 1 is refused.");
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
        .allSatisfy(target -> assertThat(target).matches("#[a-z0-9-]+"));
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
    Losses lost = Losses.of(LossKind.KERNEL_DROPS, 9);

    assertThat(Pages.of(List.of(), lost))
        .contains("Coverage: not complete, findings may be hidden: 9 packets dropped")
        .contains("this is not a clean result")
        .contains(
            "<td>9 packets dropped by the kernel</td><td>yes</td><td>capture with a larger buffer");
    assertThat(Pages.of(List.of())).contains("Nothing was flagged.").doesNotContain("lossy\">");
  }

  @Test
  void nothingIsGreenButGoodNews() throws IOException {
    assertThat(Pages.of(List.of())).doesNotContain("coverage good"); // no client of the service
    assertThat(Pages.of(List.of(new Told().judgement())))
        .doesNotContain("coverage good")
        .doesNotContain("tile good");
  }

  @Test
  void namesTheSystemsFirstAndListsLowFindingsOnDemand() throws IOException {
    Told low = new Told();
    low.client = IpAddress.parse("10.20.3.99");
    low.severity = Optional.of(Severity.LOW);
    low.rule = RuleId.OFFERS_BELOW_FLOOR;
    low.offered = Optional.of(TlsVersion.TLS_1_3);
    low.chosen = low.offered;
    low.outcome = Outcome.ESTABLISHED;

    String page = Pages.of(List.of(new Told().judgement(), low.judgement()));

    assertThat(between(page, "id=\"systems\"", "</section>"))
        .contains("10.20.3.41", "refused", ">java-7</a>")
        .doesNotContain("10.20.3.99");
    assertThat(between(page, "<details id=\"low\"", "</details>"))
        .contains("1 client", "10.20.3.99");
    assertThat(page.indexOf("id=\"systems\"")).isLessThan(page.indexOf("<svg"));
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
    String page = Pages.of(Pages.many(10 * HtmlReport.MAX_ROWS));

    assertThat(page.length()).isLessThan(8_000_000);
    assertThat(page.split("<tbody id=\"f", -1)).hasSize(HtmlReport.MAX_ROWS + 1);
    assertThat(between(page, "<tbody id=\"f1\"", ">")).contains("data-severity=\"critical\"");
  }

  @Test
  void aTimeInAnotherCenturyDoesNotStretchTheChart() throws IOException {
    Told early = new Told();
    early.time = Instant.parse("1980-01-01T00:00:00Z");
    Told late = new Told();
    late.time = Instant.parse("2106-02-07T06:28:15Z");
    late.severity = Optional.of(Severity.LOW);

    String page = Pages.of(List.of(early.judgement(), new Told().judgement(), late.judgement()));

    String chart = between(page, "<div class=\"chart\">", "</svg>");
    assertThat(chart.split("<g>", -1).length).isBetween(30, Timeline.MAX_PARTS + 1);
  }

  @Test
  void saysThatMailWasPerhapsRefusedInsideTls() throws IOException {
    Told told = new Told();
    told.outcome = Outcome.ESTABLISHED;
    told.chosen = Optional.of(TlsVersion.TLS_1_0);
    told.alert = Optional.empty();
    told.ending = Optional.empty();
    told.rule = RuleId.NEGOTIATED_BELOW_FLOOR;
    told.refusedInside = true;

    String page = Pages.of(List.of(told.judgement()));

    assertThat(between(page, "<ul class=\"tiles\">", "</ul>"))
        .contains("tile bad\"><b>1</b> <span>was perhaps refused inside TLS (421 4.7.66)</span>");
    assertThat(between(page, "id=\"systems\"", "</section>")).contains("refused in mail?");
    assertThat(between(page, "id=\"findings\"", "</section>"))
        .contains("established, perhaps refused inside TLS");
    assertThat(page).doesNotContain("by a proxy?");
  }

  @Test
  void theTilesCountEachSystemOnce() throws IOException {
    String page = Pages.of(Pages.many(2_000));

    long sum =
        Pattern.compile("<b>([\\d,]+)</b> <span>")
            .matcher(between(page, "<ul class=\"tiles\">", "</ul>"))
            .results()
            .mapToLong(tile -> Long.parseLong(tile.group(1).replace(",", "")))
            .sum();
    long more =
        Long.parseLong(
            between(page, "<p class=\"quiet onscreen\">… and ", " more").replace(",", ""));
    assertThat(
            between(page, "id=\"systems\"", "</section>").split("<tr class", -1).length - 1 + more)
        .isEqualTo(sum);
  }

  @Test
  void theChartCountsByTheHour() throws IOException {
    Told early = new Told();
    Told late = new Told();
    late.time = Told.NINE.plusSeconds(2 * 3600);

    String page = Pages.of(List.of(early.judgement(), late.judgement(), late.judgement()));

    assertThat(between(page, "id=\"time\"", "</section>"))
        .contains("per hour. The highest column is 2, from 2026-11-02 11:00:00 UTC.")
        .contains("<td>2026-11-02 09:00:00</td><td class=\"n\">1</td>");
  }

  @Test
  void whereNobodyAnswersForASystemNothingSpeaksOfOwners() throws IOException {
    String page = Pages.of(List.of(new Told().judgement()));

    assertThat(between(page, "id=\"systems\"", "</section>")).doesNotContain("Owner");
    assertThat(page).doesNotContain("id=\"owners\"");
  }

  @Test
  void whatPeopleAcceptedStandsWithOwnerAndLastDay() throws IOException {
    Told told = new Told();
    Waiver waiver = new Waiver("new one ordered", "Print team", LocalDate.of(2027, 1, 31));
    KnownClient known = new KnownClient("mfp-1", "Print team", "T-1", Optional.of(waiver));

    String page = Pages.of(List.of(told.judgement()), Losses.NONE, Map.of(told.client, known));

    assertThat(between(page, "<h1>", "</h1>"))
        .endsWith(" is below TLS 1.2: 1 is excepted until 2027-01-31 by Print team.");
    assertThat(between(page, "id=\"systems\"", "</section>"))
        .contains("<b>mfp-1</b>", "Print team", "excepted until 2027-01-31 by Print team");
    assertThat(between(page, "id=\"owner-Print+team\"", "</section>"))
        .contains("<h3>Print team: 1 system</h3>", "<b>mfp-1</b>", "excepted until 2027-01-31");
    assertThat(between(page, "id=\"accepted-h\"", "</section>"))
        .contains("10.20.3.41", "2027-01-31", "new one ordered");
    assertThat(between(page, "id=\"exceptions\"", "</section>"))
        .contains("1 connection is covered by exceptions", "new one ordered");
  }
}
