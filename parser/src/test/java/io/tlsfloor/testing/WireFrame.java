package io.tlsfloor.testing;

import java.util.Arrays;

/**
 * A captured frame, in memory.
 *
 * @param nanos time since 1970 UTC
 * @param linkType LINKTYPE_ number
 * @param bytes as captured
 * @param originalLength bytes that were on the wire
 */
@SuppressWarnings("ArrayRecordComponent") // made and read by tests, never compared
public record WireFrame(long nanos, int linkType, byte[] bytes, int originalLength) {
  /** LINKTYPE_ETHERNET. */
  public static final int ETHERNET = 1;

  /** LINKTYPE_RAW: IP at once. */
  public static final int RAW_IP = 101;

  /** A frame of Ethernet, of which up to {@code snapLength} bytes are captured. */
  public static WireFrame ethernet(long nanos, byte[] frame, int snapLength) {
    return new WireFrame(nanos, ETHERNET, frame, frame.length).snapped(snapLength);
  }

  /** The same, of which up to {@code snapLength} bytes are captured. */
  public WireFrame snapped(int snapLength) {
    byte[] kept = Arrays.copyOf(bytes, Math.min(bytes.length, snapLength));
    return new WireFrame(nanos, linkType, kept, originalLength);
  }

  /** The same at another time. */
  public WireFrame at(long otherNanos) {
    return new WireFrame(otherNanos, linkType, bytes, originalLength);
  }

  /** Another frame at the same time, captured whole. */
  public WireFrame with(byte[] otherBytes) {
    return new WireFrame(nanos, linkType, otherBytes, otherBytes.length);
  }

  /** Returns whether no byte is missing. */
  public boolean whole() {
    return bytes.length >= originalLength;
  }
}
