package io.tlsfloor.parser.preface;

import io.tlsfloor.parser.FieldSink;
import io.tlsfloor.parser.observation.PrefaceKind;
import io.tlsfloor.parser.preface.PrefaceDescription.Said;

/**
 * A request to go on with TLS on a connection of HTTP/1.1, up to the reply that says so (RFC 2817
 * §3.2, §3.3). A WebSocket begins with the same reply and ends the dialogue.
 */
final class HttpUpgradeDialogue extends LineDialogue {
  static final String REQUEST = "OPTIONS * HTTP/1.1";
  static final String REPLY = "HTTP/1.1 101 ";

  private boolean requested;
  private boolean asked;
  private boolean inReply;
  private boolean accepted;

  HttpUpgradeDialogue(int client) {
    super(client);
  }

  @Override
  public PrefaceKind kind() {
    return PrefaceKind.HTTP_UPGRADE;
  }

  @Override
  boolean clientMustWait() {
    return asked && serverAnswers();
  }

  @Override
  void clientLine(LineView line) {
    if (asked) {
      leaveLine();
      over(); // its side of the capture is the only one
    } else if (line.length() > 0) {
      requested |= asksForTls(line);
    } else if (requested) {
      asked = true;
    } else {
      end();
    }
  }

  @Override
  void serverLine(LineView line) {
    if (!inReply) {
      inReply = line.startsWith(REPLY);
      if (!inReply) {
        end();
      }
    } else if (line.length() > 0) {
      accepted |= asksForTls(line);
    } else if (accepted) {
      overAfterHeldText();
    } else {
      end();
    }
  }

  private static boolean asksForTls(LineView line) {
    return line.startsWith("Upgrade:") && line.contains("TLS/");
  }

  @Override
  boolean isSurelyLine(int direction, LineView line) {
    return line.startsWith(isClient(direction) ? REQUEST : REPLY);
  }

  /** First lines, and which protocol is asked for; of other headers nothing. */
  static int describe(Said said, int from, FieldSink sink) {
    LineDescription lines = new LineDescription(PrefaceKind.HTTP_UPGRADE, said, sink);
    int at = from;
    while (at < said.end() && LineDescription.isText(said, at)) {
      int length = LineDescription.length(said, at);
      String line = LineDescription.upper(LineDescription.text(said, at, length));
      boolean open = at == from || line.startsWith("UPGRADE:") || line.startsWith("CONNECTION:");
      at = at == from && !said.byClient() ? lines.line(at) : lines.hidden(at, open ? length : 0);
      if (length == 0) {
        return at;
      }
    }
    return at;
  }
}
