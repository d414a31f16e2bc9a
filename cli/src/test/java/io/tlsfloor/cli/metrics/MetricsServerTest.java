package io.tlsfloor.cli.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.testing.Await;
import io.tlsfloor.testing.FreePort;
import io.tlsfloor.testing.TakesLong;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The port that serves numbers, asked by those who mean it no good. */
class MetricsServerTest {
  /** The JDK reads its limits once in a process, so the server has one of its own. */
  static final class Served {
    public static void main(String[] args) throws Exception {
      MetricsServer.at(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(args[0])));
      System.out.println("serving");
      System.in.read(); // until the test ends
    }
  }

  private static final int MOST_CONNECTIONS = 32;

  private static int port;
  private static Process server;

  @BeforeAll
  static void start() throws Exception {
    port = FreePort.next();
    server =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Served.class.getName(),
                Integer.toString(port))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    assertThat(server.inputReader().readLine()).isEqualTo("serving");
  }

  @AfterAll
  static void stop() {
    server.destroy();
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(300_000);
    return socket;
  }

  /** The first line of the answer; empty where the server closes without one. */
  private String ask(String request) throws IOException {
    try (Socket socket = connect()) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      byte[] answer = socket.getInputStream().readNBytes(12);
      return new String(answer, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return "";
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          GET /metrics    | localhost:9365        | HTTP/1.1 200
          GET /metrics    | 127.0.0.1             | HTTP/1.1 200
          GET /metrics    | 127.0.0.1:9365        | HTTP/1.1 200
          GET /metrics    | [::1]:9365            | HTTP/1.1 200
          GET /health     | evil.example          | HTTP/1.1 421
          GET /metrics    | evil.example:9365     | HTTP/1.1 421
          GET /health     | localhost.evil.test   | HTTP/1.1 421
          GET /healthy    | localhost             | HTTP/1.1 404
          GET /metrics/x  | localhost             | HTTP/1.1 404
          GET /           | localhost             | HTTP/1.1 404
          HEAD /metrics   | localhost             | HTTP/1.1 200
          HEAD /health    | localhost             | HTTP/1.1 200
          HEAD /metrics   | evil.example          | HTTP/1.1 421
          POST /metrics   | localhost             | HTTP/1.1 405
          """)
  void answersOnlyItsPathsToWhoNamesThisMachine(String request, String host, String answer)
      throws IOException {
    assertThat(ask(request + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n")).isEqualTo(answer);
  }

  @Test
  void manyOrLongHeadersGetNoNumbers() throws IOException {
    String many = "X: y\r\n".repeat(1_000);
    String longOne = "X: " + "y".repeat(1 << 20) + "\r\n";

    assertThat(ask("GET /metrics HTTP/1.1\r\nHost: localhost\r\n" + many + "\r\n"))
        .doesNotContain("200");
    assertThat(ask("GET /metrics HTTP/1.1\r\nHost: localhost\r\n" + longOne + "\r\n"))
        .doesNotContain("200");
    assertThat(ask("GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n")).endsWith("200");
  }

  @Test
  void requestsThatAreNotAskedToTheEndDoNotKeepOthersWaiting() {
    Await.until(this::isAnsweredBeforeHeldOnesAreBrokenOff); // not each time on a busy machine
  }

  private boolean isAnsweredBeforeHeldOnesAreBrokenOff() {
    List<Socket> held = new ArrayList<>();
    try {
      for (int i = 0; i < 20; i++) {
        held.add(connect());
        held.get(i).getOutputStream().write("GET /met".getBytes(StandardCharsets.ISO_8859_1));
      }
      String answer = ask("GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n");

      for (Socket socket : held) {
        socket.setSoTimeout(1);
        if (ended(socket)) {
          return false;
        }
      }
      return answer.endsWith("200");
    } catch (IOException e) {
      return false;
    } finally {
      held.forEach(MetricsServerTest::close);
    }
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // the server was faster
    }
  }

  private String whole(String method) throws IOException {
    try (Socket socket = connect()) {
      socket
          .getOutputStream()
          .write(
              (method + " /metrics HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                  .getBytes(StandardCharsets.ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void showsWhatTheProcessTakes() throws Exception {
    assertThat(whole("GET"))
        .containsPattern("process_cpu_seconds_total [0-9.]+")
        .containsPattern("process_start_time_seconds 1\\.[0-9]+E9")
        .containsPattern("process_resident_memory_bytes [0-9.]+E7")
        .containsPattern("process_virtual_memory_bytes [0-9.]+E")
        .containsPattern("process_open_fds [1-9]")
        .containsPattern("process_max_fds [1-9]");
  }

  /** Findings by rule and the totals begin at zero; connections by version and service do not. */
  @Test
  void hasNoSeriesOfVersionsAndServicesThatNobodySaw() throws Exception {
    String answer = whole("GET");

    assertThat(answer.lines().filter(line -> !line.startsWith("#")).toList()).hasSizeLessThan(90);
    assertThat(answer)
        .contains("\ntlsfloor_judged_connections_total 0.0\n")
        .contains("\ntlsfloor_flagged_connections_total 0.0\n")
        .contains("tlsfloor_findings_total{rule=\"downgrade\",severity=\"high\"} 0.0\n")
        .doesNotContain("offered=");
  }

  /** As RFC 9110 §9.3.2 has it. */
  @Test
  void aQuestionForTheHeadGetsTheHeadAlone() throws Exception {
    String answer = whole("HEAD");

    assertThat(answer).containsPattern("(?i)content-length: [1-9]").endsWith("\r\n\r\n");
    assertThat(answer.lines().filter(line -> line.startsWith("HTTP/"))).hasSize(1);
  }

  /** Files and sockets that the server's process has open. */
  private static long open() throws IOException {
    try (Stream<Path> all = Files.list(Path.of("/proc/" + server.pid() + "/fd"))) {
      return all.count();
    }
  }

  @TakesLong("waits until held connections end")
  @Test
  void connectionsThatAreHeldEndAndDoNotKeepOthersOut() throws Exception {
    List<Socket> held = new ArrayList<>();
    long before = open();
    try {
      for (int i = 0; i < 200; i++) {
        Socket socket = connect();
        held.add(socket);
        if (i % 2 == 0) {
          socket.getOutputStream().write("GET /metrics HT".getBytes(StandardCharsets.ISO_8859_1));
        }
      }

      assertThat(open() - before).isLessThanOrEqualTo(MOST_CONNECTIONS + 1); // one that is refused

      for (Socket socket : held) {
        assertThat(ended(socket)).isTrue();
      }
      Await.until(
          () -> {
            try {
              return ask("GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n").endsWith("200");
            } catch (IOException e) {
              return false;
            }
          });
    } finally {
      for (Socket socket : held) {
        socket.close();
      }
    }
  }

  private static boolean ended(Socket socket) {
    try {
      return socket.getInputStream().read() < 0;
    } catch (IOException e) {
      return !(e instanceof java.net.SocketTimeoutException);
    }
  }
}
