package io.tlsfloor.logs;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.Optional;

/** The times of logs: Zeek's seconds, milliseconds or ISO 8601, and Suricata's ISO 8601. */
final class LogTime {
  private static final int MAX_LENGTH = 40;
  private static final BigDecimal MILLIS_FROM = new BigDecimal("100000000000"); // the year 5138
  private static final BigDecimal MAX_SECONDS = new BigDecimal("9000000000"); // fits nanoseconds

  private static final DateTimeFormatter ISO =
      new DateTimeFormatterBuilder()
          .appendPattern("yyyy-MM-dd'T'HH:mm:ss")
          .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
          .appendPattern("[XXX][XX][X]")
          .parseDefaulting(ChronoField.OFFSET_SECONDS, 0)
          .toFormatter();

  private LogTime() {}

  /** The time that a text is; empty if it is none. A time without a zone is UTC. */
  static Optional<Instant> parse(String text) {
    if (text.length() < 1 || text.length() > MAX_LENGTH) {
      return Optional.empty();
    }
    try {
      return text.indexOf('T') > 0
          ? Optional.of(
              OffsetDateTime.parse(text, ISO).withOffsetSameInstant(ZoneOffset.UTC).toInstant())
          : number(new BigDecimal(text));
    } catch (DateTimeException | NumberFormatException noTime) {
      return Optional.empty();
    }
  }

  private static Optional<Instant> number(BigDecimal number) {
    if (number.signum() < 0 || Math.abs((long) number.scale()) > MAX_LENGTH) {
      return Optional.empty();
    }
    BigDecimal seconds = number.compareTo(MILLIS_FROM) < 0 ? number : number.movePointLeft(3);
    if (seconds.compareTo(MAX_SECONDS) > 0) {
      return Optional.empty();
    }
    BigDecimal whole = seconds.setScale(0, RoundingMode.FLOOR);
    long nanos = seconds.subtract(whole).movePointRight(9).longValue();
    return Optional.of(Instant.ofEpochSecond(whole.longValue(), nanos));
  }
}
