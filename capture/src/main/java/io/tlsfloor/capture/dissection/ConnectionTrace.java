package io.tlsfloor.capture.dissection;

import java.util.List;

/**
 * Holds what the file holds of a connection.
 *
 * @param packets in the order of the file, the first {@link Tracer#MAX_PACKETS} of them
 * @param morePackets packets after those
 * @param lastFrame number of the last frame that belongs to the connection
 * @param messages in the order in which they begin in the file
 * @param assembly how streams were put together, in sentences
 */
public record ConnectionTrace(
    List<TracedPacket> packets,
    long morePackets,
    long lastFrame,
    List<LocatedMessage> messages,
    List<String> assembly) {
  /** Copies the lists. */
  public ConnectionTrace {
    packets = List.copyOf(packets);
    messages = List.copyOf(messages);
    assembly = List.copyOf(assembly);
  }
}
