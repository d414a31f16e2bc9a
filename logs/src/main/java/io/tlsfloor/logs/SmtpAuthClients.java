package io.tlsfloor.logs;

import io.tlsfloor.logs.LogFields.BadEntryException;
import io.tlsfloor.parser.observation.FrameRef;
import io.tlsfloor.parser.observation.LogEntry;
import io.tlsfloor.parser.observation.Peer;
import io.tlsfloor.parser.observation.Reported;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Makes observations of the SMTP AUTH clients report of Exchange Online: a row a sender, with the
 * share of its mail by version of TLS, and neither an address nor a time. One of a sender counts as
 * one connection, at the lowest version that it used.
 */
final class SmtpAuthClients {
  static final List<String> SENDER =
      List.of("senderaddress", "sender", "senderemailaddress", "emailaddress");
  static final List<String> VERSIONS =
      List.of("tls10", "tls11", "tls12", "tls13").stream()
          .flatMap(each -> List.of(each, each + "percentage", each + "percent").stream())
          .toList();
  static final List<String> TIME = List.of("enddate", "reportdate", "date", "dateutc");

  private static final List<String> OLDEST = VERSIONS.subList(0, 3);
  private static final List<String> NEXT = VERSIONS.subList(3, 6);
  private static final List<String> FLOOR = VERSIONS.subList(6, 9);
  private static final List<String> NEWEST = VERSIONS.subList(9, 12);
  private static final BigDecimal ALL = new BigDecimal(100);
  private static final int MAX_DIGITS = 20;
  private static final int SUBMISSION = 587;

  private SmtpAuthClients() {}

  /**
   * The facts of a sender.
   *
   * @throws BadEntryException if it has no sender, or no version
   */
  static LoggedFacts facts(LogFields row, FrameRef place) throws BadEntryException {
    String sender =
        ReportEntry.label(row, SENDER)
            .orElseThrow(() -> new BadEntryException("has no address of a sender"));
    BigDecimal old = share(row, OLDEST);
    BigDecimal less = share(row, NEXT);
    BigDecimal enough = share(row, FLOOR);
    BigDecimal more = share(row, NEWEST);
    LoggedFacts facts =
        new LoggedFacts(
            LogEntry.Writer.EXCHANGE,
            sender.toLowerCase(java.util.Locale.ROOT),
            place,
            new Peer(Reported.standIn(sender), 0),
            new Peer(Reported.nowhere(), SUBMISSION));
    Optional<String> version =
        old.signum() > 0
            ? Optional.of("TLS 1.0")
            : less.signum() > 0
                ? Optional.of("TLS 1.1")
                : enough.signum() > 0
                    ? Optional.of("TLS 1.2")
                    : more.signum() > 0 ? Optional.of("TLS 1.3") : Optional.empty();
    facts.chose(version, Optional.empty(), Optional.empty(), Optional.empty());
    facts.established(version.isPresent());
    facts.mail(LoggedText.startedTls());
    facts.reported(
        new Reported(
            Optional.of(sender),
            Optional.of("SMTP AUTH"),
            Optional.empty(),
            Optional.empty(),
            OptionalInt.of(percent(old.add(less))),
            Reported.Mark.UNKNOWN,
            Reported.NO_TIME,
            List.of()));
    return facts;
  }

  /** Rounded, but never to none or to all. */
  private static int percent(BigDecimal share) {
    int whole = share.add(new BigDecimal("0.5")).min(ALL).intValue();
    return share.signum() > 0 && whole == 0
        ? 1
        : whole == 100 && share.compareTo(ALL) < 0 ? 99 : whole;
  }

  /** A percentage: {@code 12.5}, {@code 12,5 %}; nothing is none. */
  private static BigDecimal share(LogFields row, List<String> names) throws BadEntryException {
    String text = ReportEntry.text(row, names).orElse("0");
    String number = text.replaceAll("[%\\s\u00A0\u202F]", "").replace(',', '.');
    try {
      BigDecimal share = new BigDecimal(number);
      if (number.length() <= MAX_DIGITS
          && share.scale() <= MAX_DIGITS
          && share.scale() >= 0
          && share.signum() >= 0
          && share.compareTo(ALL) <= 0) {
        return share;
      }
    } catch (NumberFormatException noNumber) { // said below
    }
    throw new BadEntryException("has a share of " + names.get(0) + " that is no percentage");
  }
}
