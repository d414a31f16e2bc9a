package io.tlsfloor.capture.fragment;

import io.tlsfloor.capture.stream.FrameMark;
import io.tlsfloor.parser.packet.PacketView;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Datagrams that fragments made whole a moment ago. What comes for one of them is a copy, or it
 * contradicts what was read: then one of both is forged, and its receiver may have taken the other.
 * Of each the first contradiction is read as another datagram. Bounded; of the oldest only the keys
 * are remembered.
 */
final class FinishedDatagrams {
  /** How long copies of fragments of a finished datagram are not taken for a new one's. */
  private static final long REMEMBERED_NANOS = 1_000_000_000L;

  private static final class Finished {
    final long atNanos;
    @Nullable Reassembled whole;

    Finished(long atNanos, Reassembled whole) {
      this.atNanos = atNanos;
      this.whole = whole;
    }
  }

  private final int maxDatagrams;
  private final int maxBytes;
  private final LinkedHashMap<DatagramKey, Finished> finished = new LinkedHashMap<>();
  private final LinkedHashMap<DatagramKey, Finished> withBytes = new LinkedHashMap<>();
  private int bytes;

  FinishedDatagrams(int maxDatagrams, int maxBytes) {
    this.maxDatagrams = maxDatagrams;
    this.maxBytes = maxBytes;
  }

  void add(DatagramKey key, Reassembled whole, long nowNanos) {
    Finished added = new Finished(nowNanos, whole);
    finished.put(key, added);
    withBytes.put(key, added);
    bytes += size(whole);
    while (bytes > maxBytes) {
      letGo(withBytes.keySet().iterator().next());
    }
  }

  boolean holds(DatagramKey key) {
    return finished.containsKey(key);
  }

  /**
   * The datagram that a fragment makes of a finished one, in the place of the bytes that it
   * contradicts; null if it does not, or if what it contradicts is not known any more.
   */
  @Nullable Reassembled contradicted(
      DatagramKey key, PacketView packet, int length, FrameMark frame) {
    Finished known = finished.get(key);
    Reassembled whole = known == null ? null : known.whole;
    int from = DatagramHeader.length(key) + packet.fragmentOffset();
    if (whole == null || agrees(key, packet, length, whole.datagram())) {
      return null;
    }
    letGo(key);
    if (from > whole.length() || packet.moreFragments() && from + length > whole.length()) {
      finished.remove(key); // it begins another one
      return null;
    }
    return other(key, packet, length, frame, whole);
  }

  private static boolean agrees(
      DatagramKey key, PacketView packet, int length, ByteBuffer datagram) {
    int at = DatagramHeader.length(key) + packet.fragmentOffset();
    boolean inside =
        packet.moreFragments() ? at + length <= datagram.limit() : at + length == datagram.limit();
    return inside
        && datagram.slice(at, length).equals(packet.buffer().slice(packet.fragmentStart(), length));
  }

  private static Reassembled other(
      DatagramKey key, PacketView packet, int length, FrameMark frame, Reassembled whole) {
    int header = DatagramHeader.length(key);
    int end = header + packet.fragmentOffset() + length;
    int limit = packet.moreFragments() ? whole.length() : end;
    ByteBuffer datagram = ByteBuffer.allocate(limit);
    DatagramHeader.put(datagram, key, protocol(key, whole.datagram()), limit - header);
    int known = Math.min(limit, whole.length()) - header;
    datagram.put(header, whole.datagram(), header, known);
    datagram.put(end - length, packet.buffer(), packet.fragmentStart(), length);
    datagram.position(0);
    long[] frames = Arrays.copyOf(whole.frames(), whole.frames().length + 1);
    frames[frames.length - 1] = frame.number();
    return new Reassembled(datagram, frames, true);
  }

  private static int protocol(DatagramKey key, ByteBuffer datagram) {
    return datagram.get(DatagramHeader.protocolAt(key)) & 0xFF;
  }

  private static int size(Reassembled whole) {
    return whole.length() + Long.BYTES * whole.frames().length;
  }

  private void letGo(DatagramKey key) {
    Finished known = withBytes.remove(key);
    Reassembled whole = known == null ? null : known.whole;
    if (known != null && whole != null) {
      bytes -= size(whole);
      known.whole = null;
    }
  }

  /** Forgets those that are too old, and the oldest of too many. */
  void expire(long nowNanos) {
    Iterator<Map.Entry<DatagramKey, Finished>> first = finished.entrySet().iterator();
    while (first.hasNext()) {
      Map.Entry<DatagramKey, Finished> oldest = first.next();
      if (nowNanos - oldest.getValue().atNanos <= REMEMBERED_NANOS
          && finished.size() <= maxDatagrams) {
        return;
      }
      letGo(oldest.getKey());
      first.remove();
    }
  }
}
