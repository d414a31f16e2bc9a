package io.tlsfloor.parser.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.parser.observation.DowngradeSentinel;
import io.tlsfloor.testing.WireBytes;
import io.tlsfloor.testing.WireHello;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ServerHelloViewTest {
  private static final String RETRY_RANDOM =
      "cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c";

  private final ServerHelloView hello = new ServerHelloView();

  private boolean wrap(String hex) {
    byte[] bytes = WireBytes.hex(hex);
    return hello.wrap(ByteBuffer.wrap(bytes), 0, bytes.length);
  }

  @Test
  void readsTheChoiceOfTls10() {
    for (Placed at : Placed.everywhere(Hellos.OPENSSL_SERVER_TLS_1_0)) {
      assertThat(hello.wrap(at.buffer(), at.start(), at.length())).isTrue();

      assertThat(hello.legacyVersion()).isEqualTo(0x0301);
      assertThat(hello.selectedVersion()).isEqualTo(0x0301);
      assertThat(hello.hasSupportedVersions()).isFalse();
      assertThat(hello.randomStart()).isEqualTo(at.start() + 2);
      assertThat(hello.sessionIdLength()).isZero();
      assertThat(hello.cipherSuite()).isEqualTo(0xC014);
      assertThat(hello.compressionMethod()).isZero();
      assertThat(hello.extensionCount()).isEqualTo(5);
      assertThat(hello.extensionType(0)).isEqualTo(0xFF01);
      assertThat(hello.sentinel()).isEqualTo(DowngradeSentinel.NONE);
      assertThat(hello.isHelloRetryRequest()).isFalse();
      assertThat(hello.preSharedKey()).isFalse();
      assertThat(hello.hasAlpn()).isFalse();
      assertThat(hello.alpn()).isEmpty();
    }
  }

  @Test
  void takesTheVersionFromSupportedVersions() {
    assertThat(
            hello.wrap(
                ByteBuffer.wrap(Hellos.OPENSSL_SERVER_TLS_1_3),
                0,
                Hellos.OPENSSL_SERVER_TLS_1_3.length))
        .isTrue();

    assertThat(hello.legacyVersion()).isEqualTo(0x0303);
    assertThat(hello.hasSupportedVersions()).isTrue();
    assertThat(hello.selectedVersion()).isEqualTo(0x0304);
    assertThat(hello.sessionIdLength()).isEqualTo(32);
  }

  @Test
  void knowsAHelloRetryRequestByItsRandom() {
    ServerHelloView retry =
        Hellos.serverView(WireHello.server(0x0303).random(RETRY_RANDOM).extension(43, "0304"));

    assertThat(retry.isHelloRetryRequest()).isTrue();
    for (int at : new int[] {0, 20, 40, 62}) { // one digit of each eight bytes changed
      String other = RETRY_RANDOM.substring(0, at) + "0" + RETRY_RANDOM.substring(at + 1);
      assertThat(Hellos.serverView(WireHello.server(0x0303).random(other)).isHelloRetryRequest())
          .isEqualTo(other.equals(RETRY_RANDOM));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "444f574e47524401, TO_TLS_1_2",
    "444f574e47524400, TO_TLS_1_1_OR_BELOW",
    "444f574e47524402, NONE",
    "444f574e47524301, NONE"
  })
  void findsTheDowngradeSentinelAtTheEndOfTheRandom(String end, DowngradeSentinel expected) {
    assertThat(Hellos.serverView(WireHello.server(0x0302).random("11".repeat(24) + end)).sentinel())
        .isEqualTo(expected);
  }

  @Test
  void findsAResumedSessionOfTls13() {
    assertThat(
            Hellos.serverView(WireHello.server(0x0303).extension(41, "0000").extension(43, "0304"))
                .preSharedKey())
        .isTrue();
  }

  @Test
  void namesTheProtocolChosen() {
    ServerHelloView view =
        Hellos.serverView(WireHello.server(0x0303).extension(16, "0003 02 6832"));

    assertThat(view.hasAlpn()).isTrue();
    assertThat(view.alpn()).isEqualTo("h2");
  }

  @Test
  void namesTheFirstOfTwoProtocolsChosen() {
    ServerHelloView view =
        Hellos.serverView(
            WireHello.server(0x0303).extension(16, "0003 02 6832").extension(16, "0003 02 6833"));

    assertThat(view.alpn()).isEqualTo("h2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "0000", "0001 00", "0006 02 6832 02 6833", "0003 03 6832", "0003 02 6832 00"})
  void anOddProtocolIsNoneAndKeepsTheHello(String contents) {
    ServerHelloView view = Hellos.serverView(WireHello.server(0x0303).extension(16, contents));

    assertThat(view.hasAlpn()).isFalse();
    assertThat(view.hasExtension(16)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {0x7F00, 0x7F12, 0x7F15})
  void draftsUpTo21HaveNeitherSessionIdNorCompression(int version) {
    byte[] body =
        WireBytes.join(WireBytes.u16(version), new byte[32], WireBytes.hex("1301 0004 0033 0000"));

    ServerHelloView view = Hellos.serverView(body);

    assertThat(view.selectedVersion()).isEqualTo(version);
    assertThat(view.cipherSuite()).isEqualTo(0x1301);
    assertThat(view.sessionIdLength()).isZero();
    assertThat(view.extensionType(0)).isEqualTo(0x33);
  }

  @Test
  void laterDraftsUseTheLayoutOfTheRfc() {
    ServerHelloView view = Hellos.serverView(WireHello.server(0x0303).extension(43, "7f1c"));

    assertThat(view.selectedVersion()).isEqualTo(0x7F1C);
    assertThat(Hellos.serverView(WireHello.server(0x7F16)).cipherSuite()).isEqualTo(0x002F);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          nothing after the random    |                                       | 34 (legacy_session_id_echo): TRUNCATED
          session id too long         | 21                                    | 34 (legacy_session_id_echo): BAD_LENGTH
          session id cut              | 02 aa                                 | 35 (legacy_session_id_echo): TRUNCATED
          half a suite                | 00 00                                 | 35 (cipher_suite): TRUNCATED
          no compression method       | 00 002f                               | 37 (legacy_compression_method): TRUNCATED
          half a block length         | 00 002f 00 00                         | 38 (extensions): TRUNCATED
          block longer than the hello | 00 002f 00 0005 000b 0000             | 40 (extensions): TRUNCATED
          bytes after the block       | 00 002f 00 0000 00                    | 40 (ServerHello): TRAILING_BYTES
          extension longer than block | 00 002f 00 0004 000b 0001             | 44 (extension_data): TRUNCATED
          half an extension header    | 00 002f 00 0002 000b                  | 42 (extension_data): TRUNCATED
          empty supported_versions    | 00 002f 00 0004 002b 0000             | 44 (selected_version): TRUNCATED
          two selected versions       | 00 002f 00 0008 002b 0004 0304 0303   | 46 (extension_data): TRAILING_BYTES
          supported_versions twice    | 00 002f 00 000c 002b 0002 0304 002b 0002 0303 | 50 (supported_versions): DUPLICATE
          """)
  void saysWhereAndWhy(String name, String afterRandom, String expected) {
    assertThat(wrap("0302" + "00".repeat(32) + (afterRandom == null ? "" : afterRandom))).isFalse();

    assertThat(hello.failure()).hasToString("malformed at offset " + expected);
    assertThat(hello.versionRead()).isTrue();
    assertThat(hello.legacyVersion()).isEqualTo(0x0302);
  }

  @Test
  void knowsThatEvenTheVersionIsMissing() {
    assertThat(wrap("03")).isFalse();

    assertThat(hello.versionRead()).isFalse();
    assertThat(hello.failure()).hasToString("malformed at offset 0 (legacy_version): TRUNCATED");
  }

  @Test
  void startsOverWithEachWrap() {
    byte[] full =
        WireHello.server(0x0303).extension(43, "0304").extension(16, "0003 02 6832").body();
    assertThat(hello.wrap(ByteBuffer.wrap(full), 0, full.length)).isTrue();

    assertThat(wrap("0303" + "00".repeat(32) + "00 002f 00")).isTrue();

    assertThat(hello.hasSupportedVersions()).isFalse();
    assertThat(hello.selectedVersion()).isEqualTo(0x0303);
    assertThat(hello.hasAlpn()).isFalse();
    assertThat(hello.extensionCount()).isZero();
  }
}
