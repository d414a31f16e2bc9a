package io.tlsfloor.parser.field;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.parser.Privacy;
import io.tlsfloor.parser.observation.PrefaceKind;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests what is shown of a dialogue before TLS, and what never is. */
class PrefaceMessagesTest {
  private static String shown(PrefaceKind kind, String dialogue, boolean fromClient) {
    byte[] bytes = dialogue.getBytes(StandardCharsets.ISO_8859_1);
    return PrefaceMessages.read(List.of(kind), bytes, 0, bytes.length, fromClient)
        .messages()
        .stream()
        .map(line -> line.fields().isEmpty() ? line.note() : line.fields().get(0).meaning())
        .collect(Collectors.joining(" | "));
  }

  @Test
  void showsVerbsAndNeverWhatFollowsThem() {
    assertThat(
            shown(
                PrefaceKind.SMTP,
                "EHLO pc.contoso.com\r\nAUTH LOGIN\r\ndXNlcg==\r\ncGFzcw==\r\n"
                    + "MAIL FROM:<alex@contoso.com>\r\nDATA\r\nDear Alex,\r\n.\r\nQUIT\r\n",
                true))
        .isEqualTo(
            "EHLO pc.contoso.com | AUTH | MAIL | DATA | QUIT"
                + " | 4 not shown: they may hold what is private");
    assertThat(shown(PrefaceKind.IMAP, "a1 LOGIN alex secret\r\na2 STARTTLS\r\n", true))
        .isEqualTo("a1 LOGIN | a2 STARTTLS");
    assertThat(shown(PrefaceKind.POP3, "USER alex\r\nPASS secret\r\nSTLS\r\n", true))
        .isEqualTo("USER | PASS | STLS");
    assertThat(
            shown(
                PrefaceKind.HTTP_CONNECT,
                "CONNECT a.com:443 HTTP/1.1\r\nProxy-Authorization: Basic c2VjcmV0\r\n\r\n",
                true))
        .isEqualTo("CONNECT a.com:443 HTTP/1.1 | 1 not shown: they may hold what is private");
  }

  @Test
  void showsStatusLinesOfTheServerAndNoContents() {
    assertThat(shown(PrefaceKind.SMTP, "220 mail ready\r\n250-STARTTLS\r\n250 OK\r\n", false))
        .isEqualTo("220 mail ready | 250-STARTTLS | 250 OK");
    assertThat(
            shown(
                PrefaceKind.IMAP,
                "* OK IMAP\r\n* 1 FETCH (BODY[] {9}\r\nDear Alex\r\na1 OK done\r\n",
                false))
        .isEqualTo("* OK IMAP | a1 OK done | 2 not shown: they may hold what is private");
    assertThat(
            shown(PrefaceKind.HTTP_CONNECT, "HTTP/1.1 200 OK\r\nSet-Cookie: secret\r\n\r\n", false))
        .isEqualTo("HTTP/1.1 200 OK | 1 not shown: they may hold what is private");
  }

  @Test
  void showsNothingOfBinaryBytes() {
    assertThat(shown(PrefaceKind.SMTP, "\u0005\u0001\u0002\u0001\u0004alex\u0006secret", true))
        .isEmpty();
  }

  @Test
  void findsATargetWhereItStands() {
    byte[] request =
        "\u0005\u0001\u0000\u0005\u0001\u0000\u0003\u0005a.com\u0001\u00bb"
            .getBytes(StandardCharsets.ISO_8859_1);

    List<Message> found =
        PrefaceMessages.read(List.of(PrefaceKind.SOCKS5), request, 0, request.length, true)
            .messages();

    assertThat(found).hasSize(1);
    assertThat(found.get(0).fields().get(0).meaning()).isEqualTo("a.com");
    assertThat(found.get(0).runs().streamOffsets()[0]).isEqualTo(8);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          PROXY TCP4 10.1.2.3 40.96.0.2 51000 25    | C | address ADDRESS 10.1.2.3, address ADDRESS 40.96.0.2
          PROXY TCP6 fd00::1 2603::2 51000 25       | C | address ADDRESS fd00::1, address ADDRESS 2603::2
          250-mx.example.com Hello pc-17 [10.1.2.3] | S | address ADDRESS 10.1.2.3, ehlo-greet NAME
          250-SIZE 157286400                        | S |
          554 5.7.1 [10.1.2.3] go away              | S | address ADDRESS 10.1.2.3
          CONNECT 10.1.2.3:443 HTTP/1.1             | C | target ADDRESS 10.1.2.3
          220 mx.example.com at 09:00:04 ready      | S | address ADDRESS 09:00:04
          EHLO pc-17.example.com                    | C | domain NAME pc-17.example.com
          ehlo [10.1.2.3]                           | C | domain NAME [10.1.2.3], address ADDRESS 10.1.2.3
          MAIL FROM:<a@example.com>                 | C |
          """)
  void describesWhatALineSaysOfClients(String line, char from, String expected) {
    byte[] bytes = (line.strip() + "\r\n").getBytes(StandardCharsets.ISO_8859_1);
    String found =
        PrefaceMessages.readLine(bytes, 0, bytes.length, from == 'C').messages().stream()
            .flatMap(message -> message.fields().stream())
            .filter(field -> field.privacy() != Privacy.PUBLIC)
            .map(field -> (field.name() + " " + field.privacy() + " " + field.meaning()).strip())
            .collect(Collectors.joining(", "));

    assertThat(found).isEqualTo(expected == null ? "" : expected);
  }
}
