package io.tlsfloor.capture.record;

import io.tlsfloor.capture.Frame;
import io.tlsfloor.parser.observation.Peer;
import io.tlsfloor.parser.observation.TlsConnection;
import io.tlsfloor.parser.observation.Transport;
import io.tlsfloor.parser.packet.PacketKind;
import io.tlsfloor.parser.packet.PacketView;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Lists with a connection what is between its ends and was not read for it: what came after the
 * verdict, and the other side of a NAT.
 */
public final class OtherPackets {
  private final RunRecorder recorder;
  private final Map<BothEnds, List<Wanted>> wanted = new HashMap<>();
  private final PacketView packet = new PacketView();

  /**
   * A connection, and its ends on one side of a NAT.
   *
   * @param beyond the first frame of the next connection between the same ends
   */
  private record Wanted(TlsConnection connection, Peer client, boolean outside, long beyond) {}

  /**
   * For some connections.
   *
   * @param recorder of the run
   * @param others that are in the file too: where one begins, an earlier one of the same ends is
   *     over
   */
  public OtherPackets(
      RunRecorder recorder, List<TlsConnection> connections, List<TlsConnection> others) {
    this.recorder = recorder;
    for (TlsConnection connection : connections) {
      long first = connection.evidence().first().number();
      long beyond = Long.MAX_VALUE;
      for (TlsConnection other : others) {
        long begins = other.evidence().first().number();
        if (begins > first && BothEnds.of(connection).equals(BothEnds.of(other))) {
          beyond = Math.min(beyond, begins);
        }
      }
      want(new Wanted(connection, connection.client(), false, beyond));
      if (connection.nat().isPresent()) {
        want(new Wanted(connection, connection.nat().get(), true, beyond));
      }
    }
  }

  private void want(Wanted each) {
    TlsConnection connection = each.connection();
    BothEnds ends = BothEnds.of(connection.transport(), each.client(), connection.server());
    wanted.computeIfAbsent(ends, e -> new ArrayList<>()).add(each);
  }

  /** Takes a frame after the analyzer did. */
  public void frame(Frame frame) {
    PacketKind kind =
        packet.wrap(
            frame.linkType(),
            frame.buffer(),
            frame.offset(),
            frame.capturedLength(),
            frame.originalLength(),
            frame.vlanTci());
    if (kind != PacketKind.TCP && kind != PacketKind.UDP) {
      return;
    }
    Peer source = new Peer(packet.source(), packet.sourcePort());
    Peer destination = new Peer(packet.destination(), packet.destinationPort());
    Transport transport = kind == PacketKind.TCP ? Transport.TCP : Transport.UDP;
    for (Wanted each :
        wanted.getOrDefault(BothEnds.of(transport, source, destination), List.of())) {
      long first = each.connection().evidence().first().number();
      if (frame.number() > first && frame.number() < each.beyond()) {
        recorder.look(frame, "");
        recorder
            .recording(first)
            .ifPresent(
                recording ->
                    recording.other(
                        recorder.packet(
                            Recording.NO_DIRECTION,
                            kind == PacketKind.TCP ? packet.flags() : 0,
                            packet.payloadLength(),
                            packet.missing(),
                            packet.tunnels()),
                        destination.equals(each.connection().server()),
                        each.outside()));
      }
    }
  }
}
