package io.tlsfloor.testing;

import static io.tlsfloor.testing.WireBytes.hex;
import static io.tlsfloor.testing.WireBytes.join;
import static io.tlsfloor.testing.WireBytes.u16;
import static io.tlsfloor.testing.WireBytes.u32;
import static io.tlsfloor.testing.WireBytes.u8;

import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * Writes packets for tests, from the inside out. Shares no constant with the parser, and writes
 * lengths but no checksums.
 */
public final class WirePackets {
  public static final int FIN = 1;
  public static final int SYN = 2;
  public static final int RST = 4;
  public static final int PSH = 8;
  public static final int ACK = 16;

  private static final int TCP = 6;
  private static final int UDP = 17;
  private static final byte[] MACS = hex("00005e005301 00005e005302");

  private WirePackets() {}

  /** A TCP segment with a header of 20 bytes. */
  public static byte[] tcp(int source, int destination, int sequence, int flags, byte[] payload) {
    return tcp(source, destination, sequence, 0xF1F2F3F4, flags, payload);
  }

  /** A TCP segment that acknowledges. */
  public static byte[] tcp(
      int source, int destination, int sequence, int acknowledged, int flags, byte[] payload) {
    return tcp(source, destination, sequence, acknowledged, flags, 0x2000, new byte[0], payload);
  }

  /** A TCP segment with a window and with options, whose length is a multiple of 4. */
  public static byte[] tcp(
      int source,
      int destination,
      int sequence,
      int acknowledged,
      int flags,
      int window,
      byte[] options,
      byte[] payload) {
    return join(
        u16(source, destination),
        u32(sequence),
        u32(acknowledged),
        u16((5 + options.length / 4) << 12 | flags, window, 0, 0),
        options,
        payload);
  }

  /** A UDP datagram. */
  public static byte[] udp(int source, int destination, byte[]... payload) {
    byte[] inner = join(payload);
    return join(u16(source, destination, 8 + inner.length, 0), inner);
  }

  /** A TCP segment or UDP datagram between two addresses, in the IP of these. */
  public static byte[] ip(byte[] source, byte[] destination, int protocol, byte[]... payload) {
    return source.length == 4
        ? ipv4(source, destination, protocol, 0, 0, payload)
        : ipv6(source, destination, protocol, payload);
  }

  /** A whole IPv4 datagram. */
  public static byte[] ipv4(String source, String destination, int protocol, byte[]... payload) {
    return ipv4(address(source), address(destination), protocol, 0, 0, payload);
  }

  /**
   * An IPv4 datagram.
   *
   * @param fragment flags and offset, as one number of 16 bits
   */
  public static byte[] ipv4(
      byte[] source, byte[] destination, int protocol, int id, int fragment, byte[]... payload) {
    byte[] inner = join(payload);
    return join(
        u16(0x4500, 20 + inner.length, id, fragment),
        u8(64),
        u8(protocol),
        u16(0),
        source,
        destination,
        inner);
  }

  /** An IPv4 datagram that may be a fragment; {@code offset} in bytes. */
  public static byte[] ipv4Fragment(
      String source,
      String destination,
      int protocol,
      int id,
      int offset,
      boolean more,
      byte[] payload) {
    int fragment = offset / 8 | (more ? 0x2000 : 0);
    return ipv4(address(source), address(destination), protocol, id, fragment, payload);
  }

  /** An IPv6 datagram; extension headers, if any, are the first part of the payload. */
  public static byte[] ipv6(String source, String destination, int next, byte[]... payload) {
    return ipv6(address(source), address(destination), next, payload);
  }

  /** An IPv6 datagram between addresses of 16 bytes. */
  public static byte[] ipv6(byte[] source, byte[] destination, int next, byte[]... payload) {
    byte[] inner = join(payload);
    return join(u32(0x60000000), u16(inner.length), u8(next), u8(64), source, destination, inner);
  }

  /** An IPv6 datagram that is a fragment; {@code offset} in bytes. */
  public static byte[] ipv6Fragment(
      String source,
      String destination,
      int next,
      int id,
      int offset,
      boolean more,
      byte[] payload) {
    byte[] header = join(u8(next), u8(0), u16(offset | (more ? 1 : 0)), u32(id));
    return ipv6(source, destination, 44, header, payload);
  }

  /** An Ethernet frame from 00-00-5E-00-53-02 to 00-00-5E-00-53-01. */
  public static byte[] ethernet(int type, byte[]... payload) {
    return join(MACS, u16(type), join(payload));
  }

  /** An Ethernet frame around a datagram of IPv4 or IPv6. */
  public static byte[] ethernet(byte[] datagram) {
    return ethernet(datagram[0] >> 4 == 4 ? 0x0800 : 0x86DD, datagram);
  }

  /** A segment with a window of 65,000 between two ends, in Ethernet. */
  public static byte[] tcpFrame(
      WireEnd from, WireEnd to, int sequence, int acknowledged, int flags, byte[] payload) {
    byte[] segment =
        tcp(from.port(), to.port(), sequence, acknowledged, flags, 65_000, new byte[0], payload);
    return ethernet(ip(from.address(), to.address(), TCP, segment));
  }

  /** A datagram of UDP and IP between two ends. */
  public static byte[] datagram(WireEnd from, WireEnd to, byte[]... payload) {
    return ip(from.address(), to.address(), UDP, udp(from.port(), to.port(), payload));
  }

  /** The bytes of an address in text. */
  public static byte[] address(String text) {
    try {
      return InetAddress.getByName(text).getAddress(); // text of an address: asks no resolver
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("no address: " + text, e);
    }
  }
}
