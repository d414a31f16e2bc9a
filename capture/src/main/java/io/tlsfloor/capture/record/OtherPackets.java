package io.tlsfloor.capture.record;

import io.tlsfloor.capture.Frame;
import io.tlsfloor.parser.observation.Peer;
import io.tlsfloor.parser.observation.TlsConnection;
import io.tlsfloor.parser.packet.PacketKind;
import io.tlsfloor.parser.packet.PacketView;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
  private record Wanted(TlsConnection connection, boolean outside, long beyond) {}

  /**
   * For some connections.
   *
   * @param recorder of the run
   * @param begins first frames of connections by their ends: there an earlier one is over
   */
  public OtherPackets(
      RunRecorder recorder, List<TlsConnection> connections, Map<BothEnds, List<Long>> begins) {
    this.recorder = recorder;
    for (TlsConnection connection : connections) {
      long first = connection.evidence().first().number();
      long beyond =
          begins.getOrDefault(BothEnds.of(connection), List.of()).stream()
              .filter(begin -> begin > first)
              .min(Long::compare)
              .orElse(Long.MAX_VALUE);
      List<BothEnds> sights = BothEnds.sightsOf(connection);
      for (int i = 0; i < sights.size(); i++) {
        wanted
            .computeIfAbsent(sights.get(i), e -> new ArrayList<>())
            .add(new Wanted(connection, i > 0, beyond));
      }
    }
  }

  /** Takes a frame after the analyzer did. */
  public void frame(Frame frame) {
    PacketKind kind = frame.readInto(packet);
    Optional<BothEnds> ends = BothEnds.of(kind, packet);
    if (ends.isEmpty()) {
      return;
    }
    Peer destination = new Peer(packet.destination(), packet.destinationPort());
    for (Wanted each : wanted.getOrDefault(ends.get(), List.of())) {
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
                            0,
                            packet.payloadLength(),
                            packet.missing(),
                            packet.tunnels()),
                        destination.equals(each.connection().server()),
                        each.outside()));
      }
    }
  }
}
