package io.tlsfloor.capture.track;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.parser.observation.EarlyEnd;
import io.tlsfloor.parser.observation.EndedHow;
import io.tlsfloor.parser.observation.Outcome;
import io.tlsfloor.parser.observation.TlsConnection;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Mail connections that the server ends right after they were established. */
class EarlyEndTest {
  private static final int TLS_1_0 = 0x0301;
  private static final int TLS_1_2 = 0x0303;
  private static final int IMAPS = 993;

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] data(int version) {
    return Tls.record(Tls.DATA, version, new byte[32]);
  }

  private static Wire established(Wire wire, int version) {
    return wire.client(Tls.hello(version, 1))
        .server(Tls.serverHello(version, 2), Tls.serverHelloDone(version))
        .client(
            Tls.clientKeyExchange(version),
            Tls.changeCipherSpec(version),
            Tls.encryptedFinished(version))
        .server(Tls.changeCipherSpec(version), Tls.encryptedFinished(version));
  }

  private static Wire submission(int version) {
    return established(
        new Wire()
            .handshake()
            .server(text("220 mx.outlook.office365.com ESMTP\r\n"))
            .client(text("EHLO scanner\r\n"))
            .server(text("250-mx.outlook.office365.com\r\n250 STARTTLS\r\n"))
            .client(text("STARTTLS\r\n"))
            .server(text("220 ready\r\n")),
        version);
  }

  private static Wire imaps(int version) {
    return established(new Wire("10.0.0.5", 40000, "52.96.1.10", IMAPS).handshake(), version);
  }

  private static void assertNoEarlyEnd(Wire wire) {
    TlsConnection c = wire.connection();
    assertThat(c.outcome()).isEqualTo(Outcome.ESTABLISHED);
    assertThat(c.ending()).isEmpty();
    assertThat(c.progress().earlyEnd()).isEmpty();
  }

  @Test
  void aReplyAndTheServersFinAreAnEarlyEnd() {
    TlsConnection c =
        submission(TLS_1_0).client(data(TLS_1_0)).server(data(TLS_1_0)).serverFin().connection();

    assertThat(c.outcome()).as("no end changes it").isEqualTo(Outcome.ESTABLISHED);
    assertThat(c.ending()).isEmpty();
    assertThat(c.evidence().last().number()).as("what the verdict rests on").isEqualTo(12);
    EarlyEnd end = c.progress().earlyEnd().orElseThrow();
    assertThat(end.how()).isEqualTo(EndedHow.FIN);
    assertThat(end.records()).isEqualTo(1);
    assertThat(end.bytes()).isEqualTo(32);
    assertThat(end.frame().number()).isEqualTo(15);
  }

  @Test
  void soIsAResetOfTheServerOnAPortOfMailOverTls() {
    TlsConnection c =
        imaps(TLS_1_0).server(data(TLS_1_0), data(TLS_1_0)).serverReset().connection();

    assertThat(c.outcome()).isEqualTo(Outcome.ESTABLISHED);
    EarlyEnd end = c.progress().earlyEnd().orElseThrow();
    assertThat(end.how()).isEqualTo(EndedHow.RESET);
    assertThat(end.records()).isEqualTo(2);
  }

  @Test
  void otherEndsAreNone() {
    assertNoEarlyEnd(submission(TLS_1_0).server(data(TLS_1_0)).clientFin().serverFin());
    assertNoEarlyEnd(submission(TLS_1_0).server(data(TLS_1_0)).clientReset());
    assertNoEarlyEnd(submission(TLS_1_0).serverFin());
    assertNoEarlyEnd(
        imaps(TLS_1_0)
            .client(data(TLS_1_0), Tls.record(Tls.ALERT, TLS_1_0, new byte[32])) // close_notify
            .server(data(TLS_1_0), data(TLS_1_0))
            .serverFin());
    assertNoEarlyEnd(submission(TLS_1_0).server(data(TLS_1_0)));
    assertNoEarlyEnd(submission(TLS_1_2).server(data(TLS_1_2)).serverFin());
    assertNoEarlyEnd(
        established(new Wire().handshake(), TLS_1_0).server(data(TLS_1_0)).serverFin());
    assertNoEarlyEnd(submission(TLS_1_0).server(data(TLS_1_0)).wait(1).clientAcks().serverFin());
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 5})
  void moreThanFourRecordsOfTheServerAreAConversation(int records) {
    Wire wire = submission(TLS_1_0);
    for (int i = 0; i < records; i++) {
      wire.client(data(TLS_1_0)).server(data(TLS_1_0));
    }
    TlsConnection c = wire.serverFin().connection();

    assertThat(c.progress().earlyEnd().isPresent()).isEqualTo(records <= 4);
  }

  @Test
  void anEndThatDoesNotComeIsWaitedForForLessThanASecond() {
    Wire wire = submission(TLS_1_0).server(data(TLS_1_0));
    TlsConnection c = wire.wait(1).clientAcks().connection();

    assertThat(c.outcome()).isEqualTo(Outcome.ESTABLISHED);
    assertThat(EarlyEnds.WITHIN_NANOS).isLessThan(500_000_000L);
  }
}
