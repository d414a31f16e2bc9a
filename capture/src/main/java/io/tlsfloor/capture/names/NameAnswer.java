package io.tlsfloor.capture.names;

import io.tlsfloor.parser.observation.FrameRef;
import io.tlsfloor.parser.observation.IpAddress;
import java.util.List;

/**
 * Names of an address by one DNS answer.
 *
 * @param asker whom it was sent to
 * @param names the one that was asked for, then its aliases in order; never empty
 * @param sinceNanos packet time of the answer
 * @param untilNanos packet time at which it is no longer taken for the address's name
 * @param solicited whether its question was seen, so that nobody just made it up
 * @param frame that brought it
 */
record NameAnswer(
    IpAddress asker,
    List<String> names,
    long sinceNanos,
    long untilNanos,
    boolean solicited,
    FrameRef frame) {
  private static final int OWN_BYTES = 160; // this, its frame, its list: about
  private static final int NAME_BYTES = 56; // a string without its text

  boolean isValidAt(long nanos) {
    return sinceNanos <= nanos && nanos <= untilNanos;
  }

  boolean asksSame(NameAnswer other) {
    return asker.equals(other.asker) && asks(other.names.get(0));
  }

  /** Returns whether {@code name} is the one that was asked for. */
  boolean asks(String name) {
    return names.get(0).equalsIgnoreCase(name);
  }

  /** Returns whether {@code name} is among its names. */
  boolean holds(String name) {
    for (String each : names) {
      if (each.equalsIgnoreCase(name)) {
        return true;
      }
    }
    return false;
  }

  /** Memory that it takes, about. */
  int bytes() {
    int bytes = OWN_BYTES;
    for (String name : names) {
      bytes += NAME_BYTES + name.length();
    }
    return bytes;
  }
}
