package io.tlsfloor.rules.resource;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpellingTest {
  private static final List<String> WORDS =
      List.of("scan", "watch", "explain", "--format", "java", "java-7", "java-8");

  @ParameterizedTest
  @CsvSource({
    "scna, scan",
    "scann, scan",
    "can, scan",
    "SCAN, scan",
    "wacth, watch",
    "exlpain, explain",
    "--fromat, --format",
    "--forma, --format",
    "java7, java-7",
    "jav-8, java-8",
    "java, java"
  })
  void findsTheWordBehindATypingError(String typed, String meant) {
    assertThat(Spelling.nearest(typed, WORDS)).contains(meant);
  }

  @ParameterizedTest
  @CsvSource({"x", "print", "zzzzzz"})
  void suggestsNothingForAnotherWord(String typed) {
    assertThat(Spelling.nearest(typed, WORDS)).isEmpty();
  }

  @Test
  void listsAllWordsWhenNoneIsNear() {
    assertThat(Spelling.hint("xml", List.of("table", "jsonl")))
        .isEqualTo("Use one of: table, jsonl.");
  }

  @Test
  void doesNotCompareWordsThatAreFarTooLong() {
    assertThat(Spelling.nearest("s".repeat(100_000), WORDS)).isEmpty();
  }
}
