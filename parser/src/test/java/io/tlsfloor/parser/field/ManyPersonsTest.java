package io.tlsfloor.parser.field;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.parser.Privacy;
import io.tlsfloor.parser.observation.PrefaceKind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Of the persons in a dialogue that somebody made long the first are told, the others hidden. */
class ManyPersonsTest {
  private static PrefaceMessages read(PrefaceKind kind, String said, boolean byClient) {
    byte[] bytes = said.getBytes(StandardCharsets.ISO_8859_1);
    return PrefaceMessages.read(List.of(kind), bytes, 0, bytes.length, byClient);
  }

  /** Shows what may leave the house; a star for each byte that may not. */
  private static String open(PrefaceKind kind, String said, boolean byClient) {
    BitSet open = read(kind, said, byClient).privacy().mayLeave();
    StringBuilder text = new StringBuilder(said);
    for (int i = 0; i < said.length(); i++) {
      text.setCharAt(i, open.get(i) ? said.charAt(i) : '*');
    }
    return text.toString();
  }

  @Test
  void ofManyThatAGreetingNamesTheFirstAreTold() {
    String each = "EHLO pc-1\r\n";

    String open = open(PrefaceKind.SMTP, each.repeat(50) + "STARTTLS\r\n", true);

    assertThat(open).isEqualTo(each.repeat(48) + "EHLO ****\r\n".repeat(2) + "STARTTLS\r\n");
  }

  @Test
  void whoIsNotInAMessageThatIsShownIsHidden() {
    String before = "NOOP\r\n".repeat(60);
    String said = before + "EHLO pc-1\r\nHELO [10.1.1.1]\r\nSTARTTLS\r\n";

    assertThat(open(PrefaceKind.SMTP, said, true))
        .isEqualTo(before + "EHLO ****\r\nHELO **********\r\nSTARTTLS\r\n");
  }

  @Test
  void whereNoMoreIsSearchedNothingIsTold() {
    String status = "HTTP/1.1 200 " + "a".repeat(1011);

    String open = open(PrefaceKind.HTTP_CONNECT, status + "10.1.1.1\r\n\r\n", false);

    assertThat(open).isEqualTo(status + "********\r\n\r\n");
  }

  @Test
  void ofAVeryLongLineItsVerbIsTold() {
    String line = "250-" + "a".repeat(9_000);

    assertThat(open(PrefaceKind.SMTP, line + "\r\n250 STARTTLS\r\n", false))
        .isEqualTo("250-" + "*".repeat(9_000) + "\r\n250 STARTTLS\r\n");
  }

  @Test
  void manyEmptyLinesAreOpen() {
    String said = "\r\n".repeat(50) + "\n".repeat(50) + "secret\r\n" + "\n".repeat(50) + "QUIT\r\n";

    assertThat(open(PrefaceKind.SMTP, said, true)).isEqualTo(said.replace("secret", "******"));
    assertThat(read(PrefaceKind.SMTP, said, true).messages().stream().map(Message::note))
        .contains("1 not shown: they may hold what is private");
  }

  @Test
  void aFieldInManyPiecesIsAsOpenAsInOne() {
    Random random = new Random(2);
    for (int round = 0; round < 200; round++) {
      List<Field> fields = new ArrayList<>();
      PrivacyMap whole = new PrivacyMap();
      for (int i = 0; i < 20; i++) {
        Privacy privacy = Privacy.values()[random.nextInt(Privacy.values().length)];
        Field field = new Field("", random.nextInt(60), random.nextInt(9), privacy, "", "");
        fields.add(field);
        whole.add(field.offset(), field.length(), privacy);
      }
      ByteRuns pieces = new ByteRuns();
      BitSet expected = new BitSet();
      for (int i = 0; i < 30; i++) {
        int at = random.nextInt(70);
        int length = random.nextInt(8);
        pieces.add(at, 8 * i, length);
        for (int j = 0; j < length; j++) {
          expected.set(8 * i + j, whole.mayLeave().get(at + j));
        }
      }
      PrivacyMap map = new PrivacyMap();

      map.add(fields, pieces);

      assertThat(map.mayLeave()).isEqualTo(expected);
    }
  }
}
