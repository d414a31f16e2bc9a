package io.tlsfloor.capture.stream;

import java.nio.ByteBuffer;

/**
 * One direction of a TCP connection: segments in, bytes in order out.
 *
 * <p>The first copy of a byte is delivered; later copies are shown to the reader, who may find that
 * they differ. Segments before their turn wait, up to {@link #MAX_PENDING_BYTES}; a gap becomes a
 * hole when the receiver has acknowledged it and {@link Waiting#ACKNOWLEDGED_GAP_NANOS} have
 * passed, when {@link Waiting#GAP_NANOS} have passed, or when waiting takes too much room and the
 * receiver has acknowledged the gap. Memory is bounded by the two caps.
 *
 * <p>A segment that acknowledges bytes of the other direction which have not come yet waits for
 * them, too, so that a question is read before its answer.
 */
public final class Stream extends OrderedBytes {
  /** Room for segments that came before their turn: a TCP window of the usual kind. */
  public static final int MAX_PENDING_BYTES = 1 << 17;

  /** Segments that wait: tiny ones cost more than their bytes. */
  public static final int MAX_PENDING_SEGMENTS = 512;

  /** No window is larger (RFC 7323 §2.3): bytes further away belong to nothing. */
  static final int MAX_WINDOW_BYTES = 1 << 30;

  private Waiting waiting = Waiting.NONE;
  private Stream other = this;

  private boolean captured;
  private boolean started;
  private boolean patient = true;
  private boolean endKnown;
  private int end;
  private boolean exactStart;
  private boolean lostBeginning;
  private boolean uncertain;
  private boolean acknowledgmentKnown;
  private int acknowledged;

  private Stream(int direction, BufferPool pool, StreamReader reader) {
    super(direction, pool, reader);
  }

  /** The two directions of a connection, which give their bytes to {@code reader}. */
  public static Stream[] pair(BufferPool pool, StreamReader reader) {
    Stream[] both = {new Stream(0, pool, reader), new Stream(1, pool, reader)};
    both[0].other = both[1];
    both[1].other = both[0];
    return both;
  }

  /** Begins again, of another connection: nothing is left of the one before, or lent. */
  @Override
  public void begin() {
    super.begin();
    if (waiting != Waiting.NONE) {
      waiting.clear();
    }
    started = false;
    captured = false;
    patient = true;
    endKnown = false;
    end = 0;
    exactStart = false;
    lostBeginning = false;
    uncertain = false;
    acknowledgmentKnown = false;
    acknowledged = 0;
  }

  /** Says what the first byte's sequence number is: one after the SYN's. */
  public void startAt(int sequence) {
    if (arrived == 0) {
      started = true;
      exactStart = true;
      uncertain = false;
      next = sequence;
    }
  }

  /**
   * Says what the first byte's sequence number may be: the lowest number that the receiver
   * acknowledged, unless bytes before it are captured after all.
   */
  public void mayStartAt(int sequence) {
    if (!started || arrived == 0 && !exactStart && sequence - next < 0) {
      Pending first = waiting.first();
      next = sequence;
      if (first != null && !started && first.sequence - sequence < 0) {
        next = first.sequence;
      }
      started = true;
      uncertain = false;
    }
  }

  /**
   * Notes that the first byte's sequence number turned out to be this one: bytes before those that
   * were read first are missing then.
   */
  public void began(int sequence) {
    int missing = next - (int) arrived - sequence;
    if (arrived > 0 && !lostBeginning && missing > 0 && missing <= MAX_PENDING_BYTES) {
      exactStart = true;
      lostBeginning = true;
      holes++;
    }
  }

  /** Whether bytes before those that were read first turned out to be missing. */
  public boolean lostBeginning() {
    return lostBeginning;
  }

  /** Begins with what is there, if the first segment has had time enough to come. */
  public void begin(long nowNanos) {
    Pending first = waiting.first();
    if (uncertain && first != null && waiting.mayBegin(nowNanos)) {
      mayStartAt(first.sequence);
      while (advance()) {
        // What waited for the beginning.
      }
    }
  }

  /** Forgets what waits for the beginning: it may be of somebody else. */
  public void refuse() {
    if (uncertain) {
      waiting.clear();
    }
  }

  /** Says that packets of this direction are in the capture: answers to them wait for them. */
  public void captured() {
    captured = true;
  }

  /** Notes what the receiver has acknowledged. */
  public void acknowledge(int number) {
    if (!acknowledgmentKnown || number - acknowledged > 0) {
      acknowledgmentKnown = true;
      acknowledged = number;
    }
  }

  @Override
  boolean isReceived() {
    return acknowledgmentKnown ? acknowledged - next >= 0 : !other.captured;
  }

  /** Whether the sequence number of the next byte is known, at least about. */
  public boolean isStarted() {
    return started || isWaiting();
  }

  /** Sequence number of the next byte; only where {@link #isStarted}. */
  public int next() {
    Pending first = waiting.first();
    return uncertain && first != null ? first.sequence : next;
  }

  /**
   * Takes a segment's payload.
   *
   * @param sequence of its first byte
   * @param acknowledgment its acknowledgment number: what its sender had received of the other
   *     direction, and may be answering
   * @param buffer borrowed until the call returns
   * @param start index of the first byte
   * @param length bytes captured
   * @param missing bytes after those that were sent but not captured (snap length)
   * @param frame where they come from
   * @return whether it is a copy of a frame that was captured within {@link
   *     RecentSegments#DUPLICATE_NANOS}
   */
  public boolean segment(
      int sequence,
      int acknowledgment,
      ByteBuffer buffer,
      int start,
      int length,
      int missing,
      FrameMark frame) {
    if (uncertain || !started) {
      uncertain = true;
      wait(new Pending(sequence, acknowledgment, buffer, start, length, missing, frame));
      begin(frame.timeNanos());
      return false;
    }
    mayStartAt(sequence);
    int ahead = sequence - next;
    if (ahead > MAX_WINDOW_BYTES || ahead < -MAX_WINDOW_BYTES) {
      return false; // no receiver takes it
    }
    if (ahead < 0 && hasCopy(sequence, buffer, start, length, frame.timeNanos())) {
      return true;
    }
    if (ahead > 0 || ahead + length + missing > 0 && isEarly(acknowledgment)) {
      wait(new Pending(sequence, acknowledgment, buffer, start, length, missing, frame));
    } else {
      inOrder(sequence, buffer, start, length, missing, frame);
      while (advance()) {
        // What waited for these bytes follows them.
      }
    }
    return false;
  }

  /**
   * Whether a segment with this acknowledgment number came before bytes of the other direction that
   * its sender had received: an answer that overtook its question. A number that no window allows
   * is no reason to wait.
   */
  private boolean isEarly(int acknowledgment) {
    return patient && overtakes(acknowledgment);
  }

  /** Whether a packet with this acknowledgment number came before bytes that it acknowledges. */
  public boolean overtakes(int acknowledgment) {
    if (!other.captured || !other.isStarted()) {
      return false;
    }
    boolean withFin = other.endKnown && acknowledgment - other.end > 0;
    int ahead = (withFin ? other.end : acknowledgment) - other.next();
    return ahead > 0 && ahead <= MAX_PENDING_BYTES;
  }

  private void wait(Pending segment) {
    while (waiting.bytes() + segment.length() > MAX_PENDING_BYTES
        || waiting.segments() >= MAX_PENDING_SEGMENTS) {
      if (!mayGiveUp()) {
        return; // the gap will be filled: what is further ahead must not push it aside
      }
      giveUp();
    }
    if (waiting == Waiting.NONE) {
      waiting = new Waiting();
    }
    waiting.add(segment);
  }

  /** Whether what the first waiting segment waits for will not be sent again. */
  private boolean mayGiveUp() {
    Pending first = waiting.first();
    return first != null
        && (isAnswer() || !acknowledgmentKnown || acknowledged - first.sequence >= 0);
  }

  /**
   * Delivers the first waiting segment whose turn has come.
   *
   * @return whether there was one
   */
  public boolean advance() {
    if (uncertain) {
      return false;
    }
    Pending before = null;
    Pending ready = waiting.first();
    while (ready != null && ready.sequence - next <= 0 && isEarly(ready.acknowledgment)) {
      before = ready; // one behind it may hold the same bytes, sent earlier
      ready = ready.next;
    }
    if (ready == null || ready.sequence - next > 0) {
      return false;
    }
    waiting.remove(ready, before);
    inOrder(ready.sequence, ready.bytes, 0, ready.length(), ready.missing, ready.frame);
    return true;
  }

  /** Goes on without what the first waiting segment waits for. */
  public void giveUp() {
    Pending first = waiting.first();
    if (first != null) {
      if (uncertain) {
        mayStartAt(first.sequence);
      }
      if (first.sequence - next > 0) {
        skip(first.sequence - next);
      } else {
        patient = false; // one side's bytes are not in the capture: their answers are not early
      }
      while (advance()) {
        // What waited behind the gap.
      }
    }
  }

  /** Gives up a gap that will not be filled any more. */
  public void checkGap(long nowNanos) {
    while (advance()) {
      // What waited for its direction to begin.
    }
    Pending first = waiting.first();
    if (first == null || uncertain) {
      return;
    }
    boolean covered = isAnswer() || acknowledgmentKnown && acknowledged - first.sequence >= 0;
    if (waiting.isLate(nowNanos, covered ? Waiting.ACKNOWLEDGED_GAP_NANOS : Waiting.GAP_NANOS)) {
      giveUp();
    }
  }

  /** Whether the first waiting segment waits for bytes of the other direction only. */
  public boolean isAnswer() {
    Pending first = waiting.first();
    return first != null && first.sequence - next <= 0;
  }

  /** Whether the first waiting segment waits for these bytes and no others. */
  public boolean waitsFor(int sequence, int length) {
    Pending first = waiting.first();
    return first != null
        && started
        && !uncertain
        && next == sequence
        && first.sequence == sequence + length;
  }

  /** Says where the FIN stands: its sequence number counts as that of a byte after the last. */
  public void endAt(int sequence) {
    if (!isWaiting()) {
      mayStartAt(sequence);
    }
    endKnown = true;
    end = sequence;
  }

  /** What stood for a FIN was none: bytes follow. */
  public void goOn() {
    endKnown = false;
  }

  /**
   * Gives up bytes that are known to have been sent, and that will not come any more.
   *
   * @param sequence of the first byte after them
   */
  public void lost(int sequence) {
    int missing = sequence - next;
    if (started && missing > 0 && missing <= MAX_WINDOW_BYTES) {
      skip(missing);
    }
  }

  /** Whether nothing waits and all that was delivered was used. */
  public boolean isClear() {
    return isUsed() && !isWaiting();
  }

  /** Whether segments wait for a gap to be filled. */
  public boolean isWaiting() {
    return waiting.first() != null;
  }

  /** Whether any byte was delivered or given up, or waits. */
  public boolean hasBytes() {
    return arrived > 0 || isWaiting();
  }

  /** Bytes of memory for waiting and unused bytes, and for what is known of their frames. */
  @Override
  public int heldBytes() {
    return super.heldBytes() + waiting.heldBytes();
  }
}
