package io.tlsfloor.parser.field;

import io.tlsfloor.parser.Privacy;
import java.util.BitSet;

/**
 * Who may read each byte of a stream. A byte that is described twice has the stricter class, one
 * that is not described at all is {@link Privacy#SECRET}.
 */
public final class PrivacyMap {
  private final BitSet[] places = new BitSet[Privacy.values().length];
  private final int[] from = new int[places.length]; // by class, the last stretch: it may grow
  private final int[] to = new int[places.length];

  /** A map in which no byte is described. */
  public PrivacyMap() {
    for (int i = 0; i < places.length; i++) {
      places[i] = new BitSet();
    }
  }

  /** Takes in bytes, by their place in the stream. */
  public void add(int at, int length, Privacy privacy) {
    add(at, length, privacy.ordinal());
  }

  private void add(int at, int length, int privacy) {
    if (length <= 0) {
      return;
    }
    if (at != to[privacy]) {
      places[privacy].set(from[privacy], to[privacy]);
      from[privacy] = at;
    }
    to[privacy] = at + length;
  }

  private BitSet places(int privacy) {
    places[privacy].set(from[privacy], to[privacy]);
    return places[privacy];
  }

  /**
   * Takes in the fields of a message whose bytes lie in {@code runs}. Both may be as many as the
   * message has bytes.
   */
  public void add(Iterable<Field> fields, ByteRuns runs) {
    PrivacyMap message = new PrivacyMap();
    for (Field field : fields) {
      message.add(field.offset(), field.length(), field.privacy());
    }
    for (int i = 0; i < places.length; i++) {
      BitSet described = message.places(i);
      if (!described.isEmpty()) {
        add(i, described, runs);
      }
    }
  }

  /** A stretch is looked for once: there may be a run for each byte of it. */
  private void add(int privacy, BitSet of, ByteRuns runs) {
    int asked = Integer.MAX_VALUE; // the stretch is the first that ends behind it
    int start = 0;
    int stop = 0;
    for (int i = 0; i < runs.size(); i++) {
      int end = runs.messageOffset(i) + runs.length(i);
      for (int at = runs.messageOffset(i); at < end; at = Math.min(stop, end)) {
        if (at < asked || at >= stop) {
          asked = at;
          int next = of.nextSetBit(at);
          start = next < 0 ? Integer.MAX_VALUE : next;
          stop = next < 0 ? Integer.MAX_VALUE : of.nextClearBit(next);
        }
        int first = Math.max(start, at);
        int last = Math.min(stop, end);
        if (first < last) {
          add(runs.streamOffset(i) + first - runs.messageOffset(i), last - first, privacy);
        }
      }
    }
  }

  /** Takes in all that another map of the same stream says. */
  public void add(PrivacyMap other) {
    for (int i = 0; i < places.length; i++) {
      places[i].or(other.places(i));
    }
  }

  /** The bytes that may leave the house. */
  public BitSet mayLeave() {
    BitSet all = new BitSet();
    for (Privacy each : Privacy.values()) { // from the least strict on
      if (each.mayLeave()) {
        all.or(places(each.ordinal()));
      } else {
        all.andNot(places(each.ordinal()));
      }
    }
    return all;
  }
}
