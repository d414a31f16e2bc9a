package io.tlsfloor.parser.preface;

import static io.tlsfloor.parser.preface.Replay.assertTold;
import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.testing.WireTalk;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProxyDialoguesTest {
  private static final String NAME = "6f75746c6f6f6b2e636f6d"; // outlook.com

  @Test
  void socks4NamesAnAddressAnd4aAName() {
    assertTold(
        """
        C= 0401 01bb 34600001 626f6200
        S= 005a 0000 00000000
        C: <hello>
        S: <server-hello>
        """,
        "socks4 INNER_NEXT client=C target=52.96.0.1 443");
    String named =
        """
        C= 0401 01bb 00000001 00 %s 00
        S= 005a 01bb 01020304
        C: <hello>
        S: <server-hello>
        """
            .formatted(NAME);
    assertTold(named, "socks4a INNER_NEXT client=C target=outlook.com 443 names=SOCKS:outlook.com");
    assertThat(Replay.oneSided(WireTalk.of(named), 0).tls(0)).isTrue();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          name | 03 0b 6f75746c6f6f6b2e636f6d 024b         | target=outlook.com 587 names=SOCKS:outlook.com
          IPv4 | 01 34600001 024b                          | target=52.96.0.1 587
          IPv6 | 04 26031026 0c0a0000 00000000 00000002 024b | target=2603:1026:c0a::2 587
          text | 03 09 35322e39362e302e31 024b             | target=52.96.0.1 587
          """)
  void socks5NamesItsTarget(String kind, String address, String expected) {
    String script =
        "C= 050100\nS= 0500\nC= 050100%s\nS= 050000 01 00000000 0000\nC: <hello>\nS: <server-hello>"
            .formatted(address);
    assertTold(script, "socks5 INNER_NEXT client=C " + expected);
    assertThat(Replay.client(script)).startsWith("socks5 RUNNING client=C " + expected);
  }

  @Test
  void socks5CredentialsArePassedOver() {
    String password =
        """
        C= 0503 00 01 02
        S= 0502
        C= 01 05 0516030101 02 1603 # user name and password look like other messages
        S= 0100
        C= 05010003 0b %s 01bb
        S= 05000003 03 616263 0000
        C: <hello>
        S: <server-hello>
        """
            .formatted(NAME);
    assertTold(
        password, "socks5 INNER_NEXT client=C target=outlook.com 443 names=SOCKS:outlook.com");
    assertThat(Replay.client(password)).contains("target=outlook.com 443");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          C= 050100,S= 05ff                                          | socks5 ENDED client=C
          C= 050100,S= 0500,C= 05020001 01020304 0050                | socks5 ENDED client=C
          C= 050102,S= 0502,C= 0101610162,S= 0101                    | socks5 ENDED client=C
          C= 050100,S= 0500,C= 05010001 01020304 0050,S= 05050001 00000000 0000 | socks5 ENDED client=C target=1.2.3.4 80
          C= 0401 0050 01020304 00,S= 005b 0000 00000000             | socks4 ENDED client=C target=1.2.3.4 80
          """)
  void refusalsEnd(String script, String expected) {
    assertTold(script.replace(",", "\n"), expected);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          v1 | C: PROXY TCP4 192.0.2.1 198.51.100.2 50000 443                                     | proxy-v1
          v6 | C: PROXY TCP6 2001:db8::1 2001:db8::2 50000 443                                    | proxy-v1
          v1 | C: PROXY UNKNOWN                                                                   | proxy-v1
          v2 | C= 0d0a0d0a000d0a515549540a 21 11 000c c0000201 c6336402 c350 01bb                 | proxy-v2
          v2 | C= 0d0a0d0a000d0a515549540a 20 00 0000                                             | proxy-v2
          v2 | C= 0d0a0d0a000d0a515549540a 21 11 0012 c0000201 c6336402 c350 01bb 02 0003 160301  | proxy-v2
          """)
  void theHeaderOfAProxyComesFirst(String version, String header, String name) {
    String script = header + "\nC: <hello>\nS: <server-hello>";
    assertTold(script, name + " INNER_NEXT client=C");
    assertThat(Replay.joined(WireTalk.of(script)).tls(0)).isTrue();
    assertTold(
        header + "\nS: 220 mx.example.net ESMTP\nC: EHLO a",
        name
            + ">starttls-smtp RUNNING client=C names=MAIL_GREETING:mx.example.net"
            + " SMTP unlisted ehlo=a");
  }

  @Test
  void dialoguesNest() {
    assertTold(
        """
        C: PROXY TCP4 192.0.2.1 198.51.100.2 50000 1080
        C= 050100
        S= 0500
        C= 05010003 0b %s 0050
        S= 050000 01 00000000 0000
        C: CONNECT imap.example.com:143 HTTP/1.1
        C:
        S: HTTP/1.1 200 OK
        S:
        S: * OK ready
        C: a1 STARTTLS
        S: a1 OK go
        C: <hello>
        S: <server-hello>
        """
            .formatted(NAME),
        "proxy-v1>socks5>http-connect>starttls-imap INNER_NEXT client=C"
            + " target=outlook.com 80 target=imap.example.com 143"
            + " names=SOCKS:outlook.com,CONNECT:imap.example.com"
            + " IMAP unlisted requested reply=[a1 OK go] accepted");
  }
}
