package io.tlsfloor.parser.preface;

import io.tlsfloor.parser.FieldSink;
import io.tlsfloor.parser.observation.PrefaceKind;
import io.tlsfloor.parser.preface.PrefaceDescription.Said;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Describes requests to an HTTP proxy and its replies, up to the one that opens the tunnel: first
 * lines, and where headers and bodies end.
 */
final class HttpDescription {
  private static final Set<String> EXTENTS = Set.of("CONTENT-LENGTH", "TRANSFER-ENCODING");
  private static final Pattern OPENS = Pattern.compile("HTTP/1\\.\\d 2\\d\\d.*");
  private static final int MAX_CHUNK_DIGITS = 8;
  private static final int MAX_NAME = 32; // of a header, as far as it is compared

  private final Said said;
  private final LineDescription lines;

  HttpDescription(Said said, FieldSink sink) {
    this.said = said;
    lines = new LineDescription(PrefaceKind.HTTP_CONNECT, said, sink);
  }

  int describe(int from) {
    int at = from;
    boolean head = false;
    boolean opens = false;
    boolean chunked = false;
    long body = 0;
    while (at < said.end() && LineDescription.isText(said, at)) {
      int length = LineDescription.length(said, at);
      String beginning = upper(at, Math.min(length, MAX_NAME));
      boolean first = beginning.startsWith(said.byClient() ? "CONNECT " : "HTTP/1.");
      if (said.byClient() && !head && !first && length > 0) {
        return at; // the tunnel's own bytes
      }
      int colon = beginning.indexOf(':');
      String header = !head ? "" : colon < 0 ? beginning : beginning.substring(0, colon);
      chunked = !first && (chunked || header.equals("TRANSFER-ENCODING"));
      body = first ? 0 : header.equals("CONTENT-LENGTH") ? number(upper(at, length)) : body;
      opens = first ? OPENS.matcher(upper(at, length)).matches() : opens;
      at = first ? lines.line(at) : lines.hidden(at, length, EXTENTS.contains(header) ? length : 0);
      boolean ends = head && length == 0;
      head = first || head && !ends;
      if (ends && !said.byClient() && opens) {
        return at;
      }
      at = ends && chunked ? chunks(at) : ends ? (int) Math.min(said.end(), at + body) : at;
    }
    return at;
  }

  private String upper(int at, int length) {
    return LineDescription.upper(LineDescription.text(said, at, length));
  }

  /** A body in chunks (RFC 9112 §7.1): their sizes; returns where it ends. */
  private int chunks(int from) {
    int at = from;
    boolean more = true;
    while (at < said.end() && more) {
      int length = LineDescription.length(said, at);
      int digits = 0;
      while (digits < Math.min(length, MAX_CHUNK_DIGITS) && isHex(said.u8(at + digits))) {
        digits++;
      }
      long size = digits == 0 ? 0 : Long.parseLong(LineDescription.text(said, at, digits), 16);
      more = size > 0;
      int next = lines.hidden(at, Math.min(length, digits + 1)); // and what ends them
      at = (int) Math.min(said.end(), next + size);
      at = more && at < said.end() ? lines.hidden(at, 0) : at;
    }
    for (boolean trailer = true; at < said.end() && trailer; ) {
      trailer = LineDescription.length(said, at) > 0;
      at = lines.hidden(at, 0);
    }
    return at;
  }

  private static boolean isHex(int c) {
    return Character.digit(c, 16) >= 0;
  }

  /** The value of a Content-Length header; 0 for what is none. */
  private static long number(String header) {
    String digits = header.substring(header.indexOf(':') + 1).strip();
    return digits.matches("\\d{1,9}") ? Long.parseLong(digits) : 0;
  }
}
