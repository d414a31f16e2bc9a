package io.tlsfloor.inventory.page;

import io.tlsfloor.inventory.state.State;
import java.util.Arrays;

/** What rows hold, by column; texts and lists as indexes of where they lie. */
final class RowColumns {
  byte[] state = new byte[64]; // ordinals
  int[] client = new int[64];
  int[] service = new int[64];
  int[] stacks = new int[64];
  int[] sites = new int[64];
  int[] decided = new int[64];
  long[] firstSeen = new long[64];
  long[] lastSeen = new long[64];
  private int size;

  int size() {
    return size;
  }

  void add(
      State ofState,
      int ofClient,
      int ofService,
      int ofStacks,
      int ofSites,
      int ofDecided,
      long first,
      long last) {
    if (size == state.length) {
      resize(size + size / 2);
    }
    state[size] = (byte) ofState.ordinal();
    client[size] = ofClient;
    service[size] = ofService;
    stacks[size] = ofStacks;
    sites[size] = ofSites;
    decided[size] = ofDecided;
    firstSeen[size] = first;
    lastSeen[size] = last;
    size++;
  }

  private void resize(int length) {
    state = Arrays.copyOf(state, length);
    client = Arrays.copyOf(client, length);
    service = Arrays.copyOf(service, length);
    stacks = Arrays.copyOf(stacks, length);
    sites = Arrays.copyOf(sites, length);
    decided = Arrays.copyOf(decided, length);
    firstSeen = Arrays.copyOf(firstSeen, length);
    lastSeen = Arrays.copyOf(lastSeen, length);
  }

  /** Without room for more. */
  RowColumns whole() {
    resize(size);
    return this;
  }

  /** The same rows in another order, column by column in their place. */
  RowColumns inOrder(int[] order) {
    byte[] states = new byte[size];
    for (int i = 0; i < size; i++) {
      states[i] = state[order[i]];
    }
    state = states;
    client = inOrder(client, order);
    service = inOrder(service, order);
    stacks = inOrder(stacks, order);
    sites = inOrder(sites, order);
    decided = inOrder(decided, order);
    firstSeen = inOrder(firstSeen, order);
    lastSeen = inOrder(lastSeen, order);
    return this;
  }

  private static int[] inOrder(int[] column, int[] order) {
    return Arrays.stream(order).map(from -> column[from]).toArray();
  }

  private static long[] inOrder(long[] column, int[] order) {
    return Arrays.stream(order).mapToLong(from -> column[from]).toArray();
  }
}
