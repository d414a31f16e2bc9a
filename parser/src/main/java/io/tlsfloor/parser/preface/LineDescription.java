package io.tlsfloor.parser.preface;

import io.tlsfloor.parser.AddressText;
import io.tlsfloor.parser.Bytes;
import io.tlsfloor.parser.FieldSink;
import io.tlsfloor.parser.Privacy;
import io.tlsfloor.parser.observation.PrefaceKind;
import io.tlsfloor.parser.preface.PrefaceDescription.Said;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Describes lines. Of commands only verbs that are known are public, of replies only those that
 * begin as the protocols say. A line is a field whose meaning is its public beginning; addresses
 * and names in it follow, and its end.
 */
final class LineDescription {
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
  private static final Set<String> FIRST_LINES = // by which other dialogues are known
      Set.of("CAP LS", "CAP LS 302", "MODE READER", "CAPABILITIES", "AUTH TLS", "AUTH SSL");
  private static final Set<String> POP3_CAPABILITIES =
      Set.of("TOP", "UIDL", "USER", "SASL", "PIPELINING", "STLS", "EXPIRE", "UTF8", "LANG");
  private static final int MIN_MASK = 4; // a word that a middlebox wrote over with X
  private static final int LOOK_BYTES = 16; // enough to recognise text
  private static final int MAX_SHOWN = 1 << 13; // of a line; requests have 8000 (RFC 9112 §3)
  private static final int MAX_SEARCHED = 1 << 14; // bytes in which persons are looked for
  private static final int MAX_PERSONS = 64; // that are told of one end; usual are three

  /**
   * The server's answer: what follows its own name is what it calls the client. No part is tried
   * twice: a line may be long.
   */
  private static final Pattern EHLO_REPLY = Pattern.compile("^250[ -](?=[^ .]*+\\.)[^ ]*+ (.+)");

  private final PrefaceKind kind;
  private final Said said;
  private final FieldSink sink;
  private int searched;
  private int persons;

  /** What is said of a client, by its place in the line. */
  private record Person(
      String name, int at, int length, Privacy privacy, String text, String source) {}

  LineDescription(PrefaceKind kind, Said said, FieldSink sink) {
    this.kind = kind;
    this.said = said;
    this.sink = sink;
  }

  /** Describes lines up to what is no text; returns where they end. */
  int lines(int from) {
    int at = from;
    while (at < said.end() && isText(said, at)) {
      int after = empty(at);
      at = after > at ? after : line(at);
    }
    return at;
  }

  /** Describes empty lines, if there are many, as one; returns where another begins. */
  private int empty(int at) {
    int next = at;
    int end = at;
    while (next < said.end() && isLineEnd(next)) {
      next++;
    }
    for (int i = at; i + LOOK_BYTES < next; i++) { // behind them may be what is no text
      end = said.u8(i) == '\n' ? i + 1 : end;
    }
    if (end > at) {
      sink.field(PrefaceDescription.LINE, at, 0, "", "");
      sink.field(PrefaceDescription.LINE_END, at, end - at, "", "");
    }
    return end;
  }

  private boolean isLineEnd(int at) {
    int c = said.u8(at);
    return c == '\n' || c == '\r' && said.u8(at + 1) == '\n';
  }

  static boolean isText(Said said, int at) {
    for (int i = at; i < at + said.there(at, LOOK_BYTES); i++) {
      byte b = said.buffer().get(i);
      if (b < 0x20 && b != '\r' && b != '\n' && b != '\t') {
        return false;
      }
    }
    return true;
  }

  /**
   * With capital letters of ASCII alone: of others there may be more than there were small ones.
   */
  static String upper(String text) {
    byte[] upper = text.getBytes(StandardCharsets.ISO_8859_1);
    boolean small = false;
    for (int i = 0; i < upper.length; i++) {
      byte b = upper[i];
      if (b >= 'a' && b <= 'z') {
        upper[i] = (byte) (b - ('a' - 'A'));
        small = true;
      }
    }
    return small ? new String(upper, StandardCharsets.ISO_8859_1) : text;
  }

  /** Bytes of the line before CR and LF. */
  static int length(Said said, int at) {
    int next = Math.min(at, said.end());
    while (next < said.end() && said.buffer().get(next) != '\n') {
      next++;
    }
    boolean cr = next > at && next < said.end() && said.u8(next - 1) == '\r';
    return next - at - (cr ? 1 : 0);
  }

  static String text(Said said, int at, int length) {
    return Bytes.latin1(said.buffer(), at, length);
  }

  /**
   * Describes a line by its verb or reply; returns where the next begins. No more than that is told
   * of one that is very long, or that names persons when that many are told.
   */
  int line(int at) {
    int length = length(said, at);
    String text = text(said, at, length);
    String upper = upper(text);
    int shown = said.byClient() ? ofCommand(upper) : ofReply(upper);
    Optional<List<Person>> named =
        shown > MAX_SHOWN ? Optional.empty() : persons(text.substring(0, shown), upper);
    if (named.isEmpty()) {
      shown = Math.min(shown, verb(upper));
    }
    int open = shown > 0 && shown < length && text.charAt(shown) == ' ' ? shown + 1 : shown;
    open = Math.max(open, mark(upper));
    String meaning = text.substring(0, shown);
    sink.field(
        PrefaceDescription.LINE,
        at,
        shown,
        meaning,
        shown == 0 ? "" : source(upper.substring(0, shown), said.byClient()));
    for (Person each : named.orElse(List.of())) {
      persons++;
      sink.field(
          each.name(), at + each.at(), each.length(), each.privacy(), each.text(), each.source());
    }
    sink.bytes("mark", at + shown, open - shown, Privacy.PUBLIC);
    return end(at, length, open);
  }

  /** The verb or code that a line begins with. */
  private static int verb(String line) {
    if (isCode(line)) {
      return Math.min(line.length(), 4);
    }
    int end = 0;
    while (end < line.length() && line.charAt(end) >= 'A' && line.charAt(end) <= 'Z') {
      end++;
    }
    return end;
  }

  /** Describes a line of which {@code open} bytes are public and none has a meaning. */
  int hidden(int at, int open) {
    return hidden(at, length(said, at), open);
  }

  /** Likewise, of a line whose length is known. */
  int hidden(int at, int length, int open) {
    sink.field(PrefaceDescription.LINE, at, open, "", "");
    return end(at, length, open);
  }

  private int end(int at, int length, int open) {
    sink.bytes("rest of line", at + open, length - open, Privacy.SECRET);
    int next = at + length;
    while (next < said.end() && said.u8(next) == '\r') {
      next++;
    }
    int end = Math.min(next + 1, said.end());
    sink.field(PrefaceDescription.LINE_END, at + length, end - at - length, "", "");
    return end;
  }

  /** What is said of clients, and addresses; empty if that is more than is told. */
  private Optional<List<Person>> persons(String text, String upper) {
    List<Person> found = new ArrayList<>();
    if (upper.startsWith("EHLO ") || upper.startsWith("HELO ") || upper.startsWith("LHLO ")) {
      greeting(text, found);
    }
    if (AddressText.mayStandIn(text) || text.startsWith("250") && text.indexOf('.') > 0) {
      searched += text.length();
      if (searched > MAX_SEARCHED) {
        return Optional.empty();
      }
      if (persons + found.size() <= MAX_PERSONS) { // else it is known already
        search(text, found);
      }
    }
    return found.isEmpty() || persons + found.size() <= MAX_PERSONS
        ? Optional.of(found)
        : Optional.empty();
  }

  /** What a client calls itself (RFC 5321 §4.1.1.1; RFC 2033 §4.1). */
  private static void greeting(String text, List<Person> found) {
    int at = text.indexOf(' ');
    while (at >= 0 && at < text.length() && text.charAt(at) == ' ') {
      at++;
    }
    int end = at < 0 ? at : wordEnd(text, at);
    if (end > at) {
      String name = text.substring(at, end);
      found.add(new Person("domain", at, end - at, Privacy.NAME, name, "RFC 5321 §4.1.1.1"));
    }
  }

  private void search(String text, List<Person> found) {
    String target = text.startsWith("CONNECT ") ? "target" : "address";
    Matcher address = AddressText.PATTERN.matcher(text);
    while (persons + found.size() <= MAX_PERSONS && address.find()) {
      int length = address.end() - address.start();
      found.add(new Person(target, address.start(), length, Privacy.ADDRESS, address.group(), ""));
    }
    Matcher reply = EHLO_REPLY.matcher(text);
    if (text.startsWith("250") && reply.find()) {
      int length = reply.end(1) - reply.start(1);
      found.add(new Person("ehlo-greet", reply.start(1), length, Privacy.NAME, "", ""));
    }
  }

  /** How much of a client's line is public: a verb, with a tag before it where there is one. */
  private static int ofCommand(String line) {
    int end = wordEnd(line, 0);
    for (int from = 0; ; from = end + 1, end = wordEnd(line, from)) {
      String verb = line.substring(from, end);
      if (WITH_ARGUMENT.contains(verb)) {
        return line.length();
      }
      if (ALONE.contains(verb)) {
        return end;
      }
      if (from > 0 || end == line.length()) { // the second word, or the only one
        return 0;
      }
    }
  }

  /** Where the word ends that begins at {@code from}. */
  private static int wordEnd(String line, int from) {
    int space = line.indexOf(' ', from);
    return space < 0 ? line.length() : space;
  }

  private static boolean isVerb(String line, int from) {
    String verb = line.substring(from, wordEnd(line, from));
    return WITH_ARGUMENT.contains(verb) || ALONE.contains(verb);
  }

  /** How much of a server's line is public: all of a status or capability, else nothing. */
  private static int ofReply(String line) {
    boolean code = isCode(line);
    boolean status =
        code
            || line.startsWith("+OK")
            || line.startsWith("-ERR")
            || line.startsWith("HTTP/1.")
            || line.equals("STLS")
            || isImapReply(line);
    boolean address = code && line.indexOf('@') >= 0; // of mail, repeated in the reply
    return address ? Math.min(line.length(), 4) : status ? line.length() : 0;
  }

  private static boolean isImapReply(String line) {
    int second = wordEnd(line, 0) + 1;
    return second <= line.length()
        && IMAP_REPLIES.contains(line.substring(second, wordEnd(line, second)));
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

  /** What shows a reader of lines where it is, next to verbs and replies: public bytes. */
  private int mark(String line) {
    String first = line.substring(0, wordEnd(line, 0));
    if (isMask(first)) {
      return first.length();
    }
    if (said.byClient()) {
      return FIRST_LINES.contains(line) ? line.length() : line.startsWith("NICK ") ? 5 : 0;
    }
    if (line.equals(".") || line.startsWith("+")) {
      return 1; // the end of a list; go on
    }
    return switch (kind) {
      case POP3 -> POP3_CAPABILITIES.contains(first) ? first.length() : 0;
      case SIEVE -> line.startsWith("\"") || first.equals("OK") ? line.length() : 0;
      case IRC -> ofIrc(line);
      default -> 0;
    };
  }

  private static boolean isMask(String word) {
    for (int i = 0; i < word.length() - 1; i++) {
      if (word.charAt(i) != 'X') {
        return false;
      }
    }
    return word.length() >= MIN_MASK;
  }

  /** Who speaks, and the number or word of what is said. */
  private static int ofIrc(String line) {
    String[] words = line.split(" ", 3);
    return line.startsWith(":") && words.length > 1 ? words[0].length() + 1 + words[1].length() : 0;
  }

  private static String source(String upper, boolean byClient) {
    if (upper.startsWith("CONNECT ") || upper.startsWith("HTTP/")) {
      return byClient ? "RFC 9110 §9.3.6" : "RFC 9112 §4";
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
    return upper.startsWith("* ") || byClient && space > 0 && isVerb(upper, space + 1)
        ? "RFC 9051 §2.2"
        : byClient ? "RFC 5321 §4.1" : "RFC 9051 §2.2";
  }
}
