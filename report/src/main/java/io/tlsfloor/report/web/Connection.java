package io.tlsfloor.report.web;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * A connection, and the thread that reads its requests and has them answered. Whoever else looks at
 * it may close it while it waits for its peer, and only then.
 */
final class Connection implements Runnable {
  private static final byte[] CONTINUE =
      "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
  private static final int LINGER_MILLIS = 500;
  private static final int LINGER_BYTES = 1 << 16;

  /** What it is at. */
  private enum Phase {
    /** The peer has not begun to ask. */
    IDLE,
    /** The peer has begun to ask. */
    ASKING,
    /** The handler works: it waits for nobody. */
    WORKING,
    /** The peer has to take a part of the answer. */
    TAKING,
    /** The peer watches what is still to come. */
    WATCHING
  }

  private final Socket socket; // closing it ends whatever waits on it, of TLS as well
  private final Optional<SSLContext> tls;
  private final Limits limits;
  private final WebServer.Handler handler;
  private final InetAddress peer;
  private @Nullable Socket talk;
  private boolean watching;

  private Phase phase = Phase.IDLE;
  private long phaseNanos = System.nanoTime();
  private long waitsNanos = phaseNanos;
  private boolean closed;

  Connection(Socket socket, Optional<SSLContext> tls, Limits limits, WebServer.Handler handler) {
    this.socket = socket;
    this.tls = tls;
    this.limits = limits;
    this.handler = handler;
    peer = socket.getInetAddress();
  }

  InetAddress peer() {
    return peer;
  }

  boolean isSecure() {
    return tls.isPresent();
  }

  // ---- for others

  /** Since when its peer has held it without an answer to take, or with one. */
  synchronized long waitsNanos() {
    return waitsNanos;
  }

  /** Whether it waits for its peer. */
  synchronized boolean isWaiting() {
    return phase != Phase.WORKING;
  }

  /** Closes it if it waits for its peer; says whether it did. */
  synchronized boolean letGo() {
    if (phase == Phase.WORKING || closed) {
      return false;
    }
    close();
    return true;
  }

  /** Closes it if its peer has had more time than there is. */
  synchronized void letGoIfLate(long now) {
    long most =
        switch (phase) {
          case IDLE -> limits.idle().toNanos();
          case ASKING -> limits.ask().toNanos();
          case TAKING -> limits.take().toNanos();
          case WORKING, WATCHING -> Long.MAX_VALUE;
        };
    if (now - phaseNanos > most) {
      close();
    }
  }

  /** Closes it, whatever it is at. */
  synchronized void close() {
    closed = true;
    try {
      socket.close();
    } catch (IOException e) {
      // closed all the same
    }
  }

  synchronized boolean isClosed() {
    return closed;
  }

  // ---- its own thread

  @Override
  public void run() {
    try {
      socket.setTcpNoDelay(true); // or an answer waits for an acknowledgment
      talk = tls.isPresent() ? secure(tls.get()) : socket;
      InputStream in = new BufferedInputStream(talk.getInputStream());
      boolean more = true;
      while (more) {
        idle();
        int first = in.read();
        more = first >= 0 && answer(first, in);
      }
      linger();
    } catch (IOException e) {
      // who asked is gone, or was let go of
    } finally {
      close();
    }
  }

  private Socket secure(SSLContext context) throws IOException {
    enter(Phase.ASKING);
    SSLSocket over =
        (SSLSocket) context.getSocketFactory().createSocket(socket, (InputStream) null, true);
    over.setUseClientMode(false);
    over.setEnabledProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
    over.startHandshake();
    return over;
  }

  private boolean answer(int first, InputStream in) throws IOException {
    enter(Phase.ASKING);
    Exchange exchange;
    try {
      Question question = Question.read(first, in, limits.headBytes());
      int length = question.bodyLength(limits.bodyBytes());
      if (length > 0
          && question.header("expect").filter("100-continue"::equalsIgnoreCase).isPresent()) {
        output(CONTINUE, 0, CONTINUE.length);
      }
      byte[] body = in.readNBytes(length);
      if (body.length < length) {
        throw new IOException("the request is not whole");
      }
      exchange = new Exchange(this, question, body);
    } catch (BadRequest e) {
      exchange = new Exchange(this, null, new byte[0]);
      exchange.set("Content-Type", "text/plain; charset=utf-8");
      exchange.send(e.status(), (e.getMessage() + "\n").getBytes(StandardCharsets.UTF_8));
      return false;
    }
    enter(Phase.WORKING);
    try {
      handler.handle(exchange);
    } catch (RuntimeException e) { // a fault of the handler, which says so
      exchange.failed();
      return false;
    }
    return exchange.end();
  }

  /** What was sent last would be lost if there were bytes that nobody has read (RFC 9112 §9.6). */
  private void linger() throws IOException {
    idle();
    socket.setSoTimeout(LINGER_MILLIS);
    if (tls.isEmpty()) {
      socket.shutdownOutput();
      socket.getInputStream().readNBytes(LINGER_BYTES);
    } else if (talk != null) {
      talk.close();
    }
  }

  private synchronized void idle() throws IOException {
    enter(Phase.IDLE);
    waitsNanos = phaseNanos;
  }

  private synchronized void enter(Phase next) throws IOException {
    if (closed) {
      throw new IOException("let go of");
    }
    phase = next;
    phaseNanos = System.nanoTime();
  }

  /** An answer begins: from now on its peer holds it by not taking that. */
  synchronized void answers() {
    waitsNanos = System.nanoTime();
  }

  /** Between what is written it may be let go of. */
  void watches() throws IOException {
    watching = true;
    enter(Phase.WATCHING);
  }

  /** Writes a part of an answer: the peer has to take it in time. */
  void write(byte[] bytes, int start, int length) throws IOException {
    int at = start;
    int end = start + length;
    while (at < end) {
      int part = Math.min(end - at, LINGER_BYTES);
      enter(Phase.TAKING);
      output(bytes, at, part);
      at += part;
    }
    enter(watching ? Phase.WATCHING : Phase.WORKING);
  }

  private void output(byte[] bytes, int start, int length) throws IOException {
    if (talk != null) {
      talk.getOutputStream().write(bytes, start, length);
    }
  }
}
