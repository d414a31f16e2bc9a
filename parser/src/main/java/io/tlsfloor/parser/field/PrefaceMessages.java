package io.tlsfloor.parser.field;

import io.tlsfloor.parser.Privacy;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Names what lies before the first TLS record of one direction: lines of mail and proxy dialogues,
 * and the places of a name or address that was asked for.
 *
 * <p>Credentials, addresses of mail and contents never appear: of commands only verbs that are
 * known, of replies only those that begin as the protocols say, of everything else only how much
 * there was.
 */
public final class PrefaceMessages {
  private static final int MAX_LINES = 48;
  private static final int MAX_SHOWN_BYTES = 200;
  private static final Set<String> WITH_ARGUMENT =
      Set.of("EHLO", "HELO", "LHLO", "CONNECT", "PROXY", "STARTTLS", "STLS", "CAPA", "CAPABILITY");
  private static final Set<String> ALONE =
      Set.of(
          "MAIL",
          "RCPT",
          "DATA",
          "AUTH",
          "QUIT",
          "NOOP",
          "RSET",
          "USER",
          "PASS",
          "APOP",
          "LOGIN",
          "AUTHENTICATE",
          "ID",
          "LOGOUT",
          "LIST",
          "STAT",
          "SELECT",
          "FEAT");
  private static final Set<String> IMAP_REPLIES =
      Set.of("OK", "NO", "BAD", "BYE", "PREAUTH", "CAPABILITY");

  private PrefaceMessages() {}

  /** Lines of text between {@code start} and {@code end}; none where the bytes are no text. */
  public static List<Message> lines(byte[] stream, int start, int end, boolean fromClient) {
    List<Message> lines = new ArrayList<>();
    if (!isText(stream, start, end)) {
      return lines;
    }
    int hidden = 0;
    int at = start;
    while (at < end && lines.size() < MAX_LINES) {
      int next = at;
      while (next < end && stream[next] != '\n') {
        next++;
      }
      int length = next - at - (next > at && stream[next - 1] == '\r' ? 1 : 0);
      int shown = shown(stream, at, length, fromClient);
      if (shown > 0) {
        lines.add(line(stream, at, Math.min(shown, MAX_SHOWN_BYTES), length, fromClient));
      } else if (length > 0) {
        hidden++;
      }
      at = next + 1;
    }
    if (hidden > 0) {
      lines.add(
          new Message(
              "other lines",
              0,
              List.of(),
              List.of(),
              hidden + " not shown: they may hold what is private"));
    }
    return lines;
  }

  private static Message line(byte[] stream, int at, int shown, int length, boolean fromClient) {
    String text = new String(stream, at, shown, StandardCharsets.ISO_8859_1);
    Field field = new Field("line", 0, shown, Privacy.PUBLIC, text, source(text, fromClient));
    String note = shown < length ? length - shown + " more bytes are not shown" : "";
    return new Message(
        fromClient ? "command" : "reply",
        shown,
        List.of(new Run(0, at, shown)),
        List.of(field),
        note);
  }

  private static String source(String text, boolean fromClient) {
    String upper = text.toUpperCase(Locale.ROOT);
    if (upper.startsWith("CONNECT ") || upper.startsWith("HTTP/")) {
      return fromClient ? "RFC 9110 §9.3.6" : "RFC 9112 §4";
    }
    if (upper.startsWith("PROXY ")) {
      return "The PROXY protocol, §2.1";
    }
    if (upper.equals("STARTTLS")) {
      return "RFC 3207 §4";
    }
    if (upper.startsWith("+OK") || upper.startsWith("-ERR") || upper.startsWith("CAPA")) {
      return "RFC 1939 §3";
    }
    if (upper.equals("STLS")) {
      return "RFC 2595 §4";
    }
    if (isCode(upper)) {
      return "RFC 5321 §4.2";
    }
    int space = upper.indexOf(' ');
    return upper.startsWith("* ") || fromClient && space > 0 && isVerb(upper.substring(space + 1))
        ? "RFC 9051 §2.2"
        : fromClient ? "RFC 5321 §4.1" : "RFC 9051 §2.2";
  }

  /** How much of a line may be shown, from its first byte on. */
  static int shown(byte[] stream, int at, int length, boolean fromClient) {
    return fromClient ? shownOfCommand(stream, at, length) : shownOfReply(stream, at, length);
  }

  /** How much of a client's line is shown: a verb, with a tag before it where there is one. */
  private static int shownOfCommand(byte[] stream, int at, int length) {
    String line = new String(stream, at, length, StandardCharsets.ISO_8859_1);
    String[] words = line.split(" ", 3);
    for (int i = 0; i < Math.min(2, words.length); i++) {
      String verb = words[i].toUpperCase(Locale.ROOT);
      if (WITH_ARGUMENT.contains(verb)) {
        return length;
      }
      if (ALONE.contains(verb)) {
        return i == 0 ? verb.length() : words[0].length() + 1 + verb.length();
      }
    }
    return 0;
  }

  private static boolean isVerb(String rest) {
    String verb = rest.split(" ", 2)[0];
    return WITH_ARGUMENT.contains(verb) || ALONE.contains(verb);
  }

  /** How much of a server's line is shown: all of a status or capability, else nothing. */
  private static int shownOfReply(byte[] stream, int at, int length) {
    String line =
        new String(stream, at, length, StandardCharsets.ISO_8859_1).toUpperCase(Locale.ROOT);
    String[] words = line.split(" ", 3);
    boolean status =
        isCode(line)
            || line.startsWith("+OK")
            || line.startsWith("-ERR")
            || line.startsWith("HTTP/1.")
            || line.equals("STLS")
            || words.length > 1 && IMAP_REPLIES.contains(words[1]);
    boolean address = isCode(line) && line.indexOf('@') >= 0; // of mail, repeated in the reply
    return address ? Math.min(length, 4) : status ? length : 0;
  }

  private static boolean isCode(String line) {
    return line.length() >= 3
        && isDigit(line.charAt(0))
        && isDigit(line.charAt(1))
        && isDigit(line.charAt(2))
        && (line.length() == 3 || line.charAt(3) == ' ' || line.charAt(3) == '-');
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  static boolean isText(byte[] stream, int start, int end) {
    if (start >= end) {
      return false;
    }
    for (int i = start; i < Math.min(end, start + 16); i++) {
      byte b = stream[i];
      if (b < 0x20 && b != '\r' && b != '\n' && b != '\t') {
        return false;
      }
    }
    return true;
  }

  /**
   * Where {@code what} lies between {@code start} and {@code end}, as a message of one field; null
   * if it is not there.
   */
  public static @org.jspecify.annotations.Nullable Message find(
      byte[] stream, int start, int end, byte[] what, String name, String meaning, String source) {
    for (int at = start; what.length > 0 && at + what.length <= end; at++) {
      int same = 0;
      while (same < what.length && stream[at + same] == what[same]) {
        same++;
      }
      if (same == what.length) {
        Field field = new Field(name, 0, same, Privacy.PUBLIC, meaning, source);
        return Message.inOnePiece("before TLS", at, same, List.of(field));
      }
    }
    return null;
  }
}
