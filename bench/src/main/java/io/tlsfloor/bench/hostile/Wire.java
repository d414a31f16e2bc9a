package io.tlsfloor.bench.hostile;

import static io.tlsfloor.testing.WireBytes.join;
import static io.tlsfloor.testing.WireBytes.u16;
import static io.tlsfloor.testing.WireBytes.u32;
import static io.tlsfloor.testing.WireBytes.u8;

import io.tlsfloor.bench.PcapWriter;
import io.tlsfloor.testing.WirePackets;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Function;

/** Writes the packets of an attack to a pcap, 10 µs apart, with Ethernet and IP headers. */
final class Wire implements Closeable {
  static final int PSH_ACK = WirePackets.PSH | WirePackets.ACK;
  static final byte[] NONE = {};

  /** Frames as they are. */
  static final Function<byte[], List<byte[]>> PLAIN = List::of;

  /** An Exchange Online address of the bundled list. */
  static final byte[] SERVICE = {0x34, 0x60, 0x0A, 0x0A};

  private static final byte[] ADDRESSES = {2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2};
  private static final int WINDOW = 0xFFFF;
  private static final int UDP = 17;
  private static final int TCP = 6;
  private static final int MICROS_A_PACKET = 10;
  private static final int START_SECONDS = 1_790_000_000;

  /** Holds what an attack may choose from; the same for the same seed. */
  final Random random;

  private final PcapWriter out;
  private Function<byte[], List<byte[]>> dress = PLAIN;
  private long micros = START_SECONDS * 1_000_000L;

  Wire(Path file, long seed) throws IOException {
    out = new PcapWriter(file);
    random = new Random(seed);
  }

  /** Lets packet time pass, or go back. */
  void pause(long millis) {
    micros += millis * 1000;
  }

  long packets() {
    return out.packets();
  }

  long bytes() {
    return out.bytes();
  }

  /** A segment; its acknowledgment number is 1. */
  void tcp(byte[] from, int fromPort, byte[] to, int toPort, int sequence, int flags, byte[] data)
      throws IOException {
    tcp(from, fromPort, to, toPort, sequence, 1, flags, data, 0, data.length);
  }

  /** A segment with a part of {@code data}. */
  void tcp(
      byte[] from,
      int fromPort,
      byte[] to,
      int toPort,
      int sequence,
      int acknowledgment,
      int flags,
      byte[] data,
      int start,
      int length)
      throws IOException {
    byte[] part = Arrays.copyOfRange(data, start, start + length);
    send(
        WirePackets.ip(
            from,
            to,
            TCP,
            WirePackets.tcp(
                fromPort, toPort, sequence, acknowledgment, flags, WINDOW, NONE, part)));
  }

  /** A segment with data that its receiver might refuse. */
  void forged(byte[] from, byte[] to, int[] ports, int sequence, Doubt doubt, byte[] data)
      throws IOException {
    forged(from, to, ports, sequence, PSH_ACK, doubt, data);
  }

  /** A segment that its receiver might refuse, with a time stamp (RFC 7323 §3). */
  void forged(
      byte[] from, byte[] to, int[] ports, int sequence, int flags, Doubt doubt, byte[] data)
      throws IOException {
    byte[] time = u32(doubt == Doubt.TIME_STAMP ? 1 : 1 << 20);
    byte[] options = join(u32(0x0101080A), time, u32(1));
    byte[] segment = WirePackets.tcp(ports[0], ports[1], sequence, 1, flags, WINDOW, options, data);
    if (doubt == Doubt.CHECKSUM) {
      segment[16] = (byte) 0xBA;
      segment[17] = (byte) 0xD0;
    }
    byte[] packet = WirePackets.ip(from, to, TCP, segment);
    if (doubt == Doubt.TTL) {
      packet[8] = 1;
    }
    send(packet);
  }

  /** Why a receiver might refuse a segment. */
  enum Doubt {
    CHECKSUM,
    TTL,
    TIME_STAMP
  }

  /** A datagram. */
  void udp(byte[] from, int fromPort, byte[] to, int toPort, byte[] data) throws IOException {
    send(WirePackets.ip(from, to, UDP, WirePackets.udp(fromPort, toPort, data)));
  }

  /** An IPv4 packet with a fragment of a datagram. */
  void fragment(byte[] from, byte[] to, int id, int offset, Fragment kind, byte[] data)
      throws IOException {
    int place = (kind == Fragment.LAST ? 0 : 0x2000) | offset / 8;
    send(WirePackets.ipv4(from, to, TCP, id, place, data));
  }

  /** An IPv6 packet with the first fragment of a datagram. */
  void fragmentV6(byte[] from, byte[] to, int id, byte[] data) throws IOException {
    send(WirePackets.ipv6(from, to, 44, u8(TCP), u8(0), u16(1), u32(id), data));
  }

  /** Says whether more of the datagram follows. */
  enum Fragment {
    MORE,
    LAST
  }

  /** A frame of that type, as it is. */
  void frame(int etherType, byte[] data) throws IOException {
    for (byte[] each : dress.apply(join(ADDRESSES, u16(etherType), data))) {
      micros += MICROS_A_PACKET;
      out.write(micros, each);
    }
  }

  private void send(byte[] packet) throws IOException {
    frame(packet[0] >> 4 == 4 ? 0x0800 : 0x86DD, packet);
  }

  /** From now on frames are sent as {@code dress} makes them. */
  void dress(Function<byte[], List<byte[]>> dress) {
    this.dress = dress;
  }

  /** 10.x.y.z by number. */
  static byte[] v4(int number) {
    return u32(0x0A000000 + number);
  }

  /** An IPv6 address. */
  static byte[] v6(long high, long low) {
    return ByteBuffer.allocate(16).putLong(high).putLong(low).array();
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
