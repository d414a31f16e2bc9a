package io.tlsfloor.capture.fragment;

import static io.tlsfloor.capture.fragment.Fragments.RAW;
import static io.tlsfloor.capture.fragment.Fragments.SECOND;
import static io.tlsfloor.capture.fragment.Fragments.noise;
import static io.tlsfloor.capture.fragment.Fragments.part;
import static io.tlsfloor.testing.WirePackets.ipv6Fragment;
import static io.tlsfloor.testing.WirePackets.tcp;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tlsfloor.parser.packet.PacketKind;
import io.tlsfloor.testing.Rounds;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Tests what the reassembler refuses, gives up and forgets: impossible fragments, time and caps.
 */
class ReassemblyBoundsTest {
  private final IpReassembler reassembler = new IpReassembler();
  private final Fragments fragments = new Fragments(reassembler);

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
    assertThat(fragments.add(part(7, offset, more, new byte[bytes]))).isNull();

    assertThat(reassembler.malformed()).isEqualTo(1);
    assertThat(reassembler.pending()).isZero();
  }

  @Test
  void takesTheGreatestDatagramThereIs() {
    assertThat(fragments.add(part(7, 65512, false, new byte[3]))).isNull();
    Reassembled whole = fragments.add(part(7, 0, true, new byte[65512]));

    assertThat(whole).isNotNull();
    assertThat(whole.length()).isEqualTo(65535);
  }

  @Test
  void trimsAnIpv4FragmentToWholeUnitsAndDropsSuchOfIpv6() {
    fragments.add(part(7, 0, true, new byte[13]));
    assertThat(fragments.add(part(7, 8, false, new byte[8]))).isNotNull();

    fragments.add(ipv6Fragment("2001:db8::1", "2001:db8::2", 6, 1, 0, true, new byte[13]));
    assertThat(reassembler.malformed()).isEqualTo(1);
    assertThat(reassembler.pending()).isZero();
  }

  @Test
  void countsFragmentsThatTheCaptureCut() {
    byte[] head = part(7, 0, true, new byte[80]);

    assertThat(fragments.add(head, 60, 0)).isNull();

    assertThat(reassembler.incomplete()).isEqualTo(1);
    assertThat(reassembler.pending()).isZero();
  }

  @Test
  void givesUpDatagramsWhoseRestDoesNotCome() {
    fragments.add(part(1, 0, true, new byte[8]), 0);
    fragments.add(part(2, 0, true, new byte[8]), 10 * SECOND);
    fragments.add(part(1, 16, true, new byte[8]), 29 * SECOND);
    assertThat(reassembler.pending()).isEqualTo(2);

    assertThat(fragments.add(part(1, 8, false, new byte[8]), 31 * SECOND)).isNull();

    assertThat(reassembler.incomplete()).isEqualTo(1);
    reassembler.expire(41 * SECOND);
    assertThat(reassembler.incomplete()).isEqualTo(2);
    assertThat(reassembler.pending()).isEqualTo(1);
  }

  @Test
  void aDatagramFromBefore1970IsGivenUpAtTheEnd() {
    fragments.add(part(1, 0, true, new byte[8]), -SECOND);

    reassembler.expire(Long.MAX_VALUE);

    assertThat(reassembler.incomplete()).isEqualTo(1);
  }

  @Test
  void aDatagramThatIsGivenUpLeavesItsBeginning() {
    byte[] content = noise(60);
    byte[] segment = tcp(49153, 443, 9, 0x18, content);
    fragments.add(part(7, 24, true, Arrays.copyOfRange(segment, 24, 32)), 5);
    fragments.add(part(7, 0, true, Arrays.copyOf(segment, 24)), 6);
    byte[] behindAMissingOne = Arrays.copyOfRange(segment, 48, 56);
    fragments.add(part(7, 48, true, behindAMissingOne), 7);
    fragments.add(part(8, 8, true, noise(8)), 7); // without its first byte
    assertThat(reassembler.beginning()).isNull();

    reassembler.expire(IpReassembler.TIMEOUT_NANOS + 8);

    assertThat(reassembler.incomplete()).isEqualTo(2);
    Reassembled beginning = reassembler.beginning();
    assertThat(beginning).isNotNull();
    assertThat(beginning.datagram().limit()).isEqualTo(20 + 32);
    assertThat(beginning.length()).as("as far as was told").isEqualTo(20 + 56);
    assertThat(beginning.first().number()).isEqualTo(2);
    assertThat(beginning.first().timeNanos()).isEqualTo(6);
    assertThat(fragments.packet().wrap(RAW, beginning.datagram(), 0, 52, beginning.length()))
        .isEqualTo(PacketKind.TCP);
    assertThat(fragments.packet().payloadLength()).isEqualTo(12);
    assertThat(fragments.packet().missing()).isEqualTo(24);
    assertThat(reassembler.beginning()).isNull();
  }

  @Test
  void waitsWhereTimeGoesBackwards() {
    fragments.add(part(1, 0, true, new byte[8]), 100 * SECOND);

    assertThat(fragments.add(part(1, 8, false, new byte[8]), 0)).isNotNull();
  }

  @Test
  void holdsNoMoreDatagramsThanItMay() {
    IpReassembler small = new IpReassembler(3, 1 << 20);
    Fragments few = new Fragments(small);
    for (int id = 0; id < 10; id++) {
      few.add(part(id, 0, true, new byte[8]), id);
    }
    assertThat(small.pending()).isEqualTo(3);
    assertThat(small.incomplete()).isEqualTo(7);

    assertThat(few.add(part(9, 8, false, new byte[8]), 10)).isNotNull();
    assertThat(few.add(part(0, 8, false, new byte[8]), 10)).isNull();
  }

  @Test
  void remembersNoMoreFinishedDatagramsThanItMayHold() {
    IpReassembler small = new IpReassembler(3, 1 << 20);
    Fragments few = new Fragments(small);
    for (int id = 0; id < 10; id++) {
      few.add(part(id, 0, true, new byte[8]), 0);
      assertThat(few.add(part(id, 8, false, new byte[8]), 0)).isNotNull();
    }
    assertThat(few.add(part(0, 8, false, new byte[8]), 0)).isNull();
    assertThat(small.pending()).as("forgotten, hence new").isEqualTo(1);
    assertThat(few.add(part(9, 8, false, new byte[8]), 0)).isNull();
    assertThat(small.pending()).as("a copy").isEqualTo(1);
  }

  @Test
  void holdsNoMoreBytesThanItMayWhateverComes() {
    int maxBytes = 100_000;
    IpReassembler small = new IpReassembler(4096, maxBytes);
    Fragments few = new Fragments(small);
    Random random = new Random(1);
    for (int i = 0; i < Rounds.some(50_000); i++) {
      int bytes = 8 * (1 + random.nextInt(180));
      byte[] one =
          part(
              random.nextInt(300),
              8 * random.nextInt(8191 - 180),
              random.nextInt(20) > 0,
              noise(bytes));
      few.add(one, i);
      assertThat(small.heldBytes()).isBetween(0L, (long) maxBytes);
    }
    assertThat(small.incomplete()).isPositive();
    small.expire(IpReassembler.TIMEOUT_NANOS * 2);
    assertThat(small.heldBytes()).isZero();
    assertThat(small.pending()).isZero();
  }

  @Test
  void refusesCapsThatAreNone() {
    assertThatThrownBy(() -> new IpReassembler(0, 1)).hasMessageContaining("0 datagrams");
    assertThatThrownBy(() -> new IpReassembler(1, -1)).hasMessageContaining("-1 bytes");
  }

  @Test
  void takesAnIdThatIsUsedAgainForAnotherDatagram() {
    byte[] head = part(7, 0, true, new byte[8]);
    byte[] tail = part(7, 8, false, new byte[8]);
    fragments.add(head, 0);
    assertThat(fragments.add(tail, 0)).isNotNull();

    fragments.add(head, 2 * SECOND);
    assertThat(fragments.add(tail, 2 * SECOND)).isNotNull();
  }
}
