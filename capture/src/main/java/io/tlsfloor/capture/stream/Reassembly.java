package io.tlsfloor.capture.stream;

import io.tlsfloor.parser.observation.FrameRef;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * Bytes that come in pieces, in any order, put together in one buffer: one direction of a TCP
 * connection, a fragmented DTLS message, QUIC's CRYPTO stream. Places are offsets from the first
 * byte. The first copy of a byte stays; a later one that differs is counted.
 *
 * <p>A reader reads from {@link #position} to {@link #have} and moves on; it may move beyond what
 * is there, over bytes that it does not want. Some bytes that were read stay, so that copies can be
 * compared. Used again after {@link #begin}; confined to one thread.
 *
 * <p>What always holds, and {@code ReassemblyTest} checks after each step:
 *
 * <ul>
 *   <li>The ranges are not empty, in order, apart by a gap, and lie in the buffer from {@link
 *       #origin} on.
 *   <li>No range begins at or before {@link #have} and ends behind it: what came in order counts.
 *   <li>While it is not closed, the bytes of [position, have) are in one range, but for those that
 *       were given up.
 *   <li>{@link #have} never goes down, but in {@link #beginEarlier}.
 *   <li>A byte of [position, have) that a piece brought has a mark of that piece, up to {@link
 *       #MAX_MARKS} of them; marks of what was read go with the first piece that comes when nothing
 *       waits and nothing is {@link #held}.
 * </ul>
 */
public final class Reassembly {
  /** Bytes from the beginning, or before the position, that are kept to be compared. */
  public static final int KEPT = 1 << 11;

  /** Frames that are named for one message. */
  public static final int MAX_FRAMES = 64;

  /** How far bytes may lie ahead of the position: a hello of 64 KiB fits. */
  public static final int MAX_ROOM = 1 << 16;

  /** Bytes in order that a reader may leave: a record, and a line of a dialogue, are shorter. */
  private static final int MAX_UNREAD = 1 << 15;

  /** Pieces with gaps between them: a hello in segments of any size that come out of order. */
  public static final int MAX_RANGES = 1 << 7;

  private static final int MAX_MARKS = 1 << 12; // a 64 KiB message in segments of 16 bytes
  private static final int WORDS = 4; // of a mark: place, frame number, time, what it answers
  private static final int MAX_PASSES = 1 << 5; // over marks that are out of order
  private static final long ANSWER = 1L << Integer.SIZE; // beside a number that is answered
  private static final int FEW = 4;
  private static final int FULL_SEGMENT = 1 << 10;
  private static final int FULL_ROOM = 1 << 13; // a server's flight with its certificates
  private static final long[] NO_MARKS = {};
  private static final String[] NO_FILES = {};

  private ByteBuffer bytes = BufferPool.NOTHING;
  private int origin; // offset of the buffer's first byte
  private int have; // bytes before it came, or are given up
  private int position;
  private boolean closed;
  private int[] ranges = new int[4]; // what is in the buffer: from, to, in order, apart
  private int rangeCount;
  private int conflicts;
  private boolean overflowed;

  private long[] marks = NO_MARKS;
  private int markCount;
  private int held = -1;
  private String[] files = NO_FILES; // of marks

  /** Nothing so far. */
  public Reassembly() {}

  /** Begins again, of other bytes. */
  public void begin(BufferPool pool) {
    giveBack(pool);
    origin = 0;
    have = 0;
    position = 0;
    closed = false;
    rangeCount = 0;
    conflicts = 0;
    overflowed = false;
    held = -1;
    markCount = 0;
    if (marks.length > FEW * WORDS) {
      marks = NO_MARKS;
      files = NO_FILES;
    }
    if (ranges.length > FEW) {
      ranges = new int[FEW];
    }
  }

  /** Nothing more is read: the buffer is another's. */
  public void giveBack(BufferPool pool) {
    if (bytes.capacity() > 0) {
      pool.give(bytes);
      bytes = BufferPool.NOTHING;
    }
    rangeCount = 0;
    closed = true;
  }

  /** Nothing more is wanted; only how far the numbers are. */
  public void close(BufferPool pool) {
    position = Math.max(position, have);
    giveBack(pool);
  }

  /**
   * Returns whether more bytes wait in order than is reasonable: a reader that waits for more is
   * stuck.
   */
  public boolean isStuck() {
    return available() > MAX_UNREAD;
  }

  /** The same as {@link #close}, for lack of room. */
  public void giveUp(BufferPool pool) {
    overflowed = true;
    close(pool);
  }

  /**
   * Returns whether a piece lies further ahead than there is room for: something before it has to
   * be given up, or else it is left out.
   */
  public boolean isTooFar(int from, int to) {
    return from > have && !closed && (to - position > MAX_ROOM || rangeCount >= MAX_RANGES);
  }

  /**
   * Takes a piece.
   *
   * @param from place of its first byte, 0 or more
   * @param source borrowed until the call returns
   * @return whether there are more bytes in order than before
   */
  public boolean add(
      BufferPool pool, int from, ByteBuffer source, int start, int length, FrameMark frame) {
    return add(pool, from, source, start, length, frame, 0);
  }

  /** Takes a piece that was sent after the other end's bytes up to a number. */
  public boolean addAnswer(
      BufferPool pool,
      int from,
      ByteBuffer source,
      int start,
      int length,
      FrameMark frame,
      int answered) {
    return add(pool, from, source, start, length, frame, ANSWER | answered & 0xFFFF_FFFFL);
  }

  private boolean add(
      BufferPool pool,
      int from,
      ByteBuffer source,
      int start,
      int length,
      FrameMark frame,
      long answered) {
    int to = from + length;
    if (closed) {
      have = Math.max(have, to);
      return false;
    }
    if (from > have && (to - position > MAX_ROOM || rangeCount >= MAX_RANGES)) {
      overflowed = true;
      return false;
    }
    if (from < have || isWaiting()) {
      compare(from, to, source, start);
    }
    if (to <= have) {
      return false;
    }
    int wanted = from > have ? from : Math.max(from, Math.min(position, to));
    boolean fresh = held < 0 && position >= have && !isWaiting();
    if (wanted < to) {
      fill(pool, wanted, to, source, start - from);
    }
    if (to > position) {
      markCount = fresh ? 0 : markCount;
      mark(from, to, frame, answered);
    }
    if (from > have) {
      return false;
    }
    have = to;
    absorb();
    return true;
  }

  /** Counts a copy that differs from what is there. */
  private void compare(int from, int to, ByteBuffer source, int start) {
    for (int i = 0; i < rangeCount; i++) {
      int a = Math.max(from, ranges[2 * i]);
      int b = Math.min(to, ranges[2 * i + 1]);
      if (a < b && !isSame(a, b, source, start + a - from)) {
        conflicts++;
        return;
      }
    }
  }

  private boolean isSame(int from, int to, ByteBuffer source, int start) {
    int at = from - origin;
    for (int i = 0; i < to - from; i++) {
      if (bytes.get(at + i) != source.get(start + i)) {
        return false;
      }
    }
    return true;
  }

  /** Writes the bytes of [from, to) that are not there yet. */
  private void fill(BufferPool pool, int from, int to, ByteBuffer source, int shift) {
    if (rangeCount == 0) {
      origin = Math.min(from, Math.max(have, position));
    }
    room(pool, to);
    int at = Math.max(from, origin);
    int last = 2 * rangeCount - 1;
    if (rangeCount == 0 || ranges[last] < at) { // behind all
      bytes.put(at - origin, source, at + shift, to - at);
      grow();
      ranges[last + 1] = at;
      ranges[last + 2] = to;
      rangeCount++;
    } else if (ranges[last] == at) { // the usual: it goes on
      bytes.put(at - origin, source, at + shift, to - at);
      ranges[last] = to;
    } else {
      fillBetween(at, to, source, shift);
    }
  }

  private void fillBetween(int from, int to, ByteBuffer source, int shift) {
    int first = 0;
    while (first < rangeCount && ranges[2 * first + 1] < from) {
      first++;
    }
    int at = from;
    int next = first;
    int low = from;
    int high = to;
    while (next < rangeCount && ranges[2 * next] <= to) {
      int a = ranges[2 * next];
      if (at < a) {
        bytes.put(at - origin, source, at + shift, a - at);
      }
      at = Math.max(at, ranges[2 * next + 1]);
      low = Math.min(low, a);
      high = Math.max(high, ranges[2 * next + 1]);
      next++;
    }
    if (at < to) {
      bytes.put(at - origin, source, at + shift, to - at);
    }
    grow();
    System.arraycopy(ranges, 2 * next, ranges, 2 * first + 2, 2 * (rangeCount - next));
    ranges[2 * first] = low;
    ranges[2 * first + 1] = high;
    rangeCount += first + 1 - next;
  }

  private void grow() {
    if (2 * rangeCount + 2 > ranges.length) {
      ranges = Arrays.copyOf(ranges, 2 * ranges.length);
    }
  }

  private void absorb() {
    for (int i = 0; i < rangeCount; i++) {
      if (ranges[2 * i] <= have && ranges[2 * i + 1] > have) {
        have = ranges[2 * i + 1];
      }
    }
  }

  /** Makes room up to a place: what was read, but for its end, makes place first. */
  private void room(BufferPool pool, int to) {
    int need = to - origin;
    if (need <= bytes.capacity()) {
      return;
    }
    int from = Math.max(origin, Math.min(position, have) - KEPT);
    if (from > origin && need > 2 * KEPT) {
      dropBefore(from);
    }
    if (to - origin > bytes.capacity()) {
      int filled = rangeCount == 0 ? 0 : ranges[2 * rangeCount - 1] - origin;
      boolean full = to - origin > FULL_SEGMENT && to - origin < FULL_ROOM; // more will follow
      bytes = pool.widen(bytes, filled, full ? FULL_ROOM : to - origin);
    }
  }

  private void dropBefore(int from) {
    int filled = rangeCount == 0 ? from : ranges[2 * rangeCount - 1];
    if (filled > from) {
      bytes.put(0, bytes, from - origin, filled - from);
    }
    origin = from;
    int kept = 0;
    for (int i = 0; i < rangeCount; i++) {
      if (ranges[2 * i + 1] > from) {
        ranges[2 * kept] = Math.max(from, ranges[2 * i]);
        ranges[2 * kept + 1] = ranges[2 * i + 1];
        kept++;
      }
    }
    rangeCount = kept;
  }

  // What the reader asks.

  /** The buffer; see {@link #index}. */
  public ByteBuffer buffer() {
    return bytes;
  }

  /** Index of the next byte in the buffer, while any is {@link #available}. */
  public int index() {
    return position - origin;
  }

  /** Index of the byte at a place that was not read, or not long ago. */
  public int index(int place) {
    return place - origin;
  }

  /** Bytes in order that were not read. */
  public int available() {
    return have - position;
  }

  /** Returns whether all bytes in order from a place on are kept, and none of them is given up. */
  public boolean isThereFrom(int place) {
    for (int i = 0; i < rangeCount; i++) {
      if (ranges[2 * i] <= place && ranges[2 * i + 1] >= have) {
        return true;
      }
    }
    return false;
  }

  /** How many bytes came in order, or are given up. */
  public int have() {
    return have;
  }

  /** Place of the next byte that is to be read. */
  public int position() {
    return position;
  }

  /** Moves the position on, beyond what is there as well. */
  public void advance(int count) {
    position += count;
  }

  /** Moves the position. */
  public void moveTo(int place) {
    position = place;
  }

  /** Returns whether bytes wait behind a gap. */
  public boolean isWaiting() {
    return !closed && rangeCount > 0 && ranges[2 * rangeCount - 1] > have;
  }

  /** Place of the first byte behind the gap. */
  public int waitingFrom() {
    for (int i = 0; i < rangeCount; i++) {
      if (ranges[2 * i] > have) {
        return ranges[2 * i];
      }
    }
    return have;
  }

  /** Returns whether all bytes of [from, to) are kept, so that copies of them were compared. */
  public boolean holds(int from, int to) {
    for (int i = 0; i < rangeCount; i++) {
      if (ranges[2 * i] <= from && ranges[2 * i + 1] >= to) {
        return true;
      }
    }
    return false;
  }

  /** Gives up what is before a place. */
  public void skipTo(int place) {
    have = Math.max(have, place);
    absorb();
  }

  /** Copies that differ. */
  public int conflicts() {
    return conflicts;
  }

  /** Returns whether something was left out for lack of room. */
  public boolean overflowed() {
    return overflowed;
  }

  /**
   * The first byte was not the first: it has the place {@code by} now, and all is read again. False
   * where the first bytes are not there any more.
   */
  public boolean beginEarlier(BufferPool pool, int by) {
    int filled = rangeCount == 0 ? 0 : ranges[2 * rangeCount - 1];
    if (closed || origin != 0 || filled + by > 8 * KEPT || rangeCount > 1 || have != filled) {
      return false;
    }
    ByteBuffer wide = pool.take(filled + by);
    wide.put(by, bytes, 0, filled);
    if (bytes.capacity() > 0) {
      pool.give(bytes);
    }
    bytes = wide;
    if (rangeCount > 0) {
      ranges[0] = by;
      ranges[1] = filled + by;
    }
    have = 0;
    position = 0;
    for (int i = 0; i < markCount; i++) {
      marks[WORDS * i] += ((long) by << Integer.SIZE) + by;
    }
    return true;
  }

  /** Where the bytes lie that are kept: from and to of each range, in order. */
  int[] kept() {
    return Arrays.copyOf(ranges, 2 * rangeCount);
  }

  /** Memory that it takes beyond what it always has. */
  public int heldBytes() {
    return bytes.capacity()
        + 9 * (marks.length - Math.min(marks.length, FEW * WORDS)) // each with its file
        + 4 * (ranges.length - FEW);
  }

  // Which frames brought what.

  /** Says that frames are asked for from a place on, though it was read; -1 for no more. */
  public void hold(int place) {
    held = place;
  }

  /** The place that {@link #hold} was given; -1 for none. */
  public int held() {
    return held;
  }

  private void mark(int from, int to, FrameMark frame, long answered) {
    for (long fragment : frame.fragments()) {
      if (fragment != frame.number()) {
        mark(from, to, frame, fragment, answered);
      }
    }
    mark(from, to, frame, frame.number(), answered);
  }

  private void mark(int from, int to, FrameMark frame, long number, long answered) {
    if (markCount == MAX_MARKS) {
      return;
    }
    if (WORDS * markCount == marks.length) {
      marks = Arrays.copyOf(marks, Math.max(FEW * WORDS, 2 * marks.length));
      files = Arrays.copyOf(files, marks.length / WORDS);
    }
    files[markCount] = frame.file();
    int at = WORDS * markCount++;
    marks[at] = (long) from << Integer.SIZE | to;
    marks[at + 1] = number;
    marks[at + 2] = frame.timeNanos();
    marks[at + 3] = answered;
  }

  private int markFrom(int index) {
    return (int) (marks[WORDS * index] >>> Integer.SIZE);
  }

  private int markTo(int index) {
    return (int) marks[WORDS * index];
  }

  private void frame(int index, List<FrameRef> found) {
    FrameRef frame = new FrameRef(files[index], marks[WORDS * index + 1], marks[WORDS * index + 2]);
    if (!found.contains(frame)) {
      found.add(frame);
    }
  }

  /**
   * The place up to which the bytes that wait to be read answer no more of the other end's than
   * those before a number; of copies the one counts that answers least.
   */
  public int readable(int number) {
    boolean known = false;
    boolean goesOn = true;
    int to = position;
    for (int pass = 0; goesOn && pass < MAX_PASSES; pass++) {
      goesOn = false;
      for (int i = 0; i < markCount; i++) {
        if (markFrom(i) <= to && markTo(i) > to) {
          known = true;
          if (!answersMore(i, number)) {
            to = markTo(i);
            goesOn = true;
          }
        }
      }
    }
    return known ? Math.min(to, have) : have;
  }

  /**
   * The place in the other end's bytes, of which the first has the number {@code base}, up to which
   * the next byte answers them; far behind the last one if none is there, or that is not known.
   */
  public int answered(int base) {
    int place = Integer.MAX_VALUE;
    for (int i = 0; i < markCount; i++) {
      if (markFrom(i) <= position && markTo(i) > position && (marks[WORDS * i + 3] & ANSWER) != 0) {
        place = Math.min(place, (int) marks[WORDS * i + 3] - base);
      }
    }
    return place;
  }

  private boolean answersMore(int index, int number) {
    long answered = marks[WORDS * index + 3];
    int ahead = (int) answered - number;
    return (answered & ANSWER) != 0 && ahead > 0 && ahead <= MAX_ROOM;
  }

  /** Where the next segment begins at or behind a place; {@link #have} for none. */
  public int boundary(int from) {
    int found = have;
    for (int i = 0; i < markCount; i++) {
      int begins = markFrom(i);
      if (begins >= from && begins < found) {
        found = begins;
      }
    }
    return found;
  }

  /**
   * The frames with bytes of [from, to), as far as it is not long since they were read: in the
   * order of the bytes, each once, the first {@link #MAX_FRAMES} but one, and the last.
   *
   * @param found takes them in place of what it had
   */
  public void frames(int from, int to, List<FrameRef> found) {
    found.clear();
    int only = -1;
    int count = 0;
    for (int i = 0; i < markCount; i++) {
      if (markFrom(i) < to && markTo(i) > from) {
        only = i;
        count++;
      }
    }
    if (count <= 1) {
      if (count == 1) {
        frame(only, found);
      }
      return;
    }
    int[] order = new int[count];
    int n = 0;
    for (int i = 0; i < markCount; i++) {
      if (markFrom(i) < to && markTo(i) > from) {
        int j = n++;
        while (j > 0 && markFrom(order[j - 1]) > markFrom(i)) {
          order[j] = order[--j];
        }
        order[j] = i;
      }
    }
    int covered = Integer.MIN_VALUE;
    for (int i = 0; i < count; i++) {
      boolean news = markTo(order[i]) > covered || i > 0 && isSamePlace(order[i - 1], order[i]);
      if (!news || found.size() >= MAX_FRAMES - 1 && i < count - 1) {
        continue; // a copy of what another brought
      }
      covered = Math.max(covered, markTo(order[i]));
      frame(order[i], found);
    }
  }

  /** Fragments of one datagram have one place. */
  private boolean isSamePlace(int one, int other) {
    return marks[WORDS * one] == marks[WORDS * other]
        && marks[WORDS * one + 2] == marks[WORDS * other + 2];
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("read to " + position + " of " + have);
    int[] kept = kept();
    for (int i = 0; i < kept.length; i += 2) {
      text.append(i == 0 ? ", kept " : " ");
      text.append('[').append(kept[i]).append(", ").append(kept[i + 1]).append(')');
    }
    return text + (closed ? ", closed" : "") + (conflicts == 0 ? "" : ", conflicts " + conflicts);
  }
}
