package io.tlsfloor.capture.connection;

/** A flow that remembers the first hello in it: by that a connection is recognised. */
abstract class HelloFlow extends TrackedFlow {
  long helloMark = HelloMark.NONE;
  int helloSequence;
  int helloDirection;
  boolean helloWhole; // or the mark is of those of its bytes that were captured
  private long helloNanos;

  @Override
  void begin() {
    super.begin();
    helloMark = HelloMark.NONE;
    helloSequence = 0;
    helloDirection = 0;
    helloWhole = false;
    helloNanos = 0;
  }

  /** Notes a segment that begins with a hello: the first one counts. */
  final void hello(int direction, int sequence, long mark, boolean markWhole, long nanos) {
    if (helloMark == HelloMark.NONE) {
      helloMark = mark;
      helloSequence = sequence;
      helloDirection = direction;
      helloWhole = markWhole;
      helloNanos = nanos;
    }
  }

  /** Whether a segment began with a hello. */
  final boolean helloKnown() {
    return helloMark != HelloMark.NONE;
  }

  /** Whether the mark of another hello can be compared with that of the first, if there is one. */
  final boolean isComparable(boolean markWhole) {
    return !helloKnown() || helloWhole && markWhole;
  }

  /** Whether a hello is the first one, or a copy. */
  final boolean isMarked(long mark) {
    return helloKnown() && helloMark == mark;
  }

  /** Whether the first hello was captured before a time. */
  final boolean isHelloBefore(long nanos) {
    return helloKnown() && helloNanos < nanos;
  }

  /** Whether a number of {@code direction} is behind the one at which the first hello began. */
  final boolean isBehindHello(int direction, int number) {
    return direction != helloDirection || number - helloSequence > 0;
  }
}
