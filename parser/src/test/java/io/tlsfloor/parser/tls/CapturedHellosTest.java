package io.tlsfloor.parser.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.testing.Project;
import io.tlsfloor.testing.Requires;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The views and the parser that Kaitai Struct generates agree on every hello in captures. Captures
 * are not read as such: whatever looks like a handshake record with a hello, anywhere in a file, is
 * given to both, whole and with its end missing.
 */
final class CapturedHellosTest {
  private static final Path SAMPLES = Project.path("samples");
  private static final Path PUBLIC = Project.path("../shared/pcaps");
  private static final int HEADER = 9; // of the record, and of the message

  private final FirstOpinion views = new FirstOpinion();
  private int hellos;
  private int taken;

  @Test
  void bothSayTheSameOfEveryHelloInTheSamples() throws IOException {
    readAll(SAMPLES);

    assertThat(taken).isGreaterThan(400);
    assertThat(hellos - taken).as("refused by both: split over packets").isLessThan(hellos / 4);
  }

  @Test
  void bothSayTheSameOfEveryHelloInPublicCaptures() throws IOException {
    Requires.publicCaptures(PUBLIC);
    readAll(PUBLIC);

    assertThat(taken).isGreaterThan(1500);
  }

  private void readAll(Path folder) throws IOException {
    List<Path> captures;
    try (Stream<Path> files = Files.walk(folder)) {
      captures = files.filter(file -> file.toString().matches(".*\\.p?cap(ng)?")).sorted().toList();
    }
    for (Path capture : captures) {
      read(capture);
    }
  }

  private void read(Path capture) throws IOException {
    byte[] bytes = Files.readAllBytes(capture);
    for (int at = 0; at + HEADER < bytes.length; at++) {
      if (bytes[at] == 0x16 && bytes[at + 1] == 3 && bytes[at + 2] <= 4 && bytes[at + 2] >= 0) {
        int record = number(bytes, at + 3, 2);
        int type = bytes[at + 5];
        int message = number(bytes, at + 6, 3);
        int end = at + HEADER + message;
        if ((type == 1 || type == 2) && message + 4 <= record && end <= bytes.length) {
          compare(Arrays.copyOfRange(bytes, at + HEADER, end), type, capture + " at " + at);
        }
      }
    }
  }

  private void compare(byte[] hello, int type, String place) {
    hellos++;
    for (byte[] each : List.of(hello, Arrays.copyOf(hello, hello.length - hello.length / 3))) {
      String first = type == 1 ? views.client(each, false) : views.server(each);
      String second = type == 1 ? SecondOpinion.client(each, false) : SecondOpinion.server(each);
      assertThat(first).as(place).isEqualTo(second);
      if (each == hello && !first.equals("refused")) {
        taken++;
      }
    }
  }

  private static int number(byte[] bytes, int at, int length) {
    int number = 0;
    for (int i = 0; i < length; i++) {
      number = number << 8 | bytes[at + i] & 0xFF;
    }
    return number;
  }
}
