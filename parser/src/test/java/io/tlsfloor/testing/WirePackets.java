package io.tlsfloor.testing;

import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.HexFormat;

/**
 * Writes packets for tests, from the inside out. Shares no constant with the parser, and writes
 * lengths but no checksums.
 */
public final class WirePackets {
  private WirePackets() {}

  /** Annotated hex: blanks are for the eye, and {@code #} starts a remark to the line's end. */
  public static byte[] hex(String annotated) {
    StringBuilder digits = new StringBuilder();
    annotated.lines().forEach(line -> digits.append(line.replaceFirst("#.*", "")));
    return HexFormat.of().parseHex(digits.toString().replaceAll("\\s", ""));
  }

  /** One after the other. */
  public static byte[] join(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  /** A TCP segment with a header of 20 bytes. */
  public static byte[] tcp(int source, int destination, int sequence, int flags, byte[] payload) {
    return tcp(source, destination, sequence, 0xF1F2F3F4, flags, payload);
  }

  /** A TCP segment that acknowledges. */
  public static byte[] tcp(
      int source, int destination, int sequence, int acknowledged, int flags, byte[] payload) {
    ByteBuffer out = ByteBuffer.allocate(20 + payload.length);
    out.putShort((short) source).putShort((short) destination);
    out.putInt(sequence).putInt(acknowledged);
    out.putShort((short) (0x5000 | flags)).putShort((short) 0x2000).putInt(0);
    return out.put(payload).array();
  }

  /** A UDP datagram. */
  public static byte[] udp(int source, int destination, byte[]... payload) {
    byte[] inner = join(payload);
    ByteBuffer out = ByteBuffer.allocate(8 + inner.length);
    out.putShort((short) source).putShort((short) destination);
    out.putShort((short) (8 + inner.length)).putShort((short) 0);
    return out.put(inner).array();
  }

  /** A whole IPv4 datagram. */
  public static byte[] ipv4(String source, String destination, int protocol, byte[]... payload) {
    return ipv4Fragment(source, destination, protocol, 0, 0, false, join(payload));
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
    ByteBuffer out = ByteBuffer.allocate(20 + payload.length);
    out.putShort((short) 0x4500).putShort((short) (20 + payload.length));
    out.putShort((short) id).putShort((short) (offset / 8 | (more ? 0x2000 : 0)));
    out.put((byte) 64).put((byte) protocol).putShort((short) 0);
    return out.put(address(source)).put(address(destination)).put(payload).array();
  }

  /** An IPv6 datagram; extension headers, if any, are the first part of the payload. */
  public static byte[] ipv6(String source, String destination, int next, byte[]... payload) {
    byte[] inner = join(payload);
    ByteBuffer out = ByteBuffer.allocate(40 + inner.length);
    out.putInt(0x60000000).putShort((short) inner.length).put((byte) next).put((byte) 64);
    return out.put(address(source)).put(address(destination)).put(inner).array();
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
    ByteBuffer header = ByteBuffer.allocate(8);
    header.put((byte) next).put((byte) 0).putShort((short) (offset | (more ? 1 : 0))).putInt(id);
    return ipv6(source, destination, 44, header.array(), payload);
  }

  /** An Ethernet frame from 00-00-5E-00-53-02 to 00-00-5E-00-53-01. */
  public static byte[] ethernet(int type, byte[]... payload) {
    return join(hex("00005e005301 00005e005302"), u16(type), join(payload));
  }

  /** Two bytes. */
  public static byte[] u16(int value) {
    return new byte[] {(byte) (value >>> 8), (byte) value};
  }

  private static byte[] address(String text) {
    try {
      return InetAddress.getByName(text).getAddress(); // text of an address: asks no resolver
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("no address: " + text, e);
    }
  }
}
