package io.tlsfloor.capture.proof;

import io.tlsfloor.testing.WireTalk;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;

/** Holds what a client and its server say before TLS. */
final class Talk {
  private static final String GREETING =
      "S: 220 AM1PR01CA0001.outlook.office365.com Microsoft ESMTP MAIL Service ready";
  private static final String LISTED =
      "S: 250-AM1PR01CA0001.outlook.office365.com Hello|250 STARTTLS";
  private static final String NAME_IN_HEX =
      "15" + HexFormat.of().formatHex(Story.NAME.getBytes(StandardCharsets.US_ASCII));
  private static final String START_TLS = "7718 8016 312e332e362e312e342e312e313436362e3230303337";
  private static final String CONNECT =
      "C: CONNECT " + Story.NAME + ":443 HTTP/1.1|Host: " + Story.NAME + "|";
  private static final String CONNECTED = "S: HTTP/1.1 200 Connection established|";

  private Talk() {}

  /** All of it, in order; nothing for kinds in which TLS begins at once. */
  static List<WireTalk.Said> before(Story.Kind kind) {
    return WireTalk.of(script(kind));
  }

  private static String script(Story.Kind kind) {
    return switch (kind) {
      case SMTP -> lines(GREETING, "C: EHLO printer", LISTED, "C: STARTTLS", "S: 220 2.0.0 ready");
      case SMTP_REFUSED_FIRST ->
          lines(
              GREETING,
              "C: EHLO printer",
              LISTED,
              "C: STARTTLS now",
              "S: 501 5.5.4 no parameters",
              "C: STARTTLS",
              "S: 454-4.7.0 not|454 4.7.0 now",
              "C: NOOP",
              "S: 250 ok",
              "C: STARTTLS",
              "S: 220-2.0.0 SMTP|220 server ready");
      case SMTP_LONG ->
          lines(
              GREETING,
              "C: EHLO printer",
              LISTED.replace("Hello", "H".repeat(990)),
              "C: NOOP " + "x".repeat(500),
              "S: 250 ok",
              "C: NOOP " + "x".repeat(480),
              "S: 250 ok",
              "C: STARTTLS",
              "S: 220 ready");
      case SMTP_BEHIND_CONNECT -> lines(CONNECT, CONNECTED, script(Story.Kind.SMTP));
      case IMAP ->
          lines(
              "S: * OK The Microsoft Exchange IMAP4 service is ready.",
              "C: a1 CAPABILITY",
              "S: * CAPABILITY IMAP4 IMAP4rev1 STARTTLS|a1 OK done",
              "C: a2 STARTTLS",
              "S: a2 OK Begin TLS");
      case IMAP_LONG ->
          lines(
              "S: * OK [CAPABILITY IMAP4rev1] The Microsoft Exchange IMAP4 service is ready.",
              "C: a0 ID {9}",
              "S: + go on",
              "C: (\"a\" \"b\")",
              "S: * ID (\"" + "x".repeat(1000) + "\" {4}|abcd)|a0 OK done",
              "C: a1 STARTTLS|a2 NOOP",
              "S: a1 OK Begin TLS");
      case POP3 ->
          lines(
              "S: +OK The Microsoft Exchange POP3 service is ready.",
              "C: STLS",
              "S: +OK Begin TLS negotiation.");
      case POP3_LISTED ->
          lines(
              "S: +OK The Microsoft Exchange POP3 service is ready.",
              "C: CAPA",
              "S: +OK|TOP|UIDL|STLS|.",
              "C: AUTH",
              "S: +OK|PLAIN|.",
              "C: STLS",
              "S: +OK Begin TLS negotiation.");
      case LDAP -> lines("C= 301d 020101" + START_TLS, "S= 300c020101 7807 0a0100 0400 0400");
      case LDAP_BOUND ->
          lines(
              "C= 300c 020101 6007 020103 0400 8000",
              "S= 30840000000c 020101 6107 0a0100 0400 0400",
              "C= 3025 020102 6320 0400 0a0100 0a0100 020100 020100 010100 "
                  + "870b6f626a656374636c617373 3000",
              "S= 3013 020102 640e 0400 300a 3008 0401 61 3103 0401 62",
              "S= 300c 020102 6507 0a0100 0400 0400",
              "C= 303a 020103" + START_TLS + "a01b 3019 0417" + "31".repeat(23),
              "S= 308400000028 020103 78840000001f 0a0100 0400 0400 8a16"
                  + "312e332e362e312e342e312e313436362e3230303337");
      case POSTGRESQL -> lines("C= 0000000804d2162f", "S= 53");
      case POSTGRESQL_GSS -> lines("C= 0000000804d21630", "S= 4e", "C= 0000000804d2162f", "S= 53");
      case MYSQL ->
          lines(
              "S= 2e000000 0a 382e302e333500" + "11".repeat(13) + "00" + "22".repeat(24),
              "C= 20000001 05aeff19 00000001 21" + "00".repeat(23));
      case RDP ->
          lines(
              "C= 0300002722e00000000000 436f6f6b69653a206d737473686173683d610d0a 0100080003000000",
              "S= 030000130ed00000123400 021f080002000000");
      case XMPP ->
          lines(
              "C: <?xml version='1.0'?><stream:stream to='example.com' version='1.0'>",
              "S: <?xml version='1.0'?><stream:stream from='example.com' id='1' version='1.0'>",
              "S: <stream:features><starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>"
                  + "</stream:features>",
              "C: <starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>",
              "S= 3c70726f6365656420786d6c6e733d2778272f3e");
      case NNTP -> lines("S: 200 news ready", "C: STARTTLS", "S: 382 Continue");
      case SIEVE ->
          lines(
              "S: \"IMPLEMENTATION\" \"Pigeonhole\"|\"STARTTLS\"|OK \"ready.\"",
              "C: STARTTLS",
              "S: OK \"Begin TLS negotiation now.\"");
      case IRC ->
          lines(
              "C: CAP LS 302",
              "S: :irc.example.net CAP * LS :tls sasl",
              "C: STARTTLS",
              "S: :irc.example.net 670 * :go ahead");
      case UPGRADE ->
          lines(
              "C: OPTIONS * HTTP/1.1|Host: print|Upgrade: TLS/1.0|Connection: Upgrade|",
              "S: HTTP/1.1 101 Switching Protocols|Upgrade: TLS/1.0, HTTP/1.1|");
      case FTP -> lines("S: 220 FTP ready", "C: AUTH TLS", "S: 234 ok");
      case CONNECT, CONNECT_WITHOUT_NAME -> lines(CONNECT, CONNECTED);
      case CONNECT_REFUSED_FIRST ->
          lines(
              CONNECT,
              "S: HTTP/1.1 407 no|Transfer-Encoding: chunked||5;x=y|hello|0|",
              CONNECT.replace("Host", "Proxy-Authorization: NTLM " + "T".repeat(900) + "|Host"),
              "S: HTTP/1.1 407 no|Content-Length: 1202||" + "x".repeat(1200),
              CONNECT,
              CONNECTED);
      case SOCKS4 -> lines("C= 0401 01bb 34600a0a 626f6200", "S= 005a 0000 00000000");
      case SOCKS4A_WITHOUT_NAME ->
          lines(
              "C= 0401 01bb 00000001 00" + NAME_IN_HEX.substring(2) + "00",
              "S= 005a 01bb 01020304");
      case SOCKS5, SOCKS5_WITHOUT_NAME ->
          lines(
              "C= 050100",
              "S= 0500",
              "C= 05010003" + NAME_IN_HEX + "01bb",
              "S= 05000001" + "00".repeat(6));
      case SOCKS5_PASSWORD ->
          lines(
              "C= 05020002",
              "S= 0502",
              "C= 0103626f62046d6f6f6e",
              "S= 0100",
              "C= 05010003" + NAME_IN_HEX + "01bb",
              "S= 05000001" + "00".repeat(6));
      case PROXY -> "C: PROXY TCP4 10.1.1.1 52.96.10.10 4000 443";
      case PROXY_V2 ->
          "C= 0d0a0d0a000d0a515549540a 21 11 0012 c0000201 c6336402 c35001bb 020003160301";
      default -> "";
    };
  }

  private static String lines(String... lines) {
    return String.join("\n", lines);
  }
}
