package io.tlsfloor.cli.syslog;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tlsfloor.cli.Cli;
import io.tlsfloor.cli.Cli.Said;
import io.tlsfloor.cli.command.ExitCode;
import io.tlsfloor.report.sink.syslog.Rsyslog;
import io.tlsfloor.testing.Requires;
import io.tlsfloor.testing.TakesLong;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Results by syslog, read back by rsyslog; and receivers that fail. */
class SyslogTest {
  private static final String SAMPLE = "samples/office-hour";
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir static Path folder;
  private static Rsyslog rsyslog;

  @BeforeAll
  static void start() throws IOException {
    Requires.tools("rsyslogd", "openssl");
    rsyslog = new Rsyslog(folder);
  }

  @AfterAll
  static void stop() {
    if (rsyslog != null) {
      rsyslog.close();
    }
  }

  private static String url(String carrier) {
    int port =
        switch (carrier) {
          case "udp" -> rsyslog.udp;
          case "tcp" -> rsyslog.tcp;
          default -> rsyslog.tls;
        };
    return carrier + "://127.0.0.1:" + port;
  }

  private static List<String> scan(String url, String... more) {
    List<String> args = new ArrayList<>(List.of("scan", "--syslog", url));
    if (url.startsWith("tls:")) {
      args.addAll(List.of("--syslog-ca", folder.resolve("server.pem").toString()));
    }
    args.addAll(List.of(more));
    return args;
  }

  private static Said run(List<String> args) {
    return Cli.run(args.toArray(String[]::new));
  }

  @ParameterizedTest
  @ValueSource(strings = {"udp", "tcp", "tls"})
  void everyFindingArrivesWithItsFields(String carrier) throws IOException {
    rsyslog.forget();
    List<String> expected = Cli.run("scan", "--format", "cef", SAMPLE).lines();

    Said said = run(scan(url(carrier), SAMPLE));

    assertThat(said.code()).as(said.err()).isEqualTo(ExitCode.FLAGGED);
    assertThat(said.out()).isEqualTo(Cli.run("scan", SAMPLE).out());
    List<JsonNode> messages = rsyslog.received(expected.size());
    assertThat(messages).extracting(m -> m.get("msg").asText()).containsExactlyElementsOf(expected);
    int sequence = 0;
    for (JsonNode message : messages) {
      String[] header = message.get("msg").asText().split("\\|");
      assertThat(message.get("version").asText()).isEqualTo("1");
      assertThat(message.get("app").asText()).isEqualTo("tlsfloor");
      assertThat(message.get("pid").asText())
          .isEqualTo(Long.toString(ProcessHandle.current().pid()));
      assertThat(message.get("host").asText()).isNotEmpty().isNotEqualTo("127.0.0.1");
      assertThat(message.get("id").asText()).isEqualTo(header[4]);
      assertThat(message.get("data").asText())
          .startsWith("[origin software=\"tlsfloor\" swVersion=\"")
          .endsWith("[meta sequenceId=\"" + ++sequence + "\"]");
      assertThat(message.get("pri").asInt()).isEqualTo(16 * 8 + severity(header[6]));
    }
    assertThat(messages.get(0).get("time").asText()).startsWith("2026-11-02T09:");
  }

  private static int severity(String ofCef) {
    return switch (ofCef) {
      case "10" -> 2;
      case "8" -> 3;
      case "5" -> 4;
      case "3" -> 5;
      default -> 6;
    };
  }

  @Test
  void allOfItArrivesAsJsonIfAskedFor() throws IOException {
    rsyslog.forget();
    List<String> expected = Cli.run("scan", "--format", "jsonl", "--all", SAMPLE).lines();

    run(scan(url("tcp"), "--syslog-format", "jsonl", "--all", SAMPLE));

    List<JsonNode> messages = rsyslog.received(expected.size());
    assertThat(messages).hasSameSizeAs(expected);
    for (int i = 0; i < expected.size() - 1; i++) { // the run line tells how long the run took
      assertThat(messages.get(i).get("msg").asText()).isEqualTo(expected.get(i));
    }
    JsonNode run = JSON.readTree(messages.get(messages.size() - 1).get("msg").asText());
    assertThat(run.at("/event/dataset").asText()).isEqualTo("tlsfloor.run");
    assertThat(run.at("/tlsfloor/run/coverage/syslog_lost").asInt(-1)).isZero();
    assertThat(messages.get(messages.size() - 1).get("id").asText()).isEqualTo("run");
  }

  @Test
  void saysWhyAReceiverCannotBeReached() throws IOException {
    int closed;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      closed = socket.getLocalPort();
    }
    fails("tcp://127.0.0.1:" + closed, "nothing listens there", "Check host and port");
    fails("tls://127.0.0.1:" + closed, "nothing listens there", "Check host and port");
    fails("tcp://no-such-host.invalid:514", "the host is not known", "give its address");
  }

  @Test
  void checksTheReceiversCertificate() throws IOException {
    Said untrusted = Cli.run("scan", "--syslog", url("tls"), SAMPLE);
    assertThat(untrusted.code()).isEqualTo(ExitCode.FAULT);
    assertThat(untrusted.err())
        .contains("not signed by a trusted authority")
        .contains("--syslog-ca");
    assertThat(untrusted.out()).isEmpty();

    Path other = rsyslog.certificate("other", "DNS:other.example.com");
    Process server =
        new ProcessBuilder(
                "openssl",
                "s_server",
                "-accept",
                "127.0.0.1:0",
                "-cert",
                other.toString(),
                "-key",
                folder.resolve("other.key").toString())
            .start();
    try {
      int port = port(server);
      Said wrong =
          Cli.run(
              "scan",
              "--syslog",
              "tls://127.0.0.1:" + port,
              "--syslog-ca",
              other.toString(),
              SAMPLE);
      assertThat(wrong.code()).isEqualTo(ExitCode.FAULT);
      assertThat(wrong.err()).contains("is for another host").contains("127.0.0.1");
    } finally {
      server.destroyForcibly();
    }
  }

  /** {@code ACCEPT 127.0.0.1:41203}. */
  private static int port(Process server) throws IOException {
    String line = "";
    do {
      line = server.inputReader(StandardCharsets.US_ASCII).readLine();
    } while (!line.startsWith("ACCEPT"));
    return Integer.parseInt(line.substring(line.lastIndexOf(':') + 1).trim());
  }

  @Test
  void takesNothingOlderThanTls12() throws IOException {
    Process server =
        new ProcessBuilder(
                "openssl",
                "s_server",
                "-accept",
                "127.0.0.1:0",
                "-tls1_1",
                "-cipher",
                "DEFAULT@SECLEVEL=0",
                "-cert",
                folder.resolve("server.pem").toString(),
                "-key",
                folder.resolve("server.key").toString())
            .start();
    try {
      fails("tls://127.0.0.1:" + port(server), "no TLS 1.2 or later", "Allow TLS 1.2");
    } finally {
      server.destroyForcibly();
    }
  }

  @Test
  void tellsPlainTcpFromTls() throws IOException {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread greeter =
          new Thread(
              () -> {
                try (Socket socket = server.accept()) {
                  socket
                      .getOutputStream()
                      .write("220 hello\r\n".getBytes(StandardCharsets.US_ASCII));
                  socket.getInputStream().readAllBytes();
                } catch (IOException e) {
                  // The client went away, as it should.
                }
              });
      greeter.start();
      fails("tls://127.0.0.1:" + server.getLocalPort(), "is no TLS", "use tcp://");
    }
  }

  private static void fails(String url, String what, String advice) {
    Said said = run(scan(url, SAMPLE));
    assertThat(said.code()).as(said.err()).isEqualTo(ExitCode.FAULT);
    assertThat(said.err()).contains(url).contains(what).contains(advice);
    assertThat(said.out()).isEmpty();
  }

  @TakesLong("waits for a receiver that stays away")
  @Test
  void saysAtItsEndWhatWasNotDelivered() throws Exception {
    ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    Thread receiver =
        new Thread(
            () -> {
              try (Socket socket = server.accept()) {
                server.close(); // no one listens any more
                socket.getInputStream().read();
                socket.setSoLinger(true, 0); // a reset
              } catch (IOException e) {
                throw new IllegalStateException(e);
              }
            });
    receiver.start();

    List<String> all = // whose last line is long after the reset
        scan("tcp://127.0.0.1:" + server.getLocalPort(), "--format", "jsonl", "--all", "samples");
    Said said = run(all);
    receiver.join();

    assertThat(said.code()).isEqualTo(ExitCode.FAULT);
    assertThat(said.err())
        .contains("were not delivered: nothing listens there")
        .contains("All other results are complete");
    JsonNode run = JSON.readTree(said.lines().get(said.lines().size() - 1));
    assertThat(run.at("/tlsfloor/run/coverage/syslog_lost").asInt()).isPositive();
  }

  @Test
  void countsDatagramsThatNobodyTook() throws IOException {
    int closed;
    try (java.net.DatagramSocket socket =
        new java.net.DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      closed = socket.getLocalPort();
    }
    Said said = run(scan("udp://127.0.0.1:" + closed, SAMPLE));

    assertThat(said.code()).isEqualTo(ExitCode.FAULT);
    assertThat(said.err()).contains("not delivered: nothing listens there");
  }
}
