package io.tlsfloor.capture.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.parser.observation.EarlyEnd;
import io.tlsfloor.parser.observation.EndedHow;
import io.tlsfloor.parser.observation.Outcome;
import io.tlsfloor.parser.observation.TlsConnection;
import io.tlsfloor.testing.WireTls;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Mail connections that the server ends right after they were established. */
class EarlyEndTest {
  private static final int TLS_1_0 = 0x0301;
  private static final int TLS_1_2 = 0x0303;
  private static final int IMAPS = 993;

  private static byte[] data(int version) {
    return WireTls.record(WireTls.DATA, version, new byte[32]);
  }

  private static Wire imaps(int version) {
    return new Wire("10.0.0.5", 40000, "52.96.1.10", IMAPS).handshake().tls(version);
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
        Submission.whole(TLS_1_0)
            .client(data(TLS_1_0))
            .server(data(TLS_1_0))
            .serverFin()
            .connection();

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
    assertNoEarlyEnd(Submission.whole(TLS_1_0).server(data(TLS_1_0)).clientFin().serverFin());
    assertNoEarlyEnd(Submission.whole(TLS_1_0).server(data(TLS_1_0)).clientReset());
    assertNoEarlyEnd(Submission.whole(TLS_1_0).serverFin());
    assertNoEarlyEnd(
        imaps(TLS_1_0)
            .client(
                data(TLS_1_0), WireTls.record(WireTls.ALERT, TLS_1_0, new byte[32])) // close_notify
            .server(data(TLS_1_0), data(TLS_1_0))
            .serverFin());
    assertNoEarlyEnd(Submission.whole(TLS_1_0).server(data(TLS_1_0)));
    assertNoEarlyEnd(Submission.whole(TLS_1_2).server(data(TLS_1_2)).serverFin());
    assertNoEarlyEnd(new Wire().handshake().tls(TLS_1_0).server(data(TLS_1_0)).serverFin());
    assertNoEarlyEnd(
        Submission.whole(TLS_1_0).server(data(TLS_1_0)).wait(1).clientAcks().serverFin());
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 5})
  void moreThanFourRecordsOfTheServerAreAConversation(int records) {
    Wire wire = Submission.whole(TLS_1_0);
    for (int i = 0; i < records; i++) {
      wire.client(data(TLS_1_0)).server(data(TLS_1_0));
    }
    TlsConnection c = wire.serverFin().connection();

    assertThat(c.progress().earlyEnd().isPresent()).isEqualTo(records <= 4);
  }

  @Test
  void anEndThatDoesNotComeIsWaitedForForLessThanASecond() {
    Wire wire = Submission.whole(TLS_1_0).server(data(TLS_1_0));
    TlsConnection c = wire.wait(1).clientAcks().connection();

    assertThat(c.outcome()).isEqualTo(Outcome.ESTABLISHED);
    assertThat(c.progress().earlyEnd()).isEmpty();
  }
}
