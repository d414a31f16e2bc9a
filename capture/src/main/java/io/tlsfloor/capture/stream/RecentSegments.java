package io.tlsfloor.capture.stream;

import io.tlsfloor.parser.observation.KeyedHash;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** The last few segments of a direction by digest, to distinguish copies from retransmissions. */
final class RecentSegments {
  /** Two copies of one frame, from a mirror port that sees both ways, are closer than this. */
  static final long DUPLICATE_NANOS = 100_000_000L;

  private static final int RECENT = 4;
  private static final int WORDS = 3; // of a segment
  private static final int DIGESTED_BYTES =
      512; // most hellos; a certificate's rest is not compared

  private static final long[] NONE = {};

  private long[] recent = NONE; // sequence and length, digest, time of each; as many as there are
  private int count;

  void add(int sequence, ByteBuffer buffer, int start, int length, long timeNanos) {
    int at = WORDS * (count++ & RECENT - 1);
    if (at == recent.length) { // many a direction has one segment, or none
      recent = Arrays.copyOf(recent, recent.length == 0 ? WORDS : WORDS * RECENT);
    }
    recent[at] = place(sequence, length);
    recent[at + 1] = digest(buffer, start, length);
    recent[at + 2] = timeNanos;
  }

  /** Forgets all of them. */
  void clear() {
    count = 0;
  }

  /** Whether a segment has the place of a recent one, and other bytes. */
  boolean contradicts(int sequence, ByteBuffer buffer, int start, int length) {
    int at = find(sequence, length);
    return at >= 0 && recent[at + 1] != digest(buffer, start, length);
  }

  /** Whether a segment is a copy of one that was captured a moment ago. */
  boolean hasCopy(int sequence, ByteBuffer buffer, int start, int length, long nowNanos) {
    int at = find(sequence, length);
    return at >= 0
        && recent[at + 2] >= nowNanos - DUPLICATE_NANOS
        && recent[at + 1] == digest(buffer, start, length);
  }

  private int find(int sequence, int length) {
    long wanted = place(sequence, length);
    for (int i = 0; i < Math.min(count, RECENT); i++) {
      if (recent[WORDS * i] == wanted) {
        return WORDS * i;
      }
    }
    return -1;
  }

  private static long place(int sequence, int length) {
    return (long) sequence << 32 | length;
  }

  /** Of the bytes that a hello may be in; with a key, so that no one can make two alike. */
  private static long digest(ByteBuffer buffer, int start, int length) {
    return KeyedHash.of(buffer, start, Math.min(length, DIGESTED_BYTES));
  }
}
