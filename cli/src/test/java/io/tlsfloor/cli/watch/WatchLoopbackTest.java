package io.tlsfloor.cli.watch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tlsfloor.cli.Cli;
import io.tlsfloor.cli.command.ExitCode;
import io.tlsfloor.testing.Requires;
import io.tlsfloor.testing.WireBytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Watches of the loopback interface, inside this process. */
@Timeout(600)
class WatchLoopbackTest {
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

  /** RFC 2246 §7.4.1.2: TLS 1.0, two suites, and the server name outlook.office365.com. */
  private static final String HELLO =
      "16 0301 004f" // record
          + "01 00004b" // ClientHello
          + "0301"
          + "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"
          + "00" // no session id
          + "0004 002f 000a"
          + "01 00" // compression
          + "001e" // extensions: server_name
          + "0000 001a 0018 00 0015 6f75746c6f6f6b2e6f66666963653336352e636f6d";

  private static final String ALERT = "15 0301 0002 02 46"; // fatal, protocol_version

  @BeforeAll
  static void root() {
    Requires.root();
    Requires.libpcap();
  }

  private static byte[] hex(String text) {
    return WireBytes.hex(text);
  }

  /** Runs something again and again beside a watch, until the watch ends. */
  private static Cli.Said beside(ThrowingRunnable what, Cli cli, String... arguments)
      throws Exception {
    AtomicBoolean over = new AtomicBoolean();
    Thread thread =
        new Thread(
            () -> {
              try {
                while (!over.get()) {
                  what.run();
                  Thread.sleep(20); // the pace of this traffic, no wait for anything
                }
              } catch (IOException | InterruptedException e) {
                // The watch ends all the same, and shows what it has seen.
              }
            });
    thread.start();
    try {
      return cli.with(arguments);
    } finally {
      over.set(true);
      thread.join();
    }
  }

  @FunctionalInterface
  private interface ThrowingRunnable {
    void run() throws IOException;
  }

  private static JsonNode last(Cli.Said said) throws IOException {
    return new ObjectMapper().readTree(said.lines().get(said.lines().size() - 1));
  }

  /** Watches connections that are refused one after the other, until it has told {@code end}. */
  private static Cli.Said untilTold(String end, String... options) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Cli cli =
        new Cli().output(out).interrupted(() -> out.toString(StandardCharsets.UTF_8).contains(end));
    try (ServerSocket server = new ServerSocket(0, 1, LOOPBACK)) {
      return beside(() -> refused(server), cli, watch(server.getLocalPort(), options));
    }
  }

  /** The command line of a watch of one TCP port. */
  private static String[] watch(int port, String... options) {
    List<String> all =
        new ArrayList<>(List.of("watch", "-i", "lo", "--filter", "tcp port " + port));
    all.addAll(List.of(options));
    return all.toArray(String[]::new);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ring", "pcap"})
  void findsARefusedConnectionAndEndsWhenItIsAskedTo(String engine) throws Exception {
    both(engine);
    Cli.Said said = untilTold("\"alert\"", ConfigOf.engine(engine));

    assertThat(said.code()).as(said.err()).isEqualTo(ExitCode.FLAGGED);
    JsonNode found = new ObjectMapper().readTree(said.lines().get(1));
    assertThat(found.at("/rule/name").asText()).isEqualTo("offered-below-floor");
    assertThat(found.at("/tlsfloor/outcome").asText()).isEqualTo("refused");
    assertThat(found.at("/observer/ingress/interface/name").asText()).isEqualTo("lo");
    assertThat(last(said).at("/event/dataset").asText()).isEqualTo("tlsfloor.run");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ring", "pcap"})
  void tellsOfAServerThatKeepsSilentWhenTheTimeOutEnds(String engine) throws Exception {
    both(engine);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    AtomicReference<Instant> told = new AtomicReference<>();
    Cli cli =
        new Cli()
            .output(out)
            .interrupted(
                () -> {
                  String lines = out.toString(StandardCharsets.UTF_8);
                  if (told.get() == null
                      && lines.contains("tlsfloor.connection")
                      && !lines.contains("tlsfloor.run")) { // not at the end
                    told.set(Instant.now());
                  }
                  return told.get() != null;
                });
    List<Socket> open = new ArrayList<>();
    try (ServerSocket server = new ServerSocket(0, 50, LOOPBACK)) {
      Cli.Said said =
          beside(
              () -> {
                if (open.size() < 40) {
                  Socket client = new Socket(LOOPBACK, server.getLocalPort());
                  open.add(client);
                  client.getOutputStream().write(hex(HELLO));
                }
              },
              cli,
              watch(
                  server.getLocalPort(),
                  ConfigOf.keys("engine = \"" + engine + "\"", "timeout = 1")));
      JsonNode found = new ObjectMapper().readTree(said.lines().get(1));

      assertThat(found.at("/tlsfloor/outcome").asText()).isEqualTo("unanswered");
      assertThat(found.at("/rule/name").asText()).isEqualTo("offered-below-floor");
      Instant asked = Instant.parse(found.at("/event/start").asText());
      assertThat(told.get()).isAfterOrEqualTo(asked.plusSeconds(1));
    } finally {
      for (Socket client : open) {
        client.close();
      }
    }
  }

  private static void both(String engine) {
    if (engine.equals("pcap")) { // the first is what is used
      Requires.time("the other engine is asked the same");
    }
  }

  private static void refused(ServerSocket server) throws IOException {
    try (Socket client = new Socket(LOOPBACK, server.getLocalPort());
        Socket accepted = server.accept()) {
      client.getOutputStream().write(hex(HELLO));
      accepted.getInputStream().readNBytes(hex(HELLO).length);
      accepted.getOutputStream().write(hex(ALERT));
      client.getInputStream().readNBytes(hex(ALERT).length);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"ring", "pcap"})
  void capturesOnlyWhatTheFilterLetsThroughAndEndsAfterSoManyPackets(String engine)
      throws Exception {
    both(engine);
    try (DatagramSocket server = new DatagramSocket(0, LOOPBACK);
        DatagramSocket other = new DatagramSocket(0, LOOPBACK)) {
      Cli.Said said =
          beside(
              () -> {
                other.send(new DatagramPacket(new byte[10], 10, LOOPBACK, other.getLocalPort()));
                other.send(new DatagramPacket(new byte[100], 100, LOOPBACK, server.getLocalPort()));
              },
              new Cli(),
              "watch",
              "-i",
              "lo",
              ConfigOf.engine(engine),
              "--filter",
              "udp dst port " + server.getLocalPort(),
              "--count",
              "3");

      assertThat(said.code()).as(said.err()).isEqualTo(ExitCode.CLEAN);
      JsonNode run = last(said).at("/tlsfloor/run");
      assertThat(run.get("packets").asInt()).isEqualTo(3);
      assertThat(run.get("bytes").asInt()).isEqualTo(3 * (14 + 20 + 8 + 100));
    }
  }

  @Test
  void endsAfterItsTime() throws IOException {
    Cli.Said said = Cli.run("watch", "-i", "lo", "--duration", "0.3", "--filter", "sctp");

    assertThat(said.code()).as(said.err()).isEqualTo(ExitCode.CLEAN);
    assertThat(last(said).at("/tlsfloor/run/packets").asInt()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ring", "pcap", "auto"})
  void saysInLibpcapsWordsWhatIsWrongWithAFilter(String engine) {
    Cli.Said said =
        Cli.run("watch", "-i", "lo", ConfigOf.engine(engine), "--filter", "tcp prot 443");

    assertThat(said.code()).isEqualTo(ExitCode.USAGE);
    assertThat(said.err())
        .contains("--filter \"tcp prot 443\": ")
        .contains("syntax error")
        .contains("pcap-filter(7)");
  }

  @Test
  void listsInterfacesButThoseThatCannotCarryTheTraffic() {
    Cli.Said few = Cli.run("watch", "--list");

    assertThat(few.code()).isEqualTo(ExitCode.CLEAN);
    assertThat(few.lines().get(0)).matches("NAME +STATE +LINK +ADDRESSES +DESCRIPTION");
    assertThat(few.lines()).anyMatch(line -> line.matches("lo +up +\\S+ .*127\\.0\\.0\\.1.*"));
    assertThat(few.lines()).anyMatch(line -> line.startsWith("any "));
    assertThat(few.out()).doesNotContain("nflog").doesNotContain("dbus");
  }
}
