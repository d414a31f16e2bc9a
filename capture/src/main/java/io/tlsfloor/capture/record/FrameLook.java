package io.tlsfloor.capture.record;

import io.tlsfloor.capture.Frame;
import io.tlsfloor.parser.observation.Peer;
import io.tlsfloor.parser.observation.TlsConnection;
import io.tlsfloor.parser.observation.Transport;
import io.tlsfloor.parser.packet.PacketKind;
import io.tlsfloor.parser.packet.PacketView;
import java.util.List;
import java.util.Optional;

/**
 * Holds what a frame is, by itself.
 *
 * @param number from 1, as Wireshark counts
 * @param timeNanos since 1970 UTC
 * @param capturedLength bytes that were captured
 * @param originalLength bytes on the wire
 * @param what for people: {@code ARP}, {@code a TCP segment from … to …}
 * @param tunnels around it, outermost first
 * @param transport of TCP and UDP
 * @param source of TCP and UDP
 * @param destination of TCP and UDP
 */
public record FrameLook(
    long number,
    long timeNanos,
    int capturedLength,
    int originalLength,
    String what,
    List<String> tunnels,
    Optional<Transport> transport,
    Optional<Peer> source,
    Optional<Peer> destination) {
  /** Copies the list. */
  public FrameLook {
    tunnels = List.copyOf(tunnels);
  }

  /** Looks at a frame. */
  public static FrameLook of(Frame frame) {
    PacketView packet = new PacketView();
    PacketKind kind =
        packet.wrap(
            frame.linkType(),
            frame.buffer(),
            frame.offset(),
            frame.capturedLength(),
            frame.originalLength(),
            frame.vlanTci());
    boolean ports = kind == PacketKind.TCP || kind == PacketKind.UDP;
    return new FrameLook(
        frame.number(),
        frame.timeNanos(),
        frame.capturedLength(),
        frame.originalLength(),
        FrameWords.of(kind, packet),
        packet.tunnels(),
        ports
            ? Optional.of(kind == PacketKind.TCP ? Transport.TCP : Transport.UDP)
            : Optional.empty(),
        ports ? Optional.of(new Peer(packet.source(), packet.sourcePort())) : Optional.empty(),
        ports
            ? Optional.of(new Peer(packet.destination(), packet.destinationPort()))
            : Optional.empty());
  }

  /** Returns whether the frame goes between the ends of {@code connection}, in either direction. */
  public boolean isBetweenEndsOf(TlsConnection connection) {
    if (transport.isEmpty() || transport.get() != connection.transport()) {
      return false;
    }
    Peer one = source.orElseThrow();
    Peer other = destination.orElseThrow();
    Peer client = connection.client();
    Peer outside = connection.nat().orElse(client);
    boolean forth =
        other.equals(connection.server()) && (one.equals(client) || one.equals(outside));
    boolean back =
        one.equals(connection.server()) && (other.equals(client) || other.equals(outside));
    return forth || back;
  }
}
