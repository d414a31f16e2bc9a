package io.tlsfloor.capture.proof;

import io.tlsfloor.testing.WireBytes;
import java.nio.charset.StandardCharsets;
import java.util.Random;

/** Holds what somebody else may say in a dialogue before TLS, by one packet. */
enum Word implements Spoofed.Carried {
  SMTP_GREETING("220 mx.a.example ESMTP|"),
  SMTP_LIST("250-mx.a.example|250 SIZE|"),
  SMTP_NO("454 4.7.0 no|"),
  SMTP_CONTENT_GOES("354 go|"),
  SMTP_LOGGED_IN("235 ok|"),
  SMTP_END("421 4.3.2 bye|"),
  MAIL("MAIL FROM:<a@b.example>|"),
  MAIL_AND_CONTENT("MAIL FROM:<a@b.example>|RCPT TO:<a@b.example>|DATA|x|.|"),
  DATA("DATA|"),
  BDAT("BDAT 1|"),
  BDAT_OF_MUCH("BDAT 9000|" + "x|".repeat(460)),
  AUTH("AUTH PLAIN AGEAYg==|"),
  AUTH_BEGUN("AUTH LOGIN|"),
  XCLIENT("XCLIENT NAME=a|"),
  IMAP_LOGGED_IN("* PREAUTH welcome|"),
  IMAP_BYE("* BYE no|"),
  IMAP_YES("a1 OK done|"),
  IMAP_NO("a2 BAD no|"),
  IMAP_LOGIN("a1 LOGIN a b|"),
  IMAP_SELECT("a9 SELECT INBOX|"),
  IMAP_SELECT_MUCH("a9 SELECT INBOX|" + "a1 NOOP|".repeat(120)),
  IMAP_LITERAL("a9 LOGIN {300}|"),
  IMAP_LITERAL_AT_ONCE("a9 LOGIN {300+}|"),
  IMAP_LITERAL_OF_SERVER("* OK {2000}|"),
  POP3_YES("+OK|"),
  POP3_NO("-ERR no|"),
  POP3_CAPA("CAPA|"),
  POP3_STAT("STAT|"),
  POP3_STAT_OF_MUCH("STAT|" + "NOOP|".repeat(190)),
  POP3_LOGIN("PASS b|"),
  FTP_AUTH("AUTH TLS|"),
  FTP_LOGGED_IN("230 in|"),
  FTP_YES("234 go|"),
  NNTP_YES("382 go|"),
  NNTP_NO("483 no|"),
  SIEVE_YES("OK|"),
  SIEVE_NO("NO|"),
  IRC_LOGGED_IN(":a 001 b|"),
  IRC_YES(":a 670 b|"),
  LINE_BEGUN("NOOP"),
  LINES("|||"),
  CONNECT_ELSEWHERE("CONNECT a.example:443 HTTP/1.1||"),
  CONNECT_WITH_BODY("CONNECT a.example:443 HTTP/1.1|Content-Length: 900||"),
  CONNECT_BEGUN("CONNECT a.example:443 HTTP/1.1|Host: "),
  CONNECTED("HTTP/1.1 200 OK||"),
  CONNECT_REFUSED("HTTP/1.1 403 no|Content-Length: 99999||"),
  CONNECT_REFUSED_IN_PARTS("HTTP/1.1 407 no|Transfer-Encoding: chunked||ffff|"),
  CONNECT_REFUSED_WITHOUT_LENGTH("HTTP/1.0 502 no||no"),
  CONTINUE("HTTP/1.1 100 Continue||"),
  SWITCHING("HTTP/1.1 101 Switching|Upgrade: websocket||"),
  OPTIONS("OPTIONS * HTTP/1.1|Upgrade: TLS/1.0||"),
  XMPP_STREAM("<stream:stream to='a'>"),
  XMPP_TAG_BEGUN("<starttls xmlns='"),
  XMPP_YES("<proceed/>"),
  XMPP_NO("<failure/>"),
  XMPP_LOGIN("<auth>"),
  PROXY_LINE("PROXY UNKNOWN|"),
  PROXY_HEADER("=0d0a0d0a000d0a515549540a21110400"),
  SOCKS4_ELSEWHERE("=040101bb0a00000100"),
  SOCKS4_YES("=005a000000000000"),
  SOCKS4_NO("=005b000000000000"),
  SOCKS5_METHODS("=05020002"),
  SOCKS5_METHOD("=0502"),
  SOCKS5_NO_METHOD("=05ff"),
  SOCKS5_ELSEWHERE("=050100010a00000101bb"),
  SOCKS5_LISTENS("=050200010a00000101bb"),
  SOCKS5_YES("=05000001000000000000"),
  SOCKS5_NO("=05020001000000000000"),
  SOCKS5_NAME_BEGUN("=01ff"),
  SOCKS5_TOKEN("=0101ffff"),
  LDAP_BIND("=300c0201016007020103040080 00"),
  LDAP_BIND_OF_MUCH("=308400008000020101608400007ff0020103"),
  LDAP_START("=301d02010177188016312e332e362e312e342e312e313436362e3230303337"),
  LDAP_YES("=300c02010178070a010004000400"),
  LDAP_NO("=300c02010178070a013404000400"),
  LDAP_FOUND_MUCH("=308400090000020101648400080000"),
  POSTGRESQL_START("=0000000e000300007573657200610000"),
  POSTGRESQL_REQUEST("=0000000804d2162f"),
  POSTGRESQL_YES("S"),
  POSTGRESQL_NO("N"),
  POSTGRESQL_GSS("G"),
  POSTGRESQL_ERROR("E"),
  MYSQL_GREETING("=4a0000000a382e302e333500" + "11".repeat(67)),
  MYSQL_ERROR("=17000000ff6904486f7374"),
  MYSQL_LOGIN("=2400000105a6ff190000000121" + "00".repeat(23) + "61000000"),
  MYSQL_REQUEST("=2000000105aeff190000000121" + "00".repeat(23)),
  RDP_REQUEST("=030000130ee000000000000100080003000000"),
  RDP_YES("=030000130ed00000123400021f080002000000"),
  RDP_NO("=030000130ed000001234000300080002000000");

  private final String said;

  /** Text with {@code |} where a line ends, or, behind {@code =}, bytes in hex. */
  Word(String said) {
    this.said = said;
  }

  @Override
  public byte[] bytes(byte[] next, Random random) {
    return said.startsWith("=")
        ? WireBytes.hex(said.substring(1))
        : said.replace("|", "\r\n").getBytes(StandardCharsets.US_ASCII);
  }
}
