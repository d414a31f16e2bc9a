package io.tlsfloor.report.form.html;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.rules.RemedyPages;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GuideHtmlTest {
  static Stream<String> pages() {
    return RemedyPages.names().stream();
  }

  @Test
  void writesTextListsAndTables() {
    String html =
        GuideHtml.of(
            """
            A first
            line, see [Java 8](java-8.md).

            1. Install `a<b`.
            2. Set

               | value | data |
               |---|---|
               | `On` | 1 & 2 |

               and restart.
            - other

            ## References

            - one
              and more
            """);

    assertThat(html.replaceAll("\\s*\n", ""))
        .isEqualTo(
            "<p>A first line, see Java 8.</p>"
                + "<ol><li><p>Install <code>a&lt;b</code>.</p></li>"
                + "<li><p>Set</p><table><thead><tr><th>value</th><th>data</th></tr></thead>"
                + "<tbody><tr><td><code>On</code></td><td>1 &amp; 2</td></tr></tbody></table>"
                + "<p>and restart.</p></li>"
                + "</ol><ul><li><p>other</p></li></ul>"
                + "<h4>References</h4><ul><li><p>one and more</p></li></ul>");
  }

  /** No sign of Markdown is left, and no word is lost. */
  @ParameterizedTest
  @MethodSource("pages")
  void writesEveryPage(String name) {
    String markdown = RemedyPages.text(name).orElseThrow().replaceFirst("^# .*\n", "");

    String html = GuideHtml.of(markdown);

    String shown = html.replaceAll("<[^>]*>", " ");
    assertThat(shown)
        .doesNotContain("`")
        .doesNotContain("](")
        .doesNotContainPattern("(?m)^ *[|]")
        .doesNotContain("##");
    assertThat(letters(shown.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")))
        .isEqualTo(
            letters(
                markdown
                    .replaceAll("(?m)^ *(-|\\d+\\.) ", "")
                    .replaceAll("\\]\\([^)]*\\)", "")
                    .replaceAll("(?m)^ *\\|-.*$", "")));
  }

  private static String letters(String text) {
    return Pattern.compile("[^\\p{L}\\p{N}<>&]").matcher(text).replaceAll("");
  }
}
