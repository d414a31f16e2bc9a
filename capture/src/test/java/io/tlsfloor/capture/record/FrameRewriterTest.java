package io.tlsfloor.capture.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.capture.Frame;
import io.tlsfloor.capture.file.CaptureFile;
import io.tlsfloor.capture.file.CaptureFiles;
import io.tlsfloor.parser.observation.IpAddress;
import io.tlsfloor.parser.observation.MacAddress;
import io.tlsfloor.parser.observation.Substitution;
import io.tlsfloor.parser.packet.HeaderPlaces;
import io.tlsfloor.parser.packet.PacketKind;
import io.tlsfloor.parser.packet.PacketView;
import io.tlsfloor.testing.Project;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Frames with other addresses: the same packets otherwise, with checksums that fit. */
class FrameRewriterTest {
  /** Changes some bits of everything, and changes them back when it is done twice. */
  private static final class Flipped implements Substitution {
    @Override
    public IpAddress address(IpAddress address, boolean innermost) {
      return address.v4()
          ? IpAddress.v4((int) address.low() ^ 0x0000_5AA5)
          : IpAddress.v6(address.high() ^ 0xFF00, address.low() ^ 0x1234_5678_9ABCL);
    }

    @Override
    public IpAddress told(IpAddress address) {
      return address(address, true);
    }

    @Override
    public String told(String address, boolean target) {
      return target ? address : "9".repeat(address.length());
    }

    @Override
    public String name(String name) {
      return "n".repeat(name.length());
    }

    @Override
    public MacAddress mac(MacAddress mac) {
      return new MacAddress(mac.bits() ^ 0x0200_00AB_CDEFL);
    }
  }

  private record Captured(int linkType, byte[] bytes, int originalLength) {}

  private static List<Captured> samples() throws IOException {
    Path folder = Project.path("samples");
    List<Captured> all = new ArrayList<>();
    try (Stream<Path> folders = Files.list(folder)) {
      for (Path each : folders.map(f -> f.resolve("capture.pcapng")).toList()) {
        if (Files.exists(each) && Files.size(each) < 1 << 20) {
          read(each, all);
        }
      }
    }
    return all;
  }

  private static void read(Path capture, List<Captured> all) throws IOException {
    Frame frame = new Frame();
    try (CaptureFile file = CaptureFiles.open(capture, (address, name) -> {})) {
      while (file.next(frame)) {
        byte[] bytes = new byte[frame.capturedLength()];
        frame.buffer().get(frame.offset(), bytes);
        all.add(new Captured(frame.linkType(), bytes, frame.originalLength()));
      }
    } catch (io.tlsfloor.capture.file.CaptureFormatException e) {
      throw new IOException(e);
    }
  }

  private static PacketKind wrap(PacketView view, Captured frame, byte[] bytes) {
    return view.wrap(
        frame.linkType(), ByteBuffer.wrap(bytes), 0, bytes.length, frame.originalLength());
  }

  @Test
  void everyFrameOfTheSamplesIsTheSamePacketWithOtherAddresses() throws IOException {
    Flipped flipped = new Flipped();
    FrameRewriter rewriter = new FrameRewriter(flipped);
    PacketView before = new PacketView();
    PacketView after = new PacketView();
    Set<String> tunnels = new TreeSet<>();
    int rewritten = 0;
    for (Captured frame : samples()) {
      Optional<byte[]> other =
          rewriter.rewrite(frame.linkType(), frame.bytes(), frame.originalLength(), frame.bytes());
      PacketKind kind = wrap(before, frame, frame.bytes());
      assertThat(other.isPresent())
          .isEqualTo(
              kind == PacketKind.TCP || kind == PacketKind.UDP || kind == PacketKind.IP_FRAGMENT);
      if (other.isEmpty()) {
        continue;
      }
      rewritten++;
      assertThat(wrap(after, frame, other.get())).isEqualTo(kind);
      assertThat(after.source()).isEqualTo(flipped.address(before.source(), true));
      assertThat(after.destination()).isEqualTo(flipped.address(before.destination(), true));
      assertThat(after.payloadStart()).isEqualTo(before.payloadStart());
      assertThat(after.payloadLength()).isEqualTo(before.payloadLength());
      assertThat(after.tunnels()).isEqualTo(before.tunnels());
      tunnels.addAll(after.tunnels().stream().map(t -> t.replaceAll(":.*", "")).toList());
      sums(before, frame.bytes(), other.get());
    }
    assertThat(rewritten).isGreaterThan(1000);
    assertThat(tunnels).contains("vlan", "gre", "vxlan", "mpls", "pppoe", "ip-in-ip", "6in4");
  }

  /** Checksums that were right before are right again, by a sum over all that they cover. */
  private static void sums(PacketView packet, byte[] before, byte[] after) {
    HeaderPlaces places = packet.places();
    for (int i = 0; i < places.count(); i++) {
      int at = places.at(i);
      boolean last = i + 1 == places.count();
      if (places.kind(i) == HeaderPlaces.Kind.IPV4) {
        int length = (before[at] & 15) * 4;
        if (at + length <= before.length && sum(before, at, at + length, 0) == 0xFFFF) {
          assertThat(sum(after, at, at + length, 0)).isEqualTo(0xFFFF);
        }
      }
      boolean tcp = places.kind(i) == HeaderPlaces.Kind.TCP;
      if (last && i > 0 && (tcp || places.kind(i) == HeaderPlaces.Kind.UDP)) {
        int ip = places.at(i - 1);
        boolean v4 = places.kind(i - 1) == HeaderPlaces.Kind.IPV4;
        int end = packet.payloadStart() + packet.payloadLength();
        int from = v4 ? ip + 12 : ip + 8;
        int to = v4 ? ip + 20 : ip + 40;
        int rest = end - at + (tcp ? 6 : 17);
        if (sum(before, at, end, sum(before, from, to, rest)) == 0xFFFF) {
          assertThat(sum(after, at, end, sum(after, from, to, rest))).isEqualTo(0xFFFF);
        }
      }
    }
  }

  private static int sum(byte[] bytes, int from, int to, int start) {
    int sum = start;
    for (int at = from; at < to; at++) {
      sum += (bytes[at] & 0xFF) << ((at - from) % 2 == 0 ? 8 : 0);
    }
    while (sum > 0xFFFF) {
      sum = (sum & 0xFFFF) + (sum >>> 16);
    }
    return sum;
  }

  @Test
  void doneTwiceEveryFrameIsWhatItWas() throws IOException {
    FrameRewriter rewriter = new FrameRewriter(new Flipped());
    for (Captured frame : samples()) {
      Optional<byte[]> other =
          rewriter.rewrite(frame.linkType(), frame.bytes(), frame.originalLength(), frame.bytes());
      if (other.isPresent() && !holdsText(frame.bytes(), other.get())) {
        byte[] back =
            rewriter
                .rewrite(frame.linkType(), other.get(), frame.originalLength(), other.get())
                .orElseThrow();
        assertThat(back).isEqualTo(frame.bytes());
      }
    }
  }

  /** Text has no way back here. */
  private static boolean holdsText(byte[] before, byte[] after) {
    String text = new String(after, StandardCharsets.ISO_8859_1);
    String old = new String(before, StandardCharsets.ISO_8859_1);
    return text.contains("9999999")
        || text.contains("nnnnnnn")
        || text.contains("**")
        || old.contains("250");
  }

  /** Ethernet, IPv4 from 10.1.2.3 to 40.96.0.2, TCP, and the payload. */
  private static byte[] segment(byte[] payload) {
    byte[] head =
        HexFormat.of()
            .parseHex(
                ("02000a01020302000a0102090800"
                        + "4500 0000 0001 4000 4006 0000 0a010203 28600002"
                        + "c000 0019 00000001 00000001 5018 ffff 0000 0000")
                    .replace(" ", ""));
    ByteBuffer frame = ByteBuffer.allocate(head.length + payload.length).put(head).put(payload);
    frame.putShort(16, (short) (40 + payload.length));
    return frame.array();
  }

  private static byte[] payload(byte[] frame) {
    return java.util.Arrays.copyOfRange(frame, 54, frame.length);
  }

  @Test
  void findsAddressesThatStunAndTeredoObscure() {
    String stun = "0000" + "2b13a641"; // 10.1.2.3 with the magic cookie
    String teredo = "f5fefdfc"; // its complement
    byte[] frame = segment(HexFormat.of().parseHex(stun + teredo));

    byte[] other =
        new FrameRewriter(new Flipped()).rewrite(1, frame, frame.length, frame).orElseThrow();

    assertThat(HexFormat.of().formatHex(payload(other)))
        .isEqualTo("0000" + "2b13fce4" + "f5fea759");
  }

  @Test
  void replacesTheClientsNetworkInADnsAnswer() {
    byte[] frame =
        segment(HexFormat.of().parseHex("0008" + "0007" + "0001" + "18" + "00" + "0a0102"));

    byte[] other =
        new FrameRewriter(new Flipped()).rewrite(1, frame, frame.length, frame).orElseThrow();

    assertThat(HexFormat.of().formatHex(payload(other))).isEqualTo("00080007000118000a0158");
  }

  @Test
  void writesWhatItIsToldTo() {
    byte[] frame = segment("STARTTLS".getBytes(StandardCharsets.ISO_8859_1));
    byte[] payload = frame.clone();
    payload[54] = 'X';

    byte[] other =
        new FrameRewriter(new Flipped()).rewrite(1, frame, frame.length, payload).orElseThrow();

    assertThat(new String(payload(other), StandardCharsets.ISO_8859_1)).isEqualTo("XTARTTLS");
  }

  @Test
  void refusesWhatItCannotRead() {
    FrameRewriter rewriter = new FrameRewriter(new Flipped());
    byte[] arp = segment(new byte[0]);
    arp[12] = 8;
    arp[13] = 6;
    assertThat(rewriter.rewrite(1, arp, arp.length, arp)).isEmpty();
    assertThat(rewriter.rewrite(1, new byte[5], 5, new byte[5])).isEmpty();
    assertThat(rewriter.rewrite(147, new byte[60], 60, new byte[60])).isEmpty();
  }
}
