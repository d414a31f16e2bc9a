package io.tlsfloor.capture;

import io.tlsfloor.parser.packet.PacketKind;
import io.tlsfloor.parser.packet.PacketView;
import java.nio.ByteBuffer;

/**
 * One captured frame: a time, a link type, and a range of borrowed bytes.
 *
 * <p>A reader owns one frame and points it at the next bytes with each call of {@link
 * FrameSource#next}; what wants bytes for longer copies them. Confined to one thread.
 */
public final class Frame {
  /** Value of {@link #vlanTci()} of a frame whose tags, if any, are in its bytes. */
  public static final int NO_TCI = -1;

  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private ByteBuffer buffer = NOTHING;
  private int offset;
  private int capturedLength;
  private int originalLength;
  private int linkType;
  private long timeNanos;
  private boolean timeKnown;
  private long number;
  private int vlanTci = NO_TCI;
  private int interfaceNumber;

  /**
   * Points this frame at captured bytes; the other properties stay as they are.
   *
   * @param buffer big-endian, holds the bytes; neither its position nor its limit matters
   * @param offset index of the first captured byte
   * @param capturedLength bytes captured
   * @param originalLength bytes that were on the wire, as the source says: may be nonsense
   */
  public void bytes(ByteBuffer buffer, int offset, int capturedLength, int originalLength) {
    this.buffer = buffer;
    this.offset = offset;
    this.capturedLength = capturedLength;
    this.originalLength = originalLength;
  }

  /**
   * Sets what the source says in addition to the bytes.
   *
   * @param number counted from 1 within the source, as Wireshark does
   * @param linkType LINKTYPE_ number of tcpdump.org
   * @param timeNanos nanoseconds since 1970 UTC
   * @param timeKnown false where the source has no time for it and an earlier one stands in
   */
  public void about(long number, int linkType, long timeNanos, boolean timeKnown) {
    this.number = number;
    this.linkType = linkType;
    this.timeNanos = timeNanos;
    this.timeKnown = timeKnown;
  }

  /**
   * Sets a VLAN tag that the kernel took out of the bytes, or {@link #NO_TCI}.
   *
   * @param vlanTci tag control information, with {@link PacketView#SERVICE_TAG} if the tag's type
   *     was not 0x8100
   */
  public void vlanTci(int vlanTci) {
    this.vlanTci = vlanTci;
  }

  /** Sets which of the source's interfaces captured it, counted from 0. */
  public void interfaceNumber(int interfaceNumber) {
    this.interfaceNumber = interfaceNumber;
  }

  /** Holds the bytes. */
  public ByteBuffer buffer() {
    return buffer;
  }

  /** Index in {@link #buffer()} of the first byte. */
  public int offset() {
    return offset;
  }

  /** Bytes that were captured. */
  public int capturedLength() {
    return capturedLength;
  }

  /** Bytes that were on the wire. */
  public int originalLength() {
    return originalLength;
  }

  /** LINKTYPE_ number of tcpdump.org. */
  public int linkType() {
    return linkType;
  }

  /** Nanoseconds since 1970 UTC. */
  public long timeNanos() {
    return timeNanos;
  }

  /** Returns whether the time is the frame's own. */
  public boolean timeKnown() {
    return timeKnown;
  }

  /** Counted from 1 within the source, as Wireshark does. */
  public long number() {
    return number;
  }

  /** Tag control information that the kernel took out, or {@link #NO_TCI}. */
  public int vlanTci() {
    return vlanTci;
  }

  /** Which of the source's interfaces captured it, counted from 0: two may see two networks. */
  public int interfaceNumber() {
    return interfaceNumber;
  }

  /** Walks through its headers; {@code packet} borrows the bytes until it is given others. */
  public PacketKind readInto(PacketView packet) {
    return packet.wrap(linkType, buffer, offset, capturedLength, originalLength, vlanTci);
  }
}
