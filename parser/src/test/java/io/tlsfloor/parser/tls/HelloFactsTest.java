package io.tlsfloor.parser.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tlsfloor.parser.Progress;
import io.tlsfloor.parser.observation.Choice;
import io.tlsfloor.parser.observation.ChoiceBasis;
import io.tlsfloor.parser.observation.DowngradeSentinel;
import io.tlsfloor.parser.observation.HelloFormat;
import io.tlsfloor.parser.observation.Offer;
import io.tlsfloor.parser.observation.TlsVersion;
import io.tlsfloor.testing.WireBytes;
import io.tlsfloor.testing.WireHello;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class HelloFactsTest {
  private static final String NONE = "none";

  private static int[] numbers(String hex) {
    return Arrays.stream(hex.split(" ")).mapToInt(n -> Integer.parseInt(n, 16)).toArray();
  }

  private static String text(Optional<TlsVersion> version) {
    return version.map(TlsVersion::toString).orElse(NONE);
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          TLS  | 0300 | SSL 3.0
          TLS  | 0301 | TLS 1.0
          TLS  | 0302 | TLS 1.1
          TLS  | 0303 | TLS 1.2
          TLS  | 0304 | TLS 1.2
          TLS  | 0399 | TLS 1.2
          TLS  | 7f1c | TLS 1.2
          TLS  | fefd | TLS 1.2
          TLS  | 0002 | SSL 2.0
          TLS  | 0200 | 0x0200
          DTLS | feff | DTLS 1.0
          DTLS | 0100 | DTLS 1.0
          DTLS | fefd | DTLS 1.2
          DTLS | fefc | DTLS 1.2
          DTLS | fe00 | DTLS 1.2
          DTLS | fefe | 0xfefe
          DTLS | 0303 | TLS 1.2
          """)
  void aHelloWithoutListNamesItsMaximumAndNoMinimum(
      HelloFormat format, String version, String max) {
    WireHello client = WireHello.client(Integer.parseInt(version, 16));
    if (format == HelloFormat.DTLS) {
      client.cookie(WireBytes.hex(""));
    }

    Offer offer = HelloFacts.offer(Hellos.clientView(client), format);

    assertThat(offer.max()).hasToString(max);
    assertThat(offer.min()).isEmpty();
    assertThat(offer.versions()).isEmpty();
    assertThat(offer.legacyVersion().value()).isEqualTo(Integer.parseInt(version, 16));
    assertThat(offer.whole()).isTrue();
    assertThat(offer.hellos()).isEqualTo(1);
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          TLS  | 0304 0303 0302 0301 | TLS 1.3  | TLS 1.0  | TLS 1.3, TLS 1.2, TLS 1.1, TLS 1.0
          TLS  | 0301 0304           | TLS 1.3  | TLS 1.0  | TLS 1.0, TLS 1.3
          TLS  | 7a7a 0304 0303      | TLS 1.3  | TLS 1.2  | TLS 1.3, TLS 1.2
          TLS  | 0302                | TLS 1.1  | TLS 1.1  | TLS 1.1
          TLS  | 7f1c 0303           | 0x7f1c   | TLS 1.2  | 0x7f1c, TLS 1.2
          TLS  | 7f17 7f1c 0303      | 0x7f1c   | TLS 1.2  | 0x7f17, 0x7f1c, TLS 1.2
          TLS  | 7f1c 0304           | TLS 1.3  | 0x7f1c   | 0x7f1c, TLS 1.3
          TLS  | 0305 0303           | TLS 1.2  | TLS 1.2  | 0x0305, TLS 1.2
          TLS  | fb1a 0303 0301      | TLS 1.2  | TLS 1.0  | 0xfb1a, TLS 1.2, TLS 1.0
          TLS  | 0305 0306           | 0x0306   | none     | 0x0305, 0x0306
          TLS  | feff 0303           | TLS 1.2  | TLS 1.2  | DTLS 1.0, TLS 1.2
          TLS  | 8a8a                | 0x8a8a   | none     |
          TLS  | 8a8a 0305           | 0x0305   | none     | 0x0305
          QUIC | 0304                | TLS 1.3  | TLS 1.3  | TLS 1.3
          DTLS | fefc fefd           | DTLS 1.3 | DTLS 1.2 | DTLS 1.3, DTLS 1.2
          DTLS | fefd feff           | DTLS 1.2 | DTLS 1.0 | DTLS 1.2, DTLS 1.0
          DTLS | 0304 fefd           | DTLS 1.2 | DTLS 1.2 | TLS 1.3, DTLS 1.2
          """)
  void aListNamesMaximumAndMinimumWhateverTheVersionField(
      HelloFormat format, String list, String max, String min, String versions) {
    WireHello client = WireHello.client(0x0301).versions(numbers(list));

    Offer offer = HelloFacts.offer(Hellos.clientView(client), format);

    assertThat(offer.max()).hasToString(max);
    assertThat(text(offer.min())).isEqualTo(min);
    assertThat(
            offer.versions().orElseThrow().stream()
                .map(TlsVersion::toString)
                .collect(Collectors.joining(", ")))
        .isEqualTo(versions == null ? "" : versions);
  }

  @Test
  void copiesWhatAHelloHolds() {
    Offer offer =
        HelloFacts.offer(
            Hellos.clientView(
                WireHello.client(0x0303)
                    .suites(0x2A2A, 0x1301, 0x5600)
                    .serverName("outlook.office365.com")
                    .groups(0x001D, 0x0017)
                    .pointFormats("0001")
                    .alpn("h2", "http/1.1")
                    .extension(0xFE0D, new byte[4])),
            HelloFormat.TLS);

    assertThat(offer.format()).isEqualTo(HelloFormat.TLS);
    assertThat(offer.fallbackScsv()).isTrue();
    assertThat(offer.suites()).containsExactly(0x2A2A, 0x1301, 0x5600);
    assertThat(offer.extensions()).containsExactly(0, 10, 11, 16, 0xFE0D);
    assertThat(offer.groups()).containsExactly(0x001D, 0x0017);
    assertThat(offer.pointFormats()).containsExactly(0, 1);
    assertThat(offer.alpn()).containsExactly("h2", "http/1.1");
    assertThat(offer.serverName()).contains("outlook.office365.com");
    assertThat(offer.encryptedClientHello()).isTrue();
    assertThat(offer.ja3()).isPresent();
    assertThat(offer.ja4().orElseThrow()).startsWith("t12d0205h2_");
  }

  @ParameterizedTest
  @ValueSource(strings = {"suites", "extensions", "groups", "signature algorithms"})
  void hasFingerprintsUpToSoManyNumbersOfAKind(String kind) {
    for (int more = 0; more < 2; more++) {
      int[] numbers = IntStream.range(0x4000, 0x4200 + more).toArray();
      WireHello client = WireHello.client(0x0303);
      switch (kind) {
        case "suites" -> client.suites(numbers);
        case "extensions" -> Arrays.stream(numbers).forEach(n -> client.extension(n, new byte[0]));
        case "groups" -> client.groups(numbers);
        default -> client.signatureAlgorithms(numbers);
      }

      Offer offer = HelloFacts.offer(Hellos.clientView(client), HelloFormat.TLS);

      assertThat(offer.ja3().isPresent()).isEqualTo(more == 0);
      assertThat(offer.ja4().isPresent()).isEqualTo(more == 0);
    }
  }

  @Test
  void takesNothingForGrantedInABareHello() {
    Offer offer = HelloFacts.offer(Hellos.clientView(WireHello.client(0x0301)), HelloFormat.TLS);

    assertThat(offer.serverName()).isEmpty();
    assertThat(offer.alpn()).isEmpty();
    assertThat(offer.extensions()).isEmpty();
    assertThat(offer.fallbackScsv()).isFalse();
    assertThat(offer.encryptedClientHello()).isFalse();
    assertThat(offer.withHellos(2).hellos()).isEqualTo(2);
    assertThat(offer.withHellos(2).withHellos(1)).isEqualTo(offer);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          TLS 1.0, lists SSL 2.0 suites | 801f 01 0301 0006 0000 0010 000005 010080 | TLS 1.0 | SSL 2.0 | false
          TLS 1.2 without               | 801c 01 0303 0003 0000 0010 000005        | TLS 1.2 | none    | false
          above 1.2 counts as 1.2       | 801c 01 0304 0003 0000 0010 000005        | TLS 1.2 | none    | false
          SSL 2.0 itself                | 801c 01 0002 0003 0000 0010 010080        | SSL 2.0 | SSL 2.0 | false
          a fallback                    | 801c 01 0300 0003 0000 0010 005600        | SSL 3.0 | none    | true
          """)
  void aHelloInSslv2FormatNamesItsMaximumAndSslv2IfItListsItsSuites(
      String name, String hex, String max, String min, boolean fallback) {
    byte[] bytes = WireBytes.join(WireBytes.hex(hex), new byte[16]);
    SslV2ClientHelloView view = new SslV2ClientHelloView();
    assertThat(view.wrap(ByteBuffer.wrap(bytes), 0, bytes.length)).isEqualTo(Progress.DONE);

    Offer offer = HelloFacts.sslv2(view);

    assertThat(offer.format()).isEqualTo(HelloFormat.SSLV2);
    assertThat(offer.whole()).isTrue();
    assertThat(offer.max()).hasToString(max);
    assertThat(text(offer.min())).isEqualTo(min);
    assertThat(offer.versions()).isEmpty();
    assertThat(offer.fallbackScsv()).isEqualTo(fallback);
    assertThat(offer.suites()).hasSize(view.cipherSpecCount());
    assertThat(offer.suites().get(0)).isEqualTo(view.cipherSpec(0));
    assertThat(offer.ja3()).isEmpty();
    assertThat(offer.ja4()).isEmpty();
  }

  private static byte[] version(String number) {
    int version = Integer.decode(number);
    return new byte[] {(byte) (version >>> 8), (byte) version};
  }

  private static Optional<Offer> half(byte[] body, HelloFormat format) {
    ClientHelloView hello = new ClientHelloView();
    hello.wrapBeginning(ByteBuffer.wrap(body), 0, body.length, format);
    return HelloFacts.cutOffer(hello, format);
  }

  private static Optional<Choice> halfChoice(byte[] body) {
    ServerHelloView hello = new ServerHelloView();
    hello.wrapBeginning(ByteBuffer.wrap(body), 0, body.length);
    return HelloFacts.cutChoice(hello);
  }

  @ParameterizedTest
  @CsvSource({"0x0300, TLS", "0x0301, TLS", "0x0302, QUIC", "0xfeff, DTLS", "0x0100, DTLS"})
  void halfAHelloTellsAVersionBelowTls12(String version, HelloFormat format) {
    Offer offer = half(version(version), format).orElseThrow();

    assertThat(offer.whole()).isFalse();
    assertThat(offer.format()).isEqualTo(format);
    assertThat(offer.max()).isEqualTo(new TlsVersion(Integer.decode(version)));
    assertThat(offer.legacyVersion()).isEqualTo(offer.max());
    assertThat(offer.min()).isEmpty();
    assertThat(offer.suites()).isEmpty();
    assertThat(offer.ja3()).isEmpty();
    assertThat(halfChoice(version(version)).orElseThrow())
        .isEqualTo(
            new Choice(
                offer.max(),
                ChoiceBasis.SERVER_HELLO,
                false,
                Optional.empty(),
                Optional.empty(),
                DowngradeSentinel.NONE,
                false,
                Optional.empty()));
  }

  @Test
  void halfAHelloTellsItsSuitesAndServerNameWhereTheyAreWhole() {
    byte[] whole =
        WireHello.client(0x0301).suites(0x002F, 0x5600).serverName("a.net").alpn("h2").body();

    Offer cutInAlpn = half(Arrays.copyOf(whole, whole.length - 1), HelloFormat.TLS).orElseThrow();
    Offer cutInSuites = half(Arrays.copyOf(whole, 39), HelloFormat.TLS).orElseThrow();

    assertThat(cutInAlpn.whole()).isFalse();
    assertThat(cutInAlpn.max()).isEqualTo(TlsVersion.TLS_1_0);
    assertThat(cutInAlpn.suites()).containsExactly(0x002F, 0x5600);
    assertThat(cutInAlpn.fallbackScsv()).isTrue();
    assertThat(cutInAlpn.serverName()).contains("a.net");
    assertThat(cutInAlpn.extensions()).isEmpty();
    assertThat(cutInSuites.suites()).isEmpty();
    assertThat(cutInSuites.fallbackScsv()).isFalse();
    assertThat(cutInSuites.serverName()).isEmpty();
    assertThat(half(Arrays.copyOf(whole, 1), HelloFormat.TLS)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"0x0303", "0x0304", "0xfefd", "0xfefc", "0x7f12", "0x4854", "0x0000"})
  void halfAHelloOfAnyOtherVersionSaysNothing(String version) {
    assertThat(half(version(version), HelloFormat.TLS)).isEmpty();
    assertThat(halfChoice(version(version))).isEmpty();
  }

  @Test
  void copiesWhatAServerChose() {
    Choice choice =
        HelloFacts.choice(
            Hellos.serverView(
                WireHello.server(0x0302)
                    .random("22".repeat(24) + "444f574e47524400")
                    .suites(0xC014)
                    .extension(16, "0003 02 6832")));

    assertThat(choice.version()).isEqualTo(TlsVersion.TLS_1_1);
    assertThat(choice.basis()).isEqualTo(ChoiceBasis.SERVER_HELLO);
    assertThat(choice.whole()).isTrue();
    assertThat(choice.cipher()).contains(0xC014);
    assertThat(choice.alpn()).contains("h2");
    assertThat(choice.sentinel()).isEqualTo(DowngradeSentinel.TO_TLS_1_1_OR_BELOW);
    assertThat(choice.preSharedKey()).isFalse();
    assertThat(choice.ja3s()).isPresent();
  }

  @Test
  void takesTheVersionOfTls13FromItsExtension() {
    Choice choice =
        HelloFacts.choice(
            Hellos.serverView(
                WireHello.server(0x0303).extension(43, "0304").extension(41, "0000")));

    assertThat(choice.version()).isEqualTo(TlsVersion.TLS_1_3);
    assertThat(choice.preSharedKey()).isTrue();
    assertThat(choice.alpn()).isEmpty();
  }

  @Test
  void aHelloRetryRequestIsAnotherBasisAndHasNoJa3s() {
    String random = "cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c";

    Choice choice =
        HelloFacts.choice(
            Hellos.serverView(WireHello.server(0x0303).random(random).extension(43, "0304")));

    assertThat(choice.basis()).isEqualTo(ChoiceBasis.HELLO_RETRY_REQUEST);
    assertThat(choice.version()).isEqualTo(TlsVersion.TLS_1_3);
    assertThat(choice.ja3s()).isEmpty();
  }

  @Test
  void sslv2sOwnServerHelloChoosesSsl20AndLeavesTheSuiteToTheClient() {
    byte[] bytes = WireBytes.join(WireBytes.hex("801b 04 01 00 0002 0000 0000 0010"), new byte[16]);
    SslV2ServerHelloView view = new SslV2ServerHelloView();
    assertThat(view.wrap(ByteBuffer.wrap(bytes), 0, bytes.length)).isEqualTo(Progress.DONE);

    Choice choice = HelloFacts.choice(view);

    assertThat(choice.version()).isEqualTo(TlsVersion.SSL_2_0);
    assertThat(choice.whole()).isTrue();
    assertThat(choice.cipher()).isEmpty();
  }

  @Test
  void whatWasCopiedOutlivesTheBytes() {
    byte[] bytes = Hellos.OPENSSL_TLS_1_0.clone();
    Offer offer = HelloFacts.offer(Hellos.clientView(bytes), HelloFormat.TLS);

    Arrays.fill(bytes, (byte) 0);

    assertThat(offer.serverName()).contains("outlook.office365.com");
    assertThat(offer.suites()).startsWith(0xC00A, 0xC014);
    assertThatThrownBy(() -> offer.suites().set(0, 0))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> offer.suites().remove(0))
        .isInstanceOf(UnsupportedOperationException.class);
  }
}
