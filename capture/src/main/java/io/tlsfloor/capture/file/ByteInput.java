package io.tlsfloor.capture.file;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.OptionalLong;

/** Where a capture's bytes come from, uncompressed and in order. */
interface ByteInput extends Closeable {
  /**
   * Reads what is there, at least one byte unless {@code into} is full; waits if there is none yet.
   *
   * @return bytes read; -1 at the end
   * @throws DamagedInputException if the compressed data around the capture is damaged
   * @throws IOException if the input itself fails
   */
  int read(ByteBuffer into) throws IOException;

  /**
   * Passes over bytes without reading them, where the input can.
   *
   * @return how many were passed over, 0 to {@code count}; past the end of a file counts
   */
  long skip(long count) throws IOException;

  /** Bytes read so far, as stored. */
  long storedBytes();

  /** Size as stored, if known. */
  OptionalLong storedSize();

  /** Returns whether it may be read on another thread than the one that asks for its bytes. */
  default boolean readsAhead() {
    return false;
  }

  /** Returns whether a read at the end waits until another program writes more. */
  default boolean waitsForMore() {
    return false;
  }

  /**
   * Returns whether bytes that are missing at the end may still come, so that their lack is no
   * damage.
   */
  boolean isGrowing();
}
