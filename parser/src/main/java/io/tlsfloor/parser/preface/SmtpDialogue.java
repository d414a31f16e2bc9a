package io.tlsfloor.parser.preface;

import io.tlsfloor.parser.observation.NameSource;
import java.util.List;

/**
 * SMTP and LMTP up to STARTTLS (RFC 5321, RFC 3207, RFC 2033), also with pipelined commands (RFC
 * 2920).
 *
 * <p>Replies are told by their code and form, and by what waits for one: a side may be missing, or
 * part of it. Once a message's content begins in clear the dialogue is settled.
 */
final class SmtpDialogue implements LineDialogue {
  private static final List<String> SHARED = List.of("QUIT", "NOOP", "HELP", "AUTH");
  private static final List<String> OWN =
      List.of(
          "EHLO",
          "HELO",
          "LHLO",
          "STARTTLS",
          "MAIL",
          "RCPT",
          "DATA",
          "BDAT",
          "RSET",
          "VRFY",
          "EXPN",
          "XCLIENT",
          "XFORWARD",
          "ETRN");

  /** Which reply the lines belong to. */
  private enum Reply {
    GREETING,
    CAPABILITIES,
    STARTTLS,
    OTHER
  }

  private final Exchange exchange;
  private final MailFacts mail;
  private boolean commandSeen;
  private boolean helloWaits; // EHLO or LHLO, for its reply
  private boolean inAuth;
  private boolean inData;
  private boolean dataSeen;
  private int replies; // the greeting is the first, where it was not seen as well

  private boolean inReply;
  private boolean replyHasHole;
  private Reply reply = Reply.OTHER;
  private final StringBuilder text = new StringBuilder();

  SmtpDialogue(Exchange exchange, MailFacts mail) {
    this.exchange = exchange;
    this.mail = mail;
  }

  @Override
  public void client(LineView line) {
    boolean own = line.isOneOf(0, OWN);
    boolean known = own || line.isOneOf(0, SHARED);
    boolean other = !commandSeen && !known && !line.isMask(0);
    if (other
        || line.word(0, "AUTH")
            && !mail.isConfirmed()) { // FTP greets alike and authenticates first
      mail.disown();
      return;
    }
    if (own && !mail.isConfirmed()) {
      mail.confirm();
    }
    if (inData) { // content until the server refuses it
      if (!exchange.serverSeen()) {
        exchange.settle();
      }
      return;
    }
    if (code(line) > 0 && !mail.areRolesKnown()) { // so it is the server
      mail.disown();
      return;
    }
    boolean first = !commandSeen;
    commandSeen = true;
    if (inAuth && (exchange.serverSeen() || !known)) {
      return; // a credential
    }
    inAuth = false;
    command(line, first);
  }

  private void command(LineView line, boolean first) {
    if (line.word(0, "EHLO") || line.word(0, "LHLO")) {
      helloWaits = true;
      keepClientName(line);
    } else if (line.word(0, "HELO")) {
      keepClientName(line);
    } else if (line.word(0, "STARTTLS")) {
      mail.requested();
      if (first) { // begun in the middle: the greeting was before the capture
        greetingPast();
      }
    } else if (line.word(0, "MAIL")) {
      mail.command("MAIL");
    } else if (line.word(0, "AUTH")) {
      mail.command("AUTH");
      inAuth = true;
    } else if (line.word(0, "DATA")) {
      inData = true;
      dataSeen = true;
    } else if (line.word(0, "BDAT")) {
      exchange.settle(); // its bytes follow at once, RFC 3030 §2
    } else if (line.isMask(0)) {
      mail.masked();
    }
  }

  private void keepClientName(LineView line) {
    int from = line.skipBlanks(line.wordEnd(0));
    int end = line.wordEnd(from);
    if (end > from && end - from <= HostText.MAX_NAME_BYTES) {
      exchange.clientName(line.copy(from, end));
    }
  }

  @Override
  public void server(LineView line) {
    int code = code(line);
    if (code < 0) {
      if (!inReply
          && replies == 0
          && !mail.isConfirmed()) { // else it may be the rest of the greeting
        exchange.end();
      }
      greetingPast();
      return;
    }
    if (!mail.isConfirmed() && isOfFtp(code)) {
      exchange.end();
      return;
    }
    if (replies > 0 ? line.word(4, "STARTTLS") || line.word(4, "8BITMIME") : namesSmtp(line)) {
      mail.confirm();
    }
    boolean first = !inReply;
    boolean last = line.at(3) != '-';
    if (first) {
      text.setLength(0);
      reply = kind(code, line, last);
    }
    inReply = !last;
    keep(line);
    detail(line, first, code);
    if (last) {
      replyEnded(code);
    }
  }

  /** Codes that SMTP does not have: data follow, logged in, a password, TLS (RFC 959, RFC 4217). */
  private static boolean isOfFtp(int code) {
    return code == 226 || code == 230 || code == 331 || code == 234;
  }

  private static boolean namesSmtp(LineView line) {
    return line.contains("SMTP") || line.contains("LMTP");
  }

  /** The reply's code, if the line is one of a reply: three digits, then space, hyphen or end. */
  static int code(LineView line) {
    int after = line.at(3);
    int code = after == ' ' || after == '-' || after == -1 ? line.decimal(0, 3) : -1;
    return code >= 200 && code <= 599 ? code : -1;
  }

  private void greetingPast() {
    replies = Math.max(1, replies);
  }

  private Reply kind(int code, LineView line, boolean last) {
    if (replies == 0) {
      if (code == 220 || code == 554 || code == 421) {
        return Reply.GREETING;
      }
      greetingPast();
    }
    boolean byForm = !exchange.clientAsks();
    boolean refusal = code == 454 && line.contains("TLS"); // RFC 3207 §4
    if (code == 220 || refusal && (byForm || mail.awaitsReply())) {
      return Reply.STARTTLS;
    }
    boolean toHello = helloWaits;
    helloWaits = false;
    if (code == 250 && (toHello || byForm && !last)) {
      return Reply.CAPABILITIES;
    }
    if (byForm && (code == 334 || code == 235 || code == 535)) { // RFC 4954 §6
      mail.command("AUTH");
    }
    if (byForm && code == 354) {
      mail.command("MAIL");
    }
    return !toHello && mail.awaitsReply() && code >= 400 ? Reply.STARTTLS : Reply.OTHER;
  }

  private void keep(LineView line) {
    if (reply == Reply.STARTTLS && text.length() < MailFacts.MAX_TEXT) {
      text.append(text.length() == 0 ? "" : "\n").append(line.copy(0, MailFacts.MAX_TEXT));
    }
  }

  private void detail(LineView line, boolean first, int code) {
    if (reply == Reply.GREETING && first) {
      exchange.name(HostText.domainAt(line, 4), NameSource.MAIL_GREETING);
    } else if (reply == Reply.CAPABILITIES && code == 250) {
      if (line.word(4, "STARTTLS")) { // careless servers put it on the first line, too
        mail.offered();
      } else if (first) {
        exchange.name(HostText.domainAt(line, 4), NameSource.EHLO);
      } else if (line.isMask(4)) {
        mail.masked();
      }
    } else if (replies == 1 && code == 250 && first) { // to HELO
      exchange.name(HostText.domainAt(line, 4), NameSource.EHLO);
    }
  }

  private void replyEnded(int code) {
    replies++;
    if (reply == Reply.CAPABILITIES && code == 250 && !replyHasHole) {
      mail.capabilitiesSeen();
    } else if (reply == Reply.STARTTLS) {
      mail.answered(text.toString(), code / 100 == 2);
      text.setLength(0);
    }
    replyHasHole = false;
    if (code != 334 && code != 354) {
      inAuth = false;
    }
    if (code == 354 && (dataSeen || !exchange.clientSeen())) {
      exchange.settle();
    } else if (code >= 400) {
      inData = false;
    }
  }

  @Override
  public boolean awaitsServer() {
    return mail.awaitsReply();
  }

  @Override
  public boolean isCommand(LineView line) {
    return line.isOneOf(0, OWN) || line.isOneOf(0, SHARED);
  }

  @Override
  public boolean isReply(LineView line) {
    return code(line) > 0;
  }

  @Override
  public void hole(int direction) {
    if (!exchange.isClient(direction)) {
      greetingPast();
      replyHasHole = true;
      inReply = false;
      helloWaits &= !mail.awaitsReply();
    }
  }

  @Override
  public void longLine(int direction) {
    if (exchange.isClient(direction)) {
      commandSeen = true;
    } else {
      greetingPast();
    }
  }
}
