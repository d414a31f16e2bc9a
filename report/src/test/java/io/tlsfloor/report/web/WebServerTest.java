package io.tlsfloor.report.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A server that is asked properly, wrongly, slowly, and by far too many. */
class WebServerTest {
  private static final int CONNECTIONS = 16;
  private static final int LARGE = 16 << 20; // more than any socket holds
  private static final String ASK = "GET /hello HTTP/1.1\r\nHost: here\r\n\r\n";

  private final List<Socket> held = new ArrayList<>();
  private WebServer server;

  @BeforeEach
  void start() throws IOException {
    server = server(Duration.ofSeconds(60));
  }

  private static WebServer server(Duration each) throws IOException {
    return new WebServer(
        "test",
        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
        Optional.empty(),
        new Limits(CONNECTIONS, 1 << 13, 100, each, each, each),
        WebServerTest::answer);
  }

  private static void answer(Exchange exchange) throws IOException {
    switch (exchange.target().getPath()) {
      case "/large" -> exchange.send(200, new byte[LARGE]);
      case "/fault" -> throw new IllegalStateException("a fault of the handler");
      case "/parts" -> {
        try (OutputStream out = exchange.begin(200)) {
          out.write("one".getBytes(StandardCharsets.US_ASCII));
          out.write(" two".getBytes(StandardCharsets.US_ASCII));
        }
      }
      case "/watch" -> {
        exchange.begin(200).write('.');
        exchange.watches();
        while (!exchange.isOver()) {
          sleep();
        }
      }
      default -> {
        String text = exchange.method() + " " + exchange.header("X").orElse("-") + " ";
        String body = new String(exchange.body(), StandardCharsets.US_ASCII);
        exchange.send(200, (text + body).getBytes(StandardCharsets.US_ASCII));
      }
    }
  }

  private static void sleep() {
    try {
      Thread.sleep(5);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @AfterEach
  void stop() throws IOException {
    for (Socket each : held) {
      each.close();
    }
    server.close();
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
    socket.setSoTimeout(20_000);
    held.add(socket);
    return socket;
  }

  private static void say(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** What is answered up to the end of the connection; empty where there is none. */
  private String ask(String request) throws IOException {
    try (Socket socket = connect()) {
      say(socket, request);
      socket.shutdownOutput();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }

  @Test
  void answersSeveralRequestsOfAConnection() throws IOException {
    String post = "POST /x HTTP/1.1\r\nX: 1\r\nContent-Length: 3\r\n\r\nabc";

    String answers = ask("\r\n" + post + ASK);

    assertThat(answers.split("HTTP/1.1 200 OK")).hasSize(3);
    assertThat(answers).contains("POST 1 abc").endsWith("GET - ").contains("Content-Length: 6");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          GET /x HTTP/1.1\\nA: b\\n\\n                              | 200
          GET http://other/x HTTP/1.1\\r\\n\\r\\n                   | 200
          GET //other/x HTTP/1.1\\r\\n\\r\\n                        | 200
          GET /x%zz HTTP/1.1\\r\\n\\r\\n                            | 400
          GET mailto:x HTTP/1.1\\r\\n\\r\\n                         | 400
          GET /x\\r\\n\\r\\n                                        | 400
          GET /x HTTP/2.0\\r\\n\\r\\n                               | 400
          G(T /x HTTP/1.1\\r\\n\\r\\n                               | 400
          GET /x HTTP/1.1\\r\\nA : b\\r\\n\\r\\n                    | 400
          GET /x HTTP/1.1\\r\\nA: b\\r\\n folded: c\\r\\n\\r\\n      | 400
          GET /x HTTP/1.1\\r\\nA: b\\rc: d\\r\\n\\r\\n              | 400
          POST /x HTTP/1.1\\r\\nContent-Length: -1\\r\\n\\r\\n      | 400
          POST /x HTTP/1.1\\r\\nContent-Length: 1\\r\\nContent-Length: 2\\r\\n\\r\\n | 400
          POST /x HTTP/1.1\\r\\nContent-Length: 101\\r\\n\\r\\n     | 413
          POST /x HTTP/1.1\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n | 501
          GET /fault HTTP/1.1\\r\\n\\r\\n                           | 500
          """)
  void answersWhatIsARequestAndRefusesTheRest(String request, int status) throws IOException {
    String sent = request.replace("\\r", "\r").replace("\\n", "\n");

    assertThat(ask(sent + "rest")).startsWith("HTTP/1.1 " + status);
    assertThat(ask(ASK)).startsWith("HTTP/1.1 200");
  }

  @Test
  void refusesHeadersWithoutEnd() throws IOException {
    assertThat(ask("GET / HTTP/1.1\r\n" + "A: b\r\n".repeat(101) + "\r\n")).contains(" 431 ");
    assertThat(ask("GET / HTTP/1.1\r\nA: " + "b".repeat(1 << 14))).contains(" 431 ");
  }

  @Test
  void sendsPartsToWhoTakesThemAndTheRestToTheEnd() throws IOException {
    assertThat(ask("GET /parts HTTP/1.1\r\n\r\n")).endsWith("3\r\none\r\n4\r\n two\r\n0\r\n\r\n");
    assertThat(ask("GET /parts HTTP/1.0\r\n\r\n")).endsWith("\r\n\r\none two");
    assertThat(ask("HEAD /parts HTTP/1.1\r\nConnection: close\r\n\r\n")).endsWith("\r\n\r\n");
    assertThat(ask("HEAD /x HTTP/1.1\r\n\r\n")).contains("Content-Length: 7").endsWith("\r\n\r\n");
  }

  @Test
  void saysThatABodyMayCome() throws IOException {
    try (Socket socket = connect()) {
      say(socket, "POST / HTTP/1.1\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n");
      byte[] said = socket.getInputStream().readNBytes(25);
      say(socket, "ab");
      byte[] answer = socket.getInputStream().readNBytes(15);

      assertThat(new String(said, StandardCharsets.US_ASCII))
          .isEqualTo("HTTP/1.1 100 Continue\r\n\r\n");
      assertThat(new String(answer, StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 200 OK");
    }
  }

  /** Each holds 600 connections at a server that has 16: all from the host of the honest one. */
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      nullValues = "nothing",
      textBlock =
          """
          silent  | nothing
          slow    | GET /hello HTTP/1.1\\r\\nX:
          bodies  | POST /hello HTTP/1.1\\r\\nContent-Length: 99\\r\\n\\r\\nab
          unread  | GET /large HTTP/1.1\\r\\n\\r\\n
          watch   | GET /watch HTTP/1.1\\r\\n\\r\\n
          kept    | GET /hello HTTP/1.1\\r\\n\\r\\n
          """)
  void answersAnHonestOneWhileOthersHoldAllThereIs(String name, String request) throws IOException {
    for (int i = 0; i < 600; i++) {
      Socket socket = connect();
      try {
        if (request != null) {
          say(socket, request.replace("\\r", "\r").replace("\\n", "\n"));
        }
      } catch (IOException e) {
        // let go of already
      }
      if (i % 100 == 99) {
        assertThat(ask(ASK)).as("after %d", i).endsWith("GET - ");
      }
    }
  }

  /** One of another address is not let go of, however long it waits. */
  @Test
  void whoHoldsMostLosesFirst() throws IOException {
    Socket patient = new Socket();
    patient.bind(new InetSocketAddress("127.0.0.2", 0));
    patient.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()));
    patient.setSoTimeout(20_000);
    held.add(patient);
    for (int i = 0; i < 100; i++) {
      connect();
    }
    say(patient, ASK);

    byte[] answer = patient.getInputStream().readNBytes(15);

    assertThat(new String(answer, StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 200 OK");
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "nothing",
      textBlock =
          """
          nothing
          GET /hello HTT
          'GET /large HTTP/1.1\\r\\n\\r\\n'
          """)
  void endsConnectionsThatTakeTooLong(String request) throws IOException {
    server.close();
    server = server(Duration.ofMillis(300));
    Socket socket = connect();
    if (request != null) {
      say(socket, request.replace("\\r", "\r").replace("\\n", "\n"));
    }
    sleepMillis(1500);

    assertThat(read(socket)).isLessThan(LARGE);
    assertThat(ask(ASK)).endsWith("GET - ");
  }

  private static void sleepMillis(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Bytes up to the end, or to where it was broken off. */
  private static long read(Socket socket) {
    long all = 0;
    try {
      byte[] some = new byte[1 << 16];
      for (int n = 0; n >= 0; n = socket.getInputStream().read(some)) {
        all += n;
      }
    } catch (IOException e) {
      assertThat(e).isNotInstanceOf(java.net.SocketTimeoutException.class);
    }
    return all;
  }
}
