package io.tlsfloor.capture.record;

import io.tlsfloor.parser.observation.FrameRef;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The frames of a connection up to its verdict.
 *
 * @param frames its own, fragments included, in the order of the capture
 * @param answers for each frame with a name of the server, that frame and those before it that it
 *     was put together with
 * @param toldNanos packet time of the verdict, in nanoseconds since 1970: no frame came until then
 * @param whole whether all of its frames are here, and none was left out for lack of room
 */
public record ConnectionFrames(
    List<KeptFrame> frames, Map<FrameRef, List<KeptFrame>> answers, long toldNanos, boolean whole) {
  /** Copies list and map. */
  public ConnectionFrames {
    frames = List.copyOf(frames);
    answers = new LinkedHashMap<>(answers);
  }

  /** Memory that they take, about. */
  public long heldBytes() {
    long bytes = 0;
    for (KeptFrame frame : frames) {
      bytes += frame.heldBytes();
    }
    for (List<KeptFrame> answer : answers.values()) {
      for (KeptFrame frame : answer) {
        bytes += frame.heldBytes();
      }
    }
    return bytes;
  }

  /** The same without any frame, where there is no room for them. */
  public ConnectionFrames emptied() {
    return new ConnectionFrames(List.of(), Map.of(), toldNanos, false);
  }
}
