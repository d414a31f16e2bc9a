package io.tlsfloor.report.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrintableTest {
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          escape sequence       | 1b           | \\u001b
          line end              | 0a           | \\u000a
          delete                | 7f           | \\u007f
          C1: CSI               | c29b         | \\u009b
          no-break space        | c2a0         | \\u00a0
          soft hyphen           | c2ad         | \\u00ad
          right-to-left mark    | e2808f       | \\u200f
          right-to-left override| e280ae       | \\u202e
          isolate               | e281a7       | \\u2067
          zero-width space      | e2808b       | \\u200b
          zero-width joiner     | e2808d       | \\u200d
          line separator        | e280a8       | \\u2028
          byte order mark       | efbbbf       | \\ufeff
          Arabic letter mark    | d89c         | \\u061c
          variation selector    | efb88f       | \\ufe0f
          Hangul filler         | e385a4       | \\u3164
          language tag          | f3a08181     | \\u{e0041}
          private use           | ee8080       | \\ue000
          not assigned          | cdb8         | \\u0378
          """)
  void showsWhatCannotBeSeen(String what, String utf8, String shown) {
    String raw = "a" + new String(java.util.HexFormat.of().parseHex(utf8), StandardCharsets.UTF_8);

    assertThat(Printable.text(raw)).isEqualTo("a" + shown);
    assertThat(Printable.name(raw)).isEqualTo("a" + shown);
  }

  @Test
  void showsLoneSurrogates() {
    assertThat(Printable.text("a\ud800b")).isEqualTo("a\\ud800b");
    assertThat(Printable.text("a\udc00")).isEqualTo("a\\udc00");
  }

  @Test
  void leavesWordsOfAnyScriptInProseButNotInNames() {
    String word = "m\u00fcnchen-\u041c\u0438\u0440-\ud83d\ude00";

    assertThat(Printable.text(word)).isEqualTo(word);
    assertThat(Printable.name(word)).isEqualTo("m\\u00fcnchen-\\u041c\\u0438\\u0440-\\u{1f600}");
  }

  @Test
  void leavesVisibleAsciiAsItIs() {
    String plain = "smtp.office365.com:587 ~!\"#$%&'()*+,-./<>?@[]^_`{|}";

    assertThat(Printable.name(plain)).isSameAs(plain);
  }
}
