package io.tlsfloor.capture.connection;

import io.tlsfloor.capture.record.Recorder;
import io.tlsfloor.parser.observation.TlsConnection;
import java.util.ArrayDeque;
import java.util.function.Consumer;

/**
 * Reports verdicts: each goes through {@link Twins}, which report once what was captured twice, and
 * becomes a record for whoever takes connections. When a verdict is due say {@link Deadlines}.
 */
final class Teller {
  private static final int ROOM_BITS = 12; // two seconds at 2,000 connections a second

  private final Consumer<TlsConnection> sink;
  private final ConnectionLosses losses;
  private final ConnectionBuilder builder;
  private final AnalyzerOptions options;
  private final Twins<Verdict> twins;
  private final Recorder recorder;
  private final ArrayDeque<Verdict> free = new ArrayDeque<>();
  private long connections;
  private long later; // number of the first twin that is not to be reported soon, or not yet
  private boolean saysWhenQuiet;

  Teller(
      AnalyzerOptions options,
      Consumer<TlsConnection> sink,
      ConnectionLosses losses,
      ConnectionBuilder builder,
      Recorder recorder) {
    this.sink = sink;
    this.losses = losses;
    this.builder = builder;
    this.recorder = recorder;
    this.options = options;
    this.twins = new Twins<>(ROOM_BITS, options.home(), this::report, this::over);
  }

  /** Reports a connection at once, which may be reported once more. */
  void reportEarly(Connection connection, Conclusion conclusion) {
    Verdict verdict = connection.verdict();
    verdict.write(connection, conclusion, builder);
    report(verdict);
  }

  /**
   * Reports a connection once its twin may have come.
   *
   * @param nanos when its verdict was found
   */
  void report(Connection connection, Conclusion conclusion, long nanos) {
    Verdict blank = free.pollLast();
    Verdict verdict = connection.takeVerdict(blank == null ? new Verdict() : blank);
    verdict.write(connection, conclusion, builder);
    if (verdict.isTold() || !verdict.isRecognised() && (twins.isEmpty() || !options.patient())) {
      report(verdict);
      over(verdict);
    } else if (!twins.meets(verdict)) {
      twins.add(verdict, nanos);
      if (!options.patient() && !saysWhenQuiet) {
        reportSoonBefore(Long.MAX_VALUE);
      }
    }
  }

  /** Nothing more is reported of a connection. */
  void forget(Connection connection) {
    forget(connection.verdict());
  }

  /** Lets packet time pass. */
  void advance(long nanos) {
    if (!options.patient()) {
      reportSoonBefore(nanos - Wait.FORWARDED.nanos);
    }
    while (!twins.isEmpty() && nanos - twins.since(twins.first()) > Wait.TWIN.nanos) {
      twins.handOnOne();
    }
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
      boolean home = options.home().test(verdict.clientPeer().address());
      if (!verdict.isTold() && (home || !verdict.isOfHello())) {
        report(verdict);
      }
    }
  }

  /** Makes the record of a connection and gives it away. */
  private void report(Verdict verdict) {
    TlsConnection record = verdict.record();
    if (verdict.tell()) {
      losses.count(verdict);
      connections++;
    }
    recorder.tell(verdict, record);
    verdict.record(record);
    sink.accept(record);
    recorder.forgetTold();
  }

  private void over(Verdict verdict) {
    forget(verdict);
    if (free.size() < 1 << ROOM_BITS) {
      free.addLast(verdict);
    }
  }

  private void forget(Verdict verdict) {
    recorder.drop(verdict);
    verdict.clear();
  }

  /** Hands on what is decided. */
  void handOn() {
    twins.handOn();
  }

  /** Connections reported so far. */
  long connections() {
    return connections;
  }
}
