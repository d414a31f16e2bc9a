package io.tlsfloor.parser.preface;

import io.tlsfloor.parser.FieldSink;
import io.tlsfloor.parser.observation.PrefaceKind;
import io.tlsfloor.parser.preface.PrefaceDescription.Said;
import io.tlsfloor.parser.preface.PrefaceRecognizer.Answer;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/**
 * The dialogues that are known: how each begins, and who describes what is said in it. Another one
 * is a constant of {@link PrefaceKind}, a dialogue, and its lines here.
 */
final class Prefaces {
  /**
   * One way in which a preface begins.
   *
   * @param test looks at the first bytes
   * @param byClient whether the client sends them
   * @param dialogue makes the preface from the client's direction
   */
  record Opening(Test test, boolean byClient, IntFunction<Preface> dialogue) {
    /** The preface, where the bytes came in {@code direction}. */
    Preface begin(int direction) {
      return dialogue.apply(byClient ? direction : 1 - direction);
    }
  }

  /** Looks at the first bytes of a direction. */
  interface Test {
    /** Looks at {@code length} bytes, at least one. */
    Answer look(ByteBuffer buffer, int start, int length);
  }

  private static final Opening[][] BY_FIRST_BYTE = table();

  /** The openings that may begin with a byte, 0 to 255. */
  static Opening[] candidates(int firstByte) {
    return BY_FIRST_BYTE[firstByte];
  }

  private Prefaces() {}

  /** Describes what one end says in a dialogue; returns where it is over. */
  static int describe(PrefaceKind kind, Said said, int at, FieldSink sink) {
    return switch (kind) {
      case PROXY_V2 -> ProxyHeader.describe(said, at, sink);
      case SOCKS4, SOCKS4A -> Socks4Dialogue.describe(said, at, sink);
      case SOCKS5 -> Socks5Dialogue.describe(said, at, sink);
      case HTTP_CONNECT -> new HttpDescription(said, sink).describe(at);
      case HTTP_UPGRADE -> HttpUpgradeDialogue.describe(said, at, sink);
      case RDP -> RdpDialogue.describe(said, at, sink);
      case LDAP -> LdapDialogue.describe(said, at, sink);
      case MYSQL -> MysqlDialogue.describe(said, at, sink);
      case POSTGRESQL -> PostgresqlDialogue.describe(said, at, sink);
      case XMPP -> XmppDialogue.describe(said, at, sink);
      case PROXY_V1, SMTP, IMAP, POP3, FTP, NNTP, IRC, SIEVE, STARTTLS ->
          new LineDescription(kind, said, sink).lines(at);
    };
  }

  private static Opening[][] table() {
    List<List<Opening>> lists = new ArrayList<>();
    for (int i = 0; i < 256; i++) {
      lists.add(new ArrayList<>(0));
    }
    mail(lists);
    otherLines(lists);
    proxies(lists);
    packets(lists);
    Opening[][] table = new Opening[256][];
    for (int i = 0; i < 256; i++) {
      table[i] = lists.get(i).toArray(new Opening[0]);
    }
    return table;
  }

  private static void mail(List<List<Opening>> lists) {
    text(lists, false, Greeted220::new, "220 ", "220-");
    text(lists, true, SmtpDialogue::new, "EHLO ", "EHLO\r\n", "HELO ", "HELO\r\n", "LHLO ");
    text(lists, false, ImapDialogue::new, "* OK ", "* OK\r\n", "* PREAUTH ", "* BYE ");
    text(lists, false, Pop3Dialogue::new, "+OK ", "+OK\r\n");
    text(lists, true, Pop3Dialogue::new, "CAPA\r\n", "STLS\r\n", "APOP ");
    for (int first = '.'; first <= 'z'; first++) {
      lists.get(first).add(new Opening(TextLook::isImapCommand, true, ImapDialogue::new));
    }
  }

  private static void otherLines(List<List<Opening>> lists) {
    text(lists, true, FtpDialogue::new, "AUTH TLS", "AUTH SSL", "FEAT\r\n");
    text(lists, false, word(PrefaceKind.NNTP), "200 ", "201 ");
    text(lists, true, word(PrefaceKind.NNTP), "CAPABILITIES\r\n", "MODE READER\r\n");
    text(lists, false, word(PrefaceKind.SIEVE), "\"IMPLEMENTATION\" ");
    text(lists, true, word(PrefaceKind.IRC), "CAP LS", "NICK ");
    text(lists, false, word(PrefaceKind.IRC), "NOTICE AUTH ");
    lists.get(':').add(new Opening(TextLook::isIrcServer, false, word(PrefaceKind.IRC)));
    text(lists, true, HttpUpgradeDialogue::new, HttpUpgradeDialogue.REQUEST);
    text(lists, false, HttpUpgradeDialogue::new, HttpUpgradeDialogue.REPLY);
    text(lists, true, word(PrefaceKind.STARTTLS), "STARTTLS\r\n");
    lists.get('<').add(new Opening(TextLook::isXmppStream, true, XmppDialogue::new));
  }

  private static void proxies(List<List<Opening>> lists) {
    text(lists, true, HttpConnect::new, "CONNECT ");
    for (String version : new String[] {"HTTP/1.0", "HTTP/1.1"}) {
      text(lists, false, HttpConnect::new, version + " 407 ");
      text(lists, false, HttpConnect::new, version + " 200 Connection established\r\n");
      text(lists, false, HttpConnect::new, version + " 200 Tunnel established\r\n");
      text(lists, false, HttpConnect::new, version + " 200 OK\r\n\r\n");
    }
    text(lists, true, ProxyHeader::v1, "PROXY TCP4 ", "PROXY TCP6 ", "PROXY UNKNOWN");
    lists.get(0x0D).add(new Opening(PacketLook::isProxyV2, true, ProxyHeader::v2));
    lists.get(4).add(new Opening(PacketLook::isSocks4, true, Socks4Dialogue::new));
    lists.get(0).add(new Opening(PacketLook::isSocks4Reply, false, Socks4Dialogue::new));
    lists.get(5).add(new Opening(PacketLook::isSocks5, true, Socks5Dialogue::new));
    lists.get(5).add(new Opening(PacketLook::isSocks5Reply, false, Socks5Dialogue::new));
  }

  private static void packets(List<List<Opening>> lists) {
    lists.get(0).add(new Opening(PacketLook::isPostgresql, true, PostgresqlDialogue::new));
    lists.get('S').add(new Opening(PacketLook::isPostgresqlYes, false, PostgresqlDialogue::new));
    lists.get(3).add(new Opening(PacketLook::isRdpRequest, true, RdpDialogue::new));
    lists.get(3).add(new Opening(PacketLook::isRdpConfirm, false, RdpDialogue::new));
    lists.get(0x30).add(new Opening(PacketLook::isLdapRequest, true, LdapDialogue::new));
    lists.get(0x30).add(new Opening(PacketLook::isLdapYes, false, LdapDialogue::new));
    for (List<Opening> list : lists) { // the first byte is the low one of a length
      list.add(new Opening(PacketLook::isMysqlGreeting, false, MysqlDialogue::new));
    }
    lists.get(0x20).add(new Opening(PacketLook::isMysqlSslRequest, true, MysqlDialogue::new));
  }

  private static IntFunction<Preface> word(PrefaceKind kind) {
    return client -> new WordDialogue(client, kind);
  }

  private static void text(
      List<List<Opening>> lists, boolean byClient, IntFunction<Preface> dialogue, String... words) {
    for (String word : words) {
      Test test = (buffer, start, length) -> TextLook.beginsWith(buffer, start, length, word);
      Opening opening = new Opening(test, byClient, dialogue);
      lists.get(word.charAt(0)).add(opening);
      char lower = Character.toLowerCase(word.charAt(0));
      if (lower != word.charAt(0)) {
        lists.get(lower).add(opening);
      }
    }
  }
}
