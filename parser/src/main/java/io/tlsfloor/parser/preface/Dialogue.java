package io.tlsfloor.parser.preface;

import io.tlsfloor.parser.observation.MailDialogue;
import io.tlsfloor.parser.observation.NameSeen;
import io.tlsfloor.parser.observation.Target;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/**
 * What all prefaces share: the state, which end is the client, and the reading of one unit (a line,
 * a message) after another until one is not whole, or must wait for the other end.
 */
abstract class Dialogue implements Preface {
  private final int client;
  private State state = State.RUNNING;
  private boolean clientSeen;
  private boolean serverSeen;
  private boolean serverHole;
  private boolean clientGone; // a hole, or TLS
  private boolean heldPlain;
  private boolean discarding;
  private final boolean[] lost = new boolean[2];

  /** Starts a dialogue whose client is the sender of {@code client}, 0 or 1. */
  Dialogue(int client) {
    this.client = client;
  }

  @Override
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
      heldPlain = used < length && !TlsLook.maybe(buffer, start + used, length - used);
      if (discarding && !heldPlain) {
        state = State.INNER_NEXT;
      }
    }
    return used;
  }

  private int next(int direction, ByteBuffer buffer, int at, int length) {
    if (TlsLook.maybe(buffer, at, length) && (betweenUnits(direction) || lost[direction])) {
      if (direction != client && TlsLook.serverRecord(buffer, at, length)) {
        tlsBegan(direction);
      } else if (direction == client
          && !serverAnswers()
          && TlsLook.sslV2Hello(buffer, at, length)) { // no answer says that it is one
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

  /** Whether the next byte of a direction begins a unit, so that TLS may begin there. */
  boolean betweenUnits(int direction) {
    return true;
  }

  @Override
  public final boolean passesOver(int direction) {
    return state == State.RUNNING && !betweenUnits(direction);
  }

  @Override
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

  @Override
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

  /** Whether bytes of the client were read. */
  final boolean clientSeen() {
    return clientSeen;
  }

  /** Whether bytes of the server were read. */
  final boolean serverSeen() {
    return serverSeen;
  }

  /** Whether the server's answers can be waited for: its side is there, and has no hole. */
  final boolean serverAnswers() {
    return serverSeen && !serverHole;
  }

  /** Whether the client's requests can be waited for: its side is there, and has no hole. */
  final boolean clientAsks() {
    return clientSeen && !clientGone;
  }

  /** Whether {@code direction} is the client's. */
  final boolean isClient(int direction) {
    return direction == client;
  }

  @Override
  public final State state() {
    return state;
  }

  @Override
  public final int clientDirection() {
    return client;
  }

  @Override
  public List<NameSeen> names() {
    return List.of();
  }

  @Override
  public Optional<Target> target() {
    return Optional.empty();
  }

  @Override
  public Optional<MailDialogue> mail() {
    return Optional.empty();
  }
}
