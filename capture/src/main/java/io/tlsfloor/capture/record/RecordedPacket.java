package io.tlsfloor.capture.record;

import io.tlsfloor.parser.packet.TcpFlags;
import java.util.ArrayList;
import java.util.List;

/** A packet of a recorded connection, and where in frames its payload lies. */
public final class RecordedPacket {
  private static final List<String> FLAGS =
      List.of("FIN", "SYN", "RST", "PSH", "ACK", "URG", "ECE", "CWR"); // from the lowest bit

  private final long frame;
  private final long timeNanos;
  private final int originalLength;
  private final int direction;
  private final int flags;
  private final int headers;
  private final int payload;
  private final int missing;
  private final List<Long> fragments;
  private final List<String> tunnels;
  private boolean news;
  private boolean fromClient;
  private boolean outside;
  private List<FrameBytes> runs = List.of();
  private int needed = FrameBytes.NOWHERE;

  RecordedPacket(
      long frame,
      long timeNanos,
      int originalLength,
      int direction,
      int flags,
      int headers,
      int payload,
      int missing,
      List<Long> fragments,
      List<String> tunnels) {
    this.frame = frame;
    this.timeNanos = timeNanos;
    this.originalLength = originalLength;
    this.direction = direction;
    this.flags = flags;
    this.headers = headers;
    this.payload = payload;
    this.missing = missing;
    this.fragments = fragments;
    this.tunnels = tunnels;
  }

  /** Number from 1, as Wireshark counts. */
  public long frame() {
    return frame;
  }

  /** Time since 1970 UTC. */
  public long timeNanos() {
    return timeNanos;
  }

  /** Bytes of the frame on the wire. */
  public int originalLength() {
    return originalLength;
  }

  /** Who sent it. */
  public boolean fromClient() {
    return fromClient;
  }

  /** Who sent it: 0 or 1. */
  int direction() {
    return direction;
  }

  /** TCP control bits; 0 for UDP. */
  int flags() {
    return flags;
  }

  /** Bytes of payload, those that were not captured included. */
  public int payload() {
    return payload;
  }

  /** Bytes of payload that were not captured. */
  public int missing() {
    return missing;
  }

  /** Frames that it was put together from; empty for a packet in one frame. */
  public List<Long> fragments() {
    return fragments;
  }

  /** Those around it, outermost first. */
  public List<String> tunnels() {
    return tunnels;
  }

  /** Returns whether its payload brings nothing new: sent again, or captured twice. */
  public boolean copy() {
    return payload > missing && !news && isRead();
  }

  /**
   * Returns whether the analyzer read it for this connection: what comes after the verdict it does
   * not.
   */
  public boolean isRead() {
    return direction != Recording.NO_DIRECTION;
  }

  /** Returns whether it is the same connection's other side of a NAT. */
  public boolean outside() {
    return outside;
  }

  /** Bytes of the frame before the payload; 0 where fragments hold it. */
  int headers() {
    return headers;
  }

  /** Where its payload lies, as far as it was read, by place in its side. */
  List<FrameBytes> runs() {
    return runs;
  }

  /**
   * The place after what a reader of datagrams has to find; {@link FrameBytes#NOWHERE} for none.
   */
  int needed() {
    return needed;
  }

  // What is learned of it.

  /** Its payload has places; whether any of its bytes is new. */
  void brings(List<FrameBytes> placed, boolean fresh) {
    runs = placed;
    news |= fresh;
  }

  /** Its payload is of no side that counts. */
  void bringsNothing() {
    runs = List.of();
  }

  /** The bytes of its side have other places now. */
  void moveBy(int by) {
    runs = runs.stream().map(run -> run.movedBy(by)).toList();
  }

  /** A reader has to find it up to a place. */
  void needs(int place) {
    needed = place;
  }

  /** The client is the sender of a direction. */
  void isOf(int client) {
    fromClient = isRead() ? direction == client : fromClient;
  }

  /** It is between the ends, and was not read. */
  void isNotRead(boolean byClient, boolean beyondNat) {
    fromClient = byClient;
    outside = beyondNat;
  }

  // What it is.

  /** Names of the TCP control bits that are set, as RFC 9293 §3.1 spells them; none for UDP. */
  public List<String> flagNames() {
    List<String> names = new ArrayList<>();
    for (int bit = 0; bit < FLAGS.size(); bit++) {
      if ((flags & 1 << bit) != 0) {
        names.add(FLAGS.get(bit));
      }
    }
    return names;
  }

  /** Returns whether it is a SYN, FIN or RST. */
  boolean isEvent() {
    return (flags & (TcpFlags.SYN | TcpFlags.FIN | TcpFlags.RST)) != 0;
  }
}
