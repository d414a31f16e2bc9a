package io.tlsfloor.capture.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.parser.observation.ClientBasis;
import io.tlsfloor.parser.observation.Contradiction;
import io.tlsfloor.parser.observation.EndedHow;
import io.tlsfloor.parser.observation.Loss;
import io.tlsfloor.parser.observation.Outcome;
import io.tlsfloor.parser.observation.TlsConnection;
import io.tlsfloor.parser.observation.TlsVersion;
import io.tlsfloor.testing.WireBytes;
import io.tlsfloor.testing.WireFrame;
import io.tlsfloor.testing.WirePackets;
import io.tlsfloor.testing.WireTls;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Connections of which the capture shows a part, or shows it oddly. */
class PartialViewTest {
  private static final int TLS_1_0 = 0x0301;
  private static final int TLS_1_2 = 0x0303;

  private static Wire whole(int version, int helloSegment) {
    return new Wire()
        .handshake()
        .clientSegments(helloSegment, WireTls.hello(version, 1))
        .tlsAfterHello(version);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5, 6, 9, 10, 40, 80})
  void aHelloInSegmentsOfAnySizeIsReadWhole(int size) {
    TlsConnection c = whole(TLS_1_0, size).connection();

    assertThat(c.outcome()).isEqualTo(Outcome.ESTABLISHED);
    assertThat(c.offer().orElseThrow().whole()).isTrue();
    int helloLength = WireTls.hello(TLS_1_0, 1).length;
    int expected = Math.min(64, (helloLength + size - 1) / size);
    assertThat(c.evidence().clientHello()).hasSize(expected);
  }

  @Test
  void segmentsOutOfOrderArePutInOrder() {
    byte[] hello = WireTls.hello(TLS_1_0, 1);
    TlsConnection c =
        new Wire()
            .handshake()
            .clientSegments(20, hello)
            .reverseLast((hello.length + 19) / 20)
            .server(WireTls.alert(TLS_1_0, 2, 70))
            .connection();

    assertThat(c.offer().orElseThrow().serverName()).contains("outlook.office365.com");
    assertThat(c.evidence().holes()).isZero();
  }

  @Test
  void aFrameSeenTwiceIsDroppedAndCounted() {
    TlsConnection c =
        new Wire()
            .handshake()
            .client(WireTls.hello(TLS_1_0, 1))
            .duplicateLast()
            .server(WireTls.alert(TLS_1_0, 2, 70))
            .connection();

    assertThat(c.evidence().duplicates()).isEqualTo(1);
    assertThat(c.offer().orElseThrow().hellos()).isEqualTo(1);
  }

  @Test
  void theFirstCopyOfAByteWinsAndTheConflictIsStated() {
    byte[] hello = WireTls.hello(TLS_1_0, 1);
    byte[] other = hello.clone();
    other[10] = 3; // claims TLS 1.2 in the second copy
    TlsConnection c =
        new Wire()
            .handshake()
            .client(hello)
            .clientLost(-hello.length)
            .client(other)
            .server(WireTls.alert(TLS_1_0, 2, 70))
            .connection();

    assertThat(c.offer().orElseThrow().max()).isEqualTo(TlsVersion.TLS_1_0);
    assertThat(c.evidence().contradictions()).containsExactly(Contradiction.SEGMENT_BYTES);
  }

  @Test
  void halfAHelloBelowTls12TellsItsMaximum() {
    TlsConnection c =
        new Wire()
            .handshake()
            .snap(54 + 40)
            .client(WireTls.hello(TLS_1_0, 1))
            .server(WireTls.alert(TLS_1_0, 2, 70))
            .connection();

    assertThat(c.offer().orElseThrow().whole()).isFalse();
    assertThat(c.offer().orElseThrow().max()).isEqualTo(TlsVersion.TLS_1_0);
    assertThat(c.outcome()).isEqualTo(Outcome.REFUSED);
    assertThat(c.evidence().truncated()).isTrue();
  }

  @Test
  void halfAHelloOfTls12SaysNothing() {
    Wire wire = new Wire().handshake().snap(54 + 40).client(WireTls.hello(TLS_1_2, 1)).serverAcks();

    TlsConnection c = wire.connection();

    assertThat(c.offer()).isEmpty();
    assertThat(c.outcome()).isEqualTo(Outcome.INCOMPLETE);
    assertThat(c.clientBasis()).isEqualTo(ClientBasis.CLIENT_HELLO);
    assertThat(wire.analyzed().coverage().count(Loss.CUT_HELLOS)).isEqualTo(1);
  }

  @Test
  void aHoleInOneDirectionDoesNotStopTheOther() {
    byte[] hello = WireTls.hello(TLS_1_0, 1);
    TlsConnection c =
        new Wire()
            .handshake()
            .client(Arrays.copyOf(hello, 30))
            .clientLost(hello.length - 30)
            .tlsAfterHello(TLS_1_0)
            .clientFin()
            .serverFin()
            .connection();

    assertThat(c.choice().orElseThrow().version()).isEqualTo(TlsVersion.TLS_1_0);
    assertThat(c.outcome()).isEqualTo(Outcome.ESTABLISHED);
    assertThat(c.offer().orElseThrow().whole()).isFalse();
    assertThat(c.evidence().holes()).isEqualTo(1);
  }

  @Test
  void aHoleInsideARecordIsCountedOff() {
    byte[] certificate =
        WireTls.record(WireTls.HANDSHAKE, TLS_1_2, WireTls.message(11, WireBytes.noise(5, 3000)));
    TlsConnection c =
        new Wire()
            .handshake()
            .client(WireTls.hello(TLS_1_2, 1))
            .server(WireTls.serverHello(TLS_1_2, 2), Arrays.copyOf(certificate, 1000))
            .serverLost(1000)
            .server(
                Arrays.copyOfRange(certificate, 2000, certificate.length),
                WireTls.serverHelloDone(TLS_1_2))
            .client(
                WireTls.clientKeyExchange(TLS_1_2),
                WireTls.changeCipherSpec(TLS_1_2),
                WireTls.encryptedFinished(TLS_1_2))
            .server(WireTls.changeCipherSpec(TLS_1_2), WireTls.encryptedFinished(TLS_1_2))
            .wait(2)
            .client(WireTls.data(TLS_1_2, 10))
            .connection();

    assertThat(c.outcome()).isEqualTo(Outcome.ESTABLISHED);
    assertThat(c.progress().resumed()).isFalse();
  }

  @Test
  void theServersSideAloneTellsItsChoice() {
    TlsConnection c = whole(TLS_1_0, 1000).without("10.0.0.5").connection();

    assertThat(c.client().address()).hasToString("10.0.0.5");
    assertThat(c.clientBasis()).isEqualTo(ClientBasis.SERVER_HELLO);
    assertThat(c.offer()).isEmpty();
    assertThat(c.choice().orElseThrow().version()).isEqualTo(TlsVersion.TLS_1_0);
    assertThat(c.outcome()).isEqualTo(Outcome.ESTABLISHED);
  }

  @Test
  void theClientsSideAloneTellsTheVersionOfItsRecords() {
    TlsConnection c =
        whole(TLS_1_0, 1000).client(WireTls.data(TLS_1_0, 50)).without("52.96.1.10").connection();

    assertThat(c.choice()).isEmpty();
    assertThat(c.inferred()).contains(TlsVersion.TLS_1_0);
    assertThat(c.outcome()).isEqualTo(Outcome.ESTABLISHED);
  }

  @Test
  void recordsFromTheMiddleOfAConnectionTellTheirVersion() {
    TlsConnection c =
        new Wire()
            .client(WireTls.data(TLS_1_0, 100), WireTls.data(TLS_1_0, 200))
            .server(WireTls.data(TLS_1_0, 300))
            .connection();

    assertThat(c.inferred()).contains(TlsVersion.TLS_1_0);
    assertThat(c.clientBasis()).isEqualTo(ClientBasis.PORT);
    assertThat(c.client().port()).isEqualTo(40000);
    assertThat(c.outcome()).isEqualTo(Outcome.ESTABLISHED);
    assertThat(c.evidence().fromStart()).isFalse();
  }

  @Test
  void aRecordFromTheMiddleThatTheSnapLengthCutIsCounted() {
    Analyzed analyzed =
        new Wire()
            .snap(54 + 40)
            .server(WireTls.data(TLS_1_0, 300), WireTls.data(TLS_1_0, 300))
            .analyzed();

    assertThat(analyzed.connections()).isEmpty();
    assertThat(analyzed.coverage().count(Loss.FROM_MIDDLE)).isEqualTo(1);
  }

  @Test
  void aCaptureBegunInsideARecordFindsTheNextOne() {
    byte[] record = WireTls.data(TLS_1_0, 3000);
    TlsConnection c =
        new Wire()
            .client(Arrays.copyOfRange(record, 1000, record.length))
            .client(WireTls.data(TLS_1_0, 100), WireTls.data(TLS_1_0, 200))
            .server(WireTls.data(TLS_1_0, 300))
            .server(WireTls.data(TLS_1_0, 300))
            .connection();

    assertThat(c.inferred()).contains(TlsVersion.TLS_1_0);
  }

  @Test
  void portsUsedAgainAreAnotherConnection() {
    Wire wire = new Wire().handshake().client(WireTls.hello(TLS_1_0, 1)).serverReset();
    wire.reuse()
        .handshake()
        .client(WireTls.hello(TLS_1_2, 2))
        .server(WireTls.alert(TLS_1_2, 2, 40));

    List<TlsConnection> all = wire.connections();

    assertThat(all)
        .extracting(TlsConnection::outcome)
        .containsExactly(Outcome.RESET, Outcome.REFUSED);
  }

  @Test
  void equalHellosOfTwoClientsWithinTwoSecondsAreTheSidesOfANat() {
    Wire home = new Wire().handshake().client(WireTls.hello(TLS_1_0, 1));
    home.another("203.0.113.9", 50000)
        .handshake()
        .client(WireTls.hello(TLS_1_0, 1))
        .server(WireTls.alert(TLS_1_0, 2, 70));
    home.server(WireTls.alert(TLS_1_0, 2, 70));

    TlsConnection c = home.connection();

    assertThat(c.client().address()).hasToString("10.0.0.5");
    assertThat(c.nat().orElseThrow()).hasToString("203.0.113.9:50000");
  }

  @Test
  void theHomeSideOfANatIsKeptWhicheverIsSeenFirst() {
    Wire outside = new Wire("203.0.113.9", 50000, "52.96.1.10", 443);
    outside.handshake().client(WireTls.hello(TLS_1_0, 1));
    outside
        .another("10.0.0.5", 40000)
        .handshake()
        .client(WireTls.hello(TLS_1_0, 1))
        .server(WireTls.alert(TLS_1_0, 2, 70));
    outside.server(WireTls.alert(TLS_1_0, 2, 70));

    TlsConnection c = outside.connection();

    assertThat(c.client().address()).hasToString("10.0.0.5");
    assertThat(c.nat().orElseThrow()).hasToString("203.0.113.9:50000");
    assertThat(c.outcome()).isEqualTo(Outcome.REFUSED);
  }

  @Test
  void bytesAfterAHoleInTheAnswerAreNoAnswerInClear() {
    TlsConnection c =
        new Wire()
            .handshake()
            .client(WireTls.hello(TLS_1_0, 1))
            .server(new byte[] {0x16})
            .serverLost(80)
            .server(WireBytes.noise(1, 300))
            .clientAcks()
            .wait(5)
            .serverFin()
            .clientFin()
            .connection();

    assertThat(c.outcome()).isEqualTo(Outcome.INCOMPLETE);
  }

  @Test
  void anEndAfterAHoleDecidesNothing() {
    TlsConnection c =
        new Wire()
            .handshake()
            .client(WireTls.hello(TLS_1_0, 1))
            .snap(54 + 3)
            .server(WireTls.alert(TLS_1_0, 2, 70))
            .serverFin()
            .connection();

    assertThat(c.outcome()).isEqualTo(Outcome.INCOMPLETE);
    assertThat(c.ending().orElseThrow().how()).isEqualTo(EndedHow.FIN);
  }

  @ParameterizedTest
  @ValueSource(ints = {Integer.MIN_VALUE, Integer.MAX_VALUE, (1 << 30) + 1, -(1 << 30) - 1000})
  void aSegmentFromOutsideAnyWindowIsLeftOut(int away) {
    TlsConnection c =
        new Wire()
            .handshake()
            .client(WireTls.hello(TLS_1_0, 1))
            .clientLost(away)
            .client(WireBytes.noise(1, 100))
            .clientLost(-away - 100)
            .server(WireTls.alert(TLS_1_0, 2, 70))
            .connection();

    assertThat(c.outcome()).isEqualTo(Outcome.REFUSED);
    assertThat(c.evidence().holes()).isZero();
    assertThat(c.evidence().contradictions()).isEmpty();
  }

  @Test
  void theFirstFragmentOfAHelloWhoseRestNeverCameTellsWhatItHolds() {
    Wire wire = new Wire().handshake();
    byte[] segment = WirePackets.tcp(40000, 443, 1001, 0x08, WireTls.hello(TLS_1_0, 1));
    byte[] frame =
        WirePackets.ethernet(
            0x0800,
            WirePackets.ipv4Fragment(
                "10.0.0.5", "52.96.1.10", 6, 77, 0, true, Arrays.copyOf(segment, 64)));
    wire.frames().add(WireFrame.ethernet(1_000_010_000_000L, frame, frame.length));

    Analyzed analyzed = wire.analyzed();

    TlsConnection c = analyzed.connections().get(0);
    assertThat(c.outcome()).isEqualTo(Outcome.INCOMPLETE);
    assertThat(c.offer().orElseThrow().max()).isEqualTo(TlsVersion.TLS_1_0);
    assertThat(c.offer().orElseThrow().whole()).isFalse();
    assertThat(c.evidence().clientHello().get(0).number()).isEqualTo(4);
    assertThat(c.evidence().truncated()).isTrue();
    assertThat(analyzed.coverage().count(Loss.INCOMPLETE_FRAGMENTS)).isEqualTo(1);
    assertThat(analyzed.coverage().count(Loss.CUT_HELLOS)).isEqualTo(1);
  }

  @Test
  void fragmentsThatNoDatagramCanHaveAreCounted() {
    Wire wire = new Wire().handshake();
    byte[] frame =
        WirePackets.ethernet(
            0x0800,
            WirePackets.ipv4Fragment("10.0.0.5", "52.96.1.10", 6, 77, 65528, false, new byte[64]));
    wire.frames().add(WireFrame.ethernet(1_000_010_000_000L, frame, frame.length));

    assertThat(wire.analyzed().coverage().count(Loss.MALFORMED_PACKETS)).isEqualTo(1);
  }

  @Test
  void aFinOfTheOnlySideThatWasSeenDecidesNothingWhereItsBytesAreMissing() {
    TlsConnection c =
        new Wire()
            .snap(54 + 60)
            .handshake()
            .client(WireTls.hello(TLS_1_0, 1))
            .client(WireTls.clientKeyExchange(TLS_1_0), WireTls.changeCipherSpec(TLS_1_0))
            .clientFin()
            .without("52.96.1.10")
            .connection();

    assertThat(c.outcome()).isEqualTo(Outcome.INCOMPLETE);
  }
}
