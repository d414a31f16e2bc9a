package io.tlsfloor.capture.record;

import io.tlsfloor.capture.Frame;
import io.tlsfloor.parser.observation.Peer;
import io.tlsfloor.parser.observation.TlsConnection;
import io.tlsfloor.parser.packet.PacketKind;
import io.tlsfloor.parser.packet.PacketView;
import java.util.List;
import java.util.Optional;

/**
 * Holds what a frame is, by itself.
 *
 * @param number from 1, as Wireshark counts
 * @param originalLength bytes on the wire
 * @param what for people: {@code ARP}, {@code a TCP segment from … to …}
 * @param tunnels around it, outermost first
 * @param ends of TCP and UDP
 */
public record FrameLook(
    long number, int originalLength, String what, List<String> tunnels, Optional<BothEnds> ends) {
  /** Copies the list. */
  public FrameLook {
    tunnels = List.copyOf(tunnels);
  }

  /** Looks at a frame. */
  public static FrameLook of(Frame frame) {
    PacketView packet = new PacketView();
    PacketKind kind = frame.readInto(packet);
    return new FrameLook(
        frame.number(),
        frame.originalLength(),
        words(kind, packet),
        packet.tunnels(),
        BothEnds.of(kind, packet));
  }

  /** Returns whether the frame goes between the ends of {@code connection}, in either direction. */
  public boolean isBetweenEndsOf(TlsConnection connection) {
    return ends.isPresent() && BothEnds.sightsOf(connection).contains(ends.get());
  }

  /** Says what a frame is. */
  static String words(PacketKind kind, PacketView packet) {
    return switch (kind) {
      case TCP -> "a TCP segment" + ends(packet);
      case UDP -> "a UDP datagram" + ends(packet);
      case IP_FRAGMENT ->
          "a fragment of an IP datagram from "
              + packet.source()
              + " to "
              + packet.destination()
              + ", at offset "
              + packet.fragmentOffset();
      case NOT_OURS -> known(packet) + ", which never carries TLS";
      case UNSUPPORTED_LINK ->
          "of a link type that is not read (" + packet.unsupportedNumber() + ")";
      case UNSUPPORTED_TUNNEL -> "something that is not read: " + known(packet);
      case OPAQUE_TUNNEL -> "in an encrypted tunnel: " + known(packet);
      case TRUNCATED -> "cut by the capture inside its headers";
      case MALFORMED -> "malformed: its headers contradict themselves";
      case TOO_DEEP -> "nested too deep to be read";
    };
  }

  private static String ends(PacketView packet) {
    return " from "
        + new Peer(packet.source(), packet.sourcePort())
        + " to "
        + new Peer(packet.destination(), packet.destinationPort());
  }

  private static String known(PacketView packet) {
    int number = packet.unsupportedNumber();
    return switch (packet.unsupportedWhat()) {
      case "ethertype" -> ethertype(number);
      case "ip-protocol" -> protocol(number);
      default -> packet.unsupportedWhat() + " " + number;
    };
  }

  /** IEEE 802 Numbers. */
  private static String ethertype(int number) {
    return switch (number) {
      case 0x0806 -> "ARP";
      case 0x8035 -> "RARP";
      case 0x88CC -> "LLDP";
      case 0x888E -> "EAPOL";
      case 0x88F7 -> "PTP";
      case 0x8809 -> "LACP";
      default -> String.format("EtherType 0x%04x", number);
    };
  }

  /** IANA's Protocol Numbers. */
  private static String protocol(int number) {
    return switch (number) {
      case 1 -> "ICMP";
      case 2 -> "IGMP";
      case 50 -> "ESP";
      case 51 -> "AH";
      case 58 -> "ICMPv6";
      case 89 -> "OSPF";
      case 103 -> "PIM";
      case 112 -> "VRRP";
      case 132 -> "SCTP";
      default -> "IP protocol " + number;
    };
  }
}
