package io.tlsfloor.capture.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.capture.file.ReadCapture.Packet;
import io.tlsfloor.capture.file.ReadCapture.Told;
import io.tlsfloor.testing.Rounds;
import io.tlsfloor.testing.WireFile;
import io.tlsfloor.testing.WireFile.Option;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every way to cut a good file, and many to spoil one: read up to there, and never more. */
class DamagedCaptureTest {
  private static final int MUTATIONS = Rounds.some(4_000);

  /** A file of each kind, and where its packets end. */
  enum Kind {
    PCAP {
      @Override
      List<byte[]> pieces() {
        List<byte[]> pieces = new ArrayList<>();
        pieces.add(WireFile.little().pcap(0xa1b2c3d4L, 1).bytes());
        for (int i = 1; i <= 5; i++) {
          pieces.add(WireFile.little().record(1_700_000_000 + i, i, packet(i * 9)).bytes());
        }
        return pieces;
      }
    },
    PCAP_BIG_ENDIAN_NANOSECONDS {
      @Override
      List<byte[]> pieces() {
        List<byte[]> pieces = new ArrayList<>();
        pieces.add(WireFile.big().pcap(0xa1b23c4dL, 113).bytes());
        for (int i = 1; i <= 5; i++) {
          pieces.add(WireFile.big().record(1_700_000_000 + i, i, packet(i * 9)).bytes());
        }
        return pieces;
      }
    },
    PCAPNG {
      @Override
      List<byte[]> pieces() {
        WireFile in = WireFile.little();
        Option drops = in.option64(5, 9);
        return List.of(
            in.section().bytes(),
            WireFile.little().interfaceOf(1, 99, WireFile.option(9, "09")).bytes(),
            WireFile.little().enhanced(0, 1, packet(21), drops).bytes(),
            WireFile.little().names(WireFile.option(1, "0a00000161620000")).bytes(),
            WireFile.little().simple(9, packet(9)).bytes(),
            WireFile.little().statistics(0, drops).bytes(),
            WireFile.little().obsolete(0, 3, 5, new byte[4]).bytes(),
            WireFile.little().block(0xbad, WireFile.little().u32(1)).bytes(),
            WireFile.big().section().bytes(),
            WireFile.big().interfaceOf(113, 0).bytes(),
            WireFile.big().enhanced(0, 7, packet(6)).bytes());
      }
    };

    abstract List<byte[]> pieces();

    static byte[] packet(int length) {
      byte[] packet = new byte[length];
      new Random(length).nextBytes(packet);
      return packet;
    }

    byte[] whole() {
      WireFile whole = WireFile.little();
      pieces().forEach(whole::raw);
      return whole.bytes();
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyCutIsReadUpToItAndDamageIsSaidUnlessItFallsBetweenTwoPieces(Kind kind)
      throws Exception {
    byte[] whole = kind.whole();
    List<Packet> all = ReadCapture.read(whole).packets();
    List<Integer> ends = new ArrayList<>();
    List<Integer> packetsAt = new ArrayList<>();
    int end = 0;
    for (byte[] piece : kind.pieces()) {
      end += piece.length;
      ends.add(end);
      packetsAt.add(
          end <= ends.get(0) ? 0 : ReadCapture.read(Arrays.copyOf(whole, end)).packets().size());
    }

    for (int cut = ends.get(0); cut <= whole.length; cut++) {
      Told told = ReadCapture.read(Arrays.copyOf(whole, cut));

      int pieces = 0;
      while (pieces < ends.size() && ends.get(pieces) <= cut) {
        pieces++;
      }
      assertThat(told.packets()).isEqualTo(all.subList(0, packetsAt.get(pieces - 1)));
      assertThat(told.damage().isThere()).as("cut at %d", cut).isNotEqualTo(ends.contains(cut));
      assertThat(told.damage().offset()).isLessThanOrEqualTo(cut);
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyCutOfTheHeaderIsExplained(Kind kind) throws Exception {
    byte[] whole = kind.whole();
    for (int cut = 0; cut < kind.pieces().get(0).length; cut++) {
      assertExplained(Arrays.copyOf(whole, cut));
    }
  }

  private static void assertExplained(byte[] bytes) throws Exception {
    try {
      ReadCapture.read(bytes);
      throw new AssertionError("read a file of " + bytes.length + " bytes");
    } catch (CaptureFormatException refusal) {
      assertThat(refusal.problem()).isNotBlank();
      assertThat(refusal.advice()).isNotBlank();
    }
  }

  @ParameterizedTest
  @EnumSource
  @Timeout(600)
  void spoiledBytesNeverThrowAndNeverChangeWhatCameBeforeThem(Kind kind) throws Exception {
    byte[] whole = kind.whole();
    List<Packet> good = ReadCapture.read(whole).packets();
    int[] packetsBefore = new int[whole.length + 1];
    for (int cut = kind.pieces().get(0).length; cut < whole.length; cut++) {
      packetsBefore[cut] = ReadCapture.read(Arrays.copyOf(whole, cut)).packets().size();
    }
    int header = kind.pieces().get(0).length;
    Random random = new Random(20261125);
    int damaged = 0;
    for (int i = 0; i < MUTATIONS; i++) {
      byte[] spoiled = whole.clone();
      int first = spoiled.length;
      for (int n = 1 + random.nextInt(3); n > 0; n--) {
        int at = header + random.nextInt(spoiled.length - header);
        first = Math.min(first, at);
        spoiled[at] = spoil(random, spoiled[at]);
      }

      Told told = ReadCapture.read(spoiled);

      int untouched = packetsBefore[first];
      assertThat(told.packets().subList(0, untouched)).isEqualTo(good.subList(0, untouched));
      damaged += told.damage().isThere() ? 1 : 0;
    }
    assertThat(damaged).isGreaterThan(MUTATIONS / 10);
  }

  @ParameterizedTest
  @EnumSource
  @Timeout(600)
  void spoiledHeadersAreReadOrExplained(Kind kind) throws Exception {
    byte[] whole = kind.whole();
    Random random = new Random(7);
    for (int i = 0; i < MUTATIONS; i++) {
      byte[] spoiled = whole.clone();
      int at = random.nextInt(kind.pieces().get(0).length);
      spoiled[at] = spoil(random, spoiled[at]);
      try {
        assertThat(ReadCapture.read(spoiled)).isNotNull();
      } catch (CaptureFormatException refusal) {
        assertThat(refusal.advice()).isNotBlank();
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  @Timeout(600)
  void spoiledCompressedDataNeverThrows(CompressionTest.Kind compression) throws Exception {
    byte[] whole = compression.compress(Kind.PCAPNG.whole());
    Random random = new Random(8);
    for (int i = 0; i < MUTATIONS / 4; i++) {
      byte[] spoiled = whole.clone();
      int at = 4 + random.nextInt(spoiled.length - 4);
      spoiled[at] = spoil(random, spoiled[at]);
      byte[] cut = random.nextInt(4) == 0 ? Arrays.copyOf(spoiled, at) : spoiled;
      try {
        assertThat(ReadCapture.read(cut)).isNotNull();
      } catch (CaptureFormatException refusal) {
        assertThat(refusal.advice()).isNotBlank();
      }
    }
  }

  private static byte spoil(Random random, byte value) {
    return switch (random.nextInt(4)) {
      case 0 -> (byte) random.nextInt();
      case 1 -> (byte) 0xFF;
      case 2 -> (byte) (value + 1);
      default -> (byte) (value ^ 1 << random.nextInt(8));
    };
  }
}
