package io.tlsfloor.parser.field;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.parser.AddressText;
import io.tlsfloor.parser.Privacy;
import io.tlsfloor.parser.observation.PrefaceKind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
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
  void ofManyAddressesOfALineNoneIsTold() {
    String status = "HTTP/1.1 200 " + "10.1.1.1 ".repeat(65);

    String open = open(PrefaceKind.HTTP_CONNECT, status + "\r\n\r\n", false);

    assertThat(open).isEqualTo("HTTP" + "*".repeat(status.length() - 4) + "\r\n\r\n");
  }

  @Test
  void ofAVeryLongLineItsVerbIsTold() {
    String line = "250-" + "a".repeat(9_000);

    assertThat(open(PrefaceKind.SMTP, line + "\r\n250 STARTTLS\r\n", false))
        .isEqualTo("250-" + "*".repeat(9_000) + "\r\n250 STARTTLS\r\n");
  }

  @Test
  void whereNoMoreIsSearchedLinesThatCannotNameAPersonStay() {
    String searched = "250-x.1.2.3 " + "1.2.".repeat(1_000) + "\r\n"; // no address, but like one

    String open =
        open(PrefaceKind.SMTP, searched.repeat(5) + "250-10.1.1.1\r\n250-SIZE 1\r\n", false);

    assertThat(open).endsWith("250-********\r\n250-SIZE 1\r\n").startsWith("250-x.1.2.3");
  }

  @Test
  void manyEmptyLinesAreOpen() {
    String said = "\r\n".repeat(50) + "\n".repeat(50) + "secret\r\n" + "\n".repeat(50) + "QUIT\r\n";

    assertThat(open(PrefaceKind.SMTP, said, true)).isEqualTo(said.replace("secret", "******"));
    assertThat(read(PrefaceKind.SMTP, said, true).messages().stream().map(Message::note))
        .contains("1 not shown: they may hold what is private");
  }

  @Test
  void whatMayBeAnAddressIsNeverPassedOver() {
    Random random = new Random(1);
    for (int i = 0; i < 200_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int length = random.nextInt(24); length > 0; length--) {
        text.append("1023.:.:af x".charAt(random.nextInt(12)));
      }
      if (AddressText.PATTERN.matcher(text).find()) {
        assertThat(mayStandIn(text.toString())).as(text.toString()).isTrue();
      }
    }
    assertThat(Stream.of("Host: mail.example: 25", "1.10 and 2.20, 3.30", ""))
        .noneMatch(ManyPersonsTest::mayStandIn);
  }

  private static boolean mayStandIn(String text) {
    return AddressText.mayStandIn(text.getBytes(StandardCharsets.ISO_8859_1), text.length());
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
