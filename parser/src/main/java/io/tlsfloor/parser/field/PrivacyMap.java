package io.tlsfloor.parser.field;

import io.tlsfloor.parser.Privacy;
import java.util.BitSet;

/**
 * Who may read each byte of a stream. A byte that is described twice has the stricter class, one
 * that is not described at all is {@link Privacy#SECRET}.
 */
public final class PrivacyMap {
  private final BitSet[] places = new BitSet[Privacy.values().length];

  /** A map in which no byte is described. */
  public PrivacyMap() {
    for (int i = 0; i < places.length; i++) {
      places[i] = new BitSet();
    }
  }

  /** Takes in bytes, by their place in the stream. */
  public void add(int at, int length, Privacy privacy) {
    places[privacy.ordinal()].set(at, at + Math.max(0, length));
  }

  /**
   * Takes in the fields of a message whose bytes lie in {@code runs}. Both may be as many as the
   * message has bytes.
   */
  public void add(Iterable<Field> fields, Iterable<ByteRun> runs) {
    PrivacyMap message = new PrivacyMap();
    for (Field field : fields) {
      message.add(field.offset(), field.length(), field.privacy());
    }
    for (int i = 0; i < places.length; i++) {
      add(i, message.places[i], runs);
    }
  }

  /** A stretch is looked for once: there may be a run for each byte of it. */
  private void add(int privacy, BitSet of, Iterable<ByteRun> runs) {
    int asked = Integer.MAX_VALUE; // the stretch is the first that ends behind it
    int from = 0;
    int to = 0;
    for (ByteRun run : runs) {
      int end = run.messageEnd();
      for (int at = run.messageOffset(); at < end; at = Math.min(to, end)) {
        if (at < asked || at >= to) {
          asked = at;
          int next = of.nextSetBit(at);
          from = next < 0 ? Integer.MAX_VALUE : next;
          to = next < 0 ? Integer.MAX_VALUE : of.nextClearBit(next);
        }
        int first = Math.max(from, at);
        int last = Math.min(to, end);
        if (first < last) {
          int place = run.streamOffset() + first - run.messageOffset();
          places[privacy].set(place, place + last - first);
        }
      }
    }
  }

  /** Takes in all that another map of the same stream says. */
  public void add(PrivacyMap other) {
    for (int i = 0; i < places.length; i++) {
      places[i].or(other.places[i]);
    }
  }

  /** The bytes that may leave the house. */
  public BitSet mayLeave() {
    BitSet all = new BitSet();
    for (Privacy each : Privacy.values()) { // from the least strict on
      if (each.mayLeave()) {
        all.or(places[each.ordinal()]);
      } else {
        all.andNot(places[each.ordinal()]);
      }
    }
    return all;
  }
}
