package io.tlsfloor.parser.packet;

import static io.tlsfloor.testing.WireBytes.hex;
import static io.tlsfloor.testing.WirePackets.ipv4;
import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.testing.Rounds;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever the bytes are: no exception, and nothing that lies outside of them. */
class HostilePacketTest {
  private static final Set<PacketKind> CUT = Set.of(PacketKind.TRUNCATED, PacketKind.MALFORMED);

  private final PacketView packet = new PacketView();

  /** Bytes end where the buffer does, so that a read beyond them throws. */
  private PacketKind wrapAtTheEnd(int linkType, byte[] bytes, int captured, int original) {
    byte[] shifted = new byte[3 + captured];
    System.arraycopy(bytes, 0, shifted, 3, captured);
    PacketKind kind = packet.wrap(linkType, ByteBuffer.wrap(shifted), 3, captured, original);
    if (kind == PacketKind.TCP || kind == PacketKind.UDP || kind == PacketKind.IP_FRAGMENT) {
      assertThat(packet.payloadStart()).isBetween(3, 3 + captured);
      assertThat(packet.payloadLength()).isBetween(0, 3 + captured - packet.payloadStart());
      boolean part = packet.tunnels().contains("capwap"); // a fragment goes on in others
      assertThat(packet.missing()).isBetween(0, part ? 0xFFFF : Math.max(original - captured, 0));
    }
    return kind;
  }

  static List<SampleFrame> frames() {
    return SampleFrame.all();
  }

  static List<SampleFrame> ethernetFrames() {
    return SampleFrame.all().stream().filter(frame -> frame.linkType() == 1).toList();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("frames")
  void everyCutIsSaidOrStillRight(SampleFrame frame) {
    PacketView whole = new PacketView();
    PacketKind right = frame.wrap(whole);
    for (int captured = 0; captured < frame.bytes().length; captured++) {
      PacketKind kind =
          wrapAtTheEnd(frame.linkType(), frame.bytes(), captured, frame.bytes().length);

      if (kind == right && (right == PacketKind.TCP || right == PacketKind.UDP)) {
        assertThat(packet.source()).isEqualTo(whole.source());
        assertThat(packet.destinationPort()).isEqualTo(whole.destinationPort());
        assertThat(packet.payloadLength() + packet.missing()).isEqualTo(whole.payloadLength());
        assertThat(packet.tunnels()).isEqualTo(whole.tunnels());
      } else if (kind != right) {
        assertThat(kind).as("%d bytes of %s", captured, frame).isIn(allowed(frame, right));
      }
    }
  }

  /**
   * Of a datagram that is none of a tunnel's, a cut may leave what could still be one; and without
   * what it carries, a frame looks encrypted, or a datagram like any other.
   */
  private static Set<PacketKind> allowed(SampleFrame frame, PacketKind right) {
    if (frame.name().startsWith("decrypted")) {
      return Set.of(PacketKind.TRUNCATED, PacketKind.MALFORMED, PacketKind.OPAQUE_TUNNEL);
    }
    return frame.name().contains("on any port")
            || right == PacketKind.OPAQUE_TUNNEL
            || right == PacketKind.NOT_OURS
            || right == PacketKind.UNSUPPORTED_TUNNEL
        ? Set.of(PacketKind.TRUNCATED, PacketKind.MALFORMED, PacketKind.UDP)
        : CUT;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("frames")
  void everyPrefixAsAFrameOfItsOwnIsRead(SampleFrame frame) {
    for (int length = 0; length < frame.bytes().length; length++) {
      PacketKind kind = wrapAtTheEnd(frame.linkType(), frame.bytes(), length, length);

      assertThat(kind).isNotNull().isNotEqualTo(PacketKind.TRUNCATED);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("ethernetFrames")
  void everyTunnelInEightOthersIsTooDeep(SampleFrame frame) {
    PacketView alone = new PacketView();
    PacketKind kind = frame.wrap(alone);
    boolean nests =
        alone.tunnels().stream().anyMatch(name -> !name.matches("(vlan|qinq|mpls|vntag|sgt).*"));
    byte[] deep = ipv4("192.0.2.1", "192.0.2.2", 47, hex("0000 6558"), frame.bytes()); // GRE
    for (int i = 0; i < 7; i++) {
      deep = ipv4("192.0.2.1", "192.0.2.2", 4, deep);
    }
    PacketKind seen = wrapAtTheEnd(101, deep, deep.length, deep.length);

    if (nests) {
      assertThat(seen).isEqualTo(PacketKind.TOO_DEEP);
    } else if (kind == PacketKind.UDP) { // on a tunnel's port: its inside is not looked at
      assertThat(seen).isIn(PacketKind.UDP, PacketKind.TOO_DEEP);
    } else {
      assertThat(seen).isEqualTo(kind);
    }
    assertThat(packet.tunnels()).hasSizeGreaterThanOrEqualTo(8);
  }

  @Test
  void mutatedFramesAreRead() {
    Random random = new Random(20261125);
    List<SampleFrame> frames = SampleFrame.all();
    int[] seen = new int[PacketKind.values().length];
    for (int i = 0; i < Rounds.some(300_000); i++) {
      SampleFrame frame = frames.get(random.nextInt(frames.size()));
      byte[] bytes = frame.bytes().clone();
      for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
        int at = random.nextInt(bytes.length);
        bytes[at] =
            switch (random.nextInt(4)) {
              case 0 -> 0;
              case 1 -> (byte) 0xFF;
              case 2 -> (byte) (bytes[at] ^ 1 << random.nextInt(8));
              default -> (byte) random.nextInt(256);
            };
      }
      int captured = random.nextInt(4) > 0 ? bytes.length : random.nextInt(bytes.length + 1);
      seen[wrapAtTheEnd(frame.linkType(), bytes, captured, bytes.length).ordinal()]++;
    }
    for (PacketKind kind : PacketKind.values()) {
      if (kind != PacketKind.UNSUPPORTED_LINK && kind != PacketKind.TOO_DEEP) {
        assertThat(seen[kind.ordinal()]).as("mutations that made %s", kind).isPositive();
      }
    }
  }

  @Test
  void noiseIsReadOnEveryLinkType() {
    Random random = new Random(4);
    for (int i = 0; i < Rounds.some(100_000); i++) {
      byte[] bytes = new byte[random.nextInt(120)];
      random.nextBytes(bytes);
      wrapAtTheEnd(random.nextInt(300), bytes, bytes.length, random.nextInt(200));
    }
    assertThat(packet.tunnelCount()).isLessThanOrEqualTo(32);
  }

  @Test
  void spliceOfTwoFramesIsRead() {
    Random random = new Random(7);
    List<SampleFrame> frames = SampleFrame.all();
    for (int i = 0; i < Rounds.some(100_000); i++) {
      SampleFrame head = frames.get(random.nextInt(frames.size()));
      byte[] tail = frames.get(random.nextInt(frames.size())).bytes();
      int keep = random.nextInt(head.bytes().length + 1);
      int from = random.nextInt(tail.length);
      byte[] bytes = Arrays.copyOf(head.bytes(), keep + tail.length - from);
      System.arraycopy(tail, from, bytes, keep, tail.length - from);
      assertThat(wrapAtTheEnd(head.linkType(), bytes, bytes.length, bytes.length)).isNotNull();
    }
  }
}
