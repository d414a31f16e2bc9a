package io.tlsfloor.cli.proof;

import io.tlsfloor.testing.WireFrame;
import java.util.Arrays;
import java.util.Optional;

/** The payload of a TCP segment or of a UDP datagram that names nothing. */
final class Payload {
  private static final int UDP_HEADER_BYTES = 8;

  private Payload() {}

  /**
   * Returns what all packets of its connection have in common; empty where there is no such
   * payload.
   */
  static Optional<String> conversation(WireFrame packet) {
    Optional<Segment> segment = Segment.in(packet);
    if (segment.isPresent()) {
      return segment.map(Segment::connection);
    }
    if (!Segment.isUdp(packet) || !Segment.dnsAnswer(packet).isEmpty()) {
      return Optional.empty();
    }
    int udp = start(packet) - UDP_HEADER_BYTES;
    String from = Segment.ends(packet).get(0) + port(packet, udp);
    String to = Segment.ends(packet).get(1) + port(packet, udp + 2);
    return Optional.of("udp " + (from.compareTo(to) < 0 ? from + to : to + from));
  }

  private static int port(WireFrame packet, int at) {
    return (packet.bytes()[at] & 0xFF) << 8 | packet.bytes()[at + 1] & 0xFF;
  }

  /** Bytes of it that were captured. */
  static int length(WireFrame packet) {
    return Segment.in(packet)
        .map(Segment::length)
        .orElseGet(() -> packet.bytes().length - start(packet));
  }

  /** The packet, captured only up to {@code kept} bytes of its payload. */
  static WireFrame cutAfter(WireFrame packet, int kept) {
    return Segment.in(packet)
        .map(segment -> segment.cutAfter(kept))
        .orElseGet(
            () ->
                new WireFrame(
                    packet.nanos(),
                    packet.linkType(),
                    Arrays.copyOf(packet.bytes(), start(packet) + kept),
                    packet.originalLength()));
  }

  /** Makes that of a datagram. */
  private static int start(WireFrame packet) {
    return Segment.udpAt(packet) + UDP_HEADER_BYTES;
  }
}
