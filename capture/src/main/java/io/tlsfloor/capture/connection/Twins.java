package io.tlsfloor.capture.connection;

import io.tlsfloor.parser.observation.FrameRef;
import io.tlsfloor.parser.observation.Offer;
import io.tlsfloor.parser.observation.Outcome;
import io.tlsfloor.parser.observation.Peer;
import io.tlsfloor.parser.observation.TlsConnection.Handshake;
import java.util.List;
import java.util.Objects;
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
  static final int ROOM = 1 << 12; // two seconds at 2,000 connections a second
  private static final int PLACES = 1 << 13;
  private static final long SOON_NANOS = 100_000_000L;
  private static final int MAX_ALIKE = 16; // repeated hellos are few or an attack
  private static final long SPREAD = 0x9E37_79B9_7F4A_7C15L; // 2^64 by the golden ratio
  private static final int PLACE_SHIFT = Long.SIZE - 13;

  private final AnalyzerOptions options;
  private final Consumer<Verdict> report;
  private final Consumer<Verdict> over;
  private final @Nullable Verdict[] ring = new Verdict[ROOM];
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
  Twins(AnalyzerOptions options, Consumer<Verdict> report, Consumer<Verdict> over) {
    this.options = options;
    this.report = report;
    this.over = over;
  }

  /** Takes a verdict. */
  void take(Verdict verdict, long now) {
    boolean none = verdict.hello == 0 && verdict.answer == 0;
    if (verdict.told || none && (first == next || !options.patient())) {
      report.accept(verdict);
      over.accept(verdict);
      return;
    }
    if (!none
        && (meets(verdict, verdict.hello, hellos, byHello, beforeByHello)
            || meets(verdict, verdict.answer, answers, byAnswer, beforeByAnswer))) {
      return;
    }
    if (next - first == ROOM) {
      handOnOne();
    }
    next += next == 0 ? 1 : 0; // it went round, and 0 means none
    int number = next++;
    int at = number & ROOM - 1;
    ring[at] = verdict;
    since[at] = now;
    hellos[at] = verdict.hello;
    answers[at] = verdict.answer;
    beforeByHello[at] = link(byHello, verdict.hello, number);
    beforeByAnswer[at] = link(byAnswer, verdict.answer, number);
    reported[at] = false;
    if (!options.patient() && !saysWhenQuiet) {
      reportSoonBefore(Long.MAX_VALUE);
    }
  }

  private boolean isHome(Verdict verdict) {
    return options.home().test(verdict.peer(verdict.client).address());
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

  /** Returns whether it is one with a verdict in the ring. */
  private boolean meets(Verdict verdict, long hash, long[] hashes, int[] latest, int[] before) {
    int number = hash == 0 ? 0 : latest[place(hash)];
    for (int looked = 0; number != 0 && number - first >= 0 && looked < MAX_ALIKE; looked++) {
      int at = number & ROOM - 1;
      Verdict other = hashes[at] == hash ? ring[at] : null;
      if (other != null && merge(at, other, verdict)) {
        return true;
      }
      number = before[at];
    }
    return false;
  }

  private boolean merge(int at, Verdict one, Verdict two) {
    boolean hello = one.hello != 0 && one.hello == two.hello;
    boolean answer = one.answer != 0 && one.answer == two.answer;
    boolean answersDiffer = one.answer != 0 && two.answer != 0 && !answer;
    boolean hellosDiffer = one.hello != 0 && two.hello != 0 && !hello;
    boolean paired = one.nat != null || one.proxy != null || two.nat != null || two.proxy != null;
    boolean sameEnds = one.ends == two.ends && one.ports == two.ports;
    boolean twins = hello ? !answersDiffer : sameEnds && answer && !hellosDiffer;
    if (!twins || paired || one.transport != two.transport) {
      return false;
    }
    Sight here = sight(two);
    Sight there = sight(one);
    if (!here.isTwinOf(there)) {
      return false;
    }
    boolean kept = sameEnds ? isMore(two, one) : here.isKept(there);
    if (kept && reported[at]) {
      return false; // the other one was reported; both are
    }
    Verdict stays = kept ? two : one;
    Verdict goes = kept ? one : two;
    if (!sameEnds) {
      Peer client = goes.peer(goes.client);
      if (kept ? here.asksFor(there) : there.asksFor(here)) {
        stays.proxy = client;
      } else {
        stays.nat = client;
      }
    }
    ring[at] = stays;
    hellos[at] = stays.hello;
    answers[at] = stays.answer;
    over.accept(goes);
    return true;
  }

  /** Returns whether one says more: of two sides of a firewall, one of which may lack something. */
  private static boolean isMore(Verdict verdict, Verdict another) {
    Handshake one = said(verdict);
    Handshake other = said(another);
    if (one.offer().isPresent() != other.offer().isPresent()) {
      return one.offer().isPresent();
    }
    if ((verdict.answer != 0) != (another.answer != 0)) {
      return verdict.answer != 0;
    }
    return one.outcome() == Outcome.ESTABLISHED && other.outcome() != Outcome.ESTABLISHED;
  }

  private static Handshake said(Verdict verdict) {
    return Objects.requireNonNull(verdict.handshake);
  }

  private Sight sight(Verdict verdict) {
    List<FrameRef> frames = verdict.helloFrames;
    return new Sight(
        frames.isEmpty() ? verdict.last.timeNanos() : frames.get(0).timeNanos(),
        verdict.peer(verdict.client),
        verdict.peer(1 - verdict.client),
        isHome(verdict),
        Objects.requireNonNull(verdict.way).target(),
        said(verdict).offer().flatMap(Offer::serverName));
  }

  /** Hands the oldest one on; false if there is none. */
  boolean handOnOne() {
    if (first == next) {
      return false;
    }
    first += first == 0 ? 1 : 0;
    int at = first++ & ROOM - 1;
    later = later - first < 0 ? first : later;
    Verdict verdict = ring[at];
    ring[at] = null;
    if (verdict != null) {
      if (!reported[at]) {
        report.accept(verdict);
      }
      over.accept(verdict);
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

  private static boolean isWithoutHello(Verdict verdict) {
    return verdict.helloFrames.isEmpty();
  }

  private void reportSoonBefore(long nanos) {
    for (; later - next < 0 && since[later & ROOM - 1] < nanos; later++) {
      int at = later & ROOM - 1;
      Verdict verdict = ring[at];
      if (verdict != null && !reported[at] && (isHome(verdict) || isWithoutHello(verdict))) {
        reported[at] = true;
        report.accept(verdict);
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
