package io.tlsfloor.capture.connection;

import io.tlsfloor.parser.Bytes;
import java.nio.ByteBuffer;
import java.util.Optional;

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

  /** The digest, where {@code client} is the client's direction; empty if an end said nothing. */
  Optional<HelloDigest> digest(int client) {
    return count0 == 0 || count1 == 0
        ? Optional.empty()
        : Optional.of(
            client == 0 ? new HelloDigest(0, hash0, hash1) : new HelloDigest(0, hash1, hash0));
  }
}
