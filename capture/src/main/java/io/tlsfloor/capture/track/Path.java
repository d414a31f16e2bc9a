package io.tlsfloor.capture.track;

import io.tlsfloor.parser.packet.PacketView;
import java.util.List;

/** The encapsulation of a connection's first payload packet. */
final class Path {
  private List<String> tunnels = List.of();
  private int vlan = PacketView.NO_VLAN;
  private int innerVlan = PacketView.NO_VLAN;

  void set(PacketView packet) {
    if (packet.tunnelCount() > 0) {
      tunnels = packet.tunnels();
    }
    vlan = packet.vlan();
    innerVlan = packet.innerVlan();
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
