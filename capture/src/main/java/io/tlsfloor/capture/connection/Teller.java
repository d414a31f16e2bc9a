package io.tlsfloor.capture.connection;

import io.tlsfloor.capture.record.Recorder;
import io.tlsfloor.parser.observation.EndedHow;
import io.tlsfloor.parser.observation.Ending;
import io.tlsfloor.parser.observation.Outcome;
import io.tlsfloor.parser.observation.Side;
import io.tlsfloor.parser.observation.TlsConnection;
import io.tlsfloor.parser.observation.TlsVersion;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Decides when a connection's verdict is due: by what was learned, by an end, or by silence. A
 * verdict goes through {@link Twins}, which report once what was captured twice.
 */
final class Teller {
  /** Packets of one connection that take different ways are apart by less than this. */
  private static final long LATE_NANOS = 900_000_000L; // and a live finding comes within a second

  /** The two sides of a connection are captured no further apart: two taps, two files. */
  static final long APART_NANOS = 5_000_000_000L;

  /** How long the end of mail is waited for: a command and its reply take a round trip. */
  private static final long EARLY_END_NANOS = 400_000_000L;

  /** By then a gateway has passed on what it got, where no frame comes. */
  private static final long SOON_NANOS = 100_000_000L;

  private static final int ROOM_BITS = 12; // two seconds at 2,000 connections a second

  private static final int SUBMISSIONS = 465; // RFC 8314 §7
  private static final int IMAPS = 993;
  private static final int POP3S = 995;

  private static final Ending TIMEOUT = new Ending(EndedHow.TIMEOUT, Optional.empty());

  /** Connections that wait for the same while, in the order in which they began to. */
  static final class Queue {
    private final long wait;
    private @Nullable Connection oldest;
    private @Nullable Connection newest;

    private Queue(long wait) {
      this.wait = wait;
    }

    private void add(Connection connection, long since) {
      connection.queue = this;
      connection.since = since;
      connection.before = newest;
      connection.after = null;
      if (newest == null) {
        oldest = connection;
      } else {
        newest.after = connection;
      }
      newest = connection;
    }

    private void remove(Connection connection) {
      if (connection.before == null) {
        oldest = connection.after;
      } else {
        connection.before.after = connection.after;
      }
      if (connection.after == null) {
        newest = connection.before;
      } else {
        connection.after.before = connection.before;
      }
      connection.before = null;
      connection.after = null;
      connection.queue = null;
    }
  }

  private final Consumer<TlsConnection> sink;
  private final ConnectionLosses losses;
  private final ConnectionBuilder builder;
  private final AnalyzerOptions options;
  private final Twins<Verdict> twins;
  private final @Nullable Recorder recorder;
  private final boolean again;
  private final long maxHeldBytes;
  private final Queue silent;
  private final Queue late = new Queue(LATE_NANOS);
  private final Queue apart = new Queue(APART_NANOS);
  private final Queue earlyEnd = new Queue(EARLY_END_NANOS);
  private final Queue[] queues;
  private final ArrayDeque<Verdict> free = new ArrayDeque<>();
  private long held;
  private long connections;
  private long now;
  private long later; // number of the first twin that is not to be reported soon, or not yet
  private boolean saysWhenQuiet;

  Teller(
      AnalyzerOptions options,
      Consumer<TlsConnection> sink,
      LossCounter losses,
      ConnectionBuilder builder,
      @Nullable Recorder recorder) {
    this.sink = sink;
    this.losses = new ConnectionLosses(losses);
    this.builder = builder;
    this.recorder = recorder;
    this.again = options.late() == AnalyzerOptions.Late.TOLD_AGAIN;
    this.maxHeldBytes = options.maxHeldBytes();
    this.silent = new Queue(options.timeout().toNanos());
    this.queues = new Queue[] {silent, late, apart, earlyEnd};
    this.options = options;
    this.twins = new Twins<>(ROOM_BITS, options.home(), this::report, this::over);
  }

  /**
   * A packet of a connection was taken in.
   *
   * @param news whether it brought bytes, or something was learned
   */
  void progressed(Connection connection, boolean news) {
    if (connection.over) {
      return;
    }
    HandshakeFacts facts = connection.facts;
    DatagramReader datagrams = connection.datagrams;
    boolean established = facts.isEstablished() && (datagrams == null || datagrams.isComplete());
    if (established && !mayEndEarly(connection)) {
      if (connection.flows.isCopy(connection)) {
        letGo(connection);
      } else {
        tell(connection, Outcome.ESTABLISHED, null);
      }
      return;
    }
    int ended = connection.isTcp() ? connection.ended() : -1;
    if (ended >= 0) {
      ended(connection, ended, established);
    } else if (!news) {
      return;
    } else if (established) {
      facts.settle();
      wait(connection, earlyEnd);
    } else if (facts.isRefused() || facts.isAnsweredInClear() || facts.isEstablished()) {
      wait(connection, late);
    } else if (facts.handshakeSeen() || facts.inferred() != 0) {
      if (connection.queue == null || connection.queue == silent) {
        unqueue(connection);
        silent.add(connection, facts.latest().timeNanos());
      }
    } else if (isHopeless(connection)) {
      conclude(connection, EndedHow.TIMEOUT);
    }
  }

  private void ended(Connection connection, int ended, boolean established) {
    TcpSide side = connection.side(ended);
    if (established || connection.side(1 - ended).isOver() && connection.isPayloadSeen()) {
      conclude(connection, EndedHow.FIN);
    } else if (side.end == TcpSegment.RST || ended != connection.client()) {
      wait(connection, late);
    }
  }

  /** What was taken for an end was none. */
  void goesOn(Connection connection) {
    if (connection.queue == late || connection.queue == apart) {
      unqueue(connection);
    }
  }

  /** Nothing can be learned from the bytes of either side. */
  private static boolean isHopeless(Connection connection) {
    if (!connection.isTcp() || connection.dialogues.mail()) {
      return false;
    }
    SideReader one = connection.reader(0);
    SideReader other = connection.reader(1);
    boolean both = one.isIgnored() && other.isIgnored();
    boolean foreign = one.isForeign() && other.isForeign();
    return both || foreign && (one.isIgnored() || other.isIgnored());
  }

  /** Returns whether the verdict of an established connection waits for an early end. */
  private static boolean mayEndEarly(Connection connection) {
    return isEarlyEndLookedFor(connection)
        && connection.facts.earlyRecords(1 - connection.client())
            <= HandshakeFacts.MAX_EARLY_RECORDS;
  }

  /**
   * Returns whether an end of mail soon after the handshake says something: Exchange Online
   * completes one at an old version and may refuse inside of TLS, by a reply that cannot be read.
   */
  static boolean isEarlyEndLookedFor(Connection connection) {
    TlsVersion chosen = connection.facts.chosen();
    int client = connection.client();
    int port = connection.port(1 - client);
    return chosen != null
        && chosen.isBefore(TlsVersion.TLS_1_2)
        && !connection.facts.sentEncryptedAlert(client)
        && (connection.dialogues.mail() || port == SUBMISSIONS || port == IMAPS || port == POP3S);
  }

  /** The first time counts, but for silence. */
  private void wait(Connection connection, Queue queue) {
    Queue known = connection.queue;
    if (known != null && known != silent) {
      return;
    }
    boolean oneSided =
        queue == late
            && connection.isTcp()
            && !(connection.side(0).seen && connection.side(1).seen);
    unqueue(connection);
    (oneSided && !again ? apart : queue).add(connection, connection.now.timeNanos());
  }

  private static void unqueue(Connection connection) {
    Queue queue = connection.queue;
    if (queue != null) {
      queue.remove(connection);
    }
  }

  /** Lets packet time pass. */
  void advance(long nanos) {
    now = nanos;
    for (Queue queue : queues) {
      for (Connection each = queue.oldest;
          each != null && nanos - each.since >= queue.wait;
          each = queue.oldest) {
        queue.remove(each);
        due(each, queue);
      }
    }
    if (!options.patient()) {
      reportSoonBefore(nanos - SOON_NANOS);
    }
    while (!twins.isEmpty() && nanos - twins.since(twins.first()) > Twins.WITHIN_NANOS) {
      twins.handOnOne();
    }
  }

  private void due(Connection connection, Queue queue) {
    boolean clear =
        connection.isConnection()
            && !connection.side(0).isWaiting()
            && !connection.side(1).isWaiting();
    if (queue == silent && connection.ended() < 0 && clear) {
      connection.silent = true; // an answer may still come: a scan waits for it, a watch amends
      if (again) {
        tellEarly(connection);
      }
    } else if (queue == late
        && again
        && clear
        && connection.isTcp()
        && !(connection.side(0).seen && connection.side(1).seen)) {
      tellEarly(connection); // the other side may be captured later
      apart.add(connection, nowOf(connection));
    } else {
      conclude(connection, EndedHow.TIMEOUT);
    }
  }

  private long nowOf(Connection connection) {
    return Math.max(now, connection.lastNanos);
  }

  private void tellEarly(Connection connection) {
    Ending ending = ending(connection, EndedHow.TIMEOUT);
    find(connection, builder.outcome(connection, ending), ending);
    connection.toldChanges = connection.facts.changes();
    report(connection.verdict);
  }

  /**
   * Reports the verdict with what there is.
   *
   * @param how what ended it, where no packet did
   */
  void conclude(Connection connection, EndedHow how) {
    if (connection.over) {
      return;
    }
    connection.settle();
    if (connection.over) {
      return;
    }
    HandshakeFacts facts = connection.facts;
    Ending ending = ending(connection, how);
    boolean decided =
        facts.isRefused()
            || facts.isAnsweredInClear()
            || builder.outcome(connection, TIMEOUT) == Outcome.ESTABLISHED;
    if (!decided) {
      connection.countUnseen();
    }
    if (connection.verdict.told && connection.toldChanges == facts.changes()
        || connection.flows.isCopy(connection)) {
      letGo(connection);
    } else if (isStrayHello(connection)) {
      losses.countStray();
      letGo(connection);
    } else if (!connection.isConnection()) {
      losses.countUntold(connection);
      letGo(connection);
    } else {
      Outcome outcome = builder.outcome(connection, ending);
      tell(connection, outcome, ending);
    }
  }

  /** A hello that nothing answers, without a SYN of its own, beside an answered one. */
  private static boolean isStrayHello(Connection connection) {
    return connection.besides
        && connection.isTcp()
        && connection.facts.helloSeen()
        && !connection.side(connection.client()).isFromSyn()
        && !connection.isAnswered()
        && connection.flows.hasAnsweredBeside(connection);
  }

  private static Ending ending(Connection connection, EndedHow how) {
    int ended = connection.silent || !connection.isTcp() ? -1 : connection.ended();
    if (connection.silent) {
      return TIMEOUT;
    }
    if (ended < 0) {
      return new Ending(how == EndedHow.FIN ? EndedHow.TIMEOUT : how, Optional.empty());
    }
    return new Ending(
        connection.side(ended).end == TcpSegment.RST ? EndedHow.RESET : EndedHow.FIN,
        Optional.of(sender(connection, ended)));
  }

  private static Side sender(Connection connection, int direction) {
    return direction == connection.client() ? Side.CLIENT : Side.SERVER;
  }

  private void tell(Connection connection, Outcome outcome, @Nullable Ending ending) {
    connection.besideAnswered =
        !connection.isAnswered() && connection.flows.hasAnsweredBeside(connection);
    find(connection, outcome, ending);
    Verdict found = connection.verdict;
    Verdict blank = free.pollLast();
    connection.verdict = blank == null ? new Verdict() : blank;
    long since = nowOf(connection);
    release(connection);
    if (found.told || !found.isRecognised() && (twins.isEmpty() || !options.patient())) {
      report(found);
      over(found);
    } else if (!twins.meets(found)) {
      twins.add(found, since);
      if (!options.patient() && !saysWhenQuiet) {
        reportSoonBefore(Long.MAX_VALUE);
      }
    }
  }

  private void find(Connection connection, Outcome outcome, @Nullable Ending ending) {
    Optional<Ending> how =
        switch (outcome) {
          case ESTABLISHED, ANSWERED_IN_CLEAR -> Optional.empty();
          case REFUSED ->
              Optional.of(
                  new Ending(
                      EndedHow.ALERT, Optional.of(sender(connection, connection.facts.alertBy()))));
          default -> Optional.ofNullable(ending);
        };
    builder.find(connection, outcome, how, connection.verdict);
    ConnectionLosses.find(connection, connection.verdict);
  }

  /** Nothing is reported of it. */
  private void letGo(Connection connection) {
    forget(connection.verdict);
    release(connection);
  }

  /** It is another one's from now on. */
  private void release(Connection connection) {
    unqueue(connection);
    connection.over = true;
    connection.flows.finish(connection);
    connection.giveBack();
    held -= connection.share;
    connection.share = 0;
    connection.flows.reuse(connection);
  }

  // What may have been captured twice.

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

  /** A client at home is reported at once, and stays in the ring so that its twin is not. */
  private void reportSoonBefore(long nanos) {
    later = Math.max(later, twins.first());
    for (; later < twins.next() && twins.since(later) < nanos; later++) {
      Verdict verdict = twins.at(later);
      boolean home = options.home().test(verdict.peer(verdict.client).address());
      if (!verdict.isTold() && (home || verdict.helloFrames.isEmpty())) {
        report(verdict);
      }
    }
  }

  /** Makes the record of a connection and gives it away. */
  private void report(Verdict verdict) {
    TlsConnection record = verdict.record();
    if (!verdict.told) {
      losses.count(verdict);
      connections++;
      verdict.told = true;
    }
    if (recorder != null) {
      recorder.tell(verdict, record);
    }
    if (verdict.recording != null) {
      verdict.recording.told(verdict.client, record);
    }
    sink.accept(record);
    if (recorder != null) {
      recorder.forgetTold();
    }
  }

  private void over(Verdict verdict) {
    forget(verdict);
    if (free.size() < 1 << ROOM_BITS) {
      free.addLast(verdict);
    }
  }

  private void forget(Verdict verdict) {
    if (recorder != null) {
      recorder.drop(verdict);
    }
    verdict.begin();
  }

  // Memory.

  /** Takes account of what a connection holds now. */
  void account(Connection connection) {
    int now = connection.heldBytes();
    held += now - connection.share;
    connection.share = now;
  }

  /** Returns whether all hold no more than they may. */
  boolean fits() {
    return held <= maxHeldBytes;
  }

  long heldBytes() {
    return held;
  }

  /** Hands on what is decided. */
  void handOn() {
    twins.handOn();
  }

  /** The capture is over: what waits is reported. */
  void end() {
    twins.handOn();
    now = 0; // the next capture may be earlier
  }

  /** Connections reported so far. */
  long connections() {
    return connections;
  }
}
