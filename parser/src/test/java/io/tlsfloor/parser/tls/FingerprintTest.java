package io.tlsfloor.parser.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.parser.observation.HelloFormat;
import io.tlsfloor.testing.WireBytes;
import io.tlsfloor.testing.WireHello;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FingerprintTest {
  private static byte[] none() {
    return new byte[0];
  }

  /** The example of FoxIO's JA4.md, in the order of the wire, with GREASE strewn in. */
  private static WireHello foxio() {
    return WireHello.client(0x0303)
        .suites(
            0x2A2A, 0x1301, 0x1302, 0x1303, 0xC02B, 0xC02F, 0xC02C, 0xC030, 0xCCA9, 0xCCA8, 0xC013,
            0xC014, 0x009C, 0x009D, 0x002F, 0x0035)
        .extension(0xAAAA, none())
        .extension(0x001B, none())
        .serverName("example.com")
        .extension(0x0033, none())
        .alpn("h2", "http/1.1")
        .extension(0x4469, none())
        .extension(0x0017, none())
        .extension(0x002D, none())
        .signatureAlgorithms(0x0403, 0x0804, 0x0401, 0x0503, 0x0805, 0x0501, 0x0806, 0x0601)
        .extension(0x0005, none())
        .extension(0x0023, none())
        .extension(0x0012, none())
        .versions(0xDADA, 0x0304, 0x0303)
        .extension(0xFF01, none())
        .pointFormats("00")
        .groups(0x3A3A, 0x001D)
        .extension(0x0015, none())
        .extension(0x1A1A, none());
  }

  @Test
  void ja4IsThatOfItsSpecification() {
    ClientHelloView hello = Hellos.clientView(foxio());

    assertThat(Ja4.fingerprint(hello, HelloFormat.TLS))
        .isEqualTo("t13d1516h2_8daaf6152771_e5627efa2ab1");
    assertThat(Ja4.raw(hello, HelloFormat.TLS))
        .isEqualTo(
            "t13d1516h2_002f,0035,009c,009d,1301,1302,1303,c013,c014,c02b,c02c,c02f,c030,cca8,cca9"
                + "_0005,000a,000b,000d,0012,0015,0017,001b,0023,002b,002d,0033,4469,ff01"
                + "_0403,0804,0401,0503,0805,0501,0806,0601");
  }

  @Test
  void ja4WithoutSignatureAlgorithmsEndsWithoutAnUnderscore() {
    ClientHelloView hello =
        Hellos.clientView(
            WireHello.client(0x0303)
                .suites(0x1301)
                .extension(0x0005, none())
                .extension(0x000A, none())
                .extension(0x000B, none())
                .extension(0x000D, none())
                .extension(0x0012, none())
                .extension(0x0015, none())
                .extension(0x0017, none())
                .extension(0x001B, none())
                .extension(0x0023, none())
                .versions(0x0304)
                .extension(0x002D, none())
                .extension(0x0033, none())
                .extension(0x4469, none())
                .extension(0xFF01, none()));

    assertThat(Ja4.fingerprint(hello, HelloFormat.TLS)).endsWith("_6d807ffa2a79");
    assertThat(Ja4.raw(hello, HelloFormat.TLS)).endsWith(",ff01");
  }

  @Test
  void ja4OfRealHellosIsThatOfWireshark() {
    assertThat(Ja4.fingerprint(Hellos.clientView(Hellos.OPENSSL_TLS_1_0), HelloFormat.TLS))
        .isEqualTo(Hellos.OPENSSL_TLS_1_0_JA4);
    assertThat(
            Ja4.fingerprint(Hellos.clientView(Hellos.OPENSSL_LISTS_OLD_VERSIONS), HelloFormat.TLS))
        .isEqualTo(Hellos.OPENSSL_LISTS_OLD_VERSIONS_JA4);
  }

  @ParameterizedTest
  @CsvSource({
    "TLS, 0x0304, t13", "QUIC, 0x0304, q13", "DTLS, 0xfefc, dd3", "DTLS, 0xfefd, dd2",
    "DTLS, 0xfeff, dd1", "TLS, 0x0303, t12", "TLS, 0x0302, t11", "TLS, 0x0301, t10",
    "TLS, 0x0300, ts3", "TLS, 0x0002, ts2", "TLS, 0x7f1c, t00"
  })
  void ja4NamesProtocolAndVersion(HelloFormat format, String version, String start) {
    WireHello client = WireHello.client(0x0303).versions(Integer.decode(version));

    assertThat(Ja4.fingerprint(Hellos.clientView(client), format)).startsWith(start + "i0101");
  }

  @Test
  void ja4TakesTheGreatestNumberOfAListForTheVersion() {
    ClientHelloView unknown =
        Hellos.clientView(WireHello.client(0x0303).versions(0x0304, 0x7F1C, 0xFAFA));
    ClientHelloView datagram =
        Hellos.clientView(
            WireHello.client(0xFEFD).cookie(WireBytes.hex("")).versions(0xFEFC, 0xFEFD));

    assertThat(Ja4.fingerprint(unknown, HelloFormat.TLS)).startsWith("t00");
    assertThat(Ja4.fingerprint(datagram, HelloFormat.DTLS)).startsWith("dd2");
  }

  @ParameterizedTest
  @CsvSource({
    "ab, ab", "abcd, ad", "30ab, 3b", "3031abcd, 3d", "30abcd31, 01", "61, aa", "68322d31, h1",
    "4142, AB", "302f, 3f", "3a30, 30", "405a, 4a", "5b41, 51", "6061, 61", "7b7a, 7a"
  })
  void ja4TakesTheEndsOfTheFirstProtocolName(String alpn, String expected) {
    String name = new String(WireBytes.hex(alpn), StandardCharsets.ISO_8859_1);
    ClientHelloView hello = Hellos.clientView(WireHello.client(0x0303).alpn(name, "zz"));

    assertThat(Ja4.fingerprint(hello, HelloFormat.TLS).substring(8, 10)).isEqualTo(expected);
  }

  @Test
  void ja4OfEmptyListsIsTwelveZeros() {
    ClientHelloView onlyGrease = Hellos.clientView(WireHello.client(0x0303).suites(0x0A0A));
    ClientHelloView onlyNames =
        Hellos.clientView(WireHello.client(0x0303).suites(0x0A0A).serverName("a").alpn("h2"));

    assertThat(Ja4.fingerprint(onlyGrease, HelloFormat.TLS))
        .isEqualTo("t12i000000_000000000000_000000000000");
    assertThat(Ja4.fingerprint(onlyNames, HelloFormat.TLS))
        .isEqualTo("t12d0002h2_000000000000_000000000000");
  }

  @Test
  void ja4CountsTo99() {
    int[] suites = new int[120];
    for (int i = 0; i < suites.length; i++) {
      suites[i] = 0xC001 + i;
    }

    assertThat(
            Ja4.fingerprint(
                Hellos.clientView(WireHello.client(0x0303).suites(suites)), HelloFormat.TLS))
        .startsWith("t12i990000_");
  }

  @Test
  void ja4LeavesGreaseOutOfSignatureAlgorithms() {
    ClientHelloView hello =
        Hellos.clientView(WireHello.client(0x0303).signatureAlgorithms(0x0A0A, 0x0401));

    assertThat(Ja4.raw(hello, HelloFormat.TLS)).endsWith("_000d_0401");
  }

  @Test
  void ja3IsThatOfItsPublishedExamples() {
    ClientHelloView first =
        Hellos.clientView(
            WireHello.client(0x0301)
                .suites(47, 53, 5, 10, 49161, 49162, 49171, 49172, 50, 56, 19, 4)
                .serverName("example.com")
                .groups(23, 24, 25)
                .pointFormats("00"));
    ClientHelloView second =
        Hellos.clientView(WireHello.client(0x0301).suites(4, 5, 10, 9, 100, 98, 3, 6, 19, 18, 99));

    assertThat(Ja3.text(first))
        .isEqualTo("769,47-53-5-10-49161-49162-49171-49172-50-56-19-4,0-10-11,23-24-25,0");
    assertThat(Ja3.md5(first)).isEqualTo("ada70206e40642a3e4461f35503241d5");
    assertThat(Ja3.text(second)).isEqualTo("769,4-5-10-9-100-98-3-6-19-18-99,,,");
    assertThat(Ja3.md5(second)).isEqualTo("de350869b8c85de67a350c8d186f11e6");
  }

  @Test
  void ja3LeavesGreaseOut() {
    ClientHelloView hello =
        Hellos.clientView(
            WireHello.client(0x0303)
                .suites(0x0A0A, 47, 0xFAFA)
                .extension(0x1A1A, none())
                .groups(0x2A2A, 29)
                .pointFormats("0001")
                .extension(0xCACA, none()));

    assertThat(Ja3.text(hello)).isEqualTo("771,47,10-11,29,0-1");
  }

  @Test
  void ja3OfRealHellosIsThatOfWireshark() {
    assertThat(Ja3.md5(Hellos.clientView(Hellos.OPENSSL_TLS_1_0)))
        .isEqualTo(Hellos.OPENSSL_TLS_1_0_JA3);
    assertThat(Ja3.md5(Hellos.clientView(Hellos.OPENSSL_LISTS_OLD_VERSIONS)))
        .isEqualTo(Hellos.OPENSSL_LISTS_OLD_VERSIONS_JA3);
  }

  @Test
  void ja3sJoinsItsFieldsAsInItsPublishedExample() {
    ServerHelloView hello =
        Hellos.serverView(
            WireHello.server(0x0301)
                .suites(47)
                .extension(65281, "00")
                .extension(0, "")
                .extension(11, "0100")
                .extension(35, "")
                .extension(5, "")
                .extension(16, "0003 02 6832"));

    assertThat(Ja3.text(hello)).isEqualTo("769,47,65281-0-11-35-5-16");
  }

  @Test
  void ja3sOfRealHellosIsThatOfWireshark() {
    assertThat(Ja3.md5(Hellos.serverView(Hellos.OPENSSL_SERVER_TLS_1_0)))
        .isEqualTo(Hellos.OPENSSL_SERVER_TLS_1_0_JA3S);
    assertThat(Ja3.md5(Hellos.serverView(Hellos.OPENSSL_SERVER_TLS_1_3)))
        .isEqualTo(Hellos.OPENSSL_SERVER_TLS_1_3_JA3S);
  }
}
