package io.tlsfloor.parser.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.parser.observation.Choice;
import io.tlsfloor.parser.observation.HelloFormat;
import io.tlsfloor.parser.observation.Offer;
import io.tlsfloor.testing.WireHello;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class HelloKindsTest {
  private static final String RETRY =
      "cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c";
  private static final String DOWNGRADED =
      "000102030405060708090a0b0c0d0e0f1011121314151617444f574e47524401";

  private final HelloKinds kinds = new HelloKinds();

  private Offer offer(WireHello hello) {
    return kinds.offer(Hellos.clientView(hello), HelloFormat.TLS);
  }

  private static WireHello hello() {
    return WireHello.client(0x0303)
        .suites(0x1301, 0xC02F)
        .groups(29, 23)
        .pointFormats("00")
        .signatureAlgorithms(0x0403, 0x0804)
        .alpn("h2", "http/1.1")
        .versions(0x0304, 0x0303);
  }

  @Test
  void theSecondHelloOfAKindSharesWhatTheFirstTold() {
    Offer first = offer(hello().serverName("a.example"));
    Offer second = offer(hello().serverName("a.example"));

    assertThat(second).isEqualTo(first);
    assertThat(second.suites()).isSameAs(first.suites());
    assertThat(second.ja4().orElseThrow()).isSameAs(first.ja4().orElseThrow());
  }

  @Test
  void aServerNameIsEachHellosOwn() {
    Offer first = offer(hello().serverName("a.example"));
    Offer second = offer(hello().serverName("another.example"));

    assertThat(first.serverName()).contains("a.example");
    assertThat(second.serverName()).contains("another.example");
    assertThat(second.extensions()).isSameAs(first.extensions());
  }

  @Test
  void theOffersOfManyNamesAreKeptSideBySide() {
    List<WireHello> hosts =
        IntStream.range(0, 24).mapToObj(i -> hello().serverName("host" + i + ".example")).toList();
    List<Offer> first = hosts.stream().map(this::offer).toList();

    List<Offer> second = hosts.stream().map(this::offer).toList();

    for (int i = 0; i < hosts.size(); i++) {
      assertThat(second.get(i)).isSameAs(first.get(i));
    }
  }

  /** Each of these differs from every other in one thing that an offer or a fingerprint tells. */
  private static List<Supplier<WireHello>> different() {
    return List.of(
        HelloKindsTest::hello,
        () -> hello().serverName("a.example"),
        () -> hello().extension(0, new byte[0]),
        () -> hello().extension(0x1234, new byte[3]),
        () -> hello().alpn("h3"), // a second one, which does not count but as a type
        () -> WireHello.client(0x0303).suites(0x1301, 0xC02F),
        () -> WireHello.client(0x0301).suites(0x1301, 0xC02F),
        () -> WireHello.client(0x0303).suites(0xC02F, 0x1301),
        () -> WireHello.client(0x0303).suites(0x1301),
        () -> WireHello.client(0x0303).groups(29, 23),
        () -> WireHello.client(0x0303).groups(29),
        () -> WireHello.client(0x0303).extension(10, new byte[] {1}), // names no group
        () -> WireHello.client(0x0303).pointFormats("0001"),
        () -> WireHello.client(0x0303).pointFormats("00"),
        () -> WireHello.client(0x0303).signatureAlgorithms(0x0403),
        () -> WireHello.client(0x0303).signatureAlgorithms(0x0804),
        () -> WireHello.client(0x0303).versions(0x0304),
        () -> WireHello.client(0x0303).versions(0x0304, 0x0303),
        () -> WireHello.client(0x0303).alpn("h2", "h3"),
        () -> WireHello.client(0x0303).alpn("h2h3"),
        () -> WireHello.client(0x0303).alpn("h", "2h3"));
  }

  @Test
  void whatDiffersInAnythingToldIsNotTakenForTheSame() {
    for (int round = 0; round < 2; round++) { // the second finds all of the first
      for (Supplier<WireHello> each : different()) {
        assertThat(offer(each.get()))
            .isEqualTo(HelloFacts.offer(Hellos.clientView(each.get()), HelloFormat.TLS));
      }
    }
  }

  @Test
  void theSameBytesOverAnotherTransportAreAnotherKind() {
    ClientHelloView hello = Hellos.clientView(hello());

    for (HelloFormat format : List.of(HelloFormat.TLS, HelloFormat.QUIC)) {
      assertThat(kinds.offer(hello, format)).isEqualTo(HelloFacts.offer(hello, format));
    }
  }

  @Test
  void aServersChoicesOfOneKindAreOne() {
    Choice first = kinds.choice(Hellos.serverView(Hellos.OPENSSL_SERVER_TLS_1_0));
    Choice second = kinds.choice(Hellos.serverView(Hellos.OPENSSL_SERVER_TLS_1_0));

    assertThat(second).isSameAs(first);
  }

  @Test
  void choicesThatDifferInAnythingToldAreNotTakenForTheSame() {
    List<Supplier<WireHello>> different =
        List.of(
            () -> WireHello.server(0x0303),
            () -> WireHello.server(0x0302),
            () -> WireHello.server(0x0303).suites(0xC02F),
            () -> WireHello.server(0x0303).random(RETRY),
            () -> WireHello.server(0x0303).random(DOWNGRADED),
            () -> WireHello.server(0x0303).extension(43, "0304"),
            () -> WireHello.server(0x0303).extension(43, "0303"),
            () -> WireHello.server(0x0303).extension(41, "0000"),
            () -> WireHello.server(0x0303).extension(16, "0003026832"),
            () -> WireHello.server(0x0303).extension(16, "0003026833"),
            () -> WireHello.server(0x0303).extension(16, "00"));

    for (int round = 0; round < 2; round++) {
      for (Supplier<WireHello> each : different) {
        assertThat(kinds.choice(Hellos.serverView(each.get())))
            .isEqualTo(HelloFacts.choice(Hellos.serverView(each.get())));
      }
    }
  }

  private static HelloKey key(WireHello hello) {
    HelloKey key = new HelloKey(0);
    key.kind(Hellos.clientView(hello), HelloFormat.TLS);
    key.end();
    return key.copy();
  }

  @Test
  void kindsWithOneChecksumHaveHashesOfTheirOwn() {
    WireHello plumless = WireHello.client(0x0303).suites(0x706C, 0x756D, 0x6C65, 0x7373);
    WireHello buckeroo = WireHello.client(0x0303).suites(0x6275, 0x636B, 0x6572, 0x6F6F);

    assertThat(key(plumless)).isEqualTo(key(plumless)).hasSameHashCodeAs(key(plumless));
    assertThat(key(plumless)).doesNotHaveSameHashCodeAs(key(buckeroo));
    assertThat(offer(plumless).suites()).isNotEqualTo(offer(buckeroo).suites());
    assertThat(offer(plumless))
        .isEqualTo(HelloFacts.offer(Hellos.clientView(plumless), HelloFormat.TLS));
  }

  @Test
  void severalKindsAreRememberedSideBySide() {
    List<WireHello> clients = List.of(hello(), hello().suites(0x002F), hello().suites(0x0035));
    List<Offer> first = clients.stream().map(this::offer).toList();

    List<Offer> second = clients.stream().map(this::offer).toList();

    for (int i = 0; i < clients.size(); i++) {
      assertThat(second.get(i).suites()).isSameAs(first.get(i).suites());
    }
  }

  @Test
  void aKindMayHaveHundredsOfExtensions() {
    WireHello hello = WireHello.client(0x0303);
    for (int type = 1000; type < 1500; type++) {
      hello.extension(type, new byte[0]);
    }

    assertThat(offer(hello).extensions()).hasSize(500);
    assertThat(offer(hello)).isEqualTo(HelloFacts.offer(Hellos.clientView(hello), HelloFormat.TLS));
  }

  @Test
  void onlySoManyKindsAreRemembered() {
    Offer first = offer(hello());
    for (int i = 1; i < HelloKinds.MAX_KINDS; i++) {
      offer(hello().suites(i));
    }
    assertThat(offer(hello()).suites()).isSameAs(first.suites());

    offer(hello().suites(0xFFFF));

    Offer again = offer(hello());
    assertThat(again).isEqualTo(first);
    assertThat(again.suites()).isNotSameAs(first.suites());
  }

  @Test
  void aHelloThatWasMadeToBeLongIsNotRemembered() {
    int[] suites = new int[HelloKinds.MAX_KEY_BYTES / 2];

    Offer first = offer(WireHello.client(0x0303).suites(suites));
    Offer second = offer(WireHello.client(0x0303).suites(suites));

    assertThat(second).isEqualTo(first);
    assertThat(second.suites()).isNotSameAs(first.suites());
  }

  @Test
  void aFloodOfLongHellosThatComeOnceEachLosesItsFingerprintsAndNoOthers() {
    int[] suites = new int[512];
    int flood = 2 * HelloKinds.FREE_NUMBERS / suites.length;
    int fingerprints = 0;
    for (int i = 0; i < flood; i++) {
      Arrays.setAll(suites, each -> each + 1);
      suites[0] = i;
      Offer offer = offer(WireHello.client(0x0301).suites(suites));
      assertThat(offer.suites()).hasSize(512).startsWith(i, 2);
      assertThat(offer.ja3().isPresent()).isEqualTo(offer.ja4().isPresent());
      fingerprints += offer.ja3().isPresent() ? 1 : 0;
    }
    assertThat(fingerprints).isBetween(flood / 2, flood * 2 / 3);

    Offer usual = offer(hello());
    assertThat(usual).isEqualTo(HelloFacts.offer(Hellos.clientView(hello()), HelloFormat.TLS));
    for (int i = 0; i < 100; i++) { // a browser that shuffles its extensions
      assertThat(offer(WireHello.client(0x0303).suites(0x1301, 0x1302, i)).ja3()).isPresent();
    }
  }

  @Test
  void aThousandLongHellosOfAScannerKeepTheirFingerprints() {
    for (int i = 0; i < 1_000; i++) {
      int[] suites = new int[360];
      suites[0] = i;
      assertThat(offer(WireHello.client(0x0301).suites(suites)).ja4()).isPresent();
    }
  }
}
