package io.tlsfloor.capture.record;

/**
 * Where bytes lie in the file.
 *
 * @param frame number from 1, as Wireshark counts
 * @param offset of the first byte in the frame
 * @param hex the bytes, at most {@link #MAX_BYTES} of them
 * @param length how many there are
 */
public record Place(long frame, int offset, String hex, int length) {
  /** Bytes shown at most. */
  public static final int MAX_BYTES = 32;
}
