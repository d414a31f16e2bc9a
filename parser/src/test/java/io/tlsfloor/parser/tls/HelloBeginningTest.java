package io.tlsfloor.parser.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tlsfloor.parser.observation.HelloFormat;
import io.tlsfloor.testing.WireBytes;
import io.tlsfloor.testing.WireHello;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Tests what the views tell of a hello whose end is not there, or not sound. */
final class HelloBeginningTest {
  private final ClientHelloView client = new ClientHelloView();
  private final ServerHelloView server = new ServerHelloView();

  private Optional<String> name(byte[] body, int length, HelloFormat format) {
    client.wrapBeginning(ByteBuffer.wrap(body), 0, length, format);
    return HelloFacts.serverName(client);
  }

  private List<Integer> suites(byte[] body, int length, HelloFormat format) {
    client.wrapBeginning(ByteBuffer.wrap(body), 0, length, format);
    List<Integer> suites = new ArrayList<>();
    for (int i = 0; i < client.suiteCount(); i++) {
      suites.add(client.suite(i));
    }
    return suites;
  }

  @Test
  void theVersionIsReadOnceItIsThere() {
    for (Placed at : Placed.everywhere(Hellos.OPENSSL_TLS_1_0)) {
      for (int length = 0; length <= 2; length++) {
        client.wrapBeginning(at.buffer(), at.start(), length, HelloFormat.TLS);
        assertThat(client.versionRead()).isEqualTo(length == 2);
      }
      assertThat(client.legacyVersion()).isEqualTo(0x0301);
    }
    ByteBuffer hello = ByteBuffer.wrap(Hellos.OPENSSL_SERVER_TLS_1_0);
    server.wrapBeginning(hello, 0, 1);
    assertThat(server.versionRead()).isFalse();
    server.wrapBeginning(hello, 0, 9);
    assertThat(server.versionRead()).isTrue();
    assertThat(server.legacyVersion()).isEqualTo(0x0301);
  }

  @Test
  void theServerNameIsReadOnceItsExtensionIsThere() {
    byte[] whole = Hellos.OPENSSL_TLS_1_0;
    int end = 2 + 32 + 1 + 48 + 2 + 2 + 4 + 26; // of the server_name extension
    for (int length = 0; length <= whole.length; length++) {
      assertThat(name(whole, length, HelloFormat.TLS))
          .isEqualTo(length < end ? Optional.empty() : Optional.of("outlook.office365.com"));
    }
  }

  @Test
  void theServerNameIsFoundBehindOtherExtensionsAndACookie() {
    byte[] body =
        WireHello.client(0xFEFD)
            .cookie(WireBytes.hex("aabb"))
            .groups(29)
            .alpn("h2")
            .serverName("a.net")
            .body();

    assertThat(name(body, body.length, HelloFormat.DTLS)).contains("a.net");
  }

  @Test
  void theServerNameIsFoundBehindVersionsThatAreNotSound() {
    byte[] body =
        WireHello.client(0x0303)
            .extension(43, WireBytes.hex("03030403"))
            .serverName("a.net")
            .body();

    assertThat(client.wrap(ByteBuffer.wrap(body), 0, body.length)).isFalse();
    assertThat(name(body, body.length, HelloFormat.TLS)).contains("a.net");
  }

  @Test
  void theSuitesAreReadOnceAllOfThemAreThere() {
    byte[] whole = WireHello.client(0x0301).suites(0x002F, 0x5600).body();
    int end = 2 + 32 + 1 + 2 + 4;
    for (int length = 0; length <= whole.length; length++) {
      assertThat(suites(whole, length, HelloFormat.TLS))
          .isEqualTo(length < end ? List.of() : List.of(0x002F, 0x5600));
    }
    byte[] datagram = WireHello.client(0xFEFD).cookie(WireBytes.hex("aabb")).suites(0xC02B).body();
    assertThat(suites(datagram, datagram.length, HelloFormat.DTLS)).containsExactly(0xC02B);
  }

  @Test
  void whatIsMalformedHasNoServerName() {
    byte[] odd = WireHello.client(0x0303).extension(0, WireBytes.hex("0000")).body();
    byte[] without = WireHello.client(0x0303).body();

    assertThat(name(odd, odd.length, HelloFormat.TLS)).isEmpty();
    assertThat(name(without, without.length, HelloFormat.TLS)).isEmpty();
  }

  @Test
  void aRangeOutsideOfTheBufferIsABugOfTheCaller() {
    ByteBuffer four = ByteBuffer.allocate(4);

    assertThatThrownBy(() -> client.wrapBeginning(four, 2, 3, HelloFormat.TLS))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> server.wrapBeginning(four, 2, 3))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }
}
