package io.tlsfloor.capture.fragment;

import io.tlsfloor.capture.stream.BufferPool;
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
 * <p>Fragments may come in any order, twice, and overlapping: the bytes that came first stay. One
 * that is whole is remembered for a moment: what comes for it is a copy, or else a conflict, and
 * begins another datagram. Memory is bounded by the caps whatever traffic does: at a cap the oldest
 * datagram goes, counted. Time is the packets'. One reassembler, one thread.
 */
public final class IpReassembler {
  /** How long the rest of a datagram is waited for: what Linux does. */
  public static final long TIMEOUT_NANOS = 30_000_000_000L;

  /** Datagrams held at most, where nothing else is asked for. */
  public static final int MAX_DATAGRAMS = 4096;

  /** Bytes held at most, where nothing else is asked for: 256 datagrams of the greatest length. */
  public static final int MAX_BYTES = 16 << 20;

  /** How long a datagram is remembered that is whole. */
  private static final long REMEMBERED_NANOS = 1_000_000_000L;

  private static final int UNIT = 8; // RFC 791 §3.1: offsets count units of eight bytes

  private final int maxDatagrams;
  private final int maxBytes;
  private final BufferPool pool = new BufferPool();
  private final Map<Datagram.Key, Datagram> waiting = new LinkedHashMap<>();
  private final Map<Datagram.Key, Datagram> whole = new LinkedHashMap<>();
  private final ArrayDeque<Reassembled> beginnings = new ArrayDeque<>();
  private long heldBytes;
  private long incomplete;
  private long conflicts;
  private long malformed;

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
  }

  /**
   * Takes a fragment.
   *
   * @param packet of kind IP_FRAGMENT; its bytes are copied
   * @param frame that the packet came in
   * @return the datagram that this fragment made whole, for {@link PacketView#resume}, or null
   */
  public @Nullable Reassembled add(PacketView packet, FrameMark frame) {
    long now = frame.timeNanos();
    expire(now);
    int length = usableLength(packet);
    if (length <= 0) {
      return null;
    }
    Datagram.Key key = Datagram.Key.of(packet);
    Datagram known = whole.get(key);
    if (known != null) {
      if (known.add(pool, packet, length, frame)) {
        return null; // a copy
      }
      conflicts++;
      whole.remove(key);
      letGo(known);
    }
    Datagram datagram = waiting.get(key);
    if (datagram == null) {
      datagram = new Datagram(key, now);
      waiting.put(key, datagram);
      heldBytes += datagram.heldBytes();
    }
    if (datagram.isTooFar(packet, length)) {
      malformed++;
      return null;
    }
    heldBytes -= datagram.heldBytes();
    datagram.add(pool, packet, length, frame);
    heldBytes += datagram.heldBytes();
    Reassembled read = null;
    if (datagram.isWhole()) {
      waiting.remove(key);
      read = datagram.read();
      datagram.since(now);
      whole.put(key, datagram);
    }
    evictToCaps();
    return read;
  }

  /** Bytes of a fragment that count; 0 if none may be used. */
  private int usableLength(PacketView packet) {
    if (packet.missing() > 0) {
      incomplete++;
      return 0;
    }
    int length = packet.fragmentLength();
    if (packet.moreFragments() && length % UNIT != 0) {
      length = packet.v4() ? length - length % UNIT : 0; // RFC 8200 §4.5 drops it, Linux trims IPv4
    }
    if (length <= 0 || packet.fragmentOffset() + length > Datagram.maxPayload(packet.v4())) {
      malformed++;
      return 0;
    }
    return length;
  }

  /** Gives up datagrams whose time is over; called by {@link #add}, too. */
  public void expire(long nowNanos) {
    while (isOldestOver(waiting, nowNanos, TIMEOUT_NANOS)) {
      giveUpOldest();
    }
    while (isOldestOver(whole, nowNanos, REMEMBERED_NANOS)) {
      letGo(removeOldest(whole));
    }
  }

  private static boolean isOldestOver(
      Map<Datagram.Key, Datagram> datagrams, long nowNanos, long limit) {
    return !datagrams.isEmpty() && datagrams.values().iterator().next().isOver(nowNanos, limit);
  }

  private void evictToCaps() {
    while (!whole.isEmpty() && (whole.size() > maxDatagrams || heldBytes > maxBytes)) {
      letGo(removeOldest(whole));
    }
    while (waiting.size() > maxDatagrams || heldBytes > maxBytes) {
      giveUpOldest();
    }
  }

  private static Datagram removeOldest(Map<Datagram.Key, Datagram> datagrams) {
    Iterator<Datagram> all = datagrams.values().iterator();
    Datagram oldest = all.next();
    all.remove();
    return oldest;
  }

  private void giveUpOldest() {
    Datagram oldest = removeOldest(waiting);
    incomplete++;
    Reassembled beginning = beginnings.size() < MAX_DATAGRAMS ? oldest.read() : null;
    if (beginning != null) {
      beginnings.add(beginning);
    }
    letGo(oldest);
  }

  private void letGo(Datagram datagram) {
    heldBytes -= datagram.heldBytes();
    datagram.giveBack(pool);
  }

  /**
   * The beginning of a datagram that was given up since, or null: it may hold a hello. To be asked
   * for after each {@link #add} and {@link #expire} until there is none; what is not asked for in
   * time is lost.
   */
  public @Nullable Reassembled beginning() {
    return beginnings.poll();
  }

  /** Datagrams given up as their rest did not come in time, or for lack of room, or was cut. */
  public long incomplete() {
    return incomplete;
  }

  /** Fragments that contradicted a datagram that was whole and read. */
  public long conflicts() {
    return conflicts;
  }

  /** Fragments that no datagram has: empty, off the unit of eight, beyond the end, or too many. */
  public long malformed() {
    return malformed;
  }

  /** Datagrams that wait for their rest. */
  public int pending() {
    return waiting.size();
  }

  /** Memory that it takes, in bytes, about. */
  public long heldBytes() {
    return heldBytes;
  }
}
