package io.tlsfloor.parser.packet;

import io.tlsfloor.parser.Bytes;
import java.nio.ByteBuffer;

/**
 * Looks for an IP packet in the payload of a datagram, by what holds together in its header: IPv4
 * by length and checksum; IPv6, which has none, by its length, its addresses, and TCP or UDP right
 * inside. Stateless.
 */
public final class InnerPacket {
  /**
   * No header of a tunnel that is not known is longer, with Ethernet and tags in it, or with a
   * frame of 802.11 as Cisco's access points send it to who listens (PEEKREMOTE).
   */
  private static final int MAX_HEADER = 96;

  /** A frame check sequence; and chunks of SCTP are padded with up to three (RFC 9260 §3.2). */
  private static final int MAX_TRAILER = 4;

  private static final int IP4_HEADER = 20;
  private static final int IP4_TOTAL_LENGTH = 2;

  private static final int IP6_HEADER = 40; // RFC 8200 §3
  private static final int IP6_PAYLOAD_LENGTH = 4;
  private static final int IP6_NEXT_HEADER = 6;
  private static final int IP6_SOURCE = 8;
  private static final int IP6_DESTINATION = 24;

  /** Bytes in which a packet behind a header is seen, or is not there. */
  static final int MIN_TO_JUDGE = MAX_HEADER + IP6_HEADER;

  private static final int UDP_LENGTH = 4; // RFC 768
  private static final int TCP_HEADER = 20; // RFC 9293 §3.1
  private static final int TCP_OFFSET = 12;
  private static final int TCP_RESERVED = 0x0E; // the lowest bit was once ECN's

  private InnerPacket() {}

  /**
   * Returns whether a payload ends with an IP packet, behind a header of any kind: a tunnel that is
   * not read.
   *
   * @param start index of its first byte
   * @param available bytes of it that were captured
   * @param length bytes of it that were sent
   */
  public static boolean isBehindHeader(ByteBuffer buffer, int start, int available, int length) {
    int last = Math.min(MAX_HEADER, available - IP4_HEADER);
    for (int at = 0; at <= last; at++) {
      int version = Bytes.u8(buffer, start + at) >>> 4; // first, since random bytes rarely have it
      if (version == 4 && isIp4AtEnd(buffer, start + at, available - at, length - at)
          || version == 6 && isIp6AtEnd(buffer, start + at, available - at, length - at)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isIp4AtEnd(ByteBuffer buffer, int at, int available, int length) {
    int trailer = length - Bytes.u16(buffer, at + IP4_TOTAL_LENGTH);
    return trailer >= 0 && trailer <= MAX_TRAILER && isIp4(buffer, at, available, length - trailer);
  }

  private static boolean isIp6AtEnd(ByteBuffer buffer, int at, int available, int length) {
    int trailer = length - IP6_HEADER - Bytes.u16(buffer, at + IP6_PAYLOAD_LENGTH);
    return trailer >= 0 && trailer <= MAX_TRAILER && isIp6(buffer, at, available, length - trailer);
  }

  private static boolean isIp4(ByteBuffer buffer, int at, int available, int length) {
    if (available < IP4_HEADER || Bytes.u8(buffer, at) >>> 4 != 4) {
      return false;
    }
    int header = 4 * (Bytes.u8(buffer, at) & 0xF);
    if (header < IP4_HEADER
        || available < header
        || Bytes.u16(buffer, at + IP4_TOTAL_LENGTH) != length) {
      return false;
    }
    int sum = 0;
    for (int i = 0; i < header; i += 2) {
      sum += Bytes.u16(buffer, at + i);
    }
    return (sum & 0xFFFF) + (sum >>> 16) == 0xFFFF; // RFC 791 §3.1: the sum's complement is 0
  }

  private static boolean isIp6(ByteBuffer buffer, int at, int available, int length) {
    if (available < IP6_HEADER
        || Bytes.u8(buffer, at) >>> 4 != 6
        || Bytes.u16(buffer, at + IP6_PAYLOAD_LENGTH) + IP6_HEADER != length) {
      return false;
    }
    int next = Bytes.u8(buffer, at + IP6_NEXT_HEADER);
    return (next == IpLayer.TCP || next == IpLayer.UDP)
        && isUnicast(Bytes.u8(buffer, at + IP6_SOURCE))
        && isUnicast(Bytes.u8(buffer, at + IP6_DESTINATION))
        && isSegment(buffer, at + IP6_HEADER, available - IP6_HEADER, length - IP6_HEADER, next);
  }

  /**
   * Returns whether what is inside may be TCP or UDP, as far as it was captured: random bytes, of
   * which there are many, pass for the rest less than once in a hundred million datagrams.
   */
  private static boolean isSegment(
      ByteBuffer buffer, int at, int available, int length, int protocol) {
    if (protocol == IpLayer.UDP) {
      return available < UDP_LENGTH + 2 || Bytes.u16(buffer, at + UDP_LENGTH) == length;
    }
    int offset = available <= TCP_OFFSET ? 5 << 4 : Bytes.u8(buffer, at + TCP_OFFSET);
    return length >= TCP_HEADER && offset >>> 4 >= 5 && (offset & TCP_RESERVED) == 0;
  }

  /**
   * Looks at the first byte of an IPv6 address: global, unique local, or link-local (RFC 4291
   * §2.4).
   */
  private static boolean isUnicast(int first) {
    return first >>> 5 == 1 || first >>> 1 == 0x7E || first == 0xFE;
  }
}
