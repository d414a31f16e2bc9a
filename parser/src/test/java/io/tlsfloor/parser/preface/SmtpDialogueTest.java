package io.tlsfloor.parser.preface;

import static io.tlsfloor.parser.preface.Replay.assertTold;
import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.testing.WireTalk;
import org.junit.jupiter.api.Test;

class SmtpDialogueTest {
  private static final String SUBMISSION =
      """
      S: 220 LO2P265CA0001.outlook.office365.com Microsoft ESMTP MAIL Service ready at Wed, 25 Nov 2026
      C: EHLO scanner-3.contoso.com
      S: 250-LO2P265CA0001.outlook.office365.com Hello [203.0.113.7]
      S: 250-SIZE 157286400
      S: 250-PIPELINING
      S: 250-STARTTLS
      S: 250 SMTPUTF8
      C: STARTTLS
      S: 220 2.0.0 SMTP server ready
      C: <hello>
      S: <server-hello>
      """;

  @Test
  void submissionToTheServiceEndsInTls() {
    assertTold(
        SUBMISSION,
        "starttls-smtp INNER_NEXT client=C"
            + " names=MAIL_GREETING:LO2P265CA0001.outlook.office365.com,"
            + "EHLO:LO2P265CA0001.outlook.office365.com"
            + " SMTP offered requested reply=[220 2.0.0 SMTP server ready] accepted"
            + " ehlo=scanner-3.contoso.com");

    Replay replay = Replay.whole(WireTalk.of(SUBMISSION));
    assertThat(replay.tls(0)).isTrue();
    assertThat(replay.tls(1)).isTrue();
  }

  @Test
  void theClientAloneTellsThatItAsked() {
    assertThat(Replay.oneSided(WireTalk.of(SUBMISSION), 0).told())
        .isEqualTo(
            "starttls-smtp RUNNING client=C SMTP unlisted requested accepted"
                + " ehlo=scanner-3.contoso.com");
  }

  @Test
  void theServerAloneTellsAllButTheClientsName() {
    assertThat(Replay.oneSided(WireTalk.of(SUBMISSION), 1).told())
        .isEqualTo(
            "starttls-smtp INNER_NEXT client=C"
                + " names=MAIL_GREETING:LO2P265CA0001.outlook.office365.com,"
                + "EHLO:LO2P265CA0001.outlook.office365.com"
                + " SMTP offered requested reply=[220 2.0.0 SMTP server ready] accepted");
  }

  @Test
  void greetingsAndRepliesOfSeveralLinesAreOneReply() {
    assertTold(
        """
        S: 220-mx.example.net ESMTP, no UCE
        S: 220-this line is not a reply to STARTTLS
        S: 220 third.example.net
        C: EHLO a
        S: 250-mx.example.net
        S: 250 STARTTLS
        C: STARTTLS
        S: 220-go
        S: 220 ahead
        C: <hello>
        """,
        "starttls-smtp INNER_NEXT client=C names=MAIL_GREETING:mx.example.net,EHLO:mx.example.net"
            + " SMTP offered requested reply=[220-go\\n220 ahead] accepted ehlo=a");
  }

  @Test
  void mailGoesOnInClearAfterARefusal() {
    assertTold(
        """
        S: 220 mx.example.net ESMTP
        C: EHLO a
        S: 250-mx.example.net
        S: 250 STARTTLS
        C: STARTTLS
        S: 454 4.7.0 TLS not available due to temporary reason
        C: AUTH LOGIN
        S: 334 VXNlcm5hbWU6
        C: bWFpbA==
        S: 334 UGFzc3dvcmQ6
        C: STARTTLS
        S: 235 2.7.0 Authentication successful
        C: MAIL FROM:<a@example.com>
        S: 250 2.1.0 Ok
        C: DATA
        S: 354 End data with <CR><LF>.<CR><LF>
        C: EHLO this is mail
        C: .
        S: 250 2.0.0 Ok
        """,
        "starttls-smtp RUNNING client=C names=MAIL_GREETING:mx.example.net,EHLO:mx.example.net"
            + " SMTP offered requested reply=[454 4.7.0 TLS not available due to temporary reason]"
            + " clear=[AUTH, MAIL] ehlo=a");
  }

  @Test
  void anOfferThatIsMissingOrOverwrittenIsSaid() {
    assertTold(
        """
        S: 220 mx.example.net ESMTP
        C: EHLO a
        S: 250-mx.example.net
        S: 250 8BITMIME
        C: MAIL FROM:<a@example.com>
        """,
        "starttls-smtp RUNNING client=C names=MAIL_GREETING:mx.example.net,EHLO:mx.example.net"
            + " SMTP not-offered clear=[MAIL] ehlo=a");
    assertTold(
        """
        S: 220 ************************
        C: LHLO a
        S: 250-mx.example.net
        S: 250-XXXXXXXA
        S: 250 8BITMIME
        """,
        "starttls-smtp RUNNING client=C names=EHLO:mx.example.net SMTP not-offered masked ehlo=a");
    assertTold(
        """
        S: 220 mx.example.net ESMTP
        C: EHLO a
        S: 250-mx.example.net
        S: 250 STARTTLS
        C: XXXXXXXX
        S: 500 5.5.1 unrecognized
        """,
        "starttls-smtp RUNNING client=C names=MAIL_GREETING:mx.example.net,EHLO:mx.example.net"
            + " SMTP offered masked ehlo=a");
  }

  @Test
  void pipelinedCommandsFindTheirReplies() {
    assertTold(
        """
        S: 220 mx.example.net ESMTP
        C: EHLO a
        C: NOOP
        C: STARTTLS
        S: 250-mx.example.net
        S: 250 STARTTLS
        S: 502 5.5.1 no
        S: 220 go ahead
        C: <hello>
        """,
        "starttls-smtp INNER_NEXT client=C names=MAIL_GREETING:mx.example.net,EHLO:mx.example.net"
            + " SMTP offered requested reply=[220 go ahead] accepted ehlo=a");
  }

  @Test
  void textSentAheadOfTheHelloIsDropped() {
    String script =
        """
        S: 220 mx.example.net ESMTP
        C: EHLO a
        S: 250-mx.example.net
        S: 250 STARTTLS
        C: STARTTLS
        C: RSET
        C: MAIL FROM:<injected@example.com>
        S: 220 go ahead
        C: <hello>
        S: <server-hello>
        """;
    assertTold(
        script,
        "starttls-smtp INNER_NEXT client=C names=MAIL_GREETING:mx.example.net,EHLO:mx.example.net"
            + " SMTP offered requested reply=[220 go ahead] accepted ehlo=a");
    assertThat(Replay.joined(WireTalk.of(script)).tls(0)).isTrue();
  }

  @Test
  void aHelloThatDoesNotWaitIsFoundAndTheReplyIsStillRead() {
    String script =
        """
        S: 220 mx.example.net ESMTP
        C: EHLO a
        S: 250 STARTTLS
        C: STARTTLS
        C: <hello>
        S: 454 4.7.0 no
        """;
    assertThat(Replay.joined(WireTalk.of(script)).told())
        .contains("requested reply=[454 4.7.0 no]")
        .doesNotContain("accepted");
  }

  @Test
  void aHoleTakesOnlyWhatWasInIt() {
    assertThat(
            Replay.whole(
                    WireTalk.of(
                        """
                        S: 220 mx.example.net ESMTP
                        C: EHLO a
                        S~
                        S: 250 SMTPUTF8
                        C: STARTTLS
                        S: 220 go ahead
                        C: <hello>
                        """))
                .told())
        .isEqualTo(
            "starttls-smtp INNER_NEXT client=C names=MAIL_GREETING:mx.example.net"
                + " SMTP unlisted requested reply=[220 go ahead] accepted ehlo=a");
    assertThat(
            Replay.whole(
                    WireTalk.of(
                        """
                        S: 220 mx.example.net ESMTP
                        C: EHLO a
                        S: 250 STARTTLS
                        C~
                        C: RTTLS
                        S: 220 go ahead
                        C: <hello>
                        """))
                .told())
        .endsWith("requested reply=[220 go ahead] accepted ehlo=a");
  }

  @Test
  void whatOnlyGreetsAndLeavesIsTakenForMail() {
    assertTold("S: 220 ready\nC: QUIT\nS: 221 bye", "starttls-smtp RUNNING client=C");
  }

  @Test
  void mailThatGoesOnAfterALostReplyIsSeen() {
    assertThat(
            Replay.whole(
                    WireTalk.of(
                        """
                        S: 220 mx.example.net ESMTP
                        C: EHLO a
                        S: 250-mx.example.net
                        S: 250 STARTTLS
                        C: STARTTLS
                        S~
                        C: MAIL FROM:<a@example.com>
                        S: 250 2.1.0 Ok
                        """))
                .told())
        .endsWith("SMTP offered requested clear=[MAIL] ehlo=a");
  }

  @Test
  void contentIsNoCommand() {
    String script =
        """
        S: 220 mx.example.net ESMTP
        C: HELO a
        S: 250 mx.example.net
        C: MAIL FROM:<a@example.com>
        S: 250 ok
        C: DATA
        S: 354 go
        C: STARTTLS
        C: AUTH PLAIN AGJvYgBzZWNyZXQ=
        C: .
        S: 250 ok
        """;
    assertTold(
        script,
        "starttls-smtp RUNNING client=C names=MAIL_GREETING:mx.example.net,EHLO:mx.example.net"
            + " SMTP unlisted clear=[MAIL] ehlo=a");
    assertThat(Replay.client(script))
        .isEqualTo("starttls-smtp RUNNING client=C SMTP unlisted clear=[MAIL] ehlo=a");
    assertThat(Replay.server(script))
        .isEqualTo(
            "starttls-smtp RUNNING client=C"
                + " names=MAIL_GREETING:mx.example.net,EHLO:mx.example.net"
                + " SMTP unlisted clear=[MAIL]");
  }

  @Test
  void linesThatAreTooLongArePassedOver() {
    assertTold(
        """
        S: 220 mx.example.net ESMTP
        C: EHLO %s
        S: 250-mx.example.net
        S: 250-%s
        S: 250 STARTTLS
        C: STARTTLS
        S: 220 go
        """
            .formatted("a".repeat(5000), "B".repeat(9000)),
        "starttls-smtp INNER_NEXT client=C names=MAIL_GREETING:mx.example.net,EHLO:mx.example.net"
            + " SMTP unlisted requested reply=[220 go] accepted");
  }

  @Test
  void aDialogueWithoutEndIsGivenUp() {
    Replay replay =
        Replay.whole(
            WireTalk.of(
                "S: 220 mx.example.net ESMTP\nC: EHLO a\n"
                    + "C: %s\n".formatted("a".repeat(300_000)).repeat(4)));

    assertThat(replay.last().longLines()).isEqualTo(4);
    assertThat(replay.last().wantsBytes()).isFalse();
    assertThat(replay.last().mail()).isPresent();
  }

  @Test
  void aSecondRequestIsAnsweredToo() {
    assertTold(
        """
        S: 220 mx.example.net ESMTP
        C: EHLO a
        S: 250-mx.example.net
        S: 250 STARTTLS
        C: STARTTLS
        S: 454 4.7.0 later
        C: STARTTLS
        C: RSET
        S: 220 now
        C: <hello>
        """,
        "starttls-smtp INNER_NEXT client=C names=MAIL_GREETING:mx.example.net,EHLO:mx.example.net"
            + " SMTP offered requested reply=[220 now] accepted ehlo=a");
  }

  @Test
  void anSslV2HelloEndsADialogueOfWhichOnlyTheClientIsSeen() {
    String hello =
        "C= 802e 01 0301 0015 0000 0010 010080 00000a 000005 000004 000009 000003 000006"
            + "11".repeat(16);

    assertThat(Replay.client("C: EHLO a\nC: STARTTLS\n" + hello))
        .isEqualTo("starttls-smtp INNER_NEXT client=C SMTP unlisted requested accepted ehlo=a");
  }

  @Test
  void aReplyIsToldToItsFirst200Bytes() {
    Replay replay =
        Replay.whole(
            WireTalk.of(
                """
                S: 220 mx.example.net ESMTP
                C: EHLO a
                S: 250 mx.example.net
                C: STARTTLS
                S: 454-%s
                S: 454 %s
                """
                    .formatted("é".repeat(99), "y".repeat(300))));

    assertThat(replay.last().mail().orElseThrow().reply().orElseThrow())
        .isEqualTo("454-" + "é".repeat(98));
  }

  @Test
  void bulkMailIsNotLookedAt() {
    Replay replay =
        Replay.whole(
            WireTalk.of(
                """
                S: 220 mx.example.net ESMTP
                C: EHLO a
                S: 250 8BITMIME
                C: MAIL FROM:<a@example.com>
                S: 250 ok
                C: BDAT 100000
                """));

    assertThat(replay.last().wantsBytes()).isFalse();
    assertThat(replay.last().state()).isEqualTo(Preface.State.RUNNING);
  }

  @Test
  void ftpGreetsAlikeAndIsNoMail() {
    for (String told :
        new String[] {
          "S: 220 (vsFTPd 3.0.3)\nC: AUTH TLS\nS: 234 Proceed with negotiation.\nC: <hello>",
          "S: 220 ftp.example.net\nC: USER anonymous\nS: 331 Please specify the password.",
          "S: 220 alpha GridFTP Server 6.14 ready.\nC: AUTH GSSAPI\nS: 334 ADAT must follow.",
          "S: 220 ftp.example.net\nS: 234 Proceed with negotiation.",
        }) {
      Preface preface = Replay.whole(WireTalk.of(told)).last();
      assertThat(preface.state()).as(told).isEqualTo(Preface.State.ENDED);
      assertThat(preface.isNone()).as(told).isTrue();
    }
  }
}
