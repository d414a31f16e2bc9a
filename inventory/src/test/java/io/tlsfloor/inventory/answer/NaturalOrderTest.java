package io.tlsfloor.inventory.answer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NaturalOrderTest {
  @Test
  void isThatOfNumbersWithinTexts() {
    List<String> expected =
        List.of(
            "",
            "07",
            "7",
            "10.0.0.2",
            "10.0.0.10",
            "10.0.0.10a",
            "10.0.1.1",
            "99999999999999999999",
            "pc",
            "pc2",
            "pc2-1",
            "pc10");
    List<String> texts = new ArrayList<>(expected);
    Collections.shuffle(texts, new Random(3));
    texts.sort(NaturalOrder.OF_TEXTS);

    assertThat(texts).isEqualTo(expected);
  }
}
