package io.tlsfloor.capture.connection;

import io.tlsfloor.parser.packet.PacketView;
import java.util.List;

/** The encapsulation of a connection's first payload packet. */
final class Path {
  private final List<String> tunnels;
  private final int vlan;
  private final int innerVlan;

  Path(PacketView packet) {
    tunnels = packet.tunnelCount() > 0 ? packet.tunnels() : List.of();
    vlan = packet.vlan();
    innerVlan = packet.innerVlan();
  }

  /** Whether there is none. */
  boolean isPlain() {
    return tunnels.isEmpty() && vlan < 0 && innerVlan < 0;
  }

  List<String> tunnels() {
    return tunnels;
  }

  int vlan() {
    return vlan;
  }

  int innerVlan() {
    return innerVlan;
  }
}
