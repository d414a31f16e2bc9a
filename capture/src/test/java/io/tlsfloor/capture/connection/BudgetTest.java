package io.tlsfloor.capture.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.capture.Frame;
import io.tlsfloor.capture.stream.Reassembly;
import io.tlsfloor.parser.observation.HelloFormat;
import io.tlsfloor.parser.observation.Loss;
import io.tlsfloor.parser.observation.TlsConnection;
import io.tlsfloor.parser.observation.TlsVersion;
import io.tlsfloor.testing.WireBytes;
import io.tlsfloor.testing.WireQuic;
import io.tlsfloor.testing.WireTls;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** What no honest client sends is not looked at without end, and the loss is counted. */
class BudgetTest {
  private static final int TLS_1_0 = 0x0301;
  private static final int DTLS_1_0 = 0xFEFF;
  private static final byte[] ID = {1, 2, 3, 4, 5, 6, 7, 8};

  private static byte[] repeated(byte[] unit, int times) {
    byte[][] all = new byte[times][];
    Arrays.fill(all, unit);
    return WireBytes.join(all);
  }

  @Test
  void ofARecordFullOfHellosTheFirstCountsAndTheRestIsALoss() {
    byte[] empty = WireTls.message(1, new byte[0]);
    byte[] hellos = WireBytes.join(WireTls.clientHello(TLS_1_0, 1), repeated(empty, 4000));

    Analyzed seen =
        new Wire()
            .handshake()
            .clientSegments(4, WireTls.record(WireTls.HANDSHAKE, TLS_1_0, hellos))
            .analyzed();

    assertThat(seen.connections()).hasSize(1);
    TlsConnection connection = seen.connections().get(0);
    assertThat(connection.offer().orElseThrow().max()).isEqualTo(TlsVersion.TLS_1_0);
    assertThat(connection.evidence().clientHello()).hasSize(Reassembly.MAX_FRAMES);
    assertThat(seen.coverage().count(Loss.BUDGET_EXCEEDED)).isEqualTo(1);
  }

  @Test
  void aHandshakeOfTheUsualKindIsFarFromAnyBudget() {
    assertThat(new Wire().handshake().tls(TLS_1_0).analyzed().coverage().counts())
        .doesNotContainKey(Loss.BUDGET_EXCEEDED);
  }

  @Test
  void thousandsOfCommandsBeforeStarttlsHideNoHello() {
    Wire wire = Submission.greeted();
    for (int i = 0; i < 2048; i++) {
      wire.client("NOOP\r\n").server("250 2.0.0 OK\r\n");
    }
    wire.client("STARTTLS\r\n").server("220 2.0.0 SMTP server ready\r\n").tls(TLS_1_0);

    Analyzed seen = wire.analyzed();

    Submission.assertTold(seen.connections().get(0));
    assertThat(seen.coverage().counts()).doesNotContainKey(Loss.BUDGET_EXCEEDED);
  }

  @Test
  void aMailDialogueThatIsTooLongToBeFollowedIsALoss() {
    Wire wire = Submission.greeted();
    String commands = "NOOP\r\n".repeat(200);
    for (int i = 0; i < 900; i++) { // more than 1 MiB
      wire.client(commands);
    }

    assertThat(wire.analyzed().coverage().count(Loss.BUDGET_EXCEEDED)).isEqualTo(1);
  }

  @Test
  void ofADatagramFullOfInitialsAFewAreTried() {
    byte[] padding = new byte[64];
    byte[] initials = repeated(Datagrams.quicInitial(true, ID, ID, 0, padding), 12);

    Analyzed seen = new Datagrams().client(initials).analyzed();

    assertThat(seen.coverage().count(Loss.BUDGET_EXCEEDED)).isEqualTo(1);
  }

  @Test
  void aHelloInTheFirstInitialIsReadWhateverFollowsIt() {
    byte[] hello = WireTls.clientHello(0x0303, 1, WireTls.supportedVersions(0x0304));
    byte[] first = Datagrams.quicInitial(true, ID, ID, 0, WireQuic.crypto(hello, 0, hello.length));
    byte[] others = repeated(Datagrams.quicInitial(true, ID, ID, 1, new byte[64]), 12);

    Analyzed seen = new Datagrams().client(WireBytes.join(first, others)).analyzed();

    assertThat(seen.connections()).hasSize(1);
    assertThat(seen.connections().get(0).offer().orElseThrow().format())
        .isEqualTo(HelloFormat.QUIC);
  }

  @Test
  void packetsThatWaitForKeysAreNotTriedAgainWithoutEnd() {
    Datagrams datagrams = new Datagrams();
    byte[] closed = repeated(Datagrams.quicInitial(false, new byte[] {7}, ID, 0, new byte[64]), 5);
    for (int i = 0; i < 8; i++) {
      datagrams.server(closed);
    }
    for (int i = 0; i < 20; i++) {
      datagrams.client(repeated(Datagrams.quicInitial(true, ID, ID, i, new byte[64]), 5));
    }

    assertThat(datagrams.analyzed().coverage().count(Loss.BUDGET_EXCEEDED)).isEqualTo(1);
  }

  @Test
  void dtlsMessagesWithNumbersThatNoHandshakeReachesHoldNothing() {
    byte[] body = Datagrams.dtlsHelloBody(DTLS_1_0, 1, 0);
    byte[] high = WireTls.dtlsRecord(22, DTLS_1_0, 0, 0, piece(body, 0xFFFF, 30));
    Datagrams datagrams = new Datagrams().client(high);

    assertThat(datagrams.connections()).isEmpty();

    byte[] low = WireTls.dtlsRecord(22, DTLS_1_0, 0, 0, piece(body, 1, body.length));
    assertThat(datagrams.client(low).connections()).hasSize(1);
  }

  private static byte[] piece(byte[] body, int number, int length) {
    return WireTls.fragment(1, number, body, 0, length);
  }

  @Test
  void aDatagramWhoseFirstInitialDoesNotOpenWaitsAsAWhole() {
    byte[] closed = Datagrams.quicInitial(false, ID, ID, 0, new byte[64]);

    Analyzed seen = new Datagrams().client(repeated(closed, 12)).analyzed();

    assertThat(seen.coverage().count(Loss.QUIC_UNDECRYPTED)).isEqualTo(1);
    assertThat(seen.coverage().counts()).doesNotContainKey(Loss.BUDGET_EXCEEDED);
  }

  @Test
  void aFlowOfOneSideThatGoesOnForLongHoldsNoMoreThanItsBeginning() {
    Analyzer analyzer = new Analyzer(AnalyzerOptions.standard(address -> false), c -> {});
    byte[] head = {23, 3, 3, 0x40, 0};
    long early = 0;
    for (int i = 0; i < 10_000; i++) {
      byte[] payload = i == 0 ? head : new byte[] {1};
      byte[] packet =
          ByteBuffer.allocate(40 + payload.length)
              .putInt(0x45000000 | 40 + payload.length)
              .putInt(0)
              .putInt(0x40060000)
              .putInt(0x34600105)
              .putInt(0x0A000005)
              .putInt(443 << 16 | 40_000)
              .putInt(i == 0 ? 0 : head.length + i - 1)
              .putInt(1)
              .putInt(0x50100000)
              .putInt(0)
              .put(payload)
              .array();
      Frame frame = new Frame();
      frame.bytes(ByteBuffer.wrap(packet), 0, packet.length, packet.length);
      frame.about(i + 1, 101, 1_000_000_000_000L + i, true);
      analyzer.frame(frame);
      early = i == 5000 ? analyzer.heldBytes() : early;
    }

    assertThat(analyzer.heldBytes()).isPositive().isLessThanOrEqualTo(early);
  }
}
