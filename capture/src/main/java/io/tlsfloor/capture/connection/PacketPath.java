package io.tlsfloor.capture.connection;

import io.tlsfloor.parser.packet.PacketView;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the packets of a connection came: in which networks, through which tunnels, in fragments, cut
 * by the snap length. A part of a {@link Connection}, used again.
 */
final class PacketPath {
  private long network; // in which the first was seen, which keeps equal ends apart
  private long otherNetwork; // likewise: of the other end's packets, or of copies
  private List<String> tunnels = List.of(); // of the first payload, as the next two
  private int vlan = PacketView.NO_VLAN;
  private int innerVlan = PacketView.NO_VLAN;
  private boolean truncated;
  private boolean fragmented;
  private boolean contradicted;

  /** Forgets all, for another connection. */
  void clear() {
    begin(0);
    tunnels = List.of();
    vlan = PacketView.NO_VLAN;
    innerVlan = PacketView.NO_VLAN;
    truncated = false;
    fragmented = false;
    contradicted = false;
  }

  /** The first packet is of a network. */
  void begin(long number) {
    network = number;
    otherNetwork = number;
  }

  /** A packet is of a network. */
  void seenIn(long number) {
    if (number != network) {
      otherNetwork = number;
    }
  }

  /** The first payload came by a way that is not that of nearly all packets. */
  void firstPayload(PacketView view) {
    if (view.tunnelCount() > 0 || view.vlan() >= 0 || view.innerVlan() >= 0) {
      tunnels = view.tunnels();
      vlan = view.vlan();
      innerVlan = view.innerVlan();
    }
  }

  /**
   * Payload came.
   *
   * @param view says by which way; null for the common form of packet
   * @param missing bytes that the snap length took
   * @param conflict whether it came in IP fragments that contradict each other
   */
  void payload(@Nullable PacketView view, int missing, boolean conflict) {
    fragmented |= view != null && view.fragmented();
    truncated |= missing > 0;
    contradicted |= conflict;
  }

  /** Returns whether packets were seen in a network. */
  boolean isIn(long number) {
    return number == network || number == otherNetwork;
  }

  /** The networks in which they were seen, as rows of the table know them. */
  int networkBits() {
    return FlowTable.bit(network) | FlowTable.bit(otherNetwork);
  }

  /** Those around the first payload, outermost first. */
  List<String> tunnels() {
    return tunnels;
  }

  /** The VLAN of the first payload; negative for none. */
  int vlan() {
    return vlan;
  }

  /** The VLAN within that; negative for none. */
  int innerVlan() {
    return innerVlan;
  }

  /** Returns whether the snap length took bytes. */
  boolean isTruncated() {
    return truncated;
  }

  /** Returns whether some came in fragments. */
  boolean isFragmented() {
    return fragmented;
  }

  /** Returns whether fragments contradict each other. */
  boolean isContradicted() {
    return contradicted;
  }

  /** Returns whether it is that of nearly all packets: no tunnel, VLAN or fragment. */
  boolean isPlain() {
    return tunnels.isEmpty() && vlan < 0 && !fragmented;
  }
}
