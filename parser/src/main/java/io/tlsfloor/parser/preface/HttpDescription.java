package io.tlsfloor.parser.preface;

import io.tlsfloor.parser.FieldSink;
import io.tlsfloor.parser.observation.PrefaceKind;
import io.tlsfloor.parser.preface.PrefaceDescription.Said;

/**
 * Describes requests to an HTTP proxy and its replies, up to the one that opens the tunnel: first
 * lines, and where headers and bodies end.
 */
final class HttpDescription {
  private final Said said;
  private final LineDescription lines;
  private final LineView line = new LineView();

  HttpDescription(Said said, FieldSink sink) {
    this.said = said;
    lines = new LineDescription(PrefaceKind.HTTP_CONNECT, said, sink);
  }

  int describe(int from) {
    int at = from;
    boolean head = false;
    boolean chunked = false;
    int status = 0;
    long body = 0;
    while (at < said.end() && LineDescription.isText(said, at)) {
      int length = look(at);
      if (said.byClient() ? line.word(0, "CONNECT") : line.startsWith("HTTP/1.")) {
        status = HttpLines.status(line);
        head = true;
        chunked = false;
        body = 0;
        at = lines.line(at);
      } else if (head && length == 0) {
        head = false;
        at = lines.hidden(at, 0, 0);
        if (!said.byClient() && status / 100 == 2) {
          return at;
        }
        at = chunked ? chunks(at) : (int) Math.min(said.end(), at + body);
      } else if (said.byClient() && !head && length > 0) {
        return at; // the tunnel's own bytes
      } else {
        boolean extent = head && (HttpLines.contentLength(line) >= 0 || HttpLines.isChunked(line));
        chunked |= extent && HttpLines.isChunked(line);
        body = extent ? Math.max(body, HttpLines.contentLength(line)) : body;
        at = lines.hidden(at, length, extent ? length : 0);
      }
    }
    return at;
  }

  private int look(int at) {
    int length = LineDescription.length(said, at);
    line.wrapPart(said.buffer(), at, Math.min(length, LineView.MAX_BYTES));
    return length;
  }

  /** A body in chunks (RFC 9112 §7.1): their sizes; returns where it ends. */
  private int chunks(int from) {
    int at = from;
    boolean more = true;
    while (at < said.end() && more) {
      int length = look(at);
      int digits = 0;
      while (Character.digit(line.at(digits), 16) >= 0) {
        digits++;
      }
      long size = Math.max(0, HttpLines.chunkSize(line));
      more = size > 0;
      int next = lines.hidden(at, length, Math.min(length, digits + 1)); // and what ends them
      at = (int) Math.min(said.end(), next + size);
      at = more && at < said.end() ? lines.hidden(at, 0) : at;
    }
    for (boolean trailer = true; at < said.end() && trailer; ) {
      trailer = LineDescription.length(said, at) > 0;
      at = lines.hidden(at, 0);
    }
    return at;
  }
}
