package io.tlsfloor.parser.observation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A list of texts that are kept as one is a list like any other. */
class JoinedTextsTest {
  @Test
  void isEqualToAnyListOfTheSameTexts() {
    List<String> same = List.of("h2", "", "http/1.1");
    List<String> texts = JoinedTexts.of("h2http/1.1", new int[] {2, 2, 10});
    assertThat(texts).isEqualTo(same).hasSameHashCodeAs(same).hasToString(same.toString());
    assertThat(same).isEqualTo(texts);
    assertThat(JoinedTexts.copyOf(texts)).isSameAs(texts);
    assertThatThrownBy(() -> texts.set(0, "h3")).isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void ofOneOrNoneIsAPlainList() {
    assertThat(JoinedTexts.of("h2", new int[] {2})).containsExactly("h2");
    assertThat(JoinedTexts.of("", new int[0])).isSameAs(List.of());
  }

  @Test
  void copiesWhatMayChange() {
    List<String> changing = new ArrayList<>(List.of("h2", "h3"));
    List<String> copy = JoinedTexts.copyOf(changing);
    changing.clear();
    assertThat(copy).containsExactly("h2", "h3");
  }
}
