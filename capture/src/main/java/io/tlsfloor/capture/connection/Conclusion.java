package io.tlsfloor.capture.connection;

import io.tlsfloor.parser.observation.EarlyEnd;
import io.tlsfloor.parser.observation.EndedHow;
import io.tlsfloor.parser.observation.Ending;
import io.tlsfloor.parser.observation.MailDialogue;
import io.tlsfloor.parser.observation.Outcome;
import io.tlsfloor.parser.observation.Side;
import io.tlsfloor.parser.observation.TlsVersion;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What became of a connection: a function of what its ends said, of how its sides ended, and of
 * what is missing. Nothing else decides an outcome.
 *
 * @param ending what showed the outcome, if an end, an alert or a silence did
 */
record Conclusion(Outcome outcome, Optional<Ending> ending) {
  private static final int SUBMISSIONS = 465; // RFC 8314 §7
  private static final int IMAPS = 993;
  private static final int POP3S = 995;

  // By how, which all connections share.
  private static final List<Optional<Ending>> BY_NOBODY = endings(Optional.empty());
  private static final List<List<Optional<Ending>>> BY_SIDE =
      Arrays.stream(Side.values()).map(side -> endings(Optional.of(side))).toList();

  private static List<Optional<Ending>> endings(Optional<Side> by) {
    return Arrays.stream(EndedHow.values()).map(how -> Optional.of(new Ending(how, by))).toList();
  }

  /**
   * The conclusion when nothing more comes.
   *
   * @param how what ended the connection, where no packet did
   */
  static Conclusion of(Connection connection, EndedHow how) {
    Optional<Ending> ending = ending(connection, how);
    Outcome outcome = outcome(connection, ending.orElseThrow().how());
    Optional<Ending> shown =
        switch (outcome) {
          case ESTABLISHED, ANSWERED_IN_CLEAR -> Optional.empty();
          case REFUSED -> by(sender(connection, connection.facts.alertBy()), EndedHow.ALERT);
          default -> ending;
        };
    return new Conclusion(isWithoutTls(connection) ? Outcome.NO_TLS : outcome, shown);
  }

  private static Optional<Ending> ending(Connection connection, EndedHow how) {
    if (connection.deadline.isTimedOut()) {
      return BY_NOBODY.get(EndedHow.TIMEOUT.ordinal());
    }
    int ended = connection.isTcp() ? connection.ended() : -1;
    return ended < 0
        ? BY_NOBODY.get((how == EndedHow.FIN ? EndedHow.TIMEOUT : how).ordinal())
        : by(sender(connection, ended), how(connection.side(ended)));
  }

  private static Optional<Ending> by(Side side, EndedHow how) {
    return BY_SIDE.get(side.ordinal()).get(how.ordinal());
  }

  private static EndedHow how(TcpSide side) {
    return side.ending() == TcpSegment.RST ? EndedHow.RESET : EndedHow.FIN;
  }

  private static Side sender(Connection connection, int direction) {
    return direction == connection.client() ? Side.CLIENT : Side.SERVER;
  }

  /** The first that applies. */
  private static Outcome outcome(Connection connection, EndedHow ended) {
    HandshakeFacts facts = connection.facts;
    if (isEstablished(connection)) {
      return Outcome.ESTABLISHED;
    }
    if (facts.isRefused()) {
      return Outcome.REFUSED;
    }
    if (facts.isAnsweredInClear()) {
      return Outcome.ANSWERED_IN_CLEAR;
    }
    boolean chosen = facts.chosen() != null;
    boolean told = (facts.helloSeen() || chosen) && connection.holes() == 0;
    if (told && ended == EndedHow.RESET) {
      return Outcome.RESET;
    }
    if (told && ended == EndedHow.FIN) {
      return Outcome.CLOSED;
    }
    int server = 1 - facts.client();
    if (ended != EndedHow.TIMEOUT
        || facts.client() < 0
        || connection.holes() > 0
        || facts.isCut()
        || !connection.side(server).isSeen()) {
      return Outcome.INCOMPLETE;
    }
    if (chosen) {
      return Outcome.NEGOTIATED;
    }
    return facts.helloSeen() && !connection.side(server).isPayloadSeen()
        ? Outcome.UNANSWERED
        : Outcome.INCOMPLETE;
  }

  /** Returns whether each end that was seen sent something encrypted. */
  private static boolean isEstablished(Connection connection) {
    HandshakeFacts facts = connection.facts;
    boolean one = facts.side(0).isEncrypted();
    boolean other = facts.side(1).isEncrypted();
    return (one || other)
        && (one || !connection.side(0).isSeen())
        && (other || !connection.side(1).isSeen());
  }

  /** Returns whether the end of a side shows the outcome. */
  boolean isEndShown() {
    return ending.isPresent()
        && (ending.get().how() == EndedHow.RESET || ending.get().how() == EndedHow.FIN);
  }

  /** Returns whether what was said decides, whatever ended the connection and is missing of it. */
  static boolean isDecided(Connection connection) {
    HandshakeFacts facts = connection.facts;
    return facts.isRefused() || facts.isAnsweredInClear() || isEstablished(connection);
  }

  /** Returns whether it is mail, and TLS neither was seen nor may have begun unseen. */
  private static boolean isWithoutTls(Connection connection) {
    Optional<MailDialogue> mail = connection.dialogues.mailDialogue();
    return mail.isPresent() && !connection.isTlsSeen() && !mayBeTls(mail.get(), connection);
  }

  /** Returns whether TLS may have begun after a dialogue, in what the capture does not show. */
  private static boolean mayBeTls(MailDialogue mail, Connection connection) {
    boolean unseen =
        connection.holes() > 0
            || mail.accepted() && !connection.side(connection.client()).isPayloadSeen();
    boolean notRefused = mail.accepted() || mail.reply().isEmpty();
    return mail.requested() && notRefused && mail.commandsInClear().isEmpty() && unseen;
  }

  // The end of mail inside of TLS.

  /** Returns whether an established connection may still end as a refusal inside of TLS does. */
  static boolean mayEndEarly(Connection connection) {
    return isEarlyEndLookedFor(connection)
        && connection.facts.side(1 - connection.client()).earlyRecords()
            <= SideSaid.MAX_EARLY_RECORDS;
  }

  /**
   * Returns whether an end of mail soon after the handshake says something: Exchange Online
   * completes one at an old version and may refuse inside of TLS, by a reply that cannot be read.
   */
  private static boolean isEarlyEndLookedFor(Connection connection) {
    TlsVersion chosen = connection.facts.chosen();
    int client = connection.client();
    int port = connection.port(1 - client);
    return chosen != null
        && chosen.isBefore(TlsVersion.TLS_1_2)
        && !connection.facts.side(client).isAlertEncrypted()
        && (connection.dialogues.mail() || port == SUBMISSIONS || port == IMAPS || port == POP3S);
  }

  /** The early end of an established mail connection, if there was one. */
  static Optional<EarlyEnd> earlyEnd(Connection connection) {
    int server = 1 - connection.client();
    TcpSide side = connection.side(server);
    int records = connection.facts.side(server).earlyRecords();
    if (!connection.isTcp()
        || connection.ended() != server
        || side.holes() > 0
        || records < 1
        || records > SideSaid.MAX_EARLY_RECORDS
        || !isEarlyEndLookedFor(connection)) {
      return Optional.empty();
    }
    return Optional.of(
        new EarlyEnd(
            how(side),
            records,
            connection.facts.side(server).earlyBytes(),
            side.endFrame().toRef()));
  }
}
