package io.tlsfloor.parser.preface;

import static io.tlsfloor.parser.preface.Replay.assertTold;
import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.testing.WireTalk;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpConnectTest {
  private static final String AFTER_407 =
      """
      C: CONNECT outlook.office365.com:443 HTTP/1.1
      C: Host: outlook.office365.com
      C:
      S: HTTP/1.1 407 Proxy Authentication Required
      S: Proxy-Authenticate: NTLM
      S: Content-Length: 12
      S:
      S= 3c 68 74 6d 6c 3e 0d 0a 0d 0a 0d 0a  # <html> and empty lines
      C: CONNECT outlook.office365.com:443 HTTP/1.1
      C: Proxy-Authorization: NTLM TlRMTVNTUAABAAAA
      C:
      S: HTTP/1.1 407 Proxy Authentication Required
      S: Transfer-Encoding: chunked
      S:
      S: 5;x=y
      S: hello
      S: 0
      S: Trailer: t
      S:
      C: CONNECT login.microsoftonline.com:443 HTTP/1.1
      C: Proxy-Authorization: NTLM TlRMTVNTUAADAAAA
      C:
      S: HTTP/1.1 200 Connection established
      S: Via: 1.1 proxy
      S: Content-Length: 5
      S:
      C: <hello>
      S: <server-hello>
      """;

  @Test
  void theLastOfSeveralRequestsIsTheTarget() {
    String told =
        "http-connect INNER_NEXT client=C target=login.microsoftonline.com 443"
            + " names=CONNECT:login.microsoftonline.com";
    assertTold(AFTER_407, told);
    assertThat(Replay.oneSided(WireTalk.of(AFTER_407), 1).told())
        .isEqualTo("http-connect INNER_NEXT client=C");
    assertThat(Replay.oneSided(WireTalk.of(AFTER_407), 0).told())
        .isEqualTo(told.replace("INNER_NEXT", "RUNNING"));
    assertThat(Replay.oneSided(WireTalk.of(AFTER_407), 0).tls(0)).isTrue();
    assertThat(Replay.whole(WireTalk.of(AFTER_407)).tls(1)).isTrue();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          CONNECT [2603:1026:c0a::2]:443 HTTP/1.1 | target=2603:1026:c0a::2 443
          CONNECT 52.96.0.1:587 HTTP/1.0          | target=52.96.0.1 587
          CONNECT a_b.example.com:8443 HTTP/1.1   | target=a_b.example.com 8443 names=CONNECT:a_b.example.com
          connect localhost:1 HTTP/1.0            | target=localhost 1 names=CONNECT:localhost
          """)
  void everyFormOfAuthorityIsRead(String request, String expected) {
    assertTold(
        "C: %s\nC:\nS: HTTP/1.0 200 OK\nS:\nC: <hello>".formatted(request),
        "http-connect INNER_NEXT client=C " + expected);
  }

  @ParameterizedTest
  @CsvSource({
    "CONNECT host HTTP/1.1",
    "CONNECT host:65536 HTTP/1.1",
    "CONNECT host: HTTP/1.1",
    "CONNECT :443 HTTP/1.1",
    "CONNECT [::1:443 HTTP/1.1",
    "CONNECT host:443 HTTP/2.0",
    "CONNECT http://host:443 HTTP/1.1",
  })
  void otherFormsAreNoTunnel(String request) {
    assertTold("C: %s\nC:".formatted(request), "http-connect ENDED client=C");
  }

  @Test
  void anotherRequestBeforeTheReplyContradictsTheFirst() {
    String one = "C: CONNECT a.example:443 HTTP/1.1\nC:\n";
    String other = one.replace("a.example", "b.example");
    String no = "S: HTTP/1.1 407 no\nS: Content-Length: 0\nS:\n";

    assertThat(Replay.whole(WireTalk.of(one + other)).last().asksForTwo()).isTrue();
    assertThat(Replay.whole(WireTalk.of(one + one)).last().asksForTwo()).isFalse();
    assertThat(Replay.whole(WireTalk.of(one + no + other)).last().asksForTwo()).isFalse();
  }

  @Test
  void anInnerDialogueFollows() {
    String script =
        """
        C: CONNECT smtp.office365.com:587 HTTP/1.1
        C:
        S: HTTP/1.1 200 Connection established
        S:
        S: 220 LO2P265CA0001.outlook.office365.com ESMTP
        C: EHLO a
        S: 250 STARTTLS
        C: STARTTLS
        S: 220 ready
        C: <hello>
        """;
    assertTold(
        script,
        "http-connect>starttls-smtp INNER_NEXT client=C target=smtp.office365.com 587"
            + " names=CONNECT:smtp.office365.com,MAIL_GREETING:LO2P265CA0001.outlook.office365.com"
            + " SMTP offered requested reply=[220 ready] accepted ehlo=a");
    assertThat(Replay.oneSided(WireTalk.of(script), 0).told())
        .isEqualTo(
            "http-connect>starttls-smtp RUNNING client=C target=smtp.office365.com 587"
                + " names=CONNECT:smtp.office365.com SMTP unlisted requested accepted ehlo=a");
  }

  @Test
  void aRefusalWithoutALengthEndsWithTheNextRequest() {
    assertTold(
        """
        C: CONNECT a.example:443 HTTP/1.0
        C:
        S: HTTP/1.0 502 Bad gateway
        S:
        S: <html>no</html>
        C: GET / HTTP/1.0
        """,
        "http-connect ENDED client=C target=a.example 443 names=CONNECT:a.example");
  }
}
