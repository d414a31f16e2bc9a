package io.tlsfloor.capture.stream;

import org.jspecify.annotations.Nullable;

/** Segments of one direction that came before their turn, in the order of their bytes. */
final class Waiting {
  /** A capture can deliver the two directions out of step by less than this. */
  static final long ACKNOWLEDGED_GAP_NANOS = 1_000_000_000L;

  /** Longer than a few retransmission time-outs (RFC 6298). */
  static final long GAP_NANOS = 10_000_000_000L;

  /** Without its SYN, a direction's first segment may have been overtaken for this long. */
  private static final long UNCERTAIN_NANOS = 20_000_000L;

  /** Segments in which the first one is looked for at most. */
  private static final int MAX_UNCERTAIN_SEGMENTS = 8;

  private static final int SEGMENT_BYTES = 192; // objects and their headers, without payload

  /** Of a direction in which nothing has waited yet, as in most: to be asked, not added to. */
  static final Waiting NONE = new Waiting();

  private @Nullable Pending first;
  private int bytes;
  private int segments;
  private long sinceNanos; // packet time from which on what they wait for is missing

  /** Adds a segment, unless one that waits makes it needless. */
  void add(Pending segment) {
    Pending before = null;
    Pending after = first;
    while (after != null && after.sequence - segment.sequence < 0) {
      before = after;
      after = after.next;
    }
    for (Pending same = after;
        same != null && same.sequence == segment.sequence;
        same = same.next) {
      if (same.replaces(segment)) {
        return;
      }
    }
    segment.next = after;
    if (before == null) {
      first = segment;
    } else {
      before.next = segment;
    }
    if (segments == 0) {
      sinceNanos = segment.frame.timeNanos();
    }
    bytes += segment.length();
    segments++;
  }

  /**
   * Takes a segment out.
   *
   * @param before the one before it, or null where it is the first
   */
  void remove(Pending segment, @Nullable Pending before) {
    if (before == null) {
      first = segment.next;
    } else {
      before.next = segment.next;
    }
    bytes -= segment.length();
    segments--;
    sinceNanos = segment.frame.timeNanos();
  }

  /** Forgets all of them. */
  void clear() {
    first = null;
    bytes = 0;
    segments = 0;
    sinceNanos = 0;
  }

  /** The one whose bytes come first. */
  @Nullable Pending first() {
    return first;
  }

  /** Bytes of their payload. */
  int bytes() {
    return bytes;
  }

  int segments() {
    return segments;
  }

  /** Memory in use. */
  int heldBytes() {
    return bytes + segments * SEGMENT_BYTES;
  }

  /** Whether they have waited for longer than {@code nanos}. */
  boolean isLate(long nowNanos, long nanos) {
    return nowNanos - sinceNanos > nanos;
  }

  /** Whether the first segment of a direction has had time enough to come. */
  boolean mayBegin(long nowNanos) {
    return isLate(nowNanos, UNCERTAIN_NANOS) || segments >= MAX_UNCERTAIN_SEGMENTS;
  }
}
