package io.tlsfloor.capture.fragment;

import static io.tlsfloor.capture.fragment.Fragments.SECOND;
import static io.tlsfloor.capture.fragment.Fragments.TCP;
import static io.tlsfloor.capture.fragment.Fragments.noise;
import static io.tlsfloor.capture.fragment.Fragments.part;
import static io.tlsfloor.testing.WireBytes.hex;
import static io.tlsfloor.testing.WireBytes.join;
import static io.tlsfloor.testing.WirePackets.ipv4;
import static io.tlsfloor.testing.WirePackets.ipv4Fragment;
import static io.tlsfloor.testing.WirePackets.ipv6Fragment;
import static io.tlsfloor.testing.WirePackets.tcp;
import static io.tlsfloor.testing.WirePackets.udp;
import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.capture.stream.Reassembly;
import io.tlsfloor.parser.packet.PacketKind;
import io.tlsfloor.testing.Rounds;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Fragments in, datagrams out: order, overlap and contradiction. */
class IpReassemblerTest {
  private final IpReassembler reassembler = new IpReassembler();
  private final Fragments fragments = new Fragments(reassembler);

  /** The fragments of a datagram's payload, each of {@code size} bytes but the last. */
  private static List<byte[]> cut(byte[] payload, int size) {
    List<byte[]> parts = new ArrayList<>();
    for (int at = 0; at < payload.length; at += size) {
      int end = Math.min(at + size, payload.length);
      parts.add(part(7, at, end < payload.length, Arrays.copyOfRange(payload, at, end)));
    }
    return parts;
  }

  @ParameterizedTest(name = "fragments of {0} bytes")
  @ValueSource(ints = {8, 16, 104, 504, 1000})
  void putsFragmentsTogetherInAnyOrder(int size) {
    byte[] content = noise(1200);
    byte[] segment = tcp(49153, 443, 9, 0x18, content);
    for (int seed = 0; seed < 20; seed++) {
      List<byte[]> parts = cut(segment, size);
      Collections.shuffle(parts, new Random(seed));
      for (byte[] one : parts.subList(1, parts.size())) {
        assertThat(fragments.add(one)).isNull();
      }
      Reassembled whole = fragments.add(parts.get(0));

      assertThat(whole).isNotNull();
      assertThat(whole.conflict()).isFalse();
      assertThat(whole.frames())
          .hasSize(Math.min(Reassembly.MAX_FRAMES, parts.size()))
          .isSorted()
          .doesNotHaveDuplicates();
      assertThat(fragments.resume(whole)).isEqualTo(content);
      assertThat(fragments.packet().source()).hasToString("10.0.0.1");
      assertThat(fragments.packet().destination()).hasToString("198.51.100.2");
      assertThat(fragments.packet().sequence()).isEqualTo(9);
      assertThat(fragments.packet().fragmented()).isTrue();
      reassembler.expire(2 * SECOND); // forgets that it is finished
    }
    assertThat(reassembler.pending()).isZero();
    assertThat(reassembler.heldBytes()).isZero();
  }

  @Test
  void putsIpv6FragmentsTogether() {
    byte[] content = noise(100);
    byte[] datagram = udp(1, 2, content);
    String from = "2001:db8::1";
    String to = "2001:db8::2";
    byte[] head = Arrays.copyOf(datagram, 56);
    byte[] tail = Arrays.copyOfRange(datagram, 56, datagram.length);

    // RFC 8200 §4.5: the next header of the first fragment counts, not that of others
    assertThat(fragments.add(ipv6Fragment(from, to, 60, 0xDEADBEEF, 56, false, tail))).isNull();
    Reassembled whole = fragments.add(ipv6Fragment(from, to, 17, 0xDEADBEEF, 0, true, head));

    assertThat(whole).isNotNull();
    assertThat(fragments.resume(whole)).isEqualTo(content);
    assertThat(fragments.packet().source()).hasToString(from);
    assertThat(fragments.packet().destination()).hasToString(to);
  }

  @Test
  void keepsDatagramsApart() {
    byte[] eight = new byte[8];
    String from = "10.0.0.1";
    String to = "198.51.100.2";
    fragments.add(ipv4Fragment(from, to, TCP, 7, 0, true, eight));

    assertThat(fragments.add(ipv4Fragment(from, to, TCP, 8, 8, false, eight))).isNull();
    assertThat(fragments.add(ipv4Fragment(from, to, 17, 7, 8, false, eight))).isNull();
    assertThat(fragments.add(ipv4Fragment(to, from, TCP, 7, 8, false, eight))).isNull();
    assertThat(fragments.add(ipv4Fragment("10.0.0.2", to, TCP, 7, 8, false, eight))).isNull();
    byte[] tunnelled = ipv4("192.0.2.1", "192.0.2.2", 4, part(7, 8, false, eight));
    assertThat(fragments.add(tunnelled)).isNull();
    assertThat(reassembler.pending()).isEqualTo(6);

    assertThat(fragments.add(ipv4Fragment(from, to, TCP, 7, 8, false, eight))).isNotNull();
  }

  @Test
  void goesOnInAFragmentThatATunnelCarriesInFragments() {
    byte[] content = noise(40);
    byte[] segment = tcp(49153, 443, 9, 0x18, content);
    byte[] innerHead = part(7, 0, true, Arrays.copyOf(segment, 24));
    byte[] innerTail = part(7, 24, false, Arrays.copyOfRange(segment, 24, segment.length));
    byte[] gre = hex("0000 0800");
    byte[] outer = join(gre, innerHead);
    String from = "192.0.2.1";
    String to = "192.0.2.2";
    fragments.add(ipv4Fragment(from, to, 47, 1, 0, true, Arrays.copyOf(outer, 16)));
    Reassembled first =
        fragments.add(
            ipv4Fragment(from, to, 47, 1, 16, false, Arrays.copyOfRange(outer, 16, outer.length)));
    assertThat(first).isNotNull();
    assertThat(fragments.packet().resume(first.datagram(), 0, first.length()))
        .isEqualTo(PacketKind.IP_FRAGMENT);
    assertThat(fragments.addPacket(0)).isNull();

    Reassembled whole = fragments.add(ipv4(from, to, 47, gre, innerTail));

    assertThat(whole).isNotNull();
    assertThat(fragments.resume(whole)).isEqualTo(content);
    assertThat(fragments.packet().tunnels()).containsExactly("gre");
  }

  @Test
  void keepsTheBytesThatCameFirstAndSaysThatOthersContradicted() {
    byte[] first = hex("0000000000000000 1111111111111111");
    byte[] second = hex("2222222222222222 3333333333333333");
    fragments.add(part(7, 8, true, first));
    fragments.add(part(7, 0, true, second)); // its second half is there already

    Reassembled whole = fragments.add(part(7, 24, false, hex("44")));

    assertThat(whole).isNotNull();
    assertThat(whole.conflict()).isTrue();
    assertThat(whole.frames()).containsExactly(1L, 2L, 3L);
    byte[] payload = new byte[25];
    whole.datagram().get(20, payload);
    assertThat(payload).isEqualTo(hex("2222222222222222 0000000000000000 1111111111111111 44"));
  }

  @Test
  void fillsSeveralHolesWithOneFragment() {
    byte[] content = noise(72);
    fragments.add(part(7, 8, true, Arrays.copyOfRange(content, 8, 16)));
    fragments.add(part(7, 32, true, Arrays.copyOfRange(content, 32, 40)));
    fragments.add(part(7, 64, false, Arrays.copyOfRange(content, 64, 72)));

    Reassembled whole = fragments.add(part(7, 0, true, Arrays.copyOf(content, 64)));

    assertThat(whole).isNotNull();
    assertThat(whole.conflict()).isFalse();
    byte[] payload = new byte[72];
    whole.datagram().get(20, payload);
    assertThat(payload).isEqualTo(content);
  }

  @Test
  void countsCopiesAndStartsNoDatagramWithThem() {
    byte[] head = part(7, 0, true, new byte[8]);
    byte[] tail = part(7, 8, false, new byte[8]);
    fragments.add(head);
    fragments.add(head);
    assertThat(fragments.add(tail)).isNotNull();
    assertThat(fragments.add(tail)).isNull();
    assertThat(fragments.add(head)).isNull();

    assertThat(reassembler.conflicts()).isZero();
    assertThat(reassembler.pending()).isZero();
  }

  @Test
  void whatContradictsAFinishedDatagramIsCountedAndBeginsAnother() {
    byte[] tail = part(7, 8, false, hex("1111111111111111"));
    fragments.add(tail);
    assertThat(fragments.add(part(7, 0, true, hex("FFFFFFFFFFFFFFFF")))).isNotNull();
    assertThat(fragments.add(tail)).isNull();
    assertThat(reassembler.conflicts()).isZero();

    assertThat(fragments.add(part(7, 0, true, hex("0000000000000000")))).isNull();

    assertThat(reassembler.conflicts()).isEqualTo(1);
    Reassembled other = fragments.add(tail);
    assertThat(other).isNotNull();
    byte[] payload = new byte[16];
    other.datagram().get(20, payload);
    assertThat(payload).isEqualTo(hex("0000000000000000 1111111111111111"));
  }

  @Test
  void anotherEndOfAFinishedDatagramIsCounted() {
    fragments.add(part(7, 0, true, hex("0000000000000000")));
    assertThat(fragments.add(part(7, 8, false, hex("FF")))).isNotNull();

    assertThat(fragments.add(part(7, 8, false, hex("1111111111111111 22")))).isNull();

    assertThat(reassembler.conflicts()).isEqualTo(1);
    assertThat(reassembler.pending()).isEqualTo(1);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # name                                  | offset | more  | bytes | offset | more  | bytes
          a second end before the first           | 16     | false | 8     | 8      | false | 8
          a second end after the first            | 16     | false | 8     | 24     | false | 8
          an end before bytes that are there      | 16     | true  | 8     | 8      | false | 8
          bytes after the end                     | 16     | false | 8     | 24     | true  | 8
          """)
  void contradictsNoEndThatCameFirst(
      String name, int offset, boolean more, int bytes, int offset2, boolean more2, int bytes2) {
    fragments.add(part(7, offset, more, new byte[bytes]));
    long held = reassembler.heldBytes();

    assertThat(fragments.add(part(7, offset2, more2, new byte[bytes2]))).isNull();

    assertThat(reassembler.heldBytes()).isEqualTo(held);
  }

  @Test
  void anyFragmentsOfOneDatagramGiveItsBytesOrAConflict() {
    Random random = new Random(2);
    byte[] content = noise(400);
    for (int round = 0; round < Rounds.some(2_000); round++) {
      Fragments fresh = new Fragments(new IpReassembler());
      Reassembled whole = null;
      for (int tries = 0; whole == null && tries < 2000; tries++) {
        int from = 8 * random.nextInt(50);
        int to = Math.min(400, from + 8 * (1 + random.nextInt(12)));
        byte[] one = part(7, from, to < 400, Arrays.copyOfRange(content, from, to));
        whole = fresh.add(one);
      }
      assertThat(whole).isNotNull();
      assertThat(whole.conflict()).isFalse();
      byte[] payload = new byte[400];
      whole.datagram().get(20, payload);
      assertThat(payload).isEqualTo(content);
    }
  }
}
