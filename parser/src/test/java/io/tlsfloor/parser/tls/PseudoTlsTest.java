package io.tlsfloor.parser.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.parser.Progress;
import io.tlsfloor.testing.WireBytes;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

final class PseudoTlsTest {
  private static final String MS_TURN =
      "160301002d010000290301c1fcd5a36d93dd7e0b45673fec7985fbbc3fd660c2ce8485081b8121bcaa10fb"
          + "000002001801 00";
  private static final String MS_TURN_ANSWER =
      "160301004e020000460301" + "00".repeat(32) + "20" + "00".repeat(32) + "0018000e000000";
  private static final String GOOGLE =
      "8046 01 0301 002d 0000 0010"
          + "010080 030080 0700c0 060040 020080 040080 000004 00feff 00000a 00fefe 000009"
          + "000064 000062 000003 000006 1f170ca62f0078fc46552eb18339f1ea";
  private static final String GOOGLE_ANSWER =
      "160301004a020000460301428545a727a95da0b3c5e753da482b3fc65aca89c15852a1783c5b174600853f20"
          + "0ed306725b5b1b5f15ac13f988539d9be83d7b0c30326e384da27557416c345c000400";
  private static final String SKYPE_ANSWER =
      "160301004a020000460301401be48602ade029e17774e544b9c99cb431315e02dd779d154a9609ba5da87020"
          + "1ca0e4f64c6351ae2f8e4ee1e6766a0a88d5d8c55cae98c5e481f22a69bf9058000500";

  static final List<String> CLIENTS = List.of(MS_TURN, GOOGLE);
  static final List<String> SERVERS = List.of(MS_TURN_ANSWER, GOOGLE_ANSWER, SKYPE_ANSWER);

  @ParameterizedTest
  @FieldSource("CLIENTS")
  void matchesTheWholeOfWhatAClientSends(String hex) {
    byte[] constant = WireBytes.hex(hex);
    for (Placed at : Placed.everywhere(constant)) {
      assertThat(PseudoTls.client(at.buffer(), at.start(), at.length())).isEqualTo(Progress.DONE);
    }
    for (int length = 0; length < constant.length; length++) {
      assertThat(PseudoTls.client(ByteBuffer.wrap(constant), 0, length))
          .isEqualTo(Progress.NEED_MORE);
    }
    assertThat(
            PseudoTls.client(
                ByteBuffer.wrap(WireBytes.join(constant, constant)), 0, constant.length + 9))
        .isEqualTo(Progress.DONE);
  }

  @ParameterizedTest
  @FieldSource("SERVERS")
  void matchesTheWholeOfWhatAServerSends(String hex) {
    byte[] constant = WireBytes.hex(hex);
    ByteBuffer buffer = ByteBuffer.wrap(constant);

    assertThat(PseudoTls.server(buffer, 0, constant.length)).isEqualTo(Progress.DONE);
    for (int length = 0; length < constant.length; length++) {
      assertThat(PseudoTls.server(buffer, 0, length)).isEqualTo(Progress.NEED_MORE);
    }
    assertThat(PseudoTls.client(buffer, 0, constant.length)).isEqualTo(Progress.MALFORMED);
  }

  @ParameterizedTest
  @FieldSource("CLIENTS")
  void oneOtherBitIsARealHello(String hex) {
    byte[] constant = WireBytes.hex(hex);
    for (int bit = 0; bit < 8 * constant.length; bit++) {
      byte[] other = constant.clone();
      other[bit / 8] ^= (byte) (1 << bit % 8);
      assertThat(PseudoTls.client(ByteBuffer.wrap(other), 0, other.length))
          .isEqualTo(Progress.MALFORMED);
    }
  }

  @Test
  void theConstantsAreTheOnesOfTheirLengths() {
    assertThat(WireBytes.hex(MS_TURN)).hasSize(50);
    assertThat(WireBytes.hex(MS_TURN_ANSWER)).hasSize(83);
    assertThat(WireBytes.hex(GOOGLE)).hasSize(72);
    assertThat(WireBytes.hex(GOOGLE_ANSWER)).hasSize(79);
    assertThat(WireBytes.hex(SKYPE_ANSWER)).hasSize(79);
  }

  @Test
  void theFakeHelloReadsLikeARealOne() {
    byte[] constant = WireBytes.hex(MS_TURN);
    ClientHelloView hello = new ClientHelloView();

    assertThat(hello.wrap(ByteBuffer.wrap(constant), 9, 41)).isTrue();

    assertThat(hello.suite(0)).isEqualTo(0x0018);
    assertThat(Ja3.md5(hello)).isEqualTo("98d82c43de4e22a055da96bcef1ca9b9");
  }
}
