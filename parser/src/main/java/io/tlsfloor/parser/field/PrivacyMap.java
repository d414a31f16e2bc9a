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

  /** Takes in the fields of a message whose bytes lie in {@code runs}. */
  public void add(Iterable<Field> fields, Iterable<ByteRun> runs) {
    for (ByteRun run : runs) {
      for (Field field : fields) {
        int from = Math.max(run.messageOffset(), field.offset());
        int to = Math.min(run.messageEnd(), field.offset() + field.length());
        if (from < to) {
          add(run.streamOffset() + from - run.messageOffset(), to - from, field.privacy());
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
