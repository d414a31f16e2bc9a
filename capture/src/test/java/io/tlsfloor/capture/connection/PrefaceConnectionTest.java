package io.tlsfloor.capture.connection;

import static io.tlsfloor.testing.WireBytes.hex;
import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.parser.observation.MailDialogue;
import io.tlsfloor.parser.observation.NameSeen;
import io.tlsfloor.parser.observation.NameSource;
import io.tlsfloor.parser.observation.Outcome;
import io.tlsfloor.parser.observation.PrefaceKind;
import io.tlsfloor.parser.observation.Protocol;
import io.tlsfloor.parser.observation.Target;
import io.tlsfloor.parser.observation.TlsConnection;
import io.tlsfloor.testing.WireBytes;
import io.tlsfloor.testing.WireTls;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Connections in which a dialogue comes before TLS, from their frames to what is told of them. */
class PrefaceConnectionTest {
  private static final int TLS_1_0 = 0x0301;

  @Test
  void aSubmissionIsToldWithItsDialogue() {
    TlsConnection c = Submission.whole(TLS_1_0).connection();

    Submission.assertTold(c);
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

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 30})
  void segmentsOfAnySizeTellTheSame(int size) {
    Wire wire = new Wire().handshake();
    wire.server(Submission.GREETING);
    wire.clientSegments(size, WireBytes.text("EHLO scanner\r\n"));
    String reply = Submission.EHLO_REPLY;
    for (int at = 0; at < reply.length(); at += size) {
      wire.server(reply.substring(at, Math.min(reply.length(), at + size)));
    }
    wire.clientSegments(size, WireBytes.text("STARTTLS\r\n"));
    wire.server("220 ready\r\n");
    wire.clientSegments(size, WireTls.hello(TLS_1_0, 1));
    wire.server(WireTls.alert(TLS_1_0, 2, 70));

    TlsConnection c = wire.connection();
    Submission.assertTold(c);
    assertThat(c.outcome()).isEqualTo(Outcome.REFUSED);
  }

  @Test
  void aReplyThatWasCapturedAfterTheHelloIsStillTheReply() {
    TlsConnection c =
        Submission.greeted()
            .client("STARTTLS\r\n")
            .client(WireTls.hello(TLS_1_0, 1))
            .server("220 ready\r\n")
            .server(WireTls.serverHello(TLS_1_0, 2))
            .connection();

    Submission.assertTold(c);
    assertThat(c.mail().orElseThrow().reply()).contains("220 ready");
    assertThat(c.choice()).isPresent();
  }

  @Test
  void aHelloInTheSegmentOfTheRequestIsFound() {
    TlsConnection c =
        Submission.greeted()
            .client(WireBytes.text("STARTTLS\r\n"), WireTls.hello(TLS_1_0, 1))
            .server(WireBytes.text("220 ready\r\n"), WireTls.serverHello(TLS_1_0, 2))
            .connection();

    Submission.assertTold(c);
    assertThat(c.choice()).isPresent();
  }

  @Test
  void textInjectedBeforeTheHelloIsDropped() {
    TlsConnection c =
        Submission.greeted()
            .client("STARTTLS\r\nRSET\r\nMAIL FROM:<a@example.com>\r\n")
            .server("220 ready\r\n")
            .tls(TLS_1_0)
            .connection();

    Submission.assertTold(c);
    assertThat(c.mail().orElseThrow().commandsInClear()).isEmpty();
    assertThat(c.outcome()).isEqualTo(Outcome.ESTABLISHED);
  }

  @Test
  void mailThatGoesOnInClearIsToldWithoutTls() {
    TlsConnection c =
        Submission.greeted()
            .client("STARTTLS\r\n")
            .server("454 4.7.0 TLS not available\r\n")
            .client("AUTH LOGIN\r\n")
            .server("334 VXNlcm5hbWU6\r\n")
            .client("Ym9i\r\n")
            .server("235 ok\r\n")
            .client("MAIL FROM:<a@example.com>\r\n")
            .server("250 ok\r\n")
            .client("DATA\r\n")
            .server("354 go\r\n")
            .client(WireTls.hello(TLS_1_0, 1)) // an attachment that looks like one
            .client("\r\n.\r\n")
            .server("250 ok\r\n")
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
  void aTunnelIsToldWithItsTarget() {
    String request = "CONNECT outlook.office365.com:443 HTTP/1.1\r\nHost: x\r\n";
    TlsConnection c =
        new Wire(Submission.CLIENT, 40000, "10.0.0.8", 3128)
            .handshake()
            .client(request + "\r\n")
            .server("HTTP/1.1 407 Auth\r\nContent-Length: 4\r\n\r\n")
            .server("body")
            .client(request + "Proxy-Authorization: Basic eDp5\r\n\r\n")
            .server("HTTP/1.1 200 Connection established\r\nVia: x")
            .server("\r\n\r\n")
            .tls(TLS_1_0)
            .connection();

    assertThat(c.outcome()).isEqualTo(Outcome.ESTABLISHED);
    assertThat(c.server().address()).hasToString("10.0.0.8");
    assertThat(c.way().prefaces()).containsExactly(PrefaceKind.HTTP_CONNECT);
    assertThat(c.way().target()).contains(new Target("outlook.office365.com", 443));
    assertThat(c.names()).contains(new NameSeen("outlook.office365.com", NameSource.CONNECT));
    assertThat(c.mail()).isEmpty();
  }

  @Test
  void dialoguesNest() {
    TlsConnection c =
        new Wire()
            .handshake()
            .client(
                hex("0d0a0d0a000d0a515549540a 21 11 000c c0000201 c6336402 c350 0438"),
                hex("050100"))
            .server(hex("0500"))
            .client(hex("05010003 09"), WireBytes.text("a.example"), hex("008f"))
            .server(hex("05000001 00000000 0000"))
            .server("* OK IMAP4rev1 ready\r\n")
            .client("a1 STARTTLS\r\n")
            .server("a1 OK go\r\n")
            .tls(TLS_1_0)
            .connection();

    assertThat(c.way().prefaces())
        .containsExactly(PrefaceKind.PROXY_V2, PrefaceKind.SOCKS5, PrefaceKind.IMAP);
    assertThat(c.way().target()).contains(new Target("a.example", 143));
    assertThat(c.outcome()).isEqualTo(Outcome.ESTABLISHED);
  }

  @Test
  void aServerThatOpensTheConnectionIsStillTheServer() {
    TlsConnection c =
        new Wire("52.96.1.10", 25, "10.0.0.5", 40000)
            .handshake()
            .client("220 mx.example.net ESMTP\r\n")
            .server("EHLO a\r\n")
            .client("250 mx.example.net\r\n")
            .server("STARTTLS\r\n")
            .client("220 go\r\n")
            .server(WireTls.hello(TLS_1_0, 1))
            .connection();

    assertThat(c.client().address()).hasToString(Submission.CLIENT);
    assertThat(c.way().prefaces()).containsExactly(PrefaceKind.SMTP);
  }

  @Test
  void protocolsThatGreetAlikeAreNoConnection() {
    assertThat(
            new Wire()
                .handshake()
                .server("220 ftp.example.net\r\n")
                .client("USER a\r\n")
                .server("331 password\r\n")
                .client("PASS b\r\n")
                .server("230 in\r\n")
                .connections())
        .isEmpty();
    assertThat(
            new Wire().handshake().client("*1\r\n$4\r\nPING\r\n").server("+OK\r\n").connections())
        .isEmpty();
    assertThat(
            new Wire()
                .handshake()
                .client("GET / HTTP/1.1\r\nUpgrade: websocket\r\n\r\n")
                .server("HTTP/1.1 101 Switching Protocols\r\n\r\n")
                .connections())
        .isEmpty();
  }
}
