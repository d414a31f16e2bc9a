package io.tlsfloor.capture.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.tlsfloor.parser.observation.EndedHow;
import io.tlsfloor.parser.observation.Ending;
import io.tlsfloor.parser.observation.Outcome;
import io.tlsfloor.parser.observation.TlsConnection;
import io.tlsfloor.testing.WireTls;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Captures whose clock was set back on the way, or that were put together in the wrong order. */
class ClockSetBackTest {
  private static final int TLS_1_0 = 0x0301;
  private static final int TWO_HOURS = 7200;

  /** A few frames a second, which say nothing. */
  private static Wire seconds(Wire wire, int count) {
    for (int i = 0; i < count; i++) {
      wire.wait(1).clientAcks().serverAcks();
    }
    return wire;
  }

  @Test
  void whatWasUndecidedBeforeIsReportedAsItStandsAndHoldsUpNothing() {
    Wire before = new Wire().handshake().client(WireTls.hello(TLS_1_0, 1));
    Wire silent = before.another("10.0.0.6", 50_001).wait(-TWO_HOURS).handshake();
    silent.client(WireTls.hello(TLS_1_0, 2));
    seconds(silent.another("10.0.0.7", 50_002).handshake(), 120);

    List<TlsConnection> told = before.connections();

    assertThat(told)
        .extracting(each -> each.client().port(), TlsConnection::outcome)
        .startsWith(tuple(40_000, Outcome.INCOMPLETE), tuple(50_001, Outcome.UNANSWERED));
    assertThat(told.get(0).ending()).contains(new Ending(EndedHow.CAPTURE_END, Optional.empty()));
  }

  @Test
  void aFrameWithAWrongTimeEndsNothing() {
    Wire wire = new Wire().handshake().client(WireTls.hello(TLS_1_0, 1));
    wire.another("10.0.0.6", 50_001).wait(-TWO_HOURS).handshake();
    wire.server(WireTls.serverHello(TLS_1_0, 2), WireTls.serverHelloDone(TLS_1_0));

    TlsConnection connection = wire.connections().get(0);

    assertThat(connection.offer()).isPresent();
    assertThat(connection.choice()).isPresent();
  }

  @Test
  void aFrameOfItsOwnWithAWrongTimeDoesNotEndAConnection() {
    Wire wire =
        new Wire().handshake().client(WireTls.hello(TLS_1_0, 1)).wait(-TWO_HOURS).clientAcks();
    wire.wait(TWO_HOURS + 2).serverAcks().wait(2);
    wire.server(WireTls.serverHello(TLS_1_0, 2), WireTls.serverHelloDone(TLS_1_0));

    TlsConnection connection = wire.connection();

    assertThat(connection.offer()).isPresent();
    assertThat(connection.choice()).isPresent();
  }

  @Test
  void aConnectionThatGoesOnAfterwardsIsStillOne() {
    Wire wire = new Wire().handshake();
    seconds(wire.wait(-TWO_HOURS), 30).tls(TLS_1_0);

    assertThat(wire.connection().outcome()).isEqualTo(Outcome.ESTABLISHED);
  }
}
