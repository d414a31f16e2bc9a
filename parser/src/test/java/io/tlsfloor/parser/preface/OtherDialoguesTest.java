package io.tlsfloor.parser.preface;

import static io.tlsfloor.parser.preface.Told.assertTold;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OtherDialoguesTest {
  @Test
  void ldap() {
    String script =
        """
        C= 301d 020101 7718 8016 312e332e362e312e342e312e313436362e3230303337  # StartTLS
        S= 300c 020101 7807 0a0100 0400 0400                                   # success
        C: <hello>
        S: <server-hello>
        """;
    assertTold(script, "starttls-ldap INNER_NEXT client=C");
    assertThat(Told.server(script)).isEqualTo("starttls-ldap INNER_NEXT client=C");
    assertThat(Replay.oneSided(Replay.script(script), 0).tls(0)).isTrue();
    assertTold(
        """
        C= 300c 020101 6007 020103 0400 8000      # an anonymous bind first
        S= 30840000000c 020101 6107 0a0100 0400 0400
        C= 301d 020102 7718 8016 312e332e362e312e342e312e313436362e3230303337
        S= 308400000010 020102 7884000000070a0134 0400 0400  # unavailable
        C= 301d 020103 7718 8016 312e332e362e312e342e312e313436362e3230303337
        S= 300c 020103 7807 0a0100 0400 0400
        C: <hello>
        """,
        "starttls-ldap INNER_NEXT client=C");
  }

  @Test
  void xmpp() {
    String script =
        """
        C: <?xml version='1.0'?><stream:stream xmlns:stream='s' to='example.com' version='1.0'>
        S: <?xml version='1.0'?><stream:stream from='example.com' id='1' version='1.0'>
        S: <stream:features><starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/></stream:features>
        C: <starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>
        S= 3c70726f6365656420786d6c6e733d2778272f3e # <proceed xmlns='x'/>
        C: <hello>
        S: <server-hello>
        """;
    assertTold(script, "starttls-xmpp INNER_NEXT client=C");
    assertThat(Replay.whole(Replay.script(script)).tls(1)).isTrue();
    assertThat(Replay.oneSided(Replay.script(script), 0).tls(0)).as("behind a new line").isTrue();
    assertTold(
        """
        C: <stream:stream xmlns:stream='s' to='example.com' version='1.0'>
        C: <starttls xmlns='x'></starttls>
        S= 3c70726f6365656420786d6c6e733d2778273e 3c2f70726f636565643e # <proceed xmlns='x'></proceed>
        C: <hello>
        """,
        "starttls-xmpp INNER_NEXT client=C");
  }

  @Test
  void httpUpgrade() {
    String script =
        """
        C: OPTIONS * HTTP/1.1
        C: Host: print.example.com
        C: Upgrade: TLS/1.0
        C: Connection: Upgrade
        C:
        S: HTTP/1.1 101 Switching Protocols
        S: Upgrade: TLS/1.0, HTTP/1.1
        S: Connection: Upgrade
        S:
        C: <hello>
        S: <server-hello>
        """;
    assertTold(script, "http-upgrade INNER_NEXT client=C");
    assertThat(Told.server(script)).isEqualTo("http-upgrade INNER_NEXT client=C");
    assertThat(Replay.oneSided(Replay.script(script), 0).tls(0)).isTrue();
    assertTold(script.replace("101 Switching Protocols", "200 OK"), "http-upgrade ENDED client=C");
    assertTold(
        """
        C: GET /chat HTTP/1.1
        S: HTTP/1.1 101 Switching Protocols
        S: Upgrade: websocket
        S:
        """,
        "http-upgrade ENDED client=C");
  }

  @Test
  void postgresql() {
    String script =
        """
        C= 00000008 04d21630 # GSSENCRequest
        S= 4e
        C= 00000008 04d2162f # SSLRequest
        S= 53
        C: <hello>
        S: <server-hello>
        """;
    assertTold(script, "starttls-postgresql INNER_NEXT client=C");
    assertTold(
        "C= 00000008 04d2162f\nS= 53\nS: <server-hello>",
        "starttls-postgresql INNER_NEXT client=C");
    assertThat(Told.server("S= 53")).isEqualTo("nothing");
    assertThat(Told.server("S= 53 " + Replay.SERVER_HELLO))
        .isEqualTo("starttls-postgresql INNER_NEXT client=C");
    assertTold(
        "C= 00000008 04d2162f\nS= 4e\nC= 0000000e 00030000 7573657200610000",
        "starttls-postgresql ENDED client=C");
  }

  @Test
  void mysql() {
    String greeting = "S= 2e000000 0a 382e302e333500" + "11".repeat(13) + "00" + "22".repeat(24);
    String request = "C= 20000001 05aeff19 00000001 21" + "00".repeat(23);
    assertTold(
        greeting + "\n" + request + "\nC: <hello>\nS: <server-hello>",
        "starttls-mysql INNER_NEXT client=C");
    assertThat(Told.client(request + "\nC: <hello>"))
        .isEqualTo("starttls-mysql INNER_NEXT client=C");
    assertThat(Told.server(greeting + "\nS: <server-hello>"))
        .isEqualTo("starttls-mysql INNER_NEXT client=C");
    assertTold(
        greeting + "\nC= 24000001 05a6ff19 00000001 21" + "00".repeat(23) + "61000000",
        "starttls-mysql ENDED client=C");
  }

  @Test
  void rdp() {
    String script =
        """
        C= 03000013 0ee00000000000 01000800 03000000
        S= 03000013 0ed00000123400 021f0800 02000000
        C: <hello>
        S: <server-hello>
        """;
    assertTold(script, "rdp INNER_NEXT client=C");
    assertThat(Told.server(script)).isEqualTo("rdp INNER_NEXT client=C");
    assertTold(
        """
        C= 03000027 22e00000000000 436f6f6b69653a206d737473686173683d610d0a # Cookie: mstshash=a
        C= 0100080003000000                                                 # what it offers
        """,
        "rdp RUNNING client=C");
    assertTold(
        "C= 03000013 0ee00000000000 01000800 01000000\n"
            + "S= 03000013 0ed00000123400 03000800 02000000",
        "rdp ENDED client=C");
  }

  @Test
  void nntpIrcAndSieve() {
    assertTold(
        "S: 200 news.example.net ready\nC: STARTTLS\nS: 382 Continue\nC: <hello>",
        "starttls-nntp INNER_NEXT client=C");
    assertTold(
        """
        C: CAP LS 302
        S: :irc.example.net CAP * LS :tls sasl
        C: STARTTLS
        S: :irc.example.net 670 * :STARTTLS successful, go ahead
        C: <hello>
        """,
        "starttls-irc INNER_NEXT client=C");
    assertTold(
        """
        S: "IMPLEMENTATION" "Dovecot Pigeonhole"
        S: "STARTTLS"
        S: OK "Dovecot ready."
        C: STARTTLS
        S: OK "Begin TLS negotiation now."
        C: <hello>
        """,
        "starttls-sieve INNER_NEXT client=C");
  }

  @Test
  void aCaptureThatBeginsWithTheRequestTellsTheProtocolByTheReply() {
    assertTold("C: STARTTLS\nS: 220 go\nC: <hello>", "starttls-smtp INNER_NEXT client=C");
    assertTold("C: STARTTLS\nS: 382 go\nC: <hello>", "starttls-nntp INNER_NEXT client=C");
    assertThat(Replay.oneSided(Replay.script("C: STARTTLS\nC: <hello>"), 0).tls(0)).isTrue();
  }
}
