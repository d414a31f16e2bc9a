package io.tlsfloor.capture.fragment;

import io.tlsfloor.capture.stream.FrameMark;
import io.tlsfloor.parser.packet.PacketView;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The fragments of one datagram so far: disjoint pieces of its payload, by offset.
 *
 * <p>Where fragments overlap the bytes that came first stay, and bytes that contradict them are
 * noted.
 */
final class PartialDatagram {
  /**
   * Holds what one piece costs in addition to its bytes: tree entry, array header, frame number.
   */
  private static final int PIECE_OVERHEAD_BYTES = 96;

  private static final int UNKNOWN = -1;

  private static final class Piece {
    final long frame;
    final byte[] bytes;

    Piece(long frame, byte[] bytes) {
      this.frame = frame;
      this.bytes = bytes;
    }
  }

  private final FrameMark first = new FrameMark(); // that brought offset 0, once it came
  private final long startedNanos;
  private final TreeMap<Integer, Piece> pieces = new TreeMap<>();
  private int total = UNKNOWN; // payload bytes of the datagram, given by its last fragment
  private int received;
  private int highest; // where the furthest piece ends
  private int protocol;
  private int heldBytes;
  private boolean conflict;

  PartialDatagram(long startedNanos) {
    this.startedNanos = startedNanos;
  }

  long startedNanos() {
    return startedNanos;
  }

  /** Memory that this takes, about. */
  int heldBytes() {
    return heldBytes;
  }

  boolean isWhole() {
    return received == total;
  }

  /**
   * Takes over what a fragment brings that is new; what is there stays.
   *
   * @return false if the fragment contradicts what is there
   */
  boolean add(PacketView packet, int length, FrameMark mark) {
    int offset = packet.fragmentOffset();
    int end = offset + length;
    boolean agrees = true;
    if (!packet.moreFragments()) {
      if (total == UNKNOWN && end >= highest) {
        total = end;
      } else if (total != end) {
        conflict = true;
        return false;
      }
    } else if (total != UNKNOWN && end > total) {
      conflict = true;
      return false;
    }
    if (offset == 0 && !pieces.containsKey(0)) {
      protocol = packet.fragmentProtocol(); // RFC 8200 §4.5: the first fragment's counts
      first.set(mark);
    }
    highest = Math.max(highest, end);
    int at = offset;
    while (at < end) {
      Map.Entry<Integer, Piece> before = pieces.floorEntry(at);
      if (before != null && before.getKey() + before.getValue().bytes.length > at) {
        int until = Math.min(end, before.getKey() + before.getValue().bytes.length);
        agrees &= same(packet, at, until, before.getKey(), before.getValue().bytes);
        at = until;
        continue;
      }
      Integer next = pieces.higherKey(at);
      int until = next == null ? end : Math.min(end, next);
      keep(packet, at, until, mark.number());
      at = until;
    }
    conflict |= !agrees;
    return agrees;
  }

  private static boolean same(PacketView packet, int from, int to, int pieceAt, byte[] piece) {
    int start = packet.fragmentStart() - packet.fragmentOffset();
    for (int i = from; i < to; i++) {
      if (packet.buffer().get(start + i) != piece[i - pieceAt]) {
        return false;
      }
    }
    return true;
  }

  private void keep(PacketView packet, int from, int to, long frame) {
    byte[] bytes = new byte[to - from];
    packet.buffer().get(packet.fragmentStart() + from - packet.fragmentOffset(), bytes);
    pieces.put(from, new Piece(frame, bytes));
    received += bytes.length;
    heldBytes += bytes.length + PIECE_OVERHEAD_BYTES;
  }

  /** Holds what is there of a datagram that never becomes whole; null without its first byte. */
  @Nullable Beginning beginning(DatagramKey key) {
    int end = 0;
    for (Map.Entry<Integer, Piece> piece : pieces.entrySet()) {
      if (piece.getKey() != end) {
        break;
      }
      end += piece.getValue().bytes.length;
    }
    if (end == 0) {
      return null;
    }
    int header = DatagramHeader.length(key);
    int whole = total == UNKNOWN ? Math.max(highest, end + 1) : total;
    ByteBuffer datagram = ByteBuffer.allocate(header + end);
    DatagramHeader.put(datagram, key, protocol, whole);
    pieces.headMap(end).values().forEach(piece -> datagram.put(piece.bytes));
    datagram.flip();
    List<Long> frames =
        pieces.headMap(end).values().stream()
            .map(piece -> piece.frame)
            .sorted()
            .distinct()
            .toList();
    return new Beginning(datagram, header + whole, first, frames, conflict);
  }

  /** The datagram, once it is whole. */
  Reassembled assemble(DatagramKey key) {
    ByteBuffer datagram = ByteBuffer.allocate(DatagramHeader.length(key) + total);
    DatagramHeader.put(datagram, key, protocol, total);
    pieces.values().forEach(piece -> datagram.put(piece.bytes));
    datagram.flip();
    long[] frames =
        pieces.values().stream().mapToLong(piece -> piece.frame).sorted().distinct().toArray();
    return new Reassembled(datagram, frames, conflict);
  }
}
