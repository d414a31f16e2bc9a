package io.tlsfloor.capture.stream;

import io.tlsfloor.parser.observation.FrameRef;

/** Which frame is being read: set for each frame, copied where it is remembered. */
public final class FrameMark {
  private static final long[] NONE = {};

  private String file = "";
  private long number;
  private long timeNanos;
  private long[] fragments = NONE;

  /** Sets all three; the frame's datagram is no fragment. */
  public void set(String file, long number, long timeNanos) {
    this.file = file;
    this.number = number;
    this.timeNanos = timeNanos;
    this.fragments = NONE;
  }

  /** Marks no frame. */
  public void clear() {
    set("", 0, 0);
  }

  /** Takes over another mark's values. */
  public void set(FrameMark other) {
    set(other.file, other.number, other.timeNanos);
    fragments = other.fragments;
  }

  /** Takes over a frame's values. */
  public void set(FrameRef frame) {
    set(frame.file(), frame.number(), frame.timeNanos());
  }

  /** Says which frames brought the fragments of the datagram that this frame made whole. */
  public void fragments(long[] numbers) {
    fragments = numbers;
  }

  /**
   * Numbers of the frames that brought earlier fragments, and of this one; empty for no fragment.
   */
  public long[] fragments() {
    return fragments;
  }

  /** The capture file or interface. */
  public String file() {
    return file;
  }

  /** Counted from 1 within the file. */
  public long number() {
    return number;
  }

  /** Nanoseconds since 1970 UTC. */
  public long timeNanos() {
    return timeNanos;
  }

  /** Returns whether it comes before another one of the same file: by time, then by number. */
  public boolean isBefore(FrameMark other) {
    return timeNanos < other.timeNanos || timeNanos == other.timeNanos && number < other.number;
  }

  @Override
  public String toString() {
    return file + "#" + number;
  }

  /** The same as a value. */
  public FrameRef toRef() {
    return new FrameRef(file, number, timeNanos);
  }
}
