package io.tlsfloor.capture.fragment;

import io.tlsfloor.capture.stream.FrameMark;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * An IP datagram that was put together from fragments, or the beginning of one whose rest never
 * came: up to the first byte that is missing. Owns its bytes.
 *
 * @param datagram from index 0, big-endian, with an IP header of its own that has neither options
 *     nor extension headers and does not speak of fragments
 * @param length of the whole datagram in bytes, header included, as far as fragments give it
 * @param first the frame that brought the first fragment
 * @param frames numbers of those that brought any of it, ascending, each once
 * @param conflict whether fragments that overlapped had different bytes; those that came first were
 *     kept
 */
public record Reassembled(
    ByteBuffer datagram, int length, FrameMark first, List<Long> frames, boolean conflict) {
  /** Copies the list. */
  public Reassembled {
    frames = List.copyOf(frames);
  }
}
