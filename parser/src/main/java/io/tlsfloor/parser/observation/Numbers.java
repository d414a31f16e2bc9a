package io.tlsfloor.parser.observation;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;
import java.util.RandomAccess;
import org.jspecify.annotations.Nullable;

/**
 * An unmodifiable list of 16-bit numbers that holds nothing else: a hello may have a thousand of
 * them, and a hundred thousand hellos may wait.
 */
public final class Numbers extends AbstractList<Integer> implements RandomAccess {
  private static final int MAX = 0xFFFF;

  private final char[] numbers;

  private Numbers(char[] numbers) {
    this.numbers = numbers;
  }

  /** The first {@code count} of some numbers, each of 16 bits. */
  public static List<Integer> of(int[] numbers, int count) {
    if (count == 0) {
      return List.of();
    }
    char[] copy = new char[count];
    for (int i = 0; i < count; i++) {
      copy[i] = (char) numbers[i];
    }
    return new Numbers(copy);
  }

  /** A list of the same numbers that does not change; this kind of list, if all have 16 bits. */
  static List<Integer> copyOf(List<Integer> list) {
    if (list instanceof Numbers) {
      return list;
    }
    int[] numbers = new int[list.size()];
    int count = 0;
    for (int number : list) {
      if (number < 0 || number > MAX || count == numbers.length) {
        return List.copyOf(list);
      }
      numbers[count++] = number;
    }
    return of(numbers, count);
  }

  /** The number at {@code index} of such a list, or of another. */
  public static int at(List<Integer> list, int index) {
    return list instanceof Numbers own ? own.numbers[index] : list.get(index);
  }

  @Override
  public Integer get(int index) {
    return (int) numbers[index];
  }

  @Override
  public int size() {
    return numbers.length;
  }

  @Override
  public boolean contains(@Nullable Object wanted) {
    for (char number : numbers) {
      if (wanted instanceof Integer other && number == other) {
        return true;
      }
    }
    return false;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Numbers own ? Arrays.equals(numbers, own.numbers) : super.equals(other);
  }

  @Override
  public int hashCode() {
    return super.hashCode();
  }
}
