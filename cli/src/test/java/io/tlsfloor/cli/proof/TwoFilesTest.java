package io.tlsfloor.cli.proof;

import static io.tlsfloor.testing.WirePackets.ethernet;
import static io.tlsfloor.testing.WirePackets.ipv4;
import static io.tlsfloor.testing.WirePackets.tcp;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tlsfloor.cli.Cli;
import io.tlsfloor.cli.Sample;
import io.tlsfloor.testing.Exchange;
import io.tlsfloor.testing.WireFile;
import io.tlsfloor.testing.WireFrame;
import io.tlsfloor.testing.WirePackets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The two sides of a NAT, or both legs of a proxy, each captured into a file of its own: each
 * connection is told once.
 */
class TwoFilesTest {
  private static final byte[] OUTSIDE = {(byte) 192, 0, 2, 1};
  private static final long SECOND = 1_000_000_000L;

  @TempDir private Path folder;

  private final List<WireFrame> all = Sample.of("nat-both-sides").packets();

  @ParameterizedTest
  @ValueSource(longs = {-1_900_000_000L, -300_000_000L, 0, 300_000_000L, 1_900_000_000L})
  void tellEachConnectionOnceFromTheInside(long skew) throws IOException {
    List<String> told = told(side(TwoFilesTest::isInside, 0), side(TwoFilesTest::isOutside, skew));

    assertThat(told)
        .map(line -> line.replaceAll(" as [0-9.]*", ""))
        .containsExactlyInAnyOrder(
            "10.20.3.102 TLS 1.0 established", "10.20.3.103 TLS 1.1 refused");
  }

  @Test
  void nameTheOutsideAddressWhereTheyOverlap() throws IOException {
    List<String> told = told(side(TwoFilesTest::isInside, 0), side(TwoFilesTest::isOutside, 0));

    assertThat(told)
        .containsExactlyInAnyOrder(
            "10.20.3.102 as 192.0.2.1 TLS 1.0 established",
            "10.20.3.103 as 192.0.2.1 TLS 1.1 refused");
  }

  @Test
  void areTwoStoriesWhereTheirTimesAreApart() throws IOException {
    assertThat(told(side(TwoFilesTest::isInside, 0), side(TwoFilesTest::isOutside, 30 * SECOND)))
        .hasSize(4);
  }

  @Test
  void areToldTheSameWithEvidence() throws IOException {
    List<WireFrame> inside = side(TwoFilesTest::isInside, 0);
    List<WireFrame> outside = side(TwoFilesTest::isOutside, -SECOND);
    String evidence = folder.resolve("evidence.pcapng").toString();

    assertThat(told(inside, outside, "--evidence", evidence)).isEqualTo(told(inside, outside));
  }

  @Test
  void tellAnotherTapOfTheSameSideOnceToo() throws IOException {
    assertThat(told(all, side(TwoFilesTest::isOutside, 0))).hasSize(2);
  }

  @Test
  void tellBothLegsOfAProxyOnce() throws IOException {
    Exchange exchange = throughProxy();
    List<Exchange.Sent> first = exchange.sent();
    List<Exchange.Sent> second = secondLeg(exchange);
    List<WireFrame> inside = leg("10.20.3.5", "10.20.9.9", 3128, first, 0);
    List<WireFrame> outside = leg("10.20.9.9", "13.107.136.10", 443, second, 3_000_000);

    for (List<JsonNode> lines : List.of(lines(inside, outside), lines(outside, inside))) {
      assertThat(lines)
          .singleElement()
          .satisfies(
              line -> {
                assertThat(line.at("/source/ip").asText()).isEqualTo("10.20.3.5");
                assertThat(line.at("/tlsfloor/proxy/ip").asText()).isEqualTo("10.20.9.9");
                assertThat(line.at("/tlsfloor/offered/max").asText()).isEqualTo("TLS 1.0");
              });
    }
    assertThat(lines(inside, leg("10.20.9.9", "13.107.136.10", 443, second, 30 * SECOND)))
        .hasSize(2);
  }

  private static Exchange throughProxy() {
    for (int seed = 0; ; seed++) {
      Exchange made =
          new Exchange(new Random(seed), Exchange.Dialogue.CONNECT, 1, 1_700_000_000_000_000_000L);
      if (made.offered == 0x0301 && made.end == Exchange.End.ESTABLISHED) {
        return made;
      }
    }
  }

  /** The same TLS behind a set-up of its own. */
  private static List<Exchange.Sent> secondLeg(Exchange exchange) {
    List<Exchange.Sent> tls = exchange.sent().stream().filter(exchange::isTls).toList();
    Exchange.Sent hello = tls.get(0);
    int client = hello.sequence();
    int server = hello.acknowledgment();
    long nanos = hello.nanos() - 100_000;
    List<Exchange.Sent> all = new ArrayList<>();
    byte[] none = new byte[0];
    all.add(new Exchange.Sent(nanos, true, WirePackets.SYN, client - 1, 0, none));
    all.add(
        new Exchange.Sent(
            nanos + 1000, false, WirePackets.SYN | WirePackets.ACK, server - 1, client, none));
    all.add(new Exchange.Sent(nanos + 2000, true, WirePackets.ACK, client, server, none));
    all.addAll(tls);
    return all;
  }

  private static List<WireFrame> leg(
      String client, String server, int port, List<Exchange.Sent> sent, long later) {
    List<WireFrame> packets = new ArrayList<>();
    for (Exchange.Sent each : sent) {
      byte[] tcp =
          each.fromClient()
              ? tcp(
                  40_000,
                  port,
                  each.sequence(),
                  each.acknowledgment(),
                  each.flags(),
                  each.payload())
              : tcp(
                  port,
                  40_000,
                  each.sequence(),
                  each.acknowledgment(),
                  each.flags(),
                  each.payload());
      byte[] frame =
          ethernet(
              0x0800,
              each.fromClient() ? ipv4(client, server, 6, tcp) : ipv4(server, client, 6, tcp));
      packets.add(new WireFrame(each.nanos() + later, 1, frame, frame.length));
    }
    return packets;
  }

  private List<WireFrame> side(Predicate<WireFrame> side, long later) {
    return all.stream()
        .filter(side)
        .map(p -> new WireFrame(p.nanos() + later, p.linkType(), p.bytes(), p.originalLength()))
        .toList();
  }

  private static boolean isOutside(WireFrame packet) {
    byte[] frame = packet.bytes();
    return frame.length > 34
        && frame[12] == 8
        && frame[13] == 0
        && (Arrays.equals(frame, 26, 30, OUTSIDE, 0, 4)
            || Arrays.equals(frame, 30, 34, OUTSIDE, 0, 4));
  }

  private static boolean isInside(WireFrame packet) {
    return packet.bytes()[12] == 8 && packet.bytes()[13] == 0 && !isOutside(packet);
  }

  private List<String> told(List<WireFrame> one, List<WireFrame> two, String... options)
      throws IOException {
    List<String> told = new ArrayList<>();
    for (JsonNode json : lines(one, two, options)) {
      told.add(
          json.at("/source/ip").asText()
              + " as "
              + json.at("/tlsfloor/nat/ip").asText()
              + " "
              + json.at("/tlsfloor/offered/max").asText()
              + " "
              + json.at("/tlsfloor/outcome").asText());
    }
    return told;
  }

  private List<JsonNode> lines(List<WireFrame> one, List<WireFrame> two, String... options)
      throws IOException {
    WireFile.Form form = WireFile.Form.all().get(1);
    List<String> command = new ArrayList<>(List.of("scan", "--all", "--format", "jsonl"));
    command.addAll(List.of(options));
    command.add(Files.write(folder.resolve("one.pcap"), form.write(one)).toString());
    command.add(Files.write(folder.resolve("two.pcap"), form.write(two)).toString());
    return Cli.run(command.toArray(new String[0])).connections();
  }
}
