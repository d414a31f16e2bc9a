package io.tlsfloor.capture.connection;

import io.tlsfloor.parser.observation.EndedHow;
import org.jspecify.annotations.Nullable;

/**
 * Decides when a connection's verdict is due: at once, when what may still come had its {@link
 * Wait}, or when nothing came for long. What the verdict is says {@link Conclusion}.
 */
final class Deadlines {
  /** Where a connection waits, if it does. A part of it, used again. */
  static final class Place {
    private final Connection connection;
    private @Nullable Queue queue;
    private @Nullable Place before;
    private @Nullable Place after;
    private long since;
    private boolean ofEnd; // it waits because an end came
    private boolean timedOut; // nothing came for long: what ends it then is no answer

    Place(Connection connection) {
      this.connection = connection;
    }

    /** Waits for nothing; for another connection. */
    void clear() {
      queue = null;
      before = null;
      after = null;
      since = 0;
      ofEnd = false;
      timedOut = false;
    }

    /** Waits behind the last of a queue, of which {@code null} is none. */
    private void enter(Queue its, @Nullable Place last, long from, boolean end) {
      queue = its;
      since = from;
      ofEnd = end;
      before = last;
      after = null;
      if (last != null) {
        last.after = this;
      }
    }

    private void leave() {
      if (before != null) {
        before.after = after;
      }
      if (after != null) {
        after.before = before;
      }
      before = null;
      after = null;
      queue = null;
      ofEnd = false;
    }

    private void timesOut() {
      timedOut = true;
    }

    boolean isWaiting() {
      return queue != null;
    }

    /** Returns whether nothing came of it for so long that its outcome is that. */
    boolean isTimedOut() {
      return timedOut;
    }

    /** Something came of it. */
    void heard(boolean news) {
      timedOut &= !news;
    }

    @Override
    public String toString() {
      Queue known = queue;
      return known == null ? "for nothing" : known.nanos / 1_000_000 + " ms since " + since;
    }
  }

  /** Connections that wait for the same while, in the order in which they began to. */
  private static final class Queue {
    private final long nanos;
    private @Nullable Place oldest;
    private @Nullable Place newest;

    Queue(long nanos) {
      this.nanos = nanos;
    }

    void add(Place place, long since, boolean ofEnd) {
      place.enter(this, newest, since, ofEnd);
      oldest = oldest == null ? place : oldest;
      newest = place;
    }

    void remove(Place place) {
      oldest = oldest == place ? place.after : oldest;
      newest = newest == place ? place.before : newest;
      place.leave();
    }
  }

  private final Teller teller;
  private final ConnectionLosses losses;
  private final boolean amends; // what is reported early may be reported once more
  private final Queue silence;
  private final Queue otherWay = new Queue(Wait.OTHER_WAY.nanos);
  private final Queue otherSide = new Queue(Wait.OTHER_SIDE.nanos);
  private final Queue earlyEnd = new Queue(Wait.EARLY_END.nanos);
  private final Queue[] queues;
  private long now;

  Deadlines(AnalyzerOptions options, Teller teller, ConnectionLosses losses) {
    this.teller = teller;
    this.losses = losses;
    this.amends = options.late() == AnalyzerOptions.Late.TOLD_AGAIN;
    this.silence = new Queue(options.timeout().toNanos());
    this.queues = new Queue[] {silence, otherWay, otherSide, earlyEnd};
  }

  /**
   * A packet of a connection was taken in.
   *
   * @param news whether it brought bytes, or something was learned
   */
  void progressed(Connection connection, boolean news) {
    if (connection.isOver()) {
      return;
    }
    HandshakeFacts facts = connection.facts;
    DatagramReader datagrams = connection.datagrams();
    boolean known = facts.isVersionAgreed();
    boolean complete = known && (datagrams == null || datagrams.isComplete());
    if (complete && !Conclusion.mayEndEarly(connection)) {
      if (connection.isUnansweredAmidAnother()) {
        losses.countAmidAnother();
      } else if (!connection.flows.isCopy(connection)) {
        report(connection, EndedHow.TIMEOUT);
      }
      finish(connection);
      return;
    }
    int ended = connection.isTcp() ? connection.ended() : -1;
    if (ended >= 0) {
      ended(connection, ended, complete);
      return;
    }
    Place place = connection.deadline;
    if (place.ofEnd) {
      leave(place); // bytes came behind it
    }
    if (!news) {
      return;
    }
    if (complete) {
      facts.settle();
      wait(connection, earlyEnd, false);
    } else if (facts.isRefused() || facts.isAnsweredInClear() || known) {
      wait(connection, otherWay, false);
    } else if (facts.handshakeSeen() || facts.inferred() != 0) {
      if (place.queue == null || place.queue == silence) {
        leave(place);
        silence.add(place, facts.latest().timeNanos(), false);
      }
    } else if (isUnreadable(connection)) {
      conclude(connection, EndedHow.TIMEOUT);
    }
  }

  private void ended(Connection connection, int ended, boolean complete) {
    if (complete || connection.side(1 - ended).isOver() && connection.isPayloadSeen()) {
      conclude(connection, EndedHow.FIN);
    } else if (connection.side(ended).ending() == TcpSegment.RST || ended != connection.client()) {
      wait(connection, otherWay, true);
    }
  }

  /** Returns whether nothing can be learned from the bytes of either side. */
  private static boolean isUnreadable(Connection connection) {
    if (!connection.isTcp() || connection.dialogues.mail()) {
      return false;
    }
    SideReader one = connection.reader(0);
    SideReader other = connection.reader(1);
    boolean both = one.isIgnored() && other.isIgnored();
    boolean foreign = one.isForeign() && other.isForeign();
    return both || foreign && (one.isIgnored() || other.isIgnored());
  }

  /** The first time counts, but for silence. */
  private void wait(Connection connection, Queue queue, boolean ofEnd) {
    Place place = connection.deadline;
    if (place.queue != null && place.queue != silence) {
      return;
    }
    boolean oneSided = queue == otherWay && connection.isTcp() && connection.isOneSided();
    leave(place);
    (oneSided && !amends ? otherSide : queue).add(place, connection.now.timeNanos(), ofEnd);
  }

  private static void leave(Place place) {
    Queue queue = place.queue;
    if (queue != null) {
      queue.remove(place);
    }
  }

  /** Lets packet time pass. */
  void advance(long nanos) {
    now = nanos;
    for (Queue queue : queues) {
      for (Place each = queue.oldest;
          each != null && nanos - each.since >= queue.nanos;
          each = queue.oldest) {
        boolean ofEnd = each.ofEnd;
        queue.remove(each);
        due(each, queue, ofEnd);
      }
    }
  }

  private void due(Place place, Queue queue, boolean ofEnd) {
    Connection connection = place.connection;
    boolean clear =
        connection.isConnection()
            && !connection.side(0).isWaiting()
            && !connection.side(1).isWaiting();
    if (queue == silence && connection.ended() < 0 && clear) {
      place.timesOut(); // an answer may still come: a scan waits for it, a watch amends
      if (amends) {
        teller.reportEarly(connection, Conclusion.of(connection, EndedHow.TIMEOUT));
      }
    } else if (queue == otherWay
        && amends
        && clear
        && connection.isTcp()
        && connection.isOneSided()) {
      // the other side may be captured later
      teller.reportEarly(connection, Conclusion.of(connection, EndedHow.TIMEOUT));
      otherSide.add(place, nowOf(connection), ofEnd);
    } else {
      conclude(connection, EndedHow.TIMEOUT);
    }
  }

  private long nowOf(Connection connection) {
    return Math.max(now, connection.lastNanos());
  }

  /**
   * The verdict is due with what there is.
   *
   * @param how what ended it, where no packet did
   */
  void conclude(Connection connection, EndedHow how) {
    if (connection.isOver()) {
      return;
    }
    connection.settle();
    if (connection.isOver()) {
      return;
    }
    if (!Conclusion.isDecided(connection)) {
      connection.countUnseen();
    }
    connection.flows.noteNeighbours(connection);
    boolean reported = connection.verdict().isOf(connection.facts);
    if (!reported && !connection.flows.isCopy(connection)) {
      if (connection.isUnansweredAmidAnother()) {
        losses.countAmidAnother();
      } else if (isUnansweredNeighbour(connection)) {
        losses.countNeighbour();
      } else if (connection.isConnection()) {
        report(connection, how);
      } else {
        losses.countUntold(connection);
      }
    }
    finish(connection);
  }

  /** A hello that nothing answers, without a SYN of its own, next to an answered connection. */
  private static boolean isUnansweredNeighbour(Connection connection) {
    return connection.isNeighbour()
        && connection.isTcp()
        && connection.facts.helloSeen()
        && !connection.side(connection.client()).isFromSyn()
        && !connection.isAnswered()
        && connection.hasAnsweredNeighbour();
  }

  private void report(Connection connection, EndedHow how) {
    teller.report(connection, Conclusion.of(connection, how), nowOf(connection));
  }

  /** It is another one's from now on. */
  private void finish(Connection connection) {
    leave(connection.deadline);
    teller.forget(connection);
    connection.flows.finish(connection);
  }

  /** The capture is over. */
  void end() {
    now = 0; // the next capture may be earlier
  }
}
