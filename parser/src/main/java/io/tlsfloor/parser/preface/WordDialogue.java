package io.tlsfloor.parser.preface;

/**
 * A line protocol in which the client sends STARTTLS and one form of reply lets TLS begin: NNTP
 * (RFC 4642), IRC, and ManageSieve (RFC 5804 §2.2); or one of them, or SMTP, of which STARTTLS is
 * the first that the capture holds.
 */
final class WordDialogue extends LineDialogue {
  /** Which protocol it is. */
  enum Kind {
    NNTP("starttls-nntp"),
    IRC("starttls-irc"),
    SIEVE("starttls-sieve"),
    SMTP("starttls-smtp"),
    UNKNOWN("starttls");

    private final String preface;

    Kind(String preface) {
      this.preface = preface;
    }
  }

  private static final int ENOUGH_LINES = 64;

  private Kind kind;
  private boolean asked;
  private int clientLines;

  WordDialogue(int client, Kind kind) {
    super(client);
    this.kind = kind;
  }

  @Override
  public String name() {
    return kind.preface;
  }

  @Override
  boolean clientMustWait() {
    return asked && serverAnswers();
  }

  @Override
  void clientLine(LineView line) {
    asked = line.word(0, "STARTTLS");
    if (++clientLines > ENOUGH_LINES) {
      end();
    }
  }

  @Override
  void serverLine(LineView line) {
    if (kind == Kind.UNKNOWN) {
      kind = kindOf(line);
    }
    if (isYes(line) && (asked || !clientSeen())) {
      overAfterHeldText();
    } else if (kind == Kind.IRC && line.word(line.wordEnd(0) + 1, "001")) {
      end(); // registered, in clear
    } else if (isNo(line)) {
      asked = false;
    }
  }

  private static Kind kindOf(LineView line) {
    for (Kind kind : Kind.values()) {
      if (isYes(kind, line)) {
        return kind;
      }
    }
    return Kind.UNKNOWN;
  }

  private boolean isYes(LineView line) {
    return isYes(kind, line) && (kind != Kind.SIEVE || asked);
  }

  private static boolean isYes(Kind kind, LineView line) {
    return switch (kind) {
      case NNTP -> line.word(0, "382");
      case IRC -> line.at(0) == ':' && line.word(line.wordEnd(0) + 1, "670");
      case SIEVE -> line.word(0, "OK");
      case SMTP -> line.word(0, "220");
      case UNKNOWN -> false;
    };
  }

  private boolean isNo(LineView line) {
    return switch (kind) {
      case NNTP -> line.at(0) == '4' || line.at(0) == '5';
      case IRC -> line.at(0) == ':' && line.word(line.wordEnd(0) + 1, "691");
      case SIEVE -> line.word(0, "NO") || line.word(0, "BYE");
      case SMTP, UNKNOWN -> true;
    };
  }

  @Override
  boolean isSurelyLine(int direction, LineView line) {
    return isClient(direction) ? line.word(0, "STARTTLS") : isYes(line);
  }
}
