package io.tlsfloor.cli.proof;

/**
 * A captured packet, in memory.
 *
 * @param nanos time since 1970 UTC
 * @param linkType LINKTYPE_ number
 * @param bytes as captured
 * @param originalLength bytes that were on the wire
 */
record Packet(long nanos, int linkType, byte[] bytes, int originalLength) {
  Packet at(long otherNanos) {
    return new Packet(otherNanos, linkType, bytes, originalLength);
  }

  /** A packet captured whole. */
  Packet with(byte[] otherBytes) {
    return new Packet(nanos, linkType, otherBytes, otherBytes.length);
  }

  boolean whole() {
    return bytes.length >= originalLength;
  }
}
