package io.tlsfloor.capture.connection;

import io.tlsfloor.parser.Bytes;
import java.nio.ByteBuffer;

/**
 * Hashes the first bytes of a dialogue in clear in both directions, however they were split
 * (FNV-1a, 64 bits): both sides of a NAT carry the same.
 */
final class MailOpening {
  /** Greeting, capabilities and the first commands; the content of mail is not needed. */
  private static final int MAX_BYTES = 1 << 10;

  private static final long BASIS = 0xCBF29CE484222325L;
  private static final long PRIME = 0x100000001B3L;

  private long hash0 = BASIS;
  private long hash1 = BASIS;
  private int count0;
  private int count1;

  /** Begins again: nothing was said. */
  void begin() {
    hash0 = BASIS;
    hash1 = BASIS;
    count0 = 0;
    count1 = 0;
  }

  /** Adds bytes of {@code direction} that were read. */
  void add(int direction, ByteBuffer buffer, int start, int length) {
    int count = Math.min(length, MAX_BYTES - (direction == 0 ? count0 : count1));
    long hash = direction == 0 ? hash0 : hash1;
    for (int at = start; at < start + count; at++) {
      hash = (hash ^ Bytes.u8(buffer, at)) * PRIME;
    }
    if (direction == 0) {
      hash0 = hash;
      count0 += count;
    } else {
      hash1 = hash;
      count1 += count;
    }
  }

  /** The hash, where {@code client} is the client's direction; 0 if an end said nothing. */
  long hash(int client) {
    return count0 == 0 || count1 == 0
        ? 0
        : (client == 0 ? hash0 * PRIME + hash1 : hash1 * PRIME + hash0) | 1;
  }
}
