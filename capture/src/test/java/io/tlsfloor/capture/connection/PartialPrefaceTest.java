package io.tlsfloor.capture.connection;

import static io.tlsfloor.testing.WireBytes.hex;
import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.parser.observation.Loss;
import io.tlsfloor.parser.observation.Outcome;
import io.tlsfloor.parser.observation.PrefaceKind;
import io.tlsfloor.parser.observation.Protocol;
import io.tlsfloor.parser.observation.TlsConnection;
import io.tlsfloor.testing.WireBytes;
import io.tlsfloor.testing.WireTls;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Dialogues before TLS of which a capture shows one side, less than all bytes, or too long lines.
 */
class PartialPrefaceTest {
  private static final int TLS_1_0 = 0x0301;

  @ParameterizedTest
  @ValueSource(ints = {54, 55, 56, 57, 58, 59, 60, 61, 62, 66, 70, 80, 90, 120})
  void whatASnapLengthLeavesIsToldOrCounted(int snapLength) {
    Analyzed analyzed = Submission.whole(TLS_1_0).snap(snapLength).analyzed();

    long counted =
        analyzed.coverage().count(Loss.CUT_CONNECTIONS)
            + analyzed.coverage().count(Loss.CUT_HELLOS);
    assertThat(analyzed.connections().size() + counted).isPositive();
  }

  @Test
  void theClientsSideAloneIsEnough() {
    TlsConnection c = Submission.whole(TLS_1_0).without(Submission.SERVER).connection();

    Submission.assertTold(c);
    assertThat(c.outcome()).as("by the side that was seen").isEqualTo(Outcome.ESTABLISHED);
  }

  @Test
  void theServersSideAloneIsEnough() {
    TlsConnection c = Submission.whole(TLS_1_0).without(Submission.CLIENT).connection();

    assertThat(c.client().address()).hasToString(Submission.CLIENT);
    assertThat(c.choice().orElseThrow().version().value()).isEqualTo(TLS_1_0);
    assertThat(c.way().prefaces()).containsExactly(PrefaceKind.SMTP);
    assertThat(c.mail().orElseThrow().accepted()).isTrue();
  }

  @Test
  void theServersSideOfASocksConnectionIsEnoughForItsChoice() {
    TlsConnection c =
        new Wire()
            .handshake()
            .client(hex("05 02 00 02"))
            .server(hex("05 02"))
            .client(hex("01 03 626f62 03 707764"))
            .server(hex("01 00"))
            .client(hex("05 01 00 01 34600001 01bb"))
            .server(hex("05 00 00 01 00000000 0000"))
            .tls(TLS_1_0)
            .without(Submission.CLIENT)
            .connection();

    assertThat(c.client().address()).hasToString(Submission.CLIENT);
    assertThat(c.way().prefaces()).isEmpty();
    assertThat(c.choice().orElseThrow().version().value()).isEqualTo(TLS_1_0);
  }

  @Test
  void holesInTheDialogueDoNotHideTheHello() {
    TlsConnection lostReply =
        Submission.greeted()
            .client("STARTTLS\r\n")
            .serverLost(29)
            .serverAcks()
            .tls(TLS_1_0)
            .connection();
    Submission.assertTold(lostReply);
    assertThat(lostReply.evidence().holes()).isPositive();

    TlsConnection lostRequest =
        Submission.greeted()
            .clientLost(10)
            .server("220 2.0.0 SMTP server ready\r\n")
            .tls(TLS_1_0)
            .connection();
    Submission.assertTold(lostRequest);

    TlsConnection lostBoth =
        Submission.greeted().clientLost(10).serverLost(29).serverAcks().tls(TLS_1_0).connection();
    Submission.assertTold(lostBoth);
  }

  @Test
  void recordsAreTlsThoughTheirHelloWasLost() {
    Wire wire = Submission.greeted().client("STARTTLS\r\n").server("220 ready\r\n");
    wire.clientLost(200).serverLost(2000);
    wire.client(WireTls.data(TLS_1_0, 50)).server(WireTls.data(TLS_1_0, 60));
    wire.client(WireTls.data(TLS_1_0, 51)).server(WireTls.data(TLS_1_0, 61));
    wire.clientFin().serverAcks().serverFin();

    TlsConnection c = wire.connection();
    assertThat(c.protocol()).isEqualTo(Protocol.TLS);
    assertThat(c.outcome()).isNotEqualTo(Outcome.NO_TLS);
    assertThat(c.inferred().orElseThrow().value()).isEqualTo(TLS_1_0);
    assertThat(c.mail().orElseThrow().accepted()).isTrue();
  }

  @Test
  void whatIsLeftOfAHelloAfterAHoleIsNoText() {
    byte[] tail = hex("f39d2569fbb686d82fe4bda6fbc9d2b81c975f0e190b");
    Wire wire = Submission.greeted().clientLost(400).client(tail).serverLost(1500);
    for (int i = 0; i < 3; i++) {
      wire.client(WireTls.data(TLS_1_0, 50 + i)).server(WireTls.data(TLS_1_0, 60 + i));
    }
    wire.clientFin().serverAcks().serverFin();

    TlsConnection c = wire.connection();
    assertThat(c.outcome()).isNotEqualTo(Outcome.NO_TLS);
    assertThat(c.inferred().orElseThrow().value()).isEqualTo(TLS_1_0);
  }

  @Test
  void nothingAfterAYesIsIncompleteWhereTheCaptureHasHoles() {
    Wire holed =
        Submission.greeted()
            .client("STARTTLS\r\n")
            .server("220 ready\r\n")
            .clientLost(200)
            .client(WireBytes.noise(3, 20))
            .clientFin()
            .serverAcks()
            .serverFin();
    assertThat(holed.connection().outcome()).isEqualTo(Outcome.INCOMPLETE);

    Wire whole =
        Submission.greeted()
            .client("STARTTLS\r\n")
            .server("220 ready\r\n")
            .clientFin()
            .serverAcks()
            .serverFin();
    assertThat(whole.connection().outcome()).isEqualTo(Outcome.NO_TLS);
  }

  @Test
  void framesCutByTheSnapLengthLeaveTheDialogue() {
    Wire wire = new Wire().snap(54 + 40);
    wire.handshake()
        .server(Submission.GREETING)
        .client("EHLO scanner\r\n")
        .server(Submission.EHLO_REPLY)
        .client("STARTTLS\r\n")
        .server("220 ready\r\n")
        .client(WireTls.hello(TLS_1_0, 1))
        .server(WireTls.serverHello(TLS_1_0, 2));

    TlsConnection c = wire.connection();
    assertThat(c.way().prefaces()).containsExactly(PrefaceKind.SMTP);
    assertThat(c.evidence().truncated()).isTrue();
    assertThat(c.offer().orElseThrow().max().value()).isEqualTo(TLS_1_0);
    assertThat(c.mail().orElseThrow().offered()).as("the list was cut").isEmpty();
  }

  @Test
  void linesTooLongToBeLookedAtAreCounted() {
    Wire wire =
        new Wire()
            .handshake()
            .server("220 mx.outlook.office365.com " + "x".repeat(9000) + "\r\n")
            .client("EHLO scanner\r\n")
            .server(Submission.EHLO_REPLY)
            .client("STARTTLS\r\n")
            .server("220 ready\r\n")
            .tls(TLS_1_0);

    assertThat(wire.analyzed().coverage().counts()).isEqualTo(Map.of(Loss.LONG_LINES, 1L));
  }

  @ParameterizedTest
  @ValueSource(ints = {54, 56, 58})
  void aConnectionCutBeforeItTellsWhatItIsIsCountedOnce(int snapLength) {
    Analyzed analyzed =
        new Wire().snap(snapLength).handshake().tls(TLS_1_0).clientFin().serverFin().analyzed();

    assertThat(analyzed.connections()).isEmpty();
    assertThat(analyzed.coverage().count(Loss.CUT_CONNECTIONS)).isEqualTo(1);
  }

  @Test
  void aConnectionCutAfterItShowedThatItIsSomethingElseIsNot() {
    Analyzed analyzed =
        new Wire()
            .snap(54 + 40)
            .handshake()
            .server("SSH-2.0-OpenSSH_9.2p1 Debian-2+deb12u3 and a comment that is longer\r\n")
            .client("SSH-2.0-OpenSSH_9.2p1 Debian-2+deb12u3 and a comment that is longer\r\n")
            .server(hex("000004540a14" + "00".repeat(200)))
            .serverFin()
            .analyzed();

    assertThat(analyzed.connections()).isEmpty();
    assertThat(analyzed.coverage().count(Loss.CUT_CONNECTIONS)).isZero();
  }
}
