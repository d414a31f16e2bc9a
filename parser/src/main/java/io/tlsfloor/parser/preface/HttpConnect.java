package io.tlsfloor.parser.preface;

import io.tlsfloor.parser.FieldSink;
import io.tlsfloor.parser.observation.NameSource;
import io.tlsfloor.parser.observation.PrefaceKind;
import io.tlsfloor.parser.observation.Target;
import io.tlsfloor.parser.preface.Exchange.Stage;
import io.tlsfloor.parser.preface.PrefaceDescription.Said;
import java.util.Optional;

/**
 * A request to an HTTP proxy for a tunnel, up to the reply that opens it (RFC 9110 §9.3.6).
 *
 * <p>Replies that do not open it (407 and its like) are read to their end, bodies included, and
 * another CONNECT may follow. Of a request only the authority is kept; no value of a header is read
 * but lengths and codings, so no credential (RFC 9112 §3, §4, §6, §7.1).
 */
final class HttpConnect implements LineDialogue {
  /** Says what the server's next line is. */
  private enum Expect {
    STATUS,
    HEADER,
    CHUNK_SIZE,
    CHUNK_END,
    TRAILER,
    BODY_WITHOUT_LENGTH
  }

  private static final int VERSION_BYTES = 8; // HTTP/1.1
  private static final int MAX_CHUNK_DIGITS = 8;
  private static final int FIRST_LINE = Integer.MAX_VALUE;

  private final Exchange exchange;
  private boolean inRequestHead;
  private boolean awaitsReply;
  private long requestBody;

  private Expect expect = Expect.STATUS;
  private int status;
  private long contentLength = -1;
  private boolean chunked;
  private int needed; // bytes at the beginning of the last line, or FIRST_LINE

  HttpConnect(Exchange exchange) {
    this.exchange = exchange;
  }

  @Override
  public void client(LineView line) {
    if (inRequestHead) {
      requestHeader(line);
      return;
    }
    Optional<Target> target = connectTarget(line);
    if (target.isPresent()) {
      if (awaitsReply && !target.equals(exchange.target())) {
        exchange.askForTwo();
      }
      exchange.ask(target.get(), NameSource.CONNECT);
      needed = FIRST_LINE;
      inRequestHead = true;
      requestBody = 0;
    } else if (awaitsReply) { // the server's side is not in the capture, and let it through
      exchange.overBefore();
    } else if (line.length() > 0) { // an empty line may precede a request, RFC 9112 §2.2
      exchange.end();
    }
  }

  private void requestHeader(LineView line) {
    if (line.length() == 0) {
      inRequestHead = false;
      awaitsReply = true;
      exchange.skip(exchange.client(), requestBody);
      return;
    }
    requestBody = Math.max(requestBody, extent(line));
  }

  @Override
  public void server(LineView line) {
    switch (expect) {
      case STATUS -> statusLine(line);
      case HEADER -> header(line);
      case CHUNK_SIZE -> {
        needed = Math.min(line.length(), hexDigits(line) + 1); // and what ends them
        chunk(chunkSize(line));
      }
      case CHUNK_END -> expect = Expect.CHUNK_SIZE;
      case TRAILER -> {
        if (line.length() == 0) {
          replyEnded();
        }
      }
      case BODY_WITHOUT_LENGTH -> {
        if (awaitsReply && status(line) > 0) {
          statusLine(line);
        }
      }
    }
  }

  private void statusLine(LineView line) {
    status = status(line);
    if (status < 0) {
      if (line.length() > 0) {
        exchange.end();
      }
      return;
    }
    needed = FIRST_LINE;
    contentLength = -1;
    chunked = false;
    expect = Expect.HEADER;
  }

  /** The length that a header gives, or -1. */
  private int extent(LineView line) {
    int length = contentLength(line);
    needed = length >= 0 || isChunked(line) ? line.length() : 0;
    return length;
  }

  private void header(LineView line) {
    if (line.length() > 0) {
      contentLength = Math.max(contentLength, extent(line));
      chunked |= isChunked(line);
    } else if (status / 100 == 2) { // a length there means nothing, RFC 9110 §9.3.6
      exchange.over();
    } else if (status / 100 == 1 || status == 204 || status == 304 || contentLength == 0) {
      replyEnded();
    } else if (chunked) {
      expect = Expect.CHUNK_SIZE;
    } else if (contentLength > 0) {
      exchange.skip(1 - exchange.client(), contentLength);
      replyEnded();
    } else {
      replyEnded();
      expect = Expect.BODY_WITHOUT_LENGTH;
    }
  }

  private void chunk(long size) {
    if (size < 0) {
      exchange.end();
    } else if (size == 0) {
      expect = Expect.TRAILER;
    } else {
      exchange.skip(1 - exchange.client(), size);
      expect = Expect.CHUNK_END;
    }
  }

  private void replyEnded() {
    expect = Expect.STATUS;
    awaitsReply &= status / 100 == 1;
  }

  @Override
  public boolean awaitsServer() {
    return awaitsReply;
  }

  @Override
  public boolean isCommand(LineView line) {
    return connectTarget(line).isPresent();
  }

  @Override
  public boolean isReply(LineView line) {
    return status(line) > 0;
  }

  @Override
  public void hole(int direction) {
    if (!exchange.isClient(direction)) {
      expect = Expect.STATUS;
    } else if (inRequestHead) {
      inRequestHead = false;
      awaitsReply = true;
    }
  }

  // Lines.

  /**
   * Returns what a request line asks to be connected with (RFC 9112 §3.2.3): {@code CONNECT
   * host:port HTTP/1.1}. The host is a name, an IPv4 address, or an IPv6 address without its
   * brackets.
   *
   * @return empty for any other line
   */
  static Optional<Target> connectTarget(LineView line) {
    int authority = line.skipBlanks(7);
    int end = line.wordEnd(authority);
    int version = line.skipBlanks(end);
    if (!line.word(0, "CONNECT") || !isVersion(line, version)) {
      return Optional.empty();
    }
    boolean literal = line.at(authority) == '[';
    int hostFrom = literal ? authority + 1 : authority;
    int hostEnd = line.indexOf(literal ? ']' : ':', hostFrom);
    int colon = literal ? hostEnd + 1 : hostEnd;
    if (hostEnd <= hostFrom || colon >= end || line.at(colon) != ':') {
      return Optional.empty();
    }
    int port = line.decimal(colon + 1, end);
    if (port < 0 || port > 0xFFFF || hostEnd - hostFrom > HostText.MAX_NAME_BYTES) {
      return Optional.empty();
    }
    String host = line.copy(hostFrom, hostEnd);
    boolean sound = literal ? isIpv6Text(host) : isHostText(host);
    return sound ? Optional.of(new Target(host, port)) : Optional.empty();
  }

  /** The status code of a status line; -1 if it is none (RFC 9112 §4). */
  static int status(LineView line) {
    int end = VERSION_BYTES + 4;
    boolean shaped = isVersion(line, 0) && (line.length() == end || line.at(end) == ' ');
    int code = shaped ? line.decimal(VERSION_BYTES + 1, end) : -1;
    return code >= 100 && code <= 599 ? code : -1;
  }

  /** The number in a Content-Length header; -1 if the line is none. */
  static int contentLength(LineView line) {
    if (!line.startsWith("Content-Length:")) {
      return -1;
    }
    int from = line.skipBlanks(15);
    return line.decimal(from, line.wordEnd(from));
  }

  /**
   * Returns whether the line is a Transfer-Encoding header that ends in chunked (RFC 9112 §7.1).
   */
  static boolean isChunked(LineView line) {
    return line.startsWith("Transfer-Encoding:") && line.contains("chunked");
  }

  /** The size in a chunk's first line, extensions left out; -1 if there is none. */
  static long chunkSize(LineView line) {
    int digits = hexDigits(line);
    int after = line.at(digits);
    boolean shaped = after == -1 || after == ';' || after == ' ';
    return digits > 0 && digits <= MAX_CHUNK_DIGITS && shaped
        ? Long.parseLong(line.copy(0, digits), 16)
        : -1;
  }

  private static int hexDigits(LineView line) {
    int digits = 0;
    while (Character.digit(line.at(digits), 16) >= 0) {
      digits++;
    }
    return digits;
  }

  private static boolean isVersion(LineView line, int at) {
    int minor = line.at(at + 7);
    return line.has(at, "HTTP/1.")
        && minor >= '0'
        && minor <= '9'
        && line.wordEnd(at) == at + VERSION_BYTES;
  }

  /** Returns whether a host of an authority is a name or an IPv4 address, by its characters. */
  private static boolean isHostText(String host) {
    for (int i = 0; i < host.length(); i++) {
      char c = host.charAt(i);
      boolean letter = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
      if (!letter && !(c >= '0' && c <= '9') && c != '.' && c != '-' && c != '_') {
        return false;
      }
    }
    return !host.isEmpty() && host.charAt(0) != '.';
  }

  private static boolean isIpv6Text(String host) {
    for (int i = 0; i < host.length(); i++) {
      char c = host.charAt(i);
      if (Character.digit(c, 16) < 0 && c != ':' && c != '.' && c != '%') {
        return false;
      }
    }
    return host.indexOf(':') >= 0;
  }

  /**
   * Describes what one end says: first lines, and where headers and bodies end. What it needs to
   * read that end is public; returns where the dialogue is over.
   */
  static int describe(Said said, int from, FieldSink sink) {
    LineDescription lines = new LineDescription(PrefaceKind.HTTP_CONNECT, said, sink);
    Exchange exchange = ofSpeaker(said);
    HttpConnect http = new HttpConnect(exchange);
    LineSplitter units = new LineSplitter(exchange, http);
    int at = from;
    while (at < said.end() && exchange.stage() == Stage.RUNNING) {
      boolean line = units.isBetweenUnits(0);
      boolean first = said.byClient() ? !http.inRequestHead : http.expect == Expect.STATUS;
      http.needed = 0;
      http.awaitsReply |= !said.byClient(); // requests are the other end's
      int taken = units.unit(0, said.buffer(), at, said.end() - at);
      boolean over = taken == 0 ? exchange.stage() == Stage.INNER_NEXT : exchange.isUnitLeft();
      if (over) {
        return at;
      }
      boolean ended = exchange.stage() == Stage.ENDED;
      if (ended || taken == 0) {
        if (!LineDescription.isText(said, at)) {
          return at;
        }
        at = first && !ended ? lines.line(at) : lines.hidden(at, 0);
        exchange = ofSpeaker(said);
        http = new HttpConnect(exchange);
        units = new LineSplitter(exchange, http);
      } else if (http.needed == FIRST_LINE) {
        at = lines.line(at);
      } else {
        if (line) {
          lines.hidden(at, http.needed);
        }
        at += taken;
      }
    }
    return at;
  }

  /** One end is heard: who speaks is 0. */
  private static Exchange ofSpeaker(Said said) {
    return new Exchange(said.byClient() ? 0 : 1, PrefaceKind.HTTP_CONNECT);
  }
}
