package io.tlsfloor.capture.flow;

import io.tlsfloor.parser.observation.IpAddress;
import io.tlsfloor.parser.observation.Peer;
import org.jspecify.annotations.Nullable;

/**
 * One entry of a {@link FlowTable}: who talks to whom, and when a packet was last seen. What the
 * flow carries is added by subclasses.
 */
public abstract class Flow {
  boolean v4;
  long lowerHigh;
  long lowerLow;
  long upperHigh;
  long upperLow;
  int ports;
  long hash;

  @Nullable Flow older;
  @Nullable Flow newer;
  FlowTable.@Nullable Age age;
  long touchedNanos;

  /** The end that sends in {@code direction}; allocates. */
  public final Peer sender(int direction) {
    return direction == 0
        ? new Peer(address(lowerHigh, lowerLow), ports >>> 16)
        : new Peer(address(upperHigh, upperLow), ports & 0xFFFF);
  }

  /** The port of the end that sends in {@code direction}. */
  public final int senderPort(int direction) {
    return direction == 0 ? ports >>> 16 : ports & 0xFFFF;
  }

  private IpAddress address(long high, long low) {
    return v4 ? IpAddress.v4((int) low) : IpAddress.v6(high, low);
  }

  /** Packet time, in nanoseconds since 1970, up to a second before the last packet. */
  public final long touchedNanos() {
    return touchedNanos;
  }
}
