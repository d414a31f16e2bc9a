package io.tlsfloor.capture.connection;

import io.tlsfloor.capture.stream.FrameMark;
import io.tlsfloor.capture.stream.Stream;
import io.tlsfloor.parser.observation.FrameRef;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

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

  /** What a piece costs in addition to its bytes: its places, reference, array header. */
  private static final int PIECE_BYTES = 32;

  /** What is remembered of a frame: the record, its time, its place in the list. */
  private static final int FRAME_BYTES = 80;

  private ByteBuffer bytes = ByteBuffer.allocate(0); // from the beginning, without a gap
  private int contiguous;
  private byte[][] ahead = {}; // behind a gap, disjoint, in their order, with room to grow
  private int[] starts = {}; // their places
  private int[] ends = starts;
  private int count;
  private int aheadBytes;
  private final List<FrameRef> frames = new ArrayList<>(2);

  /** Bytes at the beginning whose messages were read; its reader keeps count. */
  int consumed;

  /** Adds a piece; false if it lies beyond the bounds, and is left out. */
  boolean add(long offset, ByteBuffer source, int start, int length, FrameMark frame) {
    if (offset < 0 || offset + length > MAX_BYTES) {
      return false;
    }
    int to = (int) offset + length;
    int first = start - (int) offset;
    boolean news = false;
    int at = Math.max((int) offset, Math.min(to, contiguous));
    int next = next(at);
    while (at < to) {
      if (next < count && starts[next] <= at) {
        at = Math.min(to, ends[next++]);
        continue;
      }
      int until = next < count ? Math.min(to, starts[next]) : to;
      if (at == contiguous) {
        append(source, first + at, until - at);
        join();
        at = Math.min(to, contiguous);
        next = 0;
      } else {
        int before = count;
        if (!keep(next, at, source, first + at, until - at)) {
          return false;
        }
        next += count - before;
        at = until;
      }
      news = true;
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
    for (int i = 0; i < other.count; i++) {
      int at = other.starts[i];
      add(at, ByteBuffer.wrap(other.ahead[i]), 0, other.ends[i] - at, frame);
    }
    frames.clear();
    frames.addAll(other.frames);
  }

  /** The first piece behind a gap that ends after {@code at}. */
  private int next(int at) {
    int low = 0;
    int high = count;
    while (low < high) {
      int middle = low + high >>> 1;
      if (ends[middle] > at) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
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
    int to = from + length;
    for (int i = next(from); i < count && starts[i] < to; i++) {
      for (int at = Math.max(starts[i], from); at < Math.min(to, ends[i]); at++) {
        if (ahead[i][at - starts[i]] != source.get(start + at - from)) {
          return true;
        }
      }
    }
    return false;
  }

  /** Keeps bytes behind a gap: with the piece that they follow, or as one before {@code next}. */
  private boolean keep(int next, int at, ByteBuffer source, int start, int length) {
    int before = next - 1;
    if (before < 0 || ends[before] < at) {
      if (count == MAX_AHEAD) {
        return false;
      }
      insert(next, at, length);
      before = next;
    } else if (at + length - starts[before] > ahead[before].length) {
      byte[] wider = Arrays.copyOf(ahead[before], 2 * (at + length - starts[before]));
      aheadBytes += wider.length - ahead[before].length;
      ahead[before] = wider;
    }
    source.get(start, ahead[before], at - starts[before], length);
    ends[before] = at + length;
    return true;
  }

  private void insert(int place, int at, int length) {
    if (count == starts.length) {
      int room = Math.max(4, 2 * count);
      ahead = Arrays.copyOf(ahead, room);
      starts = Arrays.copyOf(starts, room);
      ends = Arrays.copyOf(ends, room);
    }
    move(place, place + 1);
    count++;
    ahead[place] = new byte[length];
    starts[place] = at;
    aheadBytes += length;
  }

  private void move(int from, int to) {
    System.arraycopy(ahead, from, ahead, to, count - from);
    System.arraycopy(starts, from, starts, to, count - from);
    System.arraycopy(ends, from, ends, to, count - from);
  }

  /** Takes over the pieces that no gap is before any more. */
  private void join() {
    int joined = 0;
    while (joined < count && starts[joined] == contiguous) {
      append(ByteBuffer.wrap(ahead[joined]), 0, ends[joined] - starts[joined]);
      aheadBytes -= ahead[joined].length;
      joined++;
    }
    move(joined, 0);
    Arrays.fill(ahead, count - joined, count, null);
    count -= joined;
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
    return bytes.capacity() + aheadBytes + count * PIECE_BYTES + frames.size() * FRAME_BYTES;
  }
}
