package io.tlsfloor.parser.preface;

import io.tlsfloor.parser.Bytes;
import io.tlsfloor.parser.observation.PrefaceKind;
import io.tlsfloor.parser.observation.Protocol;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Recognises by the first bytes of a direction which preface begins there, if any. Stateless.
 *
 * <p>Where a protocol's own marks are few (SOCKS), its packet also has to end where the bytes end,
 * or be followed by what may follow it. What begins like mail and is not (FTP greets as SMTP does)
 * starts as mail and finds out later.
 */
public final class PrefaceRecognizer {
  /** No preface needs more bytes than this to be recognised or ruled out. */
  public static final int MAX_BYTES = 64;

  private static final int MAX_TAG_BYTES = 32;
  private static final String[] IMAP_COMMANDS = {
    "CAPABILITY\r\n", "STARTTLS\r\n", "LOGIN ", "AUTHENTICATE ", "NOOP\r\n", "ID (", "ID NIL\r\n"
  };

  /** Says what the bytes look like. */
  public enum Answer {
    /** {@link #start} gives the preface. */
    YES,
    /** Fewer bytes than it takes, and none that contradicts. */
    NEED_MORE,
    /** No preface that we know. */
    NO
  }

  /** Looks at {@code length} first bytes of a direction, at least one. */
  private interface Test {
    Answer look(ByteBuffer buffer, int start, int length);
  }

  /**
   * One way in which a preface begins.
   *
   * @param byClient whether the client sends these bytes
   * @param kind the dialogue that begins so
   */
  private record PrefacePattern(Test test, boolean byClient, PrefaceKind kind) {}

  private static final PrefacePattern[][] BY_FIRST_BYTE = table();

  private PrefaceRecognizer() {}

  private static PrefacePattern[][] table() {
    List<List<PrefacePattern>> lists = new ArrayList<>();
    for (int i = 0; i < 256; i++) {
      lists.add(new ArrayList<>(0));
    }
    text(lists, false, PrefaceKind.SMTP, "220 ", "220-");
    text(lists, true, PrefaceKind.SMTP, "EHLO ", "EHLO\r\n", "HELO ", "HELO\r\n", "LHLO ");
    text(lists, false, PrefaceKind.IMAP, "* OK ", "* OK\r\n", "* PREAUTH ", "* BYE ");
    text(lists, false, PrefaceKind.POP3, "+OK ", "+OK\r\n");
    text(lists, true, PrefaceKind.POP3, "CAPA\r\n", "STLS\r\n", "APOP ");
    for (int first = '.'; first <= 'z'; first++) {
      lists
          .get(first)
          .add(new PrefacePattern(PrefaceRecognizer::imapCommand, true, PrefaceKind.IMAP));
    }
    text(lists, true, PrefaceKind.HTTP_CONNECT, "CONNECT ");
    for (String version : new String[] {"HTTP/1.0", "HTTP/1.1"}) {
      text(lists, false, PrefaceKind.HTTP_CONNECT, version + " 407 ");
      text(lists, false, PrefaceKind.HTTP_CONNECT, version + " 200 Connection established\r\n");
      text(lists, false, PrefaceKind.HTTP_CONNECT, version + " 200 Tunnel established\r\n");
      text(lists, false, PrefaceKind.HTTP_CONNECT, version + " 200 OK\r\n\r\n");
    }
    text(lists, true, PrefaceKind.PROXY_V1, "PROXY TCP4 ", "PROXY TCP6 ", "PROXY UNKNOWN");
    lists.get(0x0D).add(new PrefacePattern(ProxyHeader::begins2, true, PrefaceKind.PROXY_V2));
    lists.get(4).add(new PrefacePattern(SocksDialogue::begins4, true, PrefaceKind.SOCKS4));
    lists.get(5).add(new PrefacePattern(SocksDialogue::begins5, true, PrefaceKind.SOCKS5));
    PrefacePattern[][] table = new PrefacePattern[256][];
    for (int i = 0; i < 256; i++) {
      table[i] = lists.get(i).toArray(new PrefacePattern[0]);
    }
    return table;
  }

  private static void text(
      List<List<PrefacePattern>> lists, boolean byClient, PrefaceKind kind, String... words) {
    for (String word : words) {
      Test test = (buffer, start, length) -> beginsWith(buffer, start, length, word);
      PrefacePattern opening = new PrefacePattern(test, byClient, kind);
      lists.get(word.charAt(0)).add(opening);
      char lower = Character.toLowerCase(word.charAt(0));
      if (lower != word.charAt(0)) {
        lists.get(lower).add(opening);
      }
    }
  }

  /**
   * Looks at the first bytes of one direction. The answer is about that direction alone: the other
   * may still say YES after this one's NO (a server's greeting says more than a client's command).
   *
   * @param direction 0 for the end that opened the connection (or was seen first), else 1; the
   *     bytes decide which end is the client, and this where they may be of either
   */
  public static Answer test(int direction, ByteBuffer buffer, int start, int length) {
    int looked = Math.min(length, MAX_BYTES);
    if (looked == 0) {
      return Answer.NEED_MORE;
    }
    boolean more = false;
    for (PrefacePattern opening : BY_FIRST_BYTE[Bytes.u8(buffer, start)]) {
      Answer answer = look(opening, direction, buffer, start, looked);
      if (answer == Answer.YES) {
        return answer;
      }
      more |= answer == Answer.NEED_MORE;
    }
    return more && looked < MAX_BYTES ? Answer.NEED_MORE : Answer.NO;
  }

  /** A new preface for bytes that {@link #test} said YES to; empty for any others. */
  public static Optional<Preface> start(int direction, ByteBuffer buffer, int start, int length) {
    int looked = Math.min(length, MAX_BYTES);
    if (looked > 0) {
      for (PrefacePattern opening : BY_FIRST_BYTE[Bytes.u8(buffer, start)]) {
        if (look(opening, direction, buffer, start, looked) == Answer.YES) {
          return Optional.of(begin(opening.kind(), opening.byClient() ? direction : 1 - direction));
        }
      }
    }
    return Optional.empty();
  }

  /** Begins a dialogue whose client is the sender of {@code client}, 0 or 1. */
  static Preface begin(PrefaceKind kind, int client) {
    Exchange exchange = new Exchange(client, kind);
    return switch (kind) {
      case SMTP -> Preface.ofMail(exchange, Protocol.SMTP, SmtpDialogue::new);
      case IMAP -> Preface.ofMail(exchange, Protocol.IMAP, ImapDialogue::new);
      case POP3 -> Preface.ofMail(exchange, Protocol.POP3, Pop3Dialogue::new);
      case HTTP_CONNECT ->
          Preface.ofProxy(exchange, new LineSplitter(exchange, new HttpConnect(exchange)));
      case SOCKS4, SOCKS4A, SOCKS5 -> Preface.ofProxy(exchange, new SocksDialogue(exchange));
      case PROXY_V1, PROXY_V2 -> Preface.ofProxy(exchange, new ProxyHeader(exchange));
    };
  }

  private static Answer look(
      PrefacePattern opening, int direction, ByteBuffer buffer, int start, int length) {
    boolean othersTurn = direction == 1 && opening.byClient();
    return othersTurn && isSocks5PasswordTaken(buffer, start, length)
        ? Answer.NO
        : opening.test().look(buffer, start, length);
  }

  // Lines of text.

  /**
   * Returns whether the bytes begin with {@code text}, whatever its case, and what is there of that
   * line is text.
   */
  private static Answer beginsWith(ByteBuffer buffer, int start, int length, String text) {
    int compared = Math.min(length, text.length());
    for (int i = 0; i < compared; i++) {
      if (upper(Bytes.u8(buffer, start + i)) != upper(text.charAt(i))) {
        return Answer.NO;
      }
    }
    if (compared < text.length()) {
      return Answer.NEED_MORE;
    }
    return isTextLine(buffer, start, length) ? Answer.YES : Answer.NO;
  }

  private static int upper(int value) {
    return value >= 'a' && value <= 'z' ? value - 32 : value;
  }

  /** Returns whether the bytes up to the first LF, or all, are text and perhaps a CR at the end. */
  private static boolean isTextLine(ByteBuffer buffer, int start, int length) {
    for (int i = start; i < start + length; i++) {
      int value = Bytes.u8(buffer, i);
      if (value == '\n') {
        return true;
      }
      if (value == '\r') {
        return i + 1 == start + length || buffer.get(i + 1) == '\n';
      }
      if (!LineView.isText(value)) {
        return false;
      }
    }
    return true;
  }

  /**
   * Returns whether the bytes begin with an IMAP command that comes before the log-in. The tag has
   * a digit or is a single character, as those of all clients do: words of other protocols are no
   * tags.
   */
  private static Answer imapCommand(ByteBuffer buffer, int start, int length) {
    boolean digit = false;
    int tag = 0;
    for (; tag < length && Bytes.u8(buffer, start + tag) != ' '; tag++) {
      int c = Bytes.u8(buffer, start + tag);
      boolean letter = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '.';
      digit |= c >= '0' && c <= '9';
      if (!letter && !(c >= '0' && c <= '9') || tag >= MAX_TAG_BYTES) {
        return Answer.NO;
      }
    }
    if (tag == length) {
      return Answer.NEED_MORE;
    }
    if (!digit && tag > 1 || isReplyCode(buffer, start, tag)) {
      return Answer.NO;
    }
    int at = tag + 1;
    boolean more = at == length;
    for (int i = 0; i < IMAP_COMMANDS.length && at < length; i++) {
      Answer answer = beginsWith(buffer, start + at, length - at, IMAP_COMMANDS[i]);
      if (answer == Answer.YES) {
        return answer;
      }
      more |= answer == Answer.NEED_MORE;
    }
    return more ? Answer.NEED_MORE : Answer.NO;
  }

  /** {@code 250 STARTTLS} is no command with a tag. */
  private static boolean isReplyCode(ByteBuffer buffer, int start, int length) {
    int first = Bytes.u8(buffer, start);
    return length == 3
        && first >= '2'
        && first <= '5'
        && Bytes.u8(buffer, start + 1) <= '9'
        && Bytes.u8(buffer, start + 2) <= '9';
  }

  /**
   * Returns whether the bytes are a server's choice of passwords and its yes to one (RFC 1928 §3,
   * RFC 1929 §2). They may as well be a client's list of two methods: who opened the connection
   * decides.
   */
  private static boolean isSocks5PasswordTaken(ByteBuffer buffer, int start, int length) {
    return length >= 4 && Bytes.i32(buffer, start) == 0x05020100;
  }
}
