package io.tlsfloor.parser.observation;

import java.util.AbstractList;
import java.util.List;
import java.util.RandomAccess;

/**
 * An unmodifiable list of short texts that holds one text with all of them: of the names in a hello
 * hardly one is ever asked for.
 */
public final class JoinedTexts extends AbstractList<String> implements RandomAccess {
  private final String all;
  private final int[] ends; // in it

  private JoinedTexts(String all, int[] ends) {
    this.all = all;
    this.ends = ends;
  }

  /**
   * The parts of a text.
   *
   * @param ends index after the last character of each; not changed afterwards
   */
  public static List<String> of(String all, int[] ends) {
    return ends.length > 1
        ? new JoinedTexts(all, ends)
        : ends.length == 1 ? List.of(all) : List.of();
  }

  /** A list of the same texts that does not change. */
  static List<String> copyOf(List<String> list) {
    return list instanceof JoinedTexts ? list : List.copyOf(list);
  }

  @Override
  public String get(int index) {
    return all.substring(index == 0 ? 0 : ends[index - 1], ends[index]);
  }

  @Override
  public int size() {
    return ends.length;
  }
}
