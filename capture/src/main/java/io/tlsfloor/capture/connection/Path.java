package io.tlsfloor.capture.connection;

import io.tlsfloor.parser.packet.PacketView;
import java.util.List;

/** The encapsulation of a connection's first payload packet. */
final class Path {
  private final List<String> tunnels;
  private final int vlan;
  private final int innerVlan;

  private static final Path PLAIN = new Path(List.of(), PacketView.NO_VLAN, PacketView.NO_VLAN);

  private Path(List<String> tunnels, int vlan, int innerVlan) {
    this.tunnels = tunnels;
    this.vlan = vlan;
    this.innerVlan = innerVlan;
  }

  /** The way of a packet; that of most has nothing of this. */
  static Path of(PacketView packet) {
    return packet.tunnelCount() == 0 && packet.vlan() < 0 && packet.innerVlan() < 0
        ? PLAIN
        : new Path(packet.tunnels(), packet.vlan(), packet.innerVlan());
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
