package io.tlsfloor.capture.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.capture.Frame;
import io.tlsfloor.capture.fragment.IpReassembler;
import io.tlsfloor.capture.stream.Reassembly;
import io.tlsfloor.parser.observation.Loss;
import io.tlsfloor.parser.observation.Outcome;
import io.tlsfloor.parser.observation.TlsConnection;
import io.tlsfloor.parser.observation.TlsVersion;
import io.tlsfloor.testing.WireBytes;
import io.tlsfloor.testing.WireTls;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Floods cost a bounded amount of memory, are counted, and lose nothing of other connections. The
 * caps here are small, so that the floods can be. {@code -Dtlsfloor.flood=N} floods longer.
 */
class FloodTest {
  private static final int FLOOD = Integer.getInteger("tlsfloor.flood", 20_000);
  private static final int MAX_FLOWS = 1000;
  private static final long MAX_HELD_BYTES = 1 << 20;
  private static final long MICROSECOND = 1000;

  private static final int RAW_IP = 101;
  private static final int SYN = 2;
  private static final int RST = 4;
  private static final int ACK = 16;
  private static final int CLIENT = 0x0A000005;
  private static final int SERVER = 0x34600105;
  private static final int TLS_1_0 = 0x0301;

  private final List<TlsConnection> told = new ArrayList<>();
  private final Analyzer analyzer =
      new Analyzer(
          new AnalyzerOptions(
              Duration.ofSeconds(10),
              address -> address.low() >>> 24 == 10,
              MAX_FLOWS,
              MAX_HELD_BYTES,
              AnalyzerOptions.Late.TOLD_ONCE,
              false),
          told::add);
  private final Frame frame = new Frame();
  private long nanos = 1_000_000_000_000L;
  private long number;
  private long mostHeld;

  private void packet(byte[] ip) {
    nanos += MICROSECOND;
    frame.bytes(ByteBuffer.wrap(ip), 0, ip.length, ip.length);
    frame.about(++number, RAW_IP, nanos, true);
    analyzer.frame(frame);
    mostHeld = Math.max(mostHeld, analyzer.heldBytes());
  }

  private static ByteBuffer ipv4(int protocol, int from, int to, int id, int offset, int length) {
    return ByteBuffer.allocate(20 + length)
        .putInt(0x45000000 | 20 + length)
        .putInt(id << 16 | offset)
        .putInt(0x40000000 | protocol << 16)
        .putInt(from)
        .putInt(to);
  }

  private void tcp(int from, int fromPort, int to, int toPort, int seq, int flags, byte[] payload) {
    packet(
        ipv4(6, from, to, 0, 0, 20 + payload.length)
            .putShort((short) fromPort)
            .putShort((short) toPort)
            .putInt(seq)
            .putInt(1)
            .putInt(0x50000000 | flags << 16 | 0xFFFF)
            .putInt(0)
            .put(payload)
            .array());
  }

  private void flood(int index, int sequence, int flags, byte[] payload) {
    tcp(0xC6120000 + index, 1024 + index % 60000, SERVER + 1, 443, sequence, flags, payload);
  }

  /** The connection that must not suffer: in two parts, with a flood before, between and after. */
  private void firstHalf() {
    tcp(CLIENT, 40000, SERVER, 443, 0, SYN, new byte[0]);
    tcp(SERVER, 443, CLIENT, 40000, 0, SYN | ACK, new byte[0]);
    tcp(CLIENT, 40000, SERVER, 443, 1, ACK, WireTls.hello(TLS_1_0, 1));
  }

  private void secondHalf() {
    byte[] server =
        WireBytes.join(
            WireTls.serverHello(TLS_1_0, 2),
            WireTls.changeCipherSpec(TLS_1_0),
            WireTls.data(TLS_1_0, 32));
    byte[] client = WireBytes.join(WireTls.changeCipherSpec(TLS_1_0), WireTls.data(TLS_1_0, 32));
    tcp(SERVER, 443, CLIENT, 40000, 1, ACK, server);
    tcp(CLIENT, 40000, SERVER, 443, 1 + WireTls.hello(TLS_1_0, 1).length, ACK, client);
  }

  private List<TlsConnection> own() {
    return told.stream().filter(c -> c.client().address().low() == CLIENT).toList();
  }

  private void assertUnharmed() {
    assertThat(own()).hasSize(1);
    assertThat(own().get(0).outcome()).isEqualTo(Outcome.ESTABLISHED);
    assertThat(own().get(0).offer().orElseThrow().max()).isEqualTo(TlsVersion.TLS_1_0);
    assertThat(own().get(0).choice().orElseThrow().version()).isEqualTo(TlsVersion.TLS_1_0);
  }

  private void assertBounded() {
    assertThat(analyzer.flows()).isLessThanOrEqualTo(MAX_FLOWS);
    assertThat(mostHeld).isLessThanOrEqualTo(MAX_HELD_BYTES + 2 * Reassembly.MAX_ROOM + (1 << 18));
  }

  /** Their clients are not home, so that each may be the other side of a NAT. */
  @Test
  void connectionsThatWaitForATwinAreBoundedToo() {
    firstHalf();
    secondHalf();
    for (int i = 0; i < FLOOD; i++) {
      flood(i, 1, ACK, WireTls.hello(TLS_1_0, i));
      byte[] refusal = WireTls.alert(TLS_1_0, 2, 70);
      tcp(SERVER + 1, 443, 0xC6120000 + i, 1024 + i % 60000, 1, ACK, refusal);
    }
    analyzer.end();

    assertUnharmed();
    assertBounded();
    assertThat(told).hasSize(1 + FLOOD);
  }

  @Test
  void aFloodOfSynsLosesNoConnectionThatHasBegun() {
    firstHalf();
    for (int i = 0; i < FLOOD; i++) {
      flood(i, i, SYN, new byte[0]);
    }
    secondHalf();

    assertBounded();
    assertUnharmed();
    assertThat(analyzer.coverage().count(Loss.EVICTED_FLOWS))
        .as("a hello shows all that a SYN does")
        .isZero();
  }

  /** A busy gateway in a quarter of an hour: more connections than the table has room for. */
  @Test
  void connectionsThatEndedMakeRoomForOthers() {
    int connections = 4 * MAX_FLOWS;
    byte[] refusal = WireTls.alert(TLS_1_0, 2, 70);
    flood(0, 0, SYN, new byte[0]);
    for (int i = 0; i < connections; i++) {
      flood(i + 1, 0, SYN, new byte[0]); // the next one always waits for its answer
      nanos += 12_000_000_000L / MAX_FLOWS;
      int port = 1024 + i % 60000;
      tcp(SERVER + 1, 443, 0xC6120000 + i, port, 0, SYN | ACK, new byte[0]);
      flood(i, 1, ACK, WireTls.hello(TLS_1_0, i)); // no copy: those would be of two sides of a NAT
      tcp(SERVER + 1, 443, 0xC6120000 + i, port, 1, ACK, refusal);
      tcp(SERVER + 1, 443, 0xC6120000 + i, port, 1 + refusal.length, RST | ACK, new byte[0]);
    }
    analyzer.end();

    assertBounded();
    assertThat(told).hasSize(connections).allMatch(each -> each.evidence().fromStart());
    assertThat(analyzer.coverage().count(Loss.EVICTED_FLOWS)).isZero();
  }

  @Test
  void aFloodOfResetsNeverGrowsBeyondTheCap() {
    firstHalf();
    for (int i = 0; i < FLOOD; i++) {
      flood(i, i, RST | SYN, new byte[0]);
    }
    secondHalf();

    assertBounded();
    assertUnharmed();
  }

  @Test
  void aFloodOfHalfHellosLosesNoFactThatIsKnown() {
    byte[] hello = WireTls.hello(TLS_1_0, 1);
    byte[] half = Arrays.copyOf(hello, hello.length - 5);
    firstHalf();
    for (int i = 0; i < FLOOD; i++) {
      flood(i, 1, ACK, half);
    }
    assertBounded();
    analyzer.end();

    assertThat(own()).hasSize(1);
    assertThat(own().get(0).offer().orElseThrow().max()).isEqualTo(TlsVersion.TLS_1_0);
    assertThat(told).hasSize(FLOOD + 1);
    assertThat(analyzer.coverage().count(Loss.EVICTED_FLOWS)).isPositive();
  }

  @Test
  void aFloodLosesNothingOfAConnectionThatWasTold() {
    byte[] half = Arrays.copyOf(WireTls.hello(TLS_1_0, 1), 60);
    firstHalf();
    secondHalf();
    for (int i = 0; i < FLOOD; i++) {
      flood(i, 1, ACK, half);
    }

    assertBounded();
    assertUnharmed();
  }

  @Test
  void hugeMessagesThatNeverEndAreBoundedTogether() {
    byte[] body = new byte[4000];
    byte[] begun =
        WireTls.record(
            WireTls.HANDSHAKE,
            TLS_1_0,
            WireBytes.join(WireBytes.u8(11), WireBytes.u8(1), WireBytes.u16(0), body));
    byte[] more = WireTls.record(WireTls.HANDSHAKE, TLS_1_0, body);
    firstHalf();
    secondHalf();
    for (int i = 0; i < FLOOD / 10; i++) {
      flood(i, 1, ACK, begun);
      flood(i, 1 + begun.length, ACK, more);
    }

    assertBounded();
    assertUnharmed();
  }

  @Test
  void tinySegmentsOutOfOrderAreBoundedInOneConnectionAndInMany() {
    firstHalf();
    secondHalf();
    for (int i = 0; i < FLOOD; i++) {
      flood(i % 50, 10 + 2 * (i / 50), ACK, new byte[] {0x16});
    }

    assertBounded();
    assertUnharmed();
    assertThat(mostHeld)
        .as("they are counted with what they cost")
        .isGreaterThan(Math.min(FLOOD, 20_000) * 15L);
  }

  @Test
  void whatDialoguesSayIsCounted() {
    byte[] greeting = WireBytes.text("220 mx.example ESMTP\r\n");
    byte[] ehlo = WireBytes.text("EHLO a\r\n");
    int client = 1;
    int server = 1;
    tcp(SERVER, 25, CLIENT, 40000, server, ACK, greeting);
    long before = analyzer.heldBytes();
    for (int i = 0; i < 15; i++) {
      server += i == 0 ? greeting.length : 0;
      tcp(CLIENT, 40000, SERVER, 25, client, ACK, ehlo);
      client += ehlo.length;
      byte[] reply =
          WireBytes.text("250 " + "x".repeat(60) + ".y" + i + ("." + "z".repeat(50)).repeat(3));
      tcp(SERVER, 25, CLIENT, 40000, server, ACK, WireBytes.join(reply, WireBytes.text("\r\n")));
      server += reply.length + 2;
    }

    assertThat(analyzer.heldBytes() - before).as("names of 200 letters").isGreaterThan(15 * 200);
  }

  @Test
  void bytesAtNumbersOfNoConnectionAreBoundedTogether() {
    byte[] half = Arrays.copyOf(WireTls.hello(TLS_1_0, 1), 60);
    firstHalf();
    for (int i = 0; i < FLOOD; i++) {
      if (i % 5 == 0) {
        flood(i / 5, 1000, SYN, new byte[0]);
      } else {
        flood(i / 5, i % 5 << 29, 0, half);
      }
    }
    secondHalf();

    assertBounded();
    assertUnharmed();
    assertThat(analyzer.coverage().count(Loss.EVICTED_FLOWS)).isGreaterThan(MAX_FLOWS);
  }

  @Test
  void undecidedConnectionsWhosePortsAreUsedAgainAreBoundedTogether() {
    byte[] half = Arrays.copyOf(WireTls.hello(TLS_1_0, 1), 60);
    firstHalf();
    for (int i = 0; i < MAX_FLOWS - 1; i++) {
      flood(i, 1 << 29, SYN, new byte[0]);
      flood(i, (1 << 29) + 1, 0, half);
      flood(i, 0, SYN, new byte[0]);
      tcp(SERVER + 1, 443, 0xC6120000 + i, 1024 + i % 60000, 0, SYN | ACK, new byte[0]);
    }
    secondHalf();

    assertBounded();
    assertUnharmed();
  }

  @Test
  @SuppressWarnings("ByteBufferBackingArray") // allocated here
  void aFloodOfFragmentsIsBoundedAndCounted() {
    firstHalf();
    for (int i = 0; i < FLOOD; i++) {
      packet(ipv4(6, 0xC6130000 + i, SERVER, i, 0x2000, 1400).array());
    }
    secondHalf();

    assertThat(mostHeld).isLessThanOrEqualTo(IpReassembler.MAX_BYTES + MAX_HELD_BYTES);
    assertThat(analyzer.flows()).isLessThanOrEqualTo(MAX_FLOWS);
    assertUnharmed();
    assertThat(analyzer.coverage().count(Loss.INCOMPLETE_FRAGMENTS)).isPositive();
  }

  @Test
  void aFloodOfDtlsFragmentsIsBounded() {
    firstHalf();
    secondHalf();
    byte[] body = new byte[40_000];
    for (int i = 0; i < FLOOD / 4; i++) {
      byte[] piece =
          WireTls.dtlsRecord(
              22, 0xFEFF, 0, i, WireTls.fragment(1, i % 4, body, 30_000 + i % 7, 100));
      packet(
          ipv4(17, 0xC6140000 + i % 500, SERVER, i, 0, 8 + piece.length)
              .putShort((short) 50000)
              .putShort((short) 3478)
              .putShort((short) (8 + piece.length))
              .putShort((short) 0)
              .put(piece)
              .array());
    }

    assertBounded();
    assertUnharmed();
  }
}
