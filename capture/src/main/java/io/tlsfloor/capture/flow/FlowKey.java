package io.tlsfloor.capture.flow;

import io.tlsfloor.parser.observation.KeyedHash;

/**
 * The two ends of a packet in an order that does not depend on its direction. Mutable and reused:
 * set once a packet, then used for the look-up.
 *
 * <p>VLAN and tunnel ids are no part of it: a mirror port often sees the two directions of one
 * connection under different tags.
 */
public final class FlowKey {
  // For IPv4: a sum of products with these, which no two keys share by anybody's choice but by one
  // chance in 2^32 (Lemire and Kaser, "Strongly universal string hashing is fast", 2014). SipHash
  // takes three times as long, and most packets of a capture need this once and nothing else.
  private static final long PLUS = KeyedHash.secret();
  private static final long TIMES_SOURCE = KeyedHash.secret();
  private static final long TIMES_DESTINATION = KeyedHash.secret();
  private static final long TIMES_PORTS = KeyedHash.secret();
  private static final long SPREAD = KeyedHash.secret() | 1;

  private boolean v4;
  private long lowerHigh;
  private long lowerLow;
  private long upperHigh;
  private long upperLow;
  private int ports;
  private int direction;
  private long first;
  private int second;
  private long hash;

  /** Sets the ends from the source and destination of a packet. */
  public void set(
      boolean v4,
      long sourceHigh,
      long sourceLow,
      int sourcePort,
      long destinationHigh,
      long destinationLow,
      int destinationPort) {
    this.v4 = v4;
    int order = Long.compareUnsigned(sourceHigh, destinationHigh);
    if (order == 0) {
      order = Long.compareUnsigned(sourceLow, destinationLow);
    }
    if (order == 0) {
      order = Integer.compare(sourcePort, destinationPort);
    }
    if (order <= 0) {
      direction = 0;
      lowerHigh = sourceHigh;
      lowerLow = sourceLow;
      upperHigh = destinationHigh;
      upperLow = destinationLow;
      ports = sourcePort << 16 | destinationPort;
    } else {
      direction = 1;
      lowerHigh = destinationHigh;
      lowerLow = destinationLow;
      upperHigh = sourceHigh;
      upperLow = sourceLow;
      ports = destinationPort << 16 | sourcePort;
    }
    mix();
  }

  private void mix() {
    if (v4) {
      long addresses = Long.reverseBytes(lowerLow << 32 | upperLow);
      int numbers = Integer.reverseBytes(ports);
      boolean turned = isTurned(addresses, numbers);
      first = turned ? Long.rotateLeft(addresses, 32) : addresses;
      second = turned ? Integer.rotateLeft(numbers, 16) : numbers;
      hash = hashV4(first, second);
    } else {
      hash = KeyedHash.of(lowerHigh, lowerLow, upperHigh, upperLow, ports);
      first = hash;
      second = ports;
    }
  }

  // All numbers are little-endian here, as PlainTcp reads them: the source, or its port, in the
  // lower
  // half, the destination in the upper.

  /** Whether the ends of an IPv4 packet stand the other way round in a key. */
  static boolean isTurned(long addresses, int ports) {
    long source = addresses & 0xFFFF_FFFFL;
    long destination = addresses >>> 32;
    return source > destination || source == destination && (ports & 0xFFFF) > ports >>> 16;
  }

  /** The hash of an IPv4 key by its addresses and ports, as they stand in the key. */
  static long hashV4(long addresses, int ports) {
    long sum =
        PLUS
            + (addresses & 0xFFFF_FFFFL) * TIMES_SOURCE
            + (addresses >>> 32) * TIMES_DESTINATION
            + (ports & 0xFFFF_FFFFL) * TIMES_PORTS;
    long spread = (sum ^ sum >>> 32) * SPREAD;
    return spread ^ spread >>> 32;
  }

  /** IPv4: both addresses. IPv6: the hash. */
  long first() {
    return first;
  }

  /** Both ports. */
  int second() {
    return second;
  }

  /** 0 if the packet was sent by the end with the lower address (or port), else 1. */
  public int direction() {
    return direction;
  }

  /** Whether the addresses are IPv4. */
  public boolean v4() {
    return v4;
  }

  /** Depends on all of the key, and on secrets of this process. */
  public long hash() {
    return hash;
  }

  boolean matches(Flow flow) {
    return flow.hash == hash
        && flow.lowerLow == lowerLow
        && flow.upperLow == upperLow
        && flow.ports == ports
        && flow.lowerHigh == lowerHigh
        && flow.upperHigh == upperHigh
        && flow.v4 == v4;
  }

  /** Whether the addresses, in their order in a key, are these. */
  boolean hasAddresses(long lowerHigh, long lowerLow, long upperHigh, long upperLow) {
    return this.lowerHigh == lowerHigh
        && this.lowerLow == lowerLow
        && this.upperHigh == upperHigh
        && this.upperLow == upperLow;
  }

  /** Gives a flow these ends. */
  public void copyTo(Flow flow) {
    flow.v4 = v4;
    flow.lowerHigh = lowerHigh;
    flow.lowerLow = lowerLow;
    flow.upperHigh = upperHigh;
    flow.upperLow = upperLow;
    flow.ports = ports;
    flow.hash = hash;
  }
}
