package io.tlsfloor.parser.observation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A list of 16-bit numbers is a list like any other. */
class NumbersTest {
  private final List<Integer> list = Numbers.of(new int[] {0, 0x1301, 0xFFFF, 7}, 3);

  @Test
  void isEqualToAnyListOfTheSameNumbers() {
    List<Integer> same = List.of(0, 0x1301, 0xFFFF);
    assertThat(list).isEqualTo(same).hasSameHashCodeAs(same).hasToString(same.toString());
    assertThat(same).isEqualTo(list);
    assertThat(list).isEqualTo(Numbers.copyOf(same)).isNotEqualTo(List.of(0, 0x1301));
    assertThat(list.contains(0x1301)).isTrue();
    assertThat(list.contains(7)).isFalse();
  }

  @Test
  void doesNotChange() {
    int[] given = {1, 2};
    List<Integer> numbers = Numbers.of(given, 2);
    given[0] = 3;
    List<Integer> changing = new ArrayList<>(List.of(4));
    List<Integer> copy = Numbers.copyOf(changing);
    changing.set(0, 5);

    assertThat(numbers).containsExactly(1, 2);
    assertThat(copy).containsExactly(4);
    assertThatThrownBy(() -> copy.set(0, 6)).isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void isNotCopiedAgain() {
    assertThat(Numbers.copyOf(list)).isSameAs(list);
    assertThat(Numbers.copyOf(new ArrayList<>())).isSameAs(List.of());
  }

  @Test
  void holdsWiderNumbersInAnotherKindOfList() {
    List<Integer> specs = Numbers.copyOf(new ArrayList<>(List.of(0x010080, 0x35)));
    assertThat(specs).containsExactly(0x010080, 0x35);
    assertThat(Numbers.at(specs, 0)).isEqualTo(0x010080);
    assertThat(Numbers.at(list, 2)).isEqualTo(0xFFFF);
  }
}
