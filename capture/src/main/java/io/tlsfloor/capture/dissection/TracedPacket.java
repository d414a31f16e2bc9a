package io.tlsfloor.capture.dissection;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A packet of a connection.
 *
 * @param frame number from 1, as Wireshark counts
 * @param timeNanos since 1970 UTC
 * @param capturedLength bytes of the frame that were captured
 * @param originalLength bytes of the frame on the wire
 * @param fromClient who sent it
 * @param flags TCP control bits; empty for UDP
 * @param payload bytes of payload, those that were not captured included
 * @param missing bytes of payload that were not captured
 * @param fragments frames that it was put together from; empty for a packet in one frame
 * @param tunnels around it, outermost first
 * @param outside whether it is the same connection's other side of a NAT
 * @param copy whether its payload brings nothing new: sent again, or captured twice
 */
public record TracedPacket(
    long frame,
    long timeNanos,
    int capturedLength,
    int originalLength,
    boolean fromClient,
    Optional<Integer> flags,
    int payload,
    int missing,
    List<Long> fragments,
    List<String> tunnels,
    boolean outside,
    boolean copy) {
  private static final List<String> FLAGS =
      List.of("FIN", "SYN", "RST", "PSH", "ACK", "URG", "ECE", "CWR"); // from the lowest bit

  /** Copies the lists. */
  public TracedPacket {
    fragments = List.copyOf(fragments);
    tunnels = List.copyOf(tunnels);
  }

  /** Names of the TCP control bits that are set, as RFC 9293 §3.1 spells them; none for UDP. */
  public List<String> flagNames() {
    List<String> names = new ArrayList<>();
    for (int bit = 0; bit < FLAGS.size(); bit++) {
      if ((flags.orElse(0) & 1 << bit) != 0) {
        names.add(FLAGS.get(bit));
      }
    }
    return names;
  }

  /** This packet, with its payload known to bring nothing new. */
  TracedPacket asCopy() {
    return new TracedPacket(
        frame,
        timeNanos,
        capturedLength,
        originalLength,
        fromClient,
        flags,
        payload,
        missing,
        fragments,
        tunnels,
        outside,
        true);
  }
}
