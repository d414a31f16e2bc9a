package io.tlsfloor.parser.preface;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.parser.observation.MailDialogue;
import io.tlsfloor.parser.observation.NameSeen;
import io.tlsfloor.testing.WireTalk;
import io.tlsfloor.testing.WireTalk.Said;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bytes that the capture lost take facts away; they never make one up. */
class PrefaceHolesTest {
  private static final String SUBMISSION =
      """
      S: 220 mx.example.net ESMTP
      C: EHLO a
      S: 250-mx.example.net
      S: 250-8BITMIME
      S: 250 STARTTLS
      C: NOOP
      S: 250 2.0.0 ok
      C: STARTTLS
      S: 220 2.0.0 go
      C: <hello>
      S: <server-hello>
      """;

  private static final String CLEAR =
      """
      S: 220-mx.example.net ESMTP
      S: 220 second line
      C: EHLO a
      S: 250-mx.example.net
      S: 250 STARTTLS
      C: STARTTLS
      S: 454 4.7.0 TLS not available
      C: RSET
      S: 250 2.0.0 ok
      C: AUTH LOGIN
      S: 334 VXNlcm5hbWU6
      C: Ym9i
      S: 334 UGFzc3dvcmQ6
      C: c2VjcmV0
      S: 235 2.7.0 in
      C: MAIL FROM:<a@example.com>
      S: 250 2.1.0 ok
      C: RCPT TO:<b@example.com>
      S: 250 2.1.5 ok
      C: DATA
      S: 354 go
      C: Subject: a
      C:
      C: the text
      C: .
      S: 250 2.0.0 ok
      C: QUIT
      S: 221 bye
      """;

  private static final String IMAP =
      """
      S: * OK [CAPABILITY IMAP4rev1 LOGINDISABLED STARTTLS] mail.example.net ready
      C: a1 ID ("name" {7}
      S: + go
      C: abc def)
      S: * ID NIL
      S: a1 OK done
      C: a2 CAPABILITY
      S: * CAPABILITY IMAP4rev1 STARTTLS AUTH=PLAIN
      S: a2 OK done
      C: a3 STARTTLS
      S: a3 OK go
      C: <hello>
      S: <server-hello>
      """;

  private static final String IMAP_CLEAR =
      """
      S: * OK IMAP4rev1 ready
      C: a1 CAPABILITY
      S: * CAPABILITY IMAP4rev1 AUTH=PLAIN
      S: a1 OK done
      C: a2 AUTHENTICATE PLAIN
      S: +
      C: AGJvYgBzZWNyZXQ=
      S: a2 NO wrong
      C: a3 LOGIN bob {6}
      S: + go
      C: secret
      S: a3 OK in
      C: a4 SELECT INBOX
      S: * 3 EXISTS
      S: a4 OK done
      """;

  private static final String POP3 =
      """
      S: +OK POP3 ready <1.2@pop.example.net>
      C: CAPA
      S: +OK list
      S: TOP
      S: STLS
      S: UIDL
      S: .
      C: STLS
      S: +OK go
      C: <hello>
      S: <server-hello>
      """;

  private static final String POP3_CLEAR =
      """
      S: +OK POP3 ready
      C: CAPA
      S: +OK list
      S: TOP
      S: UIDL
      S: .
      C: USER bob
      S: +OK
      C: PASS secret
      S: +OK in
      C: RETR 1
      S: +OK follows
      S: STLS
      S: +OK is in the text
      S: .
      C: QUIT
      S: +OK bye
      """;

  private static final String CONNECT =
      """
      C: CONNECT a.example:443 HTTP/1.1
      C: Host: a.example
      C:
      S: HTTP/1.1 407 no
      S: Content-Length: 8
      S:
      S: 123456
      C: CONNECT a.example:443 HTTP/1.1
      C: Proxy-Authorization: Basic eDp5
      C:
      S: HTTP/1.1 200 OK
      S: Via: proxy
      S:
      C: <hello>
      S: <server-hello>
      """;

  private static final String SOCKS =
      """
      C= 0502 00 02
      S= 0502
      C= 01 03 626f62 06 736563726574
      S= 0100
      C= 05010003 09 612e6578616d706c65 01bb
      S= 05000001 00000000 0000
      C: <hello>
      S: <server-hello>
      """;

  @ParameterizedTest
  @ValueSource(strings = {SUBMISSION, CLEAR, IMAP, IMAP_CLEAR, POP3, POP3_CLEAR, CONNECT, SOCKS})
  void oneHoleAnywhereMakesUpNothing(String script) {
    List<Said> events = WireTalk.of(script);
    Replay whole = Replay.whole(events);
    for (int i = 0; i < events.size(); i++) {
      for (List<Said> instead : holes(events.get(i))) {
        List<Said> damaged = new ArrayList<>(events.subList(0, i));
        damaged.addAll(instead);
        damaged.addAll(events.subList(i + 1, events.size()));
        assertAddsNothing(whole, Replay.whole(damaged), "hole at " + i);
        assertAddsNothing(whole, Replay.joined(damaged), "joined, hole at " + i);
        assertAddsNothing(whole, Replay.split(damaged), "split, hole at " + i);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {SUBMISSION, CLEAR, IMAP, IMAP_CLEAR, POP3, POP3_CLEAR, CONNECT, SOCKS})
  void aCaptureThatBeginsAnywhereMakesUpNothing(String script) {
    List<Said> events = WireTalk.of(script);
    Replay whole = Replay.whole(events);
    for (int i = 1; i < events.size(); i++) {
      List<Said> rest = events.subList(i, events.size());
      assertAddsNothing(whole, Replay.whole(rest), "from " + i);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {SUBMISSION, CLEAR, IMAP, IMAP_CLEAR, POP3, POP3_CLEAR, CONNECT, SOCKS})
  void oneSideMakesUpNothing(String script) {
    List<Said> events = WireTalk.of(script);
    Replay whole = Replay.whole(events);

    assertAddsNothing(whole, Replay.oneSided(events, 0), "client alone");
    assertAddsNothing(whole, Replay.oneSided(events, 1), "server alone");
  }

  /** The event lost whole, and its first and its second half. */
  private static List<List<Said>> holes(Said event) {
    Said hole = new Said(event.byClient(), new byte[0]);
    int half = event.bytes().length / 2;
    Said first = new Said(event.byClient(), Arrays.copyOf(event.bytes(), half));
    Said second =
        new Said(event.byClient(), Arrays.copyOfRange(event.bytes(), half, event.bytes().length));
    return half == 0
        ? List.of(List.of(hole))
        : List.of(List.of(hole), List.of(hole, second), List.of(first, hole));
  }

  private static void assertAddsNothing(Replay whole, Replay damaged, String what) {
    Set<NameSeen> names = new HashSet<>();
    whole.prefaces().forEach(p -> names.addAll(p.names()));
    for (Preface preface : damaged.prefaces()) {
      assertThat(preface.names()).as(what).isSubsetOf(names);
      preface.target().ifPresent(t -> assertThat(whole.last().target()).as(what).contains(t));
      Optional<MailDialogue> mail = preface.mail();
      if (mail.isPresent()) {
        assertMailAddsNothing(whole.last().mail().orElseThrow(), mail.get(), what);
      }
    }
  }

  private static void assertMailAddsNothing(MailDialogue whole, MailDialogue got, String what) {
    assertThat(got.protocol()).as(what).isEqualTo(whole.protocol());
    assertThat(got.masked()).as(what).isEqualTo(whole.masked());
    got.offered().ifPresent(o -> assertThat(whole.offered()).as(what + " offered").contains(o));
    assertThat(!got.requested() || whole.requested()).as(what + " requested").isTrue();
    assertThat(!got.accepted() || whole.accepted()).as(what + " accepted").isTrue();
    got.reply().ifPresent(r -> assertThat(whole.reply()).as(what + " reply").contains(r));
    assertThat(got.commandsInClear()).as(what).isSubsetOf(whole.commandsInClear());
  }
}
