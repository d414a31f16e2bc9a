package io.tlsfloor.capture.file;

/** Steers how a growing capture is followed, from the thread that reads it. */
public interface FollowControl {
  /**
   * Returns whether to stop waiting: asked at least four times a second while nothing new comes.
   */
  boolean stopped();

  /**
   * Called just before each wait of at most a quarter of a second, when all that was written so far
   * has been read: the time to hand on results.
   */
  default void idle() {}

  /** Called once, when nothing more is read: not when the capture turns out to be damaged. */
  default void ended(FollowEnd how) {}
}
