package io.tlsfloor.capture.connection;

import io.tlsfloor.parser.observation.Contradiction;
import io.tlsfloor.parser.observation.EndedHow;
import io.tlsfloor.parser.observation.Evidence;
import io.tlsfloor.parser.observation.HelloFormat;
import io.tlsfloor.parser.observation.Loss;
import io.tlsfloor.parser.observation.Offer;
import io.tlsfloor.parser.observation.Outcome;
import io.tlsfloor.parser.observation.Sides;
import io.tlsfloor.parser.observation.TlsConnection;
import io.tlsfloor.parser.preface.Preface;
import java.util.EnumSet;
import java.util.Set;

/** Counts what a capture does not show of single connections. */
final class ConnectionLosses {
  private static final Loss[] LOSSES = Loss.values();

  private final LossCounter losses;

  ConnectionLosses(LossCounter losses) {
    this.losses = losses;
  }

  private void add(Loss loss, boolean is) {
    losses.add(loss, is ? 1 : 0);
  }

  /** What is missing of a connection that is reported, a bit for each loss. */
  static int of(
      Connection connection, TlsConnection.Handshake handshake, Evidence.Visibility seen) {
    HandshakeFacts facts = connection.facts;
    boolean undecided = handshake.outcome() == Outcome.INCOMPLETE;
    boolean noOffer = !(facts.hello.counted() != null);
    boolean cut =
        noOffer && (connection.isCutAtStart() || facts.helloSeen())
            || facts.isCut() && connection.path.isTruncated();
    boolean unfinished =
        handshake.ending().isPresent() && handshake.ending().get().how() == EndedHow.CAPTURE_END;
    int losses =
        bit(Loss.CUT_HELLOS, cut)
            | bit(Loss.HOLES, !cut && undecided && seen.holes() > 0)
            | bit(Loss.ONE_SIDED, seen.sides() != Sides.BOTH)
            | bit(Loss.FROM_MIDDLE, !seen.fromStart() && noOffer && facts.chosen() == null)
            | bit(Loss.UNFINISHED, undecided && unfinished)
            | bit(Loss.OVERFLOWED, connection.overflowed() && noOffer)
            | bit(Loss.BUDGET_EXCEEDED, facts.isBudgetExceeded());
    if (handshake.offer().isPresent()) {
      Offer offer = handshake.offer().get();
      boolean fingerprint =
          !offer.whole() || offer.format() == HelloFormat.SSLV2 || offer.ja4().isPresent();
      losses |= bit(Loss.ENCRYPTED_CLIENT_HELLO, offer.encryptedClientHello());
      losses |= bit(Loss.WITHOUT_FINGERPRINTS, !fingerprint);
    }
    if (!connection.dialogues.isEmpty()) { // as of few
      for (Preface preface : connection.dialogues.all()) {
        boolean tooLong = preface.isTooLong() && preface.mail().isPresent();
        losses |= bit(Loss.BUDGET_EXCEEDED, tooLong && preface.commandsInClear() == 0);
      }
    }
    return losses;
  }

  /** Lines of its dialogues that were too long to be read. */
  static int longLines(Connection connection) {
    if (connection.dialogues.isEmpty()) {
      return 0; // as of most
    }
    int lines = 0;
    for (Preface preface : connection.dialogues.all()) {
      lines += preface.longLines();
    }
    return lines;
  }

  private static int bit(Loss loss, boolean is) {
    return is ? 1 << loss.ordinal() : 0;
  }

  /** Counts what is missing of a connection that is reported. */
  void count(Verdict told) {
    for (int left = told.losses(); left != 0; left &= left - 1) {
      losses.add(LOSSES[Integer.numberOfTrailingZeros(left)]);
    }
    losses.addConflict(told.contradictions());
    losses.add(Loss.LONG_LINES, told.longLines());
  }

  /** Counts a hello that nothing answers next to an answered connection: one is forged. */
  void countNeighbour() {
    losses.addConflict(Set.of(Contradiction.HELLO_UNANSWERED));
  }

  /** Counts a hello at the numbers of a connection that speaks TLS, where nothing answers it. */
  void countAmidAnother() {
    losses.addConflict(Set.of(Contradiction.HELLO_AMID_TLS));
  }

  /** Counts what may be hidden in a connection of which there is too little to report. */
  void countUntold(Connection connection) {
    HandshakeFacts facts = connection.facts;
    if (!connection.isNamesRead()) {
      Set<Contradiction> found = EnumSet.noneOf(Contradiction.class);
      connection.contradictions(found);
      losses.addConflict(found);
    }
    add(Loss.BUDGET_EXCEEDED, facts.isBudgetExceeded());
    if (facts.isImitation()) {
      return;
    }
    if (facts.isInText()) {
      add(Loss.CUT_CONNECTIONS, isHelloInTextOpen(connection));
    } else if (connection.isCutAtStart()) {
      add(Loss.CUT_CONNECTIONS, true);
    } else if (loneRecords(connection) > 0) {
      add(Loss.FROM_MIDDLE, true);
      add(Loss.CUT_CONNECTIONS, facts.areRecordsOld() || connection.isFromStart());
    } else {
      add(Loss.CUT_CONNECTIONS, connection.isTcp() && isBytesMissed(connection));
    }
  }

  private static int loneRecords(Connection connection) {
    DatagramReader datagrams = connection.datagrams();
    return datagrams != null
        ? datagrams.loneRecords()
        : connection.side(0).records.records() + connection.side(1).records.records();
  }

  /** Returns whether neither end showed that a hello among other bytes was none. */
  private static boolean isHelloInTextOpen(Connection connection) {
    int client = connection.facts.client();
    TcpSide server = connection.side(1 - client);
    if (connection.facts.initiator() == 1 - client
        || server.isSeen()
            && !server.isPayloadSeen()
            && connection.reader(client).wasBeforeForLong()) {
      return false; // the server's own, or in a file
    }
    return !server.isSeen()
        || server.holes() > 0
        || connection.facts.isCut()
        || !server.reader.wentOn() && !connection.reader(client).wentOnForLong();
  }

  /**
   * Returns whether what may have been TLS is missing: too few bytes came, or numbers alone show
   * some.
   */
  private static boolean isBytesMissed(Connection connection) {
    for (int direction = 0; direction < 2; direction++) {
      TcpSide side = connection.side(direction);
      TcpSide other = connection.side(1 - direction);
      boolean more = !side.isOver() && !other.reader.isForeign(); // which answers what is there
      if (side.reader.mayBeginTls() && more
          || side.reader.isProxyRequest() && connection.holes() > 0) {
        return true;
      }
      boolean acknowledged =
          other.hasAcknowledged() && other.acknowledgmentNumber() - side.base() > 1;
      if (side.isKnown()
          && !connection.isPayloadSeen()
          && (acknowledged || side.isBytesMissed() || side.endAt() > 0)) {
        return true;
      }
    }
    return false;
  }
}
