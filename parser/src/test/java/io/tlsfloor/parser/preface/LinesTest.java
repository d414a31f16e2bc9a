package io.tlsfloor.parser.preface;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LinesTest {
  private static LineView line(String text) {
    byte[] bytes = ("x" + text + "\r\n").getBytes(StandardCharsets.UTF_8);
    LineView line = new LineView();
    assertThat(line.wrap(ByteBuffer.wrap(bytes), 1, bytes.length - 1)).isEqualTo(bytes.length - 1);
    return line;
  }

  @Test
  void aLineEndsWithLfAndPerhapsACrBeforeIt() {
    LineView line = new LineView();
    ByteBuffer buffer = ByteBuffer.wrap("a\r\nb\nc".getBytes(StandardCharsets.US_ASCII));

    assertThat(line.wrap(buffer, 0, 6)).isEqualTo(3);
    assertThat(line.copy(0, 9)).isEqualTo("a");
    assertThat(line.wrap(buffer, 3, 3)).isEqualTo(2);
    assertThat(line.copy(0, 9)).isEqualTo("b");
    assertThat(line.wrap(buffer, 5, 1)).isZero();
    assertThat(line.wrap(buffer, 0, 2)).as("its end is not there yet").isZero();
  }

  @Test
  void noMoreThanTheLongestLineIsSearched() {
    byte[] bytes = new byte[LineView.MAX_BYTES + 1];
    bytes[LineView.MAX_BYTES] = '\n';

    assertThat(new LineView().wrap(ByteBuffer.wrap(bytes), 0, bytes.length)).isZero();
  }

  @Test
  void aRangeOutsideOfTheBufferIsACallersBug() {
    assertThatThrownBy(() -> new LineView().wrap(ByteBuffer.allocate(4), 2, 3))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void wordsAreComparedWhole() {
    LineView line = line("a1 StartTLS\tnow");

    assertThat(line.word(3, "STARTTLS")).isTrue();
    assertThat(line.word(3, "START")).isFalse();
    assertThat(line.word(-1, "A1")).isFalse();
    assertThat(line.word(13, "NOWHERE")).isFalse();
    assertThat(line.at(99)).isEqualTo(-1);
  }

  @ParameterizedTest
  @CsvSource({
    "mail.example.com, true",
    "a_b.example-1.com., true",
    "localhost, false",
    "192.0.2.1, false",
    "2.1.0, false",
    ".example.com, false",
    "a..com, false",
    "a.b/c, false",
    "a.com:25, false",
    "[192.0.2.1], false",
    "'', false",
  })
  void domainsAreToldFromOtherWords(String text, boolean expected) {
    assertThat(HostText.isDomain(text)).isEqualTo(expected);
  }

  @Test
  void aNameHasAtMost255Characters() {
    assertThat(HostText.isDomain("a".repeat(251) + ".com")).isTrue();
    assertThat(HostText.isDomain("a".repeat(252) + ".com")).isFalse();
    assertThat(HostText.domainAt(line("220 " + "a".repeat(4000) + ".com"), 4)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          CONNECT a.b:443 HTTP/1.1       | a.b 443
          CONNECT  a.b:443  HTTP/1.0     | a.b 443
          CONNECT [::1]:0 HTTP/1.1       | ::1 0
          CONNECT a.b:99999999999 HTTP/1.1 | none
          CONNECT a.b:443 HTTP/1.1x      | none
          CONNECT a.b:443                | none
          CONNECT a b:443 HTTP/1.1       | none
          CONNECT a;b:443 HTTP/1.1       | none
          CONNECT [a.b]:443 HTTP/1.1     | none
          GET a.b:443 HTTP/1.1           | none
          """)
  void connectRequests(String request, String expected) {
    assertThat(
            HttpConnect.connectTarget(line(request))
                .map(t -> t.host() + " " + t.port())
                .orElse("none"))
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "HTTP/1.1 200 OK, 200",
    "HTTP/1.0 407, 407",
    "HTTP/1.1 2000 OK, -1",
    "HTTP/1.1 099 OK, -1",
    "HTTP/2.0 200 OK, -1",
    "HTTP/1.1, -1",
    "ICY 200 OK, -1",
  })
  void statusLines(String status, int expected) {
    assertThat(HttpConnect.status(line(status))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "1a, 26",
    "1A;ext=1, 26",
    "ffffffff, 4294967295",
    "100000000, -1",
    "'', -1",
    "g, -1"
  })
  void chunkSizes(String line, long expected) {
    assertThat(HttpConnect.chunkSize(line(line))).isEqualTo(expected);
  }

  @Test
  void lengthsAreNumbersThatFit() {
    assertThat(HttpConnect.contentLength(line("content-length:  12 "))).isEqualTo(12);
    assertThat(HttpConnect.contentLength(line("Content-Length: 99999999999"))).isEqualTo(-1);
    assertThat(HttpConnect.contentLength(line("Content-Length: -1"))).isEqualTo(-1);
    assertThat(HttpConnect.contentLength(line("X-Content-Length: 1"))).isEqualTo(-1);
    assertThat(HttpConnect.isChunked(line("transfer-encoding: gzip, Chunked"))).isTrue();
  }
}
