package io.tlsfloor.capture.fragment;

import static io.tlsfloor.testing.WirePackets.ipv4Fragment;
import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.capture.stream.FrameMark;
import io.tlsfloor.parser.packet.PacketKind;
import io.tlsfloor.parser.packet.PacketView;
import java.nio.ByteBuffer;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Hands fragments to a reassembler, each in a frame of its own. */
final class Fragments {
  static final int RAW = 101;
  static final int TCP = 6;
  static final long SECOND = 1_000_000_000L;

  private final PacketView packet = new PacketView();
  private final IpReassembler reassembler;
  private long frames;

  Fragments(IpReassembler reassembler) {
    this.reassembler = reassembler;
  }

  /** A fragment of an IPv4 datagram with this id. */
  static byte[] part(int id, int offset, boolean more, byte[] payload) {
    return ipv4Fragment("10.0.0.1", "198.51.100.2", TCP, id, offset, more, payload);
  }

  static byte[] noise(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  /** The packet that was handed over last, or that goes on in what was put together. */
  PacketView packet() {
    return packet;
  }

  @Nullable Reassembled add(byte[] datagram) {
    return add(datagram, 0);
  }

  @Nullable Reassembled add(byte[] datagram, long timeNanos) {
    return add(datagram, datagram.length, timeNanos);
  }

  @Nullable Reassembled add(byte[] datagram, int captured, long timeNanos) {
    assertThat(packet.wrap(RAW, ByteBuffer.wrap(datagram), 0, captured, datagram.length))
        .isEqualTo(PacketKind.IP_FRAGMENT);
    return addPacket(timeNanos);
  }

  /** Hands over the fragment to which {@link #packet()} points. */
  @Nullable Reassembled addPacket(long timeNanos) {
    FrameMark mark = new FrameMark();
    mark.set("test.pcap", ++frames, timeNanos);
    return reassembler.add(packet, mark);
  }

  /** The payload of a datagram that was put together, which {@link #packet()} is then. */
  byte[] resume(Reassembled whole) {
    PacketKind kind = packet.resume(whole.datagram(), 0, whole.length());
    assertThat(kind).isIn(PacketKind.TCP, PacketKind.UDP);
    byte[] payload = new byte[packet.payloadLength()];
    packet.buffer().get(packet.payloadStart(), payload);
    return payload;
  }
}
