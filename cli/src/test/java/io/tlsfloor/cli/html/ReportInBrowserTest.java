package io.tlsfloor.cli.html;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.cli.Cli;
import io.tlsfloor.cli.html.Browser.Opened;
import io.tlsfloor.testing.Requires;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real browser opens the page: its script runs, its policy holds, and nobody else's text acts.
 */
class ReportInBrowserTest {
  private static final String SHOWN = "aria-live=\"polite\">";

  @TempDir Path folder;

  @BeforeAll
  static void needsTheBrowser() {
    Requires.tools("chromium");
  }

  private Opened open(String page, String view) throws Exception {
    return new Browser(folder).open(page, view);
  }

  private static String office() {
    return Cli.run("report", "--html", "-", "samples/office-hour/capture.pcapng").out();
  }

  private static String shown(Opened opened) {
    int at = opened.dom().indexOf(SHOWN) + SHOWN.length();
    return opened.dom().substring(at, opened.dom().indexOf('<', at));
  }

  /** Clients of the groups, in the order of the page. */
  private static List<String> column(Opened opened, String key) {
    Matcher rows =
        Pattern.compile("<tbody id=\"f[0-9]+\"[^>]* data-" + key + "=\"([^\"]*)\"[^>]*>")
            .matcher(opened.dom());
    return rows.results().map(row -> row.group(1)).toList();
  }

  @Test
  void opensWithoutAComplaint() throws Exception {
    Opened opened = open(office(), "");

    assertThat(opened.console()).isEmpty();
    assertThat(opened.dom()).contains("<html lang=\"en\" class=\"js\">");
    assertThat(shown(opened)).matches("([0-9]+) of \\1 groups");
    assertThat(opened.count("aria-expanded=\"true\"")).isZero();
    assertThat(opened.count("<tr class=\"more\""))
        .isEqualTo(opened.count("hidden=\"\"><td colspan=\"9\">"))
        .isGreaterThan(5);
  }

  @Test
  void aLinkBringsBackFilterOrderAndWhatIsFoldedOut() throws Exception {
    Opened opened = open(office(), "severity=critical&q=10.20.3.41&sort=client&open=1");

    assertThat(opened.console()).isEmpty();
    assertThat(shown(opened)).startsWith("1 of ");
    assertThat(opened.count("aria-expanded=\"true\"")).isEqualTo(1);
    assertThat(opened.count("aria-sort=\"ascending\"")).isEqualTo(1);
    assertThat(column(opened, "client")).isSorted();
    assertThat(column(open(office(), "sort=-client"), "client"))
        .isSortedAccordingTo(java.util.Comparator.reverseOrder());
  }

  @Test
  void opensWithNothingInIt() throws Exception {
    Opened opened = open(Pages.of(List.of()), "");

    assertThat(opened.console()).isEmpty();
    assertThat(opened.dom()).contains("Nothing was flagged.");
  }

  @Test
  void opensWithFiftyThousandConnections() throws Exception {
    Opened opened = open(Pages.of(Pages.many(50_000)), "sort=-times&q=java");

    assertThat(opened.console()).isEmpty();
    assertThat(shown(opened)).isEqualTo("2000 of 2000 groups");
    assertThat(column(opened, "times").stream().map(Integer::valueOf).toList())
        .isSortedAccordingTo(java.util.Comparator.reverseOrder());
  }

  @Test
  void attacksStayText() throws Exception {
    Opened opened = open(Pages.of(Pages.hostile()), "q=%3Cscript%3E&open=1.2.3");

    assertThat(opened.console()).isEmpty();
    assertThat(opened.count("<script")).isEqualTo(1);
    assertThat(opened.dom()).doesNotContain("<img").doesNotContain("onerror=\"");
    assertThat(shown(opened)).startsWith("1 of ");
  }

  @Test
  void aScriptThatIsNotItsOwnIsRefusedAndToldOf() throws Exception {
    String page = Pages.of(List.of()).replace("</main>", "<script>document.title = 'x'</script>");

    Opened opened = open(page, "");

    assertThat(opened.console())
        .isNotEmpty()
        .first()
        .asString()
        .contains("Content Security Policy");
    assertThat(opened.dom()).doesNotContain("<title>x</title>");
  }
}
