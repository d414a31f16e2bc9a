package io.tlsfloor.capture.chain;

import io.tlsfloor.capture.Frame;
import io.tlsfloor.capture.FrameSource;
import java.io.IOException;
import java.util.function.Consumer;

/** The loop over a source of frames. Everything that feeds an analyzer runs it. */
public final class FrameLoop {
  private FrameLoop() {}

  /** Says what else there is to do while frames are read. */
  public interface Pause {
    /**
     * Called between two batches of frames, and each time when none is there.
     *
     * @param any whether there was a frame since the last call; if not, this may wait for one
     * @return whether to go on
     */
    boolean goOn(boolean any) throws IOException;
  }

  /**
   * Gives frames to {@code taker} until the source is over or {@code pause} says no.
   *
   * @param batch frames between two pauses; a short loop, called often, runs compiled from early on
   * @param most frames of the source after which it ends
   * @throws IOException if the source itself fails, or the pause does
   */
  public static void run(
      FrameSource source, int batch, long most, Consumer<Frame> taker, Pause pause)
      throws IOException {
    Frame frame = new Frame();
    boolean full = true;
    while (full || source.isOpen()) {
      long left = most - source.packets();
      if (left <= 0) {
        return;
      }
      long before = source.packets();
      full = some(source, frame, (int) Math.min(batch, left), taker);
      if (!pause.goOn(full || source.packets() != before)) {
        return;
      }
    }
  }

  private static boolean some(FrameSource source, Frame frame, int most, Consumer<Frame> taker)
      throws IOException {
    for (int left = most; left > 0; left--) {
      if (!source.poll(frame)) {
        return false;
      }
      taker.accept(frame);
    }
    return true;
  }

  /** Gives all frames of a source to {@code taker}. */
  public static void run(FrameSource source, Consumer<Frame> taker) throws IOException {
    run(source, 64, Long.MAX_VALUE, taker, any -> true);
  }
}
