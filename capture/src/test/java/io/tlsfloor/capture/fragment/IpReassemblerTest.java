package io.tlsfloor.capture.fragment;

import static io.tlsfloor.testing.WirePackets.hex;
import static io.tlsfloor.testing.WirePackets.ipv4;
import static io.tlsfloor.testing.WirePackets.ipv4Fragment;
import static io.tlsfloor.testing.WirePackets.ipv6Fragment;
import static io.tlsfloor.testing.WirePackets.tcp;
import static io.tlsfloor.testing.WirePackets.udp;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tlsfloor.capture.stream.FrameMark;
import io.tlsfloor.parser.packet.PacketKind;
import io.tlsfloor.parser.packet.PacketView;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Fragments in, datagrams out: order, overlap, time and bounds. */
class IpReassemblerTest {
  private static final int RAW = 101;
  private static final int TCP = 6;
  private static final long SECOND = 1_000_000_000L;

  private final IpReassembler reassembler = new IpReassembler();
  private final PacketView packet = new PacketView();
  private long frames;

  /** A fragment of an IPv4 datagram with this id. */
  private static byte[] part(int id, int offset, boolean more, byte[] payload) {
    return ipv4Fragment("10.0.0.1", "198.51.100.2", TCP, id, offset, more, payload);
  }

  private static FrameMark mark(long number, long timeNanos) {
    FrameMark mark = new FrameMark();
    mark.set("test.pcap", number, timeNanos);
    return mark;
  }

  private @Nullable Reassembled add(byte[] datagram) {
    return add(datagram, 0);
  }

  private @Nullable Reassembled add(byte[] datagram, long timeNanos) {
    return add(reassembler, datagram, datagram.length, timeNanos);
  }

  private @Nullable Reassembled add(
      IpReassembler to, byte[] datagram, int captured, long timeNanos) {
    assertThat(packet.wrap(RAW, ByteBuffer.wrap(datagram), 0, captured, datagram.length))
        .isEqualTo(PacketKind.IP_FRAGMENT);
    return to.add(packet, mark(++frames, timeNanos));
  }

  private byte[] resume(Reassembled whole) {
    PacketKind kind = packet.resume(whole.datagram(), 0, whole.length());
    assertThat(kind).isIn(PacketKind.TCP, PacketKind.UDP);
    byte[] payload = new byte[packet.payloadLength()];
    packet.buffer().get(packet.payloadStart(), payload);
    return payload;
  }

  private static byte[] noise(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

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
        assertThat(add(one)).isNull();
      }
      Reassembled whole = add(parts.get(0));

      assertThat(whole).isNotNull();
      assertThat(whole.conflict()).isFalse();
      assertThat(whole.frames()).hasSize(parts.size()).isSorted().doesNotHaveDuplicates();
      assertThat(resume(whole)).isEqualTo(content);
      assertThat(packet.source()).hasToString("10.0.0.1");
      assertThat(packet.destination()).hasToString("198.51.100.2");
      assertThat(packet.sequence()).isEqualTo(9);
      assertThat(packet.fragmented()).isTrue();
      reassembler.expire(2 * SECOND); // forgets that it is finished
    }
    assertThat(reassembler.pending()).isZero();
    assertThat(reassembler.heldBytes()).isZero();
    assertThat(reassembler.completed()).isEqualTo(20);
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
    assertThat(add(ipv6Fragment(from, to, 60, 0xDEADBEEF, 56, false, tail))).isNull();
    Reassembled whole = add(ipv6Fragment(from, to, 17, 0xDEADBEEF, 0, true, head));

    assertThat(whole).isNotNull();
    assertThat(resume(whole)).isEqualTo(content);
    assertThat(packet.source()).hasToString(from);
    assertThat(packet.destination()).hasToString(to);
  }

  @Test
  void keepsDatagramsApart() {
    byte[] eight = new byte[8];
    String from = "10.0.0.1";
    String to = "198.51.100.2";
    add(ipv4Fragment(from, to, TCP, 7, 0, true, eight));

    assertThat(add(ipv4Fragment(from, to, TCP, 8, 8, false, eight))).isNull();
    assertThat(add(ipv4Fragment(from, to, 17, 7, 8, false, eight))).isNull();
    assertThat(add(ipv4Fragment(to, from, TCP, 7, 8, false, eight))).isNull();
    assertThat(add(ipv4Fragment("10.0.0.2", to, TCP, 7, 8, false, eight))).isNull();
    byte[] tunnelled = ipv4("192.0.2.1", "192.0.2.2", 4, part(7, 8, false, eight));
    assertThat(add(tunnelled)).isNull();
    assertThat(reassembler.pending()).isEqualTo(6);

    assertThat(add(ipv4Fragment(from, to, TCP, 7, 8, false, eight))).isNotNull();
  }

  @Test
  void goesOnInAFragmentThatATunnelCarriesInFragments() {
    byte[] content = noise(40);
    byte[] segment = tcp(49153, 443, 9, 0x18, content);
    byte[] innerHead = part(7, 0, true, Arrays.copyOf(segment, 24));
    byte[] innerTail = part(7, 24, false, Arrays.copyOfRange(segment, 24, segment.length));
    byte[] gre = hex("0000 0800");
    byte[] outer = io.tlsfloor.testing.WirePackets.join(gre, innerHead);
    String from = "192.0.2.1";
    String to = "192.0.2.2";
    add(ipv4Fragment(from, to, 47, 1, 0, true, Arrays.copyOf(outer, 16)));
    Reassembled first =
        add(ipv4Fragment(from, to, 47, 1, 16, false, Arrays.copyOfRange(outer, 16, outer.length)));
    assertThat(first).isNotNull();
    assertThat(packet.resume(first.datagram(), 0, first.length()))
        .isEqualTo(PacketKind.IP_FRAGMENT);
    assertThat(reassembler.add(packet, mark(3, 0))).isNull();

    Reassembled whole = add(ipv4(from, to, 47, gre, innerTail));

    assertThat(whole).isNotNull();
    assertThat(resume(whole)).isEqualTo(content);
    assertThat(packet.tunnels()).containsExactly("gre");
  }

  @Test
  void aDatagramThatIsGivenUpLeavesItsBeginning() {
    byte[] content = noise(60);
    byte[] segment = tcp(49153, 443, 9, 0x18, content);
    add(part(7, 24, true, Arrays.copyOfRange(segment, 24, 32)), 5);
    add(part(7, 0, true, Arrays.copyOf(segment, 24)), 6);
    add(part(7, 48, true, Arrays.copyOfRange(segment, 48, 56)), 7); // behind a missing one
    add(part(8, 8, true, noise(8)), 7); // without its first byte
    assertThat(reassembler.beginning()).isNull();

    reassembler.expire(IpReassembler.TIMEOUT_NANOS + 8);

    assertThat(reassembler.timedOut()).isEqualTo(2);
    Beginning beginning = reassembler.beginning();
    assertThat(beginning).isNotNull();
    assertThat(beginning.datagram().limit()).isEqualTo(20 + 32);
    assertThat(beginning.length()).as("as far as was told").isEqualTo(20 + 56);
    assertThat(beginning.frame().number()).isEqualTo(2);
    assertThat(beginning.frame().timeNanos()).isEqualTo(6);
    assertThat(packet.wrap(RAW, beginning.datagram(), 0, 52, beginning.length()))
        .isEqualTo(PacketKind.TCP);
    assertThat(packet.payloadLength()).isEqualTo(12);
    assertThat(packet.missing()).isEqualTo(24);
    assertThat(reassembler.beginning()).isNull();
  }

  @Test
  void keepsTheBytesThatCameFirstAndSaysThatOthersContradicted() {
    byte[] first = hex("0000000000000000 1111111111111111");
    byte[] second = hex("2222222222222222 3333333333333333");
    add(part(7, 8, true, first));
    add(part(7, 0, true, second)); // its second half is there already

    Reassembled whole = add(part(7, 24, false, hex("44")));

    assertThat(whole).isNotNull();
    assertThat(whole.conflict()).isTrue();
    assertThat(whole.frames()).containsExactly(1, 2, 3);
    byte[] payload = new byte[25];
    whole.datagram().get(20, payload);
    assertThat(payload).isEqualTo(hex("2222222222222222 0000000000000000 1111111111111111 44"));
    assertThat(reassembler.conflicts()).isEqualTo(1);
  }

  @Test
  void fillsSeveralHolesWithOneFragment() {
    byte[] content = noise(72);
    add(part(7, 8, true, Arrays.copyOfRange(content, 8, 16)));
    add(part(7, 32, true, Arrays.copyOfRange(content, 32, 40)));
    add(part(7, 64, false, Arrays.copyOfRange(content, 64, 72)));

    Reassembled whole = add(part(7, 0, true, Arrays.copyOf(content, 64)));

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
    add(head);
    add(head);
    assertThat(add(tail)).isNotNull();
    assertThat(add(tail)).isNull();
    assertThat(add(head)).isNull();

    assertThat(reassembler.duplicates()).isEqualTo(3);
    assertThat(reassembler.conflicts()).isZero();
    assertThat(reassembler.pending()).isZero();
  }

  @Test
  void takesAnIdThatIsUsedAgainForAnotherDatagram() {
    byte[] head = part(7, 0, true, new byte[8]);
    byte[] tail = part(7, 8, false, new byte[8]);
    add(head, 0);
    assertThat(add(tail, 0)).isNotNull();

    add(head, 2 * SECOND);
    assertThat(add(tail, 2 * SECOND)).isNotNull();
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
    add(part(7, offset, more, new byte[bytes]));
    long held = reassembler.heldBytes();

    assertThat(add(part(7, offset2, more2, new byte[bytes2]))).isNull();

    assertThat(reassembler.conflicts()).isEqualTo(1);
    assertThat(reassembler.heldBytes()).isEqualTo(held);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          nothing                        | 8     | true  | 0
          nothing at the end             | 8     | false | 0
          less than a unit               | 8     | true  | 7
          beyond the greatest datagram   | 65512 | false | 4
          far beyond it                  | 65528 | true  | 1480
          """)
  void countsFragmentsThatNoDatagramHas(String name, int offset, boolean more, int bytes) {
    assertThat(add(part(7, offset, more, new byte[bytes]))).isNull();

    assertThat(reassembler.malformed()).isEqualTo(1);
    assertThat(reassembler.pending()).isZero();
  }

  @Test
  void takesTheGreatestDatagramThereIs() {
    assertThat(add(part(7, 65512, false, new byte[3]))).isNull();
    Reassembled whole = add(part(7, 0, true, new byte[65512]));

    assertThat(whole).isNotNull();
    assertThat(whole.length()).isEqualTo(65535);
  }

  @Test
  void trimsAnIpv4FragmentToWholeUnitsAndDropsSuchOfIpv6() {
    add(part(7, 0, true, new byte[13]));
    assertThat(add(part(7, 8, false, new byte[8]))).isNotNull();

    add(ipv6Fragment("2001:db8::1", "2001:db8::2", 6, 1, 0, true, new byte[13]));
    assertThat(reassembler.malformed()).isEqualTo(1);
    assertThat(reassembler.pending()).isZero();
  }

  @Test
  void countsFragmentsThatTheCaptureCut() {
    byte[] head = part(7, 0, true, new byte[80]);

    assertThat(add(reassembler, head, 60, 0)).isNull();

    assertThat(reassembler.cut()).isEqualTo(1);
    assertThat(reassembler.pending()).isZero();
  }

  @Test
  void givesUpDatagramsWhoseRestDoesNotCome() {
    add(part(1, 0, true, new byte[8]), 0);
    add(part(2, 0, true, new byte[8]), 10 * SECOND);
    add(part(1, 16, true, new byte[8]), 29 * SECOND);
    assertThat(reassembler.pending()).isEqualTo(2);

    assertThat(add(part(1, 8, false, new byte[8]), 31 * SECOND)).isNull();

    assertThat(reassembler.timedOut()).isEqualTo(1);
    reassembler.expire(41 * SECOND);
    assertThat(reassembler.timedOut()).isEqualTo(2);
    assertThat(reassembler.pending()).isEqualTo(1);
  }

  @Test
  void waitsWhereTimeGoesBackwards() {
    add(part(1, 0, true, new byte[8]), 100 * SECOND);

    assertThat(add(part(1, 8, false, new byte[8]), 0)).isNotNull();
  }

  @Test
  void holdsNoMoreDatagramsThanItMay() {
    IpReassembler small = new IpReassembler(3, 1 << 20);
    for (int id = 0; id < 10; id++) {
      add(small, part(id, 0, true, new byte[8]), 28, id);
    }
    assertThat(small.pending()).isEqualTo(3);
    assertThat(small.evicted()).isEqualTo(7);

    assertThat(add(small, part(9, 8, false, new byte[8]), 28, 10)).isNotNull();
    assertThat(add(small, part(0, 8, false, new byte[8]), 28, 10)).isNull();
  }

  @Test
  void remembersNoMoreFinishedDatagramsThanItMayHold() {
    IpReassembler small = new IpReassembler(3, 1 << 20);
    for (int id = 0; id < 10; id++) {
      add(small, part(id, 0, true, new byte[8]), 28, 0);
      assertThat(add(small, part(id, 8, false, new byte[8]), 28, 0)).isNotNull();
    }
    assertThat(add(small, part(0, 8, false, new byte[8]), 28, 0)).isNull();
    assertThat(small.pending()).as("forgotten, hence new").isEqualTo(1);
    assertThat(add(small, part(9, 8, false, new byte[8]), 28, 0)).isNull();
    assertThat(small.duplicates()).isEqualTo(1);
  }

  @Test
  void holdsNoMoreBytesThanItMayWhateverComes() {
    int maxBytes = 100_000;
    IpReassembler small = new IpReassembler(4096, maxBytes);
    Random random = new Random(1);
    for (int i = 0; i < 50_000; i++) {
      int bytes = 8 * (1 + random.nextInt(180));
      byte[] one =
          part(
              random.nextInt(300),
              8 * random.nextInt(8191 - 180),
              random.nextInt(20) > 0,
              noise(bytes));
      add(small, one, one.length, i);
      assertThat(small.heldBytes()).isBetween(0L, (long) maxBytes);
    }
    assertThat(small.evicted()).isPositive();
    small.expire(IpReassembler.TIMEOUT_NANOS * 2);
    assertThat(small.heldBytes()).isZero();
    assertThat(small.pending()).isZero();
  }

  @Test
  void anyFragmentsOfOneDatagramGiveItsBytesOrAConflict() {
    Random random = new Random(2);
    byte[] content = noise(400);
    for (int round = 0; round < 2000; round++) {
      IpReassembler fresh = new IpReassembler();
      Reassembled whole = null;
      for (int tries = 0; whole == null && tries < 2000; tries++) {
        int from = 8 * random.nextInt(50);
        int to = Math.min(400, from + 8 * (1 + random.nextInt(12)));
        byte[] one = part(7, from, to < 400, Arrays.copyOfRange(content, from, to));
        whole = add(fresh, one, one.length, 0);
      }
      assertThat(whole).isNotNull();
      assertThat(whole.conflict()).isFalse();
      byte[] payload = new byte[400];
      whole.datagram().get(20, payload);
      assertThat(payload).isEqualTo(content);
    }
  }

  @Test
  void refusesCapsThatAreNone() {
    assertThatThrownBy(() -> new IpReassembler(0, 1)).hasMessageContaining("0 datagrams");
    assertThatThrownBy(() -> new IpReassembler(1, -1)).hasMessageContaining("-1 bytes");
  }
}
