package io.tlsfloor.capture.connection;

import io.tlsfloor.parser.observation.KeyedHash;
import io.tlsfloor.parser.packet.PacketView;

/**
 * The two ends of a packet in an order that does not depend on its direction: the lower address
 * first. Reused. Its hash has a key of this process, so that no sender can choose ends that meet in
 * one place.
 */
final class FlowKey {
  // Of IPv4 a sum of products, whose factors nobody knows: it is made for each packet of a capture.
  private static final long PLUS = KeyedHash.secret();
  private static final long TIMES_1 = KeyedHash.secret() | 1;
  private static final long TIMES_2 = KeyedHash.secret() | 1;
  private static final long TIMES_3 = KeyedHash.secret() | 1;
  private static final long SPREAD = KeyedHash.secret() | 1;

  /** Holds what kinds of connection there are: each keeps to itself on the same ports. */
  static final int TCP = 1;

  static final int DTLS = 2;
  static final int QUIC = 3;

  private int transport;
  private boolean v4;
  private long ends;
  private int ports;
  private int direction;
  private long hash;
  private final long[] words = new long[4]; // of IPv6 addresses, in the same order

  /** Takes addresses and ports as they lie in packets: the source in the upper half. */
  void v4(int kind, long addresses, int numbers) {
    transport = kind;
    v4 = true;
    long source = addresses >>> 32;
    long destination = addresses & 0xFFFF_FFFFL;
    boolean turned =
        source > destination || source == destination && numbers >>> 16 > (numbers & 0xFFFF);
    direction = turned ? 1 : 0;
    ends = turned ? Long.rotateLeft(addresses, 32) : addresses;
    ports = turned ? Integer.rotateLeft(numbers, 16) : numbers;
    hash = hash(ends, ports);
  }

  /** Takes the innermost addresses and ports of a packet. */
  void of(int kind, PacketView view) {
    int numbers = view.sourcePort() << 16 | view.destinationPort();
    if (view.v4()) {
      v4(kind, view.sourceLow() << 32 | view.destinationLow() & 0xFFFF_FFFFL, numbers);
      return;
    }
    transport = kind;
    v4 = false;
    int order = Long.compareUnsigned(view.sourceHigh(), view.destinationHigh());
    order = order != 0 ? order : Long.compareUnsigned(view.sourceLow(), view.destinationLow());
    order = order != 0 ? order : Integer.compare(view.sourcePort(), view.destinationPort());
    direction = order <= 0 ? 0 : 1;
    ports = direction == 0 ? numbers : Integer.rotateLeft(numbers, 16);
    int source = 2 * direction;
    words[source] = view.sourceHigh();
    words[source + 1] = view.sourceLow();
    words[2 - source] = view.destinationHigh();
    words[3 - source] = view.destinationLow();
    hash = KeyedHash.of(words[0], words[1], words[2], words[3], ports);
    ends = hash;
  }

  /** The kind of connection. */
  int transport() {
    return transport;
  }

  boolean isV4() {
    return v4;
  }

  /** Both addresses of IPv4, the first in the upper half; else a hash of all. */
  long ends() {
    return ends;
  }

  /** Both ports, in the same order. */
  int ports() {
    return ports;
  }

  /** 0: the sender is the first end. */
  int direction() {
    return direction;
  }

  long hash() {
    return hash;
  }

  /** The hash of two ends with IPv4 addresses. */
  static long hash(long ends, int ports) {
    long sum =
        PLUS
            + (ends & 0xFFFF_FFFFL) * TIMES_1
            + (ends >>> 32) * TIMES_2
            + (ports & 0xFFFF_FFFFL) * TIMES_3;
    long spread = (sum ^ sum >>> 32) * SPREAD;
    return spread ^ spread >>> 32;
  }

  /** Returns whether these are its addresses of IPv6. */
  boolean isOf(long[] addresses) {
    return words[0] == addresses[0]
        && words[1] == addresses[1]
        && words[2] == addresses[2]
        && words[3] == addresses[3];
  }

  /** A copy of its addresses of IPv6. */
  long[] addresses() {
    return words.clone();
  }
}
