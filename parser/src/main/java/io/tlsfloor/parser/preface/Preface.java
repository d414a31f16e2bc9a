package io.tlsfloor.parser.preface;

import io.tlsfloor.parser.observation.MailDialogue;
import io.tlsfloor.parser.observation.NameSeen;
import io.tlsfloor.parser.observation.PrefaceKind;
import io.tlsfloor.parser.observation.Protocol;
import io.tlsfloor.parser.observation.Target;
import io.tlsfloor.parser.preface.Exchange.Stage;
import io.tlsfloor.parser.tls.ContentType;
import io.tlsfloor.parser.tls.TlsStart;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * A dialogue that precedes TLS on one TCP connection, followed from its first byte.
 *
 * <p>The tracker hands it the bytes of both directions in stream order, and looks for a ClientHello
 * itself before each hand-over, so that a dialogue seen from one side only still ends in TLS. When
 * the dialogue is over ({@link State#INNER_NEXT}) the tracker looks at the next bytes again: they
 * may be TLS, or another preface. One object a connection; memory is bounded; no call throws for
 * what bytes contain.
 *
 * <p>What one end says decides whether the other end's bytes may be read: after each {@code read}
 * that used something, the bytes that the other direction still holds unused are offered again.
 *
 * <p>It consists of the {@link Exchange}, which knows what was said, and the {@link Dialogue} of
 * one protocol, which writes that; here is what all have in common: TLS that ends them, and bounds.
 */
public final class Preface {
  /** How far the dialogue is. */
  public enum State {
    /** It goes on. */
    RUNNING,
    /** It is over: in each direction the next byte that was not used belongs to what it carries. */
    INNER_NEXT,
    /**
     * It turned out to be something that carries no TLS; nothing more is wanted. A mail dialogue
     * that was one until then keeps its {@link #mail()}.
     */
    ENDED
  }

  /** More bytes of both directions than any dialogue takes before TLS; more change nothing. */
  static final int MAX_BYTES = 1 << 20;

  private final Exchange exchange;
  private final Optional<MailFacts> mail;
  private final Dialogue dialogue;
  private final boolean[] lost = new boolean[2]; // TLS alone can be recognised there
  private boolean textAhead; // of the client, that waits
  private long bytes;
  private boolean tooLong;

  private Preface(Exchange exchange, Optional<MailFacts> mail, Dialogue dialogue) {
    this.exchange = exchange;
    this.mail = mail;
    this.dialogue = dialogue;
  }

  /** A dialogue with a proxy. */
  static Preface ofProxy(Exchange exchange, Dialogue dialogue) {
    return new Preface(exchange, Optional.empty(), dialogue);
  }

  /** A dialogue of mail. */
  static Preface ofMail(
      Exchange exchange,
      Protocol protocol,
      BiFunction<Exchange, MailFacts, LineDialogue> dialogue) {
    MailFacts mail = new MailFacts(exchange, protocol);
    LineSplitter lines = new LineSplitter(exchange, dialogue.apply(exchange, mail));
    return new Preface(exchange, Optional.of(mail), lines);
  }

  /**
   * Reads bytes of one direction, as many as make whole units.
   *
   * @param direction 0 or 1: the same number is the same end of the connection at every call
   * @param buffer borrowed until the call returns
   * @param start index of the first byte
   * @param length how many there are; those that an earlier call did not use come first
   * @return how many were used, 0 to {@code length}; the rest is offered again with what follows
   */
  public int read(int direction, ByteBuffer buffer, int start, int length) {
    if (length > 0) {
      exchange.heard(direction);
    }
    int used = 0;
    int step = 1;
    while (state() == State.RUNNING && used < length && step > 0) {
      step = next(direction, buffer, start + used, length - used);
      used += step;
    }
    if (exchange.isClient(direction)) {
      textAhead = used < length && !mayBeTls(buffer, start + used, length - used);
    }
    if (exchange.stage() == Stage.TLS_ACCEPTED && !textAhead) {
      exchange.over();
    }
    return used;
  }

  private int next(int direction, ByteBuffer buffer, int at, int length) {
    boolean awaitsTls = isBetweenUnits(direction) || lost[direction];
    if (awaitsTls && mayBeTls(buffer, at, length)) {
      mayBegin(TlsStart.at(buffer, at, length), direction);
      return 0; // the tracker finds the client's hello; of a few bytes more will come
    }
    if (lost[direction]) {
      exchange.end(); // neither TLS nor a place from which this protocol can be read
      return 0;
    }
    if (exchange.stage() == Stage.TLS_ACCEPTED) {
      return exchange.isClient(direction) ? dropped(buffer, at, length) : 0;
    }
    return exchange.stage() == Stage.SETTLED ? length : unit(direction, buffer, at, length);
  }

  private boolean isBetweenUnits(int direction) {
    return exchange.stage() != Stage.SETTLED && dialogue.isBetweenUnits(direction);
  }

  private void mayBegin(TlsStart tls, int direction) {
    boolean byClient = exchange.isClient(direction);
    if (!byClient && (tls == TlsStart.SERVER_HELLO || tls == TlsStart.RECORD)) {
      tlsBegan(direction);
    } else if (byClient && !exchange.serverAnswers() && tls == TlsStart.OLD_HELLO) {
      mail.ifPresent(MailFacts::tlsBegan); // no answer says that it is one
      exchange.over();
    }
  }

  /**
   * Returns whether a dialogue gives way to what stands there, or to what it may become: who begins
   * TLS sends a handshake or an alert.
   */
  static boolean mayBeTls(ByteBuffer buffer, int at, int length) {
    if (length == 0) {
      return true;
    }
    int first = buffer.get(at);
    return (first == ContentType.HANDSHAKE || first == ContentType.ALERT || first < 0)
        && TlsStart.at(buffer, at, length) != TlsStart.NOT;
  }

  private static int dropped(ByteBuffer buffer, int at, int length) {
    int lineFeed = LineView.lineFeed(buffer, at, length);
    return lineFeed < 0 ? length : lineFeed - at + 1;
  }

  private int unit(int direction, ByteBuffer buffer, int at, int length) {
    int taken = dialogue.unit(direction, buffer, at, length);
    if (exchange.isUnitLeft()) {
      return 0;
    }
    bytes += taken;
    if (bytes > MAX_BYTES && exchange.stage() == Stage.RUNNING) {
      tooLong = true;
      if (mail.isPresent()) {
        exchange.settle();
      } else {
        exchange.end();
      }
    }
    return taken;
  }

  /**
   * Returns whether the next bytes of a direction are passed over unread: a body, a literal, a
   * token.
   */
  public boolean passesOver(int direction) {
    return state() == State.RUNNING && !isBetweenUnits(direction);
  }

  /**
   * Says that bytes of a direction are missing from the capture before the next {@code read}. What
   * was not used of the bytes before them is not offered again.
   */
  public void hole(int direction) {
    exchange.broken(direction);
    lost[direction] |= !dialogue.hole(direction) && exchange.stage() != Stage.SETTLED;
  }

  /**
   * Says that the tracker found TLS at the next unused byte of a direction while the dialogue was
   * {@link State#RUNNING}: nothing more of that direction is handed over. The other direction still
   * is (a reply that was captured late, or was sent after a hello that did not wait for it), until
   * the dialogue is over or TLS begins there too.
   */
  public void tlsBegan(int direction) {
    mail.ifPresent(MailFacts::tlsBegan);
    exchange.broken(direction);
    if (!exchange.isClient(direction) || exchange.stage() == Stage.TLS_ACCEPTED) {
      exchange.over();
    }
  }

  /** How far it is. */
  public State state() {
    return switch (exchange.stage()) {
      case RUNNING, SETTLED, TLS_ACCEPTED -> State.RUNNING;
      case INNER_NEXT -> State.INNER_NEXT;
      case ENDED -> State.ENDED;
    };
  }

  /**
   * Returns whether bytes that follow can still change what it says. Once {@code false} it stays
   * so, TLS can no longer start, and a running dialogue's payload may be dropped unread: the rest
   * of a mail connection in clear.
   */
  public boolean wantsBytes() {
    return state() == State.RUNNING && exchange.stage() != Stage.SETTLED;
  }

  /** Returns what it is, as far as is known by now. */
  public PrefaceKind kind() {
    return exchange.kind();
  }

  /** The direction, 0 or 1, whose sender is the client. */
  public int clientDirection() {
    return exchange.client();
  }

  /** Names that the dialogue gave the server. */
  public List<NameSeen> names() {
    return exchange.names();
  }

  /** Returns what a proxy was asked for, last. */
  public Optional<Target> target() {
    return exchange.target();
  }

  /**
   * Returns whether the proxy was asked for another server before it answered: one request is
   * forged.
   */
  public boolean asksForTwo() {
    return exchange.asksForTwo();
  }

  /** The mail dialogue, if it is one. */
  public Optional<MailDialogue> mail() {
    return mail.flatMap(MailFacts::mail);
  }

  /** Returns whether it only began like what it is not: nothing of it is told. */
  public boolean isNone() {
    return exchange.stage() == Stage.ENDED && mail.isPresent() && !mail.get().isConfirmed();
  }

  /** How many commands with mail or credentials went in clear, each counted once. */
  public int commandsInClear() {
    return mail.map(MailFacts::commandsInClear).orElse(0);
  }

  /**
   * Returns whether mail or credentials went in clear, and the client did not ask for TLS as far as
   * was seen: TLS does not follow then, nor a reply that lets it begin.
   */
  public boolean goesOnInClear() {
    return mail.isPresent() && mail.get().goesOnInClear();
  }

  /** Returns whether the dialogue went on after it had been given up for its length. */
  public boolean isTooLong() {
    return tooLong;
  }

  /** Memory for the text that it remembers, about. */
  public int heldBytes() {
    return exchange.heldBytes();
  }

  /** Lines of the dialogue that were too long to be looked at. */
  public int longLines() {
    return exchange.longLines();
  }

  /** Returns what the client called itself: the argument of EHLO, HELO or LHLO, as sent. */
  public Optional<String> clientName() {
    return exchange.clientName();
  }

  @Override
  public String toString() {
    return kind().label() + " " + exchange.stage();
  }
}
