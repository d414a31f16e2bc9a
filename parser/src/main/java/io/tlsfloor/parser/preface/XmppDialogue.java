package io.tlsfloor.parser.preface;

import io.tlsfloor.parser.Bytes;
import io.tlsfloor.parser.FieldSink;
import io.tlsfloor.parser.Privacy;
import io.tlsfloor.parser.observation.PrefaceKind;
import io.tlsfloor.parser.preface.PrefaceDescription.Said;
import java.nio.ByteBuffer;
import java.util.Set;

/**
 * XMPP up to the server's {@code <proceed/>} (RFC 6120 §5). Read tag by tag: whatever stands before
 * a {@code >}.
 */
final class XmppDialogue extends Dialogue {
  private static final int MAX_TAG_BYTES = 4096;
  private static final int MAX_TAGS = 512;
  private static final Set<String> PUBLIC_TAGS =
      Set.of(
          "?xml",
          "stream:stream",
          "/stream:stream",
          "stream:features",
          "/stream:features",
          "starttls",
          "/starttls",
          "required",
          "proceed",
          "/proceed",
          "failure",
          "/failure");

  private final LineView tag = new LineView();
  private boolean asked;
  private boolean proceeds;
  private int tags;

  XmppDialogue(int client) {
    super(client);
  }

  @Override
  public PrefaceKind kind() {
    return PrefaceKind.XMPP;
  }

  @Override
  int unit(int direction, ByteBuffer buffer, int at, int length) {
    int white = whiteSpace(buffer, at, length);
    if (white > 0) {
      return white; // TLS may follow it
    }
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

  private static int whiteSpace(ByteBuffer buffer, int at, int length) {
    int count = 0;
    while (count < length && " \t\r\n".indexOf(buffer.get(at + count)) >= 0) {
      count++;
    }
    return count;
  }

  private static int close(ByteBuffer buffer, int at, int length) {
    for (int i = at; i < at + length; i++) {
      if (buffer.get(i) == '>') {
        return i;
      }
    }
    return -1;
  }

  /** Describes the tags of the opening of a stream and of STARTTLS, without names of users. */
  static int describe(Said said, int from, FieldSink sink) {
    int at = from;
    while (at < said.end()) {
      int close = close(said.buffer(), at, said.end() - at);
      int end = close < 0 ? said.end() : close + 1;
      int open = at;
      while (open < end && said.u8(open) != '<') {
        open++;
      }
      if (open < end) {
        describeTag(said, open, end, sink);
      }
      at = end;
    }
    return at;
  }

  private static void describeTag(Said said, int open, int end, FieldSink sink) {
    String tag = Bytes.latin1(said.buffer(), open, end - open);
    boolean closing = tag.startsWith("</");
    String name = tag.substring(closing ? 2 : 1).split("[ />\\s]", 2)[0];
    if (PUBLIC_TAGS.contains(closing ? "/" + name : name) && tag.indexOf('@') < 0) {
      sink.bytes("tag", open, end - open, Privacy.PUBLIC);
    } else {
      sink.bytes("<", open, 1, Privacy.PUBLIC);
      sink.bytes(">", end - 1, 1, Privacy.PUBLIC);
    }
  }
}
