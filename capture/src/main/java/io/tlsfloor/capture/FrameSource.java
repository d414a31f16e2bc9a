package io.tlsfloor.capture;

import java.io.Closeable;
import java.io.IOException;

/** Where frames come from, one after the other: a capture file, or a live interface. */
public interface FrameSource extends Closeable {
  /**
   * Points {@code frame} at the next frame. Its bytes are valid until the next call.
   *
   * <p>Damage in a file ends it: the call returns false and {@link #damage()} tells.
   *
   * @return false when there is none any more
   * @throws IOException if the source itself fails (a read error, never bad contents)
   */
  boolean next(Frame frame) throws IOException;

  /**
   * Points {@code frame} at the next frame, if one is there at the moment: a live source does not
   * wait. Its bytes are valid until the next call.
   */
  default boolean poll(Frame frame) throws IOException {
    return next(frame);
  }

  /** Returns whether more may come, once {@link #poll} gave nothing. A file is over then. */
  default boolean isOpen() throws IOException {
    return false;
  }

  /** The file as given or found, or the interface's name. */
  String name();

  /** Returns what is wrong with the contents, as far as is known by now. */
  Damage damage();

  /** Frames delivered so far. */
  long packets();

  /** Bytes read so far, of the file as it is stored. */
  long bytes();
}
