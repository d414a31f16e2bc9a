package io.tlsfloor.capture.flow;

import java.util.ArrayList;
import java.util.List;

/**
 * Flows of which nothing more is wanted, as numbers: a row of a few words each, without an object
 * that a collector would have to copy. Rows are made by the block, and used again once removed.
 * Those of connections that may go on, and those of connections that ended, are linked in the order
 * of their last use, the oldest first.
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
  private final int[] oldest = {NONE, NONE}; // that may go on, that ended
  private final int[] newest = {NONE, NONE};

  /**
   * None yet.
   *
   * @param words of each row for its user
   */
  FinishedFlows(int words) {
    width = HEAD + words;
  }

  /** Makes a row, the newest of its kind. */
  int add(int slot, long touchedNanos, boolean ended) {
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
    link(row, list(ended));
    return row;
  }

  private static int list(boolean ended) {
    return ended ? 1 : 0;
  }

  /** Removes a row of that kind. */
  void remove(int row, boolean ended) {
    unlink(row, list(ended));
    set(row, NEWER, free);
    free = row;
  }

  /** The row of that kind that was used longest ago, or {@link #NONE}. */
  int oldest(boolean ended) {
    return oldest[list(ended)];
  }

  /** Makes a row, whose connection may go on, the newest of those. */
  void used(int row, long touchedNanos) {
    touch(row, touchedNanos);
    unlink(row, list(false));
    link(row, list(false));
  }

  /**
   * Makes a row, whose connection went on so far, the newest of those that ended. It was not used
   * by that: what ends may be forged, and a silence before it still counts.
   */
  void end(int row) {
    unlink(row, list(false));
    link(row, list(true));
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

  private void link(int row, int list) {
    set(row, OLDER, newest[list]);
    set(row, NEWER, NONE);
    if (newest[list] == NONE) {
      oldest[list] = row;
    } else {
      set(newest[list], NEWER, row);
    }
    newest[list] = row;
  }

  private void unlink(int row, int list) {
    int older = get(row, OLDER);
    int newer = get(row, NEWER);
    if (older == NONE) {
      oldest[list] = newer;
    } else {
      set(older, NEWER, newer);
    }
    if (newer == NONE) {
      newest[list] = older;
    } else {
      set(newer, OLDER, older);
    }
  }
}
