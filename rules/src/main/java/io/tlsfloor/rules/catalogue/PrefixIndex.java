package io.tlsfloor.rules.catalogue;

import io.tlsfloor.parser.observation.IpAddress;
import io.tlsfloor.rules.IpPrefix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Prefixes of both address families in two binary tries: a look-up walks at most as many nodes as
 * the longest prefix has bits, and allocates only for what it finds.
 *
 * <p>Nodes are numbers; node {@code n} has its children at {@code 2n} and {@code 2n + 1} of one
 * array, so that a trie is two arrays and no object per bit.
 */
final class PrefixIndex {
  private final Trie v4 = new Trie();
  private final Trie v6 = new Trie();

  /**
   * Adds a row.
   *
   * @throws IllegalArgumentException if its value is no prefix
   */
  void add(Row row) {
    IpPrefix prefix = IpPrefix.parse(row.value());
    (prefix.address().v4() ? v4 : v6).add(prefix, row);
  }

  /** The rows of each prefix that holds {@code address}, the longest prefix first. */
  List<List<Row>> covering(IpAddress address) {
    return (address.v4() ? v4 : v6).covering(address);
  }

  private static int bit(IpAddress address, int index) {
    if (address.v4()) {
      return (int) (address.low() >>> (31 - index)) & 1;
    }
    return (int) (index < 64 ? address.high() >>> (63 - index) : address.low() >>> (127 - index))
        & 1;
  }

  private static final class Trie {
    private static final int ROOT = 0;
    private static final int NO_NODE = 0; // the root is nobody's child

    private int[] children = new int[1 << 12];
    private final List<List<Row>> rows = new ArrayList<>(List.of(List.of()));

    void add(IpPrefix prefix, Row row) {
      int node = ROOT;
      for (int i = 0; i < prefix.length(); i++) {
        int slot = 2 * node + bit(prefix.address(), i);
        if (children[slot] == NO_NODE) {
          int added = newNode(); // may replace the array, so not within the assignment
          children[slot] = added;
        }
        node = children[slot];
      }
      List<Row> here = rows.get(node);
      if (here.isEmpty()) {
        here = new ArrayList<>(2);
        rows.set(node, here);
      }
      here.add(row);
    }

    private int newNode() {
      int node = rows.size();
      rows.add(List.of());
      if (2 * node + 1 >= children.length) {
        children = Arrays.copyOf(children, 2 * children.length);
      }
      return node;
    }

    List<List<Row>> covering(IpAddress address) {
      List<List<Row>> found = List.of();
      int node = ROOT;
      for (int i = 0; ; i++) {
        List<Row> here = rows.get(node);
        if (!here.isEmpty()) {
          List<List<Row>> longer = new ArrayList<>(found.size() + 1);
          longer.add(here);
          longer.addAll(found);
          found = longer;
        }
        if (i == address.bits()) {
          return found;
        }
        node = children[2 * node + bit(address, i)];
        if (node == NO_NODE) {
          return found;
        }
      }
    }
  }
}
