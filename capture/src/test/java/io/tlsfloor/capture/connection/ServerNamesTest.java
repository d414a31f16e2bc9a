package io.tlsfloor.capture.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.parser.observation.FrameRef;
import io.tlsfloor.parser.observation.NameSeen;
import io.tlsfloor.parser.observation.NameSource;
import io.tlsfloor.parser.observation.TlsConnection;
import io.tlsfloor.testing.WireBytes;
import io.tlsfloor.testing.WireDns;
import io.tlsfloor.testing.WireHello;
import io.tlsfloor.testing.WireTls;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Names of a server that DNS told before the connection. */
final class ServerNamesTest {
  private static final String CLIENT = "10.0.0.5";
  private static final String OTHER = "10.0.0.6";
  private static final String RESOLVER = "10.0.0.1";
  private static final String SERVER = "52.96.1.10";
  private static final int HOUR = 3600;

  private static final byte[] ANSWER =
      WireDns.answer()
          .question("smtp.office365.com", 1)
          .alias("smtp.office365.com", 300, "outlook.ms-acdc.office.com")
          .address("outlook.ms-acdc.office.com", 60, SERVER)
          .bytes();
  private static final byte[] OTHER_ANSWER = WireDns.resolved("shared.example.net", SERVER);

  /** A hello of TLS 1.0 without a server name. */
  private static final byte[] NAMELESS =
      WireTls.record(WireTls.HANDSHAKE, 0x0301, WireTls.clientHello(0x0301, 1));

  private static final byte[] REFUSAL = WireTls.alert(0x0301, 2, 70);

  private final Wire wire = new Wire(CLIENT, 40000, SERVER, 587);

  private Wire dns(String asker, byte[] answer) {
    return wire.udp(RESOLVER, 53, asker, 51000, answer);
  }

  /** A client without a server name, refused before any certificate. */
  private TlsConnection refused() {
    return refused(wire.handshake()).connection();
  }

  private static Wire refused(Wire wire) {
    return wire.client(NAMELESS).server(REFUSAL);
  }

  private static List<String> names(TlsConnection connection) {
    return connection.names().stream().map(NameSeen::name).toList();
  }

  @Test
  void theQuestionAndItsAliasesNameTheServerForTheClientThatAsked() {
    dns(CLIENT, ANSWER);

    assertThat(refused().names())
        .extracting(NameSeen::name, NameSeen::from)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("smtp.office365.com", NameSource.DNS),
            org.assertj.core.groups.Tuple.tuple("outlook.ms-acdc.office.com", NameSource.DNS));
  }

  @Test
  void theNamePointsToTheFrameThatToldIt() {
    wire.handshake(); // three frames of another attempt
    dns(CLIENT, ANSWER);
    wire.reuse();

    Optional<FrameRef> frame = refused().names().get(0).frame();

    assertThat(frame.map(FrameRef::number)).contains(4L);
    assertThat(frame.map(FrameRef::file)).contains("test.pcap");
  }

  private void asks(String name) {
    wire.udp(CLIENT, 51000, RESOLVER, 53, WireDns.message(0x0100).question(name, 1).bytes());
  }

  @Test
  void theServerNameComesFirst() {
    asks("smtp.office365.com");
    dns(CLIENT, ANSWER);
    TlsConnection connection =
        wire.handshake().client(WireTls.hello(0x0301, 1)).serverReset().connection();

    assertThat(connection.names().get(0))
        .isEqualTo(new NameSeen("outlook.office365.com", NameSource.SNI));
    assertThat(names(connection)).contains("smtp.office365.com");
  }

  @Test
  void anAnswerThatNobodyAskedForTellsNothingBesideAServerName() {
    dns(CLIENT, ANSWER);
    TlsConnection connection =
        wire.handshake().client(WireTls.hello(0x0301, 1)).serverReset().connection();

    assertThat(names(connection)).containsExactly("outlook.office365.com");
  }

  @Test
  void norDoesOneWhoseNameLeadsToTheServerName() {
    asks("www.example.net");
    dns(CLIENT, WireDns.resolved("www.example.net", SERVER));
    byte[] alias =
        WireDns.answer()
            .question("smtp.office365.com", 1)
            .alias("smtp.office365.com", 300, "www.example.net")
            .bytes();
    wire.udp(RESOLVER, 53, CLIENT, 51001, alias);
    byte[] hello = WireHello.client(0x0301).serverName("www.example.net").record();
    TlsConnection connection = wire.handshake().client(hello).serverReset().connection();

    assertThat(names(connection)).containsExactly("www.example.net", "www.example.net");
  }

  @Test
  void anAliasAndItsAddressMayComeInTwoAnswers() {
    byte[] alias =
        WireDns.answer()
            .question("smtp.office365.com", 1)
            .alias("smtp.office365.com", 300, "outlook.ms-acdc.office.com")
            .bytes();
    byte[] second =
        WireDns.answer()
            .question("OUTLOOK.ms-acdc.office.com", 1)
            .alias("OUTLOOK.ms-acdc.office.com", 300, "edge.example.net")
            .bytes();
    dns(CLIENT, WireDns.resolved("edge.example.net", SERVER));
    dns(CLIENT, alias);
    dns(CLIENT, second);

    assertThat(names(refused()))
        .containsExactly(
            "smtp.office365.com",
            "outlook.ms-acdc.office.com",
            "OUTLOOK.ms-acdc.office.com",
            "edge.example.net");
  }

  @Test
  void anAliasOfAnotherClientIsNone() {
    byte[] alias =
        WireDns.answer()
            .question("smtp.office365.com", 1)
            .alias("smtp.office365.com", 300, "edge.example.net")
            .bytes();
    dns(OTHER, alias);
    dns(CLIENT, WireDns.resolved("edge.example.net", SERVER));

    assertThat(names(refused())).containsExactly("edge.example.net");
  }

  @ParameterizedTest(name = "{0} seconds after an answer for 60 s: {1}")
  @CsvSource({"0, true", "59, true", "3000, true", "3659, true", "3661, false", "90000, false"})
  void anAnswerHoldsForItsTimeToLiveAndAnHour(int seconds, boolean holds) {
    dns(CLIENT, ANSWER).wait(seconds);

    assertThat(names(refused()).contains("smtp.office365.com")).isEqualTo(holds);
  }

  @Test
  void aLongTimeToLiveCountsAsADay() {
    byte[] forever =
        WireDns.answer().question("a.net", 1).address("a.net", Integer.MAX_VALUE, SERVER).bytes();
    dns(CLIENT, forever).wait(26 * HOUR);

    assertThat(names(refused())).isEmpty();
  }

  @Test
  void anAnswerAfterTheConnectionBeganTellsNothing() {
    wire.handshake().client(NAMELESS);
    dns(CLIENT, ANSWER);

    assertThat(names(wire.server(REFUSAL).connection())).isEmpty();
  }

  @Test
  void askingAgainBeforeTheVerdictTakesNoNameAway() {
    dns(CLIENT, ANSWER);
    wire.handshake().client(NAMELESS);
    dns(CLIENT, ANSWER);
    TlsConnection connection = wire.server(REFUSAL).connection();

    assertThat(names(connection)).contains("smtp.office365.com");
    assertThat(connection.names().get(0).frame().map(FrameRef::number)).contains(1L);
  }

  @Test
  void whatTheClientAskedItselfComesBeforeWhatOthersAsked() {
    dns(CLIENT, ANSWER);
    dns(OTHER, OTHER_ANSWER);

    assertThat(names(refused()))
        .containsExactly("smtp.office365.com", "outlook.ms-acdc.office.com");
  }

  @Test
  void behindAForwarderWhatAnybodyAskedCounts() {
    dns(RESOLVER, ANSWER);

    assertThat(names(refused())).contains("smtp.office365.com");
  }

  @Test
  void whatAnotherClientAskedForItselfDoesNotCount() {
    dns(OTHER, ANSWER);
    dns(RESOLVER, OTHER_ANSWER);
    Wire other = wire.another(OTHER, 41000);
    refused(other.handshake());
    Wire client = other.another(CLIENT, 41001);
    byte[] another = WireTls.record(WireTls.HANDSHAKE, 0x0301, WireTls.clientHello(0x0301, 2));
    client.handshake().client(another).server(REFUSAL);

    assertThat(names(client.connections().get(0))).contains("smtp.office365.com");
    assertThat(names(client.connections().get(1))).containsExactly("shared.example.net");
  }

  @Test
  void ofAForwardersAnswersOnlyThoseWithTheServerNameCount() {
    byte[] asked = WireDns.resolved("OUTLOOK.office365.com", "edge.example.net", SERVER);
    dns(RESOLVER, OTHER_ANSWER);
    dns(RESOLVER, asked);
    wire.handshake().client(WireTls.hello(0x0301, 1)).serverReset();

    assertThat(names(wire.connection()))
        .containsExactly("outlook.office365.com", "OUTLOOK.office365.com", "edge.example.net");
  }

  @Test
  void theNewestAnswerComesFirst() {
    dns(CLIENT, ANSWER);
    dns(CLIENT, OTHER_ANSWER);

    assertThat(names(refused()))
        .containsExactly("shared.example.net", "smtp.office365.com", "outlook.ms-acdc.office.com");
  }

  @Test
  void multicastAndLocalAnswersNameNoServer() {
    wire.udp(RESOLVER, 5353, "224.0.0.251", 5353, ANSWER);
    wire.udp(RESOLVER, 5355, CLIENT, 51000, ANSWER);

    assertThat(names(refused())).isEmpty();
  }

  @Test
  void aMalformedAnswerNamesNothingAndOneThatWasCutWhatIsWhole() {
    byte[] many =
        WireDns.answer()
            .question("a.net", 1)
            .address("a.net", 60, SERVER)
            .address("a.net", 60, "192.0.2.1")
            .bytes();
    dns(CLIENT, java.util.Arrays.copyOf(many, many.length - 2));
    assertThat(names(refused())).isEmpty();

    Wire cut = new Wire(CLIENT, 40000, SERVER, 587);
    cut.snap(14 + 20 + 8 + many.length - 2).udp(RESOLVER, 53, CLIENT, 51000, many);
    refused(cut.snap(2000).handshake());
    assertThat(names(cut.connection())).containsExactly("a.net");
  }

  @Test
  void answersOverTcpCountWhateverTheSegments() {
    byte[] query = WireDns.message(0x0100).question("smtp.office365.com", 1).bytes();
    byte[] framed = WireBytes.join(WireBytes.u16(ANSWER.length), ANSWER);
    byte[] both = WireBytes.join(WireBytes.u16(OTHER_ANSWER.length), OTHER_ANSWER, framed);
    for (int size = 1; size <= both.length; size += size < 8 ? 1 : 37) {
      Wire tcp = new Wire(CLIENT, 52000, RESOLVER, 53);
      tcp.handshake().client(WireBytes.u16(query.length), query);
      for (int at = 0; at < both.length; at += size) {
        tcp.server(java.util.Arrays.copyOfRange(both, at, Math.min(both.length, at + size)));
      }
      tcp.serverFin().clientFin();
      Wire to = tcp.to(SERVER, 587, 40000);
      refused(to.handshake());

      assertThat(names(to.connection()))
          .as("segments of %d", size)
          .containsExactly(
              "smtp.office365.com", "outlook.ms-acdc.office.com", "shared.example.net");
    }
  }

  @Test
  void tlsOnTheDnsPortIsTls() {
    Wire tls = new Wire(CLIENT, 40000, SERVER, 53);
    tls.handshake().client(WireTls.hello(0x0301, 1)).server(REFUSAL);

    assertThat(tls.connection().alert()).isPresent();
  }
}
