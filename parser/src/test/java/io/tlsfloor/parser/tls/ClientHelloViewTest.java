package io.tlsfloor.parser.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tlsfloor.parser.observation.TlsVersion;
import io.tlsfloor.testing.WireBytes;
import io.tlsfloor.testing.WireHello;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ClientHelloViewTest {
  /** Version, random, session id, one suite, one compression method: 41 bytes. */
  private static final String HEAD =
      "0303 000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f 00 0002 1301 01 00 ";

  private final ClientHelloView hello = new ClientHelloView();

  private boolean wrap(String hex) {
    byte[] bytes = WireBytes.hex(hex);
    return hello.wrap(ByteBuffer.wrap(bytes), 0, bytes.length);
  }

  @Test
  void readsAHelloOfTls10() {
    for (Placed at : Placed.everywhere(Hellos.OPENSSL_TLS_1_0)) {
      assertThat(hello.wrap(at.buffer(), at.start(), at.length())).isTrue();

      assertThat(hello.versionRead()).isTrue();
      assertThat(hello.legacyVersion()).isEqualTo(0x0301);
      assertThat(hello.hasSupportedVersions()).isFalse();
      assertThat(hello.versionCount()).isEqualTo(1);
      assertThat(hello.versionValue(0)).isEqualTo(TlsVersion.TLS_1_0.value());
      assertThat(hello.randomStart()).isEqualTo(at.start() + 2);
      assertThat(hello.sessionIdLength()).isZero();
      assertThat(hello.suiteCount()).isEqualTo(23);
      assertThat(hello.suite(0)).isEqualTo(0xC00A);
      assertThat(hello.suite(22)).isEqualTo(0x00FF);
      assertThat(hello.fallbackScsv()).isFalse();
      assertThat(hello.extensionCount()).isEqualTo(6);
      assertThat(hello.extensionType(3)).isEqualTo(35);
      assertThat(hello.extensionLength(2)).isEqualTo(12);
      assertThat(at.buffer().getShort(hello.extensionStart(2))).isEqualTo((short) 10);
      assertThat(hello.hasExtension(23)).isTrue();
      assertThat(hello.hasExtension(43)).isFalse();
      assertThat(hello.hasServerName()).isTrue();
      assertThat(hello.serverName()).isEqualTo("outlook.office365.com");
      assertThat(hello.serverNameLength()).isEqualTo(21);
      assertThat((char) at.buffer().get(hello.serverNameStart())).isEqualTo('o');
      assertThat(hello.groupCount()).isEqualTo(5);
      assertThat(hello.group(1)).isEqualTo(0x0017);
      assertThat(hello.pointFormatCount()).isEqualTo(3);
      assertThat(hello.pointFormat(2)).isEqualTo(2);
      assertThat(hello.signatureAlgorithmCount()).isZero();
      assertThat(hello.alpnCount()).isZero();
      assertThat(hello.encryptedClientHello()).isFalse();
      assertThat(hello.trailingBytes()).isZero();
    }
  }

  @Test
  void readsAHelloThatListsItsVersions() {
    hello.wrap(
        ByteBuffer.wrap(Hellos.OPENSSL_LISTS_OLD_VERSIONS),
        0,
        Hellos.OPENSSL_LISTS_OLD_VERSIONS.length);

    assertThat(hello.legacyVersion()).isEqualTo(0x0303);
    assertThat(hello.hasSupportedVersions()).isTrue();
    assertThat(hello.versionCount()).isEqualTo(4);
    assertThat(hello.versionValue(0)).isEqualTo(0x0304);
    assertThat(hello.versionValue(3)).isEqualTo(TlsVersion.TLS_1_0.value());
    assertThat(hello.sessionIdLength()).isEqualTo(32);
    assertThat(hello.signatureAlgorithmCount()).isEqualTo(29);
    assertThat(hello.signatureAlgorithm(0)).isEqualTo(0x0905);
  }

  @Test
  void readsAHelloWithoutExtensions() {
    assertThat(wrap(HEAD)).isTrue();

    assertThat(hello.extensionCount()).isZero();
    assertThat(hello.hasServerName()).isFalse();
    assertThat(hello.serverName()).isEmpty();
  }

  @Test
  void readsAHelloWithoutACompressionMethod() {
    assertThat(wrap("0303" + "00".repeat(32) + "00 0002 1301 00")).isTrue();

    assertThat(hello.suite(0)).isEqualTo(0x1301);
  }

  @Test
  void readsAHelloWithAnEmptyExtensionBlock() {
    assertThat(wrap(HEAD + "0000")).isTrue();

    assertThat(hello.extensionCount()).isZero();
  }

  @Test
  void readsTheCookieOfDtls() {
    byte[] body =
        WireHello.client(0xFEFD).cookie(WireBytes.hex("aabbccdd")).suites(0xC02B, 0xC02F).body();

    assertThat(hello.wrapDtls(ByteBuffer.wrap(body), 0, body.length)).isTrue();

    assertThat(hello.suiteCount()).isEqualTo(2);
    assertThat(hello.suite(1)).isEqualTo(0xC02F);
  }

  @Test
  void namesProtocolsInTheirOrder() {
    ClientHelloView view = Hellos.clientView(WireHello.client(0x0303).alpn("h2", "http/1.1"));

    assertThat(view.alpnCount()).isEqualTo(2);
    assertThat(view.alpn(0)).isEqualTo("h2");
    assertThat(view.alpn(1)).isEqualTo("http/1.1");
    assertThat(view.alpnLength(1)).isEqualTo(8);
  }

  @Test
  void carriesGreaseAndUnknownNumbers() {
    ClientHelloView view =
        Hellos.clientView(
            WireHello.client(0x0303)
                .suites(0x1A1A, 0x4444)
                .extension(0x2A2A, new byte[0])
                .versions(0x3A3A, 0x0599)
                .groups(0x4A4A)
                .extension(0x5555, new byte[3]));

    assertThat(view.suite(0)).isEqualTo(0x1A1A);
    assertThat(view.extensionType(0)).isEqualTo(0x2A2A);
    assertThat(view.versionValue(0)).isEqualTo(0x3A3A);
    assertThat(view.versionValue(1)).isEqualTo(0x0599);
    assertThat(view.group(0)).isEqualTo(0x4A4A);
    assertThat(view.extensionType(3)).isEqualTo(0x5555);
  }

  @Test
  void findsTheMarkOfAFallback() {
    assertThat(Hellos.clientView(WireHello.client(0x0301).suites(0x002F, 0x5600)).fallbackScsv())
        .isTrue();
  }

  @ParameterizedTest
  @CsvSource({"0xFE0D", "0xFFCE"})
  void findsAnEncryptedClientHello(String type) {
    ClientHelloView view =
        Hellos.clientView(WireHello.client(0x0303).extension(Integer.decode(type), new byte[8]));

    assertThat(view.encryptedClientHello()).isTrue();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          plain                        | 0000 000a 0008 00 0005 612e6e6574      | a.net
          bytes that are no ASCII      | 0000 0007 0005 00 0002 e92e            | é.
          a terminal escape            | 0000 0007 0005 00 0002 1b5b            | \\u001b[
          another type of name before  | 0000 000b 0009 07 0001 ff 00 0002 6162 | ab
          second host_name             | 0000 000a 0008 00 0001 61 00 0001 62   | a
          twice: the first counts      | 0000 0006 0004 00 0001 61 0000 0006 0004 00 0001 62 | a
          twice, the first odd         | 0000 0000 0000 0006 0004 00 0001 62    |
          empty extension              | 0000 0000                              |
          empty list                   | 0000 0002 0000                         |
          empty name                   | 0000 0005 0003 00 0000                 |
          list longer than extension   | 0000 0006 0005 00 0001 61              |
          list shorter than extension  | 0000 0007 0004 00 0001 61 00           |
          name longer than list        | 0000 0006 0004 00 0002 61              |
          bytes after the name         | 0000 0007 0005 00 0001 61 00           |
          """)
  void takesAServerNameOnlyFromASoundListAndKeepsTheHello(
      String name, String extensions, String serverName) {
    byte[] block = WireBytes.counted(2, WireBytes.hex(extensions));
    String expected = serverName == null ? "" : serverName.replace("\\u001b", "\u001b");

    assertThat(wrap(HEAD + HexFormat.of().formatHex(block))).isTrue();

    assertThat(hello.hasServerName()).isEqualTo(!expected.isEmpty());
    assertThat(hello.serverName()).isEqualTo(expected);
    assertThat(hello.hasExtension(0)).isTrue();
    assertThat(hello.otherNameCount()).isEqualTo(name.startsWith("second host_name") ? 1 : 0);
  }

  @Test
  void takesNoServerNameThatIsLongerThanAnyInDns() {
    assertThat(
            Hellos.clientView(WireHello.client(0x0303).serverName("a".repeat(255))).hasServerName())
        .isTrue();
    assertThat(
            Hellos.clientView(WireHello.client(0x0303).serverName("a".repeat(256))).hasServerName())
        .isFalse();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          groups: empty                | 000a 0000
          groups: empty list           | 000a 0002 0000
          groups: half a group         | 000a 0005 0003 001d 00
          groups: list too long        | 000a 0004 0004 001d
          groups: bytes after          | 000a 0005 0002 001d 00
          point formats: empty         | 000b 0000
          point formats: empty list    | 000b 0001 00
          point formats: list too long | 000b 0002 02 00
          algorithms: half a one       | 000d 0005 0003 0401 04
          ALPN: empty list             | 0010 0002 0000
          ALPN: empty name             | 0010 0003 0001 00
          ALPN: name too long          | 0010 0005 0003 03 6832
          ALPN: second name too long   | 0010 0007 0005 02 6832 02 68
          ALPN: bytes after            | 0010 0006 0003 02 6832 00
          """)
  void oddContentsOfOtherExtensionsAreNoneAndKeepTheHello(String name, String extension) {
    assertThat(
            wrap(HEAD + HexFormat.of().formatHex(WireBytes.counted(2, WireBytes.hex(extension)))))
        .isTrue();

    assertThat(hello.extensionCount()).isEqualTo(1);
    assertThat(hello.groupCount()).isZero();
    assertThat(hello.pointFormatCount()).isZero();
    assertThat(hello.signatureAlgorithmCount()).isZero();
    assertThat(hello.alpnCount()).isZero();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          twice groups                 | 000a 0004 0002 001d 000a 0004 0002 0017
          twice formats                | 000b 0002 01 1d 000b 0002 01 17
          twice algorithms             | 000d 0004 0002 001d 000d 0004 0002 0017
          twice ALPN                   | 0010 0004 0002 01 1d 0010 0004 0002 01 17
          """)
  void ofAnExtensionThatStandsTwiceTheFirstCounts(String name, String extensions) {
    assertThat(
            wrap(HEAD + HexFormat.of().formatHex(WireBytes.counted(2, WireBytes.hex(extensions)))))
        .isTrue();

    assertThat(hello.extensionCount()).isEqualTo(2);
    int found =
        switch (hello.extensionType(0)) {
          case 10 -> hello.group(0);
          case 11 -> hello.pointFormat(0);
          case 13 -> hello.signatureAlgorithm(0);
          default -> hello.alpn(0).charAt(0);
        };
    assertThat(found).isEqualTo(0x1D);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          list longer than ext         | 0008 002b 0004 04 0304 03   | 48 (versions): TRUNCATED
          half a version               | 0008 002b 0004 03 0304 03   | 48 (versions): BAD_LENGTH
          bytes after the list         | 0008 002b 0004 02 0304 03   | 50 (extension_data): TRAILING_BYTES
          empty versions               | 0005 002b 0001 00           | 47 (versions): BAD_LENGTH
          empty supported_versions     | 0004 002b 0000              | 47 (versions): TRUNCATED
          supported_versions twice     | 000e 002b 0003 02 0304 002b 0003 02 0301 | 55 (supported_versions): DUPLICATE
          extension longer than block  | 0006 000a 0003 0000         | 47 (extension_data): TRUNCATED
          supported_versions too long  | 0006 002b 0003 0203         | 47 (extension_data): TRUNCATED
          half an extension header     | 0003 000a 00                | 45 (extension_data): TRUNCATED
          block longer than the hello  | 0005 000a 0000              | 43 (extensions): TRUNCATED
          bytes after the block        | 0004 000a 0000 00           | 47 (ClientHello): TRAILING_BYTES
          half a block length          | 00                          | 41 (extensions): TRUNCATED
          """)
  void saysWhereAndWhyABlockIsMalformed(String name, String extensions, String expected) {
    assertThat(wrap(HEAD + extensions)).isFalse();

    assertThat(hello.failure()).hasToString("malformed at offset " + expected);
    assertThat(hello.versionRead()).isTrue();
    assertThat(hello.legacyVersion()).isEqualTo(0x0303);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          session id too long      | 21                                 | 34 (legacy_session_id): BAD_LENGTH
          session id cut           | 02 aa                              | 35 (legacy_session_id): TRUNCATED
          no suite                 | 00 0000 01 00                      | 35 (cipher_suites): BAD_LENGTH
          half a suite             | 00 0003 130100 01 00               | 37 (cipher_suites): BAD_LENGTH
          suites cut               | 00 0004 1301                       | 37 (cipher_suites): TRUNCATED
          suites longer than any   | 00 ffff 1301 01 00                 | 35 (cipher_suites): BAD_LENGTH
          no compression methods   | 00 0002 1301                       | 39 (legacy_compression_methods): TRUNCATED
          compression methods cut  | 00 0002 1301 02 00                 | 40 (legacy_compression_methods): TRUNCATED
          nothing after the random |                                    | 34 (legacy_session_id): TRUNCATED
          """)
  void saysWhereAndWhyAHelloIsMalformed(String name, String afterRandom, String expected) {
    String random = "00".repeat(32);

    assertThat(wrap("0301" + random + (afterRandom == null ? "" : afterRandom))).isFalse();

    assertThat(hello.failure()).hasToString("malformed at offset " + expected);
    assertThat(hello.versionRead()).isTrue();
    assertThat(hello.legacyVersion()).isEqualTo(0x0301);
  }

  @ParameterizedTest
  @CsvSource({"'', 0", "03, 0"})
  void knowsThatEvenTheVersionIsMissing(String hex, int offset) {
    assertThat(wrap(hex)).isFalse();

    assertThat(hello.versionRead()).isFalse();
    assertThat(hello.failure())
        .hasToString("malformed at offset " + offset + " (legacy_version): TRUNCATED");
  }

  @ParameterizedTest(name = "version {0}")
  @CsvSource({"0300", "0301", "0302"})
  void upToTls11AnythingMayFollowTheCompressionMethods(String version) {
    String head = version + HEAD.substring(4);
    String[] tails = {
      "00", "0001", "ffff", "0004 000a 0005", "0005 000a 0000", "0004 000a 0000 00"
    };
    for (String tail : tails) {
      assertThat(wrap(head + tail)).isTrue();
      assertThat(hello.extensionCount()).isZero();
      assertThat(hello.trailingBytes()).isEqualTo(WireBytes.hex(tail).length);
      assertThat(wrap(HEAD + tail)).isFalse(); // 0303
    }
  }

  @Test
  void anExtensionBlockOfAnOldHelloIsReadAsOne() {
    assertThat(wrap("0300" + HEAD.substring(4) + "0004 000a 0000")).isTrue();

    assertThat(hello.extensionCount()).isEqualTo(1);
    assertThat(hello.trailingBytes()).isZero();
  }

  @Test
  void oldDtlsMayTrailToo() {
    for (int version : new int[] {0xFEFF, 0x0100}) {
      byte[] body =
          WireBytes.join(
              WireHello.client(version).cookie(WireBytes.hex("")).body(), new byte[] {7});

      assertThat(hello.wrapDtls(ByteBuffer.wrap(body), 0, body.length)).isTrue();
      assertThat(hello.trailingBytes()).isEqualTo(1);
    }
  }

  @Test
  void holdsAsManyExtensionsAsABlockCan() {
    WireHello client = WireHello.client(0x0303);
    for (int i = 0; i < 0xFFFF / 4; i++) {
      client.extension(0x5000 + i, new byte[0]);
    }
    ClientHelloView view = Hellos.clientView(client);

    assertThat(view.extensionCount()).isEqualTo(16383);
    assertThat(view.extensionType(16382)).isEqualTo(0x5000 + 16382);
  }

  @Test
  void startsOverWithEachWrap() {
    hello.wrap(ByteBuffer.wrap(Hellos.OPENSSL_TLS_1_0), 0, Hellos.OPENSSL_TLS_1_0.length);
    byte[] full =
        WireHello.client(0x0303).alpn("h2").versions(0x0304).signatureAlgorithms(0x0401).body();
    hello.wrap(ByteBuffer.wrap(full), 0, full.length);
    assertThat(hello.hasServerName()).isFalse();

    wrap(HEAD);

    assertThat(hello.hasSupportedVersions()).isFalse();
    assertThat(hello.alpnCount()).isZero();
    assertThat(hello.groupCount()).isZero();
    assertThat(hello.pointFormatCount()).isZero();
    assertThat(hello.signatureAlgorithmCount()).isZero();
  }

  @Test
  void leavesTheBufferAsItWas() {
    ByteBuffer buffer = ByteBuffer.wrap(Hellos.OPENSSL_TLS_1_0).position(5);

    hello.wrap(buffer, 0, buffer.limit());

    assertThat(buffer.position()).isEqualTo(5);
  }

  @Test
  void misuseThrows() {
    wrap(HEAD);

    assertThatThrownBy(() -> hello.suite(1)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> hello.versionValue(1)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> hello.extensionType(0)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> hello.group(0)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> hello.alpn(0)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(hello::failure).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> hello.wrap(ByteBuffer.allocate(3), 0, 4))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }
}
