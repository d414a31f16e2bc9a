package io.tlsfloor.parser.preface;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.parser.observation.PrefaceKind;
import io.tlsfloor.parser.preface.Preface.State;
import io.tlsfloor.testing.Rounds;
import io.tlsfloor.testing.WireTalk;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every dialogue takes whatever comes: never throws, never claims bytes it was not given. */
class HostilePrefaceTest {
  private static final int ROUNDS = Rounds.some(3_000);
  private static final int SECRET_ROUNDS = Rounds.some(300);
  private static final int TRACKER_HOLDS_BYTES = 1 << 16;

  /** Pieces that make input get further than noise does. */
  private static final String[] PIECES = {
    "220 mx.example.net ESMTP\r\n",
    "250-STARTTLS\r\n",
    "250 ok\r\n",
    "454 TLS no\r\n",
    "334 \r\n",
    "354 go\r\n",
    "EHLO a\r\n",
    "STARTTLS\r\n",
    "AUTH LOGIN\r\n",
    "DATA\r\n",
    "BDAT 99999999999\r\n",
    "* OK [CAPABILITY STARTTLS\r\n",
    "* CAPABILITY XXXXXXXX ]\r\n",
    "a1 STARTTLS\r\n",
    "a1 OK go\r\n",
    "a2 LOGIN {4294967296}\r\n",
    "a2 LOGIN {3}\r\n",
    "+ \r\n",
    "+OK [AAA=\r\n",
    "+OK <@>\r\n",
    "-ERR\r\n",
    "CAPA\r\n",
    "STLS\r\n",
    ".\r\n",
    "CONNECT a:1 HTTP/1.1\r\n",
    "CONNECT [::]:1 HTTP/1.0\r\n",
    "\r\n",
    "HTTP/1.1 407 x\r\n",
    "HTTP/1.1 200 OK\r\n",
    "Transfer-Encoding: chunked\r\n",
    "Content-Length: 99999999999999999999\r\n",
    "Content-Length: 7\r\n",
    "ffffffff\r\n",
    "0\r\n",
    "<stream:stream>",
    "<starttls/>",
    "<proceed/>",
    "<proceed>",
    "</proceed>",
    "\u0005\u0001\u0000",
    "\u0005\u0000",
    "\u0005\u0001\u0000\u0003",
    "\u0001\u0001\u0000\u0004",
    "\u0000Z",
    "0\u0084\u007f\u00ff\u00ff\u00ff",
    "0\u000c\u0002\u0001\u0001x",
    "\u0016\u0003\u0001",
    "\u0080",
    "\u0003\u0000\u0000\u0013\u000e\u00e0",
    "AUTH TLS\r\n",
    "234 go\r\n",
    "382 go\r\n",
    ":a 670 b\r\n",
    "OK\r\n",
    "PROXY UNKNOWN\r\n",
    "\n",
    "\r",
    "{}\r\n",
    "{+}\r\n",
    "X",
    "[",
    "]\r\n"
  };

  @TestFactory
  List<DynamicTest> takesWhateverComes() {
    List<DynamicTest> tests = new ArrayList<>();
    for (PrefaceKind kind : PrefaceKind.values()) {
      Random random = new Random(kind.ordinal());
      tests.add(
          DynamicTest.dynamicTest(
              kind.label(),
              () -> {
                for (int round = 0; round < ROUNDS; round++) {
                  play(PrefaceRecognizer.begin(kind, random.nextInt(2)), random);
                }
              }));
    }
    return tests;
  }

  private static void play(Preface preface, Random random) {
    byte[][] held = {new byte[0], new byte[0]};
    boolean[] tls = new boolean[2];
    int events = random.nextInt(40);
    for (int i = 0; i < events && preface.state() == State.RUNNING; i++) {
      int direction = random.nextInt(2);
      int what = random.nextInt(40);
      if (what == 0) {
        held[direction] = new byte[0];
        preface.hole(direction);
      } else if (what == 1) {
        tls[direction] = true;
        preface.tlsBegan(direction);
      } else if (!tls[direction]) {
        held[direction] = offer(preface, direction, join(held[direction], piece(random)));
        held[1 - direction] =
            tls[1 - direction] ? new byte[0] : offer(preface, 1 - direction, held[1 - direction]);
      }
      assertTold(preface);
    }
  }

  private static byte[] offer(Preface preface, int direction, byte[] bytes) {
    ByteBuffer buffer = ByteBuffer.allocate(bytes.length + 2).put(1, bytes).asReadOnlyBuffer();
    boolean running = preface.state() == State.RUNNING;
    int used = preface.read(direction, buffer, 1, bytes.length);
    assertThat(used).isBetween(0, running ? bytes.length : 0);
    assertThat(buffer.position()).isZero();
    return java.util.Arrays.copyOfRange(bytes, used, bytes.length);
  }

  private static byte[] piece(Random random) {
    int kind = random.nextInt(10);
    if (kind == 0) {
      byte[] noise = new byte[random.nextInt(300)];
      random.nextBytes(noise);
      return noise;
    }
    byte[] piece = PIECES[random.nextInt(PIECES.length)].getBytes(StandardCharsets.ISO_8859_1);
    if (kind == 1 && piece.length > 0) {
      piece[random.nextInt(piece.length)] = (byte) random.nextInt();
    }
    return kind == 2 ? java.util.Arrays.copyOf(piece, random.nextInt(piece.length + 1)) : piece;
  }

  private static byte[] join(byte[] first, byte[] second) {
    byte[] both = java.util.Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  private static void assertTold(Preface preface) {
    assertThat(preface.kind()).isNotNull();
    assertThat(preface.names()).hasSizeLessThanOrEqualTo(Exchange.MAX_NAMES);
    assertThat(preface.names()).allMatch(n -> !n.name().isEmpty() && n.name().length() <= 255);
    preface.target().ifPresent(t -> assertThat(t.port()).isBetween(0, 0xFFFF));
    preface.clientName().ifPresent(n -> assertThat(n.length()).isLessThanOrEqualTo(255));
    preface
        .mail()
        .ifPresent(
            mail -> {
              assertThat(mail.commandsInClear()).doesNotHaveDuplicates().hasSizeLessThan(8);
              mail.reply().ifPresent(r -> assertThat(r.length()).isLessThanOrEqualTo(200));
            });
  }

  @TestFactory
  List<DynamicTest> holdsLittleOfALongStream() {
    List<DynamicTest> tests = new ArrayList<>();
    for (PrefaceKind kind : PrefaceKind.values()) {
      for (int direction = 0; direction < 2; direction++) {
        int sender = direction;
        tests.add(
            DynamicTest.dynamicTest(
                kind.label() + " from " + direction,
                () -> {
                  for (String unit : new String[] {"a", "250-a\r\n", "* 1 a\r\n", "<a", "x\r\n"}) {
                    Preface preface = PrefaceRecognizer.begin(kind, 0);
                    byte[] held = new byte[0];
                    byte[] segment = unit.repeat(400).getBytes(StandardCharsets.ISO_8859_1);
                    for (int s = 0; s < 100 && preface.state() == State.RUNNING; s++) {
                      held = offer(preface, sender, join(held, segment));
                      if (held.length >= TRACKER_HOLDS_BYTES) {
                        break;
                      }
                    }
                    assertThat(held.length).as(unit).isLessThan(TRACKER_HOLDS_BYTES);
                  }
                }));
      }
    }
    return tests;
  }

  /**
   * Whatever the dialogue and wherever it is cut, an argument that is a secret is nowhere in it.
   */
  @TestFactory
  List<DynamicTest> keepsNoCredential() {
    String secret = "s3cr3tPassw0rd";
    List<String> scripts =
        List.of(
            """
            S: 220 mx.example.net ESMTP
            C: EHLO a
            S: 250-mx.example.net
            S: 250 AUTH PLAIN LOGIN
            C: AUTH PLAIN SECRET
            S: 334 go
            C: SECRET
            S: 535 no
            C: MAIL FROM:<SECRET@example.com> AUTH=SECRET
            S: 250 ok
            C: DATA
            S: 354 go
            C: SECRET
            """,
            """
            S: * OK IMAP4rev1 ready
            C: a1 LOGIN bob {14}
            S: + go
            C: SECRET
            S: a1 NO
            C: a2 LOGIN SECRET SECRET
            S: a2 NO
            C: a3 AUTHENTICATE PLAIN
            S: +
            C: SECRET
            """,
            """
            S: +OK POP3 ready
            C: USER SECRET
            S: +OK
            C: PASS SECRET
            S: -ERR
            C: APOP SECRET SECRET
            S: -ERR
            C: AUTH PLAIN SECRET
            """,
            """
            C: CONNECT a.example:443 HTTP/1.1
            C: Proxy-Authorization: Basic SECRET
            C:
            S: HTTP/1.1 407 no
            S: Content-Length: 14
            S:
            S: SECRET
            C: CONNECT a.example:443 HTTP/1.1
            C: Proxy-Authorization: Basic SECRET
            C:
            """);
    List<DynamicTest> tests = new ArrayList<>();
    for (String script : scripts) {
      String first = script.lines().findFirst().orElseThrow();
      tests.add(DynamicTest.dynamicTest(first, () -> assertKeepsNot(script, secret)));
    }
    return tests;
  }

  private static void assertKeepsNot(String script, String secret) {
    List<WireTalk.Said> events = WireTalk.of(script.replace("SECRET", secret));
    assertThat(Replay.split(events).told()).doesNotContain(secret);
    assertThat(Replay.joined(events).told()).doesNotContain(secret);
    Random random = new Random(1);
    for (int round = 0; round < SECRET_ROUNDS; round++) {
      List<WireTalk.Said> damaged = new ArrayList<>();
      for (WireTalk.Said event : events) {
        int fate = random.nextInt(10);
        if (fate == 0) {
          damaged.add(new WireTalk.Said(event.byClient(), new byte[0]));
        } else if (fate > 1) {
          damaged.add(event);
        }
      }
      assertThat(Replay.whole(damaged).told()).doesNotContain(secret);
    }
  }
}
