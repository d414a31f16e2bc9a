package io.tlsfloor.parser.preface;

import io.tlsfloor.parser.observation.NameSource;
import java.util.List;
import java.util.Optional;

/**
 * POP3 up to STLS (RFC 1939, RFC 2449, RFC 2595 §4).
 *
 * <p>Replies belong to commands by their number, the greeting being number 0; where that is not
 * known (one side only, a hole) their form decides. STLS is allowed before the log-in only, so that
 * the dialogue is settled after it.
 */
final class Pop3Dialogue implements LineDialogue {
  private static final List<String> BEFORE_LOGIN =
      List.of("CAPA", "STLS", "USER", "PASS", "APOP", "AUTH", "QUIT", "UTF8", "LANG", "NOOP");
  private static final List<String> AFTER_LOGIN =
      List.of("STAT", "LIST", "RETR", "DELE", "RSET", "TOP", "UIDL", "XTND");

  /** Words with which lines of a list of capabilities begin. */
  static final List<String> CAPABILITIES =
      List.of(
          "TOP",
          "UIDL",
          "USER",
          "SASL",
          "RESP-CODES",
          "PIPELINING",
          "STLS",
          "IMPLEMENTATION",
          "EXPIRE",
          "LOGIN-DELAY",
          "AUTH-RESP-CODE",
          "UTF8",
          "LANG");

  private static final int UNKNOWN = -1;

  private final Exchange exchange;
  private final MailFacts mail;
  private int commands;
  private int replies;
  private boolean counted = true;
  private int listCommand = UNKNOWN;
  private int stlsCommand = UNKNOWN;
  private int loginCommand = UNKNOWN;
  private boolean inAuth;
  private boolean inList;
  private boolean listHasHole;
  private boolean listByForm;
  private boolean lastWasReply;
  private int listLines;
  private boolean listOffers;

  Pop3Dialogue(Exchange exchange, MailFacts mail) {
    this.exchange = exchange;
    this.mail = mail;
  }

  @Override
  public void client(LineView line) {
    boolean known = line.isOneOf(0, BEFORE_LOGIN);
    boolean reply = line.word(0, "+OK") || line.word(0, "-ERR");
    if (reply && !mail.areRolesKnown()) { // so it is the server
      mail.disown();
      return;
    }
    if (line.isOneOf(0, AFTER_LOGIN)) {
      mail.confirm();
      exchange.settle();
      return;
    }
    if (known) {
      mail.confirm();
    }
    if (!known && commands == 0 && !line.isMask(0)) {
      mail.disown();
      return;
    }
    if (inAuth && (exchange.serverSeen() || !known)) {
      return; // a credential
    }
    inAuth = false;
    counted &= exchange.serverSeen(); // begun after the greeting, or one side only
    commands++;
    command(line);
  }

  private void command(LineView line) {
    if (line.word(0, "CAPA")) {
      listCommand = commands;
    } else if (line.word(0, "STLS")) {
      mail.requested();
      stlsCommand = commands;
    } else if (line.word(0, "USER")) {
      mail.command("USER");
    } else if (line.word(0, "PASS")) {
      mail.command("USER"); // one log-in, one fact
      loginCommand = commands;
    } else if (line.word(0, "APOP")) {
      mail.command("APOP");
      loginCommand = commands;
    } else if (line.word(0, "AUTH") && line.length() > 5) {
      mail.command("AUTH");
      loginCommand = commands;
      inAuth = true;
    } else if (line.word(0, "AUTH") || line.word(0, "LANG")) {
      listCommand = commands; // a list of mechanisms or languages, RFC 1734, RFC 6856 §3.2
    } else if (line.isMask(0)) {
      mail.masked();
    }
  }

  @Override
  public void server(LineView line) {
    if (inList) {
      listLine(line);
      return;
    }
    boolean yes = line.word(0, "+OK");
    boolean no = line.word(0, "-ERR");
    boolean afterReply = lastWasReply;
    lastWasReply = yes;
    if (yes || no) {
      reply(line, yes);
    } else if (line.at(0) == '+') {
      return; // go on with AUTH, RFC 5034 §4
    } else if (replies == 0 && mail.isConfirmed()) { // the rest of the greeting
      counted = false;
    } else if (replies == 0) {
      exchange.end();
    } else if (line.isOneOf(0, CAPABILITIES)) { // its command was not seen
      listHasHole |= !afterReply;
      listBegins(true);
      listLine(line);
    } else if (!exchange.clientSeen()) {
      exchange.settle(); // the text of a message
    }
  }

  private void reply(LineView line, boolean yes) {
    int number = replies++;
    if (number == 0 && commands == 0) {
      greeting(line);
      return;
    }
    inAuth = false;
    if (counted && exchange.clientSeen() && number <= commands) {
      if (number == stlsCommand) {
        mail.answered(line.copy(0, MailFacts.MAX_TEXT), yes);
      } else if (number == listCommand && yes) {
        listBegins(false);
      } else if (number == loginCommand && yes) {
        exchange.settle();
      }
    } else if (mail.awaitsReply()) {
      mail.answered(line.copy(0, MailFacts.MAX_TEXT), yes);
    }
  }

  private void greeting(LineView line) {
    if (line.contains("POP")) {
      mail.confirm();
    }
    Optional<String> host = HostText.inBrackets(line);
    if (host.isEmpty()) {
      host = stampHost(line); // RFC 1939 §7: <process-ID.clock@hostname>
    }
    if (host.isEmpty()) {
      host = HostText.domainAt(line, 3);
    }
    exchange.name(host, NameSource.MAIL_GREETING);
  }

  private static Optional<String> stampHost(LineView line) {
    int open = line.indexOf('<', 0);
    int at = open < 0 ? -1 : line.indexOf('@', open);
    int close = at < 0 ? -1 : line.indexOf('>', at);
    if (close < 0 || close - at > HostText.MAX_NAME_BYTES) {
      return Optional.empty();
    }
    return Optional.of(line.copy(at + 1, close)).filter(HostText::isDomain);
  }

  private void listBegins(boolean byForm) {
    inList = true;
    listByForm = byForm;
    listLines = 0;
    listOffers = false;
  }

  /**
   * Reads a line of a list. Where its command was not seen, the text of a message may look alike,
   * so that the list counts at its end only, and if it holds nothing but capabilities.
   */
  private void listLine(LineView line) {
    boolean offers = line.word(0, "STLS");
    if (line.length() == 1 && line.at(0) == '.') {
      inList = false;
      if (!listByForm || listLines > 1) {
        listEnded();
      }
      listHasHole = false;
    } else if (listByForm) {
      listLines++;
      listOffers |= offers;
      if (!line.isOneOf(0, CAPABILITIES)) {
        exchange.settle();
      }
    } else if (offers) {
      mail.offered();
    } else if (line.isMask(0)) {
      mail.masked();
    }
  }

  private void listEnded() {
    mail.confirm();
    if (listOffers) {
      mail.offered();
    } else if (!listHasHole) {
      mail.capabilitiesSeen();
    }
  }

  @Override
  public boolean awaitsServer() {
    return mail.awaitsReply();
  }

  @Override
  public boolean isCommand(LineView line) {
    return line.isOneOf(0, BEFORE_LOGIN) || line.isOneOf(0, AFTER_LOGIN);
  }

  @Override
  public boolean isReply(LineView line) {
    return line.word(0, "+OK") || line.word(0, "-ERR") || line.isOneOf(0, CAPABILITIES);
  }

  @Override
  public void hole(int direction) {
    counted = false;
    lastWasReply = false;
    if (!exchange.isClient(direction)) {
      listHasHole = true;
      inList = false;
    }
  }

  @Override
  public void longLine(int direction) {
    counted = false;
  }
}
