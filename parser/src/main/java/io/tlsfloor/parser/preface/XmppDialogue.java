package io.tlsfloor.parser.preface;

import java.nio.ByteBuffer;

/**
 * XMPP up to the server's {@code <proceed/>} (RFC 6120 §5). Read tag by tag: whatever stands before
 * a {@code >}.
 */
final class XmppDialogue extends Dialogue {
  private static final int MAX_TAG_BYTES = 4096;
  private static final int MAX_TAGS = 512;

  private final LineView tag = new LineView();
  private boolean asked;
  private boolean proceeds;
  private int tags;

  XmppDialogue(int client) {
    super(client);
  }

  @Override
  public String name() {
    return "starttls-xmpp";
  }

  @Override
  int unit(int direction, ByteBuffer buffer, int at, int length) {
    int close = close(buffer, at, Math.min(length, MAX_TAG_BYTES));
    if (close < 0) {
      if (length >= MAX_TAG_BYTES) {
        end();
      }
      return 0;
    }
    if (++tags > MAX_TAGS) {
      end();
      return 0;
    }
    tag.wrapWhole(buffer, at, close - at);
    int open = tag.indexOf('<', 0);
    if (isClient(direction)) {
      asked |= isTag(open, "<starttls");
      if (isTag(open, "<auth")) {
        end(); // logs in, in clear
      }
    } else if (proceeds && isTag(open, "</proceed")) {
      over();
    } else if (isTag(open, "<proceed") && (asked || !clientSeen())) {
      proceeds = true;
      if (tag.at(tag.length() - 1) == '/') {
        over();
      }
    } else if (isTag(open, "<failure")) {
      end();
    }
    return close - at + 1;
  }

  private boolean isTag(int at, String name) {
    int after = tag.at(at + name.length());
    return at >= 0
        && tag.has(at, name)
        && (after == -1 || after == ' ' || after == '/' || after == '\n' || after == '\r');
  }

  private static int close(ByteBuffer buffer, int at, int length) {
    for (int i = at; i < at + length; i++) {
      if (buffer.get(i) == '>') {
        return i;
      }
    }
    return -1;
  }
}
