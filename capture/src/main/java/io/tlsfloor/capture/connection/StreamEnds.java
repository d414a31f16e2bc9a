package io.tlsfloor.capture.connection;

import io.tlsfloor.capture.stream.FrameMark;
import io.tlsfloor.capture.stream.Stream;
import io.tlsfloor.parser.observation.EndedHow;
import org.jspecify.annotations.Nullable;

/**
 * Where the two ends of a connection stop sending: each FIN and RST counts at its place in the
 * stream, once the bytes before it were seen (RFC 9293 §3.10.7.4, RFC 5961 §3.2). Bytes behind a
 * place show that what stood there was no end.
 */
final class StreamEnds {
  /** The end of one direction. */
  private static final class End {
    final EndedHow how;
    final int sequence;
    final boolean acknowledges;
    final int acknowledgment;
    final FrameMark frame = new FrameMark();

    End(EndedHow how, int sequence, boolean acknowledges, int acknowledgment, FrameMark frame) {
      this.how = how;
      this.sequence = sequence;
      this.acknowledges = acknowledges;
      this.acknowledgment = acknowledgment;
      this.frame.set(frame);
    }
  }

  private final @Nullable End[] ends = new End[2];
  private int first = -1;

  /**
   * Notes a FIN or RST.
   *
   * @param sequence of the byte after the last
   * @param acknowledges whether {@code acknowledgment} means something
   */
  void add(
      int direction,
      EndedHow how,
      int sequence,
      boolean acknowledges,
      int acknowledgment,
      FrameMark frame) {
    End known = ends[direction];
    if (known == null || sequence - known.sequence < 0) {
      ends[direction] = new End(how, sequence, acknowledges, acknowledgment, frame);
    }
  }

  /** Whether a FIN or RST of {@code direction} is known, in its place or ahead of it. */
  boolean isKnown(int direction) {
    return ends[direction] != null;
  }

  /** Whether that is a FIN. */
  boolean isFin(int direction) {
    End end = ends[direction];
    return end != null && end.how == EndedHow.FIN;
  }

  /** Sequence number after the last byte of {@code direction}, as its end says. */
  int sequence(int direction) {
    End end = ends[direction];
    return end == null ? 0 : end.sequence;
  }

  /**
   * Looks which ends are in their places by now.
   *
   * @return whether that changed
   */
  boolean settle(Stream[] streams) {
    int before = first;
    for (int direction = 0; direction < 2; direction++) {
      End end = ends[direction];
      if (end != null && streams[direction].isStarted()) {
        int beyond = streams[direction].next() - end.sequence;
        if (beyond > 0) {
          ends[direction] = null;
          streams[direction].goOn();
        }
        if (first == direction && (beyond > 0 || !isReached(streams[direction], end))) {
          first = -1; // nothing was known of its place when it came
        }
      }
    }
    for (int direction = 0; direction < 2 && first < 0; direction++) {
      End end = ends[direction];
      boolean early =
          end != null && end.acknowledges && streams[direction].overtakes(end.acknowledgment);
      if (end != null && !early && isReached(streams[direction], end)) {
        first = direction;
      }
    }
    return first != before;
  }

  private static boolean isReached(Stream stream, End end) {
    int missing = end.sequence - stream.next();
    return !stream.isStarted()
        || missing == 0
        || missing == 1 && end.how == EndedHow.RESET; // after a FIN that was not captured
  }

  /** Whether {@code direction} has ended, and all its bytes were seen. */
  boolean isOver(int direction, Stream stream) {
    End end = ends[direction];
    return end != null && isReached(stream, end);
  }

  /** Whether {@code direction} ended first, and a number acknowledges that. */
  boolean isAcknowledged(int direction, int acknowledgment) {
    return first == direction && acknowledgment - sequence(direction) > 0;
  }

  /** The direction whose end came in its place first, or -1. */
  int first() {
    return first;
  }

  /** How that one ended; only where {@link #first} is not -1. */
  EndedHow how() {
    End end = first < 0 ? null : ends[first];
    return end == null ? EndedHow.TIMEOUT : end.how;
  }

  /** The frame of that one. */
  @Nullable FrameMark frame() {
    End end = first < 0 ? null : ends[first];
    return end == null ? null : end.frame;
  }
}
