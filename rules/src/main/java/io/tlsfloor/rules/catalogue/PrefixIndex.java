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
  private static final long NAT64_HIGH = 0x0064_FF9B_0000_0000L; // 64:ff9b::/96

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

  /**
   * The rows of each prefix that holds {@code address}, the longest prefix first. An IPv6 address
   * that stands for an IPv4 address is looked up as that one: mapped (RFC 4291 §2.5.5.2), or of the
   * well-known prefix of NAT64 (RFC 6052 §2.1), by which networks without IPv4 reach it.
   */
  List<List<Row>> covering(IpAddress address) {
    boolean mapped = address.high() == 0 && address.low() >>> 32 == 0xFFFF;
    boolean nat64 = address.high() == NAT64_HIGH && address.low() >>> 32 == 0;
    if (!address.v4() && (mapped || nat64)) {
      return v4.covering(IpAddress.v4((int) address.low()));
    }
    return (address.v4() ? v4 : v6).covering(address);
  }

  private static final class Trie {
    private static final int ROOT = 0;
    private static final int NO_NODE = 0; // the root is nobody's child
    private static final int NO_ROWS = 0;

    private int[] children = new int[1 << 13];

    /** Index in {@link #groups} of the rows at each node. */
    private int[] groupAt = new int[1 << 12];

    private final List<List<Row>> groups = new ArrayList<>();
    private int nodes = 1;

    Trie() {
      groups.add(List.of()); // NO_ROWS
    }

    void add(IpPrefix prefix, Row row) {
      long high = high(prefix.address());
      long low = low(prefix.address());
      int node = ROOT;
      for (int i = 0; i < prefix.length(); i++) {
        long bits = i < 64 ? high << i : low << i; // a shift by 64 to 127 is one by 0 to 63
        int slot = 2 * node + (int) (bits >>> 63);
        if (children[slot] == NO_NODE) {
          int added = newNode(); // may replace the array, so not within the assignment
          children[slot] = added;
        }
        node = children[slot];
      }
      if (groupAt[node] == NO_ROWS) {
        groupAt[node] = groups.size();
        groups.add(new ArrayList<>(2));
      }
      groups.get(groupAt[node]).add(row);
    }

    private int newNode() {
      if (nodes == groupAt.length) {
        children = Arrays.copyOf(children, 2 * children.length);
        groupAt = Arrays.copyOf(groupAt, 2 * groupAt.length);
      }
      return nodes++;
    }

    List<List<Row>> covering(IpAddress address) {
      List<List<Row>> found = List.of();
      long high = high(address);
      long low = low(address);
      int bitCount = address.bits();
      int node = ROOT;
      for (int i = 0; ; i++) {
        if (groupAt[node] != NO_ROWS) {
          List<List<Row>> longer = new ArrayList<>(found.size() + 1);
          longer.add(groups.get(groupAt[node]));
          longer.addAll(found);
          found = longer;
        }
        if (i == bitCount) {
          return found;
        }
        long bits = i < 64 ? high << i : low << i;
        node = children[2 * node + (int) (bits >>> 63)];
        if (node == NO_NODE) {
          return found;
        }
      }
    }

    /** The first 64 bits; an IPv4 address stands at the left. */
    private static long high(IpAddress address) {
      return address.v4() ? address.low() << 32 : address.high();
    }

    private static long low(IpAddress address) {
      return address.v4() ? 0 : address.low();
    }
  }
}
