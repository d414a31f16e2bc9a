package io.tlsfloor.logs;

import io.tlsfloor.logs.LogFields.BadEntryException;
import io.tlsfloor.parser.observation.FrameRef;
import io.tlsfloor.parser.observation.LogEntry;
import io.tlsfloor.parser.observation.Peer;
import io.tlsfloor.parser.observation.Reported;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Makes observations of the SMTP AUTH clients report of Exchange Online: a row a sender, with its
 * mail by version of TLS in a range of days, and neither an address nor a time. What a sender sent
 * at one version is one observation of the last day, which counts for as many messages.
 *
 * <p>The report has shares, or messages: a heading or a sign says so, else a row's sum. Where all
 * messages are counted, too, a share is so many of them.
 */
final class SmtpAuthClients {
  static final List<String> SENDER =
      List.of("senderaddress", "sender", "senderemailaddress", "emailaddress");
  private static final Map<String, List<String>> BY_VERSION = byVersion();
  static final List<String> VERSIONS = BY_VERSION.values().stream().flatMap(List::stream).toList();
  static final List<String> LAST_DAY = List.of("enddate", "reportdate");
  static final List<String> ONE_DAY = List.of("date", "dateutc");
  static final List<String> FIRST_DAY = List.of("startdate", "begindate");

  /**
   * Days before the last one in a report that does not say its first: it is of a week, unless
   * asked.
   */
  static final int USUAL_DAYS_BEFORE = 6;

  private static final List<String> MESSAGES =
      List.of("messagessent", "messages", "messagecount", "totalmessages", "sentmessages");
  private static final BigDecimal ALL = new BigDecimal(100);
  private static final BigDecimal ROUNDED = BigDecimal.ONE; // the sum of shares may differ by
  private static final int MAX_DIGITS = 20;
  private static final BigDecimal MOST = new BigDecimal(1_000_000_000_000L);
  private static final int SUBMISSION = 587;

  private SmtpAuthClients() {}

  private static List<String> columns(String version) {
    return List.of("tls" + version, "tls" + version + "percentage", "tls" + version + "percent");
  }

  /** Columns by the version that they count, the oldest first. */
  private static Map<String, List<String>> byVersion() {
    Map<String, List<String>> columns = new LinkedHashMap<>();
    columns.put("TLS 1.0", columns("10"));
    columns.put("TLS 1.1", columns("11"));
    columns.put("TLS 1.2", columns("12"));
    columns.put("TLS 1.3", columns("13"));
    return columns;
  }

  /**
   * Holds what a row says of each version, and of all.
   *
   * @param by number by version, of those that were used, the oldest first
   * @param shares whether the numbers are percentages
   * @param sent all messages; empty where the report does not count them
   */
  private record Mail(Map<String, BigDecimal> by, boolean shares, Optional<BigDecimal> sent) {
    private BigDecimal sum() {
      return by.values().stream().reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    OptionalLong messages(BigDecimal number) {
      if (!shares) {
        return OptionalLong.of(whole(number));
      }
      return sent.isEmpty()
          ? OptionalLong.empty()
          : OptionalLong.of(whole(sent.get().multiply(number).divide(ALL, RoundingMode.HALF_UP)));
    }

    private static long whole(BigDecimal number) {
      return Math.max(1, number.setScale(0, RoundingMode.HALF_UP).longValue());
    }

    /** Rounded, but never to none or to all. */
    OptionalInt percent(BigDecimal number) {
      BigDecimal share =
          shares ? number : number.multiply(ALL).divide(sum(), 4, RoundingMode.HALF_UP);
      int percent = share.setScale(0, RoundingMode.HALF_UP).min(ALL).intValue();
      boolean all = shares ? share.compareTo(ALL) >= 0 : by.size() == 1;
      return OptionalInt.of(percent == 0 ? 1 : percent == 100 && !all ? 99 : percent);
    }
  }

  /**
   * The facts of a sender, by version; one without a version where no mail is counted.
   *
   * @param daysBefore the day of {@code place} that the report is about, too
   * @throws BadEntryException if it has no sender, or numbers that are none
   */
  static List<LoggedFacts> facts(LogFields row, FrameRef place, int daysBefore)
      throws BadEntryException {
    String sender =
        ReportEntry.label(row, SENDER)
            .orElseThrow(() -> new BadEntryException("has no address of a sender"));
    Mail mail = mail(row);
    List<LoggedFacts> all = new ArrayList<>(2);
    for (Map.Entry<String, BigDecimal> each : mail.by().entrySet()) {
      BigDecimal number = each.getValue();
      all.add(
          facts(
              sender,
              each.getKey(),
              place,
              daysBefore,
              mail.percent(number),
              mail.messages(number)));
    }
    if (all.isEmpty()) {
      all.add(facts(sender, "", place, daysBefore, OptionalInt.empty(), OptionalLong.empty()));
    }
    return all;
  }

  private static LoggedFacts facts(
      String sender,
      String version,
      FrameRef place,
      int daysBefore,
      OptionalInt percent,
      OptionalLong messages) {
    LoggedFacts facts =
        new LoggedFacts(
            LogEntry.Writer.EXCHANGE,
            (sender + " " + version).strip().toLowerCase(Locale.ROOT),
            place,
            new Peer(Reported.ofAccount(sender), 0),
            new Peer(Reported.nowhere(), SUBMISSION));
    Optional<String> known = Optional.of(version).filter(text -> !text.isEmpty());
    facts.chose(known, Optional.empty(), Optional.empty(), Optional.empty());
    facts.established(known.isPresent());
    facts.mail(LoggedText.startedTls());
    facts.reported(
        new Reported(
            Optional.of(sender),
            Optional.of("SMTP AUTH"),
            Optional.empty(),
            Optional.empty(),
            percent,
            messages,
            Reported.Mark.UNKNOWN,
            Reported.NO_TIME,
            daysBefore,
            List.of()));
    return facts;
  }

  private static Mail mail(LogFields row) throws BadEntryException {
    Map<String, BigDecimal> by = new LinkedHashMap<>();
    boolean shares = false;
    boolean whole = true;
    for (Map.Entry<String, List<String>> each : BY_VERSION.entrySet()) {
      for (String column : each.getValue()) {
        Optional<String> text = ReportEntry.text(row, List.of(column));
        if (text.isPresent()) {
          BigDecimal number = number(text.get(), each.getValue().get(0));
          shares |= column.contains("percent") || text.get().indexOf('%') >= 0;
          whole &= number.stripTrailingZeros().scale() <= 0;
          if (number.signum() > 0) {
            by.put(each.getKey(), number);
          }
          break;
        }
      }
    }
    Optional<String> all = ReportEntry.text(row, MESSAGES);
    Optional<BigDecimal> sent =
        all.isEmpty() ? Optional.empty() : Optional.of(number(all.get(), MESSAGES.get(0)));
    BigDecimal sum = by.values().stream().reduce(BigDecimal.ZERO, BigDecimal::add);
    boolean rounded = sum.subtract(ALL).abs().compareTo(ROUNDED) <= 0;
    boolean less = sum.compareTo(ALL) < 0; // newer versions may have no column
    boolean known = sent.isPresent() && sent.get().compareTo(sum) != 0;
    boolean partly = columns("12").stream().noneMatch(row::has);
    shares |= !whole || rounded || less && (known || partly);
    if (shares && sum.compareTo(ALL.add(ROUNDED)) > 0) {
      throw new BadEntryException("has shares of mail that are more than all of it");
    }
    return new Mail(by, shares, sent);
  }

  /** {@code 12.5}, {@code 12,5 %}, {@code 1,234}; nothing is none. */
  private static BigDecimal number(String text, String name) throws BadEntryException {
    String plain = text.replaceAll("[%\\s\u00A0\u202F]", "");
    boolean thousands = plain.matches("[1-9][0-9]{0,2}(,[0-9]{3})+");
    String number = thousands ? plain.replace(",", "") : plain.replace(',', '.');
    try {
      BigDecimal value = new BigDecimal(number);
      if (number.length() <= MAX_DIGITS
          && value.scale() <= MAX_DIGITS
          && value.scale() >= 0
          && value.signum() >= 0
          && value.compareTo(MOST) <= 0) {
        return value;
      }
    } catch (NumberFormatException noNumber) { // said below
    }
    throw new BadEntryException("has a share of " + name + " that is no number");
  }
}
