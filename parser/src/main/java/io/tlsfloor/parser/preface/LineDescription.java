package io.tlsfloor.parser.preface;

import io.tlsfloor.parser.AddressText;
import io.tlsfloor.parser.Bytes;
import io.tlsfloor.parser.FieldSink;
import io.tlsfloor.parser.Privacy;
import io.tlsfloor.parser.observation.PrefaceKind;
import io.tlsfloor.parser.preface.PrefaceDescription.Said;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Describes lines: a line is a field whose meaning is its public beginning; addresses and names in
 * it follow, and its end. Of commands verbs that are known are public, of replies those that begin
 * as the protocols say.
 */
final class LineDescription {
  private static final int LOOK_BYTES = 16; // enough to recognise text
  private static final int MAX_SHOWN = 1 << 13; // of a line; requests have 8000 (RFC 9112 §3)
  private static final int MAX_SEARCHED = 1 << 10; // of a line in which clients are looked for
  private static final int MAX_TOLD = 48; // lines; of those that follow only verbs are public

  private static final List<String> WITH_ARGUMENT =
      List.of("EHLO", "HELO", "LHLO", "CONNECT", "PROXY", "STARTTLS", "STLS", "CAPA", "CAPABILITY");
  private static final List<String> ALONE =
      List.of(
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
          "SELECT");
  private static final List<String> IMAP_REPLIES =
      List.of("OK", "NO", "BAD", "BYE", "PREAUTH", "CAPABILITY");

  /** What a client calls itself (RFC 5321 §4.1.1.1; RFC 2033 §4.1). */
  private static final Pattern GREETING = Pattern.compile("(?i)^(?:EHLO|HELO|LHLO) +([^ ]+)");

  /** The server's answer: what follows its own name is what it calls the client. */
  private static final Pattern EHLO_REPLY = Pattern.compile("^250[ -](?=[^ .]*+\\.)[^ ]*+ (.+)");

  private final PrefaceKind kind;
  private final Said said;
  private final FieldSink sink;
  private final LineView line = new LineView();
  private int told;

  LineDescription(PrefaceKind kind, Said said, FieldSink sink) {
    this.kind = kind;
    this.said = said;
    this.sink = sink;
  }

  /** Describes lines up to what is no text; returns where they end. */
  int lines(int from) {
    int at = from;
    while (at < said.end() && isText(said, at)) {
      at = line(at);
    }
    return at;
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

  /** Bytes of the line before CR and LF. */
  private static int length(Said said, int at) {
    int next = LineView.lineFeed(said.buffer(), at, Math.max(0, said.end() - at));
    boolean cr = next > at && said.u8(next - 1) == '\r';
    return next < 0 ? Math.max(0, said.end() - at) : next - at - (cr ? 1 : 0);
  }

  /**
   * Describes a line by its verb or reply; returns where the next begins. No more than that is told
   * of one that is very long, or that comes after many others.
   */
  int line(int at) {
    int length = length(said, at);
    line.wrapPart(said.buffer(), at, Math.min(length, MAX_SHOWN));
    int shown = said.byClient() ? ofCommand() : ofReply(length);
    boolean tells = length <= MAX_SHOWN && told < MAX_TOLD;
    shown = tells ? shown : Math.min(shown, verb());
    told += shown > 0 ? 1 : 0;
    String meaning = tells ? Bytes.latin1(said.buffer(), at, shown) : "";
    sink.field(PrefaceDescription.LINE, at, shown, meaning, meaning.isEmpty() ? "" : source());
    clients(at, meaning);
    int open = shown > 0 && shown < length && said.u8(at + shown) == ' ' ? shown + 1 : shown;
    open = Math.max(open, mark());
    sink.bytes("mark", at + shown, open - shown, Privacy.PUBLIC);
    return end(at, length, open);
  }

  /** Describes a line of which {@code open} bytes are public and none has a meaning. */
  int hidden(int at, int open) {
    sink.field(PrefaceDescription.LINE, at, open, "", "");
    return end(at, length(said, at), open);
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

  // How much of a line is public.

  /** Of a client's line: a verb, with a tag before it where there is one. */
  private int ofCommand() {
    int first = line.wordEnd(0);
    int at = isVerb(0) || first == line.length() ? 0 : first + 1;
    return line.isOneOf(at, WITH_ARGUMENT)
        ? line.length()
        : line.isOneOf(at, ALONE) ? line.wordEnd(at) : 0;
  }

  private boolean isVerb(int at) {
    return line.isOneOf(at, WITH_ARGUMENT) || line.isOneOf(at, ALONE);
  }

  /** Of a server's line: all of a status or capability, else nothing. */
  private int ofReply(int length) {
    boolean status =
        SmtpDialogue.code(line) > 0
            || line.startsWith("+OK")
            || line.startsWith("-ERR")
            || line.startsWith("HTTP/1.")
            || line.word(0, "STLS") && line.length() == 4
            || line.isOneOf(line.wordEnd(0) + 1, IMAP_REPLIES);
    boolean address =
        SmtpDialogue.code(line) > 0 && line.indexOf('@', 0) >= 0; // of mail, repeated in the reply
    return address ? Math.min(length, 4) : status ? line.length() : 0;
  }

  /** The verb or code that it begins with. */
  private int verb() {
    return SmtpDialogue.code(line) > 0 ? Math.min(line.length(), 4) : line.letters();
  }

  /** What shows a reader of lines where it is, next to verbs and replies. */
  private int mark() {
    int first = line.wordEnd(0);
    if (line.isMask(0)) {
      return first;
    }
    if (said.byClient()) {
      return 0;
    }
    if (line.at(0) == '+' || line.at(0) == '.' && line.length() == 1) {
      return 1; // go on; the end of a list
    }
    return kind == PrefaceKind.POP3 && line.isOneOf(0, Pop3Dialogue.CAPABILITIES) ? first : 0;
  }

  // Who is named in it.

  private void clients(int at, String meaning) {
    String text = meaning.substring(0, Math.min(meaning.length(), MAX_SEARCHED));
    Matcher greeting = GREETING.matcher(text);
    if (said.byClient() && greeting.find()) {
      String name = greeting.group(1);
      int from = at + greeting.start(1);
      sink.field("domain", from, name.length(), Privacy.NAME, name, "RFC 5321 §4.1.1.1");
    }
    String target = line.word(0, "CONNECT") ? "target" : "address";
    Matcher address = AddressText.PATTERN.matcher(text);
    while (address.find()) {
      String found = address.group();
      sink.field(target, at + address.start(), found.length(), Privacy.ADDRESS, found, "");
    }
    Matcher reply = EHLO_REPLY.matcher(text);
    if (!said.byClient() && reply.find()) {
      sink.field(
          "ehlo-greet",
          at + reply.start(1),
          meaning.length() - reply.start(1),
          Privacy.NAME,
          "",
          "");
    }
    sink.bytes("rest", at + text.length(), meaning.length() - text.length(), Privacy.SECRET);
  }

  private String source() {
    if (line.word(0, "CONNECT") || line.startsWith("HTTP/")) {
      return said.byClient() ? "RFC 9110 §9.3.6" : "RFC 9112 §4";
    }
    if (line.word(0, "PROXY")) {
      return "The PROXY protocol, §2.1";
    }
    return switch (kind) {
      case IMAP -> "RFC 9051 §2.2";
      case POP3 -> line.word(0, "STLS") ? "RFC 2595 §4" : "RFC 1939 §3";
      default ->
          line.word(0, "STARTTLS")
              ? "RFC 3207 §4"
              : said.byClient() ? "RFC 5321 §4.1" : "RFC 5321 §4.2";
    };
  }
}
