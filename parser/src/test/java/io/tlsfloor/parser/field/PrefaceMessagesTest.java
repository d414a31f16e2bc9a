package io.tlsfloor.parser.field;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What is shown of a dialogue before TLS, and what never is. */
class PrefaceMessagesTest {
  private static String shown(String dialogue, boolean fromClient) {
    byte[] bytes = dialogue.getBytes(StandardCharsets.ISO_8859_1);
    List<Message> lines = PrefaceMessages.lines(bytes, 0, bytes.length, fromClient);
    return lines.stream()
        .map(line -> line.fields().isEmpty() ? line.note() : line.fields().get(0).meaning())
        .collect(Collectors.joining(" | "));
  }

  @Test
  void showsVerbsAndNeverWhatFollowsThem() {
    assertThat(
            shown(
                "EHLO pc.contoso.com\r\nAUTH LOGIN\r\ndXNlcg==\r\ncGFzcw==\r\n"
                    + "MAIL FROM:<alex@contoso.com>\r\nDATA\r\nDear Alex,\r\n.\r\nQUIT\r\n",
                true))
        .isEqualTo(
            "EHLO pc.contoso.com | AUTH | MAIL | DATA | QUIT"
                + " | 4 not shown: they may hold what is private");
    assertThat(shown("a1 LOGIN alex secret\r\na2 STARTTLS\r\n", true))
        .isEqualTo("a1 LOGIN | a2 STARTTLS");
    assertThat(shown("USER alex\r\nPASS secret\r\nSTLS\r\n", true)).isEqualTo("USER | PASS | STLS");
    assertThat(
            shown(
                "CONNECT a.com:443 HTTP/1.1\r\nProxy-Authorization: Basic c2VjcmV0\r\n\r\n", true))
        .isEqualTo("CONNECT a.com:443 HTTP/1.1 | 1 not shown: they may hold what is private");
  }

  @Test
  void showsStatusLinesOfTheServerAndNoContents() {
    assertThat(shown("220 mail ready\r\n250-STARTTLS\r\n250 OK\r\n", false))
        .isEqualTo("220 mail ready | 250-STARTTLS | 250 OK");
    assertThat(shown("* OK IMAP\r\n* 1 FETCH (BODY[] {9}\r\nDear Alex\r\na1 OK done\r\n", false))
        .isEqualTo("* OK IMAP | a1 OK done | 2 not shown: they may hold what is private");
    assertThat(shown("HTTP/1.1 200 OK\r\nSet-Cookie: secret\r\n\r\n", false))
        .isEqualTo("HTTP/1.1 200 OK | 1 not shown: they may hold what is private");
  }

  @Test
  void showsNothingOfBinaryBytes() {
    assertThat(shown("\u0005\u0001\u0002\u0001\u0004alex\u0006secret", true)).isEmpty();
  }

  @Test
  void findsATargetWhereItStands() {
    byte[] request =
        "\u0005\u0001\u0000\u0003\u0005a.com\u0001\u00bb".getBytes(StandardCharsets.ISO_8859_1);
    byte[] host = "a.com".getBytes(StandardCharsets.ISO_8859_1);

    Message found = PrefaceMessages.find(request, 0, request.length, host, "target", "a.com", "");

    assertThat(found).isNotNull();
    assertThat(found.streamOffset(0)).isEqualTo(5);
    assertThat(PrefaceMessages.find(request, 0, 4, host, "target", "a.com", "")).isNull();
  }
}
