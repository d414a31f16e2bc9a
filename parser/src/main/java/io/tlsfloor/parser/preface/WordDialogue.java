package io.tlsfloor.parser.preface;

import io.tlsfloor.parser.observation.PrefaceKind;
import java.util.List;

/**
 * A line protocol in which the client sends STARTTLS and one form of reply lets TLS begin: NNTP
 * (RFC 4642), IRC, and ManageSieve (RFC 5804 §2.2); or one of them, or SMTP, of which STARTTLS is
 * the first that the capture holds.
 */
final class WordDialogue extends LineDialogue {
  /** Those that this dialogue may turn out to be. */
  private static final List<PrefaceKind> POSSIBLE =
      List.of(PrefaceKind.NNTP, PrefaceKind.IRC, PrefaceKind.SIEVE, PrefaceKind.SMTP);

  private static final int ENOUGH_LINES = 64;

  private PrefaceKind kind;
  private boolean asked;
  private int clientLines;

  WordDialogue(int client, PrefaceKind kind) {
    super(client);
    this.kind = kind;
  }

  @Override
  public PrefaceKind kind() {
    return kind;
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
    if (kind == PrefaceKind.STARTTLS) {
      kind = kindOf(line);
    }
    if (isYes(line) && (asked || !clientSeen())) {
      overAfterHeldText();
    } else if (kind == PrefaceKind.IRC && line.word(line.wordEnd(0) + 1, "001")) {
      end(); // registered, in clear
    } else if (isNo(line)) {
      asked = false;
    }
  }

  private static PrefaceKind kindOf(LineView line) {
    for (PrefaceKind kind : POSSIBLE) {
      if (isYes(kind, line)) {
        return kind;
      }
    }
    return PrefaceKind.STARTTLS;
  }

  private boolean isYes(LineView line) {
    return isYes(kind, line) && (kind != PrefaceKind.SIEVE || asked);
  }

  private static boolean isYes(PrefaceKind kind, LineView line) {
    return switch (kind) {
      case NNTP -> line.word(0, "382");
      case IRC -> line.at(0) == ':' && line.word(line.wordEnd(0) + 1, "670");
      case SIEVE -> line.word(0, "OK");
      case SMTP -> line.word(0, "220");
      default -> false;
    };
  }

  private boolean isNo(LineView line) {
    return switch (kind) {
      case NNTP -> line.at(0) == '4' || line.at(0) == '5';
      case IRC -> line.at(0) == ':' && line.word(line.wordEnd(0) + 1, "691");
      case SIEVE -> line.word(0, "NO") || line.word(0, "BYE");
      default -> true;
    };
  }

  @Override
  boolean isSurelyLine(int direction, LineView line) {
    return isClient(direction) ? line.word(0, "STARTTLS") : isYes(line);
  }
}
