package io.tlsfloor.parser.preface;

import io.tlsfloor.parser.observation.NameSeen;
import io.tlsfloor.parser.observation.NameSource;
import io.tlsfloor.parser.observation.PrefaceKind;
import io.tlsfloor.parser.observation.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What two ends exchange before TLS: who was heard, how far they are, and what they say of the
 * server. Each dialogue has one, by which it decides what a unit means, and notes there what is
 * said.
 */
final class Exchange {
  /** How far they are. */
  enum Stage {
    RUNNING,
    /** Nothing that follows changes what is said, and TLS cannot start any more. */
    SETTLED,
    /** TLS comes next, behind text that the client sent ahead of its turn. */
    TLS_ACCEPTED,
    INNER_NEXT,
    ENDED
  }

  /** Names kept of one dialogue: a greeting and one EHLO reply hold two. */
  static final int MAX_NAMES = 16;

  private static final int NAME_BYTES = 96; // of a name without its text, about

  private final int client;
  private PrefaceKind kind;
  private Stage stage = Stage.RUNNING;
  private boolean unitLeft;
  private final long[] toSkip = new long[2];
  private final boolean[] heard = new boolean[2];
  private final boolean[] broken = new boolean[2]; // by a hole, or by TLS

  private final List<NameSeen> names = new ArrayList<>(2);
  private Optional<Target> target = Optional.empty();
  private Optional<String> clientName = Optional.empty();
  private boolean asksForTwo;
  private int longLines;

  /** Begins one whose client is the sender of {@code client}, 0 or 1. */
  Exchange(int client, PrefaceKind kind) {
    this.client = client;
    this.kind = kind;
  }

  // Who is heard.

  /** Bytes of a direction are there. */
  void heard(int direction) {
    heard[direction] = true;
  }

  /** What comes next of a direction is missing, or is TLS. */
  void broken(int direction) {
    broken[direction] = true;
  }

  /** The direction, 0 or 1, whose sender is the client. */
  int client() {
    return client;
  }

  /** Returns whether {@code direction} is the client's. */
  boolean isClient(int direction) {
    return direction == client;
  }

  /** Returns whether bytes of the client were read. */
  boolean clientSeen() {
    return heard[client];
  }

  /** Returns whether bytes of the server were read. */
  boolean serverSeen() {
    return heard[1 - client];
  }

  /** Returns whether the server's answers can be waited for: its side is there, and has no hole. */
  boolean serverAnswers() {
    return serverSeen() && !broken[1 - client];
  }

  /** Returns whether the client's requests can be waited for, likewise. */
  boolean clientAsks() {
    return clientSeen() && !broken[client];
  }

  // How far they are.

  Stage stage() {
    return stage;
  }

  /** The inner protocol comes next in both directions. */
  void over() {
    stage = Stage.INNER_NEXT;
  }

  /** The inner protocol comes next, with the unit that is being read. */
  void overBefore() {
    over();
    unitLeft = true;
  }

  /** Returns whether the unit that was read belongs to what comes next. */
  boolean isUnitLeft() {
    return unitLeft;
  }

  /**
   * TLS comes next: text that the client sent ahead of its turn is dropped first, as a server must
   * (RFC 3207 §4.2).
   */
  void acceptTls() {
    stage = Stage.TLS_ACCEPTED;
  }

  /** Nothing that follows changes what this dialogue says, and TLS cannot start any more. */
  void settle() {
    stage = stage == Stage.RUNNING ? Stage.SETTLED : stage;
  }

  /** No TLS comes of this. */
  void end() {
    stage = Stage.ENDED;
  }

  /** Passes over the next {@code bytes} of a direction: a literal, a body. */
  void skip(int direction, long bytes) {
    toSkip[direction] = bytes;
  }

  /** Returns whether the next bytes of a direction are passed over. */
  boolean isSkipping(int direction) {
    return toSkip[direction] > 0;
  }

  /** How many of {@code length} bytes are passed over. */
  int skipped(int direction, int length) {
    int skipped = (int) Math.min(toSkip[direction], length);
    toSkip[direction] -= skipped;
    return skipped;
  }

  // What is said.

  PrefaceKind kind() {
    return kind;
  }

  /** It is of a kind that its first bytes did not tell. */
  void isOf(PrefaceKind known) {
    kind = known;
  }

  /** A proxy is asked for a target, whose name counts instead of an earlier one's. */
  void ask(Target asked, NameSource from) {
    target = Optional.of(asked);
    names.clear();
    name(target.map(Target::host).filter(HostText::isName), from);
  }

  Optional<Target> target() {
    return target;
  }

  /** The proxy was asked for another target before it answered. */
  void askForTwo() {
    asksForTwo = true;
  }

  boolean asksForTwo() {
    return asksForTwo;
  }

  /** Keeps a name of the server. */
  void name(Optional<String> name, NameSource from) {
    if (name.isPresent() && names.size() < MAX_NAMES) {
      NameSeen seen = new NameSeen(name.get(), from);
      if (!names.contains(seen)) {
        names.add(seen);
      }
    }
  }

  List<NameSeen> names() {
    return List.copyOf(names);
  }

  /** Keeps what the client calls itself. */
  void clientName(String name) {
    clientName = Optional.of(name);
  }

  Optional<String> clientName() {
    return clientName;
  }

  /** A line was too long to be looked at. */
  void longLine() {
    longLines++;
  }

  int longLines() {
    return longLines;
  }

  /** Memory for the text that it remembers, about. */
  int heldBytes() {
    int held = 0;
    for (int i = 0; i < names.size(); i++) {
      held += NAME_BYTES + 2 * names.get(i).name().length();
    }
    return held;
  }
}
