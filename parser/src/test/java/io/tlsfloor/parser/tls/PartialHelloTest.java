package io.tlsfloor.parser.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tlsfloor.parser.observation.HelloFormat;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class PartialHelloTest {
  @Test
  void readsTheVersionOnceItIsThere() {
    byte[] client = Hellos.OPENSSL_TLS_1_0;
    byte[] server = Hellos.OPENSSL_SERVER_TLS_1_0;
    for (Wire.Placed at : Wire.placements(client)) {
      assertThat(PartialHello.clientVersion(at.buffer(), at.start(), 0)).isEqualTo(-1);
      assertThat(PartialHello.clientVersion(at.buffer(), at.start(), 1)).isEqualTo(-1);
      assertThat(PartialHello.clientVersion(at.buffer(), at.start(), 2)).isEqualTo(0x0301);
    }
    assertThat(PartialHello.serverVersion(Wire.buffer(server), 0, 1)).isEqualTo(-1);
    assertThat(PartialHello.serverVersion(Wire.buffer(server), 0, 9)).isEqualTo(0x0301);
  }

  @Test
  void readsTheServerNameOnceItsExtensionIsThere() {
    byte[] whole = Hellos.OPENSSL_TLS_1_0;
    int end = 2 + 32 + 1 + 48 + 2 + 2 + 4 + 26; // of the server_name extension
    for (int length = 0; length <= whole.length; length++) {
      Optional<String> name =
          PartialHello.serverName(Wire.buffer(whole), 0, length, HelloFormat.TLS);

      assertThat(name)
          .isEqualTo(length < end ? Optional.empty() : Optional.of("outlook.office365.com"));
    }
  }

  @Test
  void findsTheServerNameBehindOtherExtensionsAndACookie() {
    byte[] body =
        Hellos.client(0xFEFD).cookie("aabb").groups(29).alpn("h2").serverName("a.net").bytes();

    assertThat(PartialHello.serverName(Wire.buffer(body), 0, body.length, HelloFormat.DTLS))
        .contains("a.net");
  }

  @Test
  void readsTheSuitesOnceAllOfThemAreThere() {
    byte[] whole = Hellos.client(0x0301).suites(0x002F, 0x5600).bytes();
    int end = 2 + 32 + 1 + 2 + 4;
    for (int length = 0; length <= whole.length; length++) {
      assertThat(PartialHello.suites(Wire.buffer(whole), 0, length, HelloFormat.TLS))
          .isEqualTo(length < end ? List.of() : List.of(0x002F, 0x5600));
    }
    byte[] datagram = Hellos.client(0xFEFD).cookie("aabb").suites(0xC02B).bytes();
    assertThat(PartialHello.suites(Wire.buffer(datagram), 0, datagram.length, HelloFormat.DTLS))
        .containsExactly(0xC02B);
  }

  @Test
  void whatIsMalformedHasNoServerName() {
    byte[] odd = Hellos.client(0x0303).extension(0, Wire.bytes("0000")).bytes();
    byte[] without = Hellos.client(0x0303).bytes();

    assertThat(PartialHello.serverName(Wire.buffer(odd), 0, odd.length, HelloFormat.TLS)).isEmpty();
    assertThat(PartialHello.serverName(Wire.buffer(without), 0, without.length, HelloFormat.TLS))
        .isEmpty();
  }

  @Test
  void aRangeOutsideOfTheBufferIsABugOfTheCaller() {
    ByteBuffer four = ByteBuffer.allocate(4);

    assertThatThrownBy(() -> PartialHello.clientVersion(four, 2, 3))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> PartialHello.serverName(four, 2, 3, HelloFormat.TLS))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }
}
