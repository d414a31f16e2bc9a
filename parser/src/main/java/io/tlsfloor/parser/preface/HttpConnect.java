package io.tlsfloor.parser.preface;

import io.tlsfloor.parser.observation.NameSource;
import io.tlsfloor.parser.observation.PrefaceKind;
import io.tlsfloor.parser.observation.Target;
import java.util.Optional;

/**
 * A request to an HTTP proxy for a tunnel, up to the reply that opens it (RFC 9110 §9.3.6).
 *
 * <p>Replies that do not open it (407 and its like) are read to their end, bodies included, and
 * another CONNECT may follow. Headers are passed over; of a request only the authority is kept.
 */
final class HttpConnect extends LineDialogue {
  /** Says what the server's next line is. */
  private enum Expect {
    STATUS,
    HEADER,
    CHUNK_SIZE,
    CHUNK_END,
    TRAILER,
    BODY_WITHOUT_LENGTH
  }

  private boolean inRequestHead;
  private boolean awaitsReply;
  private boolean asksForTwo;
  private long requestBody;

  private Expect expect = Expect.STATUS;
  private int status;
  private long contentLength = -1;
  private boolean chunked;

  HttpConnect(int client) {
    super(client);
  }

  @Override
  public PrefaceKind kind() {
    return PrefaceKind.HTTP_CONNECT;
  }

  @Override
  boolean clientMustWait() {
    return awaitsReply && serverAnswers();
  }

  @Override
  void clientLine(LineView line) {
    if (inRequestHead) {
      requestHeader(line);
      return;
    }
    Optional<Target> target = HttpLines.connectTarget(line);
    if (target.isPresent()) {
      asksForTwo |= awaitsReply && !target.equals(target());
      ask(target.get(), NameSource.CONNECT);
      inRequestHead = true;
      requestBody = 0;
    } else if (awaitsReply) { // the server's side is not in the capture, and let it through
      leaveLine();
      over();
    } else if (line.length() > 0) { // an empty line may precede a request, RFC 9112 §2.2
      end();
    }
  }

  private void requestHeader(LineView line) {
    if (line.length() == 0) {
      inRequestHead = false;
      awaitsReply = true;
      skip(clientDirection(), requestBody);
      return;
    }
    requestBody = Math.max(requestBody, HttpLines.contentLength(line));
  }

  @Override
  void notText(int direction) {
    if (isClient(direction) && awaitsReply) {
      over();
    } else {
      end();
    }
  }

  @Override
  void serverLine(LineView line) {
    switch (expect) {
      case STATUS -> statusLine(line);
      case HEADER -> header(line);
      case CHUNK_SIZE -> chunk(HttpLines.chunkSize(line));
      case CHUNK_END -> expect = Expect.CHUNK_SIZE;
      case TRAILER -> {
        if (line.length() == 0) {
          replyEnded();
        }
      }
      case BODY_WITHOUT_LENGTH -> {
        if (awaitsReply && HttpLines.status(line) > 0) {
          statusLine(line);
        }
      }
    }
  }

  private void statusLine(LineView line) {
    status = HttpLines.status(line);
    if (status < 0) {
      if (line.length() > 0) {
        end();
      }
      return;
    }
    contentLength = -1;
    chunked = false;
    expect = Expect.HEADER;
  }

  private void header(LineView line) {
    if (line.length() > 0) {
      contentLength = Math.max(contentLength, HttpLines.contentLength(line));
      chunked |= HttpLines.isChunked(line);
    } else if (status / 100 == 2) { // a length there means nothing, RFC 9110 §9.3.6
      over();
    } else if (status / 100 == 1 || status == 204 || status == 304 || contentLength == 0) {
      replyEnded();
    } else if (chunked) {
      expect = Expect.CHUNK_SIZE;
    } else if (contentLength > 0) {
      skip(1 - clientDirection(), contentLength);
      replyEnded();
    } else {
      replyEnded();
      expect = Expect.BODY_WITHOUT_LENGTH;
    }
  }

  private void chunk(long size) {
    if (size < 0) {
      end();
    } else if (size == 0) {
      expect = Expect.TRAILER;
    } else {
      skip(1 - clientDirection(), size);
      expect = Expect.CHUNK_END;
    }
  }

  private void replyEnded() {
    expect = Expect.STATUS;
    awaitsReply &= status / 100 == 1;
  }

  @Override
  void holed(int direction) {
    super.holed(direction);
    if (!isClient(direction)) {
      expect = Expect.STATUS;
    } else if (inRequestHead) {
      inRequestHead = false;
      awaitsReply = true;
    }
  }

  @Override
  boolean isSurelyLine(int direction, LineView line) {
    return isClient(direction)
        ? HttpLines.connectTarget(line).isPresent()
        : HttpLines.status(line) > 0;
  }

  @Override
  public boolean asksForTwo() {
    return asksForTwo;
  }
}
