package io.tlsfloor.capture.fragment;

import io.tlsfloor.capture.stream.BufferPool;
import io.tlsfloor.capture.stream.FrameMark;
import io.tlsfloor.capture.stream.Reassembly;
import io.tlsfloor.parser.observation.FrameRef;
import io.tlsfloor.parser.observation.KeyedHash;
import io.tlsfloor.parser.packet.PacketView;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The fragments of one datagram. Where they overlap the bytes that came first stay, and that others
 * contradict them is noted.
 */
final class Datagram {
  private static final int OWN_BYTES = 320; // this, its key, its place in a table: about
  private static final int UNKNOWN = -1;
  private static final int IPV4_HEADER = 20;
  private static final int IPV6_HEADER = 40;
  private static final int MAX_LENGTH = 0xFFFF; // of the datagram in IPv4, of the payload in IPv6
  private static final byte HOPS = 64;

  /**
   * Holds what fragments of one datagram have in common (RFC 791 §2.3, RFC 8200 §4.5), and the
   * tunnels they came through.
   *
   * @param protocol of IPv4; 0 for IPv6, where it is no part of the key
   */
  record Key(
      boolean v4,
      long sourceHigh,
      long sourceLow,
      long destinationHigh,
      long destinationLow,
      int id,
      int protocol,
      long tunnels) {
    static Key of(PacketView packet) {
      return new Key(
          packet.v4(),
          packet.sourceHigh(),
          packet.sourceLow(),
          packet.destinationHigh(),
          packet.destinationLow(),
          packet.fragmentId(),
          packet.v4() ? packet.fragmentProtocol() : 0,
          packet.tunnelHash());
    }

    /** A sender of fragments must not know which datagrams meet in a table. */
    @Override
    public int hashCode() {
      long rest = (long) id << 32 | protocol << 1 | (v4 ? 1 : 0);
      return KeyedHash.code(
          KeyedHash.of(sourceHigh, sourceLow, destinationHigh, destinationLow, rest), tunnels);
    }
  }

  final Key key;
  private final Reassembly bytes = new Reassembly();
  private final FrameMark first = new FrameMark(); // that brought offset 0, once it came
  private long sinceNanos;
  private int total = UNKNOWN; // payload bytes of the datagram, given by its last fragment
  private int highest; // where the furthest fragment ends
  private int protocol = UNKNOWN;
  private boolean conflict;

  Datagram(Key key, long sinceNanos) {
    this.key = key;
    this.sinceNanos = sinceNanos;
  }

  /** The most payload that a datagram can have. */
  static int maxPayload(boolean v4) {
    return v4 ? MAX_LENGTH - IPV4_HEADER : MAX_LENGTH;
  }

  /** Memory that it takes, about. */
  int heldBytes() {
    return OWN_BYTES + bytes.heldBytes();
  }

  boolean isWhole() {
    return bytes.have() == total;
  }

  /** It waits, or is remembered, from now on. */
  void since(long nanos) {
    sinceNanos = nanos;
  }

  /** Times may be before 1970, and that of the end is the last there is. */
  boolean isOver(long nowNanos, long limit) {
    long passed = nowNanos - sinceNanos;
    return nowNanos > sinceNanos && (passed < 0 || passed > limit);
  }

  /** Returns whether it is in too many pieces for this one. */
  boolean isTooFar(PacketView packet, int length) {
    return bytes.isTooFar(packet.fragmentOffset(), packet.fragmentOffset() + length);
  }

  /**
   * Takes over what a fragment brings that is new; what is there stays.
   *
   * @return false if the fragment contradicts what is there
   */
  boolean add(BufferPool pool, PacketView packet, int length, FrameMark mark) {
    int offset = packet.fragmentOffset();
    int end = offset + length;
    boolean last = !packet.moreFragments();
    if (last && total == UNKNOWN && end >= highest) {
      total = end;
    } else if (last ? end != total : total != UNKNOWN && end > total) {
      conflict = true;
      return false;
    }
    if (offset == 0 && protocol == UNKNOWN) {
      protocol = packet.fragmentProtocol(); // RFC 8200 §4.5: the first fragment's counts
      first.set(mark);
    }
    highest = Math.max(highest, end);
    int conflicts = bytes.conflicts();
    bytes.add(pool, offset, packet.buffer(), packet.fragmentStart(), length, mark);
    boolean agrees = bytes.conflicts() == conflicts;
    conflict |= !agrees;
    return agrees;
  }

  /** What is there of it, from its first byte on; null if that is missing. */
  @Nullable Reassembled read() {
    int there = bytes.have();
    if (there == 0) {
      return null;
    }
    int header = key.v4 ? IPV4_HEADER : IPV6_HEADER;
    int whole = total == UNKNOWN ? Math.max(highest, there + 1) : total;
    ByteBuffer datagram = ByteBuffer.allocate(header + there);
    putHeader(datagram, whole);
    datagram.put(header, bytes.buffer(), bytes.index(0), there);
    datagram.position(0);
    List<FrameRef> frames = new ArrayList<>();
    bytes.frames(0, there, frames);
    return new Reassembled(
        datagram,
        header + whole,
        first,
        frames.stream().map(FrameRef::number).sorted().distinct().toList(),
        conflict);
  }

  private void putHeader(ByteBuffer to, int payload) {
    if (key.v4) {
      to.putShort((short) 0x4500).putShort((short) (IPV4_HEADER + payload));
      to.putShort((short) key.id).putShort((short) 0); // no flags, offset 0
      to.put(HOPS).put((byte) protocol).putShort((short) 0); // no checksum
      to.putInt((int) key.sourceLow).putInt((int) key.destinationLow);
    } else {
      to.putInt(0x60000000).putShort((short) payload).put((byte) protocol).put(HOPS);
      to.putLong(key.sourceHigh).putLong(key.sourceLow);
      to.putLong(key.destinationHigh).putLong(key.destinationLow);
    }
  }

  /** Nothing more is asked of it. */
  void giveBack(BufferPool pool) {
    bytes.giveBack(pool);
  }
}
