package io.tlsfloor.report.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** No name from traffic acts in Markdown. */
class MarkdownTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '~',
      textBlock =
          """
          a|b              ; a\\|b
          <script>         ; \\<script\\>
          [a](http://b.com); \\[a\\]\\(http\\://b.com\\)
          ![x](y)          ; \\!\\[x\\]\\(y\\)
          `code`           ; \\`code\\`
          *b* _i_ ~~s~~    ; \\*b\\* \\_i\\_ \\~\\~s\\~\\~
          a\\              ; a\\\\
          @team #1         ; \\@team \\#1
          &lt              ; \\&lt
          plain.name-1.com ; plain.name-1.com
          """)
  void showsTextAsItIs(String raw, String expected) {
    assertThat(Markdown.text(raw)).isEqualTo(expected);
  }

  @org.junit.jupiter.api.Test
  void showsControlsAndNeverSendsThem() {
    assertThat(Markdown.text("a\u001b[31m\nb\u202e"))
        .isEqualTo("a\\\\u001b\\[31m\\\\u000ab\\\\u202e");
  }
}
