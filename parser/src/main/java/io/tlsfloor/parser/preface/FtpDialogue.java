package io.tlsfloor.parser.preface;

import io.tlsfloor.parser.observation.PrefaceKind;

/** The control connection of FTP up to AUTH TLS or AUTH SSL (RFC 4217 §4). */
final class FtpDialogue extends LineDialogue {
  private boolean asked;

  FtpDialogue(int client) {
    super(client);
  }

  @Override
  public PrefaceKind kind() {
    return PrefaceKind.FTP;
  }

  /** Whether the client's line shows that this is FTP. */
  static boolean isCommand(LineView line) {
    return line.word(0, "AUTH") // GSSAPI, too; in SMTP a greeting comes before it
        || line.word(0, "USER")
        || line.word(0, "FEAT")
        || line.word(0, "SYST")
        || line.word(0, "OPTS")
        || line.word(0, "HOST")
        || line.word(0, "CLNT");
  }

  /** Whether the client asks for TLS: AUTH TLS, AUTH TLS-C, AUTH TLS-P or AUTH SSL. */
  static boolean isAuth(LineView line) {
    int mechanism = line.skipBlanks(4);
    return line.word(0, "AUTH") && (line.has(mechanism, "TLS") || line.has(mechanism, "SSL"));
  }

  /** Whether the server's line shows that this is FTP: a code that SMTP does not have. */
  static boolean isReply(LineView line) {
    int code = SmtpDialogue.code(line);
    return code == 234 || code == 331 || code == 230 || code == 226;
  }

  @Override
  boolean clientMustWait() {
    return asked && serverAnswers();
  }

  @Override
  void clientLine(LineView line) {
    asked = isAuth(line);
  }

  @Override
  void serverLine(LineView line) {
    int code = SmtpDialogue.code(line);
    if (code == 234 || asked && code == 334) { // RFC 4217 §4, RFC 2228 §3
      overAfterHeldText();
    } else if (code == 230) {
      end(); // logged in, in clear
    } else if (code > 0 && code != 220) {
      asked = false;
    }
  }

  @Override
  boolean isSurelyLine(int direction, LineView line) {
    return isClient(direction) ? isAuth(line) : SmtpDialogue.code(line) > 0;
  }
}
