package io.tlsfloor.capture.track;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.parser.observation.MailDialogue;
import io.tlsfloor.parser.observation.NameSeen;
import io.tlsfloor.parser.observation.NameSource;
import io.tlsfloor.parser.observation.Outcome;
import io.tlsfloor.parser.observation.Protocol;
import io.tlsfloor.parser.observation.Target;
import io.tlsfloor.parser.observation.TlsConnection;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Connections in which a dialogue comes before TLS, from their frames to what is told of them. */
class PrefaceConnectionTest {
  private static final int TLS_1_0 = 0x0301;
  private static final String CLIENT = "10.0.0.5";
  private static final String SERVER = "52.96.1.10";
  private static final byte[] EHLO_REPLY =
      text("250-mx.outlook.office365.com Hello [10.0.0.5]\r\n250-STARTTLS\r\n250 SMTPUTF8\r\n");

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] hex(String hex) {
    return HexFormat.of().parseHex(hex.replace(" ", ""));
  }

  private static Wire greeted() {
    return new Wire()
        .handshake()
        .server(text("220 mx.outlook.office365.com Microsoft ESMTP MAIL Service ready\r\n"))
        .client(text("EHLO scanner\r\n"))
        .server(EHLO_REPLY);
  }

  private static Wire established(Wire wire) {
    return wire.client(Tls.hello(TLS_1_0, 1))
        .server(Tls.serverHello(TLS_1_0, 2), Tls.serverHelloDone(TLS_1_0))
        .client(
            Tls.clientKeyExchange(TLS_1_0),
            Tls.changeCipherSpec(TLS_1_0),
            Tls.encryptedFinished(TLS_1_0))
        .server(Tls.changeCipherSpec(TLS_1_0), Tls.encryptedFinished(TLS_1_0));
  }

  private static Wire submission() {
    return established(
        greeted().client(text("STARTTLS\r\n")).server(text("220 2.0.0 SMTP server ready\r\n")));
  }

  private static void assertSubmission(TlsConnection c) {
    assertThat(c.protocol()).isEqualTo(Protocol.TLS);
    assertThat(c.client().address()).hasToString(CLIENT);
    assertThat(c.way().prefaces()).containsExactly("starttls-smtp");
    assertThat(c.offer().orElseThrow().whole()).isTrue();
    assertThat(c.mail().orElseThrow().requested()).isTrue();
    assertThat(c.mail().orElseThrow().accepted()).isTrue();
  }

  @Test
  void aSubmissionIsToldWithItsDialogue() {
    TlsConnection c = submission().connection();

    assertSubmission(c);
    assertThat(c.outcome()).isEqualTo(Outcome.ESTABLISHED);
    assertThat(c.mail())
        .contains(
            new MailDialogue(
                Protocol.SMTP,
                Optional.of(true),
                false,
                true,
                Optional.of("220 2.0.0 SMTP server ready"),
                true,
                List.of()));
    assertThat(c.names())
        .contains(
            new NameSeen("mx.outlook.office365.com", NameSource.MAIL_GREETING),
            new NameSeen("mx.outlook.office365.com", NameSource.EHLO));
  }

  @Test
  void theClientsSideAloneIsEnough() {
    TlsConnection c = submission().without(SERVER).connection();

    assertSubmission(c);
    assertThat(c.outcome()).as("by the side that was seen").isEqualTo(Outcome.ESTABLISHED);
  }

  @Test
  void theServersSideAloneIsEnough() {
    TlsConnection c = submission().without(CLIENT).connection();

    assertThat(c.client().address()).hasToString(CLIENT);
    assertThat(c.choice().orElseThrow().version().value()).isEqualTo(TLS_1_0);
    assertThat(c.way().prefaces()).containsExactly("starttls-smtp");
    assertThat(c.mail().orElseThrow().accepted()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 30})
  void segmentsOfAnySizeTellTheSame(int size) {
    Wire wire = new Wire().handshake();
    wire.server(text("220 mx.outlook.office365.com ESMTP\r\n"));
    wire.clientSegments(size, text("EHLO scanner\r\n"));
    for (int at = 0; at < EHLO_REPLY.length; at += size) {
      wire.server(
          java.util.Arrays.copyOfRange(EHLO_REPLY, at, Math.min(EHLO_REPLY.length, at + size)));
    }
    wire.clientSegments(size, text("STARTTLS\r\n"));
    wire.server(text("220 ready\r\n"));
    wire.clientSegments(size, Tls.hello(TLS_1_0, 1));
    wire.server(Tls.alert(TLS_1_0, 2, 70));

    TlsConnection c = wire.connection();
    assertSubmission(c);
    assertThat(c.outcome()).isEqualTo(Outcome.REFUSED);
  }

  @Test
  void aReplyThatWasCapturedAfterTheHelloIsStillTheReply() {
    TlsConnection c =
        greeted()
            .client(text("STARTTLS\r\n"))
            .client(Tls.hello(TLS_1_0, 1))
            .server(text("220 ready\r\n"))
            .server(Tls.serverHello(TLS_1_0, 2))
            .connection();

    assertSubmission(c);
    assertThat(c.mail().orElseThrow().reply()).contains("220 ready");
    assertThat(c.choice()).isPresent();
  }

  @Test
  void aHelloInTheSegmentOfTheRequestIsFound() {
    TlsConnection c =
        greeted()
            .client(text("STARTTLS\r\n"), Tls.hello(TLS_1_0, 1))
            .server(text("220 ready\r\n"), Tls.serverHello(TLS_1_0, 2))
            .connection();

    assertSubmission(c);
    assertThat(c.choice()).isPresent();
  }

  @Test
  void textInjectedBeforeTheHelloIsDropped() {
    TlsConnection c =
        established(
                greeted()
                    .client(text("STARTTLS\r\nRSET\r\nMAIL FROM:<a@example.com>\r\n"))
                    .server(text("220 ready\r\n")))
            .connection();

    assertSubmission(c);
    assertThat(c.mail().orElseThrow().commandsInClear()).isEmpty();
    assertThat(c.outcome()).isEqualTo(Outcome.ESTABLISHED);
  }

  @Test
  void mailThatGoesOnInClearIsToldWithoutTls() {
    TlsConnection c =
        greeted()
            .client(text("STARTTLS\r\n"))
            .server(text("454 4.7.0 TLS not available\r\n"))
            .client(text("AUTH LOGIN\r\n"))
            .server(text("334 VXNlcm5hbWU6\r\n"))
            .client(text("Ym9i\r\n"))
            .server(text("235 ok\r\n"))
            .client(text("MAIL FROM:<a@example.com>\r\n"))
            .server(text("250 ok\r\n"))
            .client(text("DATA\r\n"))
            .server(text("354 go\r\n"))
            .client(Tls.hello(TLS_1_0, 1)) // an attachment that looks like one
            .client(text("\r\n.\r\n"))
            .server(text("250 ok\r\n"))
            .clientFin()
            .connection();

    assertThat(c.outcome()).isEqualTo(Outcome.NO_TLS);
    assertThat(c.protocol()).isEqualTo(Protocol.SMTP);
    assertThat(c.offer()).isEmpty();
    MailDialogue mail = c.mail().orElseThrow();
    assertThat(mail.reply()).contains("454 4.7.0 TLS not available");
    assertThat(mail.commandsInClear()).containsExactly("AUTH", "MAIL");
  }

  @Test
  void holesInTheDialogueDoNotHideTheHello() {
    TlsConnection lostReply =
        established(greeted().client(text("STARTTLS\r\n")).serverLost(29).serverAcks())
            .connection();
    assertSubmission(lostReply);
    assertThat(lostReply.evidence().holes()).isPositive();

    TlsConnection lostRequest =
        established(greeted().clientLost(10).server(text("220 2.0.0 SMTP server ready\r\n")))
            .connection();
    assertSubmission(lostRequest);

    TlsConnection lostBoth =
        established(greeted().clientLost(10).serverLost(29).serverAcks()).connection();
    assertSubmission(lostBoth);
  }

  @Test
  void recordsAreTlsThoughTheirHelloWasLost() {
    Wire wire = greeted().client(text("STARTTLS\r\n")).server(text("220 ready\r\n"));
    wire.clientLost(200).serverLost(2000);
    wire.client(Tls.data(TLS_1_0, 50)).server(Tls.data(TLS_1_0, 60));
    wire.client(Tls.data(TLS_1_0, 51)).server(Tls.data(TLS_1_0, 61));
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
    Wire wire = greeted().clientLost(400).client(tail).serverLost(1500);
    for (int i = 0; i < 3; i++) {
      wire.client(Tls.data(TLS_1_0, 50 + i)).server(Tls.data(TLS_1_0, 60 + i));
    }
    wire.clientFin().serverAcks().serverFin();

    TlsConnection c = wire.connection();
    assertThat(c.outcome()).isNotEqualTo(Outcome.NO_TLS);
    assertThat(c.inferred().orElseThrow().value()).isEqualTo(TLS_1_0);
  }

  @Test
  void nothingAfterAYesIsIncompleteWhereTheCaptureHasHoles() {
    Wire holed =
        greeted()
            .client(text("STARTTLS\r\n"))
            .server(text("220 ready\r\n"))
            .clientLost(200)
            .client(Tls.random(3, 20))
            .clientFin()
            .serverAcks()
            .serverFin();
    assertThat(holed.connection().outcome()).isEqualTo(Outcome.INCOMPLETE);

    Wire whole =
        greeted()
            .client(text("STARTTLS\r\n"))
            .server(text("220 ready\r\n"))
            .clientFin()
            .serverAcks()
            .serverFin();
    assertThat(whole.connection().outcome()).isEqualTo(Outcome.NO_TLS);
  }

  @Test
  void aTunnelIsToldWithItsTarget() {
    String request = "CONNECT outlook.office365.com:443 HTTP/1.1\r\nHost: x\r\n";
    TlsConnection c =
        established(
                new Wire(CLIENT, 40000, "10.0.0.8", 3128)
                    .handshake()
                    .client(text(request + "\r\n"))
                    .server(text("HTTP/1.1 407 Auth\r\nContent-Length: 4\r\n\r\n"))
                    .server(text("body"))
                    .client(text(request + "Proxy-Authorization: Basic eDp5\r\n\r\n"))
                    .server(text("HTTP/1.1 200 Connection established\r\nVia: x"))
                    .server(text("\r\n\r\n")))
            .connection();

    assertThat(c.outcome()).isEqualTo(Outcome.ESTABLISHED);
    assertThat(c.server().address()).hasToString("10.0.0.8");
    assertThat(c.way().prefaces()).containsExactly("http-connect");
    assertThat(c.way().target()).contains(new Target("outlook.office365.com", 443));
    assertThat(c.names()).contains(new NameSeen("outlook.office365.com", NameSource.CONNECT));
    assertThat(c.mail()).isEmpty();
  }

  @Test
  void dialoguesNest() {
    TlsConnection c =
        established(
                new Wire()
                    .handshake()
                    .client(
                        hex("0d0a0d0a000d0a515549540a 21 11 000c c0000201 c6336402 c350 0438"),
                        hex("050100"))
                    .server(hex("0500"))
                    .client(hex("05010003 09"), text("a.example"), hex("008f"))
                    .server(hex("05000001 00000000 0000"))
                    .server(text("* OK IMAP4rev1 ready\r\n"))
                    .client(text("a1 STARTTLS\r\n"))
                    .server(text("a1 OK go\r\n")))
            .connection();

    assertThat(c.way().prefaces()).containsExactly("proxy-v2", "socks5", "starttls-imap");
    assertThat(c.way().target()).contains(new Target("a.example", 143));
    assertThat(c.outcome()).isEqualTo(Outcome.ESTABLISHED);
  }

  @Test
  void framesCutByTheSnapLengthLeaveTheDialogue() {
    Wire wire = new Wire().snap(54 + 40);
    wire.handshake()
        .server(text("220 mx.outlook.office365.com Microsoft ESMTP MAIL Service ready\r\n"))
        .client(text("EHLO scanner\r\n"))
        .server(EHLO_REPLY)
        .client(text("STARTTLS\r\n"))
        .server(text("220 ready\r\n"))
        .client(Tls.hello(TLS_1_0, 1))
        .server(Tls.serverHello(TLS_1_0, 2));

    TlsConnection c = wire.connection();
    assertThat(c.way().prefaces()).containsExactly("starttls-smtp");
    assertThat(c.evidence().truncated()).isTrue();
    assertThat(c.offer().orElseThrow().max().value()).isEqualTo(TLS_1_0);
    assertThat(c.mail().orElseThrow().offered()).as("the list was cut").isEmpty();
  }

  @Test
  void aServerThatOpensTheConnectionIsStillTheServer() {
    TlsConnection c =
        new Wire("52.96.1.10", 25, "10.0.0.5", 40000)
            .handshake()
            .client(text("220 mx.example.net ESMTP\r\n"))
            .server(text("EHLO a\r\n"))
            .client(text("250 mx.example.net\r\n"))
            .server(text("STARTTLS\r\n"))
            .client(text("220 go\r\n"))
            .server(Tls.hello(TLS_1_0, 1))
            .connection();

    assertThat(c.client().address()).hasToString(CLIENT);
    assertThat(c.way().prefaces()).containsExactly("starttls-smtp");
  }

  @Test
  void protocolsThatGreetAlikeAreNoConnection() {
    assertThat(
            new Wire()
                .handshake()
                .server(text("220 ftp.example.net\r\n"))
                .client(text("USER a\r\n"))
                .server(text("331 password\r\n"))
                .client(text("PASS b\r\n"))
                .server(text("230 in\r\n"))
                .connections())
        .isEmpty();
    assertThat(
            new Wire()
                .handshake()
                .client(text("*1\r\n$4\r\nPING\r\n"))
                .server(text("+OK\r\n"))
                .connections())
        .isEmpty();
    assertThat(
            new Wire()
                .handshake()
                .client(text("GET / HTTP/1.1\r\nUpgrade: websocket\r\n\r\n"))
                .server(text("HTTP/1.1 101 Switching Protocols\r\n\r\n"))
                .connections())
        .isEmpty();
  }

  @Test
  void theServersSideOfASocksConnectionWithAPasswordIsEnough() {
    TlsConnection c =
        established(
                new Wire()
                    .handshake()
                    .client(hex("05 02 00 02"))
                    .server(hex("05 02"))
                    .client(hex("01 03 626f62 03 707764"))
                    .server(hex("01 00"))
                    .client(hex("05 01 00 01 34600001 01bb"))
                    .server(hex("05 00 00 01 00000000 0000")))
            .without(CLIENT)
            .connection();

    assertThat(c.client().address()).hasToString(CLIENT);
    assertThat(c.way().prefaces()).containsExactly("socks5");
    assertThat(c.choice().orElseThrow().version().value()).isEqualTo(TLS_1_0);
  }

  @Test
  void linesTooLongToBeLookedAtAreCounted() {
    Wire wire =
        established(
            new Wire()
                .handshake()
                .server(text("220 mx.outlook.office365.com " + "x".repeat(9000) + "\r\n"))
                .client(text("EHLO scanner\r\n"))
                .server(EHLO_REPLY)
                .client(text("STARTTLS\r\n"))
                .server(text("220 ready\r\n")));

    assertThat(wire.analyzed().coverage().count(Loss.LONG_LINES)).isEqualTo(1);
    assertThat(wire.analyzed().coverage().isComplete()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {54, 56, 58})
  void aConnectionCutBeforeItTellsWhatItIsIsCountedOnce(int snapLength) {
    Wire.Analyzed analyzed =
        established(new Wire().snap(snapLength).handshake()).clientFin().serverFin().analyzed();

    assertThat(analyzed.connections()).isEmpty();
    assertThat(analyzed.coverage().count(Loss.CUT_CONNECTIONS)).isEqualTo(1);
    assertThat(analyzed.coverage().isComplete()).isFalse();
  }

  @Test
  void aConnectionCutAfterItShowedThatItIsSomethingElseIsNot() {
    Wire.Analyzed analyzed =
        new Wire()
            .snap(54 + 40)
            .handshake()
            .server(text("SSH-2.0-OpenSSH_9.2p1 Debian-2+deb12u3 and a comment that is longer\r\n"))
            .client(text("SSH-2.0-OpenSSH_9.2p1 Debian-2+deb12u3 and a comment that is longer\r\n"))
            .server(hex("000004540a14" + "00".repeat(200)))
            .serverFin()
            .analyzed();

    assertThat(analyzed.connections()).isEmpty();
    assertThat(analyzed.coverage().count(Loss.CUT_CONNECTIONS)).isZero();
  }
}
