package io.tlsfloor.capture.stream;

import io.tlsfloor.parser.observation.FrameRef;
import java.nio.ByteBuffer;
import java.util.List;

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
public final class Stream {
  /** Room for segments that came before their turn: a TCP window of the usual kind. */
  public static final int MAX_PENDING_BYTES = 1 << 17;

  /** Segments that wait: tiny ones cost more than their bytes. */
  public static final int MAX_PENDING_SEGMENTS = 512;

  /** No window is larger (RFC 7323 §2.3): bytes further away belong to nothing. */
  static final int MAX_WINDOW_BYTES = 1 << 30;

  /** Room for bytes that a reader has not used yet: a record and a half (RFC 8446 §5.2). */
  public static final int MAX_KEPT_BYTES = 1 << 15;

  /** Frames that are named for one message; a message of a byte a frame has more. */
  public static final int MAX_FRAMES = 64;

  private final int direction;
  private final UnusedBytes unused;
  private final FrameLog log = new FrameLog();
  private final RecentSegments recent = new RecentSegments();
  private final Waiting waiting = new Waiting();
  private Stream other = this;
  private StreamReader reader = StreamReader.NONE;

  private boolean captured;
  private boolean started;
  private int next;
  private long arrived;
  private long readAt;
  private int holes;
  private int conflicts;
  private boolean patient;
  private boolean endKnown;
  private int end;
  private boolean exactStart;
  private boolean lostBeginning;
  private boolean uncertain;
  private boolean acknowledgmentKnown;
  private int acknowledged;
  private long newestAt;

  private Stream(int direction, BufferPool pool) {
    this.direction = direction;
    unused = new UnusedBytes(pool);
  }

  /** A pair without a reader, for {@link #begin(StreamReader)}. */
  static Stream[] pair(BufferPool pool) {
    Stream[] both = {new Stream(0, pool), new Stream(1, pool)};
    both[0].other = both[1];
    both[1].other = both[0];
    return both;
  }

  /** Begins a direction of another connection: nothing is left of the one before. */
  void begin(StreamReader reader) {
    this.reader = reader;
    log.clear();
    recent.clear();
    waiting.clear();
    started = false;
    captured = false;
    next = 0;
    arrived = 0;
    readAt = 0;
    unused.begin();
    holes = 0;
    conflicts = 0;
    patient = true;
    endKnown = false;
    end = 0;
    exactStart = false;
    lostBeginning = false;
    uncertain = false;
    acknowledgmentKnown = false;
    acknowledged = 0;
    newestAt = 0;
  }

  /** Ends it: what was lent is given back, and the reader is let go. */
  void over() {
    begin(StreamReader.NONE);
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
    if (ahead < 0 && recent.hasCopy(sequence, buffer, start, length, frame.timeNanos())) {
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

  private void inOrder(
      int sequence, ByteBuffer buffer, int start, int length, int missing, FrameMark frame) {
    int seen = next - sequence;
    if (seen < 0) {
      return; // half of all sequence numbers away: neither before nor after (RFC 9293 §3.4)
    }
    if (seen > 0) {
      again(sequence, buffer, start, length);
    } else {
      recent.add(sequence, buffer, start, length, frame.timeNanos());
    }
    if (seen < length) {
      deliver(buffer, start + seen, length - seen, frame);
      seen = length;
    }
    long sent = (long) length + missing;
    if (missing > 0 && seen < sent) {
      skip(sent - seen);
    }
  }

  private void deliver(ByteBuffer buffer, int start, int length, FrameMark frame) {
    next += length;
    newestAt = arrived;
    long all = arrived + length;
    int at = start;
    int end = start + length;
    if (!unused.overflowed()) {
      log.add(all, frame);
    }
    while (at < end && unused.length() > 0) { // a segment may be longer than is kept
      int part = Math.max(Math.min(end - at, MAX_KEPT_BYTES - unused.length()), 1);
      unused.add(buffer, at, part);
      arrived += part;
      at += part;
      offerAgain();
    }
    arrived = all;
    if (at < end && !unused.overflowed()) {
      readAt = arrived - (end - at);
      int used = reader.read(this, buffer, at, end - at);
      readAt += used;
      unused.add(buffer, at + used, end - at - used);
    }
  }

  /** Offers the bytes that the reader has not used once more, without new ones behind them. */
  public void offerAgain() {
    if (unused.length() > 0) {
      int used = reader.read(this, unused.bytes(), 0, unused.length());
      readAt += used;
      unused.drop(used);
    }
  }

  private void skip(long missing) {
    holes++;
    if (!unused.overflowed()) {
      reader.hole(this, unused.bytes(), unused.length(), missing);
    }
    unused.clear();
    next += (int) missing;
    arrived += missing;
    readAt = arrived;
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

  /** Says to the reader that nothing more will come. */
  public void end() {
    if (!unused.overflowed()) {
      reader.end(this, unused.bytes(), unused.length());
    }
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

  /** Shows the reader another copy of bytes that were delivered: a keep-alive's byte is none. */
  private void again(int sequence, ByteBuffer buffer, int start, int length) {
    int before = next - sequence;
    if (length == 1 && before == 1 || unused.overflowed()) {
      return; // RFC 9293 §3.8.4
    }
    boolean differs = reader.again(this, arrived - before, buffer, start, length);
    if (differs || recent.contradicts(sequence, buffer, start, length)) {
      conflicts++;
    }
  }

  /** The frames with bytes of the range of stream offsets, as far as they are remembered. */
  public List<FrameRef> frames(long from, long to) {
    return log.frames(from, to);
  }

  /** Forgets frames whose bytes end at or before {@code offset}. */
  public void forgetFramesBefore(long offset) {
    log.dropBefore(offset);
  }

  /** Stream offset of the first byte that the reader has not used: 0 at the first byte seen. */
  public long readOffset() {
    return readAt;
  }

  /** Stream offset of the first byte of the newest segment. */
  public long newestOffset() {
    return newestAt;
  }

  /** Whether nothing waits and all that was delivered was used. */
  public boolean isClear() {
    return unused.length() == 0 && !isWaiting();
  }

  /** Stream offset after the last byte delivered or given up. */
  public long arrivedOffset() {
    return arrived;
  }

  /** 0 or 1. */
  public int direction() {
    return direction;
  }

  /** Whether segments wait for a gap to be filled. */
  public boolean isWaiting() {
    return waiting.first() != null;
  }

  /** Whether any byte was delivered or given up, or waits. */
  public boolean hasBytes() {
    return arrived > 0 || isWaiting();
  }

  /** Gaps given up and captures cut short. */
  public int holes() {
    return holes;
  }

  /** Copies whose bytes differ. */
  public int conflicts() {
    return conflicts;
  }

  /** Whether a reader left more unused than {@link #MAX_KEPT_BYTES}: the rest is not offered. */
  public boolean overflowed() {
    return unused.overflowed();
  }

  /** Bytes of memory for waiting and unused bytes, and for what is known of their frames. */
  public int heldBytes() {
    return unused.heldBytes() + waiting.heldBytes() + log.heldBytes();
  }
}
