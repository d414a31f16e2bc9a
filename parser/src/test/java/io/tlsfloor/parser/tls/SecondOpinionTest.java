package io.tlsfloor.parser.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.testing.Rounds;
import io.tlsfloor.testing.WireBytes;
import io.tlsfloor.testing.WireHello;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * The hand-written views and the parser that Kaitai Struct generates agree on what they take and on
 * all that they read of it. {@code -Dtlsfloor.rounds=100000} runs longer, {@code -Dtlsfloor.seed=N}
 * repeats.
 */
final class SecondOpinionTest {
  private static final int ROUNDS = Rounds.count(Rounds.some(5_000));
  private static final long SEED = Long.getLong("tlsfloor.seed", 20_261_125);

  private static final byte[] SSLV2_CLIENT =
      WireBytes.join(WireBytes.hex("801f 01 0301 0006 0000 0010 000005 010080"), new byte[16]);
  private static final byte[] SSLV2_SERVER =
      WireBytes.join(
          WireBytes.hex("8025 04 00 01 0002 0004 0006 0010 30820000 010080 020080"), new byte[16]);
  private static final List<byte[]> CLIENTS =
      List.of(
          Hellos.OPENSSL_TLS_1_0,
          Hellos.OPENSSL_LISTS_OLD_VERSIONS,
          WireHello.client(0x0303)
              .suites(0x1A1A, 0x1301, 0xC02F, 0x002F)
              .serverName("outlook.office365.com")
              .alpn("h2", "http/1.1")
              .groups(0x001D, 0x0017)
              .pointFormats("00")
              .signatureAlgorithms(0x0403, 0x0804)
              .versions(0x0304, 0x0303, 0x0301)
              .body(),
          WireHello.client(0x0300).suites(4, 5).body(),
          WireBytes.join(WireHello.client(0x0302).body(), WireBytes.hex("0003 000a 00")));
  private static final List<byte[]> DTLS_CLIENTS =
      List.of(
          WireHello.client(0xFEFD)
              .cookie(WireBytes.hex("aabb"))
              .groups(29)
              .serverName("a.net")
              .body(),
          WireHello.client(0xFEFF).cookie(WireBytes.hex("")).body());
  private static final List<byte[]> SERVERS =
      List.of(
          Hellos.OPENSSL_SERVER_TLS_1_0,
          Hellos.OPENSSL_SERVER_TLS_1_3,
          WireHello.server(0x0303).extension(43, "0304").extension(16, "0003 02 6832").body(),
          WireBytes.join(
              WireBytes.u16(0x7F12), new byte[32], WireBytes.hex("1301 0004 0033 0000")));
  private static final List<byte[]> RECORDS =
      List.of(
          WireBytes.hex("16 0301 0004 0e000000"),
          WireBytes.hex("17 0303 0000"),
          WireBytes.hex("15 0302 0002 0246"));

  private final FirstOpinion views = new FirstOpinion();

  private void compare(byte[] bytes) {
    assertThat(views.client(bytes, false)).isEqualTo(SecondOpinion.client(bytes, false));
    assertThat(views.client(bytes, true)).isEqualTo(SecondOpinion.client(bytes, true));
    assertThat(views.server(bytes)).isEqualTo(SecondOpinion.server(bytes));
    assertThat(views.sslv2Client(bytes)).isEqualTo(SecondOpinion.sslv2Client(bytes));
    assertThat(views.sslv2Server(bytes)).isEqualTo(SecondOpinion.sslv2Server(bytes));
    assertThat(views.record(bytes)).isEqualTo(SecondOpinion.record(bytes));
  }

  @Test
  void bothTakeGoodMessages() {
    CLIENTS.forEach(hello -> assertThat(views.client(hello, false)).isNotEqualTo("refused"));
    DTLS_CLIENTS.forEach(hello -> assertThat(views.client(hello, true)).isNotEqualTo("refused"));
    SERVERS.forEach(hello -> assertThat(views.server(hello)).isNotEqualTo("refused"));
    RECORDS.forEach(record -> assertThat(views.record(record)).isNotEqualTo("refused"));
    assertThat(views.sslv2Client(SSLV2_CLIENT)).isNotEqualTo("refused");
    assertThat(views.sslv2Server(SSLV2_SERVER)).isNotEqualTo("refused");
    seeds().forEach(this::compare);
  }

  @Test
  void bothSayTheSameOfEveryTruncation() {
    for (byte[] seed : seeds()) {
      for (int length = 0; length <= seed.length; length++) {
        compare(Arrays.copyOf(seed, length));
      }
    }
  }

  @Test
  void bothSayTheSameOfMutatedMessages() {
    Random random = new Random(SEED);
    List<byte[]> seeds = seeds();
    int taken = 0;
    for (int round = 0; round < ROUNDS; round++) {
      byte[] bytes = Mutations.of(seeds.get(round % seeds.size()), random);
      try {
        compare(bytes);
      } catch (RuntimeException | AssertionError e) {
        throw new AssertionError(
            "seed " + SEED + ", round " + round + ", bytes " + HexFormat.of().formatHex(bytes), e);
      }
      if (!views.client(bytes, false).equals("refused")) {
        taken++;
      }
    }
    assertThat(taken).as("mutations that are still hellos, seed %d", SEED).isPositive();
  }

  private static List<byte[]> seeds() {
    List<byte[]> seeds = new ArrayList<>(CLIENTS);
    seeds.addAll(DTLS_CLIENTS);
    seeds.addAll(SERVERS);
    seeds.addAll(RECORDS);
    seeds.add(SSLV2_CLIENT);
    seeds.add(SSLV2_SERVER);
    return seeds;
  }
}
