package io.tlsfloor.capture.flow;

import io.tlsfloor.capture.ProcessSecret;

/**
 * The two ends of a packet in an order that does not depend on its direction. Mutable and reused:
 * set once a packet, then used for the look-up.
 *
 * <p>VLAN and tunnel ids are no part of it: a mirror port often sees the two directions of one
 * connection under different tags.
 */
public final class FlowKey {
  /** Whoever makes traffic must not know which flows meet in the table. */
  private static final long SEED = ProcessSecret.next();

  /** Keeps the numbers of two IPv6 addresses apart from the same ones of IPv4. */
  private static final long V6 = 0x27D4EB2F165667C5L;

  private boolean v4;
  private long lowerHigh;
  private long lowerLow;
  private long upperHigh;
  private long upperLow;
  private int ports;
  private int direction;
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
    hash = mix();
  }

  /**
   * The hash of a key for the ends of an IPv4 packet, without a key. All numbers are little-endian,
   * as {@link io.tlsfloor.parser.packet.PlainTcp} reads them.
   *
   * @param addresses source in the lower 32 bits, destination in the upper
   * @param sourceAndDestination ports in the same way, 16 bits each
   */
  static long hashV4(long addresses, int sourceAndDestination) {
    long source = addresses & 0xFFFF_FFFFL;
    long destination = addresses >>> 32;
    if (source < destination
        || source == destination
            && (sourceAndDestination & 0xFFFF) <= sourceAndDestination >>> 16) {
      return finish(begin(source, destination, sourceAndDestination));
    }
    return finish(
        begin(destination, source, sourceAndDestination >>> 16 | sourceAndDestination << 16));
  }

  private long mix() {
    if (v4) {
      long addresses = Long.reverseBytes(lowerLow << 32 | upperLow);
      return hashV4(addresses, Integer.reverseBytes(ports));
    }
    long h = begin(lowerLow, upperLow, ports) ^ V6;
    return finish(h ^ lowerHigh * 0x165667B19E3779F9L ^ (upperHigh << 17 | upperHigh >>> 47));
  }

  private static long begin(long lower, long upper, int ports) {
    return (lower ^ SEED) * 0x9E3779B97F4A7C15L
        ^ (upper << 32 | upper >>> 32)
        ^ ports * 0xC2B2AE3D27D4EB4FL;
  }

  /** Spreads all bits over all bits (the finalizer of MurmurHash3), with a seed of this process. */
  private static long finish(long begun) {
    long h = begun;
    h ^= h >>> 33;
    h *= 0xFF51AFD7ED558CCDL;
    h ^= h >>> 33;
    h *= 0xC4CEB9FE1A85EC53L ^ SEED & ~1L;
    return h ^ h >>> 33;
  }

  /** 0 if the packet was sent by the end with the lower address (or port), else 1. */
  public int direction() {
    return direction;
  }

  /** Whether the addresses are IPv4. */
  public boolean v4() {
    return v4;
  }

  /** All 64 bits depend on all of the key. */
  long hash() {
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

  void copyTo(Flow flow) {
    flow.v4 = v4;
    flow.lowerHigh = lowerHigh;
    flow.lowerLow = lowerLow;
    flow.upperHigh = upperHigh;
    flow.upperLow = upperLow;
    flow.ports = ports;
    flow.hash = hash;
  }
}
