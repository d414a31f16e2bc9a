package io.tlsfloor.parser.preface;

import io.tlsfloor.parser.observation.NameSource;
import java.util.List;
import java.util.Optional;

/**
 * IMAP up to STARTTLS (RFC 9051 §6.2.1, RFC 3501).
 *
 * <p>Replies belong to commands by their tags. Literals are passed over. Once the client is logged
 * in, STARTTLS is not allowed any more and the dialogue is settled.
 */
final class ImapDialogue implements LineDialogue {
  private static final List<String> BEFORE_LOGIN =
      List.of("CAPABILITY", "NOOP", "LOGOUT", "ID", "STARTTLS", "LOGIN", "AUTHENTICATE", "ENABLE");
  private static final List<String> AFTER_LOGIN =
      List.of(
          "SELECT",
          "EXAMINE",
          "LIST",
          "LSUB",
          "STATUS",
          "NAMESPACE",
          "FETCH",
          "UID",
          "APPEND",
          "IDLE");

  private static final int MAX_TAG_BYTES = 64;
  private static final int NONE = -1;

  private final Exchange exchange;
  private final MailFacts mail;
  private String starttlsTag = "";
  private String loginTag = "";
  private boolean commandSeen;
  private boolean greetingSeen;
  private final boolean[] continued = new boolean[2];
  private int heldLiteral = NONE;

  ImapDialogue(Exchange exchange, MailFacts mail) {
    this.exchange = exchange;
    this.mail = mail;
  }

  private static boolean isTag(LineView line, int end) {
    if (end == 0 || end > MAX_TAG_BYTES) {
      return false;
    }
    for (int i = 0; i < end; i++) {
      int c = line.at(i);
      if (c <= ' ' || c >= 0x7F || c == '*' || c == '+' || c == '{' || c == '"' || c == '(') {
        return false;
      }
    }
    return true;
  }

  @Override
  public void client(LineView line) {
    boolean rest = continued[exchange.client()];
    if (!rest) {
      boolean command = isCommand(line);
      boolean reply = line.length() > 1 && line.word(0, "*"); // so it is the server
      if (!commandSeen && !command || reply && !mail.areRolesKnown()) {
        mail.disown();
        return;
      }
      commandSeen = true;
      if (command) {
        mail.confirm();
        command(line, line.wordEnd(0));
      }
    }
    clientLiteral(line);
  }

  private void command(LineView line, int tag) {
    int at = tag + 1;
    if (line.word(at, "STARTTLS")) {
      mail.requested();
      starttlsTag = line.copy(0, tag);
    } else if (line.word(at, "LOGIN")) {
      mail.command("LOGIN");
      loginTag = line.copy(0, tag);
    } else if (line.word(at, "AUTHENTICATE")) {
      mail.command("AUTHENTICATE");
      loginTag = line.copy(0, tag);
    } else if (line.isOneOf(at, AFTER_LOGIN)) {
      exchange.settle();
    }
  }

  private void clientLiteral(LineView line) {
    int length = literal(line);
    continued[exchange.client()] = length != NONE;
    if (length == NONE) {
      return;
    }
    if (line.at(line.length() - 2) == '+' || !exchange.serverAnswers()) {
      exchange.skip(exchange.client(), length);
    } else {
      heldLiteral = length;
    }
  }

  /**
   * Length of the literal that a line's end announces: {@code {12}} or {@code {12+}}; -1 if none.
   */
  private static int literal(LineView line) {
    int close = line.length() - 1;
    if (line.at(close) != '}') {
      return NONE;
    }
    int end = line.at(close - 1) == '+' ? close - 1 : close;
    int open = end - 1;
    while (open >= 0 && line.at(open) != '{') {
      open--;
    }
    return open < 0 ? NONE : line.decimal(open + 1, end);
  }

  @Override
  public void server(LineView line) {
    int server = 1 - exchange.client();
    boolean rest = continued[server];
    int length = literal(line);
    continued[server] = length != NONE;
    if (length != NONE) {
      exchange.skip(server, length);
    }
    if (rest) {
      return;
    }
    if (line.at(0) == '+') {
      if (heldLiteral != NONE) {
        exchange.skip(exchange.client(), heldLiteral);
        heldLiteral = NONE;
      }
    } else if (line.at(0) == '*' && line.at(1) == ' ') {
      untagged(line);
    } else {
      tagged(line);
    }
  }

  private void untagged(LineView line) {
    if (line.word(2, "CAPABILITY")) {
      capabilities(line, 13, line.length());
      return;
    }
    boolean greeting = line.word(2, "OK") || line.word(2, "PREAUTH") || line.word(2, "BYE");
    if (!greeting && !greetingSeen && !commandSeen) {
      exchange.end();
    }
    if (!greeting) {
      return;
    }
    int after = line.skipBlanks(line.wordEnd(2));
    if (line.has(after, "[CAPABILITY ")) {
      int close = line.indexOf(']', after);
      capabilities(line, after + 12, close < 0 ? line.length() : close);
      after = close < 0 ? line.length() : close + 1;
    }
    if (!greetingSeen) {
      greetingSeen = true;
      if (line.contains("IMAP")) {
        mail.confirm();
      }
      Optional<String> host = HostText.inBrackets(line);
      exchange.name(
          host.isPresent() ? host : HostText.domainAt(line, after), NameSource.MAIL_GREETING);
      if (line.word(2, "PREAUTH")) {
        exchange.settle(); // logged in from the start: RFC 9051 §7.1.4
      }
    }
  }

  private void capabilities(LineView line, int from, int to) {
    mail.confirm();
    mail.capabilitiesSeen();
    int at = line.skipBlanks(from);
    while (at < to) {
      int end = Math.min(line.wordEnd(at), to);
      if (line.has(at, "STARTTLS") && end == at + 8) {
        mail.offered();
      } else if (end == line.wordEnd(at) && line.isMask(at)) {
        mail.masked();
      }
      at = line.skipBlanks(end);
    }
  }

  private void tagged(LineView line) {
    int tag = line.wordEnd(0);
    int at = tag + 1;
    boolean yes = line.word(at, "OK");
    boolean no = line.word(at, "NO") || line.word(at, "BAD");
    if (!isTag(line, tag) || !yes && !no) {
      if (!greetingSeen && !commandSeen) {
        exchange.end();
      }
      return;
    }
    if (heldLiteral != NONE) { // refused before it was sent
      heldLiteral = NONE;
      continued[exchange.client()] = false;
    }
    if (isReplyTo(line, starttlsTag) && mail.awaitsReply()) {
      mail.answered(line.copy(0, MailFacts.MAX_TEXT), yes);
    } else if (yes && isReplyTo(line, loginTag)) {
      exchange.settle();
    } else if (line.has(at + 3, "[CAPABILITY ")) {
      int close = line.indexOf(']', at);
      capabilities(line, at + 15, close < 0 ? line.length() : close);
    }
  }

  private static boolean isReplyTo(LineView line, String tag) {
    return !tag.isEmpty() && line.word(0, tag);
  }

  @Override
  public boolean awaitsServer() {
    return mail.awaitsReply() || heldLiteral != NONE;
  }

  /** A command that a client sends first: a tag, and one that we know. */
  @Override
  public boolean isCommand(LineView line) {
    int tag = line.wordEnd(0);
    return isTag(line, tag)
        && (line.isOneOf(tag + 1, BEFORE_LOGIN) || line.isOneOf(tag + 1, AFTER_LOGIN));
  }

  @Override
  public boolean isReply(LineView line) {
    return line.startsWith("* CAPABILITY ") || isReplyTo(line, starttlsTag);
  }

  @Override
  public void hole(int direction) {
    continued[direction] = false;
    heldLiteral = NONE;
  }

  @Override
  public void longLine(int direction) {
    continued[direction] = false;
  }
}
