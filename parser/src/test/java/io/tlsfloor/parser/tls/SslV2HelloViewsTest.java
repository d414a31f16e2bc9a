package io.tlsfloor.parser.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tlsfloor.parser.Progress;
import io.tlsfloor.testing.WireBytes;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SslV2HelloViewsTest {
  private static final String CHALLENGE = "7cbdca33481976efd435e26b20110ea7";
  private static final String CLIENT = "802e 01 0301 0015 0000 0010 ";
  private static final String SPECS = "000005 00000a 000056 010080 0700c0 060040 005600 ";

  private final SslV2ClientHelloView client = new SslV2ClientHelloView();
  private final SslV2ServerHelloView server = new SslV2ServerHelloView();

  private Progress wrapClient(String hex) {
    byte[] bytes = WireBytes.hex(hex);
    return client.wrap(ByteBuffer.wrap(bytes), 0, bytes.length);
  }

  private Progress wrapServer(String hex) {
    byte[] bytes = WireBytes.hex(hex);
    return server.wrap(ByteBuffer.wrap(bytes), 0, bytes.length);
  }

  @Test
  void readsAClientHello() {
    for (Placed at : Placed.everywhere(WireBytes.hex(CLIENT + SPECS + CHALLENGE))) {
      assertThat(client.wrap(at.buffer(), at.start(), at.length())).isEqualTo(Progress.DONE);

      assertThat(client.version()).isEqualTo(0x0301);
      assertThat(client.cipherSpecCount()).isEqualTo(7);
      assertThat(client.cipherSpec(1)).isEqualTo(0x00000A);
      assertThat(client.cipherSpec(3)).isEqualTo(0x010080);
      assertThat(client.offersSslV2Suite()).isTrue();
      assertThat(client.fallbackScsv()).isTrue();
      assertThat(client.challengeLength()).isEqualTo(16);
      assertThat(client.lengthOnWire()).isEqualTo(48);
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          SSL 2.0 itself, with a session | 803f 01 0002 0006 0010 0020 010080 020080 | 0x0002 | true
          TLS suites only                | 801f 01 0303 0006 0000 0010 000005 00000a | 0x0303 | false
          a version never given out      | 801c 01 03ff 0003 0000 0010 000005        | 0x03ff | false
          """)
  void readsOtherForms(String name, String hex, String version, boolean old) {
    String whole = hex + "00".repeat(48); // session id, challenge, and the next bytes of the stream

    assertThat(wrapClient(whole)).isEqualTo(Progress.DONE);

    assertThat(client.version()).isEqualTo(Integer.decode(version));
    assertThat(client.offersSslV2Suite()).isEqualTo(old);
    assertThat(client.fallbackScsv()).isFalse();
  }

  @Test
  void asksForMoreUntilTheWholeClientHelloIsThere() {
    byte[] whole = WireBytes.hex(CLIENT + SPECS + CHALLENGE);
    for (int length = 0; length < whole.length; length++) {
      assertThat(client.wrap(ByteBuffer.wrap(whole), 0, length)).isEqualTo(Progress.NEED_MORE);
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          header of three bytes        | 002e00
          not a client hello           | 802e 02
          no version                   | 802e 01 02
          version 1                    | 802e 01 0001
          version 3                    | 802e 01 0003
          no cipher spec               | 8019 01 0301 0000 0000 0010
          half a cipher spec           | 801d 01 0301 0004 0000 0010
          session id of another length | 8020 01 0301 0003 0004 0010
          challenge too short          | 801b 01 0301 0003 0000 000f
          challenge too long           | 802d 01 0301 0003 0000 0021
          record longer than its parts | 801d 01 0301 0003 0000 0010
          record shorter               | 801b 01 0301 0003 0000 0010
          """)
  void refusesWhatIsNoClientHello(String name, String hex) {
    assertThat(wrapClient(hex)).isEqualTo(Progress.MALFORMED);
  }

  @Test
  void readsAServerHello() {
    String hex = "8025 04 00 01 0002 0004 0006 0010 30820000 010080 020080 " + CHALLENGE;
    for (Placed at : Placed.everywhere(WireBytes.hex(hex))) {
      assertThat(server.wrap(at.buffer(), at.start(), at.length())).isEqualTo(Progress.DONE);

      assertThat(server.version()).isEqualTo(0x0002);
      assertThat(server.sessionIdHit()).isFalse();
      assertThat(server.certificateStart()).isEqualTo(at.start() + 13);
      assertThat(server.certificateLength()).isEqualTo(4);
      assertThat(server.cipherSpecCount()).isEqualTo(2);
      assertThat(server.cipherSpec(1)).isEqualTo(0x020080);
      assertThat(server.lengthOnWire()).isEqualTo(39);
    }
  }

  @Test
  void readsAServerHelloThatResumes() {
    assertThat(wrapServer("801b 04 01 00 0002 0000 0000 0010 " + CHALLENGE))
        .isEqualTo(Progress.DONE);

    assertThat(server.sessionIdHit()).isTrue();
    assertThat(server.cipherSpecCount()).isZero();
    assertThatThrownBy(() -> server.cipherSpec(0)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void asksForMoreUntilTheWholeServerHelloIsThere() {
    byte[] whole = WireBytes.hex("801b 04 01 00 0002 0000 0000 0010 " + CHALLENGE);
    for (int length = 0; length < whole.length; length++) {
      assertThat(server.wrap(ByteBuffer.wrap(whole), 0, length)).isEqualTo(Progress.NEED_MORE);
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          a TLS record                 | 1603
          not a server hello           | 801b 05
          session_id_hit of 2          | 801b 04 02
          unknown certificate type     | 801b 04 00 02
          version 3.0                  | 801b 04 00 01 03
          version 0                    | 801b 04 00 01 0000
          no certificate               | 801e 04 00 01 0002 0000 0003 0010
          no cipher spec               | 801f 04 00 01 0002 0004 0000 0010
          half a cipher spec           | 8023 04 00 01 0002 0004 0004 0010
          resumed with a certificate   | 801f 04 01 00 0002 0004 0000 0010
          connection id too short      | 801a 04 01 00 0002 0000 0000 000f
          connection id too long       | 802c 04 01 00 0002 0000 0000 0021
          record longer than its parts | 801c 04 01 00 0002 0000 0000 0010
          """)
  void refusesWhatIsNoServerHello(String name, String hex) {
    assertThat(wrapServer(hex)).isEqualTo(Progress.MALFORMED);
  }
}
