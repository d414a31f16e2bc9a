package io.tlsfloor.capture.live;

import io.tlsfloor.capture.Damage;
import io.tlsfloor.capture.Frame;
import io.tlsfloor.capture.FrameSource;
import java.io.IOException;

/**
 * Frames of an interface, as they come. Confined to one thread, which alone may call every method.
 */
public interface LiveCapture extends FrameSource {
  /** Answer of {@link #nextNanos} when no frame is there. */
  long NOTHING = Long.MAX_VALUE;

  /**
   * Time of the frame that {@link #poll} would give, in nanoseconds since 1970 UTC; {@link
   * #NOTHING} when none is there at the moment.
   */
  long nextNanos();

  /**
   * Points {@code frame} at the next frame, if one is there at the moment. Its bytes are valid
   * until the next call.
   */
  @Override
  boolean poll(Frame frame);

  /** Waits until a frame may be there, at most so long; may return early. */
  void await(long nanos);

  /**
   * Returns whether more frames may come.
   *
   * @throws CaptureException if capture broke off
   */
  @Override
  boolean isOpen() throws CaptureException;

  /**
   * Returns whether the interface went down since this was last asked, though it may be up again;
   * false where that is not known.
   */
  default boolean wentDown() {
    return false;
  }

  /** Returns what captures: {@code ring} or {@code pcap}. */
  default String engine() {
    return "";
  }

  /** Counts since capture began. */
  LiveStats stats();

  /** Waits for a frame as long as it takes. */
  @Override
  default boolean next(Frame frame) throws IOException {
    while (!poll(frame)) {
      if (!isOpen()) {
        return false;
      }
      await(LiveOptions.TIMEOUT_MILLIS * 1_000_000L);
    }
    return true;
  }

  @Override
  default Damage damage() {
    return Damage.NONE;
  }

  @Override
  void close();
}
