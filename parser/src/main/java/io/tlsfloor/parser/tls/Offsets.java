package io.tlsfloor.parser.tls;

import java.util.Arrays;
import java.util.Objects;

/**
 * Scratch list of numbers, indexes into a buffer mostly, reused from message to message: it
 * allocates only when a message has more entries than any before, and a message's 16-bit lengths
 * bound that.
 */
final class Offsets {
  private int[] at = new int[64];
  private int size;

  void clear() {
    size = 0;
  }

  void add(int offset) {
    if (size == at.length) {
      at = Arrays.copyOf(at, 2 * size);
    }
    at[size++] = offset;
  }

  int size() {
    return size;
  }

  boolean has(int wanted) {
    for (int i = 0; i < size; i++) {
      if (at[i] == wanted) {
        return true;
      }
    }
    return false;
  }

  int get(int index) {
    return at[Objects.checkIndex(index, size)];
  }
}
