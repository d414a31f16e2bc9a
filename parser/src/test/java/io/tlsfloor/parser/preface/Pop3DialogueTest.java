package io.tlsfloor.parser.preface;

import static io.tlsfloor.parser.preface.Replay.assertTold;
import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.testing.WireTalk;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Pop3DialogueTest {
  private static final String EXCHANGE =
      """
      S: +OK The Microsoft Exchange POP3 service is ready. [%s]
      C: CAPA
      S: +OK
      S: TOP
      S: UIDL
      S: STLS
      S: .
      C: STLS
      S: +OK Begin TLS negotiation.
      C: <hello>
      S: <server-hello>
      """
          .formatted(
              Base64.getEncoder()
                  .encodeToString("AM0PR01CA1.outlook.com".getBytes(StandardCharsets.UTF_16LE)));

  @Test
  void exchangeTellsItsHostInBracketsAndStartsTls() {
    assertTold(
        EXCHANGE,
        "starttls-pop3 INNER_NEXT client=C names=MAIL_GREETING:AM0PR01CA1.outlook.com"
            + " POP3 offered requested reply=[+OK Begin TLS negotiation.] accepted");
    assertThat(Replay.client(EXCHANGE))
        .isEqualTo("starttls-pop3 RUNNING client=C POP3 unlisted requested accepted");
    assertThat(Replay.server(EXCHANGE))
        .isEqualTo(
            "starttls-pop3 INNER_NEXT client=C names=MAIL_GREETING:AM0PR01CA1.outlook.com"
                + " POP3 offered requested accepted");
  }

  @Test
  void theLogInGoesOnInClearAfterARefusal() {
    assertTold(
        """
        S: +OK POP3 server ready <1896.697170952@dbc.mtview.example>
        C: CAPA
        S: -ERR unknown
        C: STLS
        S: -ERR no TLS here
        C: USER bob
        S: +OK
        C: PASS secret
        S: +OK 3 messages
        C: RETR 1
        S: +OK
        S: STLS
        S: .
        """,
        "starttls-pop3 RUNNING client=C names=MAIL_GREETING:dbc.mtview.example"
            + " POP3 unlisted requested reply=[-ERR no TLS here] clear=[USER]");
  }

  @Test
  void commandsSentTogetherFindTheirReplies() {
    assertTold(
        """
        S: +OK ready
        C: CAPA
        C: STLS
        S: +OK list follows
        S: XXXX
        S: .
        S: -ERR no
        C: AUTH PLAIN
        S: +
        C: AGJvYgBzZWNyZXQ=
        S: +OK
        C: STAT
        """,
        "starttls-pop3 RUNNING client=C"
            + " POP3 not-offered masked requested reply=[-ERR no] clear=[AUTH]");
  }

  @Test
  void aListWithAHoleProvesNothingMissing() {
    assertThat(
            Replay.whole(
                    WireTalk.of(
                        """
                        S: +OK ready
                        C: CAPA
                        S: +OK
                        S: TOP
                        S~
                        S: UIDL
                        S: .
                        C: STLS
                        S: +OK go
                        """))
                .told())
        .isEqualTo(
            "starttls-pop3 INNER_NEXT client=C POP3 unlisted requested reply=[+OK go] accepted");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          name in UTF-16LE     | a.example.com | a.example.com
          no domain            | localhost     | ''
          control characters   | a.exam\u0007ple.com | ''
          too long             | LONG          | ''
          """)
  void onlyANameIsTakenFromTheBrackets(String what, String host, String expected) {
    String name = host.equals("LONG") ? "a.".repeat(200) + "example.com" : host;
    String base64 = Base64.getEncoder().encodeToString(name.getBytes(StandardCharsets.UTF_16LE));
    Replay replay = Replay.whole(WireTalk.of("S: +OK ready [" + base64 + "]"));

    assertThat(replay.last().names())
        .extracting(n -> n.name())
        .isEqualTo(expected.isEmpty() ? java.util.List.of() : java.util.List.of(expected));
  }

  @ParameterizedTest
  @CsvSource({"[====]", "[A=AA]", "[AAAA=]", "[AA*A]", "[AAAAA]", "[]", "]", "[", "[[[[]"})
  void bracketsThatAreNoBase64AreNoName(String brackets) {
    Replay replay = Replay.whole(WireTalk.of("S: +OK ready " + brackets));

    assertThat(replay.last().names()).isEmpty();
  }

  @Test
  void redisIsNoMail() {
    assertTold("S: +OK\nC: *1", "starttls-pop3 ENDED client=C");
  }
}
