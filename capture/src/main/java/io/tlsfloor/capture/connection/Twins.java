package io.tlsfloor.capture.connection;

import io.tlsfloor.parser.observation.FrameRef;
import io.tlsfloor.parser.observation.Peer;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reports once what a capture holds twice: both sides of a NAT or of a firewall that rewrites
 * numbers, both legs of an explicit proxy. Works on connections whose verdict is found. Each waits
 * in a ring for two seconds of packet time, in the order of the verdicts, and is found there by the
 * hash of its hello or of its ServerHello. Live, a client at home is reported at once, and stays in
 * the ring so that its twin is not; in a watch, which says when no frame comes, after a moment, by
 * when a gateway has passed the same packets on. Bounded: where the ring is full the first waits no
 * longer.
 */
final class Twins {
  private static final int ROOM = 1 << 12; // two seconds at 2,000 connections a second
  private static final int PLACES = 1 << 13;
  private static final long SOON_NANOS = 100_000_000L;
  private static final int MAX_ALIKE = 16; // repeated hellos are few or an attack
  private static final long SPREAD = 0x9E37_79B9_7F4A_7C15L; // 2^64 by the golden ratio
  private static final int PLACE_SHIFT = Long.SIZE - 13;

  private final AnalyzerOptions options;
  private final Consumer<Connection> report;
  private final Consumer<Connection> over;
  private final @Nullable Connection[] ring = new Connection[ROOM];
  private final long[] since = new long[ROOM];
  private final long[] hellos = new long[ROOM]; // hashes, so that few others are looked at
  private final long[] answers = new long[ROOM];
  private final boolean[] reported = new boolean[ROOM];
  private final int[] beforeByHello = new int[ROOM]; // number of the one before at the same place
  private final int[] beforeByAnswer = new int[ROOM];
  private final int[] byHello = new int[PLACES]; // number of the latest
  private final int[] byAnswer = new int[PLACES];
  private int first = 1; // number of the oldest in the ring
  private int next = 1;
  private int later = 1; // number of the first that is not to be reported soon, or not yet
  private boolean saysWhenQuiet;

  /**
   * None so far.
   *
   * @param report takes each connection once
   * @param over takes it when nobody asks for it any more
   */
  Twins(AnalyzerOptions options, Consumer<Connection> report, Consumer<Connection> over) {
    this.options = options;
    this.report = report;
    this.over = over;
  }

  /** Takes a connection whose verdict is found. */
  void take(Connection connection, long now) {
    long hello = hello(connection);
    long answer = connection.facts.answerHash();
    boolean none = hello == 0 && answer == 0;
    if (connection.told || none && (first == next || !options.patient())) {
      report.accept(connection);
      over.accept(connection);
      return;
    }
    if (!none
        && (meets(connection, hello, hellos, byHello, beforeByHello)
            || meets(connection, answer, answers, byAnswer, beforeByAnswer))) {
      return;
    }
    if (next - first == ROOM) {
      handOnOne();
    }
    next += next == 0 ? 1 : 0; // it went round, and 0 means none
    int number = next++;
    int at = number & ROOM - 1;
    ring[at] = connection;
    since[at] = now;
    hellos[at] = hello;
    answers[at] = answer;
    beforeByHello[at] = link(byHello, hello, number);
    beforeByAnswer[at] = link(byAnswer, answer, number);
    reported[at] = false;
    if (!options.patient() && !saysWhenQuiet) {
      reportSoonBefore(Long.MAX_VALUE);
    }
  }

  private static long hello(Connection connection) {
    long hello = connection.facts.helloHash();
    return hello != 0 || connection.facts.handshakeSeen()
        ? hello
        : connection.dialogues.hash(connection.client());
  }

  private boolean isHome(Connection connection) {
    return options.home().test(connection.peer(connection.client()).address());
  }

  private static int place(long hash) {
    return (int) (hash * SPREAD >>> PLACE_SHIFT);
  }

  private static int link(int[] latest, long hash, int number) {
    if (hash == 0) {
      return 0;
    }
    int before = latest[place(hash)];
    latest[place(hash)] = number;
    return before;
  }

  /** Returns whether it is one with a connection in the ring. */
  private boolean meets(
      Connection connection, long hash, long[] hashes, int[] latest, int[] before) {
    int number = hash == 0 ? 0 : latest[place(hash)];
    for (int looked = 0; number != 0 && number - first >= 0 && looked < MAX_ALIKE; looked++) {
      int at = number & ROOM - 1;
      Connection other = hashes[at] == hash ? ring[at] : null;
      if (other != null && merge(at, other, connection)) {
        return true;
      }
      number = before[at];
    }
    return false;
  }

  private boolean merge(int at, Connection other, Connection connection) {
    HandshakeFacts one = other.facts;
    HandshakeFacts two = connection.facts;
    boolean hello = hello(other) != 0 && hello(other) == hello(connection);
    boolean answer = one.answerHash() != 0 && one.answerHash() == two.answerHash();
    boolean answersDiffer = one.answerHash() != 0 && two.answerHash() != 0 && !answer;
    boolean paired =
        other.nat != null
            || other.proxy != null
            || connection.nat != null
            || connection.proxy != null;
    boolean sameEnds = other.isBetweenSame(connection);
    boolean hellosDiffer = one.helloHash() != 0 && two.helloHash() != 0 && !hello;
    boolean twins = hello ? !answersDiffer : sameEnds && answer && !hellosDiffer;
    if (!twins || paired || other.isTcp() != connection.isTcp()) {
      return false;
    }
    Sight here = sight(connection);
    Sight there = sight(other);
    if (!here.isTwinOf(there)) {
      return false;
    }
    boolean kept = sameEnds ? isMore(two, one) : here.isKept(there);
    if (kept && reported[at]) {
      return false; // the other one was reported; both are
    }
    Connection stays = kept ? connection : other;
    Connection goes = kept ? other : connection;
    if (!sameEnds) {
      Peer client = goes.peer(goes.client());
      if (kept ? here.asksFor(there) : there.asksFor(here)) {
        stays.proxy = client;
      } else {
        stays.nat = client;
      }
    }
    ring[at] = stays;
    hellos[at] = hello(stays);
    answers[at] = stays.facts.answerHash();
    over.accept(goes);
    return true;
  }

  /** Returns whether one says more: of two sides of a firewall, one of which may lack something. */
  private static boolean isMore(HandshakeFacts one, HandshakeFacts other) {
    if (one.hasOffer() != other.hasOffer()) {
      return one.hasOffer();
    }
    if (one.serverHelloSeen() != other.serverHelloSeen()) {
      return one.serverHelloSeen();
    }
    return one.isEstablished() && !other.isEstablished();
  }

  private Sight sight(Connection connection) {
    int client = connection.client();
    List<FrameRef> frames = connection.facts.helloFrames();
    return new Sight(
        frames.isEmpty() ? connection.facts.latest().timeNanos() : frames.get(0).timeNanos(),
        connection.peer(client),
        connection.peer(1 - client),
        isHome(connection),
        connection.dialogues.target(),
        connection.facts.serverName());
  }

  /** Hands the oldest one on; false if there is none. */
  boolean handOnOne() {
    if (first == next) {
      return false;
    }
    first += first == 0 ? 1 : 0;
    int at = first++ & ROOM - 1;
    later = later - first < 0 ? first : later;
    Connection connection = ring[at];
    ring[at] = null;
    if (connection != null) {
      if (!reported[at]) {
        report.accept(connection);
      }
      over.accept(connection);
    }
    return true;
  }

  /** Makes clients at home wait for {@link #quiet}, which is called when no frame comes. */
  void waitForQuiet() {
    saysWhenQuiet = true;
  }

  /** Nothing comes: what was passed on at once has come. */
  void quiet() {
    if (!options.patient()) {
      reportSoonBefore(Long.MAX_VALUE);
    }
  }

  private void reportSoonBefore(long nanos) {
    for (; later - next < 0 && since[later & ROOM - 1] < nanos; later++) {
      int at = later & ROOM - 1;
      Connection connection = ring[at];
      if (connection != null
          && !reported[at]
          && (isHome(connection) || !connection.facts.helloSeen())) {
        reported[at] = true;
        report.accept(connection);
      }
    }
  }

  /** Lets packet time pass: hands on those whose twin cannot come any more. */
  void advance(long now) {
    if (!options.patient()) {
      reportSoonBefore(now - SOON_NANOS);
    }
    while (first != next && now - since[first & ROOM - 1] > Sight.WITHIN_NANOS) {
      handOnOne();
    }
  }

  /** Hands all on. */
  void handOn() {
    while (handOnOne()) {
      // The next one.
    }
  }
}
