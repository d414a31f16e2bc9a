package io.tlsfloor.parser.field;

import io.tlsfloor.parser.Progress;
import io.tlsfloor.parser.preface.LdapMessageView;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Finds those bytes of a dialogue before TLS that may be handed on: verbs, replies, targets, and
 * the marks that hold messages together.
 *
 * <p>Nothing is handed on that is not known to be harmless. Names and passwords of users, cookies,
 * addresses of mail and contents are not found; nor is anything of a dialogue that is not known.
 */
public final class PrefaceBytes {
  private static final Set<String> HTTP_EXTENTS = Set.of("CONTENT-LENGTH", "TRANSFER-ENCODING");
  private static final Set<String> FIRST_LINES = // by which other dialogues are known
      Set.of("CAP LS", "CAP LS 302", "MODE READER", "CAPABILITIES", "AUTH TLS", "AUTH SSL");
  private static final Set<String> POP3_CAPABILITIES =
      Set.of("TOP", "UIDL", "USER", "SASL", "PIPELINING", "STLS", "EXPIRE", "UTF8", "LANG");
  private static final Set<String> XMPP_TAGS =
      Set.of(
          "?xml",
          "stream:stream",
          "/stream:stream",
          "stream:features",
          "/stream:features",
          "starttls",
          "/starttls",
          "required",
          "proceed",
          "/proceed",
          "failure",
          "/failure");
  private static final int MIN_MASK = 4; // a word that a middlebox wrote over with X
  private static final int MAX_CHUNK_DIGITS = 8;
  private static final int LOOK_BYTES = 16; // that tell text from other bytes

  private final byte[] stream;
  private final ByteBuffer buffer;
  private final int end;
  private final boolean client;
  private final BitSet shown = new BitSet();

  private PrefaceBytes(byte[] stream, int end, boolean client) {
    this.stream = stream;
    this.buffer = ByteBuffer.wrap(stream);
    this.end = end;
    this.client = client;
  }

  /**
   * The bytes between {@code start} and {@code end} that may be handed on.
   *
   * @param prefaces names of the dialogues, in order, as in {@code Way.prefaces()}
   */
  public static BitSet shown(
      List<String> prefaces, byte[] stream, int start, int end, boolean fromClient) {
    PrefaceBytes reader = new PrefaceBytes(stream, end, fromClient);
    int at = start;
    for (String preface : prefaces) {
      at = reader.preface(preface, at);
    }
    return reader.shown;
  }

  /** Reads one dialogue; returns where it is over. */
  private int preface(String name, int at) {
    return switch (name) {
      case "proxy-v2" -> proxyV2(at);
      case "socks4", "socks4a" -> socks4(at);
      case "socks5" -> socks5(at);
      case "starttls-postgresql" -> show(at, client ? 8 : 1); // a request, or its one-byte answer
      case "starttls-mysql" -> show(at, end - at); // greeting and SSLRequest come before any log-in
      case "rdp" -> rdp(at);
      case "starttls-ldap" -> ldap(at);
      case "starttls-xmpp" -> xmpp(at);
      case "http-connect" -> httpConnect(at);
      default -> lines(name, at);
    };
  }

  private int show(int at, int length) {
    int to = Math.min(end, at + Math.max(0, length));
    if (at < to) {
      shown.set(at, to);
    }
    return Math.max(at, to);
  }

  private int u8(int at) {
    return at < end ? stream[at] & 0xFF : 0;
  }

  private int u16(int at) {
    return u8(at) << 8 | u8(at + 1);
  }

  // Dialogues of lines.

  /** Lines of any dialogue but HTTP's, up to what is no text. */
  private int lines(String preface, int from) {
    int at = from;
    while (at < end && PrefaceMessages.isText(stream, at, Math.min(end, at + LOOK_BYTES))) {
      int length = lineLength(at);
      show(at, Math.max(safe(at, length), mark(preface, at, length)));
      at = lineEnd(at, length);
    }
    return Math.min(at, end);
  }

  private int lineLength(int at) {
    int next = at;
    while (next < end && stream[next] != '\n') {
      next++;
    }
    return next - at - (next > at && next < end && stream[next - 1] == '\r' ? 1 : 0);
  }

  /** Shows CR and LF; returns where the next line begins. */
  private int lineEnd(int at, int length) {
    int next = at + length;
    while (next < end && stream[next] == '\r') {
      next++;
    }
    return show(at + length, next + 1 - at - length);
  }

  /** As shown to a reader, with the space that ends the word. */
  private int safe(int at, int length) {
    int safe = PrefaceMessages.shown(stream, at, length, client);
    return safe > 0 && safe < length && stream[at + safe] == ' ' ? safe + 1 : safe;
  }

  /** What tells a reader of lines where it is, beside verbs and replies. */
  private int mark(String preface, int at, int length) {
    String line = text(at, length).toUpperCase(Locale.ROOT);
    String first = line.split(" ", 2)[0];
    boolean overwritten =
        first.length() >= MIN_MASK
            && first.chars().limit(first.length() - 1L).allMatch(c -> c == 'X');
    if (overwritten) {
      return first.length();
    }
    if (client) {
      return FIRST_LINES.contains(line) ? length : line.startsWith("NICK ") ? 5 : 0;
    }
    if (line.equals(".") || line.startsWith("+")) {
      return 1; // the end of a list; go on
    }
    return switch (preface) {
      case "starttls-pop3" -> POP3_CAPABILITIES.contains(first) ? first.length() : 0;
      case "starttls-sieve" -> line.startsWith("\"") || first.equals("OK") ? length : 0;
      case "starttls-irc" -> markOfIrc(line);
      default -> 0;
    };
  }

  private String text(int at, int length) {
    return new String(stream, at, length, StandardCharsets.ISO_8859_1);
  }

  /** Who speaks, and the number or word of what is said. */
  private static int markOfIrc(String line) {
    String[] words = line.split(" ", 3);
    return line.startsWith(":") && words.length > 1 ? words[0].length() + 1 + words[1].length() : 0;
  }

  /** Requests and replies up to the one that opens the tunnel; of headers and bodies, extents. */
  private int httpConnect(int from) {
    int at = from;
    boolean head = false;
    boolean opens = false;
    boolean chunked = false;
    long body = 0;
    while (at < end && PrefaceMessages.isText(stream, at, Math.min(end, at + LOOK_BYTES))) {
      int length = lineLength(at);
      String line = text(at, length).toUpperCase(Locale.ROOT);
      boolean first = line.startsWith(client ? "CONNECT " : "HTTP/1.");
      if (client && !head && !first && length > 0) {
        return at; // the tunnel's own bytes
      }
      String header = head ? line.split(":", 2)[0] : "";
      show(at, first || HTTP_EXTENTS.contains(header) ? length : 0);
      chunked = !first && (chunked || header.equals("TRANSFER-ENCODING"));
      body = first ? 0 : header.equals("CONTENT-LENGTH") ? number(line) : body;
      opens = first ? line.matches("HTTP/1\\.\\d 2\\d\\d.*") : opens;
      at = lineEnd(at, length);
      boolean ends = head && length == 0;
      head = first || head && !ends;
      if (ends && !client && opens) {
        return at;
      }
      at = ends && chunked ? chunks(at) : ends ? (int) Math.min(end, at + body) : at;
    }
    return at;
  }

  /** A body in chunks (RFC 9112 §7.1): their sizes; returns where it ends. */
  private int chunks(int from) {
    int at = from;
    boolean more = true;
    while (at < end && more) {
      int length = lineLength(at);
      int digits = 0;
      while (digits < Math.min(length, MAX_CHUNK_DIGITS) && isHex(u8(at + digits))) {
        digits++;
      }
      long size = digits == 0 ? 0 : Long.parseLong(text(at, digits), 16);
      more = size > 0;
      show(at, Math.min(length, digits + 1)); // and what ends them
      at = (int) Math.min(end, lineEnd(at, length) + size);
      at = more && at < end ? lineEnd(at, lineLength(at)) : at;
    }
    for (boolean trailer = true; at < end && trailer; ) {
      int length = lineLength(at);
      trailer = length > 0;
      at = lineEnd(at, length);
    }
    return at;
  }

  private static boolean isHex(int c) {
    return Character.digit(c, 16) >= 0;
  }

  /** The value of a Content-Length header; 0 for what is none. */
  private static long number(String header) {
    String digits = header.substring(header.indexOf(':') + 1).strip();
    return digits.matches("\\d{1,9}") ? Long.parseLong(digits) : 0;
  }

  // Dialogues of messages.

  /** Signature, addresses; of what comes behind them (TLVs) nothing. */
  private int proxyV2(int at) {
    if (!client) {
      return at;
    }
    int length = 16 + u16(at + 14);
    int addresses =
        switch (u8(at + 13) >>> 4) {
          case 1 -> 12;
          case 2 -> 36;
          default -> 0;
        };
    show(at, Math.min(length, 16 + addresses));
    return Math.min(end, at + length);
  }

  /** All but the user id. */
  private int socks4(int at) {
    if (!client) {
      return show(at, 8);
    }
    int user = show(at, 8);
    int zero = zero(user);
    int next = show(zero, 1);
    boolean named = u8(at + 4) == 0 && u8(at + 5) == 0 && u8(at + 6) == 0 && u8(at + 7) != 0;
    return named ? show(next, zero(next) + 1 - next) : next;
  }

  private int zero(int from) {
    int at = from;
    while (at < end && stream[at] != 0) {
      at++;
    }
    return at;
  }

  /** All but user name, password and GSSAPI tokens (RFC 1928, RFC 1929, RFC 1961). */
  private int socks5(int from) {
    int at = from;
    boolean first = true;
    while (at < end) {
      if (u8(at) == 5 && first) {
        at = show(at, client ? 2 + u8(at + 1) : 2);
        first = false;
      } else if (u8(at) == 5) {
        int type = u8(at + 3);
        int address = type == 1 ? 4 : type == 4 ? 16 : 1 + u8(at + 4);
        return show(at, 4 + address + 2);
      } else if (u8(at) == 1 && client) {
        at = credentials(at);
      } else if (u8(at) == 1) {
        at = show(at, 2);
      } else {
        return at;
      }
    }
    return at;
  }

  private int credentials(int at) {
    int name = u8(at + 1);
    int password = u8(at + 2 + name);
    boolean noName = name == 1 && u8(at + 2) == 0; // but a token's type and length
    if (noName || end - at == 4 + u16(at + 2) && end - at != 3 + name + password) {
      return Math.min(end, show(at, 4) + u16(at + 2));
    }
    show(at, 2);
    show(at + 2 + name, 1);
    return Math.min(end, at + 3 + name + password);
  }

  /** All but a cookie's value: it holds the user's name (MS-RDPBCGR §2.2.1.1). */
  private int rdp(int at) {
    int length = Math.min(end - at, u16(at + 2));
    show(at, Math.min(length, 11));
    int text = at + 11;
    int lineEnd = text;
    while (lineEnd < at + length && stream[lineEnd] != '\n') {
      lineEnd++;
    }
    boolean line = u8(text) >= 'A' && lineEnd < at + length;
    show(line ? lineEnd - 1 : text, at + length - (line ? lineEnd - 1 : text));
    return at + length;
  }

  /** Of the extended operation all, of others the beginning: a bind holds name and password. */
  private int ldap(int from) {
    LdapMessageView message = new LdapMessageView();
    int at = from;
    while (at < end && message.wrap(buffer, at, end - at) == Progress.DONE) {
      boolean extended =
          message.operation() == LdapMessageView.EXTENDED_REQUEST
              || message.operation() == LdapMessageView.EXTENDED_RESPONSE;
      int length = (int) Math.min(message.length(), end - at);
      show(at, extended ? length : Math.min(length, message.headerBytes()));
      at += length;
    }
    return at;
  }

  /** Tags of the opening of a stream and of STARTTLS, without names of users. */
  private int xmpp(int from) {
    int at = from;
    while (at < end) {
      int close = at;
      while (close < end && stream[close] != '>') {
        close++;
      }
      tag(at, Math.min(end, close + 1));
      at = close + 1;
    }
    return Math.min(at, end);
  }

  private void tag(int at, int to) {
    int open = at;
    while (open < to && stream[open] != '<') {
      open++;
    }
    String tag = new String(stream, open, to - open, StandardCharsets.ISO_8859_1);
    String name = tag.length() > 1 ? tag.substring(1).split("[ />\\s]", 2)[0] : "";
    if (tag.startsWith("</")) {
      name = "/" + tag.substring(2).split("[ >\\s]", 2)[0];
    }
    if (XMPP_TAGS.contains(name) && tag.indexOf('@') < 0) {
      show(open, to - open);
    } else if (open < to) {
      show(open, 1);
      show(to - 1, 1);
    }
  }
}
