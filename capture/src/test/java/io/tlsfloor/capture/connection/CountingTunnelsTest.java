package io.tlsfloor.capture.connection;

import static io.tlsfloor.testing.WireBytes.hex;
import static io.tlsfloor.testing.WireBytes.join;
import static io.tlsfloor.testing.WireBytes.u16;
import static io.tlsfloor.testing.WirePackets.ethernet;
import static io.tlsfloor.testing.WirePackets.ipv4;
import static io.tlsfloor.testing.WirePackets.tcp;
import static io.tlsfloor.testing.WirePackets.udp;
import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.capture.Frame;
import io.tlsfloor.parser.observation.Loss;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Data of encrypted tunnels on ports that are not theirs, by numbers that count. */
class CountingTunnelsTest {
  private static final int DATAGRAMS = 6;
  private static final int PORT = 8443;

  private final Random random = new Random(14);

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          OpenVPN with a peer's number    | 48 000001 | NNNNNNNN          | 1     | 6
          the same with losses            | 4a 00002a | NNNNNNNN          | 9     | 6
          OpenVPN with epochs             | 48 000001 | 0001 0000NNNNNNNN | 1     | 6
          WireGuard                       | 04 000000 a1a2a3a4 | nnnnnnnn00000000 | 1 | 6
          numbers that jump               | 48 000001 | NNNNNNNN          | 70000 | 0
          numbers that stand still        | 48 000001 | NNNNNNNN          | 0     | 0
          another first byte              | 80 000001 | NNNNNNNN          | 1     | 0
          text                            | 48 545450 | 2f312e31          | 0     | 0
          """)
  void countsDatagramsWhoseNumbersCount(
      String name, String head, String counter, int step, long expected) {
    Analyzer analyzer = analyzer();
    for (int i = 0; i < DATAGRAMS; i++) {
      byte[] message = message(head, counter, 100 + i * step);
      frame(analyzer, i, ipv4("10.0.0.1", "198.51.100.2", 17, udp(50000, PORT, message)));
    }
    assertThat(analyzer.coverage().count(Loss.OPAQUE_TUNNELS)).isEqualTo(expected);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          both directions apart           | 1 | 0
          lengths of other bytes          | 3 | 0
          """)
  void doesNotTakeOtherThingsForOne(String name, int kind, long expected) {
    Analyzer analyzer = analyzer();
    for (int i = 0; i < DATAGRAMS; i++) {
      byte[] message = message("48 000001", "NNNNNNNN", i);
      boolean back = i % 2 == 1 && kind == 1;
      byte[] one =
          kind == 3
              ? segment(i, join(u16(message.length + 1), message))
              : ipv4(
                  back ? "198.51.100.2" : "10.0.0.1",
                  back ? "10.0.0.1" : "198.51.100.2",
                  17,
                  back ? udp(PORT, 50000, message) : udp(50000, PORT, message));
      frame(analyzer, i, one);
    }
    assertThat(analyzer.coverage().count(Loss.OPAQUE_TUNNELS)).isEqualTo(expected);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          the first message over TCP      | 38 0102030405060708 00 00000000 | 1
          the first answer over TCP       | 40 0102030405060708 01 00000000 0102030405060708 00000000 | 1
          """)
  void countsWhatBeginsASessionOverTcp(String name, String message, long expected) {
    Analyzer analyzer = analyzer();
    byte[] bytes = hex(message);
    frame(analyzer, 0, segment(0, join(u16(bytes.length), bytes)));
    assertThat(analyzer.coverage().count(Loss.OPAQUE_TUNNELS)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"48 000001, 6, 6", "48 000001, 3, 0", "30, 6, 6"})
  void countsDataOverTcpFromTheMiddle(String head, int messages, long expected) {
    Analyzer analyzer = analyzer();
    List<byte[]> sent = new ArrayList<>();
    IntStream.range(0, messages).forEach(i -> sent.add(message(head, "NNNNNNNN", i)));
    int at = 0;
    for (byte[] message : sent) {
      byte[] framed = join(u16(message.length), message);
      frame(analyzer, at, segment(at, framed));
      at += framed.length;
    }
    assertThat(analyzer.coverage().count(Loss.OPAQUE_TUNNELS)).isEqualTo(expected);
  }

  private static Analyzer analyzer() {
    Analyzer analyzer = new Analyzer(AnalyzerOptions.standard(address -> true), c -> {});
    analyzer.begin("case.pcap");
    return analyzer;
  }

  private byte[] message(String head, String counter, int number) {
    String big = String.format("%08x", number);
    String little = String.format("%08x", Integer.reverseBytes(number));
    byte[] rest = new byte[64];
    random.nextBytes(rest);
    byte[] start = hex(head + counter.replace("NNNNNNNN", big).replace("nnnnnnnn", little));
    return join(start, rest);
  }

  private static byte[] segment(int sequence, byte[] payload) {
    return ipv4("10.0.0.1", "198.51.100.2", 6, tcp(50000, PORT, 1000 + sequence, 0x18, payload));
  }

  private static void frame(Analyzer analyzer, int number, byte[] datagram) {
    byte[] bytes = ethernet(0x0800, datagram);
    Frame frame = new Frame();
    frame.bytes(ByteBuffer.wrap(bytes), 0, bytes.length, bytes.length);
    frame.about(number + 1, 1, 1_000_000_000L + number * 1_000_000L, true);
    analyzer.frame(frame);
  }
}
