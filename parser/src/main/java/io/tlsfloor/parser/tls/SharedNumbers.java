package io.tlsfloor.parser.tls;

import java.util.List;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Lists of 16-bit numbers whose members are shared by all lists: most hellos hold the same few
 * hundred suites, extensions and groups, and a hundred thousand connections need not hold them
 * each.
 */
final class SharedNumbers {
  private static final int COUNT = 1 << 16;

  // Written without a lock: an Integer may be made twice, and is the same to all who read it.
  private static final @Nullable Integer[] SHARED = new Integer[COUNT];

  private SharedNumbers() {}

  /** The {@code count} numbers that {@code value} gives, in order, unmodifiable. */
  static List<Integer> list(int count, IntUnaryOperator value) {
    Integer[] numbers = new Integer[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = shared(value.applyAsInt(i));
    }
    return List.of(numbers);
  }

  private static Integer shared(int value) {
    if (value >= COUNT) { // SSL 2.0's cipher specs have 24 bits
      return value;
    }
    Integer number = SHARED[value];
    if (number == null) {
      number = value;
      SHARED[value] = number;
    }
    return number;
  }
}
