package io.tlsfloor.capture.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.parser.observation.ChoiceBasis;
import io.tlsfloor.parser.observation.Contradiction;
import io.tlsfloor.parser.observation.Coverage;
import io.tlsfloor.parser.observation.HelloFormat;
import io.tlsfloor.parser.observation.Loss;
import io.tlsfloor.parser.observation.Outcome;
import io.tlsfloor.parser.observation.Protocol;
import io.tlsfloor.parser.observation.TlsConnection;
import io.tlsfloor.parser.observation.TlsVersion;
import io.tlsfloor.testing.WireBytes;
import io.tlsfloor.testing.WireHello;
import io.tlsfloor.testing.WirePackets;
import io.tlsfloor.testing.WireQuic;
import io.tlsfloor.testing.WireTls;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** DTLS and QUIC over UDP. */
class DatagramTest {
  private static final int DTLS_1_0 = 0xFEFF;
  private static final int DTLS_1_2 = 0xFEFD;
  private static final byte[] ID = {1, 2, 3, 4, 5, 6, 7, 8};
  private static final byte[] OTHER_ID = {9, 9, 9, 9, 9, 9, 9, 9};

  private final byte[] hello = Datagrams.dtlsHelloBody(DTLS_1_0, 1, 0);

  @Test
  void aDtlsHandshakeWithACookieIsOneConnection() {
    byte[] withCookie = Datagrams.dtlsHelloBody(DTLS_1_0, 1, 20);
    byte[] verify =
        WireBytes.join(WireBytes.u16(DTLS_1_0), WireBytes.u8(20), WireBytes.noise(9, 20));
    TlsConnection c =
        only(
            new Datagrams()
                .client(Datagrams.dtlsHello(DTLS_1_0, 0, hello))
                .server(
                    WireTls.dtlsRecord(
                        22, DTLS_1_0, 0, 0, WireTls.fragment(3, 0, verify, 0, verify.length)))
                .client(Datagrams.dtlsHello(DTLS_1_0, 1, withCookie))
                .client(Datagrams.dtlsHello(DTLS_1_0, 1, withCookie))
                .server(Datagrams.dtlsServerHello(DTLS_1_0, 1))
                .client(WireTls.dtlsRecord(22, DTLS_1_0, 1, 0, WireBytes.noise(2, 60)))
                .server(WireTls.dtlsRecord(22, DTLS_1_0, 1, 0, WireBytes.noise(3, 60))));

    assertThat(c.protocol()).isEqualTo(Protocol.DTLS);
    assertThat(c.offer().orElseThrow().format()).isEqualTo(HelloFormat.DTLS);
    assertThat(c.offer().orElseThrow().max()).isEqualTo(TlsVersion.DTLS_1_0);
    assertThat(c.offer().orElseThrow().hellos()).isEqualTo(2);
    assertThat(c.choice().orElseThrow().version()).isEqualTo(TlsVersion.DTLS_1_0);
    assertThat(c.outcome()).isEqualTo(Outcome.ESTABLISHED);
  }

  /** A DTLS hello begins like a DNS message without questions and records. */
  @ParameterizedTest
  @ValueSource(ints = {53, 67, 68, 137, 138, 5353})
  void aClientWhosePortIsOneForNamesIsSeen(int port) {
    TlsConnection c =
        only(
            new Datagrams()
                .clientPort(port)
                .client(Datagrams.dtlsHello(DTLS_1_0, 0, hello))
                .server(Datagrams.dtlsServerHello(DTLS_1_0, 0)));

    assertThat(c.offer().orElseThrow().max()).isEqualTo(TlsVersion.DTLS_1_0);
    assertThat(c.choice().orElseThrow().version()).isEqualTo(TlsVersion.DTLS_1_0);
  }

  @Test
  void theVersionOfHelloVerifyRequestIsNoChoice() {
    byte[] verify =
        WireBytes.join(WireBytes.u16(DTLS_1_0), WireBytes.u8(20), WireBytes.noise(9, 20));
    TlsConnection c =
        only(
            new Datagrams()
                .client(Datagrams.dtlsHello(DTLS_1_0, 0, Datagrams.dtlsHelloBody(DTLS_1_2, 1, 0)))
                .server(
                    WireTls.dtlsRecord(
                        22, DTLS_1_0, 0, 0, WireTls.fragment(3, 0, verify, 0, verify.length))));

    assertThat(c.choice()).isEmpty();
    assertThat(c.offer().orElseThrow().max()).isEqualTo(TlsVersion.DTLS_1_2);
  }

  @Test
  void fragmentsOfADtlsHelloComeInAnyOrder() {
    int half = hello.length / 2;
    byte[] first = WireTls.fragment(1, 0, hello, 0, half);
    byte[] second = WireTls.fragment(1, 0, hello, half, hello.length - half);
    TlsConnection c =
        only(
            new Datagrams()
                .client(WireTls.dtlsRecord(22, DTLS_1_0, 0, 1, second))
                .client(WireTls.dtlsRecord(22, DTLS_1_0, 0, 0, first)));

    assertThat(c.offer().orElseThrow().whole()).isTrue();
    assertThat(c.evidence().clientHello()).extracting("number").containsExactly(2L, 1L);
  }

  @Test
  void halfADtlsHelloBelow12TellsItsMaximum() {
    byte[] first = WireTls.fragment(1, 0, hello, 0, 20);
    TlsConnection c = only(new Datagrams().client(WireTls.dtlsRecord(22, DTLS_1_0, 0, 0, first)));

    assertThat(c.offer().orElseThrow().whole()).isFalse();
    assertThat(c.offer().orElseThrow().max()).isEqualTo(TlsVersion.DTLS_1_0);
    assertThat(c.outcome()).isEqualTo(Outcome.INCOMPLETE);
  }

  @Test
  void aDtlsHelloThatASnapLengthCutTellsWhatIsLeftOfIt() {
    Datagrams whole = new Datagrams().client(Datagrams.dtlsHello(DTLS_1_0, 0, hello));
    TlsConnection c = only(whole.snap(20 + 8 + 13 + 12 + 2));

    assertThat(c.offer().orElseThrow().whole()).isFalse();
    assertThat(c.offer().orElseThrow().max()).isEqualTo(TlsVersion.DTLS_1_0);
    assertThat(c.outcome()).isEqualTo(Outcome.INCOMPLETE);
    assertThat(c.evidence().truncated()).isTrue();
  }

  @Test
  void aDtlsHelloInsideTurnThatASnapLengthCutTellsWhatIsLeftOfIt() {
    byte[] record = Datagrams.dtlsHello(DTLS_1_0, 0, hello);
    byte[] channelData =
        WireBytes.join(WireBytes.u16(0x4001), WireBytes.u16(record.length), record);
    byte[] data =
        WireBytes.join(
            HexFormat.of().parseHex("0016" + "0000" + "2112a442" + "00".repeat(12)),
            WireBytes.u16(0x0013),
            WireBytes.u16(record.length),
            record);

    for (byte[] payload : List.of(channelData, data)) {
      int snapLength = 28 + payload.length - record.length + 13 + 12 + 10;
      TlsConnection c = only(new Datagrams().client(payload).snap(snapLength));
      assertThat(c.offer().orElseThrow().whole()).isFalse();
      assertThat(c.offer().orElseThrow().max()).isEqualTo(TlsVersion.DTLS_1_0);
    }
  }

  @Test
  void datagramsCutBeforeTheyTellWhatTheyAreAreCounted() {
    Datagrams dtls = new Datagrams().client(Datagrams.dtlsHello(DTLS_1_0, 0, hello)).snap(28 + 7);
    Datagrams quic =
        new Datagrams()
            .client(
                HexFormat.of().parseHex("c000000001088394c8f03e5157080000449e" + "00".repeat(99)))
            .snap(28 + 60);

    assertThat(dtls.analyzed().coverage().count(Loss.TRUNCATED_PACKETS)).isEqualTo(1);
    assertThat(dtls.connections()).isEmpty();
    assertThat(quic.analyzed().coverage().count(Loss.QUIC_UNDECRYPTED)).isEqualTo(1);
    assertThat(quic.connections()).isEmpty();
  }

  @Test
  void dtlsInsideATurnChannelIsFound() {
    byte[] record = Datagrams.dtlsHello(DTLS_1_0, 0, hello);
    byte[] channelData =
        WireBytes.join(WireBytes.u16(0x4001), WireBytes.u16(record.length), record);

    assertThat(only(new Datagrams().client(channelData)).offer()).isPresent();
  }

  /** In the DATA attribute, behind one of another type whose value is padded (RFC 8656 §11). */
  @Test
  void dtlsInsideASendIndicationIsFoundAndAnIndicationWithoutIsNone() {
    byte[] record = Datagrams.dtlsHello(DTLS_1_0, 0, hello);
    byte[] other = WireBytes.hex("8022 0003 616263 00");
    byte[] data =
        WireBytes.join(WireBytes.u16(0x0013), WireBytes.u16(record.length), record, new byte[3]);

    assertThat(only(new Datagrams().client(indication(WireBytes.join(other, data)))).offer())
        .isPresent();
    assertThat(new Datagrams().client(indication(other)).connections()).isEmpty();
  }

  private static byte[] indication(byte[] attributes) {
    return WireBytes.join(
        WireBytes.hex("0016"),
        WireBytes.u16(attributes.length),
        WireBytes.hex("2112a442 000102030405060708090a0b"),
        attributes);
  }

  @Test
  void anAlertInClearRefusesADtlsHello() {
    TlsConnection c =
        only(
            new Datagrams()
                .client(Datagrams.dtlsHello(DTLS_1_0, 0, hello))
                .server(WireTls.dtlsRecord(21, DTLS_1_0, 0, 0, new byte[] {2, 70})));

    assertThat(c.outcome()).isEqualTo(Outcome.REFUSED);
  }

  @Test
  void anotherHelloOnTheSamePortsIsAnotherAssociation() {
    Datagrams datagrams =
        new Datagrams()
            .client(Datagrams.dtlsHello(DTLS_1_0, 0, hello))
            .server(WireTls.dtlsRecord(21, DTLS_1_0, 0, 0, new byte[] {2, 70}))
            .client(Datagrams.dtlsHello(DTLS_1_0, 0, hello))
            .client(Datagrams.dtlsHello(DTLS_1_2, 0, Datagrams.dtlsHelloBody(DTLS_1_2, 2, 0)));

    assertThat(datagrams.connections()).hasSize(2);
  }

  @Test
  void aQuicHelloInTwoInitialsOutOfOrderIsReadWhole() {
    byte[] message =
        WireTls.clientHello(
            0x0303,
            1,
            WireTls.serverName("outlook.office365.com"),
            WireTls.supportedVersions(0x0304));
    byte[] server = WireHello.server(0x0303).random(4).suites(0x1301).versions(0x0304).message();
    Datagrams datagrams =
        new Datagrams()
            .client(
                Datagrams.quicInitial(
                    true, ID, ID, 1, WireQuic.crypto(message, 60, message.length - 60)))
            .client(Datagrams.quicInitial(true, ID, ID, 0, WireQuic.crypto(message, 0, 60)))
            .server(
                Datagrams.quicInitial(
                    false, ID, new byte[0], 0, WireQuic.crypto(server, 0, server.length)));

    TlsConnection c = only(datagrams);

    assertThat(c.protocol()).isEqualTo(Protocol.QUIC);
    assertThat(c.offer().orElseThrow().serverName()).contains("outlook.office365.com");
    assertThat(c.offer().orElseThrow().ja4().orElseThrow()).startsWith("q13d");
    assertThat(c.choice().orElseThrow().version()).isEqualTo(TlsVersion.TLS_1_3);
    assertThat(c.choice().orElseThrow().basis()).isEqualTo(ChoiceBasis.SERVER_HELLO);
  }

  @Test
  void halfAQuicHelloIsIncomplete() {
    byte[] message =
        WireTls.clientHello(
            0x0303,
            1,
            WireTls.serverName("outlook.office365.com"),
            WireTls.supportedVersions(0x0304));
    TlsConnection c =
        only(
            new Datagrams()
                .client(
                    Datagrams.quicInitial(
                        true, ID, ID, 0, WireQuic.crypto(message, 0, message.length - 30))));

    assertThat(c.protocol()).isEqualTo(Protocol.QUIC);
    assertThat(c.outcome()).isEqualTo(Outcome.INCOMPLETE);
  }

  @Test
  void aQuicVersionWithoutKnownSaltIsCounted() {
    byte[] message = WireTls.clientHello(0x0303, 1, WireTls.supportedVersions(0x0304));
    byte[] initial =
        Datagrams.quicInitial(true, ID, ID, 0, WireQuic.crypto(message, 0, message.length));
    byte[] packet = WireBytes.join(initial, new byte[Math.max(0, 1200 - initial.length)]);
    ByteBuffer.wrap(packet).putInt(1, 0xFF000016); // draft 22, whose salt is not known here
    Analyzed analyzed = new Datagrams().client(packet).analyzed();

    assertThat(analyzed.connections()).isEmpty();
    assertThat(analyzed.coverage().count(Loss.QUIC_UNDECRYPTED)).isEqualTo(1);
  }

  @Test
  void twoContentsOfOnePlaceInQuicAreAConflict() {
    byte[] message =
        WireTls.clientHello(
            0x0303,
            1,
            WireTls.serverName("outlook.office365.com"),
            WireTls.supportedVersions(0x0304));
    byte[] other = message.clone();
    other[50] ^= 1;
    TlsConnection c =
        only(
            new Datagrams()
                .client(Datagrams.quicInitial(true, ID, ID, 0, WireQuic.crypto(message, 0, 60)))
                .client(Datagrams.quicInitial(true, ID, ID, 1, WireQuic.crypto(other, 0, 60)))
                .client(
                    Datagrams.quicInitial(
                        true, ID, ID, 2, WireQuic.crypto(message, 60, message.length - 60))));

    assertThat(c.offer().orElseThrow().serverName()).contains("outlook.office365.com");
    assertThat(c.evidence().contradictions()).containsExactly(Contradiction.QUIC_BYTES);
  }

  @Test
  void aServersInitialBeforeTheClientsWaitsForItsKeys() {
    byte[] message = WireTls.clientHello(0x0303, 1, WireTls.supportedVersions(0x0304));
    byte[] server = WireHello.server(0x0303).random(4).suites(0x1301).versions(0x0304).message();
    TlsConnection c =
        only(
            new Datagrams()
                .server(
                    Datagrams.quicInitial(
                        false, ID, new byte[0], 0, WireQuic.crypto(server, 0, server.length)))
                .client(
                    Datagrams.quicInitial(
                        true, ID, ID, 0, WireQuic.crypto(message, 0, message.length))));

    assertThat(c.choice()).isPresent();
    assertThat(c.client().address()).hasToString("10.0.0.5");
  }

  @Test
  void afterARetryTheKeysFollowFromTheNewConnectionId() {
    byte[] message = WireTls.clientHello(0x0303, 1, WireTls.supportedVersions(0x0304));
    byte[] server = WireHello.server(0x0303).random(4).suites(0x1301).versions(0x0304).message();
    TlsConnection c =
        only(
            new Datagrams()
                .client(
                    Datagrams.quicInitial(
                        true, ID, ID, 0, WireQuic.crypto(message, 0, message.length)))
                .client(
                    Datagrams.quicInitial(
                        true, OTHER_ID, OTHER_ID, 1, WireQuic.crypto(message, 0, message.length)))
                .server(
                    Datagrams.quicInitial(
                        false,
                        OTHER_ID,
                        new byte[0],
                        0,
                        WireQuic.crypto(server, 0, server.length))));

    assertThat(c.choice()).isPresent();
    assertThat(c.offer().orElseThrow().hellos()).isEqualTo(1);
  }

  @Test
  void dtlsRecordsFromTheMiddleAreCounted() {
    Analyzed analyzed =
        new Datagrams()
            .server(
                WireBytes.join(
                    WireTls.dtlsRecord(20, DTLS_1_0, 0, 6, new byte[] {1}),
                    WireTls.dtlsRecord(22, DTLS_1_0, 1, 0, WireBytes.noise(2, 60))))
            .analyzed();

    assertThat(analyzed.connections()).isEmpty();
    assertThat(analyzed.coverage().count(Loss.FROM_MIDDLE)).isEqualTo(1);
  }

  @Test
  void anIpPacketBehindAnUnknownHeaderIsCounted() {
    byte[] inner =
        WirePackets.ipv6(
            "2001:db8::1", "2001:db8::2", 6, WirePackets.tcp(49153, 443, 1, 0x18, new byte[9]));
    byte[] ethernet = WireBytes.join(new byte[6], WirePackets.ethernet(0x86DD, inner));

    Coverage coverage = new Datagrams().client(ethernet).client(new byte[80]).analyzed().coverage();

    assertThat(coverage.count(Loss.UNSUPPORTED_TUNNELS)).isEqualTo(1);
    assertThat(coverage.unsupported()).containsKey("udp-port 3478");
  }

  @Test
  void aDatagramThatOnlyMayBeDtlsIsNotCounted() {
    byte[] answer =
        WireBytes.join(
            WireBytes.u16(0x2F01), WireBytes.u16(0x8180), WireBytes.noise(3, 60)); // of DNS
    Analyzed analyzed = new Datagrams().server(answer).analyzed();

    assertThat(analyzed.coverage().count(Loss.FROM_MIDDLE)).isZero();
  }

  @Test
  void anInitialThatDoesNotDecryptIsCounted() {
    byte[] message = WireTls.clientHello(0x0303, 1, WireTls.supportedVersions(0x0304));
    Datagrams datagrams =
        new Datagrams()
            .client(
                Datagrams.quicInitial(
                    true, OTHER_ID, ID, 0, WireQuic.crypto(message, 0, message.length)));

    assertThat(datagrams.connections()).isEmpty();
    assertThat(datagrams.analyzed().coverage().count(Loss.QUIC_UNDECRYPTED)).isEqualTo(1);
  }

  @Test
  void googleQuicIsCountedOnly() {
    byte[] packet =
        WireBytes.join(
            WireBytes.u8(0x0D),
            WireBytes.noise(1, 8),
            "Q043".getBytes(java.nio.charset.StandardCharsets.US_ASCII),
            WireBytes.noise(2, 40));
    Analyzed analyzed = new Datagrams().client(packet).analyzed();

    assertThat(analyzed.connections()).isEmpty();
    assertThat(analyzed.coverage().count(Loss.GOOGLE_QUIC)).isEqualTo(1);
  }

  private static TlsConnection only(Datagrams datagrams) {
    List<TlsConnection> connections = datagrams.connections();
    assertThat(connections).hasSize(1);
    return connections.get(0);
  }
}
