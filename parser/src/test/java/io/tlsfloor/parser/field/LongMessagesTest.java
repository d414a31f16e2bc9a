package io.tlsfloor.parser.field;

import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.tlsfloor.parser.observation.PrefaceKind;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What somebody made long costs what it is long, and not the square of it. */
class LongMessagesTest {
  private static final int BYTES = 100_000;
  private static final List<String> BEGINNINGS = List.of("", "250-", "EHLO ", "HTTP/1.1 200 ");
  private static final List<String> REPEATED =
      List.of(".", " ", "a", ":", "1.1.1.", "<", "<a>", "{", "\n");

  @Test
  void aLineOfOneCharacterIsReadInItsOrder() {
    assertTimeoutPreemptively(
        Duration.ofSeconds(20), // two are usual; one line took 80
        () -> {
          for (PrefaceKind kind : List.of(PrefaceKind.SMTP, PrefaceKind.HTTP_CONNECT)) {
            for (String beginning : BEGINNINGS) {
              for (String repeated : REPEATED) {
                read(kind, beginning + repeated.repeat(BYTES / repeated.length()));
              }
            }
          }
        });
  }

  private static void read(PrefaceKind kind, String said) {
    byte[] stream = said.getBytes(StandardCharsets.ISO_8859_1);
    PrefaceMessages.read(List.of(kind), stream, 0, stream.length, true);
    PrefaceMessages.read(List.of(kind), stream, 0, stream.length, false);
  }

  @Test
  void manyShortHandshakeMessagesInFullRecordsAreReadInTheirOrder() {
    byte[] stream = new byte[8 * 16_389];
    for (int record = 0; record < 8; record++) {
      int at = record * 16_389;
      stream[at] = 22;
      stream[at + 1] = 3;
      stream[at + 2] = 1;
      stream[at + 3] = 0x40; // 16384 bytes: 4096 empty HelloRequests
    }

    assertTimeoutPreemptively(
        Duration.ofSeconds(8), // one is usual; it took 13
        () -> {
          for (int i = 0; i < 100; i++) {
            RecordMessages.toProve(stream, false, 1).read(0, stream.length);
          }
        });
  }

  @Test
  void aHelloInRecordsOfOneByteIsReadInItsOrder() {
    int length = 20_000;
    byte[] hello = new byte[4 + length];
    hello[0] = 1;
    hello[2] = (byte) (length >> 8);
    hello[3] = (byte) length;
    hello[4] = 3;
    hello[5] = 1;
    hello[4 + 34] = 0; // session
    hello[4 + 36] = 2; // suites
    hello[4 + 39] = 1; // compression
    int extensions = length - 43;
    hello[4 + 41] = (byte) (extensions >> 8);
    hello[4 + 42] = (byte) extensions;
    byte[] stream = new byte[6 * hello.length];
    for (int i = 0; i < hello.length; i++) {
      stream[6 * i] = 22;
      stream[6 * i + 1] = 3;
      stream[6 * i + 2] = 1;
      stream[6 * i + 4] = 1;
      stream[6 * i + 5] = hello[i];
    }

    assertTimeoutPreemptively(
        Duration.ofSeconds(8), // one is usual; it took 12
        () -> {
          for (int i = 0; i < 30; i++) {
            RecordMessages shown = RecordMessages.toProve(stream, true, 1);
            shown.read(0, stream.length);
            shown.messages().get(shown.messages().size() - 1).streamOffsets();
          }
        });
  }
}
