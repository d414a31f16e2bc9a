package io.tlsfloor.capture.fragment;

import io.tlsfloor.capture.stream.FrameMark;
import io.tlsfloor.parser.observation.Room;
import io.tlsfloor.parser.packet.PacketView;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Puts IPv4 and IPv6 datagrams together from their fragments (RFC 791 §3.2, RFC 8200 §4.5).
 *
 * <p>Fragments may come in any order, twice, and overlapping: the bytes that came first stay, a
 * contradiction is counted. Memory is bounded by the caps whatever traffic does: at a cap the
 * oldest datagram goes, counted. Time is the packets'. One reassembler, one thread.
 */
public final class IpReassembler {
  /** How long the rest of a datagram is waited for: what Linux does. */
  public static final long TIMEOUT_NANOS = 30_000_000_000L;

  /** Datagrams held at most, where nothing else is asked for. */
  public static final int MAX_DATAGRAMS = 4096;

  /** Bytes held at most, where nothing else is asked for: 256 datagrams of the greatest length. */
  public static final int MAX_BYTES = 16 << 20;

  /** Beginnings that wait to be asked for: as many as can be given up at once. */
  private static final int MAX_GIVEN_UP = MAX_DATAGRAMS;

  private static final int FINISHED_PART = 4; // of the bytes: a second's fragments, of most links
  private static final int UNIT = 8; // RFC 791 §3.1: offsets count units of eight bytes

  private final int maxDatagrams;
  private final int maxBytes;
  private final LinkedHashMap<DatagramKey, PartialDatagram> partial = new LinkedHashMap<>();
  private final FinishedDatagrams finished;
  private final ArrayDeque<Beginning> givenUp = new ArrayDeque<>();
  private long heldBytes;
  private long completed;
  private long timedOut;
  private long evicted;
  private long conflicts;
  private long duplicates;
  private long malformed;
  private long cut;

  /** A reassembler with the caps above. */
  public IpReassembler() {
    this(MAX_DATAGRAMS, Room.entries(MAX_BYTES));
  }

  /**
   * A reassembler with caps of its own.
   *
   * @param maxDatagrams that are held unfinished; at least 1
   * @param maxBytes that they take, overhead included; at least one datagram's 65535 to be of use
   */
  public IpReassembler(int maxDatagrams, int maxBytes) {
    if (maxDatagrams < 1 || maxBytes < 1) {
      throw new IllegalArgumentException(
          "caps must be positive: " + maxDatagrams + " datagrams, " + maxBytes + " bytes");
    }
    this.maxDatagrams = maxDatagrams;
    this.maxBytes = maxBytes;
    this.finished = new FinishedDatagrams(maxDatagrams, maxBytes / FINISHED_PART);
  }

  /**
   * Takes a fragment.
   *
   * @param packet of kind IP_FRAGMENT; its bytes are copied
   * @param frame that the packet came in
   * @return the datagram that this fragment made whole, for {@link PacketView#resume}, or null
   */
  public @Nullable Reassembled add(PacketView packet, FrameMark frame) {
    long timeNanos = frame.timeNanos();
    expire(timeNanos);
    int length = usableLength(packet);
    if (length <= 0) {
      return null;
    }
    DatagramKey key = DatagramKey.of(packet);
    if (finished.holds(key)) {
      Reassembled other = finished.contradicted(key, packet, length, frame);
      conflicts += other == null ? 0 : 1;
      duplicates += other == null && finished.holds(key) ? 1 : 0;
      if (finished.holds(key)) {
        return other;
      }
    }
    PartialDatagram datagram = partial.get(key);
    if (datagram == null) {
      datagram = new PartialDatagram(timeNanos);
      partial.put(key, datagram);
    }
    long before = datagram.heldBytes();
    if (!datagram.add(packet, length, frame)) {
      conflicts++;
    } else if (datagram.heldBytes() == before) {
      duplicates++;
    }
    heldBytes += datagram.heldBytes() - before;
    if (datagram.isWhole()) {
      drop(key, datagram);
      Reassembled whole = datagram.assemble(key);
      finished.add(key, whole, timeNanos);
      completed++;
      return whole;
    }
    evictToCaps();
    return null;
  }

  /** Bytes of a fragment that count; 0 if none may be used. */
  private int usableLength(PacketView packet) {
    if (packet.missing() > 0) {
      cut++;
      return 0;
    }
    int length = packet.fragmentLength();
    if (packet.moreFragments() && length % UNIT != 0) {
      length = packet.v4() ? length - length % UNIT : 0; // RFC 8200 §4.5 drops it, Linux trims IPv4
    }
    if (length <= 0 || packet.fragmentOffset() + length > DatagramHeader.maxPayload(packet.v4())) {
      malformed++;
      return 0;
    }
    return length;
  }

  /** Gives up datagrams whose time is over; called by {@link #add}, too. */
  public void expire(long nowNanos) {
    Iterator<Map.Entry<DatagramKey, PartialDatagram>> oldest = partial.entrySet().iterator();
    while (oldest.hasNext()) {
      Map.Entry<DatagramKey, PartialDatagram> next = oldest.next();
      PartialDatagram datagram = next.getValue();
      if (!isOver(datagram.startedNanos(), nowNanos)) {
        break;
      }
      oldest.remove();
      heldBytes -= datagram.heldBytes();
      timedOut++;
      giveUp(next.getKey(), datagram);
    }
    finished.expire(nowNanos);
  }

  /** Times may be before 1970, and that of the end is the last there is. */
  private static boolean isOver(long startedNanos, long nowNanos) {
    long passed = nowNanos - startedNanos;
    return nowNanos > startedNanos && (passed < 0 || passed > TIMEOUT_NANOS);
  }

  private void evictToCaps() {
    while (partial.size() > maxDatagrams || heldBytes > maxBytes) {
      Map.Entry<DatagramKey, PartialDatagram> oldest = partial.entrySet().iterator().next();
      drop(oldest.getKey(), oldest.getValue());
      evicted++;
      giveUp(oldest.getKey(), oldest.getValue());
    }
  }

  private void giveUp(DatagramKey key, PartialDatagram datagram) {
    Beginning beginning = givenUp.size() < MAX_GIVEN_UP ? datagram.beginning(key) : null;
    if (beginning != null) {
      givenUp.add(beginning);
    }
  }

  /**
   * The beginning of a datagram that was given up since, or null: it may hold a hello. To be asked
   * for after each {@link #add} and {@link #expire} until there is none; what is not asked for in
   * time is lost.
   */
  public @Nullable Beginning beginning() {
    return givenUp.poll();
  }

  private void drop(DatagramKey key, PartialDatagram datagram) {
    partial.remove(key);
    heldBytes -= datagram.heldBytes();
  }

  /** Datagrams that were made whole. */
  public long completed() {
    return completed;
  }

  /** Datagrams given up because the rest did not come in time. */
  public long timedOut() {
    return timedOut;
  }

  /** Datagrams given up for lack of room. */
  public long evicted() {
    return evicted;
  }

  /** Fragments that contradicted earlier ones. */
  public long conflicts() {
    return conflicts;
  }

  /** Fragments that brought nothing new. */
  public long duplicates() {
    return duplicates;
  }

  /** Fragments that no datagram can have: empty, off the unit of eight, or beyond the last byte. */
  public long malformed() {
    return malformed;
  }

  /** Fragments that the capture holds in part only. */
  public long cut() {
    return cut;
  }

  /** Datagrams that wait for their rest. */
  public int pending() {
    return partial.size();
  }

  /** Memory that the waiting datagrams take, in bytes, about. */
  public long heldBytes() {
    return heldBytes;
  }
}
