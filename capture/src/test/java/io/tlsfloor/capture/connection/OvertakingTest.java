package io.tlsfloor.capture.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.parser.observation.ChoiceBasis;
import io.tlsfloor.parser.observation.Outcome;
import io.tlsfloor.parser.observation.TlsConnection;
import io.tlsfloor.parser.observation.TlsVersion;
import io.tlsfloor.testing.WireBytes;
import io.tlsfloor.testing.WireHello;
import io.tlsfloor.testing.WireQuic;
import io.tlsfloor.testing.WireTls;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Answers that a capture shows before their questions, as mirror ports and several paths make them,
 * and copies that it shows late.
 */
class OvertakingTest {
  private static final int TLS_1_0 = 0x0301;
  private static final int DTLS_1_0 = 0xFEFF;
  private static final byte[] ID = {1, 2, 3, 4, 5, 6, 7, 8};
  private static final byte[] NEW_ID = {8, 7, 6, 5, 4, 3, 2, 1};

  @Test
  void anAlertBeforeItsHelloRefusesThatHello() {
    TlsConnection c =
        new Wire()
            .handshake()
            .client(WireTls.hello(TLS_1_0, 1))
            .server(WireTls.alert(TLS_1_0, 2, 70))
            .reverseLast(2)
            .connection();

    assertThat(c.outcome()).isEqualTo(Outcome.REFUSED);
    assertThat(c.offer().orElseThrow().max()).isEqualTo(TlsVersion.TLS_1_0);
    assertThat(c.evidence().alert().orElseThrow().number()).isEqualTo(4);
    assertThat(c.evidence().clientHello().get(0).number()).isEqualTo(5);
  }

  @Test
  void anAnswerInClearBeforeItsHelloIsOne() {
    String http = "HTTP/1.1 400 Bad Request\r\n\r\n";
    TlsConnection c =
        new Wire()
            .handshake()
            .client(WireTls.hello(TLS_1_0, 1))
            .server(http)
            .reverseLast(2)
            .connection();

    assertThat(c.outcome()).isEqualTo(Outcome.ANSWERED_IN_CLEAR);
  }

  @Test
  void aWholeHandshakeReadsTheSameBackwards() {
    TlsConnection c = new Wire().handshake().tls(TLS_1_0).reverseLast(4).connection();

    assertThat(c.outcome()).isEqualTo(Outcome.ESTABLISHED);
    assertThat(c.offer()).isPresent();
    assertThat(c.choice()).isPresent();
  }

  @Test
  void anAnswerWhoseQuestionWasNeverCapturedIsReadAllTheSame() {
    TlsConnection c =
        new Wire()
            .handshake()
            .clientLost(200)
            .server(WireTls.serverHello(TLS_1_0, 2), WireTls.serverHelloDone(TLS_1_0))
            .connection();

    assertThat(c.choice().orElseThrow().version()).isEqualTo(TlsVersion.TLS_1_0);
    assertThat(c.outcome()).isEqualTo(Outcome.INCOMPLETE);
  }

  @Test
  void anAcknowledgmentThatNoWindowAllowsHoldsNothingUp() {
    Wire wire = new Wire().handshake().client(WireTls.hello(TLS_1_0, 1)).clientLost(1 << 20);
    wire.server(WireTls.alert(TLS_1_0, 2, 70)).wait(60);

    assertThat(wire.connection().outcome()).isEqualTo(Outcome.REFUSED);
  }

  @Test
  void aServersInitialWaitsForAllOfAHelloInTwoDatagrams() {
    byte[] message = WireTls.clientHello(0x0303, 1, WireTls.supportedVersions(0x0304));
    byte[] server = WireHello.server(0x0303).random(4).suites(0x1301).versions(0x0304).message();
    List<TlsConnection> all =
        new Datagrams()
            .server(
                Datagrams.quicInitial(
                    false, ID, new byte[0], 0, WireQuic.crypto(server, 0, server.length)))
            .client(Datagrams.quicInitial(true, ID, ID, 0, WireQuic.crypto(message, 0, 30)))
            .client(
                Datagrams.quicInitial(
                    true, ID, ID, 1, WireQuic.crypto(message, 30, message.length - 30)))
            .connections();

    assertThat(all).hasSize(1);
    assertThat(all.get(0).choice().orElseThrow().basis()).isEqualTo(ChoiceBasis.SERVER_HELLO);
  }

  @Test
  void anInitialFromBeforeARetryThatComesLateSpoilsNoKeys() {
    byte[] message = WireTls.clientHello(0x0303, 1, WireTls.supportedVersions(0x0304));
    byte[] server = WireHello.server(0x0303).random(4).suites(0x1301).versions(0x0304).message();
    byte[] hello = WireQuic.crypto(message, 0, message.length);
    List<TlsConnection> all =
        new Datagrams()
            .client(Datagrams.quicInitial(true, NEW_ID, NEW_ID, 1, hello))
            .client(Datagrams.quicInitial(true, ID, ID, 0, hello))
            .server(
                Datagrams.quicInitial(
                    false, NEW_ID, new byte[0], 0, WireQuic.crypto(server, 0, server.length)))
            .connections();

    assertThat(all).hasSize(1);
    assertThat(all.get(0).choice()).isPresent();
  }

  @Test
  void aDtlsAlertBeforeItsHelloRefusesThatHello() {
    List<TlsConnection> all =
        new Datagrams()
            .server(WireTls.dtlsRecord(21, DTLS_1_0, 0, 0, new byte[] {2, 70}))
            .client(Datagrams.dtlsHello(DTLS_1_0, 0, Datagrams.dtlsHelloBody(DTLS_1_0, 1, 0)))
            .connections();

    assertThat(all).hasSize(1);
    assertThat(all.get(0).outcome()).isEqualTo(Outcome.REFUSED);
    assertThat(all.get(0).offer()).isPresent();
  }

  @Test
  void aLateCopyOfADtlsHelloWithItsCookieIsNoOtherConnection() {
    byte[] withCookie = Datagrams.dtlsHello(DTLS_1_0, 1, Datagrams.dtlsHelloBody(DTLS_1_0, 1, 20));
    byte[] finished = WireTls.dtlsRecord(22, DTLS_1_0, 1, 0, WireBytes.noise(3, 40));
    byte[] changeCipherSpec = WireTls.dtlsRecord(20, DTLS_1_0, 0, 9, new byte[] {1});
    List<TlsConnection> all =
        new Datagrams()
            .client(Datagrams.dtlsHello(DTLS_1_0, 0, Datagrams.dtlsHelloBody(DTLS_1_0, 1, 0)))
            .client(withCookie)
            .server(Datagrams.dtlsServerHello(DTLS_1_0, 1))
            .client(changeCipherSpec)
            .client(finished)
            .server(changeCipherSpec)
            .server(finished)
            .client(withCookie)
            .connections();

    assertThat(all).hasSize(1);
    assertThat(all.get(0).outcome()).isEqualTo(Outcome.ESTABLISHED);
  }

  @Test
  void theInsideOfANatIsKeptThoughTheOutsideWasRefusedBefore() {
    Wire outside = new Wire("203.0.113.9", 50000, "52.96.1.10", 443);
    outside.handshake().client(WireTls.hello(TLS_1_0, 1)).server(WireTls.alert(TLS_1_0, 2, 70));
    outside
        .another("10.0.0.5", 40000)
        .handshake()
        .client(WireTls.hello(TLS_1_0, 1))
        .server(WireTls.alert(TLS_1_0, 2, 70));

    TlsConnection c = outside.connection();

    assertThat(c.client()).hasToString("10.0.0.5:40000");
    assertThat(c.nat().orElseThrow()).hasToString("203.0.113.9:50000");
    assertThat(c.outcome()).isEqualTo(Outcome.REFUSED);
  }
}
