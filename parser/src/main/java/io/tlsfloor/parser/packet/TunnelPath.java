package io.tlsfloor.parser.packet;

import java.util.ArrayList;
import java.util.List;

/** The encapsulations and tags passed so far, outermost first. Reused; bounded. */
final class TunnelPath {
  /** For what has no number. */
  static final int NO_NUMBER = -1;

  static final int NO_VLAN = -1;

  private static final int MAX_ENTRIES = 32; // tags and labels included; real paths stay below ten

  private final TunnelType[] types = new TunnelType[MAX_ENTRIES];
  private final int[] numbers = new int[MAX_ENTRIES];
  private int count;
  private int depth;

  void clear() {
    count = 0;
    depth = 0;
  }

  int count() {
    return count;
  }

  /** Forgets all entries but the first {@code kept}. */
  void cutTo(int kept) {
    while (count > kept) {
      count--;
      if (types[count].nests()) {
        depth--;
      }
    }
  }

  /** Adds an entry; false when that is more than we follow. */
  boolean push(TunnelType type, int number) {
    if (count == MAX_ENTRIES || type.nests() && depth == PacketView.MAX_DEPTH) {
      return false;
    }
    types[count] = type;
    numbers[count] = number;
    count++;
    if (type.nests()) {
      depth++;
    }
    return true;
  }

  /** The id of the VLAN tag number {@code index} from outside, counted from 0. */
  int vlan(int index) {
    int left = index;
    for (int i = 0; i < count; i++) {
      if (types[i] == TunnelType.VLAN || types[i] == TunnelType.QINQ) {
        if (left == 0) {
          return numbers[i];
        }
        left--;
      }
    }
    return NO_VLAN;
  }

  long hash() {
    long hash = 0;
    for (int i = 0; i < count; i++) {
      if (!types[i].isShared()) {
        continue;
      }
      int number = types[i].numberIsShared() ? numbers[i] : NO_NUMBER;
      hash =
          (hash ^ ((long) types[i].ordinal() + 1) << 32 ^ number & 0xFFFF_FFFFL)
              * 0x9E3779B97F4A7C15L;
      hash ^= hash >>> 29;
    }
    return hash;
  }

  List<String> describe() {
    List<String> all = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      all.add(types[i].describe(numbers[i]));
    }
    return List.copyOf(all);
  }
}
