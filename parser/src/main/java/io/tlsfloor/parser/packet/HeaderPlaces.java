package io.tlsfloor.parser.packet;

/**
 * Where a packet's headers with addresses and checksums lie, outermost first: for code that writes
 * over them. Bounded: more headers than there is room for are not noted, and {@link #all} says so.
 * Reused by its {@link PacketView}; allocates nothing.
 */
public final class HeaderPlaces {
  private static final int MAX_PLACES = 64; // as many as a walk can pass, and then some

  /** A kind of header, by what stands at its place. */
  public enum Kind {
    /** Ethernet: destination and source, six bytes each. */
    ETHERNET,
    /** A source address of six bytes, of Linux's cooked headers. */
    LINK_ADDRESS,
    /** IPv4. */
    IPV4,
    /** IPv6. */
    IPV6,
    /** TCP. */
    TCP,
    /** UDP, a tunnel's included. */
    UDP
  }

  private static final Kind[] KINDS = Kind.values();
  private static final int KIND_BITS = 3;

  private final int[] places = new int[MAX_PLACES]; // index, and in its low bits the kind
  private int count;

  HeaderPlaces() {}

  void clear() {
    count = 0;
  }

  void add(Kind kind, int at) {
    if (count < MAX_PLACES) {
      places[count] = at << KIND_BITS | kind.ordinal();
    }
    count++;
  }

  /** Forgets all but the first {@code entries}: what followed was no header after all. */
  void cutTo(int entries) {
    count = entries;
  }

  /** How many there are. */
  public int count() {
    return Math.min(count, MAX_PLACES);
  }

  int entries() {
    return count;
  }

  /** Returns whether all are noted. */
  public boolean all() {
    return count <= MAX_PLACES;
  }

  /** The kind of one. */
  public Kind kind(int index) {
    return KINDS[places[index] & (1 << KIND_BITS) - 1];
  }

  /** Index in the buffer of the first byte of one; below 2^29, as no capture has longer frames. */
  public int at(int index) {
    return places[index] >>> KIND_BITS;
  }
}
