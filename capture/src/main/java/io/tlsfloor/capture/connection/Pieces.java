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

  /** What a piece costs beside its bytes: tree entry, key, array header. */
  private static final int PIECE_BYTES = 80;

  /** What is remembered of a frame: the record, its time, its place in the list. */
  private static final int FRAME_BYTES = 80;

  private ByteBuffer bytes = ByteBuffer.allocate(0); // from the beginning, without a gap
  private int contiguous;
  private final TreeMap<Integer, byte[]> ahead = new TreeMap<>(); // disjoint, behind a gap
  private int aheadBytes;
  private final List<FrameRef> frames = new ArrayList<>(2);
  private int conflicts;

  /** Adds a piece; false if it lies beyond the bounds, and is left out. */
  boolean add(long offset, ByteBuffer source, int start, int length, FrameMark frame) {
    if (offset < 0 || offset + length > MAX_BYTES) {
      return false;
    }
    int from = (int) offset;
    int to = from + length;
    boolean conflict = false;
    boolean news = false;
    int at = from;
    while (at < to) {
      if (at < contiguous) {
        int until = Math.min(to, contiguous);
        conflict |= differs(source, start + at - from, at, until);
        at = until;
        continue;
      }
      Map.Entry<Integer, byte[]> before = ahead.floorEntry(at);
      int covered = before == null ? 0 : before.getKey() + before.getValue().length;
      if (before != null && covered > at) {
        int until = Math.min(to, covered);
        conflict |= differs(before, source, start - from, at, until);
        at = until;
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
    conflicts += conflict ? 1 : 0;
    if (news) {
      remember(frame);
    }
    return true;
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

  private boolean differs(ByteBuffer source, int start, int from, int to) {
    for (int i = from; i < to; i++) {
      if (bytes.get(i) != source.get(start + i - from)) {
        return true;
      }
    }
    return false;
  }

  private static boolean differs(
      Map.Entry<Integer, byte[]> piece, ByteBuffer source, int zero, int from, int to) {
    for (int i = from; i < to; i++) {
      if (piece.getValue()[i - piece.getKey()] != source.get(zero + i)) {
        return true;
      }
    }
    return false;
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

  /** Pieces that differ from what was there. */
  int conflicts() {
    return conflicts;
  }

  /** Bytes of memory for the pieces, and for what is known of their frames. */
  int heldBytes() {
    return bytes.capacity() + aheadBytes + ahead.size() * PIECE_BYTES + frames.size() * FRAME_BYTES;
  }
}
