package io.tlsfloor.capture.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.parser.observation.Loss;
import io.tlsfloor.parser.observation.Outcome;
import io.tlsfloor.parser.observation.TlsConnection;
import io.tlsfloor.parser.observation.TlsVersion;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A ClientHello behind a dialogue that is not known, cut at each of its first bytes. */
class HelloBehindTextTest {
  private static final int LAST_CUT = 40;

  @ParameterizedTest(name = "{0}, set-up seen: {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          text of no known dialogue | text "hello there\\r\\n"                   | true
          the same, no set-up       | text "hello there\\r\\n"                   | false
          the end of a line missing | text "begin"                               | true
          random bytes              | random 100                                 | true
          zeros                     | zeros 30                                   | true
          what may begin a record   | hex 16 03 01                               | true
          a request before CONNECT  | text "GET / HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n" | true
          """)
  void isReadWhereverItIsCut(String name, String text, boolean setUp) {
    for (int cut = 1; cut <= LAST_CUT; cut++) {
      String tail = "C hello 1.0[" + cut + ",100000]";
      String head = "hello 1.0[0," + cut + "]";
      assertRefused(name, cut, setUp, "C " + text, "S random 30", "C " + head, tail);
      assertRefused(name + ", glued", cut, setUp, "C " + text + " + " + head, tail);
      assertRefused(
          name + ", later", cut, setUp, "C " + text, "C random 9", "S random 9", "C " + head, tail);
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          a malformed hello | hex 16 03 01 00 09 01 00 00 05 03 01 00 00 00
          another message   | hex 16 03 01 00 04 00 00 00 00 03
          no record         | hex 16 03 09 00 04 01 00 00 00
          """)
  void isReadInOneSegmentWithOtherBytesAroundIt(String name, String before) {
    assertRefused(name + ", last", 0, true, "C " + before + " + hello 1.0");
    assertRefused(name, 0, true, "C " + before + " + random 70 + hello 1.0 + random 30");
  }

  /** What begins as a hello is not one, which shows only when all of its record is there. */
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          its record ends before the hello  | 00 59 01 00 00 55 03 01 | 83  | 0
          its record ends within the hello  | 00 8b 01 00 00 87 03 01 | 83  | 0
          its record ends behind the hello  | 01 2c 01 00 01 28 03 01 | 83  | 400
          its message is longer than it     | 00 59 01 00 01 28 03 01 | 83  | 400
          """)
  void isReadBehindWhatOnlyBeginsAsOne(String name, String header, int more, int behind) {
    String fake = "hex 16 03 01 " + header + " + random " + more;
    String rest = behind == 0 ? "" : " + random " + behind;
    assertFoundOrStated(name + ", at once", 0, "C " + fake + " + hello 1.0" + rest);
    assertFoundOrStated(name + ", apart", 0, "C " + fake, "C hello 1.0" + rest);
    for (int cut = 1; cut <= LAST_CUT; cut++) {
      String tail = "C hello 1.0[" + cut + ",100000]" + rest;
      assertFoundOrStated(name, cut, "C " + fake + " + hello 1.0[0," + cut + "]", tail);
    }
  }

  /** The first record is of another message: no server takes what follows, unless it is forged. */
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          HelloRequest                       | 00 04 00 00 00 00                      | 0
          HelloRequest in two records        | 00 02 00 00 16 03 01 00 02 00 00       | 0
          the beginning of a HelloRequest    | 00 02 00 00                            | 0
          HelloRequest that claims a body    | 00 04 00 00 01 f4                      | 0
          HelloRequest with half of its body | 00 0a 00 00 01 f4 00 00 00 00 00 00    | 0
          CertificateVerify likewise         | 00 04 0f 00 01 f4                      | 0
          the beginning of a Certificate     | 00 04 0b 00 01 f4                      | 0
          several messages                   | 00 0c 00 00 00 00 10 00 00 00 0e 00 00 00 | 0
          longer than what is there          | 01 f4 00 00 00 00                      | 0
          longer than the hello              | 01 f4 00 00 00 00                      | 600
          """)
  void isReadBehindARecordOfAnotherMessage(String name, String header, int behind) {
    String first = "hex 16 03 01 " + header;
    String rest = behind == 0 ? "" : " + random " + behind;
    assertFoundOrStated(name + ", at once", 0, "C " + first + " + hello 1.0" + rest);
    assertFoundOrStated(name + ", apart", 0, "C " + first, "C hello 1.0" + rest);
    for (int cut = 1; cut <= LAST_CUT; cut++) {
      String head = "hello 1.0[0," + cut + "]";
      String tail = "C hello 1.0[" + cut + ",100000]" + rest;
      assertFoundOrStated(name, cut, "C " + first + " + " + head, tail);
      assertFoundOrStated(name + ", apart", cut, "C " + first, "C " + head, tail);
    }
    int length = header.split(" ").length + 3;
    for (int cut = 1; cut < length; cut++) {
      String one = "C hex " + ("16 03 01 " + header).substring(0, 3 * cut);
      String other = "C hex " + ("16 03 01 " + header).substring(3 * cut);
      assertFoundOrStated(name + ", itself", cut, one, other + " + hello 1.0" + rest);
      assertFoundOrStated(name + ", itself, apart", cut, one, other, "C hello 1.0" + rest);
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          random bytes                 | random 60
          a hello of no known version  | hex 16 03 01 00 40 01 00 01 00 00 00 + random 55
          """)
  void isReadInARecordThatClaimsMoreThanIsThere(String name, String before) {
    String record = before + " + hex 16 03 00 1c 9d + ";
    assertRefused(name, 0, true, "C " + record + "hello 1.0[5,100000] + random 200");
    assertRefused(
        name, 0, true, "C " + before, "C hex 16 03 00 1c 9d + hello 1.0[5,100000] + random 200");
    for (int cut = 1; cut <= LAST_CUT; cut++) {
      String head = "C " + record + "hello 1.0[5," + (5 + cut) + "]";
      String tail = "C hello 1.0[" + (5 + cut) + ",100000] + random 200";
      assertRefused(name, cut, true, head, tail);
    }
  }

  private static void assertRefused(String name, int cut, boolean setUp, String... talk) {
    List<TlsConnection> told = analyzed(setUp, talk).connections();
    assertThat(told).as("%s, cut at %d", name, cut).hasSize(1);
    TlsConnection connection = told.get(0);
    assertThat(connection.outcome()).as("%s, cut at %d", name, cut).isEqualTo(Outcome.REFUSED);
    assertThat(connection.offer().orElseThrow().max())
        .as("%s, cut at %d", name, cut)
        .isEqualTo(TlsVersion.TLS_1_0);
  }

  /** What no client sends before its hello hides it or does not: that it is there is stated. */
  private static void assertFoundOrStated(String name, int cut, String... talk) {
    Analyzed analyzed = analyzed(true, talk);
    boolean found =
        analyzed.connections().stream()
            .anyMatch(c -> c.offer().filter(o -> o.max().equals(TlsVersion.TLS_1_0)).isPresent());
    boolean stated =
        analyzed.coverage().count(Loss.CONFLICTS) + analyzed.coverage().count(Loss.CUT_HELLOS) > 0;
    assertThat(found || stated).as("%s, cut at %d: %s", name, cut, analyzed).isTrue();
  }

  private static Analyzed analyzed(boolean setUp, String... talk) {
    List<String> lines = new ArrayList<>();
    String sent = setUp ? "" : "! ";
    lines.addAll(List.of(sent + "C S", sent + "S SA", "C"));
    lines.addAll(List.of(talk));
    lines.addAll(List.of("S alert 2 70", "S FA"));
    return new PacketScript(lines).analyzed();
  }
}
