package io.tlsfloor.capture.dissection;

import io.tlsfloor.capture.retention.KeptFrame;
import io.tlsfloor.parser.observation.FrameRef;
import io.tlsfloor.parser.observation.TlsConnection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A connection whose evidence names frames by their places in a list, counted from 1. */
final class Renumbered {
  private final Map<Key, Long> places = new HashMap<>();

  /** A frame's name; its time may be that of the datagram that it is a part of. */
  private record Key(String file, long number) {}

  private Renumbered(List<KeptFrame> frames) {
    for (int i = 0; i < frames.size(); i++) {
      places.put(new Key(frames.get(i).source(), frames.get(i).number()), i + 1L);
    }
  }

  /** The connection; a frame that is not in the list gets the number 0. */
  static TlsConnection of(TlsConnection connection, List<KeptFrame> frames) {
    Renumbered renumbered = new Renumbered(frames);
    return connection.with(connection.evidence().renamed(renumbered::ref));
  }

  private FrameRef ref(FrameRef ref) {
    long place = places.getOrDefault(new Key(ref.file(), ref.number()), 0L);
    return new FrameRef(ref.file(), place, ref.time());
  }
}
