package io.tlsfloor.capture.connection;

import io.tlsfloor.capture.stream.FrameMark;
import io.tlsfloor.capture.stream.Stream;
import io.tlsfloor.parser.observation.FrameRef;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Bytes that come in pieces, in any order: a fragmented DTLS message, or QUIC's CRYPTO stream. The
 * first copy of a byte wins. Bounded by {@link #MAX_BYTES} and {@link #MAX_AHEAD}; memory follows
 * the bytes that came, not the places they are said to have.
 */
final class Pieces {
  /** A hello or a certificate chain is far smaller. */
  static final int MAX_BYTES = 1 << 16;

  /** Pieces behind a gap: a hello of 64 KiB has fewer fragments. */
  static final int MAX_AHEAD = 128;

  /** What a piece costs in addition to its bytes: tree entry, key, array header. */
  private static final int PIECE_BYTES = 80;

  /** What is remembered of a frame: the record, its time, its place in the list. */
  private static final int FRAME_BYTES = 80;

  private ByteBuffer bytes = ByteBuffer.allocate(0); // from the beginning, without a gap
  private int contiguous;
  private final TreeMap<Integer, byte[]> ahead = new TreeMap<>(); // disjoint, behind a gap
  private int aheadBytes;
  private final List<FrameRef> frames = new ArrayList<>(2);

  /** Bytes at the beginning whose messages were read; its reader keeps count. */
  int consumed;

  /** Adds a piece; false if it lies beyond the bounds, and is left out. */
  boolean add(long offset, ByteBuffer source, int start, int length, FrameMark frame) {
    if (offset < 0 || offset + length > MAX_BYTES) {
      return false;
    }
    int from = (int) offset;
    int to = from + length;
    boolean news = false;
    int at = from;
    while (at < to) {
      int covered = covered(at);
      if (covered > at) {
        at = Math.min(to, covered);
        continue;
      }
      Integer next = ahead.higherKey(at);
      int until = next == null ? to : Math.min(to, next);
      if (at > contiguous && ahead.size() == MAX_AHEAD) {
        return false;
      }
      take(at, source, start + at - from, until - at);
      news = true;
      at = until;
    }
    if (news) {
      remember(frame);
    }
    return true;
  }

  /** Adds what is in another content and not in this one. */
  void addAll(Pieces other) {
    FrameMark frame = new FrameMark();
    add(0, other.bytes, 0, other.contiguous, frame);
    other.ahead.forEach((at, piece) -> add(at, ByteBuffer.wrap(piece), 0, piece.length, frame));
    frames.clear();
    frames.addAll(other.frames);
  }

  /** The place after the bytes without a gap at {@code at} that are there; at most it for none. */
  private int covered(int at) {
    if (at < contiguous) {
      return contiguous;
    }
    Map.Entry<Integer, byte[]> before = ahead.floorEntry(at);
    return before == null ? 0 : before.getKey() + before.getValue().length;
  }

  /** Whether a piece differs from bytes of its places that are there. */
  boolean differs(long offset, ByteBuffer source, int start, int length) {
    if (offset < 0 || offset + length > MAX_BYTES) {
      return false;
    }
    int from = (int) offset;
    for (int at = from; at < Math.min(from + length, contiguous); at++) {
      if (bytes.get(at) != source.get(start + at - from)) {
        return true;
      }
    }
    Integer before =
        ahead.floorKey(from); // pieces do not overlap: none further before reaches here
    int first = before == null ? from : before;
    for (Map.Entry<Integer, byte[]> each : ahead.subMap(first, from + length).entrySet()) {
      byte[] piece = each.getValue();
      int place = each.getKey();
      for (int at = Math.max(place, from);
          at < Math.min(from + length, place + piece.length);
          at++) {
        if (piece[at - place] != source.get(start + at - from)) {
          return true;
        }
      }
    }
    return false;
  }

  private void take(int at, ByteBuffer source, int start, int length) {
    if (at > contiguous) {
      byte[] piece = new byte[length];
      source.get(start, piece);
      ahead.put(at, piece);
      aheadBytes += length;
      return;
    }
    append(source, start, length);
    Map.Entry<Integer, byte[]> next = ahead.firstEntry();
    while (next != null && next.getKey() == contiguous) {
      ahead.remove(next.getKey());
      aheadBytes -= next.getValue().length;
      append(ByteBuffer.wrap(next.getValue()), 0, next.getValue().length);
      next = ahead.firstEntry();
    }
  }

  private void append(ByteBuffer source, int start, int length) {
    int end = contiguous + length;
    if (end > bytes.capacity()) {
      ByteBuffer wider = ByteBuffer.allocate(Math.max(end, Math.min(MAX_BYTES, 2 * contiguous)));
      wider.put(0, bytes, 0, contiguous);
      bytes = wider;
    }
    bytes.put(contiguous, source, start, length);
    contiguous = end;
  }

  private void remember(FrameMark frame) {
    if (frames.size() < Stream.MAX_FRAMES) {
      FrameRef ref = frame.toRef();
      if (frames.isEmpty() || !frames.get(frames.size() - 1).equals(ref)) {
        frames.add(ref);
      }
    }
  }

  /** Bytes from the beginning that are there without a gap. */
  int contiguous() {
    return contiguous;
  }

  /** The bytes, {@link #contiguous} of them. */
  ByteBuffer bytes() {
    return bytes;
  }

  /** The frames that brought something new, in the order of capture. */
  List<FrameRef> frames() {
    return frames;
  }

  /** Bytes of memory for the pieces, and for what is known of their frames. */
  int heldBytes() {
    return bytes.capacity() + aheadBytes + ahead.size() * PIECE_BYTES + frames.size() * FRAME_BYTES;
  }
}
