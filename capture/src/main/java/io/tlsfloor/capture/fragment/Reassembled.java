package io.tlsfloor.capture.fragment;

import java.nio.ByteBuffer;

/** An IP datagram that was put together from fragments. Owns its bytes. */
public final class Reassembled {
  private final ByteBuffer datagram;
  private final long[] frames;
  private final boolean conflict;

  Reassembled(ByteBuffer datagram, long[] frames, boolean conflict) {
    this.datagram = datagram;
    this.frames = frames;
    this.conflict = conflict;
  }

  /**
   * The whole datagram from index 0, big-endian, with an IP header of its own that has neither
   * options nor extension headers and does not speak of fragments.
   */
  public ByteBuffer datagram() {
    return datagram;
  }

  /** Bytes of {@link #datagram()}, header included. */
  public int length() {
    return datagram.limit();
  }

  /** Numbers of the frames that its bytes came from, ascending, each once. */
  public long[] frames() {
    return frames.clone();
  }

  /**
   * Returns whether fragments that overlapped had different bytes; those that came first were kept.
   */
  public boolean conflict() {
    return conflict;
  }
}
