package io.tlsfloor.parser.preface;

import static io.tlsfloor.parser.preface.Replay.assertTold;
import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.testing.WireTalk;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class ImapDialogueTest {
  private static final String HOST = "LO2P265CA0001.GBRP265.PROD.OUTLOOK.COM";
  private static final String BRACKETS =
      "[" + Base64.getEncoder().encodeToString(HOST.getBytes(StandardCharsets.UTF_16LE)) + "]";

  private static final String EXCHANGE =
      """
      S: * OK The Microsoft Exchange IMAP4 service is ready. %s
      C: a001 CAPABILITY
      S: * CAPABILITY IMAP4 IMAP4rev1 LOGINDISABLED STARTTLS UIDPLUS
      S: a001 OK CAPABILITY completed.
      C: a002 STARTTLS
      S: a002 OK Begin TLS negotiation now.
      C: <hello>
      S: <server-hello>
      """
          .formatted(BRACKETS);

  @Test
  void exchangeTellsItsHostInBracketsAndStartsTls() {
    assertTold(
        EXCHANGE,
        "starttls-imap INNER_NEXT client=C names=MAIL_GREETING:"
            + HOST
            + " IMAP offered requested reply=[a002 OK Begin TLS negotiation now.] accepted");
    assertThat(Replay.client(EXCHANGE))
        .isEqualTo("starttls-imap RUNNING client=C IMAP unlisted requested accepted");
    assertThat(Replay.server(EXCHANGE))
        .isEqualTo(
            "starttls-imap INNER_NEXT client=C names=MAIL_GREETING:"
                + HOST
                + " IMAP offered requested accepted");
  }

  @Test
  void capabilitiesStandInTheGreetingToo() {
    assertTold(
        """
        S: * OK [CAPABILITY IMAP4rev1 SASL-IR STARTTLS] mail.example.net Dovecot ready.
        C: . STARTTLS
        S: * BAD unrelated
        S: . BAD no
        C: a LOGIN bob {6}
        S: + go on
        C: secret "STARTTLS"
        S: a OK [CAPABILITY IMAP4rev1] logged in
        C: b STARTTLS
        """,
        "starttls-imap RUNNING client=C names=MAIL_GREETING:mail.example.net"
            + " IMAP offered requested reply=[. BAD no] clear=[LOGIN]");
  }

  @Test
  void literalsAreNoCommands() {
    assertTold(
        """
        S: * OK ready
        C: a1 ID ("name" {13}
        S: + OK
        C= 0d0a 6232205354415254 54 4c 53 # an empty line and b2 STARTTLS
        C= 290d0a
        S: * ID {14}
        S: a9 OK STARTTLS
        S: a1 OK done
        C: a2 LOGIN {3+}
        C= 626f62
        C: {5}
        S: a2 NO first refused
        C: a3 AUTHENTICATE PLAIN
        S: +
        C: AGJvYgBzZWNyZXQ=
        S: a3 NO
        """,
        "starttls-imap RUNNING client=C IMAP unlisted clear=[LOGIN, AUTHENTICATE]");
  }

  @Test
  void anOverwrittenCapabilityIsSaid() {
    assertTold(
        """
        S: * OK [CAPABILITY IMAP4rev1 XXXXXXXX AUTH=PLAIN] ready
        C: a1 LOGIN bob secret
        S: a1 OK in
        C: a2 SELECT INBOX
        """,
        "starttls-imap RUNNING client=C IMAP not-offered masked clear=[LOGIN]");
  }

  @Test
  void nothingIsReadAfterTheLogin() {
    Replay replay =
        Replay.whole(
            WireTalk.of(
                """
                S: * OK ready
                C: a1 LOGIN bob secret
                S: a1 OK in
                S: * 1 FETCH (BODY[] {100000000}
                """));

    assertThat(replay.last().wantsBytes()).isFalse();
  }

  @Test
  void injectedCommandsAreDropped() {
    assertTold(
        """
        S: * OK ready
        C: a1 STARTTLS
        C: a2 LOGIN mallory x
        S: a1 OK go
        C: <hello>
        """,
        "starttls-imap INNER_NEXT client=C IMAP unlisted requested reply=[a1 OK go] accepted");
  }

  @Test
  void aHoleHidesOnlyWhatWasInIt() {
    assertThat(
            Replay.whole(
                    WireTalk.of(
                        """
                        S: * OK ready
                        C: a1 CAPABILITY
                        S~
                        S: STARTTLS IDLE
                        S: a1 OK done
                        C: a2 STARTTLS
                        S~
                        S: a2 OK go
                        C: <hello>
                        """))
                .told())
        .isEqualTo(
            "starttls-imap INNER_NEXT client=C IMAP unlisted requested reply=[a2 OK go] accepted");
  }

  @Test
  void otherProtocolsThatGreetAlikeEnd() {
    assertTold("S: * OK\nC: GET / HTTP/1.1", "starttls-imap ENDED client=C");
  }
}
