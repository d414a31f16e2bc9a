package io.tlsfloor.capture.stream;

import io.tlsfloor.parser.observation.FrameRef;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * One direction of a TCP connection: segments in, bytes in order out.
 *
 * <p>The first copy of a byte wins; that a later copy differs is counted as far as the first is
 * still known. Segments before their turn wait, up to {@link #MAX_PENDING_BYTES}; a gap becomes a
 * hole when the receiver has acknowledged it and {@link #ACKNOWLEDGED_GAP_NANOS} have passed, when
 * {@link #GAP_NANOS} have passed, or when waiting takes too much room. Memory is bounded by the two
 * caps.
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

  /** Memory for a segment that waits, beside its bytes: objects and their headers. */
  static final int PENDING_SEGMENT_BYTES = 192;

  /** Room for bytes that a reader has not used yet: a record and a half (RFC 8446 §5.2). */
  public static final int MAX_KEPT_BYTES = 1 << 15;

  /** A capture can deliver the two directions out of step by less than this. */
  public static final long ACKNOWLEDGED_GAP_NANOS = 1_000_000_000L;

  /** Longer than a few retransmission time-outs (RFC 6298). */
  public static final long GAP_NANOS = 10_000_000_000L;

  /** Two copies of one frame, from a mirror port that sees both ways, are closer than this. */
  public static final long DUPLICATE_NANOS = 100_000_000L;

  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);
  private final int direction;
  private final StreamReader reader;
  private final FrameLog log = new FrameLog();
  private final RecentSegments recent = new RecentSegments();
  private Stream other = this;

  private boolean started;
  private int next;
  private long arrived;
  private long readAt;
  private ByteBuffer kept = NOTHING;
  private int keptLength;
  private final Waiting waiting = new Waiting();
  private int holes;
  private int conflicts;
  private boolean overflowed;
  private boolean patient = true;
  private boolean endKnown;
  private int end;

  private Stream(int direction, StreamReader reader) {
    this.direction = direction;
    this.reader = reader;
  }

  /** The two directions of a connection, which give their bytes to {@code reader}. */
  public static Stream[] pair(StreamReader reader) {
    Stream[] both = {new Stream(0, reader), new Stream(1, reader)};
    both[0].other = both[1];
    both[1].other = both[0];
    return both;
  }

  /** Says what the first byte's sequence number is: one after the SYN's. */
  public void startAt(int sequence) {
    if (!started) {
      started = true;
      next = sequence;
    }
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
   * @return whether it is a copy of a frame that was captured within {@link #DUPLICATE_NANOS}
   */
  public boolean segment(
      int sequence,
      int acknowledgment,
      ByteBuffer buffer,
      int start,
      int length,
      int missing,
      FrameMark frame) {
    startAt(sequence);
    int ahead = sequence - next;
    if (ahead > MAX_WINDOW_BYTES || ahead < -MAX_WINDOW_BYTES) {
      conflicts++; // no receiver takes it
      return false;
    }
    long copiesSince = frame.timeNanos() - DUPLICATE_NANOS;
    if (ahead < 0 && recent.hasCopy(sequence, buffer, start, length, copiesSince)) {
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
      compareWithSeen(sequence, buffer, start, length);
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
    arrived += length;
    if (overflowed) {
      return;
    }
    log.add(arrived, frame);
    if (keptLength == 0) {
      readAt = arrived - length;
      int used = reader.read(this, buffer, start, length);
      readAt += used;
      keep(buffer, start + used, length - used);
    } else {
      keep(buffer, start, length);
      offerAgain();
    }
  }

  /** Offers the bytes that the reader has not used once more, without new ones behind them. */
  public void offerAgain() {
    if (keptLength == 0 || overflowed) {
      return;
    }
    int used = reader.read(this, kept, 0, keptLength);
    readAt += used;
    keptLength -= used;
    if (used > 0 && keptLength > 0) {
      kept.put(0, kept, used, keptLength);
    }
  }

  private void keep(ByteBuffer source, int start, int length) {
    int total = keptLength + length;
    if (length == 0) {
      return;
    }
    if (total > MAX_KEPT_BYTES) {
      overflowed = true;
      keptLength = 0;
      kept = NOTHING;
      return;
    }
    if (total > kept.capacity()) {
      ByteBuffer wider =
          ByteBuffer.allocate(Math.min(MAX_KEPT_BYTES, Math.max(total, kept.capacity() * 2)));
      wider.put(0, kept, 0, keptLength);
      kept = wider;
    }
    kept.put(keptLength, source, start, length);
    keptLength = total;
  }

  private void skip(long missing) {
    holes++;
    if (!overflowed) {
      reader.hole(this, kept, keptLength, missing);
    }
    keptLength = 0;
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
    if (!patient || !other.started) {
      return false;
    }
    boolean withFin = other.endKnown && acknowledgment - other.end > 0;
    int ahead = (withFin ? other.end : acknowledgment) - other.next;
    return ahead > 0 && ahead <= MAX_PENDING_BYTES;
  }

  private void wait(Pending segment) {
    Pending copy = waiting.add(segment);
    if (copy != null && mismatch(copy.bytes, 0, segment.bytes, 0, segment.length())) {
      conflicts++;
    }
    while (waiting.bytes() > MAX_PENDING_BYTES || waiting.segments() > MAX_PENDING_SEGMENTS) {
      giveUp();
    }
  }

  /**
   * Delivers the first waiting segment whose turn has come.
   *
   * @return whether there was one
   */
  public boolean advance() {
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

  /**
   * Gives up a gap that will not be filled any more.
   *
   * @param acknowledged the latest acknowledgment number of the other direction
   * @param acknowledgmentKnown whether there was one
   */
  public void checkGap(int acknowledged, boolean acknowledgmentKnown, long nowNanos) {
    Pending first = waiting.first();
    if (first == null) {
      return;
    }
    long waited = nowNanos - waiting.sinceNanos();
    boolean covered = isAnswer() || acknowledgmentKnown && acknowledged - first.sequence >= 0;
    if (waited > GAP_NANOS || covered && waited > ACKNOWLEDGED_GAP_NANOS) {
      giveUp();
    }
  }

  /** Whether the first waiting segment waits for bytes of the other direction only. */
  public boolean isAnswer() {
    Pending first = waiting.first();
    return first != null && first.sequence - next <= 0;
  }

  /** Tells the reader that nothing more will come. */
  public void end() {
    if (!overflowed) {
      reader.end(this, kept, keptLength);
    }
  }

  /** Says where the FIN stands: its sequence number counts as that of a byte after the last. */
  public void endAt(int sequence) {
    startAt(sequence);
    if (!endKnown) {
      endKnown = true;
      end = sequence;
    }
  }

  /** Whether a FIN was seen and all bytes before it were delivered or given up. */
  public boolean atEnd() {
    return endKnown && next - end >= 0;
  }

  private void compareWithSeen(int sequence, ByteBuffer buffer, int start, int length) {
    int newest = next;
    int keptFrom = newest - keptLength;
    int from =
        Math.max(sequence - keptFrom, 0); // index in kept of the first byte that can be compared
    int skipped = Math.max(keptFrom - sequence, 0);
    int common = Math.min(length - skipped, keptLength - from);
    if (common > 0 && mismatch(kept, from, buffer, start + skipped, common)) {
      conflicts++;
      return;
    }
    if (recent.contradicts(sequence, buffer, start, length)) {
      conflicts++;
    }
  }

  private static boolean mismatch(ByteBuffer a, int aStart, ByteBuffer b, int bStart, int length) {
    for (int i = 0; i < length; i++) {
      if (a.get(aStart + i) != b.get(bStart + i)) {
        return true;
      }
    }
    return false;
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

  /** Overlaps whose bytes differ. */
  public int conflicts() {
    return conflicts;
  }

  /** Whether a reader left more unused than {@link #MAX_KEPT_BYTES}: the rest is not offered. */
  public boolean overflowed() {
    return overflowed;
  }

  /** Bytes of memory for waiting and unused bytes. */
  public int heldBytes() {
    return kept.capacity() + waiting.bytes() + waiting.segments() * PENDING_SEGMENT_BYTES;
  }
}
