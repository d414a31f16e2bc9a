package io.tlsfloor.cli.proof;

import io.tlsfloor.parser.observation.IpAddress;
import io.tlsfloor.testing.WireBytes;
import io.tlsfloor.testing.WireFrame;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The same traffic over IPv6, by a fixed map: {@code a.b.c.d} becomes {@code 2001:db8:64::a.b.c.d},
 * in headers and in DNS over UDP. What is no TCP, UDP or fragment stays as it is, and so does a
 * client that asks DNS over TCP.
 */
final class MovedToIpv6 {
  /** Bits of a mapped address before those of the IPv4 address. */
  static final int PREFIX_BITS = 96;

  private static final long HIGH = 0x2001_0DB8_0064_0000L;
  private static final Pattern MAPPED = Pattern.compile("2001:db8:64:[0-9a-f:]+");
  private static final int UDP = 17;
  private static final int FRAGMENT = 44;
  private static final int DNS = 53;

  private MovedToIpv6() {}

  static IpAddress address(IpAddress v4) {
    return IpAddress.v6(HIGH, v4.low());
  }

  /** A prefix in text: {@code 52.96.0.0/14} becomes {@code 2001:db8:64::3460:0/110}. */
  static String prefix(String v4) {
    int slash = v4.indexOf('/');
    int length = Integer.parseInt(v4.substring(slash + 1));
    return address(IpAddress.parse(v4.substring(0, slash))) + "/" + (PREFIX_BITS + length);
  }

  /** A text in which mapped addresses and prefixes are what they were. */
  static String back(String text) {
    Matcher mapped = MAPPED.matcher(text);
    StringBuilder out = new StringBuilder();
    while (mapped.find()) {
      long bits = IpAddress.parse(mapped.group()).low();
      mapped.appendReplacement(out, IpAddress.v4((int) bits).toString());
    }
    mapped.appendTail(out);
    Matcher prefix = Pattern.compile("(\\d+\\.\\d+\\.\\d+\\.\\d+)/(\\d+)").matcher(out);
    StringBuilder all = new StringBuilder();
    while (prefix.find()) {
      int length = Integer.parseInt(prefix.group(2));
      int v4 = length >= PREFIX_BITS ? length - PREFIX_BITS : length;
      prefix.appendReplacement(all, prefix.group(1) + "/" + v4);
    }
    return prefix.appendTail(all).toString();
  }

  static List<WireFrame> of(List<WireFrame> packets) {
    Set<Integer> staying = new HashSet<>();
    for (WireFrame packet : packets) {
      int ip = Segment.ipAt(packet);
      if (Segment.in(packet).isPresent() && packet.bytes()[ip] >> 4 == 4) {
        ByteBuffer in = ByteBuffer.wrap(packet.bytes());
        int ports = in.getInt(ip + (packet.bytes()[ip] & 15) * 4);
        if ((ports & 0xFFFF) == DNS) {
          staying.add(in.getInt(ip + 12));
        }
      }
    }
    return packets.stream().map(packet -> of(packet, staying)).toList();
  }

  private static WireFrame of(WireFrame packet, Set<Integer> staying) {
    int ip = Segment.ipAt(packet);
    byte[] bytes = packet.bytes();
    if (ip <= 0 || bytes.length < ip + 20 || bytes[ip] >> 4 != 4) {
      return packet;
    }
    ByteBuffer in = ByteBuffer.wrap(bytes);
    int offset = in.getShort(ip + 6);
    boolean fragment = (offset & 0x3FFF) != 0;
    boolean moves =
        fragment || Segment.in(packet).isPresent() || Segment.isUdp(packet) && packet.whole();
    boolean stays = staying.contains(in.getInt(ip + 12)) || staying.contains(in.getInt(ip + 16));
    if (!moves || stays) {
      return packet;
    }
    int start = ip + (bytes[ip] & 15) * 4;
    int end = ip + (in.getShort(ip + 2) & 0xFFFF);
    int protocol = bytes[ip + 9];
    byte[] payload = Arrays.copyOfRange(bytes, start, Math.min(end, bytes.length));
    int missing = Math.max(end - bytes.length, 0);
    if (protocol == UDP && !fragment && (port(payload, 0) == DNS || port(payload, 2) == DNS)) {
      payload = dns(payload);
    }
    int extension = fragment ? 8 : 0;
    ByteBuffer out = ByteBuffer.allocate(ip + 40 + extension + payload.length);
    out.put(bytes, 0, ip - 2).putShort((short) 0x86DD);
    out.putInt(0x60000000).putShort((short) (extension + payload.length + missing));
    out.put((byte) (fragment ? FRAGMENT : protocol)).put((byte) 64);
    out.putLong(HIGH).putLong(in.getInt(ip + 12) & 0xFFFF_FFFFL);
    out.putLong(HIGH).putLong(in.getInt(ip + 16) & 0xFFFF_FFFFL);
    if (fragment) { // RFC 8200 §4.5
      int more = (offset & 0x2000) == 0 ? 0 : 1;
      out.put((byte) protocol).put((byte) 0).putShort((short) ((offset & 0x1FFF) << 3 | more));
      out.putInt(in.getShort(ip + 4) & 0xFFFF);
    }
    out.put(payload);
    return new WireFrame(packet.nanos(), packet.linkType(), out.array(), out.capacity() + missing);
  }

  private static int port(byte[] udp, int at) {
    return (udp[at] & 0xFF) << 8 | udp[at + 1] & 0xFF;
  }

  /** Questions for A become questions for AAAA, and so do the answers (RFC 1035 §4, RFC 3596). */
  private static byte[] dns(byte[] udp) {
    ByteBuffer in = ByteBuffer.wrap(udp);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    in.position(8 + 12);
    out.write(udp, 0, 8 + 12);
    int questions = in.getShort(8 + 4);
    int records = in.getShort(8 + 6) + in.getShort(8 + 8) + in.getShort(8 + 10);
    for (int i = 0; i < questions; i++) {
      name(in, out);
      short type = in.getShort();
      out.writeBytes(WireBytes.u16(type == 1 ? 28 : type));
      out.writeBytes(WireBytes.u16(in.getShort()));
    }
    for (int i = 0; i < records; i++) {
      name(in, out);
      short type = in.getShort();
      byte[] classAndTime = new byte[6];
      in.get(classAndTime);
      byte[] data = new byte[in.getShort() & 0xFFFF];
      in.get(data);
      boolean address = type == 1 && data.length == 4;
      out.writeBytes(WireBytes.u16(address ? 28 : type));
      out.writeBytes(classAndTime);
      out.writeBytes(WireBytes.u16(address ? 16 : data.length));
      if (address) {
        out.writeBytes(ByteBuffer.allocate(12).putLong(HIGH).array());
      }
      out.writeBytes(data);
    }
    byte[] all = out.toByteArray();
    ByteBuffer.wrap(all).putShort(4, (short) all.length);
    return all;
  }

  private static void name(ByteBuffer in, ByteArrayOutputStream out) {
    int length;
    do {
      length = in.get() & 0xFF;
      out.write(length);
      int rest = length >= 0xC0 ? 1 : length;
      for (int i = 0; i < rest; i++) {
        out.write(in.get());
      }
    } while (length > 0 && length < 0xC0);
  }
}
