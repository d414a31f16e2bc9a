package io.tlsfloor.cli.proof;

import io.tlsfloor.testing.WireFrame;
import io.tlsfloor.testing.WirePackets;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * A TCP segment in an Ethernet, VLAN or bare IP packet that is no fragment. Reads and writes it
 * without the parser under test.
 */
final class Segment {
  private static final int TCP = 6;
  private static final int UDP = 17;
  private static final int DNS = 53;
  private static final int VXLAN = 4789;
  private static final int GENEVE = 6081;

  private final WireFrame packet;
  private final int ipAt;
  private final int tcpAt;
  private final int payloadAt;
  private final int payloadEnd;
  private final int missing;

  private Segment(
      WireFrame packet, int ipAt, int tcpAt, int payloadAt, int payloadEnd, int missing) {
    this.packet = packet;
    this.ipAt = ipAt;
    this.tcpAt = tcpAt;
    this.payloadAt = payloadAt;
    this.payloadEnd = payloadEnd;
    this.missing = missing;
  }

  /** The segment in {@code packet}; empty for anything else, and where a header was cut. */
  static Optional<Segment> in(WireFrame packet) {
    byte[] bytes = packet.bytes();
    int ip = ipAt(packet);
    if (ip < 0 || bytes.length < ip + 20) {
      return Optional.empty();
    }
    int tcp;
    int end;
    if (bytes[ip] >> 4 == 4) {
      boolean fragment = (u16(bytes, ip + 6) & 0x3FFF) != 0;
      if (bytes[ip + 9] != TCP || fragment) {
        return Optional.empty();
      }
      tcp = ip + (bytes[ip] & 15) * 4;
      end = u16(bytes, ip + 2) == 0 ? packet.originalLength() : ip + u16(bytes, ip + 2);
    } else if (bytes[ip] >> 4 == 6 && bytes.length >= ip + 40 && bytes[ip + 6] == TCP) {
      tcp = ip + 40;
      end = tcp + u16(bytes, ip + 4);
    } else {
      return Optional.empty();
    }
    if (bytes.length < tcp + 20) {
      return Optional.empty();
    }
    int payload = tcp + (bytes[tcp + 12] >> 4 & 15) * 4;
    if (bytes.length < payload || end < payload) {
      return Optional.empty();
    }
    int there = Math.min(end, bytes.length);
    return Optional.of(new Segment(packet, ip, tcp, payload, there, end - there));
  }

  /** Index of the IP header, behind Ethernet and its tags; -1 for what this class does not read. */
  static int ipAt(WireFrame packet) {
    byte[] bytes = packet.bytes();
    if (packet.linkType() == WireFrame.RAW_IP) {
      return 0;
    }
    if (packet.linkType() != WireFrame.ETHERNET) {
      return -1;
    }
    int at = 12;
    while (at + 2 <= bytes.length) {
      int type = u16(bytes, at);
      at += 2;
      if (type == 0x0800 || type == 0x86DD) {
        return at;
      }
      if (type != 0x8100 && type != 0x88A8) {
        return -1;
      }
      at += 2;
    }
    return -1;
  }

  /** Returns whether it is a whole UDP datagram behind Ethernet, tags and IP, and no tunnel. */
  static boolean isUdp(WireFrame packet) {
    byte[] bytes = packet.bytes();
    int ip = ipAt(packet);
    if (ip < 0 || bytes.length < ip + 28) {
      return false;
    }
    boolean v4 = bytes[ip] >> 4 == 4;
    int port = u16(bytes, ip + (v4 ? 22 : 42));
    return (v4 ? bytes[ip + 9] == UDP && (u16(bytes, ip + 6) & 0x3FFF) == 0 : bytes[ip + 6] == UDP)
        && port != VXLAN
        && port != GENEVE;
  }

  /** Returns what a DNS server says, over UDP or TCP, a character for each byte; else empty. */
  static String dnsAnswer(WireFrame packet) {
    byte[] bytes = packet.bytes();
    Segment segment = in(packet).orElse(null);
    if (segment != null) {
      boolean answer = u16(bytes, segment.tcpAt) == DNS;
      return answer ? new String(segment.payload(), StandardCharsets.ISO_8859_1) : "";
    }
    if (!isUdp(packet)) {
      return "";
    }
    int udp = udpAt(packet);
    int payload = Math.min(udp + 8, bytes.length);
    return u16(bytes, udp) == DNS
        ? new String(bytes, payload, bytes.length - payload, StandardCharsets.ISO_8859_1)
        : "";
  }

  /** Index of the header of a UDP datagram; for those that {@link #isUdp} says yes to. */
  static int udpAt(WireFrame packet) {
    return ipAt(packet) + (isV4(packet) ? 20 : 40);
  }

  /** Sender and receiver of an IP packet, a character for each byte of an address. */
  static List<String> ends(WireFrame packet) {
    int length = isV4(packet) ? 4 : 16;
    int at = ipAt(packet) + (isV4(packet) ? 12 : 8);
    String both = new String(packet.bytes(), at, 2 * length, StandardCharsets.ISO_8859_1);
    return List.of(both.substring(0, length), both.substring(length));
  }

  private static boolean isV4(WireFrame packet) {
    return packet.bytes()[ipAt(packet)] >> 4 == 4;
  }

  WireFrame packet() {
    return packet;
  }

  int sequence() {
    return ByteBuffer.wrap(packet.bytes()).getInt(tcpAt + 4);
  }

  int ack() {
    return ByteBuffer.wrap(packet.bytes()).getInt(tcpAt + 8);
  }

  int flags() {
    return packet.bytes()[tcpAt + 13] & 0xFF;
  }

  /** Returns whether it opens or ends something. */
  boolean isEvent() {
    return (flags() & (WirePackets.SYN | WirePackets.FIN | WirePackets.RST)) != 0;
  }

  /** Payload bytes that were captured. */
  byte[] payload() {
    return Arrays.copyOfRange(packet.bytes(), payloadAt, payloadEnd);
  }

  int length() {
    return payloadEnd - payloadAt;
  }

  /** Payload bytes that were not captured. */
  int missing() {
    return missing;
  }

  /** Sender and receiver: equal for all segments of one direction. */
  String direction() {
    return addresses() + HexFormat.of().formatHex(packet.bytes(), tcpAt, tcpAt + 4);
  }

  /** Both ends: equal for both directions. */
  String connection() {
    String all = direction();
    int half = addresses().length() / 2;
    String one = all.substring(0, half) + all.substring(2 * half, 2 * half + 4);
    String other = all.substring(half, 2 * half) + all.substring(2 * half + 4);
    return one.compareTo(other) < 0 ? one + other : other + one;
  }

  private String addresses() {
    boolean v4 = packet.bytes()[ipAt] >> 4 == 4;
    int from = ipAt + (v4 ? 12 : 8);
    return HexFormat.of().formatHex(packet.bytes(), from, from + (v4 ? 8 : 32));
  }

  /** The same segment with other bytes in another place of the stream. */
  WireFrame with(int sequence, int flags, byte[] payload) {
    byte[] bytes = Arrays.copyOf(packet.bytes(), payloadAt + payload.length);
    System.arraycopy(payload, 0, bytes, payloadAt, payload.length);
    ByteBuffer out = ByteBuffer.wrap(bytes);
    out.putInt(tcpAt + 4, sequence).put(tcpAt + 13, (byte) flags);
    if (bytes[ipAt] >> 4 == 4) {
      out.putShort(ipAt + 2, (short) (bytes.length - ipAt));
    } else {
      out.putShort(ipAt + 4, (short) (bytes.length - tcpAt));
    }
    return packet.with(bytes);
  }

  /** The same packet captured only up to {@code kept} bytes of payload. */
  WireFrame cutAfter(int kept) {
    return new WireFrame(
        packet.nanos(),
        packet.linkType(),
        Arrays.copyOf(packet.bytes(), payloadAt + kept),
        Math.max(packet.originalLength(), payloadEnd));
  }

  private static int u16(byte[] bytes, int at) {
    return (bytes[at] & 0xFF) << 8 | bytes[at + 1] & 0xFF;
  }
}
