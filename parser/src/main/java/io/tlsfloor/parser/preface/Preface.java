package io.tlsfloor.parser.preface;

import io.tlsfloor.parser.observation.MailDialogue;
import io.tlsfloor.parser.observation.NameSeen;
import io.tlsfloor.parser.observation.PrefaceKind;
import io.tlsfloor.parser.observation.Target;
import java.nio.ByteBuffer;
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
public interface Preface {
  /** How far the dialogue is. */
  enum State {
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

  /**
   * Reads bytes of one direction, as many as make whole units.
   *
   * @param direction 0 or 1: the same number is the same end of the connection at every call
   * @param buffer borrowed until the call returns
   * @param start index of the first byte
   * @param length how many there are; those that an earlier call did not use come first
   * @return how many were used, 0 to {@code length}; the rest is offered again with what follows
   */
  int read(int direction, ByteBuffer buffer, int start, int length);

  /**
   * Says that bytes of a direction are missing from the capture before the next {@code read}. What
   * was not used of the bytes before them is not offered again.
   */
  void hole(int direction);

  /**
   * Says that the tracker found TLS at the next unused byte of a direction while the dialogue was
   * {@link State#RUNNING}: nothing more of that direction is handed over. The other direction still
   * is (a reply that was captured late, or was sent after a hello that did not wait for it), until
   * the dialogue is over or TLS begins there too.
   */
  void tlsBegan(int direction);

  /**
   * Whether bytes that follow can still change what it says. Once {@code false} it stays so, TLS
   * can no longer start, and a running dialogue's payload may be dropped unread: the rest of a mail
   * connection in clear.
   */
  default boolean wantsBytes() {
    return state() == State.RUNNING;
  }

  /** Whether the next bytes of a direction are passed over unread: a body, a literal, a token. */
  default boolean passesOver(int direction) {
    return false;
  }

  /** How far it is. */
  State state();

  /** What it is, as far as is known by now. */
  PrefaceKind kind();

  /** The direction, 0 or 1, whose sender is the client; -1 while that is not known. */
  int clientDirection();

  /** Names that the dialogue gave the server. */
  List<NameSeen> names();

  /** What a proxy was asked for. */
  Optional<Target> target();

  /** Whether the proxy was asked for another server before it answered: one request is forged. */
  default boolean asksForTwo() {
    return false;
  }

  /** The mail dialogue, if it is one. */
  Optional<MailDialogue> mail();

  /** How many commands with mail or credentials went in clear, each counted once. */
  default int commandsInClear() {
    return 0;
  }

  /**
   * Whether mail or credentials went in clear, and the client did not ask for TLS as far as was
   * seen: TLS does not follow then, nor a reply that lets it begin.
   */
  default boolean goesOnInClear() {
    return false;
  }

  /** Whether the dialogue went on after it had been given up for its length. */
  default boolean isTooLong() {
    return false;
  }

  /** Memory for the text that it remembers, about. */
  default int heldBytes() {
    return 0;
  }

  /** Lines of the dialogue that were too long to be looked at. */
  default int longLines() {
    return 0;
  }

  /** What the client called itself: the argument of EHLO, HELO or LHLO, as sent. */
  default Optional<String> clientName() {
    return Optional.empty();
  }
}
