package io.tlsfloor.capture.fragment;

import io.tlsfloor.capture.stream.FrameMark;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * The beginning of an IP datagram whose rest never came: its fragments from the first byte up to
 * the first that is missing. Owns its bytes.
 *
 * @param datagram from index 0, big-endian, with an IP header of its own, as in {@link Reassembled}
 * @param length of the whole datagram in bytes, header included, as far as fragments give it
 * @param frame that brought the first fragment
 * @param frames numbers of those that brought any of it, ascending, each once
 * @param conflict whether fragments that overlapped had different bytes
 */
public record Beginning(
    ByteBuffer datagram, int length, FrameMark frame, List<Long> frames, boolean conflict) {
  /** Copies the list. */
  public Beginning {
    frames = List.copyOf(frames);
  }
}
