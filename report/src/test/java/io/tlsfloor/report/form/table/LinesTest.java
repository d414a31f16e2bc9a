package io.tlsfloor.report.form.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.report.text.Words;
import io.tlsfloor.testing.Rounds;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LinesTest {
  @Test
  void breaksAtSpaces() {
    assertThat(Lines.wrap("one two  three", 8)).containsExactly("one two", "three");
  }

  /** A line is as long as can be: the next word would not have fitted. */
  @Test
  void fillsEachLine() {
    Random random = new Random(16);
    for (int round = 0; round < Rounds.some(1_000); round++) {
      List<String> words = new ArrayList<>();
      for (int i = random.nextInt(30); i >= 0; i--) {
        words.add("a".repeat(1 + random.nextInt(9)));
      }
      String text = String.join(" ", words);
      int width = 9 + random.nextInt(12);
      List<String> lines = Lines.wrap(text, width);
      assertThat(String.join(" ", lines)).isEqualTo(text);
      assertThat(lines).allMatch(line -> line.length() <= width);
      for (int i = 1; i < lines.size(); i++) {
        String next = lines.get(i).split(" ")[0];
        assertThat(lines.get(i - 1).length() + 1 + next.length()).isGreaterThan(width);
      }
    }
  }

  @Test
  void breaksAWordThatAloneIsTooLong() {
    assertThat(Lines.wrap("a bcdefghij k", 4)).containsExactly("a", "bcde", "fghi", "j k");
  }

  @Test
  void neverBreaksAPath() {
    assertThat(Lines.wrap("at " + Lines.whole("/var/my files/a.pcap") + " #4", 8))
        .containsExactly("at", "/var/my files/a.pcap", "#4");
  }

  @Test
  void countsTheCellsOfWideCharacters() {
    assertThat(Lines.wrap("日本語 の キャプチャ", 6)).containsExactly("日本語", "の", "キャプ", "チャ");
    assertThat(Lines.left("é日", 5)).isEqualTo("é日  ");
    assertThat(Lines.right("e\u0301日", 5)).isEqualTo("  e\u0301日");
  }

  @Test
  void makesNoLineOfNothing() {
    assertThat(Lines.wrap("", 10)).isEmpty();
    assertThat(Lines.wrap("   ", 10)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"0|0", "999|999", "1000|1,000", "41207|41,207", "1234567890|1,234,567,890"})
  void groupsDigits(long number, String text) {
    assertThat(Words.number(number)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0 bytes",
    "1, 1 byte",
    "999, 999 bytes",
    "1000, 1.0 kB",
    "4100000, 4.1 MB",
    "999949, 999.9 kB",
    "999950, 1.0 MB",
    "9223372036854775807, 9.2 EB"
  })
  void givesSizesInDecimalUnits(long bytes, String text) {
    assertThat(Words.bytes(bytes)).isEqualTo(text);
  }
}
