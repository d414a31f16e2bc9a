package io.tlsfloor.capture.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.parser.observation.AlertSeen;
import io.tlsfloor.parser.observation.ClientBasis;
import io.tlsfloor.parser.observation.EndedHow;
import io.tlsfloor.parser.observation.Ending;
import io.tlsfloor.parser.observation.Loss;
import io.tlsfloor.parser.observation.Outcome;
import io.tlsfloor.parser.observation.Side;
import io.tlsfloor.parser.observation.Sides;
import io.tlsfloor.parser.observation.TlsConnection;
import io.tlsfloor.parser.observation.TlsVersion;
import io.tlsfloor.testing.WireBytes;
import io.tlsfloor.testing.WireTls;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How far a connection got: every row of the table of outcomes. */
class OutcomeTest {
  private static final int TLS_1_0 = 0x0301;
  private static final int TLS_1_2 = 0x0303;

  @Test
  void encryptedRecordsOfBothSidesAfterTheirChangeCipherSpecAreAnEstablishedConnection() {
    TlsConnection c = new Wire().handshake().tls(TLS_1_0).connection();

    assertThat(c.outcome()).isEqualTo(Outcome.ESTABLISHED);
    assertThat(c.choice().orElseThrow().version()).isEqualTo(TlsVersion.TLS_1_0);
    assertThat(c.offer().orElseThrow().max()).isEqualTo(TlsVersion.TLS_1_0);
    assertThat(c.offer().orElseThrow().serverName()).contains("outlook.office365.com");
    assertThat(c.clientBasis()).isEqualTo(ClientBasis.CLIENT_HELLO);
    assertThat(c.ending()).isEmpty();
    assertThat(c.progress().resumed()).isFalse();
    assertThat(c.evidence().clientHello()).extracting("number").containsExactly(4L);
    assertThat(c.evidence().serverHello()).extracting("number").containsExactly(5L);
  }

  @Test
  void applicationDataOfBothSidesAfterTheServerHelloIsAnEstablishedConnectionOfTls13() {
    TlsConnection c =
        new Wire()
            .handshake()
            .client(WireTls.hello13(1, 0x0304, 0x0303))
            .server(
                WireTls.serverHello13(2),
                WireTls.changeCipherSpec(TLS_1_2),
                WireTls.data(TLS_1_2, 600))
            .client(WireTls.changeCipherSpec(TLS_1_2), WireTls.data(TLS_1_2, 53))
            .connection();

    assertThat(c.outcome()).isEqualTo(Outcome.ESTABLISHED);
    assertThat(c.choice().orElseThrow().version()).isEqualTo(TlsVersion.TLS_1_3);
  }

  @Test
  void noLaterAlertResetOrFinChangesAnEstablishedConnection() {
    Wire wire =
        new Wire()
            .handshake()
            .tls(TLS_1_2)
            .client(WireTls.record(WireTls.ALERT, TLS_1_2, WireBytes.noise(3, 26)))
            .serverReset();

    assertThat(wire.connection().outcome()).isEqualTo(Outcome.ESTABLISHED);
  }

  @Test
  void aFatalAlertInClearIsARefusal() {
    TlsConnection c =
        new Wire()
            .handshake()
            .client(WireTls.hello(TLS_1_0, 1))
            .server(WireTls.alert(TLS_1_0, 2, 70))
            .serverFin()
            .connection();

    assertThat(c.outcome()).isEqualTo(Outcome.REFUSED);
    assertThat(c.alert()).contains(new AlertSeen(Side.SERVER, 2, AlertSeen.PROTOCOL_VERSION));
    assertThat(c.ending()).contains(new Ending(EndedHow.ALERT, Optional.of(Side.SERVER)));
    assertThat(c.choice()).isEmpty();
  }

  @Test
  void aClientThatRefusesTheServersChoiceIsSaidToHaveDoneSo() {
    TlsConnection c =
        new Wire()
            .handshake()
            .client(WireTls.hello(TLS_1_2, 1))
            .server(WireTls.serverHello(TLS_1_0, 2))
            .client(WireTls.alert(TLS_1_2, 2, 70))
            .connection();

    assertThat(c.outcome()).isEqualTo(Outcome.REFUSED);
    assertThat(c.alert().orElseThrow().by()).contains(Side.CLIENT);
    assertThat(c.choice().orElseThrow().version()).isEqualTo(TlsVersion.TLS_1_0);
  }

  @Test
  void anAlertAfterChangeCipherSpecUpToTls12IsNotReadAsOneInClear() {
    TlsConnection c =
        new Wire()
            .handshake()
            .client(WireTls.hello(TLS_1_0, 1))
            .server(WireTls.serverHello(TLS_1_0, 2), WireTls.serverHelloDone(TLS_1_0))
            .client(WireTls.changeCipherSpec(TLS_1_0), WireTls.alert(TLS_1_0, 2, 40))
            .serverFin()
            .connection();

    assertThat(c.alert()).isEmpty();
    assertThat(c.outcome()).isEqualTo(Outcome.CLOSED);
  }

  @Test
  void bytesOfTheServerThatAreNotTlsAreAnAnswerInClear() {
    TlsConnection c =
        new Wire()
            .handshake()
            .client(WireTls.hello(TLS_1_0, 1))
            .server("HTTP/1.1 400 Bad Request\r\n\r\n")
            .connection();

    assertThat(c.outcome()).isEqualTo(Outcome.ANSWERED_IN_CLEAR);
  }

  @Test
  void aResetAfterTheHelloSaysWhoSentIt() {
    TlsConnection c =
        new Wire().handshake().client(WireTls.hello(TLS_1_0, 1)).serverReset().connection();

    assertThat(c.outcome()).isEqualTo(Outcome.RESET);
    assertThat(c.ending()).contains(new Ending(EndedHow.RESET, Optional.of(Side.SERVER)));
    assertThat(c.evidence().end().orElseThrow().number()).isEqualTo(5);
  }

  @Test
  void aFinOfTheServerAfterTheHelloIsAClose() {
    TlsConnection c =
        new Wire()
            .handshake()
            .client(WireTls.hello(TLS_1_0, 1))
            .serverAcks()
            .serverFin()
            .connection();

    assertThat(c.outcome()).isEqualTo(Outcome.CLOSED);
    assertThat(c.ending()).contains(new Ending(EndedHow.FIN, Optional.of(Side.SERVER)));
  }

  @Test
  void aClientThatHasEndedMayStillBeAnswered() {
    TlsConnection c =
        new Wire()
            .handshake()
            .client(WireTls.hello(TLS_1_0, 1))
            .clientFin()
            .server(WireTls.alert(TLS_1_0, 2, 40))
            .serverFin()
            .connection();

    assertThat(c.outcome()).isEqualTo(Outcome.REFUSED);
  }

  @Test
  void aClientThatEndsAndIsNotAnsweredHasClosed() {
    TlsConnection c =
        new Wire()
            .handshake()
            .client(WireTls.hello(TLS_1_0, 1))
            .clientFin()
            .serverAcks()
            .connection();

    assertThat(c.outcome()).isEqualTo(Outcome.CLOSED);
    assertThat(c.ending()).contains(new Ending(EndedHow.FIN, Optional.of(Side.CLIENT)));
  }

  @Test
  void aServerThatIsThereAndSilentForTheTimeOutHasNotAnswered() {
    Wire wire = new Wire().handshake().client(WireTls.hello(TLS_1_0, 1)).serverAcks().wait(11);
    wire.another("10.0.0.6", 1234).handshake();

    TlsConnection c = wire.connection();

    assertThat(c.outcome()).isEqualTo(Outcome.UNANSWERED);
    assertThat(c.ending()).contains(new Ending(EndedHow.TIMEOUT, Optional.empty()));
  }

  @Test
  void aCaptureThatEndsSoonerThanTheTimeOutIsIncomplete() {
    Wire wire = new Wire().handshake().client(WireTls.hello(TLS_1_0, 1)).serverAcks().wait(9);
    wire.another("10.0.0.6", 1234).handshake();

    assertThat(wire.connection().outcome()).isEqualTo(Outcome.INCOMPLETE);
  }

  @Test
  void aHelloWithoutAnyPacketOfTheServerIsIncomplete() {
    Wire wire = new Wire().handshake().client(WireTls.hello(TLS_1_0, 1)).wait(11);
    wire.another("10.0.0.6", 1234).handshake();
    wire.without("52.96.1.10");

    TlsConnection c = wire.connection();

    assertThat(c.outcome()).isEqualTo(Outcome.INCOMPLETE);
    assertThat(c.evidence().sides()).isEqualTo(Sides.CLIENT);
    assertThat(wire.analyzed().coverage().count(Loss.ONE_SIDED)).isEqualTo(1);
  }

  @Test
  void aServerHelloAndNothingMoreIsANegotiation() {
    Wire wire =
        new Wire()
            .handshake()
            .client(WireTls.hello(TLS_1_2, 1))
            .server(WireTls.serverHello(TLS_1_0, 2));
    wire.wait(11);
    wire.another("10.0.0.6", 1234).handshake();

    assertThat(wire.connection().outcome()).isEqualTo(Outcome.NEGOTIATED);
  }

  @Test
  void aSynAloneIsNoConnection() {
    assertThat(new Wire().handshake().serverReset().connections()).isEmpty();
  }

  @Test
  void sessionsResumedUpToTls12HaveNoCertificateBeforeTheServersChangeCipherSpec() {
    TlsConnection c =
        new Wire()
            .handshake()
            .client(WireTls.hello(TLS_1_2, 1))
            .server(
                WireTls.serverHello(TLS_1_2, 2),
                WireTls.changeCipherSpec(TLS_1_2),
                WireTls.encryptedFinished(TLS_1_2))
            .client(WireTls.changeCipherSpec(TLS_1_2), WireTls.encryptedFinished(TLS_1_2))
            .connection();

    assertThat(c.progress().resumed()).isTrue();
  }

  @Test
  void theVersionOfAHelloRetryRequestCountsUntilAServerHelloComes() {
    Wire wire =
        new Wire()
            .handshake()
            .client(WireTls.hello13(1, 0x0304, 0x0303))
            .server(WireTls.helloRetryRequest(), WireTls.changeCipherSpec(TLS_1_2))
            .client(WireTls.changeCipherSpec(TLS_1_2), WireTls.hello13(1, 0x0304, 0x0303));

    TlsConnection early = wire.connection();
    TlsConnection whole =
        wire.server(WireTls.serverHello13(3), WireTls.data(TLS_1_2, 300))
            .client(WireTls.data(TLS_1_2, 53))
            .connection();

    assertThat(early.choice().orElseThrow().basis()).hasToString("HELLO_RETRY_REQUEST");
    assertThat(early.offer().orElseThrow().hellos()).isEqualTo(2);
    assertThat(whole.choice().orElseThrow().basis()).hasToString("SERVER_HELLO");
    assertThat(whole.outcome()).isEqualTo(Outcome.ESTABLISHED);
    assertThat(whole.offer().orElseThrow().hellos()).isEqualTo(2);
  }
}
