package io.tlsfloor.parser.preface;

import io.tlsfloor.parser.observation.MailDialogue;
import io.tlsfloor.parser.observation.NameSeen;
import io.tlsfloor.parser.observation.NameSource;
import io.tlsfloor.parser.observation.PrefaceKind;
import io.tlsfloor.parser.observation.Target;
import io.tlsfloor.parser.tls.ContentType;
import io.tlsfloor.parser.tls.TlsStart;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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
 */
public abstract class Preface {
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

  /** Names kept of one dialogue: a greeting and one EHLO reply hold two. */
  static final int MAX_NAMES = 16;

  private static final int NAME_BYTES = 96; // of a name without its text, about

  private final int client;
  private final List<NameSeen> names = new ArrayList<>(2);
  private Optional<Target> asked = Optional.empty();
  private State state = State.RUNNING;
  private boolean clientSeen;
  private boolean serverSeen;
  private boolean serverHole;
  private boolean clientGone; // a hole, or TLS
  private boolean heldPlain;
  private boolean discarding;
  private final boolean[] lost = new boolean[2];

  /** Starts a dialogue whose client is the sender of {@code client}, 0 or 1. */
  Preface(int client) {
    this.client = client;
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
  public final int read(int direction, ByteBuffer buffer, int start, int length) {
    if (length > 0) {
      clientSeen |= direction == client;
      serverSeen |= direction != client;
    }
    int used = 0;
    while (state == State.RUNNING && used < length) {
      int step = next(direction, buffer, start + used, length - used);
      if (step == 0) {
        break;
      }
      used += step;
    }
    if (direction == client) {
      heldPlain = used < length && !mayBeTls(buffer, start + used, length - used);
      if (discarding && !heldPlain) {
        state = State.INNER_NEXT;
      }
    }
    return used;
  }

  private int next(int direction, ByteBuffer buffer, int at, int length) {
    if (mayBeTls(buffer, at, length) && (betweenUnits(direction) || lost[direction])) {
      TlsStart tls = TlsStart.at(buffer, at, length);
      if (direction != client && (tls == TlsStart.SERVER_HELLO || tls == TlsStart.RECORD)) {
        tlsBegan(direction);
      } else if (direction == client
          && !serverAnswers()
          && tls == TlsStart.OLD_HELLO) { // no answer says that it is one
        sawTls();
        over();
      }
      return 0; // the tracker finds the client's hello; of a few bytes more will come
    }
    if (lost[direction]) {
      end(); // neither TLS nor a place from which this protocol can be read
      return 0;
    }
    if (discarding) {
      return direction == client ? discarded(buffer, at, length) : 0;
    }
    return unit(direction, buffer, at, length);
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

  private static int discarded(ByteBuffer buffer, int at, int length) {
    int lineFeed = LineView.lineFeed(buffer, at, length);
    return lineFeed < 0 ? length : lineFeed - at + 1;
  }

  /**
   * Reads one unit.
   *
   * @return the bytes it took; 0 if it is not whole, or has to wait
   */
  abstract int unit(int direction, ByteBuffer buffer, int at, int length);

  /** Returns whether the next byte of a direction begins a unit, so that TLS may begin there. */
  boolean betweenUnits(int direction) {
    return true;
  }

  /**
   * Returns whether the next bytes of a direction are passed over unread: a body, a literal, a
   * token.
   */
  public final boolean passesOver(int direction) {
    return state == State.RUNNING && !betweenUnits(direction);
  }

  /**
   * Says that bytes of a direction are missing from the capture before the next {@code read}. What
   * was not used of the bytes before them is not offered again.
   */
  public final void hole(int direction) {
    serverHole |= direction != client;
    clientGone |= direction == client;
    holed(direction);
  }

  /** A hole is next; only TLS can be recognised after it, unless a protocol has marks to go by. */
  void holed(int direction) {
    loseStep(direction);
  }

  /** From here on nothing but TLS can be recognised in a direction. */
  final void loseStep(int direction) {
    lost[direction] = true;
  }

  /**
   * Says that the tracker found TLS at the next unused byte of a direction while the dialogue was
   * {@link State#RUNNING}: nothing more of that direction is handed over. The other direction still
   * is (a reply that was captured late, or was sent after a hello that did not wait for it), until
   * the dialogue is over or TLS begins there too.
   */
  public final void tlsBegan(int direction) {
    sawTls();
    clientGone |= direction == client;
    if (direction != client || discarding) {
      over();
    }
  }

  /** TLS begins where the dialogue did not expect it. */
  void sawTls() {}

  /** The inner protocol comes next in both directions. */
  final void over() {
    state = State.INNER_NEXT;
  }

  /**
   * The inner protocol comes next, and text that the client sent ahead of its turn is dropped
   * first, as a server must (RFC 3207 §4.2).
   */
  final void overAfterHeldText() {
    if (heldPlain) {
      discarding = true;
    } else {
      over();
    }
  }

  /** No TLS comes of this. */
  final void end() {
    state = State.ENDED;
  }

  /** Returns whether bytes of the client were read. */
  final boolean clientSeen() {
    return clientSeen;
  }

  /** Returns whether bytes of the server were read. */
  final boolean serverSeen() {
    return serverSeen;
  }

  /** Returns whether the server's answers can be waited for: its side is there, and has no hole. */
  final boolean serverAnswers() {
    return serverSeen && !serverHole;
  }

  /**
   * Returns whether the client's requests can be waited for: its side is there, and has no hole.
   */
  final boolean clientAsks() {
    return clientSeen && !clientGone;
  }

  /** Returns whether {@code direction} is the client's. */
  final boolean isClient(int direction) {
    return direction == client;
  }

  /** How far it is. */
  public final State state() {
    return state;
  }

  /**
   * Returns whether bytes that follow can still change what it says. Once {@code false} it stays
   * so, TLS can no longer start, and a running dialogue's payload may be dropped unread: the rest
   * of a mail connection in clear.
   */
  public boolean wantsBytes() {
    return state == State.RUNNING;
  }

  /** Returns what it is, as far as is known by now. */
  public abstract PrefaceKind kind();

  /** The direction, 0 or 1, whose sender is the client. */
  public final int clientDirection() {
    return client;
  }

  /** Keeps what a proxy was asked for, and its name instead of an earlier one's. */
  final void ask(Target target, NameSource from) {
    asked = Optional.of(target);
    names.clear();
    name(asked.map(Target::host).filter(HostText::isName), from);
  }

  /** Keeps a name of the server. */
  final void name(Optional<String> name, NameSource from) {
    if (name.isPresent() && names.size() < MAX_NAMES) {
      NameSeen seen = new NameSeen(name.get(), from);
      if (!names.contains(seen)) {
        names.add(seen);
      }
    }
  }

  /** Names that the dialogue gave the server. */
  public final List<NameSeen> names() {
    return List.copyOf(names);
  }

  /** Returns what a proxy was asked for, last. */
  public final Optional<Target> target() {
    return asked;
  }

  /**
   * Returns whether the proxy was asked for another server before it answered: one request is
   * forged.
   */
  public boolean asksForTwo() {
    return false;
  }

  /** The mail dialogue, if it is one. */
  public Optional<MailDialogue> mail() {
    return Optional.empty();
  }

  /** Returns whether it only began like what it is not: nothing of it is told. */
  public boolean isNone() {
    return false;
  }

  /** How many commands with mail or credentials went in clear, each counted once. */
  public int commandsInClear() {
    return 0;
  }

  /**
   * Returns whether mail or credentials went in clear, and the client did not ask for TLS as far as
   * was seen: TLS does not follow then, nor a reply that lets it begin.
   */
  public boolean goesOnInClear() {
    return false;
  }

  /** Returns whether the dialogue went on after it had been given up for its length. */
  public boolean isTooLong() {
    return false;
  }

  /** Memory for the text that it remembers, about. */
  public final int heldBytes() {
    int held = 0;
    for (int i = 0; i < names.size(); i++) {
      held += NAME_BYTES + 2 * names.get(i).name().length();
    }
    return held;
  }

  /** Lines of the dialogue that were too long to be looked at. */
  public int longLines() {
    return 0;
  }

  /** Returns what the client called itself: the argument of EHLO, HELO or LHLO, as sent. */
  public Optional<String> clientName() {
    return Optional.empty();
  }
}
