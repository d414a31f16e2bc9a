package io.tlsfloor.capture.flow;

import java.util.ArrayList;
import java.util.List;

/**
 * Flows of which nothing more is wanted, as numbers: a row of a few words each, without an object
 * that a collector would have to copy. Rows are made by the block, and used again once removed;
 * they are linked in the order of their last use, the oldest first.
 */
final class FinishedFlows {
  /** No row. */
  static final int NONE = -1;

  private static final int BLOCK_BITS = 10; // rows of a block: 60 to 100 KB
  private static final int BLOCK_ROWS = 1 << BLOCK_BITS;
  private static final int SLOT = 0; // places in a row
  private static final int OLDER = 1;
  private static final int NEWER = 2;
  private static final int TOUCHED = 3;

  /** Words of a row before those of its user. */
  static final int HEAD = 5;

  private final int width;
  private final List<int[]> blocks = new ArrayList<>();
  private int made;
  private int free = NONE; // linked by NEWER
  private int oldest = NONE;
  private int newest = NONE;

  /**
   * None yet.
   *
   * @param words of each row for its user
   */
  FinishedFlows(int words) {
    width = HEAD + words;
  }

  /** Makes a row, the newest. */
  int add(int slot, long touchedNanos) {
    int row = free;
    if (row == NONE) {
      row = made++;
      if (row >>> BLOCK_BITS == blocks.size()) {
        blocks.add(new int[BLOCK_ROWS * width]);
      }
    } else {
      free = get(row, NEWER);
    }
    slot(row, slot);
    touch(row, touchedNanos);
    link(row);
    return row;
  }

  /** Removes a row. */
  void remove(int row) {
    unlink(row);
    set(row, NEWER, free);
    free = row;
  }

  /** The row that was used longest ago, or {@link #NONE}. */
  int oldest() {
    return oldest;
  }

  /** Makes a row the newest. */
  void used(int row, long touchedNanos) {
    touch(row, touchedNanos);
    unlink(row);
    link(row);
  }

  /** Where the table has it. */
  int slot(int row) {
    return get(row, SLOT);
  }

  void slot(int row, int slot) {
    set(row, SLOT, slot);
  }

  /** When it was used, as far as that was noted. */
  long touched(int row) {
    int[] block = block(row);
    int at = at(row) - HEAD + TOUCHED;
    return (long) block[at] << 32 | block[at + 1] & 0xFFFF_FFFFL;
  }

  private void touch(int row, long nanos) {
    int[] block = block(row);
    int at = at(row) - HEAD + TOUCHED;
    block[at] = (int) (nanos >>> 32);
    block[at + 1] = (int) nanos;
  }

  /** Holds the words of a row. */
  int[] block(int row) {
    return blocks.get(row >>> BLOCK_BITS);
  }

  /** Index in {@link #block} of the first word for the user. */
  int at(int row) {
    return (row & BLOCK_ROWS - 1) * width + HEAD;
  }

  private int get(int row, int place) {
    return block(row)[at(row) - HEAD + place];
  }

  private void set(int row, int place, int value) {
    block(row)[at(row) - HEAD + place] = value;
  }

  private void link(int row) {
    set(row, OLDER, newest);
    set(row, NEWER, NONE);
    if (newest == NONE) {
      oldest = row;
    } else {
      set(newest, NEWER, row);
    }
    newest = row;
  }

  private void unlink(int row) {
    int older = get(row, OLDER);
    int newer = get(row, NEWER);
    if (older == NONE) {
      oldest = newer;
    } else {
      set(older, NEWER, newer);
    }
    if (newer == NONE) {
      newest = older;
    } else {
      set(newer, OLDER, older);
    }
  }
}
