package io.tlsfloor.bench.hostile;

import io.tlsfloor.bench.PcapWriter;
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
  static final int FIN = 1;
  static final int SYN = 2;
  static final int RST = 4;
  static final int PSH_ACK = 24;
  static final int ACK = 16;
  static final byte[] NONE = {};

  /** Frames as they are. */
  static final Function<byte[], List<byte[]>> PLAIN = List::of;

  /** An Exchange Online address of the bundled list. */
  static final byte[] SERVICE = {0x34, 0x60, 0x0A, 0x0A};

  private static final int UDP = 17;
  private static final int TCP = 6;
  private static final int MICROS_A_PACKET = 10;
  private static final int START_SECONDS = 1_790_000_000;

  /** What an attack may choose from; the same for the same seed. */
  final Random random;

  private final PcapWriter out;
  private final ByteBuffer frame = ByteBuffer.allocate(1 << 17);
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
    ip(from, to, TCP, 20 + length);
    frame.putShort((short) fromPort).putShort((short) toPort);
    frame.putInt(sequence).putInt(acknowledgment);
    frame.putInt(0x50000000 | flags << 16 | 0xFFFF).putInt(0);
    frame.put(data, start, length);
    send();
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
    ip(from, to, TCP, 32 + data.length);
    if (doubt == Doubt.TTL) {
      frame.put(14 + 8, (byte) 1);
    }
    frame.putShort((short) ports[0]).putShort((short) ports[1]).putInt(sequence).putInt(1);
    frame.putInt(0x80000000 | flags << 16 | 0xFFFF);
    frame.putInt(doubt == Doubt.CHECKSUM ? 0xBAD00000 : 0);
    frame.putInt(0x0101080A).putInt(doubt == Doubt.TIME_STAMP ? 1 : 1 << 20).putInt(1).put(data);
    send();
  }

  /** Why a receiver might refuse a segment. */
  enum Doubt {
    CHECKSUM,
    TTL,
    TIME_STAMP
  }

  /** A datagram. */
  void udp(byte[] from, int fromPort, byte[] to, int toPort, byte[] data) throws IOException {
    ip(from, to, UDP, 8 + data.length);
    frame.putShort((short) fromPort).putShort((short) toPort);
    frame.putShort((short) (8 + data.length)).putShort((short) 0).put(data);
    send();
  }

  /** An IPv4 packet with a fragment of a datagram. */
  void fragment(byte[] from, byte[] to, int id, int offset, Fragment kind, byte[] data)
      throws IOException {
    ethernet(0x0800);
    frame.putInt(0x45000000 | 20 + data.length);
    frame.putInt(id << 16 | (kind == Fragment.LAST ? 0 : 0x2000) | offset / 8);
    frame.putInt(0x40000000 | TCP << 16).put(from).put(to).put(data);
    send();
  }

  /** An IPv6 packet with the first fragment of a datagram. */
  void fragmentV6(byte[] from, byte[] to, int id, byte[] data) throws IOException {
    ethernet(0x86DD);
    frame.putInt(0x60000000).putShort((short) (8 + data.length)).put((byte) 44).put((byte) 64);
    frame.put(from).put(to).put((byte) TCP).put((byte) 0).putShort((short) 1).putInt(id).put(data);
    send();
  }

  /** Whether more of the datagram follows. */
  enum Fragment {
    MORE,
    LAST
  }

  /** A frame of that type, as it is. */
  void frame(int etherType, byte[] data) throws IOException {
    ethernet(etherType);
    frame.put(data);
    send();
  }

  private void ip(byte[] from, byte[] to, int protocol, int length) {
    if (from.length == 4) {
      ethernet(0x0800);
      frame.putInt(0x45000000 | 20 + length).putInt(0);
      frame.putInt(0x40000000 | protocol << 16).put(from).put(to);
    } else {
      ethernet(0x86DD);
      frame.putInt(0x60000000).putShort((short) length).put((byte) protocol).put((byte) 64);
      frame.put(from).put(to);
    }
  }

  private void ethernet(int type) {
    frame.clear();
    frame.putShort((short) 0x0200).putInt(1).putShort((short) 0x0200).putInt(2);
    frame.putShort((short) type);
  }

  /** From now on frames are sent as {@code dress} makes them. */
  void dress(Function<byte[], List<byte[]>> dress) {
    this.dress = dress;
  }

  private void send() throws IOException {
    if (dress != PLAIN) {
      for (byte[] each : dress.apply(Arrays.copyOf(frame.array(), frame.position()))) {
        micros += MICROS_A_PACKET;
        out.write(micros, frame.clear().put(each));
      }
      return;
    }
    micros += MICROS_A_PACKET;
    out.write(micros, frame);
  }

  /** 10.x.y.z by number. */
  static byte[] v4(int number) {
    return ByteBuffer.allocate(4).putInt(0x0A000000 + number).array();
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
